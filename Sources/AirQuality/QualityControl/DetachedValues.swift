import Documents
import NumericKernels

/// Days, months or longer steps whose values lie far above all others of the series and alone in
/// time: what a missing code of one hour, averaged into the day, leaves behind.
///
/// At steps of an hour the code itself stands there (`ValueChecks.sentinels`) or a single hour
/// leaps (`ValueChecks.spikes`). In a mean of a day 9999 becomes a value near 417 plus the level,
/// another one each day. Episodes of real air rise and fall over days and fill the range between the
/// usual and the highest value, so two things are asked: a gap in the ordered values, and that the
/// steps above it do not stand side by side.
enum DetachedValues {
  /// The lowest detached value is at least so many times the highest of the others. In 1,092 years
  /// of real days (PM2.5 of 183 Chinese cities, six pollutants at twelve places of Beijing) the
  /// largest such ratio is 2.15.
  static let gap = 3.0
  /// And at least so many times the median.
  static let overMedian = 5.0
  /// No larger share of the steps is called detached.
  static let largestShare = 0.2
  /// Numbers that mean missing and would, in one hour of 24, raise a day's mean to such heights.
  private static let codes = [9_999.0, 9_997, 9_998, 99_999]

  /// One finding where there are such steps.
  static func findings(_ series: MonitoringSeries) -> [QualityFinding] {
    let positions = positions(series)
    guard let first = positions.first else { return [] }
    let values = positions.map { series.storage[$0] }
    let low = values.min() ?? series.storage[first]
    let high = values.max() ?? low
    let others = series.storage.lazy.filter { !$0.isNaN && $0 < low }.max() ?? 0
    let middle = Summation.median(series.storage.filter { !$0.isNaN && $0 < low })
    let code = series.axis.step == .day ? code(values, level: middle, highest: others) : nil
    let alone =
      positions.count == 1
      ? Message(
        "quality.detached-one",
        [
          "lowest": series.level(low), "from": .date(series.axis.label(at: first)),
          "others": .exact(others),
        ])
      : Message(
        "quality.detached",
        [
          "steps": series.steps(positions.count), "lowest": .exact(low),
          "highest": series.level(high), "from": .date(series.axis.label(at: first)),
          "others": .exact(others),
        ])
    return [
      series.finding(
        .spike, code != nil && positions.count >= 3 ? .unusable : .suspect, at: positions,
        code.map {
          Message("quality.detached-code", ["finding": .message(alone), "code": .exact($0)])
        } ?? alone,
        facts: [
          "count": Double(positions.count), "lowest": low, "highest": high, "others": others,
        ])
    ]
  }

  /// Positions of the detached steps, ascending.
  static func positions(_ series: MonitoringSeries) -> [Int] {
    guard series.pollutant.kind == .gas || series.pollutant.kind == .particulate,
      series.axis.step >= .day
    else { return [] }
    let sorted = series.storage.filter { !$0.isNaN }.sorted()
    guard sorted.count >= 60 else { return [] }
    let most = Int(Double(sorted.count) * largestShare)
    var border: (ratio: Double, value: Double)?
    for place in (sorted.count - most)..<sorted.count where sorted[place - 1] > 0 {
      let ratio = sorted[place] / sorted[place - 1]
      if ratio > border?.ratio ?? 0 { border = (ratio, sorted[place]) }
    }
    guard let border, border.ratio >= gap, border.value >= overMedian * Summation.median(sorted)
    else { return [] }
    let storage = series.storage
    let positions = storage.indices.filter { storage[$0] >= border.value }
    let runs = positions.indices.count { place in
      place == 0 || positions[place] != positions[place - 1] + 1
    }
    // Side by side they are an episode, of smoke or dust for example, whatever its height.
    return 2 * runs > positions.count ? positions : []
  }

  /// The number that explains the values as means of a day with one hour of it.
  ///
  /// - Parameters:
  ///   - level: the median of the other days.
  ///   - highest: of the other days.
  private static func code(_ values: [Double], level: Double, highest: Double) -> Double? {
    codes.first { code in
      values.allSatisfy { value in
        let rest = value - code / 24
        return rest >= -0.01 * value && rest <= max(highest, 2 * level)
      }
    }
  }
}
