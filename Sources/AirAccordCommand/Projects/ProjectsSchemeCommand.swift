import Documents
import AirQuality
import ArgumentParser
import Cooperation
import Evidence
import Foundation

/// Draws the scheme of the cooperation.
struct ProjectsScheme: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scheme",
    abstract: "Draw who works with whom and what flows between them, from the records.",
    discussion: """
      Without a filter the lines of the plan of 2014 are drawn; with one, the projects that fit.

      Examples:
        airaccord projects scheme --output scheme --language ja
        airaccord projects scheme --fiscal-year FY2018 --output scheme
        airaccord projects scheme --format csv
      """)

  @OptionGroup var filter: ProjectFilterOptions
  @Option(name: .long, help: "Folder for the page and the drawing.")
  var output: String?
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var format: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry()
      var chosen = filter.filter
      if chosen == ProjectFilter() { chosen.isInPlan = true }
      let scheme = SchemeDrawing(registry, filter: chosen, language: speech.language)
      let document = scheme.document
      try format.print(registry.all(.flows), document, speech)
      try replacement.write(into: output) {
        let projects = scheme.projects.map(\.record)
        return try PageOutput(language: speech.language).write(
          document, page: "scheme.html",
          files: [
            ("figures/scheme.svg", Data(scheme.svg.utf8)),
            ("flows.csv", Data(RecordFile.text(registry.all(.flows), of: .flows).utf8)),
            ("projects.csv", Data(RecordFile.text(projects, of: .projects).utf8)),
          ], to: $0, replacing: $1)
      }
    }
  }
}
