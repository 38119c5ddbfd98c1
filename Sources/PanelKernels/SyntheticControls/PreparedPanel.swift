package import NumericKernels

/// Who is treated from when, and who is compared with.
package struct PanelAssignment: Hashable, Sendable {
  /// Columns that are treated at some row.
  package let treated: [Int]
  /// First treated row of each treated column.
  package let starts: [Int]
  /// Columns that are never treated.
  package let donors: [Int]

  /// An assignment; `starts` has one row a treated column.
  package init(treated: [Int], starts: [Int], donors: [Int]) {
    precondition(treated.count == starts.count)
    self.treated = treated
    self.starts = starts
    self.donors = donors
  }

  /// Treated columns that start at one row.
  package struct Cohort: Hashable, Sendable {
    /// First treated row.
    package let start: Int
    /// Columns.
    package let units: [Int]
  }

  /// Cohorts by ascending start.
  package var cohorts: [Cohort] {
    Set(starts).sorted().map { start in
      Cohort(
        start: start, units: treated.indices.filter { starts[$0] == start }.map { treated[$0] })
    }
  }
}

/// A panel without gaps, with the sums over time that every synthetic control needs.
///
/// The programs see the data only through inner products of columns, so a placebo study over
/// other donors picks from one Gram matrix instead of going through the panel again.
package struct PreparedPanel: Sendable {
  /// `times × units`, no NaN.
  package let values: Matrix
  /// What else is known of every cell; `nil` for methods that see the outcome alone.
  package let covariates: PanelCovariates?
  /// Predictors that the study states; `nil` where it states none.
  package let predictors: StatedPredictors?
  private let products: [Int: Products]

  /// What is known about the rows before a start, and about those from it on.
  package struct Products: Sendable {
    /// Inner products over the rows before of columns minus the mean of all columns, `units × units`.
    /// Weights that sum to one do not see what all columns share, and without it a high level of
    /// all stations costs no digits.
    package let gram: Matrix
    /// The same of columns minus their mean over these rows.
    package let centredGram: Matrix
    /// Means over the rows before, one a unit.
    package let meansBefore: [Double]
    /// Means over the rows from the start on, one a unit.
    package let meansAfter: [Double]
  }

  /// - Parameters:
  ///   - values: `times × units`.
  ///   - starts: first treated rows that will be asked for, each with rows on both sides.
  ///   - covariates: of the same shape.
  ///   - predictors: with windows over the rows of the panel.
  /// - Throws: `KernelError.notFinite` with the first bad row; `.shape` for a start without rows
  ///   before or after it, or for covariates of another shape.
  package init(
    _ values: Matrix, starts: some Sequence<Int>, covariates: PanelCovariates? = nil,
    predictors: StatedPredictors? = nil
  ) throws(KernelError) {
    guard covariates?.have(shapeOf: values) ?? true else {
      throw .shape("covariates and panel differ in shape")
    }
    self.covariates = covariates
    self.predictors = predictors
    if let place = values.storage.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(name: "unit \(place / max(values.rows, 1))", row: place % values.rows)
    }
    self.values = values
    var products: [Int: Products] = [:]
    for start in Set(starts) {
      guard start > 0, start < values.rows else {
        throw .shape("a start at row \(start) of \(values.rows)")
      }
      products[start] = Self.products(values, start: start)
    }
    self.products = products
  }

  /// The sums around a start that was announced.
  package subscript(start: Int) -> Products {
    guard let found = products[start] else {
      preconditionFailure("a start that was not announced")
    }
    return found
  }

  private static func products(_ values: Matrix, start: Int) -> Products {
    var before = values.firstRows(start)
    var centred = before
    for (row, mean) in Self.commonPath(before).enumerated() {
      for unit in 0..<values.columns { before[row, unit] -= mean }
    }
    var meansBefore: [Double] = []
    var meansAfter: [Double] = []
    let tail = values.rows - start
    for unit in 0..<values.columns {
      let column = values.column(unit)
      let mean = Summation.mean(Array(column[..<start]))
      meansBefore.append(mean)
      meansAfter.append(Summation.sum(Array(column[start...])) / Double(tail))
      for row in 0..<start { centred[row, unit] -= mean }
    }
    return Products(
      gram: LinearAlgebra.gram(before), centredGram: LinearAlgebra.gram(centred),
      meansBefore: meansBefore, meansAfter: meansAfter)
  }
}

extension PreparedPanel {
  /// Some rows in a new order with their covariates, for refits without part of the panel.
  package func rows(
    _ rows: [Int], starts: some Sequence<Int>
  ) throws(KernelError) -> PreparedPanel {
    try PreparedPanel(
      values.rows(rows), starts: starts, covariates: covariates?.rows(rows),
      predictors: predictors?.rows(rows))
  }

  /// A mean over some units of one number a unit.
  package static func mean(_ values: [Double], over units: [Int]) -> Double {
    var sum = 0.0
    for unit in units { sum += values[unit] }
    return sum / Double(units.count)
  }

  /// Sum of squares of the units' values.
  func squares(of units: [Int]) -> Double {
    var sum = 0.0
    for unit in units {
      let column = values.column(unit)
      sum += LinearAlgebra.dot(column, column)
    }
    return sum
  }

  /// Mean of all columns on the rows before a start, as `Products.gram` has it taken off.
  func commonPath(before start: Int) -> [Double] { Self.commonPath(values.firstRows(start)) }

  private static func commonPath(_ rows: Matrix) -> [Double] {
    (0..<rows.rows).map { row in
      var mean = 0.0
      for unit in 0..<rows.columns { mean += rows[row, unit] / Double(rows.columns) }
      return mean
    }
  }

  /// Mean of the units' columns, length `times`.
  package func meanPath(of units: [Int]) -> [Double] {
    var path = [Double](repeating: 0, count: values.rows)
    for unit in units {
      LinearAlgebra.combine(1, &path, 1 / Double(units.count), column: unit, of: values)
    }
    return path
  }

  /// Σ weight × column, length `times`.
  package func weightedPath(_ weights: [Double], of units: [Int]) -> [Double] {
    var path = [Double](repeating: 0, count: values.rows)
    for (weight, unit) in zip(weights, units) where weight != 0 {
      LinearAlgebra.combine(1, &path, weight, column: unit, of: values)
    }
    return path
  }
}
