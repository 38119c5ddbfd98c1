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

  package subscript(row: Int, column: Int) -> Double {
    get { storage[column * rows + row] }
    set { storage[column * rows + row] = newValue }
  }
}
