/// Ordinary least squares through pivoted QR.
package enum LeastSquares {
  /// Regresses a response on the columns of a design.
  ///
  /// Columns are brought to unit length before the rank is judged, so a column's unit does not
  /// decide whether it counts.
  ///
  /// - Parameters:
  ///   - design: `observations × coefficients`.
  ///   - response: length `observations`.
  ///   - names: one a column, for the error and the summary.
  /// - Throws: `KernelError.rankDeficient` naming the columns that are linear combinations of
  ///   others, and those others; `.tooFewObservations`; `.notFinite`; `.shape`.
  package static func fit(
    design: Matrix, response: [Double], names: [String]
  ) throws(KernelError) -> LeastSquaresFit {
    guard design.rows == response.count, design.columns == names.count, design.columns > 0 else {
      throw .shape(
        "a \(design.rows) × \(design.columns) design with \(response.count) responses and "
          + "\(names.count) names")
    }
    guard design.rows > design.columns else {
      throw .tooFewObservations(rows: design.rows, columns: design.columns)
    }
    if let row = response.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(name: "response", row: row)
    }
    var scaled = design
    var norms: [Double] = []
    for column in 0..<design.columns {
      let values = design.column(column)
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(name: names[column], row: row)
      }
      let norm = LinearAlgebra.dot(values, values).squareRoot()
      norms.append(norm > 0 ? norm : 1)
      for row in 0..<design.rows { scaled[row, column] /= norms[column] }
    }
    let factors = try PivotedQR(scaled, tolerance: 1e-10)
    guard factors.rank == design.columns else { throw deficiency(factors, names: names) }
    let size = design.columns
    let projected = factors.transposedQ(times: response)
    let permuted = factors.solveTriangle(
      Matrix(rows: size, columns: 1, storage: Array(projected.prefix(size))))
    let inverseTriangle = factors.solveTriangle(.identity(size))
    let permutedInverse = LinearAlgebra.gram(inverseTriangle, transposed: true)
    var coefficients = [Double](repeating: 0, count: size)
    var unscaled = Matrix(rows: size, columns: size)
    for row in 0..<size {
      let target = factors.pivots[row]
      coefficients[target] = permuted[row, 0] / norms[target]
      for column in 0..<size {
        let other = factors.pivots[column]
        unscaled[target, other] = permutedInverse[row, column] / (norms[target] * norms[other])
      }
    }
    let fitted = try LinearAlgebra.multiply(design, coefficients)
    return LeastSquaresFit(
      names: names, design: design, coefficients: coefficients, fitted: fitted,
      residuals: zip(response, fitted).map { $0 - $1 }, unscaledCovariance: unscaled,
      response: response)
  }

  /// Which columns are combinations of which others.
  private static func deficiency(_ factors: PivotedQR, names: [String]) -> KernelError {
    let (columns, others) = factors.dependence
    return .rankDeficient(
      columns: columns.map { names[$0] },
      dependsOn: others.isEmpty ? ["zero"] : others.map { names[$0] })
  }
}

/// A least-squares fit.
package struct LeastSquaresFit: Sendable {
  /// One a coefficient.
  package let names: [String]
  /// `observations × coefficients`.
  package let design: Matrix
  /// In the unit of the response over that of the column.
  package let coefficients: [Double]
  /// Length `observations`.
  package let fitted: [Double]
  /// Response minus fitted.
  package let residuals: [Double]
  /// (XᵀX)⁻¹.
  package let unscaledCovariance: Matrix
  /// Length `observations`.
  package let response: [Double]

  /// Observations minus coefficients.
  package var degreesOfFreedom: Int { residuals.count - coefficients.count }
  /// Sum of squared residuals over the degrees of freedom.
  package var residualVariance: Double {
    LinearAlgebra.dot(residuals, residuals) / Double(degreesOfFreedom)
  }

  /// One minus residual over total variation about the mean.
  package var rSquared: Double {
    let mean = Summation.mean(response)
    let total = Summation.sum(response.map { ($0 - mean) * ($0 - mean) })
    return total > 0 ? 1 - LinearAlgebra.dot(residuals, residuals) / total : .nan
  }

  /// Length-`observations` series of how much each one moves a linear combination of the
  /// coefficients: wᵀ(XᵀX)⁻¹ xₜ eₜ.
  package func influence(on weights: [Double]) throws(KernelError) -> [Double] {
    let direction = try LinearAlgebra.multiply(unscaledCovariance, weights)
    let projected = try LinearAlgebra.multiply(design, direction)
    return zip(projected, residuals).map { $0 * $1 }
  }
}
