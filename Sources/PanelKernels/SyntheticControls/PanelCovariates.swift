package import NumericKernels

/// What is known of every cell of a panel beside its outcome.
package struct PanelCovariates: Sendable {
  /// One a covariate, for errors.
  package let names: [String]
  /// One a covariate, `times × units`, without NaN.
  package let values: [Matrix]
  /// Whether a cell's outcome was missing and has been filled in, column by column; such cells tell
  /// nothing about what a covariate does.
  package let missing: [Bool]
  /// Whether the covariates were measured in each row; in others their values mean nothing, and only
  /// predictors, which are taken from known rows, may be asked for.
  package let known: [Bool]

  /// Covariates of one shape; without `known` every row is.
  package init(names: [String], values: [Matrix], missing: [Bool], known: [Bool]? = nil) {
    self.names = names
    self.values = values
    self.missing = missing
    self.known = known ?? [Bool](repeating: true, count: values.first?.rows ?? 0)
  }

  func have(shapeOf panel: Matrix) -> Bool {
    names.count == values.count && missing.count == panel.storage.count
      && known.count == panel.rows
      && values.allSatisfy { $0.rows == panel.rows && $0.columns == panel.columns }
  }

  /// Some rows in a new order.
  func rows(_ rows: [Int]) -> PanelCovariates {
    let length = values.first?.rows ?? 0
    let columns = length > 0 ? missing.count / length : 0
    return PanelCovariates(
      names: names, values: values.map { $0.rows(rows) },
      missing: (0..<columns).flatMap { column in rows.map { missing[column * length + $0] } },
      known: rows.map { known[$0] })
  }
}
