/// A dense matrix of doubles in column-major order, the order BLAS and LAPACK expect.
///
/// Element (row, column) stands at `storage[column * rows + row]`. Units are the caller's.
package struct Matrix: Hashable, Sendable {
  package let rows: Int
  package let columns: Int
  /// `rows * columns` values, column after column.
  package var storage: [Double]

  /// A matrix from values that are already in column-major order.
  ///
  /// - Parameter storage: `rows * columns` values; another length is our own mistake.
  package init(rows: Int, columns: Int, storage: [Double]) {
    precondition(rows >= 0 && columns >= 0 && storage.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  /// A matrix that holds one value everywhere.
  package init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(
      rows: rows, columns: columns, storage: Array(repeating: value, count: rows * columns))
  }

  /// A matrix from its columns, all of one length.
  package init(columns: [[Double]]) {
    let rows = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rows })
    self.init(rows: rows, columns: columns.count, storage: Array(columns.joined()))
  }

  /// Ones on the diagonal.
  package static func identity(_ size: Int) -> Matrix {
    var matrix = Matrix(rows: size, columns: size)
    for index in 0..<size { matrix[index, index] = 1 }
    return matrix
  }

  @inlinable package subscript(row: Int, column: Int) -> Double {
    get { storage[column * rows + row] }
    set { storage[column * rows + row] = newValue }
  }

  /// One column's values.
  package func column(_ column: Int) -> [Double] {
    Array(storage[column * rows..<(column + 1) * rows])
  }

  /// Rows for columns.
  package var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for column in 0..<columns {
      for row in 0..<rows { result[column, row] = self[row, column] }
    }
    return result
  }

  /// Some rows in a given order.
  package func rows(_ positions: [Int]) -> Matrix {
    var storage: [Double] = []
    storage.reserveCapacity(positions.count * columns)
    for column in 0..<columns {
      let base = column * rows
      for position in positions { storage.append(self.storage[base + position]) }
    }
    return Matrix(rows: positions.count, columns: columns, storage: storage)
  }

  /// Some columns in a given order.
  package func columns(_ positions: [Int]) -> Matrix {
    var storage: [Double] = []
    storage.reserveCapacity(positions.count * rows)
    for position in positions {
      storage.append(contentsOf: self.storage[position * rows..<(position + 1) * rows])
    }
    return Matrix(rows: rows, columns: positions.count, storage: storage)
  }
}
