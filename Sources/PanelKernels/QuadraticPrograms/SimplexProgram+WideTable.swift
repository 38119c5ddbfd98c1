package import NumericKernels

/// Least squares over the simplex with many more weights than rows to find them from.
extension SimplexProgram {
  /// Minimises ½|Ax − b|² + ½ρ|x|² over x ≥ 0, Σx = 1.
  ///
  /// Where the target lies inside the hull of the columns the ridge spreads the weights over many of
  /// them, and an active set that takes one at a time factorises ever larger systems. The same
  /// optimum is then found among as many unknowns as the table has rows: x is the point of the
  /// simplex nearest to A′w with ρw = b − Ax, and Newton's steps on these equations end as soon as a
  /// support repeats itself. They start from all columns, whatever `start` says, so that one program
  /// has one answer to the bit. A target outside the hull has few weights, and what the steps do not
  /// reach within a handful is left to the active set.
  ///
  /// - Parameters:
  ///   - table: A, `m × n`.
  ///   - target: b, length m.
  ///   - ridge: ρ, positive.
  ///   - start: positions from which the active set begins.
  /// - Throws: as `init(quadratic:linear:scale:start:)`.
  /// - Source: Hintermüller, Ito and Kunisch (2002), doi:10.1137/S1052623401383558, on active sets
  ///   as Newton's method; cited from memory. The end is checked by its gap.
  package init(
    table: Matrix, target: [Double], ridge: Double, start: [Int] = []
  ) throws(KernelError) {
    guard table.rows == target.count else {
      throw .shape("a table of \(table.rows) rows with a target of \(target.count)")
    }
    let square = LinearAlgebra.dot(target, target)
    if table.columns > table.rows,
      let found = try SmallSide(table: table, target: target, ridge: ridge, scale: square)
        .optimum(within: 12)
    {
      self = found
      return
    }
    var quadratic = LinearAlgebra.gram(table)
    for index in 0..<table.columns { quadratic[index, index] += ridge }
    try self.init(
      quadratic: quadratic,
      linear: LinearAlgebra.multiply(table, target, transpose: true), scale: square, start: start)
  }
}

/// Newton's steps among as many unknowns as the table has rows.
private struct SmallSide {
  /// The table without its mean column, which weights that sum to one do not see.
  private let table: Matrix
  private let target: [Double]
  private let ridge: Double
  /// What decides among equals in the active set too.
  private let least: Double
  private let size: Double

  init(table: Matrix, target: [Double], ridge: Double, scale: Double) {
    let count = table.columns
    var centred = table
    var aim = target
    var trace = 0.0
    var largest = 0.0
    var means = [Double](repeating: 0, count: table.rows)
    for column in 0..<count {
      var square = 0.0
      var inner = 0.0
      for row in 0..<table.rows {
        let cell = table.storage[column * table.rows + row]
        square += cell * cell
        inner += cell * target[row]
        means[row] += cell / Double(count)
      }
      trace += square + ridge
      largest = max(largest, square + ridge, abs(inner))
    }
    for row in 0..<table.rows {
      aim[row] -= means[row]
      for column in 0..<count { centred.storage[column * table.rows + row] -= means[row] }
    }
    self.table = centred
    self.target = aim
    self.ridge = ridge
    least = 1e-11 * trace / Double(count)
    size = max(scale, largest)
  }

  /// The optimum; `nil` where the steps do not settle on more weights than rows.
  func optimum(within limit: Int) throws(KernelError) -> SimplexProgram? {
    guard size.isFinite, ridge > 0 else { return nil }
    var support = Array(0..<table.columns)
    for step in 1...limit {
      guard support.count > table.rows, let point = try point(on: support) else { return nil }
      let pulls = try LinearAlgebra.multiply(table, point, transpose: true)
      guard pulls.allSatisfy(\.isFinite) else { return nil }
      let level = Self.level(pulls)
      let next = pulls.indices.filter { pulls[$0] > level }
      if next == support {
        return try checked(pulls.map { max(0, $0 - level) }, steps: step)
      }
      support = next
    }
    return nil
  }

  /// The w that solves the equations with these weights free and the others at zero.
  private func point(on support: [Int]) throws(KernelError) -> [Double]? {
    let part = support.count == table.columns ? table : table.columns(support)
    let rows = part.rows
    let count = Double(part.columns)
    let sums = try LinearAlgebra.multiply(part, [Double](repeating: 1, count: part.columns))
    var system = LinearAlgebra.gram(part, transposed: true)
    var right = Matrix(rows: rows, columns: 1)
    for column in 0..<rows {
      for row in 0...column { system[row, column] -= sums[row] * sums[column] / count }
      system[column, column] += ridge + least
      right[column, 0] = target[column] - sums[column] / count
    }
    // A system that rounding has made indefinite belongs to a target far outside the hull.
    guard let factor = try? Cholesky(system) else { return nil }
    return try factor.solve(right).storage
  }

  /// The μ with Σ max(0, vⱼ − μ) = 1.
  ///
  /// - Source: Michelot (1986), doi:10.1007/BF00938486; cited from memory.
  private static func level(_ values: [Double]) -> Double {
    var kept = values
    while true {
      let level = (kept.reduce(0, +) - 1) / Double(kept.count)
      let above = kept.filter { $0 > level }
      if above.count == kept.count || above.isEmpty { return level }
      kept = above
    }
  }

  /// Weights with their gap; `nil` where it is not of rounding size.
  private func checked(_ weights: [Double], steps: Int) throws(KernelError) -> SimplexProgram? {
    var errors = try LinearAlgebra.multiply(table, weights)
    for row in errors.indices { errors[row] -= target[row] }
    var gradient = try LinearAlgebra.multiply(table, errors, transpose: true)
    for index in gradient.indices { gradient[index] += ridge * weights[index] }
    let gap = max(0, LinearAlgebra.dot(weights, gradient) - (gradient.min() ?? 0))
    let relative = size > 0 ? gap / size : 0
    guard relative <= 1e-12, abs(weights.reduce(0, +) - 1) <= 1e-12 else { return nil }
    return SimplexProgram(weights: weights, gap: gap, relativeGap: relative, iterations: steps)
  }
}
