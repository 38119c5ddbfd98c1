package import NumericKernels

/// Weighted least squares in which the design is uncertain as well: c ≈ F s, with the variance of
/// each row σ² + Σ (σ_F s)².
///
/// - Source: Watson, Cooper and Huntzicker (1984), doi:10.1016/0004-6981(84)90043-X, equations
///   3 and 4; the diagnostics as in the EPA CMB 8.2 manual, EPA-452/R-04-011. Departure: the
///   iteration ends at a relative change of 1e-9 instead of 1 %, so that the answer does not
///   depend on where it stopped.
package struct EffectiveVarianceFit: Sendable {
  /// s, one a source.
  package let contributions: [Double]
  /// Covariance of s.
  package let covariance: Matrix
  /// Variance of each row at the solution.
  package let variances: [Double]
  /// Residuals c − F s.
  package let residuals: [Double]
  /// How many rounds it took.
  package let iterations: Int

  /// - Parameters:
  ///   - design: F, `species × sources`.
  ///   - designErrors: standard uncertainties of F.
  ///   - response: c, one a species.
  ///   - responseErrors: standard uncertainties of c, positive.
  /// - Throws: `KernelError.tooFewObservations`, `.rankDeficient` with the columns' positions as
  ///   names, `.didNotConverge`.
  package init(
    design: Matrix, designErrors: Matrix, response: [Double], responseErrors: [Double],
    maximumIterations: Int = 200
  ) throws(KernelError) {
    let species = design.rows
    let sources = design.columns
    guard species > sources else { throw .tooFewObservations(rows: species, columns: sources) }
    guard response.count == species, responseErrors.count == species,
      designErrors.rows == species, designErrors.columns == sources
    else { throw .shape("profiles of \(species) species, \(response.count) concentrations") }
    var solution = [Double](repeating: 0, count: sources)
    var variances = responseErrors.map { $0 * $0 }
    var change = Double.infinity
    for round in 1...maximumIterations {
      var scaled = design
      var right = response
      for row in 0..<species {
        let root = variances[row].squareRoot()
        for column in 0..<sources { scaled[row, column] /= root }
        right[row] /= root
      }
      // Columns of one length, so that the rank is judged by direction and not by size.
      var lengths = [Double](repeating: 0, count: sources)
      for column in 0..<sources {
        let values = scaled.column(column)
        lengths[column] = LinearAlgebra.dot(values, values).squareRoot()
        guard lengths[column] > 0 else {
          throw .rankDeficient(columns: ["\(column)"], dependsOn: [])
        }
        for row in 0..<species { scaled[row, column] /= lengths[column] }
      }
      let decomposition = try PivotedQR(scaled, tolerance: 1e-10)
      guard decomposition.rank == sources else {
        let (columns, others) = decomposition.dependence
        throw .rankDeficient(
          columns: columns.map { "\($0)" }, dependsOn: others.map { "\($0)" })
      }
      let inverse = try Cholesky(LinearAlgebra.gram(scaled)).inverse
      let projected = try LinearAlgebra.multiply(scaled, right, transpose: true)
      var next = try LinearAlgebra.multiply(inverse, projected)
      for column in 0..<sources { next[column] /= lengths[column] }
      let size = next.map(abs).max() ?? 0
      change = zip(next, solution).map { abs($0 - $1) }.max() ?? 0
      solution = next
      variances = (0..<species).map { row in
        (0..<sources).reduce(responseErrors[row] * responseErrors[row]) { sum, column in
          let error = designErrors[row, column] * solution[column]
          return sum + error * error
        }
      }
      if change <= 1e-9 * size {
        var covariance = inverse
        for column in 0..<sources {
          for row in 0..<sources { covariance[row, column] /= lengths[row] * lengths[column] }
        }
        let fitted = try LinearAlgebra.multiply(design, solution)
        self.covariance = covariance
        self.variances = variances
        residuals = zip(response, fitted).map { $0 - $1 }
        contributions = solution
        iterations = round
        return
      }
    }
    throw .didNotConverge(iterations: maximumIterations, residual: change)
  }
}
