import NumericKernels

/// Whether a density jumps at a point where somebody might want values to stop.
///
/// Histogram bins on either side, none across, are smoothed by local lines with triangular
/// weights; the jump is the difference of the logarithms of the two limits.
///
/// - Source: McCrary (2008), doi:10.1016/j.jeconom.2007.05.005, equations 3 to 5. The bandwidth
///   is fixed by a rule of thumb for smooth densities instead of his two-step choice.
/// - Assumes: independent values for the standard error. A local density hardly feels serial
///   dependence as long as values move on between the bins; a simulation in the tests shows the
///   size.
package struct DensityDiscontinuity: Sendable, Equatable {
  /// Logarithm of the density just above over the one just at or below.
  package let logJump: Double
  /// Its standard error.
  package let standardError: Double
  /// Values within the bandwidth below and above.
  package let counts: (below: Int, above: Int)

  /// The jump over its standard error.
  package var z: Double { logJump / standardError }

  package static func == (left: Self, right: Self) -> Bool {
    left.logJump == right.logJump && left.standardError == right.standardError
      && left.counts == right.counts
  }

  /// - Parameters:
  ///   - values: none missing. A value equal to the cutoff counts as below, as a limit that is
  ///     just met does.
  ///   - cutoff: in the unit of the values.
  ///   - resolution: the step in which the values are rounded; bins are whole multiples of it.
  /// - Returns: `nil` with fewer than 50 values within the bandwidth on either side.
  package init?(_ values: [Double], cutoff: Double, resolution: Double) {
    let spread = Self.spread(values)
    guard spread > 0, values.count >= 200, resolution > 0 else { return nil }
    let count = Double(values.count)
    // Bins of McCrary's width 2 σ n^(−1/2), but never finer than the rounding.
    let bin = max(1, (2 * spread / count.squareRoot() / resolution).rounded()) * resolution
    let bandwidth = max(8 * bin, 1.2 * spread * Logarithm.power(count, -0.2))
    let bins = Int((bandwidth / bin).rounded(.up))
    var below = [Double](repeating: 0, count: bins)
    var above = [Double](repeating: 0, count: bins)
    var counts = (below: 0, above: 0)
    // Half a rounding step keeps “equal to the cutoff” safely below.
    let border = cutoff + resolution / 2
    for value in values {
      let place = Int(((value - border) / bin).rounded(.down))
      if place >= 0, place < bins {
        above[place] += 1
        counts.above += 1
      } else if place < 0, -place - 1 < bins {
        below[-place - 1] += 1
        counts.below += 1
      }
    }
    guard counts.below >= 50, counts.above >= 50 else { return nil }
    let scale = 1 / (count * bin)
    guard let left = Self.limit(below.map { $0 * scale }, bin: bin, bandwidth: bandwidth),
      let right = Self.limit(above.map { $0 * scale }, bin: bin, bandwidth: bandwidth)
    else { return nil }
    logJump = Logarithm.natural(right) - Logarithm.natural(left)
    standardError = (4.8 / (count * bandwidth) * (1 / left + 1 / right)).squareRoot()
    self.counts = counts
  }

  /// The local line's value at the border; `nil` when it is not above zero.
  private static func limit(_ heights: [Double], bin: Double, bandwidth: Double) -> Double? {
    var sums = (weight: 0.0, x: 0.0, xx: 0.0, y: 0.0, xy: 0.0)
    for (index, height) in heights.enumerated() {
      let x = (Double(index) + 0.5) * bin
      let weight = max(0, 1 - x / bandwidth)
      sums.weight += weight
      sums.x += weight * x
      sums.xx += weight * x * x
      sums.y += weight * height
      sums.xy += weight * x * height
    }
    let determinant = sums.weight * sums.xx - sums.x * sums.x
    guard determinant > 0 else { return nil }
    let value = (sums.xx * sums.y - sums.x * sums.xy) / determinant
    return value > 0 ? value : nil
  }

  /// The smaller of standard deviation and interquartile range over 1.349, so that a long tail
  /// does not widen the bandwidth.
  private static func spread(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard sorted.count > 3 else { return 0 }
    let quartiles = (
      sorted[sorted.count / 4], sorted[3 * sorted.count / 4]
    )
    let deviation = Summation.variance(values).squareRoot()
    let range = (quartiles.1 - quartiles.0) / 1.349
    return range > 0 ? min(deviation, range) : deviation
  }
}
