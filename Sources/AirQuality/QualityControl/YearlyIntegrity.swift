import NumericKernels

/// Whether one year of one series behaves like a measurement.
///
/// Three properties that invented or filled data lack are looked at on daily means: the day
/// after resembles the day, near stations move together, and values rarely repeat. The limits
/// below separate the real years from the altered year 2016 of the open 183-city table, where
/// the mean of the neighbours' correlation falls from 0.76 to 0.14 and the median of the lag-1
/// autocorrelation from 0.67 to 0.13.
public struct YearlyIntegrity: Hashable, Codable, Sendable {
  /// What was found.
  public enum Finding: String, Codable, Sendable, CaseIterable {
    /// Less than three quarters of the year was measured.
    case incomplete
    /// The day after does not resemble the day: lag-1 autocorrelation of daily means below 0.3.
    case noMemory = "no-memory"
    /// Daily means do not move with the neighbours': mean correlation below 0.4.
    case apartFromNeighbours = "apart-from-neighbours"
    /// More than a fifth of the values equal the one before.
    case repeating
  }

  /// `network/identifier`.
  public let station: String
  /// The pollutant.
  public let pollutant: Pollutant
  /// Calendar year.
  public let year: Int
  /// Share of the calendar year's steps with a value.
  public let share: Double
  /// Share of values that equal the step before.
  public let repeatedShare: Double?
  /// Of daily means; `nil` with fewer than 90 days.
  public let dailyAutocorrelation: Double?
  /// Mean correlation of daily means with the neighbours: the five nearest stations of the
  /// network, or all of a small network without coordinates; `nil` without neighbours or 90 common
  /// days.
  public let neighbourCorrelation: Double?
  /// What was found.
  public let findings: [Finding]

  /// Checks every calendar year of series of one pollutant.
  ///
  /// - Parameter series: one a station; neighbours are looked for within a network.
  /// - Returns: in the order of the series, then by year. Weather series get only completeness
  ///   and repeats: rain has no memory and a wind direction no mean.
  public static func check(_ series: [MonitoringSeries]) -> [YearlyIntegrity] {
    let daily = series.map { DailyMeans($0) }
    let neighbours = series.indices.map { nearest(to: $0, in: series) }
    return series.indices.flatMap { index in
      daily[index].years.map { year in
        assess(series[index], year: year, daily: daily, index: index, near: neighbours[index])
      }
    }
  }

  private static func assess(
    _ series: MonitoringSeries, year: Int, daily: [DailyMeans], index: Int, near: [Int]
  ) -> YearlyIntegrity {
    let values = daily[index].values(of: year)
    let completeness = shareAndRepeats(series, year: year)
    var memory: Double?
    var agreement: Double?
    if series.pollutant.kind != .weather, values.filter({ !$0.isNaN }).count >= 90 {
      memory = correlation(Array(values.dropLast()), Array(values.dropFirst()))
      let correlations = near.compactMap { correlation(values, daily[$0].values(of: year)) }
      if !correlations.isEmpty { agreement = Summation.mean(correlations) }
    }
    var findings: [Finding] = []
    if completeness.share < 0.75 { findings.append(.incomplete) }
    if let memory, memory < 0.3 { findings.append(.noMemory) }
    if let agreement, agreement < 0.4 { findings.append(.apartFromNeighbours) }
    if let repeats = completeness.repeats, repeats > 0.2, series.pollutant.kind != .weather {
      findings.append(.repeating)
    }
    return YearlyIntegrity(
      station: series.station.key, pollutant: series.pollutant, year: year,
      share: completeness.share, repeatedShare: completeness.repeats,
      dailyAutocorrelation: memory, neighbourCorrelation: agreement, findings: findings)
  }

  /// The five nearest stations of the same network, clock and step. Without coordinates a small
  /// network (up to twelve stations) stands together as neighbours.
  static func nearest(to index: Int, in series: [MonitoringSeries]) -> [Int] {
    let own = series[index]
    let others = series.indices.filter {
      $0 != index && series[$0].station.network == own.station.network
        && series[$0].axis.utcOffset == own.axis.utcOffset
        && series[$0].axis.step == own.axis.step
    }
    guard let place = own.station.coordinate else { return others.count < 12 ? others : [] }
    return others.compactMap { other in
      series[other].station.coordinate.map { (other, place.kilometres(to: $0)) }
    }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(5).map(\.0)
  }

  private static func shareAndRepeats(
    _ series: MonitoringSeries, year: Int
  ) -> (share: Double, repeats: Double?) {
    guard let first = CivilDate(year: year, month: 1, day: 1) else { return (0, nil) }
    let offset = series.axis.utcOffset
    let days = CivilDate.isLeap(year) ? 366 : 365
    let start = Instant(first, utcOffset: offset)
    let until = start.advanced(bySeconds: days * 86_400)
    let range = series.axis.positions(from: start, until: until)
    var valid = 0
    var pairs = 0
    var equal = 0
    for position in range {
      let value = series.storage[position]
      if value.isNaN { continue }
      valid += 1
      guard position > range.lowerBound, !series.storage[position - 1].isNaN else { continue }
      pairs += 1
      if value == series.storage[position - 1] { equal += 1 }
    }
    let expected = Double(max(1, series.axis.latticePositions(from: start, until: until).count))
    return (Double(valid) / expected, pairs > 0 ? Double(equal) / Double(pairs) : nil)
  }

  /// Pearson's r over common days; `nil` with fewer than 90 or without variation.
  private static func correlation(_ left: [Double], _ right: [Double]) -> Double? {
    var count = 0
    var sums = (0.0, 0.0)
    for index in 0..<min(left.count, right.count) {
      let (first, second) = (left[index], right[index])
      if first.isNaN || second.isNaN { continue }
      count += 1
      sums.0 += first
      sums.1 += second
    }
    guard count >= 90 else { return nil }
    let means = (sums.0 / Double(count), sums.1 / Double(count))
    var product = 0.0
    var squares = (0.0, 0.0)
    for index in 0..<min(left.count, right.count) {
      let (first, second) = (left[index], right[index])
      if first.isNaN || second.isNaN { continue }
      product += (first - means.0) * (second - means.1)
      squares.0 += (first - means.0) * (first - means.0)
      squares.1 += (second - means.1) * (second - means.1)
    }
    guard squares.0 > 0, squares.1 > 0 else { return nil }
    return product / (squares.0 * squares.1).squareRoot()
  }
}

/// A series as daily means, by calendar year.
private struct DailyMeans {
  private let byYear: [Int: [Double]]

  init(_ series: MonitoringSeries) {
    let daily = series.axis.step < .day ? series.daily() : series
    var byYear: [Int: [Double]] = [:]
    for position in 0..<daily.count {
      let date = daily.axis.date(at: position)
      let value = daily.storage[position]
      byYear[
        date.year, default: Array(repeating: .nan, count: CivilDate.isLeap(date.year) ? 366 : 365)
      ][date.dayOfYear - 1] = value
    }
    self.byYear = byYear
  }

  var years: [Int] { byYear.keys.sorted() }

  /// One value a day of the year, NaN where missing.
  func values(of year: Int) -> [Double] { byYear[year] ?? [] }
}
