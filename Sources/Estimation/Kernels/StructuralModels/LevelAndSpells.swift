import NumericKernels

/// A level that wanders and a spell that fades, seen with noise: draws of their course given what was
/// seen, written out.
///
/// - Source: Carter and Kohn (1994), doi:10.1093/biomet/81.3.541; Frühwirth-Schnatter (1994),
///   doi:10.1111/j.1467-9892.1994.tb00184.x (both from memory).
struct LevelAndSpells {
  private let noise: Double
  private let wander: Double
  private let shock: Double
  private let fading: Double
  private let start: Double
  private let spread: Double

  /// - Parameters:
  ///   - start: mean of the first level; the first spell has mean nought.
  ///   - spread: standard deviation of both.
  init(_ variances: StructuralStates.Variances, start: Double, spread: Double) {
    noise = variances.noise
    wander = variances.level
    shock = variances.spell
    fading = variances.persistence
    self.start = start
    self.spread = spread
  }

  /// Draws the course, level and spell step by step.
  func draw(
    _ values: [Double], isKnown: [Bool], using draws: inout NormalDraws
  ) -> [Double] {
    let count = values.count
    var course = [Double](repeating: 0, count: 2 * count)
    // Filtered covariances: own, both, other.
    var kept = [Double](repeating: 0, count: 3 * count)
    let noises = (0..<(2 * count)).map { _ in draws.normal() }
    unsafe values.withUnsafeBufferPointer { seen in
      unsafe isKnown.withUnsafeBufferPointer { known in
        unsafe course.withUnsafeMutableBufferPointer { course in
          unsafe kept.withUnsafeMutableBufferPointer { kept in
            unsafe noises.withUnsafeBufferPointer { noises in
              unsafe filter(seen, known, course, kept, count)
              unsafe sample(course, kept, noises, count)
            }
          }
        }
      }
    }
    return course
  }

  private func filter(
    _ seen: UnsafeBufferPointer<Double>, _ known: UnsafeBufferPointer<Bool>,
    _ course: UnsafeMutableBufferPointer<Double>, _ kept: UnsafeMutableBufferPointer<Double>,
    _ count: Int
  ) {
    var (level, spell) = (start, 0.0)
    var (own, both, other) = (spread * spread, 0.0, spread * spread)
    var step = 0
    while step < count {
      if unsafe known[step] {
        let first = own + both
        let second = both + other
        let variance = first + second + noise
        let pull = unsafe (seen[step] - level - spell) / variance
        level += first * pull
        spell += second * pull
        own -= first * first / variance
        both -= first * second / variance
        other -= second * second / variance
      }
      unsafe course[2 * step] = level
      unsafe course[2 * step + 1] = spell
      unsafe kept[3 * step] = own
      unsafe kept[3 * step + 1] = both
      unsafe kept[3 * step + 2] = other
      spell *= fading
      own += wander
      both *= fading
      other = fading * fading * other + shock
      step += 1
    }
  }

  private func sample(
    _ course: UnsafeMutableBufferPointer<Double>, _ kept: UnsafeMutableBufferPointer<Double>,
    _ noises: UnsafeBufferPointer<Double>, _ count: Int
  ) {
    var step = count - 1
    while step >= 0 {
      var own = unsafe kept[3 * step]
      var both = unsafe kept[3 * step + 1]
      var other = unsafe kept[3 * step + 2]
      if step < count - 1 {
        // What the next state, already drawn, says of this one.
        let first = own + wander
        let second = fading * both
        let third = fading * fading * other + shock
        let determinant = first * third - second * second
        if determinant > 0 {
          let (a, b) = (own, fading * both)
          let (c, d) = (both, fading * other)
          let gains = (
            (a * third - b * second) / determinant, (b * first - a * second) / determinant,
            (c * third - d * second) / determinant, (d * first - c * second) / determinant
          )
          let ahead = unsafe course[2 * step + 2] - course[2 * step]
          let beyond = unsafe course[2 * step + 3] - fading * course[2 * step + 1]
          unsafe course[2 * step] += gains.0 * ahead + gains.1 * beyond
          unsafe course[2 * step + 1] += gains.2 * ahead + gains.3 * beyond
          own -= gains.0 * a + gains.1 * b
          both -= gains.0 * c + gains.1 * d
          other -= gains.2 * c + gains.3 * d
        }
      }
      let width = max(own, 0).squareRoot()
      let lean = width > 0 ? both / width : 0
      let rest = max(other - lean * lean, 0).squareRoot()
      let (one, two) = unsafe (noises[2 * step], noises[2 * step + 1])
      unsafe course[2 * step] += width * one
      unsafe course[2 * step + 1] += lean * one + rest * two
      step -= 1
    }
  }
}
