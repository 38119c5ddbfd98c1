import Documents
public import AirQuality
import NumericKernels

/// Days after a date beside the days before it with the most similar weather in the same season.
///
/// The oldest and most readable way to take weather out of a comparison: each day after is compared
/// with the mean of its nearest days before. Distance is Euclidean in weather variables divided by
/// their standard deviations. No interval is given: the same days before serve several days after,
/// and `BusinessAsUsual` is the estimator that allows for such dependence.
///
/// - Source: Rubin (1973), doi:10.2307/2529684, for matching; Stuart (2010),
///   doi:10.1214/09-STS313, for the balance within a tenth of a standard deviation.
public struct WeatherMatching: Hashable, Codable, Sendable {
  /// Days before that a day after is compared with. Default: 5.
  public var matches = 5
  /// Days of the year to either side that a match may lie away. Default: 30.
  public var seasonDays = 30
  /// Farthest distance of a match, in standard deviations times the root of the number of
  /// variables. Default: 0.5; a day without a match nearer than that is left out and counted.
  public var caliper = 0.5

  /// All settings at their defaults.
  public init() {}

  /// Compares the two periods.
  ///
  /// - Parameters:
  ///   - series: the pollutant, at any step.
  ///   - weather: weather variables of the station.
  ///   - before: first and last local day before.
  ///   - after: first and last local day after.
  /// - Throws: `WeatherError.tooFewRows` when fewer than ten steps before, or no step after, have
  ///   pollutant and complete weather; `.badSetting`; what `WeatherTable` throws.
  public func compare(
    _ series: MonitoringSeries, weather: [MonitoringSeries],
    before: (first: CivilDate, last: CivilDate), after: (first: CivilDate, last: CivilDate)
  ) throws(WeatherError) -> Comparison {
    guard matches >= 1 else {
      throw .badSetting(
        "matches", problem: Message("error.weather.is-7", ["matches": .fact(matches)]),
        remedy: "error.weather.give-least-1")
    }
    guard caliper > 0 else {
      throw .badSetting(
        "caliper", problem: Message("error.weather.is-8", ["caliper": .fact(caliper)]),
        remedy: "error.weather.give-positive-distance")
    }
    var features = FeatureSettings()
    features.clock = []
    let table = try WeatherTable(series, weather: weather, settings: features)
    let columns = table.columns
    let candidates = steps(table, before)
    let targets = steps(table, after)
    for (found, needed) in [(candidates.count, 10), (targets.count, 1)] where found < needed {
      throw .tooFewRows(station: series.station.key, found: found, needed: needed)
    }
    let deviations = columns.map { column in
      Summation.variance((candidates + targets).map { column[$0] }).squareRoot()
    }
    func scaled(_ steps: [Int]) -> Matrix {
      Matrix(
        columns: zip(columns, deviations).map { column, deviation in
          steps.map { column[$0] / (deviation > 0 ? deviation : 1) }
        })
    }
    let days = table.calendarDays
    let reach = seasonDays
    let nearest = NearestRows.find(
      targets: scaled(targets), candidates: scaled(candidates), count: matches
    ) { target, candidate in
      let apart = abs(days[targets[target]] - days[candidates[candidate]])
      return min(apart, 366 - apart) <= reach
    }
    let limit = caliper * Double(columns.count).squareRoot()
    var matched: [Int] = []
    var expected = [Double](repeating: .nan, count: series.count)
    var partners: [[Int]] = []
    for (place, match) in nearest.enumerated() {
      let near = zip(match.rows, match.distances).filter { $0.1 <= limit }
        .map { candidates[$0.0] }
      guard !near.isEmpty else { continue }
      matched.append(targets[place])
      partners.append(near)
      expected[targets[place]] = Summation.mean(near.map { series.storage[$0] })
    }
    let balance = table.features.indices.map { position in
      let column = columns[position]
      let scale = deviations[position] > 0 ? deviations[position] : 1
      return Balance(
        feature: table.features[position].name,
        before: (Summation.mean(targets.map { column[$0] })
          - Summation.mean(candidates.map { column[$0] })) / scale,
        matched: matched.isEmpty
          ? nil
          : Summation.mean(
            zip(matched, partners).map { target, partners in
              column[target] - Summation.mean(partners.map { column[$0] })
            }) / scale)
    }
    return Comparison(
      difference: matched.isEmpty
        ? nil : Summation.mean(matched.map { series.storage[$0] - expected[$0] }),
      expected: MonitoringSeries(
        station: series.station, pollutant: series.pollutant, unit: series.unit,
        referenceState: series.referenceState, axis: series.axis, storage: expected),
      matched: matched.count, unmatched: targets.count - matched.count, balance: balance,
      notes: table.notes)
  }

  /// Steps of a period with pollutant and complete weather.
  private func steps(
    _ table: WeatherTable, _ period: (first: CivilDate, last: CivilDate)
  ) -> [Int] {
    let offset = table.axis.utcOffset
    return table.axis.positions(
      from: Instant(period.first, utcOffset: offset),
      until: Instant(period.last, hour: 24, utcOffset: offset)
    ).filter { step in
      !table.series.storage[step].isNaN && table.columns.allSatisfy { !$0[step].isNaN }
    }
  }

  /// How far the weather of two groups of days lies apart.
  public struct Balance: Hashable, Codable, Sendable {
    /// The weather variable.
    public let feature: String
    /// All days after minus all days before, in standard deviations.
    public let before: Double
    /// Matched days after minus their matches, in standard deviations; `nil` without matches. More
    /// than 0.1 either way means that weather is still in the comparison.
    public let matched: Double?
  }

  /// What was found.
  public struct Comparison: Codable, Sendable {
    /// Mean of measured minus matched, in the unit of the series; `nil` without matches.
    public let difference: Double?
    /// What the matched days had, at the matched steps after.
    public let expected: MonitoringSeries
    /// Steps after with a match.
    public let matched: Int
    /// Steps after without a match within the caliper.
    public let unmatched: Int
    /// By weather variable.
    public let balance: [Balance]
    /// What the reader should know.
    public let notes: [WeatherNote]
  }
}
