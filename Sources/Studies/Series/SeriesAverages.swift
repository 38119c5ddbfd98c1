public import AirQuality
public import Documents
public import Store

/// Averages of series over calendar windows or lengths of time, after a rolling mean or a difference from
/// a background where these are asked for.
public struct SeriesAverages: Job {
  /// The series, each whole.
  public let series: [MonitoringSeries]
  /// Over what is averaged.
  public let window: AveragingWindow
  /// Where wind speeds and the background are.
  public let store: Archive
  /// The station whose series is subtracted first; `nil` for none.
  public var background: Station?
  /// Which of several series of the background is meant.
  public var choice = SeriesChoice.only
  /// Width in steps of a rolling mean that is taken first, by series; `nil` for none.
  public var rollingWidth: ((MonitoringSeries) throws -> Int)?
  /// At which step of its window a rolling mean stands. Default: the last, which uses no later value.
  public var alignment = MonitoringSeries.RollingAlignment.right
  /// Share of a period that must have been measured.
  public var capture = DataCapture.default.minimumShare
  /// How a window becomes one number.
  public var statistic = AggregateStatistic.mean

  /// A job for some series of an archive.
  public init(_ series: [MonitoringSeries], over window: AveragingWindow, in store: Archive) {
    self.series = series
    self.window = window
    self.store = store
  }

  /// A series' number for one period.
  public struct Average: Encodable, Sendable {
    /// `network/identifier`.
    public let station: String
    /// What is averaged.
    public let pollutant: Pollutant
    /// Which of several instruments; empty where there is one.
    public let instrument: String
    /// Unit of the value.
    public let unit: MeasurementUnit
    /// The period with its value and how much of it was measured.
    public let period: PeriodValue
  }

  /// The averages, and what must be known beside them.
  public struct Answer: Sendable {
    /// By series, then period.
    public let averages: [Average]
    /// Sentinels among the values, series that were left out, how directions were weighted.
    public let remarks: [Message]
  }

  /// - Throws: `ArchiveError`; `WindowError` where no series can be averaged so; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    var averages: [Average] = []
    var remarks: [Message] = []
    var refusal: WindowError?
    for (number, measured) in series.enumerated() {
      let name = "\(measured.station.key) \(measured.pollutant)"
      try watch.begin(number, of: series.count, .verbatim(name))
      func say(_ remark: Message) { remarks.append(.at(name, remark)) }
      for finding in QualityCheck.sentinels(in: measured) {
        say(Message("command.averages-hold", ["finding": .message(finding.message)]))
      }
      guard let (ready, speed) = try prepared(measured, say) else { continue }
      do {
        averages += try ready.averages(
          over: window, capture: DataCapture(minimumShare: capture), statistic: statistic,
          windSpeed: speed
        ).map {
          Average(
            station: ready.station.key, pollutant: ready.pollutant, instrument: ready.instrument,
            unit: ready.unit, period: $0)
        }
      } catch {
        // Among many series the others are still answered.
        if series.count > 1 {
          remarks.append(
            Message("command.left-out", ["reason": .message(error.reason)]))
        }
        refusal = error
      }
    }
    if averages.isEmpty, let refusal { throw refusal }
    return Answer(averages: averages, remarks: remarks)
  }

  /// The series above its background and rolled, with the wind speeds that weight directions.
  private func prepared(
    _ measured: MonitoringSeries, _ say: (Message) -> Void
  ) throws -> (MonitoringSeries, speed: MonitoringSeries?)? {
    var series = measured
    if let background {
      guard series.station.key != background.key else { return nil }
      guard
        let below = try store.series(series.pollutant, at: background, choice: choice),
        let increment = series.increment(over: [below])
      else {
        say(Message("command.no-difference", ["place": .text(background.key)]))
        return nil
      }
      series = increment
    }
    var speed =
      series.pollutant == .windDirection
      ? try store.series(.windSpeed, at: series.station) : nil
    if series.pollutant == .windDirection {
      say(speed == nil ? "command.vectors-unweighted" : "command.vectors-weighted")
    }
    if let width = try rollingWidth?(series) {
      let unrolled = speed
      speed = speed?.rolling(width: width, alignment: alignment, minimumShare: capture)
      series = series.rolling(
        width: width, alignment: alignment, minimumShare: capture, windSpeed: unrolled)
    }
    return (series, speed)
  }
}

extension Message {
  /// A remark on a series or a station.
  package static func at(_ place: String, _ remark: Message) -> Message {
    Message("command.at", ["place": .text(place), "remark": .message(remark)])
  }
}
