import Foundation
import NumericKernels

/// What a method finds where there is nothing to find: a distribution of its error.
///
/// Estimate i is taken as N(mean, deviation² + error²ᵢ), both parameters by maximum likelihood. The
/// likelihood gives place and width only; the tails come from the controls themselves, each scored
/// against a null that was fitted without it, because that is how the study's own estimate meets the
/// null. Few controls therefore widen the interval without a further rule.
///
/// - Source: Schuemie et al. (2014), doi:10.1002/sim.5925, section 2.3, for the normal null; scores that
///   leave one out after Barber et al. (2021), doi:10.1214/20-AOS1965, here with a place and a width that
///   are fitted anew each time.
package struct NullDistribution: Sendable {
  /// How far out an estimate is unusual.
  package enum Shape: String, Codable, Sendable, CaseIterable {
    /// By the order of the controls' own scores. There is no smaller p-value than one in controls + 1.
    case quantiles
    /// By Student's distribution with the degrees of freedom and the width that fit the scores best.
    case heavyTails = "heavy-tails"
    /// By the normal distribution, as the peers do; too narrow where errors have heavy tails.
    case normal
  }

  /// Mean of the systematic error, on the outcome's scale.
  package let mean: Double
  /// Standard deviation of the systematic error beyond what the standard errors explain.
  package let deviation: Double
  /// Distance of each control from the null that was fitted without it, in standard deviations, in the
  /// order of the controls.
  package let scores: [Double]
  /// How scores become probabilities.
  package let shape: Shape
  /// The absolute scores, ascending.
  private let ordered: [Double]
  private let tails: StudentTails?
  private let smallestSpread: Double

  /// - Parameters:
  ///   - values: estimates at negative controls, on the outcome's scale; two at least.
  ///   - errors: their standard errors, same length.
  ///   - shape: how the tails are made.
  ///   - widening: factor on the scores, for what the controls cannot tell of themselves.
  package init(
    _ values: [Double], errors: [Double], shape: Shape = .quantiles, widening: Double = 1
  ) {
    let usable = errors.map { $0.isFinite && $0 >= 0 ? $0 : 0 }
    let fit = NormalNull(values, errors: usable)
    mean = fit.mean
    deviation = fit.deviation
    self.shape = shape
    // A control with no error of its own in a null without spread would be infinitely far.
    smallestSpread = max(
      1e-12 * (values.map(abs).max() ?? 0), Double.leastNormalMagnitude)
    let least = smallestSpread
    scores = values.indices.map { left in
      var others = values
      var theirs = usable
      others.remove(at: left)
      theirs.remove(at: left)
      let without = NormalNull(others, errors: theirs, near: fit)
      let spread = max(
        (without.deviation * without.deviation + usable[left] * usable[left]).squareRoot(), least)
      return widening * (values[left] - without.mean) / spread
    }
    ordered = scores.map(abs).sorted()
    tails = shape == .heavyTails ? StudentTails(scores) : nil
  }

  /// Standard deviation of what is found without an effect at an estimate with a standard error.
  package func spread(error: Double) -> Double {
    max(
      (deviation * deviation + (error.isFinite ? error * error : 0)).squareRoot(), smallestSpread)
  }

  /// Two-sided p-value of a score in standard deviations.
  package func pValue(score: Double) -> Double {
    switch shape {
    case .normal: min(1, 2 * Distribution.normalCumulative(-abs(score)))
    case .heavyTails: tails.map { $0.pValue(score) } ?? 1
    case .quantiles: Self.pValue(abs(score), among: ordered)
    }
  }

  /// p-value of an estimate.
  package func pValue(_ value: Double, error: Double) -> Double {
    pValue(score: (value - mean) / spread(error: error))
  }

  /// The smallest p-value that can come out; `nil` where there is no floor.
  package var smallestPossible: Double? {
    shape == .quantiles ? 1 / Double(ordered.count + 1) : nil
  }

  /// How many standard deviations an interval reaches to either side.
  package func reach(level: Double) -> Double {
    switch shape {
    case .normal: return Distribution.normalQuantile(0.5 + level / 2)
    case .heavyTails: return tails.map { $0.reach(level: level) } ?? .infinity
    case .quantiles:
      let place = level * Double(ordered.count + 1)
      let below = Int(place.rounded(.down))
      guard below >= 1 else { return ordered.first ?? 0 }
      guard below < ordered.count else {
        // Beyond the last control only a shape can say more.
        let last = ordered.last ?? 0
        return place <= Double(ordered.count)
          ? last : max(last, StudentTails(scores).reach(level: level))
      }
      return ordered[below - 1] + (place - Double(below)) * (ordered[below] - ordered[below - 1])
    }
  }

  /// Expected absolute systematic error: how far the method is off on average, before chance, on the
  /// outcome's scale.
  ///
  /// - Source: the mean of a folded normal distribution, Leone, Nelson and Nottingham (1961),
  ///   doi:10.1080/00401706.1961.10489974 (from memory); as a figure of merit Schuemie et al. (2020),
  ///   doi:10.1002/sim.8627 (from memory).
  package var expectedAbsoluteError: Double {
    guard deviation > 0 else { return abs(mean) }
    let ratio = mean / deviation
    return deviation * (2 / Double.pi).squareRoot() * exp(-ratio * ratio / 2)
      + mean * (1 - 2 * Distribution.normalCumulative(-ratio))
  }

  /// The share of a list at or beyond a size, by the places between its members, the new one counted.
  private static func pValue(_ size: Double, among ordered: [Double]) -> Double {
    let total = Double(ordered.count + 1)
    guard let first = ordered.first, let last = ordered.last else { return 1 }
    if size <= first { return first > 0 ? 1 - (size / first) / total : 1 }
    if size > last { return 1 / total }
    var low = 0
    var high = ordered.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if ordered[middle] < size { low = middle } else { high = middle }
    }
    let gap = ordered[high] - ordered[low]
    let part = gap > 0 ? (size - ordered[low]) / gap : 1
    return 1 - (Double(low + 1) + part) / total
  }
}

