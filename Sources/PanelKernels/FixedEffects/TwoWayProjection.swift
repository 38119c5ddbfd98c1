import NumericKernels

/// Unit and time effects of a panel variable by least squares over the observed cells.
///
/// On a balanced panel they are means in closed form. With gaps the unit effects are eliminated
/// and the time effects solve the remaining equations by conjugate gradients, which is the
/// method of alternating projections with its convergence sped up; the solution is exact to
/// rounding.
///
/// - Source: Gaure (2013), doi:10.1016/j.csda.2013.03.024, for the projections; Hestenes and
///   Stiefel (1952), doi:10.6028/jres.049.044, for the gradients.
struct TwoWayProjection: Sendable {
  /// One a unit; the sum of all is not separated from the time effects' level.
  let unitEffects: [Double]
  /// One a time.
  let timeEffects: [Double]
  /// Conjugate-gradient steps; 0 on a balanced panel.
  let iterations: Int

  /// - Parameters:
  ///   - unitMeans: mean over each unit's observed cells (0 for a unit without any).
  ///   - timeSums: sum over each time's observed cells of value minus its unit's mean.
  /// - Throws: `KernelError.didNotConverge`.
  init(
    _ pattern: MissingPattern, unitMeans: [Double], timeSums: [Double]
  ) throws(KernelError) {
    let effects = try Self.timeEffects(pattern, right: timeSums)
    timeEffects = effects.values
    iterations = effects.iterations
    let total = effects.values.reduce(0, +)
    unitEffects = (0..<pattern.units).map { unit in
      guard pattern.unitCounts[unit] > 0 else { return 0 }
      var sum = total
      for time in pattern.gaps(of: unit) { sum -= effects.values[Int(time)] }
      return unitMeans[unit] - sum / pattern.unitCounts[unit]
    }
  }

  /// Solves (N_T − Mᵀ N_U⁻¹ M) λ = r for the minimum-change solution from zero.
  static func timeEffects(
    _ pattern: MissingPattern, right: [Double]
  ) throws(KernelError) -> (values: [Double], iterations: Int) {
    let times = pattern.times
    if pattern.isBalanced {
      // r sums to zero, so the means over units are already the solution.
      return (right.map { $0 / Double(max(pattern.units, 1)) }, 0)
    }
    var solution = [Double](repeating: 0, count: times)
    var residual = right
    let scale = pattern.timeCounts.map { $0 > 0 ? 1 / $0 : 0 }
    let cells = pattern.timeCounts.reduce(0, +)
    // The equations say nothing about a constant and have no solution when the right side holds
    // one, so what rounding leaves of it is taken out before it can grow.
    func removeConstant(_ vector: inout [Double]) {
      let share = vector.reduce(0, +) / cells
      for index in vector.indices { vector[index] -= share * pattern.timeCounts[index] }
    }
    func norm(_ vector: [Double]) -> Double {
      var sum = 0.0
      for index in vector.indices { sum += vector[index] * vector[index] * scale[index] }
      return sum
    }
    let size = norm(right)
    removeConstant(&residual)
    var energy = norm(residual)
    guard energy > 1e-30 * size, size > 0 else { return (solution, 0) }
    var direction = (0..<times).map { residual[$0] * scale[$0] }
    var best = (energy: energy, solution: solution)
    var iterations = 0
    for iteration in 1...(2 * times + 50) {
      iterations = iteration
      let image = apply(pattern, to: direction)
      var curvature = 0.0
      for index in 0..<times { curvature += direction[index] * image[index] }
      guard curvature > 0 else { break }
      let step = energy / curvature
      for index in 0..<times {
        solution[index] += step * direction[index]
        residual[index] -= step * image[index]
      }
      removeConstant(&residual)
      let next = norm(residual)
      if next < best.energy { best = (next, solution) }
      if next <= 1e-30 * size { return (solution, iteration) }
      // In floating point the residual stalls at rounding, from where it can only grow.
      if best.energy <= 1e-26 * size, next > 100 * best.energy { break }
      let ratio = next / energy
      energy = next
      for index in 0..<times {
        direction[index] = residual[index] * scale[index] + ratio * direction[index]
      }
    }
    guard best.energy <= 1e-24 * size else {
      throw .didNotConverge(
        iterations: iterations, residual: (best.energy / size).squareRoot())
    }
    return (best.solution, iterations)
  }

  private static func apply(_ pattern: MissingPattern, to vector: [Double]) -> [Double] {
    let total = vector.reduce(0, +)
    var image = [Double](repeating: 0, count: pattern.times)
    var everywhere = 0.0
    for unit in 0..<pattern.units where pattern.unitCounts[unit] > 0 {
      let missing = pattern.gaps(of: unit)
      var sum = total
      for time in missing { sum -= vector[Int(time)] }
      let mean = sum / pattern.unitCounts[unit]
      everywhere += mean
      for time in missing { image[Int(time)] += mean }
    }
    for time in 0..<pattern.times {
      image[time] += pattern.timeCounts[time] * vector[time] - everywhere
    }
    return image
  }
}
