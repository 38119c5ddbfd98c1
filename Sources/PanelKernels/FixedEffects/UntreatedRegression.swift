package import NumericKernels

/// What covariates do to an outcome, learnt from untreated cells alone.
///
/// yᵢₜ = αᵢ + λₜ + xᵢₜ β + eᵢₜ over the cells in which nothing was done. What β takes from treated cells
/// is then not part of the effect, and no effect is part of β.
///
/// - Source: Arkhangelsky et al. (2021), doi:10.1257/aer.20190159, section 1.1, for adjusting a panel
///   by covariates before the weights are fitted; β from untreated cells as the first stage of
///   Borusyak, Jaravel and Spiess (2024), doi:10.1093/restud/rdae007.
package struct UntreatedRegression: Sendable {
  /// β, one a covariate, in outcome per unit of the covariate.
  package let coefficients: [Double]
  /// Clustered by unit.
  package let standardErrors: [Double]
  /// Each covariate's mean over all cells.
  package let means: [Double]

  /// - Parameters:
  ///   - panel: `times × units`, NaN where missing.
  ///   - covariates: of the same shape, without NaN.
  ///   - names: one a covariate, for the error.
  ///   - starts: first treated row of each unit, `nil` for never.
  /// - Throws: `KernelError.rankDeficient` for a covariate that unit and time effects or the others
  ///   say already, `.tooFewObservations`, `.shape`, `.didNotConverge`.
  package init(
    _ panel: Matrix, covariates: [Matrix], names: [String], starts: [Int?]
  ) throws(KernelError) {
    guard starts.count == panel.columns, names.count == covariates.count, !names.isEmpty,
      covariates.allSatisfy({ $0.rows == panel.rows && $0.columns == panel.columns })
    else { throw .shape("covariates and panel differ in shape") }
    var untreated = panel
    for unit in 0..<panel.columns {
      guard let start = starts[unit] else { continue }
      for row in max(start, 0)..<max(panel.rows, start) { untreated[row, unit] = .nan }
    }
    let pattern = MissingPattern(untreated)
    let cells = untreated.storage.indices.filter { !untreated.storage[$0].isNaN }
    let effects =
      pattern.unitCounts.count { $0 > 0 } + pattern.timeCounts.count { $0 > 0 }
    guard cells.count > effects + covariates.count else {
      throw .tooFewObservations(rows: cells.count, columns: effects + covariates.count)
    }
    let response = try Self.within(untreated, pattern, cells)
    var columns: [[Double]] = []
    for (name, covariate) in zip(names, covariates) {
      let column = try Self.within(covariate, pattern, cells)
      let raw = cells.map { covariate.storage[$0] }
      let spread = Summation.variance(raw) * Double(raw.count - 1)
      // What is left of a sum of unit and time effects is rounding.
      guard LinearAlgebra.dot(column, column) > 1e-16 * spread, spread > 0 else {
        throw .rankDeficient(columns: [name], dependsOn: ["station effects", "step effects"])
      }
      columns.append(column)
    }
    let fit = try LeastSquares.fit(
      design: Matrix(columns: columns), response: response, names: names)
    coefficients = fit.coefficients
    let covariance = CoefficientCovariance.cluster(fit, cells.map { $0 / panel.rows })
    standardErrors = names.indices.map { covariance[$0, $0].squareRoot() }
    means = covariates.map { Summation.mean($0.storage) }
  }

  /// What covariates add to the cells of a panel beyond their means, in its shape.
  package func shift(of covariates: [Matrix]) -> Matrix {
    Self.shift(of: covariates, coefficients: coefficients, means: means)
  }

  /// The same with slopes that were learnt in another way.
  static func shift(
    of covariates: [Matrix], coefficients: [Double], means: [Double]
  ) -> Matrix {
    guard let first = covariates.first else { return Matrix(rows: 0, columns: 0) }
    var result = Matrix(rows: first.rows, columns: first.columns)
    for (index, covariate) in covariates.enumerated() {
      for cell in result.storage.indices {
        result.storage[cell] += coefficients[index] * (covariate.storage[cell] - means[index])
      }
    }
    return result
  }

  /// A panel as it would be with every covariate at its mean; NaN stays.
  package func adjusted(_ panel: Matrix, covariates: [Matrix]) -> Matrix {
    let shift = shift(of: covariates)
    var result = panel
    for cell in result.storage.indices { result.storage[cell] -= shift.storage[cell] }
    return result
  }

  /// A variable in the given cells without their units' and times' effects.
  private static func within(
    _ variable: Matrix, _ pattern: MissingPattern, _ cells: [Int]
  ) throws(KernelError) -> [Double] {
    let rows = variable.rows
    var means = [Double](repeating: 0, count: variable.columns)
    for cell in cells { means[cell / rows] += variable.storage[cell] }
    for unit in means.indices where pattern.unitCounts[unit] > 0 {
      means[unit] /= pattern.unitCounts[unit]
    }
    var sums = [Double](repeating: 0, count: rows)
    for cell in cells { sums[cell % rows] += variable.storage[cell] - means[cell / rows] }
    let effects = try TwoWayProjection(pattern, unitMeans: means, timeSums: sums)
    return cells.map {
      variable.storage[$0] - effects.unitEffects[$0 / rows] - effects.timeEffects[$0 % rows]
    }
  }
}

extension UntreatedRegression {
  /// Of an assignment's units, drawn ones as often as they were drawn, on measured outcomes.
  ///
  /// - Parameter fromDonors: whether units that are treated later tell nothing either.
  /// - Throws: as the regression; `KernelError.shape` for a panel without covariates.
  package init(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, fromDonors: Bool = false
  ) throws(KernelError) {
    guard let covariates = panel.covariates else { throw .shape("the panel has no covariates") }
    let treated = fromDonors ? [] : assignment.treated
    let units = treated + assignment.donors
    var outcome = panel.values.columns(units)
    for (place, unit) in units.enumerated() {
      for row in 0..<outcome.rows where covariates.missing[unit * outcome.rows + row] {
        outcome[row, place] = .nan
      }
    }
    try self.init(
      outcome, covariates: covariates.values.map { $0.columns(units) }, names: covariates.names,
      starts: (fromDonors ? [] : assignment.starts.map(Optional.some))
        + assignment.donors.map { _ -> Int? in nil })
  }
}
