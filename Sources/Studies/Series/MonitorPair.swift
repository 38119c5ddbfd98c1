public import AirQuality
import Documents
public import Store

/// Holds two monitors of one pollutant against each other.
public struct MonitorPair: Job {
  /// The station that is taken as the reference, by its name.
  public let reference: String
  /// The station that is compared with it.
  public let candidate: String
  /// Where both are.
  public let store: Archive
  /// What both measure.
  public var pollutant = Pollutant.pm25
  /// Which of several series.
  public var choice = SeriesChoice.only
  /// Limit at which the comparison states its uncertainty, in the series' unit. Default: 75, the daily
  /// limit of PM2.5 in China.
  public var limit = 75.0

  /// A comparison of two stations of an archive.
  public init(_ reference: String, with candidate: String, in store: Archive) {
    self.reference = reference
    self.candidate = candidate
    self.store = store
  }

  /// The comparison, and how the hours of the two lie.
  public struct Answer: Sendable {
    /// Slope, intercept and uncertainty of the candidate.
    public let comparison: MonitorComparison
    /// Shifts of the clock between hourly series; empty for others.
    public let hourShifts: [HourShift]
  }

  /// - Throws: `SettingFault`; `JobError` where a series is missing or the two share too few days;
  ///   `ArchiveError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    guard limit > 0 else { throw SettingFault("limit", limit, "error.setting.positive") }
    try watch.begin(0, of: 1, .verbatim("\(reference), \(candidate)"))
    let pair = try [reference, candidate].map { name in
      let station = try store.station(named: name)
      guard let series = try store.series(pollutant, at: station, choice: choice) else {
        throw JobError.nothingFits(.of(.text(pollutant.displayName), at: station))
      }
      return series
    }
    guard
      let comparison = MonitorComparison(reference: pair[0], candidate: pair[1], limit: limit)
    else {
      throw JobError.notComparable(pair[0].station.key, pair[1].station.key)
    }
    return Answer(
      comparison: comparison,
      hourShifts: pair[0].axis.step == .hour ? HourShift.compare(pair[0], pair[1]) : [])
  }
}
