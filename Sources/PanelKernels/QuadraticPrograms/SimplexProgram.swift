package import NumericKernels

/// Least squares over the unit simplex, solved exactly by an active-set method.
///
/// Minimises ½ x′Qx − c′x over x ≥ 0, Σx = 1. The method keeps a support on which the equality
/// problem is solved by Cholesky; a component that turns negative leaves at the point where it
/// reaches zero, the component with the steepest descent enters, and the end is reached when none
/// has any. Every step lowers the objective, so the number of steps is finite.
///
/// Where several points are optimal (more donors than steps and a perfect fit) the one near the
/// smallest Euclidean norm is given: a ridge of 1e-11 of Q's mean diagonal decides among equals.
/// It is far below the data's own precision, and the gap that is reported is that of the program
/// without it.
///
/// - Source: Lawson and Hanson (1995), Solving Least Squares Problems, ch. 23, carried over from
///   x ≥ 0 to the simplex; the gap is Jaggi's (2013), proceedings of ICML 28(1):427.
package struct SimplexProgram: Sendable {
  /// Length n, none negative, sum 1.
  package let weights: [Double]
  /// x′∇f − min ∇f ≥ f(x) − f(best), in the unit of the objective: zero exactly at the optimum.
  package let gap: Double
  /// The gap over the size of the objective's terms, dimensionless; at most `tolerance`.
  package let relativeGap: Double
  /// Changes of the support.
  package let iterations: Int

  /// Largest relative gap that is given out.
  package static let tolerance = 1e-8

  /// What another road to the same optimum has found and checked.
  init(weights: [Double], gap: Double, relativeGap: Double, iterations: Int) {
    self.weights = weights
    self.gap = gap
    self.relativeGap = relativeGap
    self.iterations = iterations
  }

  /// - Parameters:
  ///   - quadratic: Q, `n × n`, symmetric positive semi-definite.
  ///   - linear: c, length n.
  ///   - scale: size of the objective's terms, for example b′b of the least squares behind it;
  ///     what the relative gap is relative to beside Q's diagonal.
  ///   - start: positions to begin from, for a sequence of programs that are alike.
  /// - Throws: `KernelError.shape`, `.notFinite`, and `.didNotConverge` when the gap stays above
  ///   the tolerance: weights that are not optimal are never returned.
  package init(
    quadratic: Matrix, linear: [Double], scale: Double = 0, start: [Int] = []
  ) throws(KernelError) {
    let count = linear.count
    guard count > 0, quadratic.rows == count, quadratic.columns == count else {
      throw .shape("a \(quadratic.rows) × \(quadratic.columns) program with \(count) terms")
    }
    if let row = linear.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(name: "linear term", row: row)
    }
    let diagonal = (0..<count).map { quadratic[$0, $0] }
    if let row = diagonal.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(name: "quadratic term", row: row)
    }
    let mean = diagonal.reduce(0, +) / Double(count)
    let size = max(scale, diagonal.max() ?? 0, linear.map { abs($0) }.max() ?? 0)
    let ridge = mean > 0 ? 1e-11 * mean : 1

    var solver = ActiveSet(quadratic: quadratic, linear: linear, ridge: ridge, scale: size)
    try solver.run(start: start)
    try solver.order()
    var found = try solver.gap()
    // A support of more columns than the table behind Q has rows costs the equations their digits.
    if size > 0, found > 1e-10 * size {
      solver.refines = true
      try solver.run(start: solver.support)
      try solver.order()
      found = try solver.gap()
    }
    gap = found
    relativeGap = size > 0 ? gap / size : 0
    iterations = solver.iterations
    weights = solver.weights
    guard relativeGap <= Self.tolerance else {
      throw .didNotConverge(iterations: iterations, residual: relativeGap)
    }
  }
}

/// The working state of the active-set method.
private struct ActiveSet {
  let quadratic: Matrix
  let linear: [Double]
  let ridge: Double
  let scale: Double
  var weights: [Double]
  var support: [Int] = []
  var iterations = 0
  /// Whether what rounding has taken from the equations' solution is solved for again.
  var refines = false

  init(quadratic: Matrix, linear: [Double], ridge: Double, scale: Double) {
    self.quadratic = quadratic
    self.linear = linear
    self.ridge = ridge
    self.scale = scale
    weights = Array(repeating: 0, count: linear.count)
  }

  /// Qx − c.
  func gradient() throws(KernelError) -> [Double] {
    var gradient = [Double](repeating: 0, count: linear.count)
    for index in gradient.indices { gradient[index] = -linear[index] }
    for member in support {
      LinearAlgebra.combine(1, &gradient, weights[member], column: member, of: quadratic)
    }
    return gradient
  }

