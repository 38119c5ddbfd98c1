import NumericKernels

/// How far single profile elements can be moved before the loss rises by given amounts, everything
/// else being fitted anew.
///
/// A displaced element is held at a value and its factor's mean contribution at one: otherwise
/// the factor's scale would give way and nothing would be displaced. The root of the rise grows
/// almost linearly with the distance, which leads from level to level in a few fits.
///
/// - Source: Paatero et al. (2014), doi:10.5194/amt-7-781-2014, section 3.2.
package struct FactorisationDisplacement: Sendable {
  /// One end of an element's range.
  package struct End: Hashable, Sendable {
    /// The element's value there, in the unit of the profiles.
    package let value: Double
    /// Base factors that are more like another factor of the displaced fit than like themselves.
    package let swapped: [Int]
  }

  /// The ranges of one element, one a level.
  package struct Range: Hashable, Sendable {
    package let lower: [End]
    package let upper: [End]
    /// The deepest fall of the loss on the way; positive when the base was no minimum.
    package let fall: Double
  }

  private let problem: FactorisationProblem
  private let base: Factorisation
  private let levels: [Double]
  private let search: FactorisationSearch

  /// - Parameters:
  ///   - base: a minimum of the problem with mean contributions of one.
  ///   - levels: rises of the loss, ascending and positive.
  package init(_ problem: FactorisationProblem, base: Factorisation, levels: [Double]) {
    self.problem = problem
    self.levels = levels
    var search = FactorisationSearch()
    // The loss must be known much better than the least rise.
    search.tolerance = max(
      0.002 * (levels.first ?? 1) / max(base.objective, .leastNormalMagnitude), 1e-13)
    search.newtonSteps = 60
    self.search = search
    self.base = base
  }

  /// A point of the way: where the element is held, and the fit there.
  private struct Point {
    let value: Double
    let rise: Double
    let found: Factorisation

    var root: Double { max(rise, 0).squareRoot() }
  }

  /// The ranges of one element.
  package func range(factor: Int, species: Int) -> Range {
    let start = Point(value: base.profiles[factor, species], rise: 0, found: base)
    var fall = 0.0
    let lowest = problem.profileLimits?.lower[factor, species] ?? 0
    let highest = problem.profileLimits?.upper[factor, species] ?? .infinity
    let still = levels.map { _ in End(value: start.value, swapped: []) }
    var upper = still
    if start.value < highest {
      let ceiling = highest.isFinite ? fit(highest, factor, species, from: base, &fall) : nil
      upper = walk(from: start, factor, species, direction: 1, bound: ceiling, &fall)
    }
    guard start.value > lowest else { return Range(lower: still, upper: upper, fall: fall) }
    let floor = fit(lowest, factor, species, from: base, &fall)
    let lower = walk(from: start, factor, species, direction: -1, bound: floor, &fall)
    // The last few per cent of a level go by the slope, which knows no bound.
    func inside(_ ends: [End]) -> [End] {
      ends.map { End(value: min(max($0.value, lowest), highest), swapped: $0.swapped) }
    }
    return Range(lower: inside(lower), upper: inside(upper), fall: fall)
  }

  private func walk(
    from start: Point, _ factor: Int, _ species: Int, direction: Double, bound: Point?,
    _ fall: inout Double
  ) -> [End] {
    var curvature = 0.0
    for sample in 0..<problem.samples {
      let share = base.contributions[factor, sample]
      curvature += problem.weights[species, sample] * share * share
    }
    guard curvature > 0 else {
      // Nothing was measured: the element can be anything.
      let end = End(value: direction > 0 ? .infinity : 0, swapped: [])
      return levels.map { _ in end }
    }
    var inside = start
    var slope = curvature.squareRoot()
    return levels.map { level in
      if let bound, bound.rise <= level { return end(bound) }
      let goal = level.squareRoot()
      var outside = bound
      if inside.rise > level { return end(inside) }
      for _ in 0..<14 {
        var distance = (goal - inside.root) / max(slope, .leastNormalMagnitude)
        // Where the loss is flat the slope says too much: at most four times as far at once.
        if inside.root > 0 {
          distance = min(distance, 4 * abs(inside.value - start.value))
        }
        var next = inside.value + direction * distance
        if let outside {
          let low = min(inside.value, outside.value)
          let high = max(inside.value, outside.value)
          let margin = 0.05 * (high - low)
          if next < low + margin || next > high - margin {
            // Between the two by the straight line of the roots.
            let share = (goal - inside.root) / max(outside.root - inside.root, 1e-300)
            next = inside.value + min(max(share, 0.02), 0.98) * (outside.value - inside.value)
          }
        }
        let point = fit(next, factor, species, from: inside.found, &fall)
        if abs(point.rise - level) <= 0.04 * level {
          inside = point
          return end(point, goal: goal, slope: slope, direction: direction)
        }
        if point.rise < level {
          let step = abs(point.value - inside.value)
          if step > 0, point.root > inside.root { slope = (point.root - inside.root) / step }
          inside = point
          if direction > 0, point.value > 1e6 * (start.value + 1 / curvature.squareRoot()) {
            return End(value: .infinity, swapped: swapped(point.found))
          }
        } else {
          let step = abs(point.value - inside.value)
          if step > 0 { slope = (point.root - inside.root) / step }
          outside = point
        }
      }
      return end(inside)
    }
  }

  private func end(_ point: Point) -> End {
    End(value: point.value, swapped: swapped(point.found))
  }

  /// The last few per cent of a level by the slope.
  private func end(_ point: Point, goal: Double, slope: Double, direction: Double) -> End {
    let value = point.value + direction * (goal - point.root) / max(slope, .leastNormalMagnitude)
    return End(value: max(value, 0), swapped: swapped(point.found))
  }

  private func fit(
    _ value: Double, _ factor: Int, _ species: Int, from near: Factorisation,
    _ fall: inout Double
  ) -> Point {
    var held = problem
    var limits =
      problem.profileLimits
      ?? FactorisationProblem.ElementLimits(factors: problem.factors, columns: problem.species)
    limits.lower[factor, species] = value
    limits.upper[factor, species] = value
    held.profileLimits = limits
    if !held.heldMeans.contains(factor) { held.heldMeans.append(factor) }
    var profiles = near.profiles
    profiles[factor, species] = value
    let found = search.refine(
      held, profiles: profiles, contributions: near.contributions, sweeps: 1)
    let rise = found.objective - base.objective
    fall = max(fall, -rise)
    return Point(value: value, rise: rise, found: found)
  }

  private func swapped(_ found: Factorisation) -> [Int] {
    let table = FactorMatching.correlations(found.contributions, base.contributions)
    return (0..<problem.factors).filter { factor in
      (0..<problem.factors).contains { table[$0, factor] > table[factor, factor] }
    }
  }
}
