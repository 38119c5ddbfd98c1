import AirQuality
import ArgumentParser
import Studies

/// Writes values of an archive as tables for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write values as long or wide CSV with a description of the columns.",
    discussion: """
      A long table has the columns station, pollutant, time, value, unit, flag, averaging, \
      instrument; a wide one has a \
      row for each time and a column for each station, and holds one pollutant. Beside it goes a \
      file of the same name that ends in .schema.json: types, units, offset and stamps. Missing \
      values give no row in a long table and an empty field in a wide one.

      Examples:
        airaccord export --archive air.sqlite --output air.csv
        airaccord export --archive air.sqlite --pollutant pm25 --from 2014-01-01 \
      --to 2014-12-31 --layout wide --output pm25.csv
      """)

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
        throw ValidationError("\(option) is \(day); give a day such as 2014-01-31")
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
