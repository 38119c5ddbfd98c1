import NumericKernels

/// The Mann-Kendall family of tests of a monotonic trend.
///
/// All take O(n log n). Values are in time order and without gaps unless said; ties count half.
///
/// - Source: Mann (1945), doi:10.2307/1907187; Kendall (1975); seasonal, Hirsch, Slack and Smith
///   (1982), doi:10.1029/WR018i001p00107; correlated seasons, Hirsch and Slack (1984),
///   doi:10.1029/WR020i006p00727; serial dependence, Hamed and Rao (1998),
///   doi:10.1016/S0022-1694(97)00125-X, and Yue and Wang (2004), doi:10.1023/B:WARM.0000043140.61082.60;
///   trend-free prewhitening, Yue et al. (2002), doi:10.1002/hyp.1095. Calls and definitions as in
///   pymannkendall 1.4.3.
package struct MannKendall: Hashable, Sendable {
  /// Pairs that rise less pairs that fall.
  package let score: Double
  /// Its variance without a trend.
  package let variance: Double
  /// Score over the number of pairs.
  package let tau: Double
  /// Standardised score.
  package let z: Double

  /// Two-sided, by the normal approximation.
  package var pValue: Double { min(1, 2 * Distribution.normalUpper(abs(z))) }

  init(score: Double, variance: Double, pairs: Double, isContinuous: Bool = false) {
    self.score = score
    self.variance = variance
    tau = pairs > 0 ? score / pairs : .nan
    // Scores move in steps of two; half a step is taken off.
    let moved = isContinuous ? score : score - (score > 0 ? 1 : score < 0 ? -1 : 0)
    z = variance > 0 ? moved / variance.squareRoot() : (score == 0 ? 0 : .nan)
  }

  /// The original test.
  package static func original(_ values: [Double]) -> MannKendall {
    let (score, variance) = scoreAndVariance(values)
    return MannKendall(score: score, variance: variance, pairs: pairs(values.count))
  }

  /// Variance enlarged for the significant autocorrelations of the detrended ranks.
  ///
  /// - Parameters:
  ///   - slope: Sen’s slope by position, in the unit of the values.
  ///   - level: significance of an autocorrelation.
  package static func hamedRao(
    _ values: [Double], slope: Double, level: Double = 0.05
  ) -> MannKendall {
    let count = values.count
    let (score, variance) = scoreAndVariance(values)
    let size = Double(count)
    let correlations = SerialSums.autocorrelation(Ranks.average(detrended(values, slope)))
    let bound = Distribution.normalQuantile(1 - level / 2) / size.squareRoot()
    var sum = 0.0
    for lag in 1..<max(count, 1) where abs(correlations[lag]) > bound {
      let rest = size - Double(lag)
      sum += rest * (rest - 1) * (rest - 2) * correlations[lag]
    }
    let factor = 1 + 2 / (size * (size - 1) * (size - 2)) * sum
    return MannKendall(score: score, variance: variance * factor, pairs: pairs(count))
  }

  /// Variance enlarged for all autocorrelations of the detrended values.
  package static func yueWang(_ values: [Double], slope: Double) -> MannKendall {
    let count = values.count
    let (score, variance) = scoreAndVariance(values)
    let correlations = SerialSums.autocorrelation(detrended(values, slope))
    var sum = 0.0
    for lag in 1..<max(count, 1) {
      sum += (1 - Double(lag) / Double(count)) * correlations[lag]
    }
    return MannKendall(score: score, variance: variance * (1 + 2 * sum), pairs: pairs(count))
  }

  /// Of the values less the lag-one correlation times the value before.
  package static func prewhitened(_ values: [Double]) -> MannKendall {
    original(whitened(values))
  }

  /// Of the detrended values, prewhitened, with the trend put back.
  package static func trendFreePrewhitened(_ values: [Double], slope: Double) -> MannKendall {
    let white = whitened(detrended(values, slope))
    return original(white.indices.map { white[$0] + Double($0 + 1) * slope })
  }

  /// The sum over seasons of the original test, seasons independent of each other.
  ///
  /// - Parameters:
  ///   - values: one a step; NaN is left out.
  ///   - period: steps in a year.
  package static func seasonal(_ values: [Double], period: Int) -> MannKendall {
    several(Self.columns(values, period: period))
  }

  /// The sum over series of the original test, series independent of each other: seasons, or
  /// stations of a region.
  package static func several(_ series: [[Double]]) -> MannKendall {
    var score = 0.0
    var variance = 0.0
    var all = 0.0
    for column in series {
      let valid = column.filter { !$0.isNaN }
      let (own, ownVariance) = scoreAndVariance(valid)
      score += own
      variance += ownVariance
      all += pairs(valid.count)
    }
    return MannKendall(score: score, variance: variance, pairs: all)
  }

  /// The sum over series with their dependence: seasons of one series, or stations of a region.
  ///
  /// Steps at which a series has no value are left out of all.
  package static func correlated(_ series: [[Double]]) -> MannKendall {
    let rows = (series.first ?? []).indices.filter { row in
      series.allSatisfy { !$0[row].isNaN }
    }
    let columns = series.map { column in rows.map { column[$0] } }
    let size = Double(rows.count)
    var score = 0.0
    var variance = 0.0
    let ranks = columns.map { Ranks.average($0) }
    for one in columns.indices {
      score += scoreAndVariance(columns[one]).score
      for other in 0...one {
        let products = zip(ranks[one], ranks[other]).reduce(0) { $0 + $1.0 * $1.1 }
        let agreement = concordance(columns[one], columns[other])
        let covariance =
          (agreement + 4 * products - size * (size + 1) * (size + 1)) / 3
        variance += one == other ? covariance : 2 * covariance
      }
    }
    return MannKendall(
      score: score, variance: variance, pairs: pairs(rows.count) * Double(columns.count),
      isContinuous: true)
  }

  /// Seasons as columns, a last year filled up with NaN.
  package static func columns(_ values: [Double], period: Int) -> [[Double]] {
    let years = (values.count + period - 1) / period
    return (0..<period).map { place in
      (0..<years).map { year in
        let step = year * period + place
        return step < values.count ? values[step] : .nan
      }
    }
  }

  // MARK: Parts

  static func pairs(_ count: Int) -> Double { 0.5 * Double(count) * Double(count - 1) }

  static func detrended(_ values: [Double], _ slope: Double) -> [Double] {
    values.indices.map { values[$0] - Double($0 + 1) * slope }
  }

  private static func whitened(_ values: [Double]) -> [Double] {
    let mean = Summation.mean(values)
    let centred = values.map { $0 - mean }
    let squares = centred.reduce(0) { $0 + $1 * $1 }
    var products = 0.0
    for step in 1..<max(values.count, 1) { products += centred[step] * centred[step - 1] }
    let correlation = squares > 0 ? products / squares : 0
    return (1..<max(values.count, 1)).map { values[$0] - values[$0 - 1] * correlation }
  }

  static func scoreAndVariance(_ values: [Double]) -> (score: Double, variance: Double) {
    var keys = values
    var scratch: [Double] = []
    let falls = PairOrder.inversions(&keys, scratch: &scratch)
    var tiedPairs = 0
    var correction = 0.0
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end] == keys[start] { end += 1 }
      let size = Double(end - start)
      tiedPairs += (end - start) * (end - start - 1) / 2
      correction += size * (size - 1) * (2 * size + 5)
      start = end
    }
    let count = Double(values.count)
    let all = values.count * (values.count - 1) / 2
    return (
      Double(all - 2 * falls - tiedPairs),
      (count * (count - 1) * (2 * count + 5) - correction) / 18
    )
  }

  /// Pairs in which two series move the same way less those in which they do not.
  private static func concordance(_ one: [Double], _ other: [Double]) -> Double {
    let order = one.indices.sorted { (one[$0], other[$0]) < (one[$1], other[$1]) }
    var keys = order.map { other[$0] }
    var scratch: [Double] = []
    let discordant = PairOrder.inversions(&keys, scratch: &scratch)
    func tied(_ same: (Int, Int) -> Bool, _ order: [Int]) -> Int {
      var pairs = 0
      var start = 0
      while start < order.count {
        var end = start + 1
        while end < order.count, same(order[start], order[end]) { end += 1 }
        pairs += (end - start) * (end - start - 1) / 2
        start = end
      }
      return pairs
    }
    let all = one.count * (one.count - 1) / 2
    let inOne = tied({ one[$0] == one[$1] }, order)
    let inOther = tied({ other[$0] == other[$1] }, other.indices.sorted { other[$0] < other[$1] })
    let inBoth = tied({ one[$0] == one[$1] && other[$0] == other[$1] }, order)
    let concordant = all - inOne - inOther + inBoth - discordant
    return Double(concordant - discordant)
  }
}

/// Ranks from 1, ties sharing their mean.
enum Ranks {
  static func average(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
