public import Documents
public import Foundation
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
    _ document: Document, page: String, files: [(String, Data)] = [], to folder: URL,
    keepingOwn: Bool = false, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let figures = document.charts.map { chart in
      let writer = VegaLite(chart, language: language)
      return Figure(
        name: chart.name, caption: writer.caption, specification: writer.specification)
    }
    let drawn = DrawnFigures(figures, by: renderer)
    return try drawn.write(to: folder, keepingOwn: keepingOwn, replacing: replacing) {
      let drawings = HTMLRenderer.Drawings(
        svg: drawn.rendering?.svg ?? [:], absence: drawn.failure?.message,
        script: isLive ? drawn.rendering?.bundle : nil)
      let html = try HTMLRenderer(
        language: language,
        stamp: HTMLRenderer.Stamp(date: date, tool: "AirAccord \(ToolVersion.current)")
      ).page(document, drawings: drawings)
      let named = Set(files.map(\.0))
      let shown = document.tables.filter { $0.id != document.data?.id }
      let tables = ([document.data].compactMap(\.self) + shown).map {
        ("tables/\($0.id).csv", Data($0.csv.utf8))
      }.filter { !named.contains($0.0) && !named.contains(String($0.0.dropFirst(7))) }
      return files + tables + [
        (page, Data(html.utf8)), ("document.json", try StableJSON.encode(document)),
      ]
    }
  }
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
