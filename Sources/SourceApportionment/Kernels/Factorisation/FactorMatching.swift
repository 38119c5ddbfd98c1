package import NumericKernels

/// Which factors of one solution are which of another, by the correlation of their rows.
package struct FactorMatching: Sendable {
  /// For each factor of the reference, the factor of the other that is matched to it.
  package let partners: [Int]
  /// Correlation of each reference factor with its partner.
  package let correlations: [Double]

  /// Matches one to one: the most alike pair first, then the most alike of the rest.
  ///
  /// - Parameters:
  ///   - rows: `factors × columns`.
  ///   - reference: `factors × columns`.
  package init(_ rows: Matrix, to reference: Matrix) {
    self.init(likeness: Self.correlations(rows, reference))
  }

  /// Matches by a likeness of any kind.
  ///
  /// - Parameter table: one row a factor of the other, one column a factor of the reference.
  package init(likeness table: Matrix) {
    var partners = [Int](repeating: -1, count: table.columns)
    var chosen = [Double](repeating: .nan, count: table.columns)
    var free = Set(0..<table.rows)
    for _ in 0..<min(table.rows, table.columns) {
      var best = (value: -Double.infinity, factor: -1, row: -1)
      for factor in 0..<table.columns where partners[factor] < 0 {
        for row in free.sorted() where table[row, factor] > best.value {
          best = (table[row, factor], factor, row)
        }
      }
      guard best.row >= 0 else { break }
      partners[best.factor] = best.row
      chosen[best.factor] = best.value
      free.remove(best.row)
    }
    self.partners = partners
    correlations = chosen
  }

  /// Pearson's correlations of all rows of one matrix with all rows of another; −1 where a row is
  /// constant.
  package static func correlations(_ left: Matrix, _ right: Matrix) -> Matrix {
    let first = standardised(left)
    let second = standardised(right)
    var table = Matrix(rows: left.rows, columns: right.rows)
    for (row, leftRow) in first.enumerated() {
      for (column, rightRow) in second.enumerated() {
        if let leftRow, let rightRow {
          table[row, column] = LinearAlgebra.dot(leftRow, rightRow)
        } else {
          table[row, column] = -1
        }
      }
    }
    return table
  }

  private static func standardised(_ matrix: Matrix) -> [[Double]?] {
    (0..<matrix.rows).map { row in
      let values = (0..<matrix.columns).map { matrix[row, $0] }
      let mean = Summation.mean(values)
      let centred = values.map { $0 - mean }
      let length = Summation.sum(centred.map { $0 * $0 }).squareRoot()
      return length > 0 ? centred.map { $0 / length } : nil
    }
  }
}
