import Documents
import AirQuality
import ArgumentParser
import Store
import Studies
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
      let scheme = try SchemeDrawing(
        of: source.source(), filter: filter.filter, language: speech.language)
      try format.show(scheme, [], speech)
      try replacement.write(into: output, in: speech.language) {
        try PageOutput(language: speech.language).write(
          scheme.document, page: "scheme.html", files: scheme.files, to: $0, replacing: $1)
      }
    }
  }
}
