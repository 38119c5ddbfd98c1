import COpenBLAS
package import NumericKernels

extension LinearAlgebra {
  /// The largest eigenvalues in ascending order and their eigenvectors as columns.
  ///
  /// - Parameters:
  ///   - matrix: symmetric, `n × n`; only the upper triangle is read.
  ///   - count: 1 to n.
  /// - Returns: `count` values, `n × count`.
  package static func symmetricEigen(
    _ matrix: Matrix, largest count: Int
  ) throws(KernelError) -> (values: [Double], vectors: Matrix) {
    guard matrix.rows == matrix.columns, count > 0, count <= matrix.rows else {
      throw .shape("\(count) eigenvalues of a \(matrix.rows) × \(matrix.columns) matrix")
    }
    // Beyond a third the divide-and-conquer of all pairs is the faster one.
    guard 3 * count < matrix.rows else {
      let all = try symmetricEigen(matrix)
      let places = Array(matrix.rows - count..<matrix.rows)
      return (places.map { all.values[$0] }, all.vectors.columns(places))
    }
    var storage = matrix.storage
    var values = [Double](repeating: 0, count: matrix.rows)
    var vectors = Matrix(rows: matrix.rows, columns: count)
    var support = [Int32](repeating: 0, count: 2 * count)
    var size = Int32(matrix.rows)
    var bounds = (0.0, 0.0)
    var first = Int32(matrix.rows - count + 1)
    var last = Int32(matrix.rows)
    var tolerance = 0.0
    var found: Int32 = 0
    var info: Int32 = 0
    var workSize: Int32 = -1
    var integerWorkSize: Int32 = -1
    var work = [0.0]
    var integerWork: [Int32] = [0]
    _ = BLAS.singleThread
    // The first call only asks for the size of the work space.
    unsafe dsyevr_(
      "V", "I", "U", &size, &storage, &size, &bounds.0, &bounds.1, &first, &last, &tolerance,
      &found, &values, &vectors.storage, &size, &support, &work, &workSize, &integerWork,
      &integerWorkSize, &info)
    workSize = Int32(work[0])
    integerWorkSize = integerWork[0]
    work = Array(repeating: 0, count: Int(workSize))
    integerWork = Array(repeating: 0, count: Int(integerWorkSize))
    unsafe dsyevr_(
      "V", "I", "U", &size, &storage, &size, &bounds.0, &bounds.1, &first, &last, &tolerance,
      &found, &values, &vectors.storage, &size, &support, &work, &workSize, &integerWork,
      &integerWorkSize, &info)
    guard info == 0, Int(found) == count else {
      throw .didNotConverge(iterations: Int(info), residual: .nan)
    }
    return (Array(values[..<count]), vectors)
  }
}

/// The eigenpairs above a threshold of a symmetric matrix that changes little from call to call.
///
/// Exact pairs come from LAPACK. Between them the last vectors are turned once through the new
/// matrix and rotated to its pairs within their span (subspace iteration with the Rayleigh–Ritz
/// step), which costs two products instead of a decomposition. Some vectors more than lie above
/// the threshold are kept, so that pairs that rise to it are seen.
///
/// - Source: Halko, Martinsson and Tropp (2011), doi:10.1137/090771806, section 4.5; Mazumder,
///   Hastie and Tibshirani (2010), JMLR 11:2287, section 5, on warm starts.
package struct LeadingEigenpairs {
  /// Vectors beyond those above the threshold.
  private static let margin = 8

  private var basis: Matrix?
  private var above = 0

  /// Without vectors: the first pairs are exact.
  package init() {}

  /// The pairs above a threshold, ascending.
  ///
  /// - Parameters:
  ///   - matrix: symmetric positive semidefinite, always of one size.
  ///   - isExact: whether LAPACK shall be asked even where the last vectors would do.
  /// - Returns: values and vectors, and whether they are LAPACK's.
  package mutating func pairs(
    of matrix: Matrix, above threshold: Double, exactly isExact: Bool
  ) throws(KernelError) -> (values: [Double], vectors: Matrix, areExact: Bool) {
    if !isExact, let turned = try turned(by: matrix), turned.values[0] <= threshold {
      basis = turned.vectors
      let kept = turned.values.indices.filter { turned.values[$0] > threshold }
      above = kept.count
      return (kept.map { turned.values[$0] }, turned.vectors.columns(kept), false)
    }
    var count = min(matrix.rows, above + Self.margin)
    while true {
      let found = try LinearAlgebra.symmetricEigen(matrix, largest: count)
      if count < matrix.rows, found.values[0] > threshold {
        count = min(matrix.rows, 2 * count)
        continue
      }
      let kept = found.values.indices.filter { found.values[$0] > threshold }
      above = kept.count
      // With many vectors a turn costs more than a decomposition.
      let wanted = above + Self.margin
      basis =
        3 * wanted < matrix.rows
        ? found.vectors.columns(Array(found.values.indices.suffix(wanted))) : nil
      return (kept.map { found.values[$0] }, found.vectors.columns(kept), true)
    }
  }

  /// The last vectors after one step; `nil` without any, or where they have come to depend on
  /// each other.
  private func turned(
    by matrix: Matrix
  ) throws(KernelError) -> (values: [Double], vectors: Matrix)? {
    guard let basis else { return nil }
    var image = try LinearAlgebra.multiply(matrix, basis)
    for column in 0..<image.columns {
      let cells = image.column(column)
      let length = LinearAlgebra.dot(cells, cells).squareRoot()
      guard length > 0 else { return nil }
      for row in 0..<image.rows { image[row, column] /= length }
    }
    let triangle: Matrix
    do {
      triangle = try Cholesky(LinearAlgebra.gram(image)).inverseTriangle
    } catch {
      if case .notPositiveDefinite = error { return nil }
      throw error
    }
    let orthogonal = try LinearAlgebra.multiply(image, triangle)
    let inner = try LinearAlgebra.multiply(
      orthogonal, LinearAlgebra.multiply(matrix, orthogonal), transposeLeft: true)
    let rotation = try LinearAlgebra.symmetricEigen(inner)
    return (rotation.values, try LinearAlgebra.multiply(orthogonal, rotation.vectors))
  }
}
