import NumericKernels

extension FactorisationSolver {
  /// All contributions for given profiles, with some factors' mean contribution held at one.
  ///
  /// The held means join the samples' programs through one multiplier each. The means fall with
  /// their multipliers, piecewise linearly, and Newton's method finds them in a few rounds.
  ///
  /// - Returns: Σ (2bᵀg − gᵀAg), without the multipliers' part.
  mutating func solveSamplesHoldingMeans() -> Double {
    let held = problem.heldMeans
    let plain = contributionRights
    let goal = Double(samples)
    for _ in 0..<30 {
      for sample in 0..<samples {
        for (place, factor) in held.enumerated() {
          contributionRights[sample * factors + factor] =
            plain[sample * factors + factor] - multipliers[place]
        }
      }
      let saved = solveSamples()
      var excess = [Double](repeating: -goal, count: held.count)
      for sample in 0..<samples {
        for (place, factor) in held.enumerated() {
          excess[place] += contributions[sample * factors + factor]
        }
      }
      if excess.allSatisfy({ abs($0) <= 1e-10 * goal }) {
        contributionRights = plain
        // `saved` counts (b − μ)ᵀg; the multipliers' part is known, because the means are held.
        return saved + 2 * goal * multipliers.reduce(0, +)
      }
      let slope = meanSlopes(held)
      guard
        let step = try? Cholesky(slope).solve(
          Matrix(rows: held.count, columns: 1, storage: excess))
      else { break }
      for place in held.indices { multipliers[place] += step[place, 0] }
    }
    // The means could not be held (a factor without any sample): no valid point.
    contributionRights = plain
    return -.infinity
  }

  /// −∂(Σ g)/∂μ of the held factors: Σ (C⁻¹) over the samples' free contributions.
  private func meanSlopes(_ held: [Int]) -> Matrix {
    var slopes = Matrix(rows: held.count, columns: held.count)
    for sample in 0..<samples {
      let present = (0..<factors).filter { isFree($0, sample) }
      guard held.contains(where: present.contains) else { continue }
      var curvature = Matrix(rows: present.count, columns: present.count)
      for (column, right) in present.enumerated() {
        for (row, left) in present.enumerated() {
          curvature[row, column] =
            contributionNormals[
              sample * pairs + BoxQuadratic.packed(min(left, right), max(left, right))]
        }
      }
      guard let inverse = try? Cholesky(curvature).inverse else { continue }
      for (first, left) in held.enumerated() {
        guard let row = present.firstIndex(of: left) else { continue }
        for (second, right) in held.enumerated() {
          guard let column = present.firstIndex(of: right) else { continue }
          slopes[first, second] += inverse[row, column]
        }
      }
    }
    return slopes
  }

  /// Whether a contribution is off its bounds.
  func isFree(_ factor: Int, _ sample: Int) -> Bool {
    let value = contributions[sample * factors + factor]
    guard let limits = problem.contributionLimits else { return value > 0 }
    return value > limits.lower[factor, sample] && value < limits.upper[factor, sample]
  }
}
