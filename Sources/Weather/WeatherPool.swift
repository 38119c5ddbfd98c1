public import AirQuality
import NumericKernels

/// Over which weather a normalised series is averaged.
public struct WeatherPool: Hashable, Codable, Sendable {
  /// Which part of the year belongs to an hour.
  public enum Extent: String, Codable, Sendable, CaseIterable {
    /// The days around its day of the year, in every year. January hours meet January weather.
    case season
    /// All weather of all seasons, as rmweather, deweather and normet draw it. January hours meet
    /// July weather, and the model is asked about air that never was.
    case year
  }

  /// A closed range of local days whose weather is the climate.
  public struct Reference: Hashable, Codable, Sendable, CustomStringConvertible {
    /// First day, included.
    public let first: CivilDate
    /// Last day, included.
    public let last: CivilDate

    /// A period of at least one day, else `nil`.
    public init?(_ first: CivilDate, through last: CivilDate) {
      guard first <= last else { return nil }
      self.first = first
      self.last = last
    }

    /// Reads `2013-03-01..2017-02-28`, else `nil`.
    public init?(_ text: String) {
      guard let dots = text.firstRange(of: ".."),
        let first = CivilDate(String(text[..<dots.lowerBound])),
        let last = CivilDate(String(text[dots.upperBound...]))
      else { return nil }
      self.init(first, through: last)
    }

    /// `2013-03-01..2017-02-28`.
    public var description: String { "\(first)..\(last)" }
  }

  /// Which part of the year belongs to an hour. Default: the season.
  public var extent = Extent.season
  /// Days to either side of the season's window. Default: 14.
  ///
  /// Two weeks keep the window inside one stage of the year and give 29 days from every year.
  public var days = 14
  /// Whether an hour meets only weather of the same hour of the day. Default: no.
  public var sameHour = false
  /// The period whose weather is the climate; `nil` takes the whole series. Default: `nil`.
  public var reference: Reference?

  /// The season's window of all years.
  public init() {}

  /// All weather of all seasons.
  public static var wholeYear: WeatherPool {
    var pool = WeatherPool()
    pool.extent = .year
    return pool
  }

  /// Which sample steps each target step is averaged over.
  package func pools(
    sample: WeatherTable, sampleSteps: [Int], targets: WeatherTable, targetSteps: [Int]
  ) -> SamplePools {
    if extent == .year, !sameHour {
      return .whole(sample: sampleSteps.count, targets: targetSteps.count)
    }
    let circle = extent == .year ? 1 : 366
    func places(_ table: WeatherTable, _ steps: [Int]) -> [Int] {
      guard extent == .season else { return [Int](repeating: 0, count: steps.count) }
      let days = table.calendarDays
      return steps.map { days[$0] }
    }
    func hours(_ table: WeatherTable, _ steps: [Int]) -> [Int]? {
      guard sameHour else { return nil }
      let hours = table.hours
      return steps.map { hours[$0] }
    }
    return .window(
      sample: places(sample, sampleSteps), targets: places(targets, targetSteps),
      halfWidth: extent == .year ? 0 : days, circumference: circle,
      sampleClass: hours(sample, sampleSteps), targetClass: hours(targets, targetSteps),
      classes: sameHour ? 24 : 1)
  }

  /// The steps whose weather is the climate.
  package func sampleSteps(_ table: WeatherTable) throws(WeatherError) -> [Int] {
    let steps = table.stepsWithWeather
    guard let reference else { return steps }
    let offset = table.axis.utcOffset
    let range = table.axis.positions(
      from: Instant(reference.first, utcOffset: offset),
      until: Instant(reference.last, hour: 24, utcOffset: offset))
    let kept = steps.filter { range.contains($0) }
    guard !kept.isEmpty else {
      throw .emptyReference(
        station: table.series.station.key, period: reference.description)
    }
    return kept
  }

  /// Days that the series must span: eleven months, since a model of less has not seen the year.
  package var daysNeeded: Int { 330 }

  /// Two years of a season with a late start or an early end. In a shorter series a season was seen once,
  /// and its window holds the weather of the weeks around a day alone.
  package static let daysOfTwoSeasons = 700
}
