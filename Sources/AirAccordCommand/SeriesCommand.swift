import AirQuality
import Archive
import ArgumentParser
import Foundation

/// Lists the series of an archive, or prints averages of them.
struct SeriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "series",
    abstract: "List the series of an archive, or print their averages.",
    discussion: """
      Examples:
        airaccord series --archive air.sqlite --pollutant pm25
        airaccord series --archive air.sqlite --station prsa/Dongsi --pollutant pm25 --by month
      """)

  /// Calendar periods to average over.
  enum Period: String, ExpressibleByArgument, CaseIterable {
    case day, month, season, year
    case seasonalYear = "seasonal-year"
    case fiscalYear = "fiscal-year"
  }

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions

  @Option(
    name: .long,
    help: """
      Print averages by day, month, season, year, seasonal-year (from March) or fiscal-year \
      (from April).
      """)
  var by: Period?

  @Option(
    name: .long,
    help: "Share of a period that must have been measured, 0 to 1; absent rows count as missing.")
  var capture: Double = DataCapture.default.minimumShare

  @OptionGroup var output: FormatOption

  func validate() throws {
    guard (0...1).contains(capture) else {
      throw ValidationError("--capture is \(capture); give a share from 0 to 1")
    }
  }

  private struct Average: Encodable {
    let station: String
    let pollutant: Pollutant
    let unit: MeasurementUnit
    let period: PeriodValue
  }

  func run() throws {
    try explainingErrors {
      let store = try Archive(path: archive.archive)
      let list = try selection.summaries(in: store)
      guard let by else { return try printSummaries(list) }
      var rows: [Average] = []
      for summary in list {
        guard let series = try store.series(summary.pollutant, at: summary.station) else {
          continue
        }
        rows += averages(series, by).map {
          Average(
            station: summary.station.key, pollutant: summary.pollutant, unit: summary.unit,
            period: $0)
        }
      }
      try printAverages(rows)
    }
  }

  private func averages(_ series: MonitoringSeries, _ period: Period) -> [PeriodValue] {
    let rule = DataCapture(minimumShare: capture)
    return switch period {
    case .day: series.gathered(by: .day, capture: rule)
    case .month: series.monthly(capture: rule)
    case .season: series.seasonal(capture: rule)
    case .year: series.yearly(capture: rule)
    case .seasonalYear: series.yearly(firstMonth: 3, capture: rule)
    case .fiscalYear: series.yearly(firstMonth: 4, capture: rule)
    }
  }

  private func printAverages(_ rows: [Average]) throws {
    var table = PlainTable(
      ["station", "pollutant", "period", "mean", "unit", "valid", "expected"],
      numeric: [3, 5, 6])
    for row in rows {
      table.add([
        row.station, row.pollutant.identifier, row.period.label,
        row.period.value.map { output.format == .csv ? "\($0)" : String(format: "%.3f", $0) }
          ?? "",
        row.unit.symbol, String(row.period.validCount), String(row.period.expectedCount),
      ])
    }
    try printRows(rows, as: output.format, table: table)
  }

  private func printSummaries(_ list: [SeriesSummary]) throws {
    var table = PlainTable(
      ["station", "pollutant", "unit", "step", "first", "last", "steps", "measured"],
      numeric: [6, 7])
    for summary in list {
      let axis = summary.axis
      table.add([
        summary.station.key, summary.pollutant.identifier, summary.unit.symbol,
        axis.step % 86_400 == 0
          ? "\(axis.step / 86_400) d"
          : axis.step % 3_600 == 0 ? "\(axis.step / 3_600) h" : "\(axis.step) s",
        axis.count > 0 ? axis.label(at: 0) : "",
        axis.count > 0 ? axis.label(at: axis.count - 1) : "", String(axis.count),
        String(format: "%.1f %%", 100 * summary.validShare),
      ])
    }
    try printRows(list, as: output.format, table: table)
  }
}

extension SelectionOptions {
  /// The series that fit the selection.
  ///
  /// - Throws: `CommandError.nothingFits`, and what the archive throws for an unknown station.
  func summaries(in store: Archive) throws -> [SeriesSummary] {
    let place = try station.map { try store.station(named: $0) }
    let list = try store.seriesList(
      station: place, pollutant: pollutant.map { Pollutant($0) })
    guard !list.isEmpty || (pollutant == nil && station == nil) else {
      let words = [
        pollutant.map { "of \(Pollutant($0).displayName)" }, place.map { "at \($0.key)" },
      ].compactMap(\.self)
      throw CommandError.nothingFits(words.joined(separator: " "))
    }
    return list
  }
}
