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
    let rows = DerivedPollutant.all
    try output.print(rows.map(DerivedPollutant.Listed.init), rows.table, speech.language)
  }

  private func printAverages(_ all: [MonitoringSeries], _ store: Archive) throws {
    var job = SeriesAverages(all, over: try window(), in: store)
    job.background = try background.map { try store.station(named: $0) }
    job.choice = selection.choice
    if let rolling {
      job.rollingWidth = { series in
        guard let width = series.steps(of: rolling) else {
          throw CommandError.rollingWidth(
            rolling, series: "\(series.station.key) \(series.pollutant)")
        }
        return width
      }
    }
    job.alignment = align
    job.capture = capture
    job.statistic = statistic
    let found = try job.run()
    StandardError.say(found.remarks, speech.language)
    try output.print(
      found.averages, found.averages.table(of: statistic), speech.language)
  }

  private func printSummaries(_ list: [SeriesSummary]) throws {
    try output.print(list, list.table(isText: output.format == .text), speech.language)
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
