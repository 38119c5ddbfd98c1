import AirQuality
import Store
import ArgumentParser
import Foundation

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

  /// How values are arranged.
  enum Layout: String, ExpressibleByArgument, CaseIterable {
    case long, wide
  }

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions

  @Option(name: .long, help: "First local day, for example 2014-01-01.")
  var from: String?

  @Option(name: .long, help: "Last local day.")
  var to: String?

  @Option(name: .long, help: "How values are arranged: long or wide.")
  var layout: Layout = .long

  @Option(name: .long, help: "The file to write; replaced when the new one is whole.")
  var output: String

  func validate() throws {
    for (option, day) in [("--from", from), ("--to", to)] {
      if let day, CivilDate(day) == nil {
        throw ValidationError("\(option) is \(day); give a day such as 2014-01-31")
      }
    }
    guard output.lowercased().hasSuffix(".csv") else {
      throw ValidationError("--output is \(output); give a name that ends in .csv")
    }
    if layout == .wide, selection.pollutant == nil {
      throw ValidationError("--layout wide holds one pollutant; name it with --pollutant")
    }
  }

  func run() throws {
    try explainingErrors {
      let store = try archive.opened()
      let list = try selection.summaries(in: store).sorted {
        ($0.station.key, $0.pollutant.identifier) < ($1.station.key, $1.pollutant.identifier)
      }
      switch layout {
      case .long: try ExportedTable.writeLong(list, of: store, within: window, to: output)
      case .wide:
        try ExportedTable.writeWide(
          list, of: store, within: window, choice: selection.choice, to: output)
      }
    }
  }

  private func window(_ axis: TimeAxis) -> Range<Int> {
    let first = from.flatMap { CivilDate($0) }.map { Instant($0, utcOffset: axis.utcOffset) }
    let last = to.flatMap { CivilDate($0) }
      .map { Instant($0, utcOffset: axis.utcOffset).advanced(bySeconds: 86_400) }
    return axis.positions(from: first ?? axis.start, until: last ?? axis.end)
  }
}
