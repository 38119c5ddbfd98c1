public import Foundation

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
  }

  /// Writes `dossier.json`, `report.html`, `effects.csv`, `figures/` and, for fits with tables of
  /// their own, `tables/` into a folder.
  ///
  /// All files are written into a hidden folder first. Only when there was room for every one are
  /// they written to their places, so a full disk leaves an older dossier as it was.
  ///
  /// - Throws: `EvidenceError.cannotWrite`.
  public func write(_ dossier: Dossier, to folder: URL) throws(EvidenceError) -> Written {
    let figures = FigureSet(dossier: dossier, language: language).all
    let drawn = DrawnFigures(figures, by: renderer)
    return try drawn.write(to: folder) {
      var contents: [(String, Data)] = [
        ("dossier.json", try StableJSON.encode(dossier)),
        ("effects.csv", Data(EffectsTable(dossier).csv.utf8)),
        (
          "report.html",
          Data(
            try HTMLReport(
              dossier: dossier, language: language, figures: figures, rendering: drawn.rendering
            ).page().utf8)
        ),
      ]
      for table in FindingTable.all(dossier) {
        contents.append(("tables/\(table.name).csv", Data(table.csv.utf8)))
      }
      return contents
    }
  }
}
