package import NumericKernels

extension EffectiveVarianceFit {
  /// The contributions s that make measured concentrations and profiles most likely together.
  ///
  /// For given s the least correction of a row's concentration and profile elements that puts them
  /// on c = F s weighs r²/V with r = c − F s and V = σ² + Σ (σ_F s)². This minimises the sum over
  /// the rows, V moving with s, where the effective variance holds V of the last round. Damped
  /// Gauss-Newton steps on r/√V from the effective-variance solution.
  ///
  /// - Throws: `KernelError.didNotConverge`, `.rankDeficient`, and as the effective variance.
  /// - Source: Britt and Luecke (1973), Technometrics 15, 233-247, whose corrections of profile and
  ///   concentration are eliminated here row by row. The covariance is that of the last step.
  package static func brittLuecke(
    design: Matrix, designErrors: Matrix, response: [Double], responseErrors: [Double],
    maximumIterations: Int = 200
  ) throws(KernelError) -> EffectiveVarianceFit {
    let start = try EffectiveVarianceFit(
      design: design, designErrors: designErrors, response: response,
      responseErrors: responseErrors)
    let rows = design.rows
    let sources = design.columns
    func state(_ solution: [Double]) -> (residuals: [Double], variances: [Double], loss: Double) {
      var residuals = response
      var variances = responseErrors.map { $0 * $0 }
      for row in 0..<rows {
        for column in 0..<sources {
          residuals[row] -= design[row, column] * solution[column]
          let error = designErrors[row, column] * solution[column]
          variances[row] += error * error
        }
      }
      let loss = Summation.sum(zip(residuals, variances).map { $0 * $0 / $1 })
      return (residuals, variances, loss)
    }
    var solution = start.contributions
    var current = state(solution)
    var damping = 0.0
    for round in 1...maximumIterations {
      var slopes = Matrix(rows: rows, columns: sources)
      var scaled = [Double](repeating: 0, count: rows)
      for row in 0..<rows {
        let variance = current.variances[row]
        let root = variance.squareRoot()
        scaled[row] = current.residuals[row] / root
        for column in 0..<sources {
          let error = designErrors[row, column]
          slopes[row, column] =
            (design[row, column]
              + current.residuals[row] * error * error * solution[column] / variance) / root
        }
      }
      let gram = LinearAlgebra.gram(slopes)
      let pull = try LinearAlgebra.multiply(slopes, scaled, transpose: true)
      var damped = gram
      for column in 0..<sources { damped[column, column] *= 1 + damping }
      let step = try LinearAlgebra.multiply(try Cholesky(damped).inverse, pull)
      let next = zip(solution, step).map { $0 + $1 }
      let reached = state(next)
      let size = next.map(abs).max() ?? 0
      let isSmall = (step.map(abs).max() ?? 0) <= 1e-9 * size
      guard reached.loss <= current.loss || isSmall else {
        // A step too long: shorter and nearer to steepest descent.
        damping = max(10 * damping, 1e-3)
        continue
      }
      solution = next
      current = reached
      damping = damping < 1e-6 ? 0 : damping / 10
      if isSmall {
        return EffectiveVarianceFit(
          contributions: solution, covariance: try Cholesky(gram).inverse,
          variances: current.variances, residuals: current.residuals,
          iterations: start.iterations + round)
      }
    }
    throw .didNotConverge(iterations: maximumIterations, residual: current.loss)
  }

  private init(
    contributions: [Double], covariance: Matrix, variances: [Double], residuals: [Double],
    iterations: Int
  ) {
    self.contributions = contributions
    self.covariance = covariance
    self.variances = variances
    self.residuals = residuals
    self.iterations = iterations
  }
}
