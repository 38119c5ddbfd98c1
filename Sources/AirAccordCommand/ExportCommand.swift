import AirAccord
import ArgumentParser

/// Writes values of an archive as tables for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration.of("export")

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions
  @Option(help: "First local day, for example 2014-01-01.")
  var from: String?
  @Option(help: "Last local day.")
  var to: String?
  @Option(help: "How values are arranged: long or wide.")
  var layout: SeriesExport.Layout = .long
  @Option(help: "The file to write; replaced when the new one is whole.")
  var output: String

  func validate() throws {
    for (option, day) in [("--from", from), ("--to", to)] {
      if let day, CivilDate(day) == nil {
        throw refusal("usage.day", option: option, day: day)
      }
    }
  }

  func run() throws {
    try explainingErrors {
      var export = SeriesExport(selection.chosen, of: try archive.opened(), to: output)
      export.from = from.flatMap { CivilDate($0) }
      export.to = to.flatMap { CivilDate($0) }
      export.layout = layout
      try export.run()
    }
  }
}
