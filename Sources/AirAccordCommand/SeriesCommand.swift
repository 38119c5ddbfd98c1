import AirAccord
import ArgumentParser

/// Lists the series of an archive, or prints averages of them.
struct SeriesCommand: Verb {
  static let configuration = CommandConfiguration.of("series")

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions
  @Option(
    help: """
      Print averages over a window: 15 min, 3 h, day, 3 day, week, 2 week, month, 2 month, \
      quarter, season, year, 5 year, seasonal-year (from March), fiscal-year (from April). Days \
      are counted from 1970-01-01, weeks from Monday 1970-01-05, years from those that the number \
      divides.
      """)
  var by: String?
  @Option(help: "First month of a year, 1 to 12, for --by year; 1 if not given.")
  var yearStart: Int?
  @Option(help: "Seasons of your own for --by season, such as heating=11-3,summer=4-10.")
  var seasons: String?
  @Option(help: "How a window becomes one number.")
  var statistic: AggregateStatistic = .mean
  @Option(help: "First take the rolling mean over so many steps, or over a time such as “8 h”.")
  var rolling: String?
  @Option(help: "At which step of its window a rolling mean stands.")
  var align: MonitoringSeries.RollingAlignment = .right
  @Option(help: "First subtract this station’s series: the increment over background.")
  var background: String?
  @Flag(help: "List the quantities that are computed from measured ones on demand.")
  var listDerived = false
  @Option(
    help: "Share of a period that must have been measured, 0 to 1; absent rows count as missing.")
  var capture: Double = DataCapture.default.minimumShare
  @OptionGroup var shown: ResultOptions

  func validate() throws {
    if by == nil, rolling != nil || background != nil || yearStart != nil || seasons != nil {
      throw refusal("usage.series-needs-by")
    }
  }

  func presentation() throws -> Presentation {
    if listDerived {
      let rows = DerivedPollutant.all
      return Presentation(rows.map(DerivedPollutant.Listed.init), rows.table)
    }
    guard let by else {
      let list = try selection.chosen.summaries(in: try archive.opened())
      return Presentation(list, list.table(isText: shown.format == .text))
    }
    let window = try AveragingWindow(named: by, yearStart: yearStart, seasons: seasons)
    var averages = SeriesAverages(selection.chosen, over: window, in: try archive.opened())
    averages.background = background
    averages.rolling = rolling
    averages.alignment = align
    averages.capture = capture
    averages.statistic = statistic
    let found = try outcome(of: averages)
    return Presentation(
      found.averages, found.averages.table(of: statistic), remarks: found.remarks)
  }
}
