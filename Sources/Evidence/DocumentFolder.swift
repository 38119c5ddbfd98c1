public import Documents
public import Foundation
import NumericKernels
import Studies
import TextFiles

/// Writes a document into a folder: the page, `document.json`, its tables as CSV and its figures, all
/// of them or none.
public struct DocumentFolder: Sendable {
  /// Language of the page.
  public var language: Language
  /// The day that stands on the page, as ISO 8601 writes it; empty for none.
  public var date: String
  /// Draws the figures.
  public var renderer: FigureRenderer
  /// Whether the charts of the page can be explored with a pointer.
  public var isLive = false

  /// A writer for one language.
  public init(
    language: Language = .english, date: String = "", renderer: FigureRenderer = FigureRenderer()
  ) {
    self.language = language
    self.date = date
    self.renderer = renderer
  }

  /// Writes the page with everything beside it.
  ///
  /// All files are written into a new folder, which is exchanged with the old one in one step: a full
  /// disk or a kill leaves an older folder as it was, and nothing of it stays beside a new one.
  ///
  /// - Parameters:
  ///   - document: what is said.
  ///   - page: name of the page's file.
  ///   - files: the result itself and what else belongs beside the page, by name.
  ///   - keepingOwn: whether other files that the program itself wrote there stay.
  ///   - replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    _ document: Document, page: String, files: @autoclosure () throws -> [(String, Data)] = [],
    to folder: URL, keepingOwn: Bool = false, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let specifications = document.charts.map { chart in
      (name: chart.name, figure: VegaLite(chart, language: language).specification)
    }
    let drawing = Result { () throws(FigureRenderer.Failure) in
      try renderer.render(Dictionary(specifications.map { ($0.name, $0.figure) }) { $1 })
    }
    let drawn = try? drawing.get()
    let failure =
      if case .failure(let failure) = drawing { failure } else { FigureRenderer.Failure?.none }
    // The page and what it says as JSON are written beside each other: both are long where a list is.
    let json = Ahead { Result { try StableJSON.encode(document, pretty: false) } }
    do {
      let html = try HTMLRenderer(
        language: language,
        stamp: HTMLRenderer.Stamp(date: date, tool: "AirAccord \(ToolVersion.current)")
      ).page(
        document,
        drawings: HTMLRenderer.Drawings(
          svg: drawn?.svg ?? [:], absence: failure?.message,
          script: isLive && !specifications.isEmpty ? drawn?.bundle : nil))
      let files = try files()
      let named = Set(files.map(\.0))
      let shown = document.tables.filter { $0.id != document.data?.id }
      var written = files
      for table in [document.data].compactMap(\.self) + shown {
        let file = table.file
        if named.contains(file.0) || named.contains(String(file.0.dropFirst(7))) { continue }
        written.append(file)
      }
      written.append((page, Data(html.utf8)))
      written.append(("document.json", try json.get().get()))
      for (name, figure) in specifications {
        written.append(("figures/\(name).vl.json", try StableJSON.encode(figure)))
        if let drawing = drawn?.svg[name] {
          written.append(("figures/\(name).svg", Data(drawing.utf8)))
        }
      }
      let placed = try FolderReplacement.place(
        written, in: folder.path, keepingOwn: keepingOwn, replacing: replacing)
      return EvidenceWriter.Written(
        files: placed.files.map { URL(fileURLWithPath: $0) }, figureFailure: failure,
        keptAside: placed.keptAside, isInOneStep: placed.isInOneStep)
    } catch let fault as FolderFault {
      throw .folder(fault)
    } catch {
      throw .cannotWrite(folder: folder.path, reason: .verbatim(error.localizedDescription))
    }
  }
}

extension Table {
  /// Its file beside a page.
  var file: (String, Data) { ("tables/\(id).csv", Data(csv.utf8)) }
}

extension FigureRenderer.Failure {
  /// Why the figures are missing, for the page.
  var message: Message {
    switch self {
    case .absent: "figures.absent"
    case .failed(let words): say("figures.failed", words: words)
    case .tookTooLong(let seconds):
      say("figures.took-too-long", seconds: seconds)
    }
  }
}

extension DocumentFolder {
  /// The day that stands on the page, in the clock of the machine.
  public static var today: String {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      [.year, .month, .day], from: Date())
    return String(
      format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }
}
