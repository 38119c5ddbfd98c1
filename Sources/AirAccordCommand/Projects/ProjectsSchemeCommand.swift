import AirAccord
import ArgumentParser

/// Draws the scheme of the cooperation.
struct ProjectsScheme: Verb {
  static let configuration = CommandConfiguration.of("projects.scheme")

  @OptionGroup var filter: ProjectFilterOptions
  @Option(help: "Folder for the page and the drawing.")
  var output: String?
  @OptionGroup var page: RegistryPage

  var shown: Answer { page.answer(in: output) }

  func presentation() throws -> Presentation {
    let scheme = try SchemeDrawing(
      of: page.source.source(), filter: filter.filter, language: shown.language)
    return Presentation(records: scheme, page: "scheme.html", files: scheme.files)
  }
}
