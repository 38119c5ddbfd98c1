public import AirQuality
public import Documents

/// How long the periods are on which a trend or a break is looked for.
public enum TrendResolution: String, Codable, Hashable, Sendable, CaseIterable {
  case day, week, month, year

  package var calendar: CalendarPeriod {
    switch self {
    case .day: .day
    case .week: .week
    case .month: .month
    case .year: .year(firstMonth: 1)
    }
  }

  /// Periods in a year that its season is made of; `nil` without a season.
  var season: Int? {
    switch self {
    case .day: 365
    case .week: 52
    case .month: 12
    case .year: nil
    }
  }

  /// Name in messages.
  public var message: Message { Message("trend.resolution.\(rawValue)") }
}

/// A series gathered into periods, from the first with a value to the last.
public struct PeriodSeries: Hashable, Codable, Sendable {
  /// Where.
  public let station: Station
  /// What.
  public let pollutant: Pollutant
  /// In which unit.
  public let unit: MeasurementUnit
  /// How long the periods are.
  public let resolution: TrendResolution
  /// `2014-03` and so on, one a period.
  public let labels: [String]
  /// First day of each period.
  public let starts: [CivilDate]
  /// One a period, `nil` where too little was measured.
  public let values: [Double?]

  /// Gathers a series.
  ///
  /// - Parameters:
  ///   - window: days to look at; all when `nil`.
  ///   - capture: a period with too few valid steps is missing.
  /// - Throws: `EstimationError.noData` when no period has a value, `.tooCoarse` for a series whose
  ///   steps are longer than the periods.
  public init(
    _ series: MonitoringSeries, by resolution: TrendResolution = .month,
    window: DatePeriod? = nil, capture: DataCapture = .default
  ) throws(EstimationError) {
    let limit: TimeStep =
      switch resolution {
      case .day: .day
      case .week: .week
      case .month: .month
      case .year: .year
      }
    guard series.axis.step <= limit else {
      throw .tooCoarse(
        station: series.station.key, step: series.axis.step, average: resolution.rawValue)
    }
    let part =
      window.map {
        series.window(
          from: $0.start(utcOffset: series.axis.utcOffset),
          until: $0.end(utcOffset: series.axis.utcOffset))
      } ?? series
    let periods = part.gathered(by: resolution.calendar, capture: capture)
    guard let first = periods.firstIndex(where: { $0.value != nil }),
      let last = periods.lastIndex(where: { $0.value != nil })
    else {
      throw .noData(
        station: series.station.key, pollutant: series.pollutant.displayName,
        window: window?.description ?? "the whole series")
    }
    let kept = periods[first...last]
    self.init(
      station: series.station, pollutant: series.pollutant, unit: series.unit,
      resolution: resolution, labels: kept.map(\.label), starts: kept.map(\.start),
      values: kept.map(\.value))
  }

  init(
    station: Station, pollutant: Pollutant, unit: MeasurementUnit, resolution: TrendResolution,
    labels: [String], starts: [CivilDate], values: [Double?]
  ) {
    self.station = station
    self.pollutant = pollutant
    self.unit = unit
    self.resolution = resolution
    self.labels = labels
    self.starts = starts
    self.values = values
  }

  /// How many periods, missing ones included.
  public var count: Int { values.count }

  /// How many periods have a value.
  public var validCount: Int { values.reduce(0) { $0 + ($1 == nil ? 0 : 1) } }

  /// Years from the first day of the first period to that of each.
  var years: [Double] {
    starts.map { Double($0.daysSinceEpoch - starts[0].daysSinceEpoch) / 365.25 }
  }

  /// NaN where missing.
  var storage: [Double] { values.map { $0 ?? .nan } }

  /// First and last period.
  public var span: String { "\(labels.first ?? "")..\(labels.last ?? "")" }

  /// The same periods with other values.
  func replacing(_ values: [Double]) -> PeriodSeries {
    PeriodSeries(
      station: station, pollutant: pollutant, unit: unit, resolution: resolution, labels: labels,
      starts: starts, values: values.map { $0.isNaN ? nil : $0 })
  }

  /// The series without its season, or as it is.
  func deseasonalised(_ wanted: Bool) -> Deseasonalised {
    guard wanted, let period = resolution.season else {
      return Deseasonalised(
        values: storage, state: resolution.season == nil ? .none : .kept, period: nil)
    }
    guard let parts = SeasonalTrendLoess(period: period).parts(of: storage) else {
      return Deseasonalised(values: storage, state: .tooShort, period: nil)
    }
    return Deseasonalised(
      values: zip(storage, parts.season).map { $0 - $1 }, state: .removed, period: period)
  }
}

/// A series without its season.
struct Deseasonalised: Sendable {
  /// What was done about the season.
  enum State: String, Codable, Sendable {
    /// Taken out by STL.
    case removed
    /// Kept, as asked for.
    case kept
    /// Kept, since two seasons are not enough to know one.
    case tooShort
    /// Periods of a year have none.
    case none
  }

  let values: [Double]
  let state: State
  /// Periods in a season that was taken out.
  let period: Int?
}
