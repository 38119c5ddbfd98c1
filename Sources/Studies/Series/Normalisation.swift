public import AirQuality
public import Documents
public import Store
import TextFiles
public import Weather

/// Takes weather out of a pollutant's series, station by station.
public struct Normalisation: Job {
  /// Which series; all of one pollutant.
  public let selection: SeriesSelection
  /// Where they and the weather are.
  public let store: Archive
  /// How the model is learned and averaged.
  public var model = WeatherModel()
  /// Weather variables; `nil` for all that a station has.
  public var weather: [Pollutant]?
  /// Station whose weather stands for stations that have none of their own; `nil` for none.
  public var weatherStation: String?
  /// Threads; `nil` for the machine's. The result does not depend on it.
  public var threads: Int?

  /// A job with the defaults of a weather model.
  public init(_ selection: SeriesSelection, in store: Archive) {
    self.selection = selection
    self.store = store
  }

  /// Series without weather, and what was left out.
  public struct Answer: Sendable {
    /// One a series that could be answered.
    public let results: [NormalisedSeries]
    /// Clocks, and stations that are left out.
    public let remarks: [Message]
  }

  /// One station that cannot be answered does not silence the others.
  ///
  /// - Throws: `SettingFault`, `JobError`, `ArchiveError`; the first `WeatherError` when no station has
  ///   an answer; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    guard let pollutant = selection.pollutant else {
      throw SettingFault(
        "pollutant", saying: "error.command.is-missing", "error.setting.name-pollutant")
    }
    try SettingFault.check("threads", threads, 1...)
    try model.checkSettings()
    let chosen = try selection.summaries(in: store)
    var results: [NormalisedSeries] = []
    var remarks: [Message] = []
    var refusals: [any Explained] = []
    for (number, summary) in chosen.enumerated() {
      try watch.begin(number, of: chosen.count, .verbatim(summary.station.name))
      let found = try selection.series([summary], in: store)
      remarks += found.remarks
      guard let series = found.series.first else { continue }
      do {
        let own = try covariates(of: summary.station)
        results.append(
          try model.normalise(series, weather: own.series, threads: threads).adding(own.notes))
      } catch let error as WeatherError {
        refusals.append(error)
      }
    }
    guard !results.isEmpty else {
      if let first = refusals.first { throw first }
      throw JobError.nothingFits(
        Message("error.command.of-with-weather", ["pollutant": .text(pollutant.identifier)]))
    }
    return Answer(
      results: results,
      remarks: remarks
        + refusals.map { Message("command.left-out", ["reason": .message($0.reason)]) })
  }

  private func covariates(of station: Station) throws -> StationWeather {
    let found = try StationWeather(
      at: [station] + (weatherStation.map { [try store.station(named: $0)] } ?? []), in: store,
      named: weather)
    if let missing = found.missing {
      throw JobError.nothingFits(.of(.text(missing.displayName), at: station))
    }
    return found
  }
}

extension WeatherModel {
  /// Refuses settings that are none, by the names that options have.
  fileprivate func checkSettings() throws(SettingFault) {
    if let words = WorkLimit.models.refusal(of: bootstrapModels) {
      throw SettingFault("models", bootstrapModels, words)
    }
    try SettingFault.checkCount(blockDays, "blockDays")
    if case .trees(let trees) = method {
      try SettingFault.checkCount(trees.rounds, "rounds")
      try SettingFault.checkCount(trees.depth, "depth")
    }
    guard bootstrapModels == 0 || bootstrapModels >= 2 else {
      throw SettingFault("models", bootstrapModels, "error.weather.give-0-no-bands")
    }
    try SettingFault.check("blockDays", blockDays, 1...)
    try SettingFault.check(level: "level", confidenceLevel)
    try SettingFault.check("days", pool.days, 0...183)
    try SettingFault.check("trajectoryClusters", features.trajectoryClusters, 0...100)
  }
}
