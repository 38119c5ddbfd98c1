public import Documents
import NumericKernels

/// Checks that look at a station beside its neighbours.
enum NeighbourChecks {
  /// Steps and drifts of a station against the median of its neighbours, from monthly means of the
  /// logarithms' difference.
  static func homogeneity(
    _ series: MonitoringSeries, neighbours: [MonitoringSeries]
  ) -> [QualityFinding] {
    guard neighbours.count >= 3, series.pollutant.kind != .weather else { return [] }
    let months = monthlyDifferences(series, neighbours)
    let values = months.map(\.value)
    guard values.count >= 18 else { return [] }
    // The season of the difference is not a step: the calendar months' means are taken out where
    // the record has two years.
    let evened = values.count >= 24 ? withoutSeason(months) : values
    if let test = HomogeneityTest(evened), test.pValue <= 0.01, abs(test.step) > 0.1 {
      let place = months[test.position].label
      return [
        series.finding(
          .step, .suspect,
          Message(
            "quality.step",
            [
              "from": .date(place), "change": percentChange(test.step),
              "count": .count(neighbours.count), "p": .probability(test.pValue),
            ]),
          facts: [
            "logStep": test.step, "p": test.pValue, "statistic": test.statistic,
            "months": Double(values.count),
          ])
      ]
    }
    return drift(series, evened)
  }

  private static func drift(_ series: MonitoringSeries, _ values: [Double]) -> [QualityFinding] {
    let count = Double(values.count)
    let centre = (count - 1) / 2
    let mean = Summation.mean(values)
    var product = 0.0
    var square = 0.0
    for (index, value) in values.enumerated() {
      product += (Double(index) - centre) * (value - mean)
      square += (Double(index) - centre) * (Double(index) - centre)
    }
    let slope = product / square
    let residuals = values.enumerated().map { $1 - mean - slope * (Double($0) - centre) }
    let memory = min(0.95, max(0, Series.autocorrelation(residuals, maxLag: 1)[1]))
    // Fewer independent months than months (Santer et al. 2000, doi:10.1029/1999JD901105).
    let effective = count * (1 - memory) / (1 + memory)
    guard effective > 4 else { return [] }
    let variance = Summation.sum(residuals.map { $0 * $0 }) / (effective - 2)
    let t = slope / (variance / square).squareRoot()
    let p = Distribution.twoSidedP(t: t, degreesOfFreedom: effective - 2)
    let yearly = 12 * slope
    guard p < 0.01, abs(yearly) > 0.05 else { return [] }
    return [
      series.finding(
        .drift, .suspect,
        Message(
          "quality.drift", ["change": percentChange(yearly), "p": .probability(p)]),
        facts: ["logSlope": yearly, "p": p, "months": count])
    ]
  }

  private static func percentChange(_ logarithm: Double) -> Value {
    let change = Logarithm.power(2.718_281_828_459_045, logarithm) - 1
    return .message(
      Message(change < 0 ? "quality.lower" : "quality.higher", ["change": .share(abs(change))]))
  }

  private struct Month {
    let label: String
    let month: Int
    let value: Double
  }

  /// Months in which station and at least three neighbours have half of the days.
  private static func monthlyDifferences(
    _ series: MonitoringSeries, _ neighbours: [MonitoringSeries]
  ) -> [Month] {
    let rule = DataCapture(minimumShare: 0.5)
    let own = series.monthly(capture: rule)
    let others = neighbours.map { neighbour in
      Dictionary(
        neighbour.monthly(capture: rule).map { ($0.start, $0.value) },
        uniquingKeysWith: { first, _ in first })
    }
    return own.compactMap { month in
      guard let value = month.value, value > 0 else { return nil }
      let near = others.compactMap { $0[month.start] ?? nil }.filter { $0 > 0 }
      guard near.count >= 3 else { return nil }
      return Month(
        label: month.label, month: month.start.month,
        value: Logarithm.natural(value) - Logarithm.natural(Summation.median(near)))
    }
  }

  private static func withoutSeason(_ months: [Month]) -> [Double] {
    let overall = Summation.mean(months.map(\.value))
    let means = (1...12).map { month in
      let own = months.filter { $0.month == month }.map(\.value)
      return own.count >= 2 ? Summation.mean(own) : overall
    }
    return months.map { $0.value - means[$0.month - 1] + overall }
  }
}

/// By how many steps one series lies behind another, year by year.
public struct HourShift: Hashable, Codable, Sendable {
  /// Calendar year.
  public let year: Int
  /// Whether only the months from April to October were compared, when summer time is in force on
  /// the northern half of the globe; `false` for November to March.
  public let isSummer: Bool
  /// Steps by which the second series must be moved back to agree best with the first.
  public let lag: Int
  /// Correlation at that lag.
  public let correlation: Double
  /// Correlation of equal labels.
  public let correlationAtZero: Double
  /// Best correlation at another lag.
  public let runnerUp: Double

