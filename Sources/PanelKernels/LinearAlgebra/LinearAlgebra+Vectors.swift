import COpenBLAS
package import NumericKernels

/// Vector steps for iterations that run tens of thousands of times on short vectors.
extension LinearAlgebra {
  /// y ← α y + β a, with a one column of a matrix; y of the matrix's row count.
  static func combine(
    _ alpha: Double, _ vector: inout [Double], _ beta: Double, column: Int, of matrix: Matrix
  ) {
    precondition(vector.count == matrix.rows && column < matrix.columns)
    let count = Int32(vector.count)
    _ = BLAS.singleThread
    unsafe matrix.storage.withUnsafeBufferPointer { cells in
      guard let start = cells.baseAddress else { return }
      unsafe cblas_daxpby(
        count, beta, start + column * matrix.rows, 1, alpha, &vector, 1)
    }
  }

  /// x ← α x.
  static func scale(_ vector: inout [Double], by alpha: Double) {
    _ = BLAS.singleThread
    unsafe cblas_dscal(Int32(vector.count), alpha, &vector, 1)
  }

  /// Position of the smallest element, the first of equal ones.
  static func smallest(_ vector: [Double]) -> Int {
    precondition(!vector.isEmpty)
    var place = 0
    let cells = vector.span
    var least = cells[0]
    for index in 1..<max(1, cells.count) where cells[index] < least {
      least = cells[index]
      place = index
    }
    return place
  }
}

extension Matrix {
  /// The first rows of a matrix.
  package func firstRows(_ count: Int) -> Matrix {
    var storage: [Double] = []
    storage.reserveCapacity(count * columns)
    for column in 0..<columns {
      storage.append(contentsOf: self.storage[column * rows..<column * rows + count])
    }
    return Matrix(rows: count, columns: columns, storage: storage)
  }
}

extension LinearAlgebra {
  /// A[:, column] += α x.
  static func combine(
    column: Int, of matrix: inout Matrix, adding alpha: Double, times vector: [Double]
  ) {
    precondition(vector.count == matrix.rows && column < matrix.columns)
    let count = Int32(vector.count)
    let offset = column * matrix.rows
    _ = BLAS.singleThread
    unsafe matrix.storage.withUnsafeMutableBufferPointer { cells in
      guard let start = cells.baseAddress else { return }
      unsafe cblas_daxpy(count, alpha, vector, 1, start + offset, 1)
    }
  }
}

extension LinearAlgebra {
  /// Takes every row's and every column's mean off and adds the grand mean back: what two-way
  /// effects leave of a complete panel.
  static func centreTwoWay(_ matrix: inout Matrix) -> TwoWayMeans {
    let rows = matrix.rows
    let columns = matrix.columns
    guard rows > 0, columns > 0 else {
      return TwoWayMeans(rowMeans: [], columnMeans: [], grand: 0)
    }
    let onesByRow = [Double](repeating: 1, count: rows)
    let onesByColumn = [Double](repeating: 1, count: columns)
    var rowMeans = [Double](repeating: 0, count: rows)
    var columnMeans = [Double](repeating: 0, count: columns)
    _ = BLAS.singleThread
    unsafe cblas_dgemv(
      CblasColMajor, CblasNoTrans, Int32(rows), Int32(columns), 1 / Double(columns),
      matrix.storage, Int32(rows), onesByColumn, 1, 0, &rowMeans, 1)
    unsafe cblas_dgemv(
      CblasColMajor, CblasTrans, Int32(rows), Int32(columns), 1 / Double(rows), matrix.storage,
      Int32(rows), onesByRow, 1, 0, &columnMeans, 1)
    let grand = rowMeans.reduce(0, +) / Double(rows)
    let departures = columnMeans.map { $0 - grand }
    unsafe cblas_dger(
      CblasColMajor, Int32(rows), Int32(columns), -1, rowMeans, 1, onesByColumn, 1,
      &matrix.storage, Int32(rows))
    unsafe cblas_dger(
      CblasColMajor, Int32(rows), Int32(columns), -1, onesByRow, 1, departures, 1,
      &matrix.storage, Int32(rows))
    return TwoWayMeans(rowMeans: rowMeans, columnMeans: columnMeans, grand: grand)
  }
}

/// Means of a complete panel.
struct TwoWayMeans {
  let rowMeans: [Double]
  let columnMeans: [Double]
  let grand: Double

  /// What the two-way effects expect in a cell.
  func expected(_ row: Int, _ column: Int) -> Double {
    rowMeans[row] + columnMeans[column] - grand
  }
}
