package import NumericKernels

/// Generalised least squares with errors that follow an autoregression on a time axis.
///
/// - Source: Aitken (1936), doi:10.1017/S0370164600014346; with more rows than a matrix of their
///   covariances may have, ordinary least squares with the exact variance under the autoregression,
///   which for polynomials of time is as good in long series (Grenander 1954,
///   doi:10.1214/aoms/1177728784).
package struct SerialRegression: Sendable {
  /// One a column of the design.
  package let coefficients: [Double]
  /// `columns × columns`, under the model of the errors.
  package let covariance: Matrix

  /// Rows up to which the covariances of all pairs are written down.
  private static let mostRows = 1_200

  /// - Parameters:
  ///   - design: full column rank, rows in time order.
  ///   - positions: step of each row, ascending.
  /// - Throws: `KernelError` of a design without full rank.
  package init(
    design: Matrix, response: [Double], positions: [Int], errors: AutoregressiveModel
  ) throws(KernelError) {
    let count = response.count
    let reach = (positions.last ?? 0) - (positions.first ?? 0)
    let covariances = errors.autocovariances(upTo: reach)
    if count <= Self.mostRows, errors.innovationVariance > 0 {
      var matrix = Matrix(rows: count, columns: count)
      for row in 0..<count {
        for column in 0..<count {
          matrix[row, column] = covariances[abs(positions[row] - positions[column])]
        }
      }
      let factor = try Cholesky(matrix)
      let weighted = try factor.solve(design)
      let information = try LinearAlgebra.multiply(design, weighted, transposeLeft: true)
      covariance = try LinearAlgebra.inverse(information)
      coefficients = try LinearAlgebra.multiply(
        covariance, LinearAlgebra.multiply(weighted, response, transpose: true))
      return
    }
    let fit = try LeastSquares.fit(
      design: design, response: response, names: (0..<design.columns).map { "column \($0)" })
    coefficients = fit.coefficients
    let weights = try (0..<design.columns).map { column throws(KernelError) -> [Double] in
      var unit = [Double](repeating: 0, count: design.columns)
      unit[column] = 1
      return try fit.influence(on: unit)
    }
    var found = Matrix(rows: design.columns, columns: design.columns)
    // Far apart nothing is shared.
    let horizon = covariances.lastIndex { abs($0) > 1e-6 * covariances[0] } ?? 0
    for (one, left) in weights.enumerated() {
      for (other, right) in weights.enumerated() where other <= one {
        var sum = 0.0
        for row in 0..<count {
          var near = row
          while near > 0, positions[row] - positions[near - 1] <= horizon { near -= 1 }
          for partner in near..<count {
            let lag = abs(positions[partner] - positions[row])
            if lag > horizon { break }
            sum += left[row] * right[partner] * covariances[lag]
          }
        }
        found[one, other] = sum
        found[other, one] = sum
      }
    }
    covariance = found
  }
}

extension AutoregressiveModel {
  /// Autocovariances at lags 0 … last.
  package func autocovariances(upTo last: Int) -> [Double] {
    let order = coefficients.count
    // The impulse response until it has died out.
    var response = [1.0]
    while response.count < 4_000, order > 0 {
      var value = 0.0
      for (place, coefficient) in coefficients.enumerated() where response.count > place {
        value += coefficient * response[response.count - place - 1]
      }
      response.append(value)
      if response.count > 60, response.suffix(order + 1).allSatisfy({ abs($0) < 1e-10 }) { break }
    }
    var found = (0...order).map { lag in
      innovationVariance
        * zip(response, response.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    while found.count <= last {
      var value = 0.0
      for (place, coefficient) in coefficients.enumerated() {
        value += coefficient * found[found.count - place - 1]
      }
      found.append(value)
    }
    return Array(found.prefix(max(last, 0) + 1))
  }
}
