package import NumericKernels

/// A panel in which units come under treatment at different times and stay there.
package struct StaggeredPanel: Sendable {
  /// `times × units`, NaN where missing; in the unit of the outcome.
  package let values: Matrix
  /// First treated row of each unit; `values.rows` for a unit that is never treated.
  package let starts: [Int]
  /// `units × covariates`, constant in time; no columns without covariates.
  package let covariates: Matrix

  /// - Parameters:
  ///   - treatedFrom: first treated row of each unit, `nil` for never; a row beyond the last
  ///     counts as never.
  ///   - covariates: `units × covariates`, finite, in any unit; `nil` for none.
  /// - Throws: `KernelError.shape` when the sizes do not match, `.notFinite` for a covariate
  ///   without a value, `.rankDeficient` for a covariate that does not vary.
  package init(
    _ values: Matrix, treatedFrom: [Int?], covariates: Matrix? = nil
  ) throws(KernelError) {
    guard treatedFrom.count == values.columns else {
      throw .shape("\(treatedFrom.count) treatment starts for \(values.columns) units")
    }
    let covariates = covariates ?? Matrix(rows: values.columns, columns: 0)
    guard covariates.rows == values.columns else {
      throw .shape("covariates of \(covariates.rows) units for \(values.columns)")
    }
    self.values = values
    starts = treatedFrom.map { min(max($0 ?? values.rows, 0), values.rows) }
    self.covariates = try Self.standardised(covariates)
  }

  /// Number of rows.
  package var times: Int { values.rows }
  /// Number of columns.
  package var units: Int { values.columns }

  /// The distinct starts of treated units, ascending.
  package var groups: [Int] { Set(starts.filter { $0 < times }).sorted() }

  /// Covariates in standard deviations from their mean: the estimators do not depend on location
  /// and scale, the conditioning of their equations does.
  private static func standardised(_ covariates: Matrix) throws(KernelError) -> Matrix {
    var result = covariates
    for column in 0..<covariates.columns {
      let values = covariates.column(column)
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(name: "covariate \(column + 1)", row: row)
      }
      let mean = Summation.mean(values)
      let deviation = Summation.variance(values).squareRoot()
      guard deviation > 1e-12 * abs(mean), deviation > 0 else {
        throw .rankDeficient(columns: ["covariate \(column + 1)"], dependsOn: ["constant"])
      }
      for row in values.indices { result[row, column] = (values[row] - mean) / deviation }
    }
    return result
  }
}
