import NumericKernels

/// Predictors of a tree model: column-major single-precision numbers, NaN where missing.
///
/// Single precision is what XGBoost compares with its thresholds; keeping it here makes our walk
/// through a tree take the same turn at every node. Units are the caller's.
package struct FeatureMatrix: Hashable, Sendable {
  package let rows: Int
  package let columns: Int
  /// `rows * columns` values, column after column.
  package let storage: [Float]

  /// - Parameter columns: one array a feature, all of one length.
  package init(columns: [[Double]]) {
    let rows = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rows })
    self.rows = rows
    self.columns = columns.count
    var storage: [Float] = []
    storage.reserveCapacity(rows * columns.count)
    for column in columns { for value in column { storage.append(Float(value)) } }
    self.storage = storage
  }

  /// - Parameter storage: `rows * columns` values in column-major order.
  package init(rows: Int, columns: Int, storage: [Float]) {
    precondition(storage.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  package subscript(row: Int, column: Int) -> Float { storage[column * rows + row] }

  /// Some rows in a given order.
  package func rows(_ positions: [Int]) -> FeatureMatrix {
    var storage: [Float] = []
    storage.reserveCapacity(positions.count * columns)
    for column in 0..<columns {
      let base = column * rows
      for position in positions { storage.append(self.storage[base + position]) }
    }
    return FeatureMatrix(rows: positions.count, columns: columns, storage: storage)
  }

  /// The same rows with one column replaced by a constant.
  package func replacing(column: Int, with value: Double) -> FeatureMatrix {
    var storage = self.storage
    for row in 0..<rows { storage[column * rows + row] = Float(value) }
    return FeatureMatrix(rows: rows, columns: columns, storage: storage)
  }

  /// Row after row, the order that XGBoost takes.
  var rowMajor: [Float] {
    var result = [Float](repeating: 0, count: storage.count)
    for column in 0..<columns {
      let base = column * rows
      for row in 0..<rows { result[row * columns + column] = storage[base + row] }
    }
    return result
  }
}
