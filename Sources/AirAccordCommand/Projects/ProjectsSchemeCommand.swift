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
  @Option(name: .long, help: "Language: en, ja or zh.")
  var language: Language = .english
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var format: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry()
      var chosen = try filter.filter(knownTo: registry)
      if chosen == ProjectFilter() { chosen.isInPlan = true }
      let names = NameBook(registry, language)
      var table = PlainTable(["from", "to", "kind", "content", "verified"])
      for flow in registry.flows {
        table.add([
          names[flow.giver], names[flow.receiver], names.text(flow.kind.names),
          names.text(flow.names), mark(flow.record),
        ])
      }
      try printRows(registry.all(.flows), as: format.format, table: table)
      try replacement.write(into: output) {
        try SchemePage(registry, filter: chosen, language: language).write(to: $0, replacing: $1)
      }
    }
  }
}
