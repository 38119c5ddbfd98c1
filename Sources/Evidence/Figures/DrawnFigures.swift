import Documents
import Foundation

/// Figures and what the renderer made of them, for a page and for its folder.
struct DrawnFigures {
  let figures: [Figure]
  let rendering: FigureRenderer.Rendering?
  /// Why there is none.
  let failure: FigureRenderer.Failure?

  init(_ figures: [Figure], by renderer: FigureRenderer) {
    self.figures = figures
    do {
      rendering = try renderer.render(figures)
      failure = nil
    } catch {
      rendering = nil
      failure = error
    }
  }

  /// Writes a page's files with the figures beside them, all of them or none.
  ///
  /// - Parameter files: names in the folder and contents.
  /// - Throws: as `PageFolder.place`.
  func write(
    to folder: URL, keepingOwn: Bool = false, replacing: Bool,
    _ files: () throws -> [(String, Data)]
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    try PageFolder.place(
      {
        var contents = try files()
        for figure in figures {
          contents.append(
            ("figures/\(figure.name).vl.json", try StableJSON.encode(figure.specification)))
          if let svg = rendering?.svg[figure.name] {
            contents.append(("figures/\(figure.name).svg", Data(svg.utf8)))
          }
        }
        return contents
      }, in: folder, keepingOwn: keepingOwn, replacing: replacing, figureFailure: failure)
  }
}
