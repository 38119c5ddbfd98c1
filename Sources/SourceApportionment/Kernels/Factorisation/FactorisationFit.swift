package import NumericKernels

/// How well factors fit a problem.
package struct FactorisationFit: Sendable {
  /// Residuals over uncertainties, `species × samples`; 0 where missing.
  package let scaledResiduals: Matrix
  /// Σ (e/u)².
  package let qTrue: Double
  /// Σ of (e/u)², and of α|e/u| beyond α.
  package let qRobust: Double
  /// What a fit minimises, without pulls: Σ (e/u)², or Huber's loss where the problem is robust.
  package let loss: Double

  /// - Parameter threshold: α.
  package init(_ found: Factorisation, of problem: FactorisationProblem, threshold: Double) {
    var scaled = Matrix(rows: problem.species, columns: problem.samples)
    var squares: [Double] = []
    var robust: [Double] = []
    var huber: [Double] = []
    squares.reserveCapacity(scaled.storage.count)
    robust.reserveCapacity(scaled.storage.count)
    for sample in 0..<problem.samples {
      for species in 0..<problem.species {
        var fitted = 0.0
        for factor in 0..<problem.factors {
          fitted += found.profiles[factor, species] * found.contributions[factor, sample]
        }
        let residual =
          (problem.values[species, sample] - fitted)
          * problem.weights[species, sample].squareRoot()
        scaled[species, sample] = residual
        squares.append(residual * residual)
        robust.append(
          abs(residual) > threshold ? threshold * abs(residual) : residual * residual)
        if let own = problem.threshold {
          huber.append(
            abs(residual) > own ? own * (2 * abs(residual) - own) : residual * residual)
        }
      }
    }
    scaledResiduals = scaled
    qTrue = Summation.sum(squares)
    qRobust = Summation.sum(robust)
    loss = problem.threshold == nil ? qTrue : Summation.sum(huber)
  }
}
