import AirQuality
public import Documents
public import Estimation
import Store

/// The trend of a pollutant at every station of a selection, and of the region that they make.
public struct TrendStudy: Job {
  /// The series that are looked at.
  public var series: StationSeries
  /// How a trend is found.
  public var trend = Trend()

  /// A study with the defaults of a trend.
  public init(_ series: StationSeries) { self.series = series }

  /// Trends by station, and all of them together.
  public struct Answer: Sendable {
    /// By station.
    public let trends: [TrendFit]
    /// The region; `nil` for one station, and where units differ.
    public let region: RegionalTrend?
    /// Clocks, and stations that are left out.
    public let remarks: [Message]
  }

  /// - Throws: `SettingFault`, `JobError`, `ArchiveError`; the first `EstimationError` or `WeatherError`
  ///   where no station has an answer; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.check(share: "capture", trend.capture)
    try SettingFault.check(level: "level", trend.confidenceLevel)
    try SettingFault.check("draws", trend.draws, 99...99_999)
    let trend = trend
    let (trends, remarks) = try series.each(watch) {
      series, window, threads throws(EstimationError) in
      try trend.estimate(series, window: window, threads: threads)
    }
    return Answer(
      trends: trends, region: try RegionalTrend(trends, threads: series.threads),
      remarks: remarks)
  }
}

/// When a pollutant's level broke, at every station of a selection.
public struct BreakStudy: Job {
  /// The series that are looked at.
  public var series: StationSeries
  /// How breaks are found.
  public var finder = ChangePoint()

  /// A study with the defaults of change points.
  public init(_ series: StationSeries) { self.series = series }

  /// Breaks by station.
  public struct Answer: Sendable {
    /// By station.
    public let breaks: [ChangePointFit]
    /// Clocks, and stations that are left out.
    public let remarks: [Message]
  }

  /// - Throws: as `TrendStudy`.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.check(share: "capture", finder.capture)
    try SettingFault.check(level: "level", finder.confidenceLevel)
    try SettingFault.check(level: "significance", finder.significance)
    guard finder.smallestSegment > 0, finder.smallestSegment < 0.5 else {
      throw SettingFault("smallestSegment", finder.smallestSegment, "error.setting.below-half")
    }
    try SettingFault.check("draws", finder.draws, 99...99_999)
    try SettingFault.check("maximumBreaks", finder.maximumBreaks, 1...12)
    try SettingFault.check("breaks", finder.breaks, 0...finder.maximumBreaks)
    let finder = finder
    let (breaks, remarks) = try series.each(watch) {
      series, window, threads throws(EstimationError) in
      try finder.estimate(series, window: window, threads: threads)
    }
    return Answer(breaks: breaks, remarks: remarks)
  }
}
