import NumericKernels

/// Covariance of sums over units whose errors are related across space.
package enum SpatialCovariance {
  /// Σᵢ Σⱼ K(dᵢⱼ / cutoff) sᵢ sⱼ with K falling straight from 1 at distance 0 to 0 at the cutoff.
  ///
  /// The scores are sums over time, so any dependence in time within and between near units is
  /// allowed for. The weights do not make the sum positive in every layout of the plane.
  ///
  /// - Parameters:
  ///   - scores: one a unit.
  ///   - cutoff: positive, in the unit of the distances.
  ///   - distance: of two units, symmetric.
  /// - Source: Conley (1999), doi:10.1016/S0304-4076(98)00084-0, section 3.
  package static func sum(
    scores: [Double], cutoff: Double, distance: (Int, Int) -> Double
  ) -> Double {
    var total = 0.0
    for one in scores.indices {
      total += scores[one] * scores[one]
      for other in 0..<one {
        let apart = distance(one, other)
        guard apart < cutoff else { continue }
        total += 2 * (1 - apart / cutoff) * scores[one] * scores[other]
      }
    }
    return total
  }
}
