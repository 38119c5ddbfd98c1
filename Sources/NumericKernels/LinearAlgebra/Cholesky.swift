import COpenBLAS

/// The factorisation A = UᵀU of a symmetric positive definite matrix.
package struct Cholesky: Sendable {
  /// Upper triangle holds U; the lower is not read.
  private let factor: Matrix

  /// - Parameter matrix: symmetric, `n × n`; only the upper triangle is read.
  /// - Throws: `KernelError.notPositiveDefinite` with the first failing pivot.
  package init(_ matrix: Matrix) throws(KernelError) {
    guard matrix.rows == matrix.columns else {
      throw .shape("Cholesky of a \(matrix.rows) × \(matrix.columns) matrix")
    }
    var storage = matrix.storage
    var size = Int32(matrix.rows)
    var info: Int32 = 0
    _ = BLAS.singleThread
    unsafe dpotrf_("U", &size, &storage, &size, &info)
    guard info == 0 else { throw .notPositiveDefinite(pivot: Int(info)) }
    factor = Matrix(rows: matrix.rows, columns: matrix.rows, storage: storage)
  }

  /// Solves A X = B.
  ///
  /// - Parameter right: `n × k`.
  package func solve(_ right: Matrix) throws(KernelError) -> Matrix {
    guard right.rows == factor.rows else {
      throw .shape("a right-hand side of \(right.rows) rows for \(factor.rows)")
    }
    var solution = right
    var size = Int32(factor.rows)
    var count = Int32(right.columns)
    var info: Int32 = 0
    unsafe dpotrs_(
      "U", &size, &count, factor.storage, &size, &solution.storage, &size, &info)
    return solution
  }

  /// A⁻¹, both triangles filled.
  package var inverse: Matrix {
    var result = factor
    var size = Int32(factor.rows)
    var info: Int32 = 0
    unsafe dpotri_("U", &size, &result.storage, &size, &info)
    for column in 0..<result.columns {
      for row in 0..<column { result[column, row] = result[row, column] }
    }
    return result
  }

  /// U⁻¹, zeros below the diagonal.
  package var inverseTriangle: Matrix {
    var result = factor
    for column in 0..<result.columns {
      for row in (column + 1)..<result.rows { result[row, column] = 0 }
    }
    var size = Int32(factor.rows)
    var info: Int32 = 0
    unsafe dtrtri_("U", "N", &size, &result.storage, &size, &info)
    return result
  }

  /// The squared diagonal element of U at a position: what is left of A's own after the columns
  /// before it are taken out.
  package func pivot(_ position: Int) -> Double {
    factor[position, position] * factor[position, position]
  }

  /// log |A|.
  package var logDeterminant: Double {
    var sum = 0.0
    for index in 0..<factor.rows { sum += 2 * Logarithm.natural(factor[index, index]) }
    return sum
  }
}
