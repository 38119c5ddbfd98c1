import AirQuality
import Archive
import ArgumentParser
import Foundation

/// Looks at series before they are believed.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check series by year: completeness, repeats, memory, agreement with neighbours.",
    discussion: """
      A year in which a station no longer moves with its neighbours, or in which today says \
      nothing about tomorrow, was probably not measured. Findings are graded; none changes the \
      data.

      Example: airaccord check --archive air.sqlite --pollutant pm25
      """)

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions

  @Flag(name: .long, help: "Print every year, not only those with a finding.")
  var all = false

  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let store = try Archive(path: archive.archive)
      let chosen = try selection.summaries(in: store)
      var rows: [YearlyIntegrity] = []
      var verdicts: [NetworkVerdict] = []
      for pollutant in Set(chosen.map(\.pollutant)).sorted() {
        // Neighbours are looked for among all stations, whatever the selection.
        let series = try store.seriesList(pollutant: pollutant).compactMap {
          try store.series(pollutant, at: $0.station)
        }
        let wanted = Set(chosen.filter { $0.pollutant == pollutant }.map(\.station.key))
        let years = YearlyIntegrity.check(series)
        verdicts += NetworkVerdict.judge(years)
        rows += years.filter { wanted.contains($0.station) }
      }
      for verdict in verdicts where !verdict.isMeasured { StandardError.print(verdict.sentence) }
      let shown = all ? rows : rows.filter { !$0.findings.isEmpty }
      var table = PlainTable(
        [
          "station", "pollutant", "year", "measured", "repeats", "lag-1", "neighbours", "findings",
        ], numeric: [3, 4, 5, 6])
      func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "" }
      for row in shown {
        table.add([
          row.station, row.pollutant.identifier, String(row.year), number(row.share),
          number(row.repeatedShare), number(row.dailyAutocorrelation),
          number(row.neighbourCorrelation),
          row.findings.map(\.rawValue).joined(separator: " "),
        ])
      }
      try printRows(shown, as: output.format, table: table)
      StandardError.print(
        "\(rows.count) years of series checked, \(rows.filter { !$0.findings.isEmpty }.count) "
          + "with findings")
    }
  }
}
