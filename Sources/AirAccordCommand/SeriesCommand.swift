import AirQuality
import Store
import ArgumentParser
import Documents
import Evidence
import Foundation
import Studies

/// Lists the series of an archive, or prints averages of them.
struct SeriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "series",
    abstract: "List the series of an archive, or print their averages.",
    discussion: """
      Examples:
        airaccord series --archive air.sqlite --pollutant pm25
        airaccord series --archive air.sqlite --station prsa/Dongsi --pollutant pm25 --by month
        airaccord series --archive air.sqlite --pollutant o3 --by day --rolling 8 \
          --statistic maximum
        airaccord series --archive air.sqlite --pollutant pm_coarse --by "3 h"
      """)

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions

  @Option(
    name: .long,
    help: """
      Print averages over a window: 15 min, 3 h, day, 3 day, week, 2 week, month, 2 month, \
      quarter, season, year, 5 year, seasonal-year (from March), fiscal-year (from April). Days \
      are counted from 1970-01-01, weeks from Monday 1970-01-05, years from those that the number \
      divides.
      """)
  var by: String?

  @Option(name: .long, help: "First month of a year, 1 to 12, for --by year; 1 if not given.")
  var yearStart: Int?

  @Option(
    name: .long,
    help: "Seasons of your own for --by season, such as heating=11-3,summer=4-10.")
  var seasons: String?

  @Option(name: .long, help: "How a window becomes one number.")
  var statistic: AggregateStatistic = .mean

  @Option(
    name: .long,
    help: "First take the rolling mean over so many steps, or over a time such as “8 h”.")
  var rolling: String?

  @Option(name: .long, help: "At which step of its window a rolling mean stands.")
  var align: MonitoringSeries.RollingAlignment = .right

  @Option(name: .long, help: "First subtract this station’s series: the increment over background.")
  var background: String?

  @Flag(name: .long, help: "List the quantities that are computed from measured ones on demand.")
  var listDerived = false

  @Option(
    name: .long,
    help: "Share of a period that must have been measured, 0 to 1; absent rows count as missing.")
  var capture: Double = DataCapture.default.minimumShare

  @OptionGroup var output: FormatOption
  @OptionGroup var speech: LanguageOption

  func validate() throws {
    guard (0...1).contains(capture) else {
      throw ValidationError("--capture is \(capture); give a share from 0 to 1")
    }
    if let yearStart {
      guard (1...12).contains(yearStart) else {
        throw ValidationError("--year-start is \(yearStart); give a month from 1 to 12")
      }
    }
    if by != nil {
      _ = try window()
    } else if rolling != nil || background != nil || yearStart != nil || seasons != nil {
      throw ValidationError(
        "--rolling, --background, --year-start and --seasons need --by, such as --by day")
    }
  }

  private struct Average: Encodable {
    let station: String
    let pollutant: Pollutant
    let instrument: String
    let unit: MeasurementUnit
    let period: PeriodValue
  }

  private func window() throws -> AveragingWindow {
    let own = try (seasons ?? "").split(separator: ",").map { text in
      guard let season = NamedSeason(text) else {
        throw ValidationError("“\(text)” is no season; write it as heating=11-3")
      }
      return season
    }
    do {
      let window = try AveragingWindow(by ?? "", yearStart: yearStart ?? 1, seasons: own)
      switch window {
      case .calendar(.year), .calendar(.years): break
      default:
        guard yearStart == nil else {
          throw ValidationError("--year-start has a meaning for --by year only; leave it out")
        }
      }
      if case .calendar(.seasons) = window { return window }
      guard seasons == nil else {
        throw ValidationError("--seasons has a meaning for --by season only; leave it out")
      }
      return window
    } catch let error as WindowError {
      throw ValidationError("--by: \(error.explanation)")
    }
  }

  func run() throws {
    try explainingErrors {
      if listDerived { return try printDerived() }
      let store = try archive.opened()
      let wanted = selection.pollutant.map { Pollutant($0) }
      if let wanted, by != nil, let derived = DerivedPollutant(wanted),
        try store.seriesList(pollutant: wanted).isEmpty
      {
        // A derived quantity stands at every station that has its components.
        let place = try selection.station.map { try store.station(named: $0) }
        let stations = try ArchiveLibrary(store).stations(measuring: wanted).filter {
          place == nil || place?.key == $0.key
        }
        guard !stations.isEmpty else {
          let parts = derived.components.map(\.displayName)
          throw CommandError.nothingFits(
            parts.isEmpty ? "error.command.of-organic-compounds" : .of(.names(parts)))
        }
        return try printAverages(
          stations.compactMap { try store.series(wanted, at: $0, choice: selection.choice) }, store)
      }
      let list = try selection.summaries(in: store)
      guard by != nil else { return try printSummaries(list) }
      try printAverages(selection.series(list, in: store), store)
    }
  }

  private func printDerived() throws {
    struct Row: Encodable {
      let pollutant: Pollutant
      let components: [Pollutant]
      let meaning: String
    }
    let rows = DerivedPollutant.all.map {
      Row(pollutant: $0.pollutant, components: $0.components, meaning: $0.meaning)
    }
    let table = Table("derived", "command.derived", rows) {
      Column("name") { .text($0.pollutant.identifier) }
      Column("from", heading: "column.computed-from") { row in
        row.components.isEmpty
          ? .message("command.compounds")
          : .text(row.components.map(\.identifier).joined(separator: ", "))
      }
      Column("meaning", heading: "column.meaning") { .text($0.meaning) }
    }
    try output.print(rows, table, speech.language)
  }

  private func printAverages(_ all: [MonitoringSeries], _ store: Archive) throws {
    let window = try window()
    let place = try background.map { try store.station(named: $0) }
    var rows: [Average] = []
    var refusal: WindowError?
    for measured in all {
      for finding in QualityCheck.sentinels(in: measured) {
        say(measured, Message("command.averages-hold", ["finding": .message(finding.message)]))
      }
      var series = measured
      if let place {
        guard series.station.key != place.key else { continue }
        guard
          let below = try store.series(series.pollutant, at: place, choice: selection.choice),
          let increment = series.increment(over: [below])
        else {
          say(series, Message("command.no-difference", ["place": .text(place.key)]))
          continue
        }
        series = increment
      }
      var speed =
        series.pollutant == .windDirection
        ? try store.series(.windSpeed, at: series.station) : nil
      if series.pollutant == .windDirection {
        say(series, speed == nil ? "command.vectors-unweighted" : "command.vectors-weighted")
      }
      if let rolling {
        guard let width = series.steps(of: rolling) else {
          throw CommandError.rollingWidth(
            rolling, series: "\(series.station.key) \(series.pollutant)")
        }
        let unrolled = speed
        speed = speed?.rolling(width: width, alignment: align, minimumShare: capture)
        series = series.rolling(
          width: width, alignment: align, minimumShare: capture, windSpeed: unrolled)
      }
      do {
        rows += try series.averages(
          over: window, capture: DataCapture(minimumShare: capture), statistic: statistic,
          windSpeed: speed
        ).map {
          Average(
            station: series.station.key, pollutant: series.pollutant,
            instrument: series.instrument, unit: series.unit, period: $0)
        }
      } catch {
        // Among many series the others are still answered.
        if all.count > 1 {
          StandardError.say(
            Message("command.left-out", ["reason": .message(error.reason)]), speech.language)
        }
        refusal = error
      }
    }
    if rows.isEmpty, let refusal { throw refusal }
    try printAverages(rows)
  }

  private func printAverages(_ rows: [Average]) throws {
    let table = Table("averages", "command.averages", rows) {
      Column("station") { .text($0.station) }
      Column("pollutant", heading: "weather.pollutant") { .text($0.pollutant.identifier) }
      Column("instrument", isOptional: true) { .text($0.instrument) }
      Column("period") { .text($0.period.label) }
      // The statistic that was asked for; files have called it so from the start.
      Column("mean", heading: Message("statistic.\(statistic.rawValue)")) { row in
        .optional(row.period.value) { .number($0, .decimals(3)) }
      }
      Column("unit") { .text($0.unit.symbol) }
      Column("valid") { .count($0.period.validCount) }
      Column("expected") { .count($0.period.expectedCount) }
    }
    try output.print(rows, table, speech.language)
  }

  private func printSummaries(_ list: [SeriesSummary]) throws {
    let isText = output.format == .text
    func label(_ axis: TimeAxis, _ position: Int) -> Value {
      axis.count > 0 ? .date(axis.label(at: position)) : .missing
    }
    let table = Table("series", "column.series", list) {
      Column("station") { .text($0.station.key) }
      Column("pollutant", heading: "weather.pollutant") { .text($0.pollutant.identifier) }
      Column("unit") { .text($0.unit.symbol) }
      Column("step") { .text("\($0.axis.step)") }
      Column("averaging", isOptional: true) { summary in
        .words(summary.averaging == summary.axis.step && isText ? nil : "\(summary.averaging)")
      }
      Column("instrument", isOptional: true) { .text($0.instrument) }
      Column("first") { label($0.axis, 0) }
      Column("last") { label($0.axis, $0.axis.count - 1) }
      Column("steps") { .count($0.axis.count) }
      // Files have had it in per cent from the start.
      Column("measured", heading: "column.measured-share") { summary in
        isText
          ? .share(summary.validShare, decimals: 1)
          : .text(String(format: "%.1f %%", 100 * summary.validShare))
      }
    }
    try output.print(list, table, speech.language)
  }

  /// A remark on a series.
  private func say(_ series: MonitoringSeries, _ remark: Message) {
    StandardError.say(.at("\(series.station.key) \(series.pollutant)", remark), speech.language)
  }
}