  /// x′∇f − min ∇f.
  func gap() throws(KernelError) -> Double {
    let gradient = try gradient()
    var inner = 0.0
    for index in weights.indices { inner += weights[index] * gradient[index] }
    return max(0, inner - (gradient.min() ?? 0))
  }

  mutating func run(start: [Int]) throws(KernelError) {
    let count = linear.count
    let limit = iterations + 20 * count + 100
    support = start.isEmpty ? [bestVertex] : start
    weights = Array(repeating: 0, count: count)
    for member in support { weights[member] = 1 / Double(support.count) }
    var entered: Int?
    // What enters and is dropped at once had a slope of rounding size; another may have more.
    var refused: Set<Int> = []
    while iterations < limit {
      try settle(limit: limit)
      if let entered {
        if support.contains(entered) { refused.removeAll() } else { refused.insert(entered) }
      }
      var gradient = try gradient()
      for member in support { gradient[member] += ridge * weights[member] }
      var level = 0.0
      for member in support { level += weights[member] * gradient[member] }
      var entering: Int?
      var steepest = -1e-13 * scale
      let members = refused.union(support)
      for index in 0..<count where !members.contains(index) {
        let slope = gradient[index] - level
        if slope < steepest {
          steepest = slope
          entering = index
        }
      }
      guard let entering else { return }
      support.append(entering)
      entered = entering
      iterations += 1
    }
  }

  /// The same weights from the support in ascending order, so that they do not tell, in their last
  /// digits, from where they were reached.
  mutating func order() throws(KernelError) {
    support.sort()
    let target = try equalityOptimum()
    guard target.allSatisfy({ $0 > 0 }) else { return }
    for (place, member) in support.enumerated() { weights[member] = target[place] }
  }

  /// The single component with the lowest objective.
  private var bestVertex: Int {
    var best = 0
    var lowest = Double.infinity
    for index in linear.indices {
      let value = 0.5 * quadratic[index, index] - linear[index]
      if value < lowest {
        lowest = value
        best = index
      }
    }
    return best
  }

  /// Moves to the optimum on the support, dropping what turns negative on the way.
  private mutating func settle(limit: Int) throws(KernelError) {
    while iterations < limit {
      iterations += 1
      let target = try equalityOptimum()
      // A component that has just entered with weight zero and would turn negative at once is a
      // rounding artefact of a slope near zero: the step of length zero drops it again.
      var step = 1.0
      var blocking: Int?
      for (place, member) in support.enumerated() where target[place] <= 0 {
        let room = weights[member] / (weights[member] - target[place])
        if weights[member] <= 0 || room < step {
          step = weights[member] <= 0 ? 0 : room
          blocking = place
        }
      }
      for (place, member) in support.enumerated() {
        weights[member] += step * (target[place] - weights[member])
      }
      guard let blocking else { return }
      weights[support[blocking]] = 0
      support.remove(at: blocking)
    }
  }

  /// Solves (Q + ρI) x + μ1 = c, 1′x = 1 over the support.
  private func equalityOptimum() throws(KernelError) -> [Double] {
    let size = support.count
    guard size > 1 else { return [1] }
    var block = Matrix(rows: size, columns: size)
    var right = Matrix(rows: size, columns: 2, repeating: 1)
    for (column, member) in support.enumerated() {
      for row in 0...column { block[row, column] = quadratic[support[row], member] }
      block[column, column] += ridge
      right[column, 0] = linear[member]
    }
    let factor = try Cholesky(block)
    let solution = try factor.solve(right)
    var constant = 0.0
    for row in 0..<size { constant += solution[row, 1] }
    /// Adds what makes the sum one without leaving the line of the equations.
    func closed(_ weights: [Double]) -> [Double] {
      let multiplier = (weights.reduce(0, +) - 1) / constant
      return (0..<size).map { weights[$0] - multiplier * solution[$0, 1] }
    }
    var found = closed((0..<size).map { solution[$0, 0] })
    guard refines else { return found }
    for _ in 0..<3 {
      var missing = Matrix(rows: size, columns: 1)
      for (row, member) in support.enumerated() {
        missing[row, 0] = linear[member] - ridge * found[row]
        for (column, other) in support.enumerated() {
          missing[row, 0] -= quadratic[member, other] * found[column]
        }
      }
      // What is alike in all rows is the multiplier's.
      let level = missing.storage.reduce(0, +) / Double(size)
      for row in 0..<size { missing[row, 0] -= level }
      let step = try factor.solve(missing)
      found = closed((0..<size).map { found[$0] + step[$0, 0] })
    }
    return found
  }
}
