import NumericKernels

/// What a level, a slope and spells that fade leave unexplained, step by step: the filter of
/// `StructuralStates` without seasons, written out.
///
/// The general way keeps matrices; a posterior asks for tens of thousands of these.
///
/// - Source: Harvey (1989), doi:10.1017/CBO9781107049994, section 3.2; whitening of several columns
///   with one run of the gains, Kohn and Ansley (1985), doi:10.1093/biomet/72.3.697 (both from memory).
struct SpellFilter {
  private let variances: StructuralStates.Variances
  private let spread: Double
  private let slopeSpread: Double

  /// - Parameters:
  ///   - spread: standard deviation of first level and first spell, both about nought.
  ///   - slopeSpread: of the first slope; 0 for none.
  init(_ variances: StructuralStates.Variances, spread: Double, slopeSpread: Double) {
    self.variances = variances
    self.spread = spread
    self.slopeSpread = slopeSpread
  }

  /// Natural logarithm of the likelihood of what was seen, but for a constant.
  func logLikelihood(_ values: [Double], isKnown: [Bool]) -> Double {
    let (left, logVariance) = whitened([values], isKnown: isKnown)
    return -0.5 * (logVariance + LinearAlgebra.dot(left[0], left[0]))
  }

  /// Innovations of each column over their standard deviations, 0 where nothing was seen, and the
  /// logarithms of their variances, added up.
  ///
  /// - Parameter columns: each of the length of `isKnown`; not looked at where nothing was seen.
  func whitened(
    _ columns: [[Double]], isKnown: [Bool]
  ) -> (columns: [[Double]], logVariance: Double) {
    let count = isKnown.count
    var gains = [Double](repeating: 0, count: 4 * count)
    var logVariance = 0.0
    unsafe gains.withUnsafeMutableBufferPointer { gains in
      unsafe isKnown.withUnsafeBufferPointer { known in
        logVariance = unsafe fill(gains, known, count)
      }
    }
    let fading = variances.persistence
    let found = columns.map { column in
      var left = [Double](repeating: 0, count: count)
      unsafe left.withUnsafeMutableBufferPointer { left in
        unsafe column.withUnsafeBufferPointer { seen in
          unsafe gains.withUnsafeBufferPointer { gains in
            unsafe isKnown.withUnsafeBufferPointer { known in
              var (level, slope, spell) = (0.0, 0.0, 0.0)
              var step = 0
              while step < count {
                if unsafe known[step] {
                  let scaled = unsafe (seen[step] - level - spell) * gains[4 * step]
                  unsafe left[step] = scaled
                  level += unsafe gains[4 * step + 1] * scaled
                  slope += unsafe gains[4 * step + 2] * scaled
                  spell += unsafe gains[4 * step + 3] * scaled
                }
                level += slope
                spell *= fading
                step += 1
              }
            }
          }
        }
      }
      return left
    }
    return (found, logVariance)
  }

  /// One over the innovation's standard deviation, and what level, slope and spell take of the
  /// innovation in units of it.
  private func fill(
    _ gains: UnsafeMutableBufferPointer<Double>, _ known: UnsafeBufferPointer<Bool>, _ count: Int
  ) -> Double {
    let (wander, drift, spell) = (variances.level, variances.slope, variances.spell)
    let (noise, fading) = (variances.noise, variances.persistence)
    // Covariances of level, slope and spell.
    var (ll, ls, lu) = (spread * spread, 0.0, 0.0)
    var (ss, su, uu) = (slopeSpread * slopeSpread, 0.0, spread * spread)
    var logVariance = 0.0
    // Logarithms of several factors at once: they cost more than all the rest.
    var product = 1.0
    var factors = 0
    var step = 0
    while step < count {
      if unsafe known[step] {
        let level = ll + lu
        let slope = ls + su
        let other = lu + uu
        let variance = level + other + noise
        let scale = 1 / variance.squareRoot()
        unsafe gains[4 * step] = scale
        unsafe gains[4 * step + 1] = level * scale
        unsafe gains[4 * step + 2] = slope * scale
        unsafe gains[4 * step + 3] = other * scale
        ll -= level * level / variance
        ls -= level * slope / variance
        lu -= level * other / variance
        ss -= slope * slope / variance
        su -= slope * other / variance
        uu -= other * other / variance
        product *= variance
        factors += 1
        if factors == 8 {
          logVariance += Logarithm.natural(product)
          product = 1
          factors = 0
        }
      }
      ll += 2 * ls + ss + wander
      ls += ss
      lu = fading * (lu + su)
      ss += drift
      su *= fading
      uu = fading * fading * uu + spell
      step += 1
    }
    return logVariance + Logarithm.natural(product)
  }
}
