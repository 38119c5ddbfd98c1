import COpenBLAS

/// Householder QR with column pivoting: A P = Q R, |Rᵢᵢ| descending.
package struct PivotedQR: Sendable {
  private let factors: Matrix
  private let reflectors: [Double]
  /// Original column that stands at each position.
  package let pivots: [Int]
  /// Number of |Rᵢᵢ| above `tolerance · |R₁₁|`.
  package let rank: Int

  /// - Parameters:
  ///   - matrix: `m × n`, m ≥ n.
  ///   - tolerance: relative to the largest diagonal element of R.
  package init(_ matrix: Matrix, tolerance: Double) throws(KernelError) {
    guard matrix.rows >= matrix.columns else {
      throw .tooFewObservations(rows: matrix.rows, columns: matrix.columns)
    }
    var storage = matrix.storage
    var rows = Int32(matrix.rows)
    var columns = Int32(matrix.columns)
    var order = [Int32](repeating: 0, count: matrix.columns)
    var tau = [Double](repeating: 0, count: matrix.columns)
    var work = [0.0]
    var workSize: Int32 = -1
    var info: Int32 = 0
    _ = BLAS.singleThread
    unsafe dgeqp3_(&rows, &columns, &storage, &rows, &order, &tau, &work, &workSize, &info)
    workSize = Int32(work[0])
    work = Array(repeating: 0, count: Int(workSize))
    unsafe dgeqp3_(&rows, &columns, &storage, &rows, &order, &tau, &work, &workSize, &info)
    factors = Matrix(rows: matrix.rows, columns: matrix.columns, storage: storage)
    reflectors = tau
    pivots = order.map { Int($0) - 1 }
    let diagonal = (0..<matrix.columns).map { abs(storage[$0 * matrix.rows + $0]) }
    let largest = diagonal.first ?? 0
    rank = diagonal.prefix { $0 > tolerance * largest && $0 > 0 }.count
  }

  /// Qᵀ b; length m.
  package func transposedQ(times vector: [Double]) -> [Double] {
    var result = vector
    var rows = Int32(factors.rows)
    var one: Int32 = 1
    var reflections = Int32(factors.columns)
    var work = [0.0]
    var workSize: Int32 = -1
    var info: Int32 = 0
    unsafe dormqr_(
      "L", "T", &rows, &one, &reflections, factors.storage, &rows, reflectors, &result, &rows,
      &work, &workSize, &info)
    workSize = Int32(work[0])
    work = Array(repeating: 0, count: Int(workSize))
    unsafe dormqr_(
      "L", "T", &rows, &one, &reflections, factors.storage, &rows, reflectors, &result, &rows,
      &work, &workSize, &info)
    return result
  }

  /// Solves R₁₁ Z = B over the leading `rank` rows and columns.
  ///
  /// - Parameter right: `rank × k`.
  package func solveTriangle(_ right: Matrix) -> Matrix {
    var solution = right
    var size = Int32(rank)
    var count = Int32(right.columns)
    var leading = Int32(factors.rows)
    var leadingRight = Int32(right.rows)
    var info: Int32 = 0
    unsafe dtrtrs_(
      "U", "N", "N", &size, &count, factors.storage, &leading, &solution.storage,
      &leadingRight, &info)
    return solution
  }

  /// The columns beyond the rank, and the leading columns of which they are combinations:
  /// R₁₁ Z = R₁₂ has their weights, of which those up to 1e-6 count as zero.
  package var dependence: (columns: [Int], on: [Int]) {
    let columns = Array(pivots[rank...])
    guard rank > 0 else { return (columns.sorted(), []) }
    var right = Matrix(rows: rank, columns: columns.count)
    for column in columns.indices {
      for row in 0..<rank { right[row, column] = triangle(row, rank + column) }
    }
    let weights = solveTriangle(right)
    let others = (0..<rank).filter { row in
      columns.indices.contains { abs(weights[row, $0]) > 1e-6 }
    }
    return (columns.sorted(), others.map { pivots[$0] }.sorted())
  }

  /// Element of R.
  package func triangle(_ row: Int, _ column: Int) -> Double {
    row <= column ? factors[row, column] : 0
  }
}
