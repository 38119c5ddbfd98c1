public import AirQuality
public import Documents
public import Store

/// Averages of series over calendar windows or lengths of time, after a rolling mean or a difference from
/// a background where these are asked for.
public struct SeriesAverages: Job {
  /// Which series; a quantity that is computed on demand stands where its components are measured.
  public let selection: SeriesSelection
  /// Over what is averaged.
  public let window: AveragingWindow
  /// Where the series, wind speeds and the background are.
  public let store: Archive
  /// The station whose series is subtracted first, by its name; `nil` for none.
  public var background: String?
  /// A rolling mean that is taken first, over so many steps or a time such as `8 h`; `nil` for none.
  public var rolling: String?
  /// At which step of its window a rolling mean stands. Default: the last, which uses no later value.
  public var alignment = MonitoringSeries.RollingAlignment.right
  /// Share of a period that must have been measured.
  public var capture = DataCapture.default.minimumShare
  /// How a window becomes one number.
  public var statistic = AggregateStatistic.mean

  /// A job for the series of a selection.
  public init(_ selection: SeriesSelection, over window: AveragingWindow, in store: Archive) {
    self.selection = selection
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

  /// - Throws: `SettingFault`, `ArchiveError`; `JobError` where nothing fits the selection;
  ///   `WindowError` where no series can be averaged so; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.check(share: "capture", capture)
    let background = try background.map { try store.station(named: $0) }
    let chosen = try chosen()
    let series = chosen.series
    var averages: [Average] = []
    var remarks = chosen.remarks
    var refusal: WindowError?
    for (number, measured) in series.enumerated() {
      let name = "\(measured.station.key) \(measured.pollutant)"
      try watch.begin(number, of: series.count, .verbatim(name))
      func say(_ remark: Message) { remarks.append(.at(name, remark)) }
      for finding in QualityCheck.sentinels(in: measured) {
        say(Message("command.averages-hold", ["finding": .message(finding.message)]))
      }
      guard let (ready, speed) = try prepared(measured, above: background, say) else { continue }
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

  /// The series of the selection; a derived quantity's wherever its components are measured.
  private func chosen() throws -> SeriesSelection.Found {
    guard let wanted = selection.pollutant, let derived = DerivedPollutant(wanted),
      try store.seriesList(pollutant: wanted).isEmpty
    else { return try selection.series(in: store) }
    let places = Set(try selection.stations.map { try store.station(named: $0).key })
    let stations = try ArchiveLibrary(store).stations(measuring: wanted)
      .filter { places.isEmpty || places.contains($0.key) }
    guard !stations.isEmpty else {
      let parts = derived.components.map(\.displayName)
      throw JobError.nothingFits(
        parts.isEmpty ? "error.command.of-organic-compounds" : .of(.names(parts)))
    }
    return SeriesSelection.Found(
      series: try stations.compactMap {
        try store.series(wanted, at: $0, choice: selection.choice)
      }, remarks: [])
  }

  /// The series above its background and rolled, with the wind speeds that weight directions.
  private func prepared(
    _ measured: MonitoringSeries, above background: Station?, _ say: (Message) -> Void
  ) throws -> (MonitoringSeries, speed: MonitoringSeries?)? {
    var series = measured
    if let background {
      guard series.station.key != background.key else { return nil }
      guard
        let below = try store.series(series.pollutant, at: background, choice: selection.choice),
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
    if let rolling {
      guard let width = series.steps(of: rolling) else {
        throw JobError.rollingWidth(
          rolling, series: "\(series.station.key) \(series.pollutant)")
      }
      let unrolled = speed
      speed = speed?.rolling(width: width, alignment: alignment, minimumShare: capture)
      series = series.rolling(
        width: width, alignment: alignment, minimumShare: capture, windSpeed: unrolled)
    }
    return (series, speed)
  }
}

extension AveragingWindow {
  /// Reads a window with the settings that belong to it.
  ///
  /// - Parameters:
  ///   - yearStart: first month of a year; belongs to years.
  ///   - seasons: of one's own, such as `heating=11-3,summer=4-10`; belongs to seasons.
  /// - Throws: `SettingFault`, named `by`, `yearStart` or `seasons`.
  public init(
    named by: String, yearStart: Int?, seasons: String?
  ) throws(SettingFault) {
    try SettingFault.check("yearStart", yearStart, 1...12)
    var own: [NamedSeason] = []
    for text in (seasons ?? "").split(separator: ",") {
      guard let season = NamedSeason(text) else {
        throw SettingFault("seasons", "“\(text)”", "error.setting.season")
      }
      own.append(season)
    }
    do {
      self = try AveragingWindow(by, yearStart: yearStart ?? 1, seasons: own)
    } catch {
      throw SettingFault("by", saying: error.problem, error.advice)
    }
    switch self {
    case .calendar(.year), .calendar(.years): break
    default:
      guard yearStart == nil else {
        throw SettingFault(
          "yearStart", saying: "error.setting.only-for-years", "error.setting.leave-out")
      }
    }
    if case .calendar(.seasons) = self { return }
    guard seasons == nil else {
      throw SettingFault(
        "seasons", saying: "error.setting.only-for-seasons", "error.setting.leave-out")
    }
  }
}

extension Message {
  /// A remark on a series or a station.
  package static func at(_ place: String, _ remark: Message) -> Message {
    Message("command.at", ["place": .text(place), "remark": .message(remark)])
  }
}
