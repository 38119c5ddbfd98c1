import NumericKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Stationary Gaussian AR(1) noise, scaled so that its *daily mean* has unit variance and a given
/// lag-1 autocorrelation, whatever the step.
///
/// Settings are stated for days because that is how the literature and the peers' data are
/// compared; an hourly process needs another coefficient and a larger variance to have the same
/// daily means.
struct AutoregressiveNoise {
  /// Correlation of one step with the next.
  let coefficient: Double
  /// Standard deviation of a single step.
  let deviation: Double

  /// - Parameters:
  ///   - dailyPersistence: lag-1 autocorrelation of the daily means, 0..<1.
  ///   - stepsPerDay: 1 or 24.
  init(dailyPersistence: Double, stepsPerDay: Int) {
    guard stepsPerDay > 1 else {
      coefficient = dailyPersistence
      deviation = 1
      return
    }
    // Adjacent block means grow more alike as steps do, so bisection finds the coefficient.
    var low = 0.0
    var high = 1 - 1e-12
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if Self.blockMoments(middle, stepsPerDay).correlation < dailyPersistence {
        low = middle
      } else {
        high = middle
      }
    }
    coefficient = (low + high) / 2
    deviation = 1 / Self.blockMoments(coefficient, stepsPerDay).variance.squareRoot()
  }

  /// Variance of the mean of `steps` adjacent values of a unit-variance AR(1), and correlation of
  /// two adjacent such means.
  static func blockMoments(
    _ coefficient: Double, _ steps: Int
  ) -> (variance: Double, correlation: Double) {
    var within = Double(steps)
    var between = 0.0
    for lag in 1..<(2 * steps) {
      let power = pow(coefficient, Double(lag))
      if lag < steps { within += 2 * Double(steps - lag) * power }
      between += Double(steps - abs(lag - steps)) * power
    }
    return (within / Double(steps * steps), between / within)
  }

  /// A path that starts in the stationary distribution.
  func path(count: Int, using stream: inout RandomStream) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    guard count > 0 else { return values }
    let innovation = deviation * (1 - coefficient * coefficient).squareRoot()
    var state = deviation * stream.normal()
    values[0] = state
    for step in 1..<max(1, count) {
      state = coefficient * state + innovation * stream.normal()
      values[step] = state
    }
    return values
  }
}
