import COpenBLAS

/// Checked wrappers over BLAS and LAPACK.
package enum LinearAlgebra {
  /// alpha · op(A) · op(B).
  ///
  /// - Parameters:
  ///   - left: `m × k`, or `k × m` when transposed.
  ///   - right: `k × n`, or `n × k` when transposed.
  /// - Returns: `m × n`.
  /// - Throws: `KernelError.shape` when the inner dimensions differ.
  package static func multiply(
    _ left: Matrix, _ right: Matrix, transposeLeft: Bool = false, transposeRight: Bool = false,
    alpha: Double = 1
  ) throws(KernelError) -> Matrix {
    let rows = transposeLeft ? left.columns : left.rows
    let inner = transposeLeft ? left.rows : left.columns
    let columns = transposeRight ? right.rows : right.columns
    let matching = transposeRight ? right.columns : right.rows
    guard inner == matching else {
      throw .shape("gemm: inner dimensions \(inner) and \(matching) differ")
    }
    var result = Matrix(rows: rows, columns: columns)
    guard rows > 0, columns > 0, inner > 0 else { return result }
    _ = BLAS.singleThread
    unsafe cblas_dgemm(
      CblasColMajor, transposeLeft ? CblasTrans : CblasNoTrans,
      transposeRight ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), Int32(inner),
      alpha, left.storage, Int32(left.rows), right.storage, Int32(right.rows), 0,
      &result.storage, Int32(rows))
    return result
  }

  /// op(A) · x.
  ///
  /// - Throws: `KernelError.shape` when the vector's length is not the matrix's.
  package static func multiply(
    _ matrix: Matrix, _ vector: [Double], transpose: Bool = false
  ) throws(KernelError) -> [Double] {
    let inner = transpose ? matrix.rows : matrix.columns
    guard inner == vector.count else {
      throw .shape("gemv: a vector of \(vector.count) for \(inner)")
    }
    var result = [Double](repeating: 0, count: transpose ? matrix.columns : matrix.rows)
    guard matrix.rows > 0, matrix.columns > 0 else { return result }
    _ = BLAS.singleThread
    unsafe cblas_dgemv(
      CblasColMajor, transpose ? CblasTrans : CblasNoTrans, Int32(matrix.rows),
      Int32(matrix.columns), 1, matrix.storage, Int32(matrix.rows), vector, 1, 0, &result, 1)
    return result
  }

  /// The Gram matrix XᵀX, or XXᵀ when transposed; symmetric, both triangles filled.
  package static func gram(_ matrix: Matrix, transposed: Bool = false) -> Matrix {
    let size = transposed ? matrix.rows : matrix.columns
    let inner = transposed ? matrix.columns : matrix.rows
    var result = Matrix(rows: size, columns: size)
    guard size > 0, inner > 0 else { return result }
    _ = BLAS.singleThread
    unsafe cblas_dsyrk(
      CblasColMajor, CblasUpper, transposed ? CblasNoTrans : CblasTrans, Int32(size),
      Int32(inner), 1, matrix.storage, Int32(matrix.rows), 0, &result.storage, Int32(size))
    for column in 0..<size {
      for row in 0..<column { result[column, row] = result[row, column] }
    }
    return result
  }

  /// Σ xᵢ yᵢ of two vectors of one length.
  package static func dot(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count)
    _ = BLAS.singleThread
    return unsafe cblas_ddot(Int32(left.count), left, 1, right, 1)
  }
}
