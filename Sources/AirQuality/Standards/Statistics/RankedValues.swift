import NumericKernels

/// Percentiles as the rules define them. None of the four is another under a different name: on
/// 365 values they differ by up to one order statistic.
enum RankedValues {
  /// Interpolation at k = 1 + p(n − 1), p in per cent; NaN of nothing.
  ///
  /// - Source: HJ 663-2013 appendix A; HJ 663-2026 names the same percentiles.
  static func interpolated(_ values: [Double], percent: Double) -> Double {
    Summation.quantile(values, probability: percent / 100)
  }

  /// The n-th highest value, from 1; NaN where there are fewer.
  static func highest(_ values: [Double], rank: Int) -> Double {
    guard rank >= 1, rank <= values.count else { return .nan }
    return values.sorted(by: >)[rank - 1]
  }

  /// Which of the highest values is the 98th percentile: the first of up to 50, the second of up
  /// to 100, … the eighth of 351 to 366.
  ///
  /// - Source: 40 CFR 50 appendix N, table 1, and appendix S, table 1.
  static func unitedStatesRank98(count: Int) -> Int { (count + 49) / 50 }

  /// The same for the 99th percentile: the first of up to 100, … the fourth of 301 to 366.
  ///
  /// - Source: 40 CFR 50 appendix T, table 1.
  static func unitedStatesRank99(count: Int) -> Int { (count + 99) / 100 }

  /// Japan's annual 98 % value: the value that stands at 98 % counted from the lowest, the place
  /// rounded to a whole number. Of 365 days it is the 358th.
  static func japan98(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let place = Int(LegalRounding.halfUp(decimals: 0)(Double(values.count) * 0.98))
    return values.sorted()[min(max(place, 1), values.count) - 1]
  }

  /// Japan's long-term evaluation: the highest value once 2 % of the days, the highest ones, are
  /// left out. Of 325 to 366 days those are 7, as the city of Yokohama's explanation has it.
  static func japanTwoPercentExcluded(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let excluded = Int(LegalRounding.halfUp(decimals: 0)(Double(values.count) * 0.02))
    return highest(values, rank: min(excluded, values.count - 1) + 1)
  }
}