extension SelectionOptions {
  /// The series that fit the selection.
  ///
  /// - Throws: `CommandError.nothingFits`, and what the archive throws for an unknown station.
  func summaries(in store: Archive) throws -> [SeriesSummary] {
    let place = try station.map { try store.station(named: $0) }
    let list = try store.seriesList(
      station: place, pollutant: pollutant.map { Pollutant($0) }
    ).filter { choice.admits($0.key) }
    guard !list.isEmpty || (pollutant == nil && station == nil && choice == .only) else {
      let words: [Message] = [
        pollutant.map { .of(.text(Pollutant($0).displayName)) },
        place.map { Message("error.command.at", ["station": .text($0.key)]) },
        instrument.map { Message("error.command.with-instrument", ["instrument": .text($0)]) },
        averaging.map { Message("error.command.with-averaging", ["averaging": .fact($0)]) },
      ].compactMap(\.self)
      throw CommandError.nothingFits(.joined(words))
    }
    return list
  }

  /// The series of a selection on their stations' clocks, each instrument by itself unless their
  /// mean is asked for; what is analysed on another clock than its source's is told.
  func series(_ list: [SeriesSummary], in store: Archive) throws -> [MonitoringSeries] {
    var stations: [Station] = []
    for summary in list where stations.last?.key != summary.station.key {
      stations.append(summary.station)
    }
    for clock in try store.foreignClocks(at: stations)
    where list.contains(where: { $0.key == clock.series }) {
      StandardError.print(clock.sentence)
    }
    var means: Set<SeriesKey> = []
    return try list.compactMap { summary in
      var own = SeriesChoice(averaging: summary.averaging, instrument: summary.instrument)
      if instrument == SeriesChoice.mean {
        let key = SeriesKey(
          station: summary.station.key, pollutant: summary.pollutant,
          averaging: summary.averaging, instrument: SeriesChoice.mean)
        guard means.insert(key).inserted else { return nil }
        own.instrument = SeriesChoice.mean
      }
      return try store.series(summary.pollutant, at: summary.station, choice: own)
    }
  }
}