  /// Compares two hourly series by year and half year.
  ///
  /// - Parameter largest: lags from −largest to largest are tried.
  /// - Returns: half years with at least 500 common hours at every lag.
  public static func compare(
    _ first: MonitoringSeries, _ second: MonitoringSeries, largest: Int = 3
  ) -> [HourShift] {
    guard first.axis.isAligned(with: second.axis) else { return [] }
    let shift =
      second.axis.ceilingPosition(of: first.axis.start)
    return RoundingChecks.positionsByYear(first).flatMap { year, range in
      [false, true].compactMap { isSummer in
        let positions = range.filter {
          (4...10).contains(first.axis.date(at: $0).month) == isSummer
        }
        var best: [(lag: Int, r: Double)] = []
        for lag in -largest...largest {
          guard
            let r = correlation(
              first.storage, second.storage, positions, shift: shift + lag, fewest: 500)
          else { return nil }
          best.append((lag, r))
        }
        let ordered = best.sorted { ($1.r, abs($0.lag)) < ($0.r, abs($1.lag)) }
        return HourShift(
          year: year, isSummer: isSummer, lag: ordered[0].lag, correlation: ordered[0].r,
          correlationAtZero: best[largest].r, runnerUp: ordered[1].r)
      }
    }
  }

  /// The half year with what agrees best.
  public var message: Message {
    Message(
      isSummer ? "quality.half-year-summer" : "quality.half-year-winter",
      [
        "year": .text(String(year)), "lag": lagValue, "r": .number(correlation, .decimals(4)),
        "zero": .number(correlationAtZero, .decimals(4)),
        "next": .number(runnerUp, .decimals(4)),
      ])
  }

  /// The lag in hours with its sign.
  private var lagValue: Value {
    .message(
      Message(
        lag < 0 ? "quality.lag-earlier" : "quality.lag-later", ["hours": .count(abs(lag))]))
  }

  /// Half years whose clocks differ, as findings on the second series.
  public static func findings(
    _ first: MonitoringSeries, _ second: MonitoringSeries
  ) -> [QualityFinding] {
    let halves = compare(first, second)
    // Weather that arrives an hour later at one end of a city moves the best lag a little and now
    // and then. A wrong clock moves it much, by the same hours, in half of the half years at least.
    let clear = halves.filter { $0.lag != 0 && $0.correlation - $0.correlationAtZero > 0.02 }
    let byLag = Dictionary(grouping: clear, by: \.lag)
    guard
      let shifted = byLag.max(by: { ($0.value.count, -$0.key) < ($1.value.count, -$1.key) })?.value
    else { return [] }
    let summers = halves.filter(\.isSummer).count
    let isEverySummer = summers > 0 && shifted.filter(\.isSummer).count == summers
    guard 2 * shifted.count >= halves.count || isEverySummer else { return [] }
    let isSummerOnly = shifted.allSatisfy(\.isSummer) && halves.contains { !$0.isSummer }
    let shifts = shifted.map { half in
      Value.message(
        Message(
          half.isSummer ? "quality.shift-summer" : "quality.shift-winter",
          [
            "year": .text(String(half.year)), "lag": half.lagValue,
            "r": .number(half.correlation, .decimals(3)),
            "zero": .number(half.correlationAtZero, .decimals(3)),
          ]))
    }
    return [
      second.finding(
        .hourShift, .suspect,
        Message(
          isSummerOnly ? "quality.hour-shift-summer" : "quality.hour-shift",
          ["other": .text(first.station.key), "shifts": .list(shifts)]),
        facts: ["halfYears": Double(shifted.count), "lag": Double(shifted[0].lag)])
    ]
  }

  private static func correlation(
    _ first: [Double], _ second: [Double], _ positions: [Int], shift: Int, fewest: Int
  ) -> Double? {
    var count = 0
    var sums = (x: 0.0, y: 0.0)
    for position in positions where second.indices.contains(position + shift) {
      let (x, y) = (first[position], second[position + shift])
      if x.isNaN || y.isNaN { continue }
      count += 1
      sums.x += x
      sums.y += y
    }
    guard count >= fewest else { return nil }
    let means = (x: sums.x / Double(count), y: sums.y / Double(count))
    var moments = (xy: 0.0, xx: 0.0, yy: 0.0)
    for position in positions where second.indices.contains(position + shift) {
      let (x, y) = (first[position] - means.x, second[position + shift] - means.y)
      if x.isNaN || y.isNaN { continue }
      moments.xy += x * y
      moments.xx += x * x
      moments.yy += y * y
    }
    guard moments.xx > 0, moments.yy > 0 else { return nil }
    return moments.xy / (moments.xx * moments.yy).squareRoot()
  }
}
