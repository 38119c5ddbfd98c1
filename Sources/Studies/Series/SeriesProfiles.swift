public import AirQuality
public import Documents
public import Store

/// How series change over the day, the week, the year and with the wind.
public struct SeriesProfiles: Job {
  /// Over what a profile runs.
  public enum Kind: String, CaseIterable, Sendable {
    case diurnal, weekday, weekly, monthly, sector, polar
  }

  /// Which series; without a pollutant those of weather are left out.
  public let selection: SeriesSelection
  /// Where they are.
  public let store: Archive
  /// Over the day, the week, the year, or by wind.
  public var kind = Kind.diurnal
  /// Coverage of the intervals.
  public var level = 0.95
  /// Seed of the bootstrap.
  public var seed: UInt64 = 1
  /// How many wind sectors, the first centred on north.
  public var sectors = 8
  /// Ascending borders between classes of wind speed, m/s, for `polar`.
  public var speeds = [1.0, 2, 4]
  /// Percentile that stands beside means by wind and above which hours count.
  public var percentile = 90.0

  /// A job with the defaults.
  public init(_ selection: SeriesSelection, in store: Archive) {
    self.selection = selection
    self.store = store
  }

  /// Profiles, or statistics by wind.
  public struct Answer: Sendable {
    /// One a series; empty for profiles by wind.
    public let profiles: [Profile]
    /// One a series with wind beside it; empty for profiles over time.
    public let wind: [WindStatistics]
    /// Clocks, and series that were left out.
    public let remarks: [Message]
  }

  /// - Throws: `SettingFault`, `JobError`, `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.check(level: "level", level)
    try SettingFault.check("sectors", sectors, 1...72)
    try SettingFault.check("percentile", percentile, 0...100)
    guard speeds == speeds.sorted(), speeds.allSatisfy({ $0 > 0 }) else {
      throw SettingFault("speeds", speeds, "error.setting.speeds")
    }
    let chosen = try selection.summaries(in: store).filter {
      selection.pollutant != nil || $0.pollutant.kind != .weather
    }
    let found = try selection.series(chosen, in: store)
    var remarks = found.remarks
    var profiles: [Profile] = []
    var wind: [WindStatistics] = []
    for (number, series) in found.series.enumerated() {
      let name = "\(series.station.key) \(series.pollutant)"
      try watch.begin(number, of: found.series.count, .verbatim(name))
      if let over = Profile.Kind(kind) {
        let speed =
          series.pollutant == .windDirection
          ? try store.series(.windSpeed, at: series.station) : nil
        profiles.append(Profile(series, kind: over, level: level, seed: seed, windSpeed: speed))
      } else if let one = try statistics(series, say: { remarks.append(.at(name, $0)) }) {
        wind.append(one)
      }
    }
    return Answer(profiles: profiles, wind: wind, remarks: remarks)
  }

  private func statistics(
    _ series: MonitoringSeries, say: (Message) -> Void
  ) throws -> WindStatistics? {
    guard let direction = try store.series(.windDirection, at: series.station) else {
      say("command.no-wind-direction")
      return nil
    }
    guard series.pollutant != .windDirection else {
      say("command.direction-by-direction")
      return nil
    }
    let speed = try store.series(.windSpeed, at: series.station)
    if kind == .polar, speed == nil {
      say("command.no-wind-speed")
      return nil
    }
    guard
      let statistics = WindStatistics(
        series, direction: direction, speed: speed, sectors: sectors,
        speeds: kind == .polar ? speeds : [], percentile: percentile)
    else {
      say("command.no-hour-with-wind")
      return nil
    }
    if statistics.withoutWind > 0 {
      say(Message("command.hours-without-wind", ["count": .count(statistics.withoutWind)]))
    }
    return statistics
  }
}

extension Profile.Kind {
  /// The kind over time; `nil` for profiles by wind.
  fileprivate init?(_ kind: SeriesProfiles.Kind) {
    switch kind {
    case .diurnal: self = .diurnal
    case .weekday: self = .weekday
    case .weekly: self = .weekly
    case .monthly: self = .monthly
    case .sector, .polar: return nil
    }
  }
}
