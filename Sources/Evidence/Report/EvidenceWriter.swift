public import Documents
public import Foundation
public import Studies

/// Writes a dossier's files into a folder, all of them or none.
public struct EvidenceWriter: Sendable {
  /// Language of the page.
  public var language: Language
  /// Draws the figures.
  public var renderer: FigureRenderer

  /// A writer for one language.
  public init(language: Language = .english, renderer: FigureRenderer = FigureRenderer()) {
    self.language = language
    self.renderer = renderer
  }

  /// What was written.
  public struct Written: Sendable {
    /// Files in the order of their names.
    public let files: [URL]
    /// Why the figures could not be drawn; `nil` when they were.
    public let figureFailure: FigureRenderer.Failure?
    /// Where an earlier folder went that this program had not written; `nil` without one.
    public let keptAside: String?
    /// Whether old and new were exchanged in one step: not where the folder is a mounted volume or
    /// the working folder, or where only the folder itself may be written to.
    public let isInOneStep: Bool

    /// What the user must know beside the files, one sentence each.
    @ListBuilder<Message> public var notes: [Message] {
      figureFailure?.remark
      keptAside.map { say("written.kept-aside", folder: $0) }
      isInOneStep ? nil : "written.one-by-one" as Message
    }
  }

  /// Writes `dossier.json`, `report.html`, `effects.csv`, `document.json`, `figures/` and `tables/` into
  /// a folder, as `DocumentFolder.write` does.
  ///
  /// - Parameters:
  ///   - dossier: what was found.
  ///   - folder: its place.
  ///   - date: the day that stands on the page.
  ///   - keepingOwn: whether other files that the program itself wrote there stay.
  ///   - replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    _ dossier: Dossier, to folder: URL, date: String = "", keepingOwn: Bool = false,
    replacing: Bool = false
  ) throws(EvidenceError) -> Written {
    var writer = DocumentFolder(language: language, date: date, renderer: renderer)
    writer.isLive = true
    return try writer.write(
      dossier.document, page: "report.html",
      files: [
        ("dossier.json", try StableJSON.encode(dossier)),
        ("effects.csv", Data(dossier.effectsTable.csv.utf8)),
      ] + FindingTable.all(dossier).map(\.fileTable.file),
      to: folder, keepingOwn: keepingOwn, replacing: replacing)
  }
}
