import Foundation
import NumericKernels

/// The variance of a sum of serially dependent scores from its slowest cosines.
///
/// The squared weights of the first `count` cosines of the series estimate its spectrum at
/// frequency zero without bias from mean or level, and their number is the degrees of freedom of
/// the t distribution that an interval needs. With a bandwidth that grows like this the t interval
/// keeps its size where Newey and West's with a normal quantile is too narrow.
///
/// The spectrum of persistent scores falls off within these few cosines already. So each squared weight
/// is divided by what a first-order autoregression has at its frequency as a share of what it has at zero.
/// Without that 92 % of the intervals of a difference of two years held it at a persistence of 0.9, with it
/// 94.5 % (6,000 draws).
///
/// - Source: Lazarus, Lewis, Stock and Watson (2018), doi:10.1080/07350015.2018.1506926; the whitening as
///   in Andrews and Monahan (1992), doi:10.2307/2951574.
package struct CosineVariance: Hashable, Sendable {
  /// Variance of the scores' sum.
  package let variance: Double
  /// Cosines used: the degrees of freedom.
  package let degreesOfFreedom: Int

  /// - Parameters:
  ///   - scores: in order of time, equally spaced, with expectation zero.
  ///   - cosines: how many; `nil` takes 0.4 n^⅔, rounded down, at least four.
  ///   - persistence: correlation of neighbouring scores that they are whitened of, below 1.
  package init(ofSum scores: [Double], cosines: Int? = nil, persistence: Double = 0) {
    let count = scores.count
    let wanted = cosines ?? max(4, Int(0.4 * Logarithm.power(Double(count), 2.0 / 3)))
    let used = max(0, min(wanted, count - 1))
    degreesOfFreedom = used
    let weights = (0..<used).map { order -> Double in
      let step = Double.pi * Double(order + 1) / Double(max(1, count))
      let sum = Summation.sum(
        scores.enumerated().map { $0.element * cos(step * (Double($0.offset) + 0.5)) })
      let rest = 1 - persistence
      let whitening = 1 + 2 * persistence * (1 - cos(step)) / (rest * rest)
      // √(2/n) Σ s cos is one score's long-run deviation; the sum has n of them.
      return 2 * sum * sum * whitening
    }
    variance = used == 0 ? .nan : Summation.mean(weights)
  }

  /// Standard error of the sum.
  package var standardError: Double { variance.squareRoot() }

  /// Half the width of the t interval of a level.
  package func reach(level: Double) -> Double {
    guard degreesOfFreedom > 0 else { return .nan }
    return Distribution.studentQuantile(
      0.5 + level / 2, degreesOfFreedom: Double(degreesOfFreedom)) * standardError
  }
}
