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
  var from: CivilDate?

  @Option(help: "Last local day, for example 2014-01-31.")
  var to: CivilDate?

  @Option(help: "How values are arranged: long or wide.")
  var layout: SeriesExport.Layout = .long

  @Option(help: "The file to write; replaced when the new one is whole.")
  var output: String

  func run() throws {
    try explainingErrors {
      var export = SeriesExport(selection.chosen, of: try archive.opened(), to: output)
      export.from = from
      export.to = to
      export.layout = layout
      try export.run()
    }
  }
}
