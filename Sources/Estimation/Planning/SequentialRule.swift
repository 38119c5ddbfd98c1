import Foundation
import NumericKernels

/// Looks at a study that goes on: when may what is seen be believed, although it is looked at every month?
///
/// Each look has a score, the estimate's distance from what made-up measures give after as many months, in
/// their standard deviations. A study that is looked at K times is held against the largest score of made-up
/// measures over the same K looks; so the chance that a measure without effect ever crosses the boundary is
/// that of one test, however the looks depend on each other.
///
/// - Source: the maximum over looks as test statistic, Kulldorff et al. (2011),
///   doi:10.1080/07474946.2011.539924, with made-up measures in the place of a model; the boundary leaves one
///   out as `NullDistribution` does.
package struct SequentialRule: Sendable {
  /// Mean of made-up measures by look, on the outcome's scale.
  package let means: [Double]
  /// Their standard deviation by look.
  package let deviations: [Double]
  /// The score that is crossed by chance in `level` of studies over all looks.
  package let boundary: Double
  /// Largest scores of the made-up measures, ascending.
  package let largest: [Double]

  /// - Parameters:
  ///   - trajectories: of each made-up measure its estimate by look, on the outcome's scale; NaN where a
  ///     look has none. Twenty at least.
  ///   - level: chance of a false alarm over all looks.
  package init(_ trajectories: [[Double]], level: Double = 0.05) {
    let looks = trajectories.map(\.count).max() ?? 0
    func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
      let known = values.filter { !$0.isNaN }
      guard known.count > 1 else { return (known.first ?? 0, .infinity) }
      return (Summation.mean(known), Summation.variance(known).squareRoot())
    }
    let columns = (0..<looks).map { look in
      trajectories.map { look < $0.count ? $0[look] : .nan }
    }
    let whole = columns.map(moments)
    means = whole.map(\.mean)
    deviations = whole.map(\.deviation)
    var most: [Double] = []
    for (place, trajectory) in trajectories.enumerated() {
      var largest = 0.0
      for look in trajectory.indices where !trajectory[look].isNaN {
        var others = columns[look]
        others.remove(at: place)
        let (mean, deviation) = moments(others)
        largest = max(largest, abs(trajectory[look] - mean) / deviation)
      }
      most.append(largest)
    }
    largest = most.sorted()
    let position = (1 - level) * Double(largest.count + 1)
    let below = Int(position.rounded(.down))
    if below < 1 {
      boundary = largest.first ?? .infinity
    } else if below >= largest.count {
      boundary = position <= Double(largest.count) ? largest.last ?? .infinity : .infinity
    } else {
      boundary =
        largest[below - 1]
        + (position - Double(below)) * (largest[below] - largest[below - 1])
    }
  }

  /// Distance of an estimate from what made-up measures give at a look.
  package func score(_ value: Double, look: Int) -> Double {
    guard look < means.count, deviations[look] > 0 else { return .nan }
    return (value - means[look]) / deviations[look]
  }

  /// The effects that are not excluded at a look, on the outcome's scale: together over all looks they hold
  /// the truth as often as stated.
  package func interval(_ value: Double, look: Int) -> (lower: Double, upper: Double) {
    let reach = boundary * deviations[look]
    return (value - means[look] - reach, value - means[look] + reach)
  }

  /// The first look at which the boundary is crossed; `nil` where it never is.
  package func firstCrossing(_ trajectory: [Double]) -> Int? {
    trajectory.indices.first { abs(score(trajectory[$0], look: $0)) > boundary }
  }

  /// Chance of a largest score at least this large over all looks, without an effect.
  package func pValue(largest size: Double) -> Double {
    Double(largest.count { $0 >= size } + 1) / Double(largest.count + 1)
  }
}
