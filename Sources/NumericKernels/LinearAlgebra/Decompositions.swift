import COpenBLAS

extension LinearAlgebra {
  /// Eigenvalues in ascending order and the eigenvectors as columns.
  ///
  /// - Parameter matrix: symmetric, `n × n`; only the upper triangle is read.
  package static func symmetricEigen(
    _ matrix: Matrix
  ) throws(KernelError) -> (values: [Double], vectors: Matrix) {
    guard matrix.rows == matrix.columns else {
      throw .shape("eigenvalues of a \(matrix.rows) × \(matrix.columns) matrix")
    }
    var vectors = matrix
    var values = [Double](repeating: 0, count: matrix.rows)
    var size = Int32(matrix.rows)
    var info: Int32 = 0
    var workSize: Int32 = -1
    var integerWorkSize: Int32 = -1
    var work = [0.0]
    var integerWork: [Int32] = [0]
    _ = BLAS.singleThread
    // The first call only asks for the size of the work space.
    unsafe dsyevd_(
      "V", "U", &size, &vectors.storage, &size, &values, &work, &workSize, &integerWork,
      &integerWorkSize, &info)
    workSize = Int32(work[0])
    integerWorkSize = integerWork[0]
    work = Array(repeating: 0, count: Int(workSize))
    integerWork = Array(repeating: 0, count: Int(integerWorkSize))
    unsafe dsyevd_(
      "V", "U", &size, &vectors.storage, &size, &values, &work, &workSize, &integerWork,
      &integerWorkSize, &info)
    guard info == 0 else { throw .didNotConverge(iterations: Int(info), residual: .nan) }
    return (values, vectors)
  }

  /// The thin singular value decomposition A = U diag(s) Vᵀ, s descending.
  ///
  /// - Returns: `U` of `m × r`, `s` of length r, `Vᵀ` of `r × n`, with r = min(m, n).
  package static func singularValues(
    _ matrix: Matrix
  ) throws(KernelError) -> (left: Matrix, values: [Double], rightTransposed: Matrix) {
    let rank = min(matrix.rows, matrix.columns)
    guard rank > 0 else { throw .shape("singular values of an empty matrix") }
    var storage = matrix.storage
    var left = Matrix(rows: matrix.rows, columns: rank)
    var right = Matrix(rows: rank, columns: matrix.columns)
    var values = [Double](repeating: 0, count: rank)
    var rows = Int32(matrix.rows)
    var columns = Int32(matrix.columns)
    var leading = Int32(rank)
    var info: Int32 = 0
    var workSize: Int32 = -1
    var work = [0.0]
    var integerWork = [Int32](repeating: 0, count: 8 * rank)
    _ = BLAS.singleThread
    unsafe dgesdd_(
      "S", &rows, &columns, &storage, &rows, &values, &left.storage, &rows, &right.storage,
      &leading, &work, &workSize, &integerWork, &info)
    workSize = Int32(work[0])
    work = Array(repeating: 0, count: Int(workSize))
    unsafe dgesdd_(
      "S", &rows, &columns, &storage, &rows, &values, &left.storage, &rows, &right.storage,
      &leading, &work, &workSize, &integerWork, &info)
    guard info == 0 else { throw .didNotConverge(iterations: Int(info), residual: .nan) }
    return (left, values, right)
  }
}

extension LinearAlgebra {
  /// The inverse of a square matrix of small size, through its singular values.
  ///
  /// - Throws: `KernelError.rankDeficient` when the condition number exceeds 1e14.
  package static func inverse(_ matrix: Matrix) throws(KernelError) -> Matrix {
    guard matrix.rows == matrix.columns else {
      throw .shape("inverse of a \(matrix.rows) × \(matrix.columns) matrix")
    }
    let (left, values, right) = try singularValues(matrix)
    guard let largest = values.first, let smallest = values.last, smallest > largest * 1e-14 else {
      throw .rankDeficient(columns: ["matrix"], dependsOn: ["zero"])
    }
    var scaled = right
    for row in 0..<right.rows {
      for column in 0..<right.columns { scaled[row, column] /= values[row] }
    }
    return try multiply(scaled, left, transposeLeft: true, transposeRight: true)
  }
}
