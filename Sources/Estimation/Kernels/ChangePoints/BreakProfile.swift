import Foundation

/// How much worse every other date of a break is than the best one.
///
/// - Source: likelihood-ratio sets for break dates, Eo and Morley (2015), doi:10.3982/QE186: the set
///   of dates whose ratio stays below the quantile of the largest value of a two-sided random walk
///   with drift, x with (1 − e^(−x/2))² = level.
package struct BreakProfile: Hashable, Sendable {
  /// First candidate: how many steps lie before the break.
  package let first: Int
  /// Excess of squared residuals over those of the best date by the long-run variance, one a
  /// candidate.
  package let excess: [Double]

  /// - Parameters:
  ///   - from: first step of the segment before the break.
  ///   - to: first step behind the segment after it.
  ///   - longRunVariance: of the errors, in the squared unit of the values.
  package init(_ sums: SegmentSums, from: Int, to: Int, longRunVariance: Double) {
    first = from + 1
    let costs = (from + 1..<to).map {
      sums.cost(from: from, to: $0) + sums.cost(from: $0, to: to)
    }
    let least = costs.min() ?? 0
    excess = costs.map {
      longRunVariance > 0 ? ($0 - least) / longRunVariance : ($0 > least ? .infinity : 0)
    }
  }

  /// Above this excess a date is outside the set.
  package static func threshold(level: Double) -> Double { -2 * log(1 - level.squareRoot()) }

  /// From the earliest to the latest date of the set; dates between them may be outside.
  package func interval(level: Double) -> ClosedRange<Int> {
    let bound = Self.threshold(level: level)
    let inside = excess.indices.filter { excess[$0] <= bound }
    return (first + (inside.first ?? 0))...(first + (inside.last ?? 0))
  }
}