/// The normal null by maximum likelihood.
///
/// - Source: Schuemie et al. (2014), doi:10.1002/sim.5925, section 2.3.
struct NormalNull {
  let mean: Double
  let deviation: Double

  /// - Parameter near: a fit to almost the same estimates, beside whose deviation the search stays.
  init(_ values: [Double], errors: [Double], near: NormalNull? = nil) {
    let variances = errors.map { $0 * $0 }
    func profile(_ deviation: Double) -> (mean: Double, logLikelihood: Double) {
      var total = 0.0
      var weighted = 0.0
      for index in values.indices {
        let weight = 1 / (deviation * deviation + variances[index])
        total += weight
        weighted += weight * values[index]
      }
      let mean = weighted / total
      var sum = 0.0
      for index in values.indices {
        let variance = deviation * deviation + variances[index]
        let away = values[index] - mean
        sum -= 0.5 * (log(variance) + away * away / variance)
      }
      return (mean, sum)
    }
    // The likelihood is searched on the standard deviation, from none to the full spread of the
    // estimates, beyond which it cannot rise. A grid finds the basin, golden section its bottom.
    let centre = Summation.mean(values)
    let widest = values.map { abs($0 - centre) }.max() ?? 0
    // A control with no error of its own cannot meet a null without spread.
    let isFree = (errors.min() ?? 0) > 0
    guard widest > 0 else {
      mean = centre
      deviation = 0
      return
    }
    let least = isFree ? 0 : widest * 1e-9
    var lower: Double
    var upper: Double
    if let near, near.deviation > widest / 100 {
      lower = max(least, near.deviation / 2)
      upper = near.deviation * 2
    } else {
      let width = widest / 200
      let best =
        (0...200).map { max(least, width * Double($0)) }
        .max { profile($0).logLikelihood < profile($1).logLikelihood } ?? least
      lower = max(least, best - width)
      upper = best + width
    }
    let ratio = (5.0.squareRoot() - 1) / 2
    var left = upper - ratio * (upper - lower)
    var right = lower + ratio * (upper - lower)
    var leftHeight = profile(left).logLikelihood
    var rightHeight = profile(right).logLikelihood
    for _ in 0..<(near == nil ? 60 : 30) {
      if leftHeight >= rightHeight {
        upper = right
        (right, rightHeight) = (left, leftHeight)
        left = upper - ratio * (upper - lower)
        leftHeight = profile(left).logLikelihood
      } else {
        lower = left
        (left, leftHeight) = (right, rightHeight)
        right = lower + ratio * (upper - lower)
        rightHeight = profile(right).logLikelihood
      }
    }
    deviation = (lower + upper) / 2
    mean = profile(deviation).mean
  }
}

/// Student's distribution fitted to scores around zero by maximum likelihood over degrees of freedom and
/// width.
struct StudentTails: Sendable {
  let degreesOfFreedom: Double
  let width: Double

  /// - Parameter scores: two at least.
  init(_ scores: [Double]) {
    func height(_ freedom: Double, _ width: Double) -> Double {
      let half: Double = (freedom + 1) / 2
      var constant: Double = lgamma(half) - lgamma(freedom / 2)
      constant -= 0.5 * log(freedom * Double.pi) + log(width)
      var sum = 0.0
      for score in scores {
        let away = score / width
        sum += constant - half * log1p(away * away / freedom)
      }
      return sum
    }
    let spread = max(
      (scores.reduce(0) { $0 + $1 * $1 } / Double(max(scores.count, 1))).squareRoot(), 1e-12)
    var best = (freedom: 50.0, width: spread, height: -Double.infinity)
    for freedom in [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50.0] {
      for step in 0...60 {
        let width = spread * exp(-2 + 2.5 * Double(step) / 60)
        let found = height(freedom, width)
        if found > best.height { best = (freedom, width, found) }
      }
    }
    // Not more degrees of freedom than controls can tell.
    degreesOfFreedom = min(best.freedom, Double(max(scores.count - 1, 1)))
    width = best.width
  }

  func pValue(_ score: Double) -> Double {
    Distribution.twoSidedP(t: score / width, degreesOfFreedom: degreesOfFreedom)
  }

  func reach(level: Double) -> Double {
    width * Distribution.studentQuantile(0.5 + level / 2, degreesOfFreedom: degreesOfFreedom)
  }
}
