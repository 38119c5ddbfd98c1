import NumericKernels

/// A combination of a regression's coefficients with the error it has when the errors' process is
/// itself estimated.
struct SerialContrast: Sendable {
  /// In the unit of the response.
  let estimate: Double
  /// In the squared unit of the response.
  let variance: Double
  /// Of a Student distribution with the same doubt about the variance.
  let degreesOfFreedom: Double
}

extension ARMARegression {
  /// The combination with these weights, one a column.
  ///
  /// Its variance is that of generalised least squares plus what the weights of the observations
  /// move with the parameters' own error; its degrees of freedom are twice over the squared relative
  /// error of that variance. Both from differences of the likelihood about its maximum.
  ///
  /// - Source: Kenward and Roger (1997), doi:10.2307/2533558, by differences and without their term
  ///   for the bias of the variance (from memory); degrees of freedom Satterthwaite (1946),
  ///   doi:10.2307/3002019 (from memory).
  func contrast(_ weights: [Double]) -> SerialContrast {
    func at(_ parameters: [Double]) -> (estimate: Double, variance: Double)? {
      solver.solution(parameters).map { found in
        let covariance = scale.covariance(found)
        return (
          LinearAlgebra.dot(weights, scale.coefficients(found)),
          Self.quadratic(covariance, weights)
        )
      }
    }
    let estimate = LinearAlgebra.dot(weights, coefficients)
    let plain = Self.quadratic(covariance, weights)
    let size = parameters.count
    guard size > 0, plain > 0, innovationVariance > 0 else {
      return SerialContrast(estimate: estimate, variance: plain, degreesOfFreedom: scale.used)
    }
    let step = 5e-3
    func moved(_ one: Int, _ first: Double, _ other: Int, _ second: Double) -> [Double] {
      var place = parameters
      place[one] += first * step
      place[other] += second * step
      return place
    }
    var ofEstimate = [Double](repeating: 0, count: size)
    var ofVariance = [Double](repeating: 0, count: size)
    for index in 0..<size {
      guard let above = at(moved(index, 1, index, 0)), let below = at(moved(index, -1, index, 0)),
        above.variance > 0, below.variance > 0
      else { continue }
      ofEstimate[index] = (above.estimate - below.estimate) / (2 * step)
      ofVariance[index] =
        (Logarithm.natural(above.variance) - Logarithm.natural(below.variance)) / (2 * step)
    }
    let errors = parameterErrors(step: step, moved: moved)
    let added = min(Self.quadratic(errors, ofEstimate), plain)
    let relative = Self.quadratic(errors, ofVariance) + 2 / scale.used
    return SerialContrast(
      estimate: estimate, variance: plain + max(added, 0),
      degreesOfFreedom: max(1, min(scale.used, 2 / relative)))
  }

  /// Twice the inverse of the objective's curvature; flat directions keep an error of a few units.
  private func parameterErrors(
    step: Double, moved: (Int, Double, Int, Double) -> [Double]
  ) -> Matrix {
    let size = parameters.count
    let here = solver.objective(parameters)
    var curvature = Matrix(rows: size, columns: size)
    for row in 0..<size {
      for column in 0...row {
        let found: Double
        if row == column {
          found =
            (solver.objective(moved(row, 1, row, 0)) - 2 * here
              + solver.objective(moved(row, -1, row, 0))) / (step * step)
        } else {
          found =
            (solver.objective(moved(row, 1, column, 1))
              - solver.objective(moved(row, 1, column, -1))
              - solver.objective(moved(row, -1, column, 1))
              + solver.objective(moved(row, -1, column, -1))) / (4 * step * step)
        }
        curvature[row, column] = found.isFinite ? found : 0
        curvature[column, row] = curvature[row, column]
      }
    }
    guard let parts = try? LinearAlgebra.symmetricEigen(curvature) else {
      return .identity(size)
    }
    var errors = Matrix(rows: size, columns: size)
    for place in 0..<size {
      let inverse = 2 / max(parts.values[place], 0.5)
      for row in 0..<size {
        for column in 0..<size {
          errors[row, column] +=
            inverse * parts.vectors[row, place] * parts.vectors[column, place]
        }
      }
    }
    return errors
  }

  static func quadratic(_ matrix: Matrix, _ weights: [Double]) -> Double {
    var sum = 0.0
    for column in weights.indices where weights[column] != 0 {
      for row in weights.indices where weights[row] != 0 {
        sum += weights[row] * matrix[row, column] * weights[column]
      }
    }
    return max(sum, 0)
  }
}
