import Foundation
import NumericKernels

/// A log-linear model of counts, or of any quantity that is never negative, with an offset.
///
/// log E(y) = log(exposure) + Xβ.
///
/// - Source: McCullagh and Nelder (1989), Generalized Linear Models, chapters 6 and 9,
///   doi:10.1007/978-1-4899-3242-6; negative binomial with variance μ + αμ², Cameron and Trivedi
///   (2013), section 3.3, doi:10.1017/CBO9781139013567 (from memory).
struct CountRegression: Sendable {
  /// How the variance follows the mean.
  enum Family: String, Codable, Sendable, CaseIterable {
    /// Equal to it.
    case poisson
    /// A multiple of it that is estimated.
    case quasiPoisson = "quasi-poisson"
    /// Greater by a share of its square that is estimated.
    case negativeBinomial = "negative-binomial"
  }

  /// One a column, logarithms of rate ratios.
  let coefficients: [Double]
  /// Of the coefficients: the model's, times the dispersion for `quasiPoisson`.
  let covariance: Matrix
  /// Expected counts, one a row.
  let fitted: [Double]
  /// Pearson's statistic over its degrees of freedom.
  let dispersion: Double
  /// α of the negative binomial; 0 for the others.
  let overdispersion: Double
  /// Pearson residuals, one a row.
  let residuals: [Double]
  /// Rows × columns: what each row adds to the score.
  let scores: Matrix
  /// The inverse of the information.
  let inverseInformation: Matrix

  /// - Parameters:
  ///   - design: `rows × columns`.
  ///   - counts: length `rows`, none negative.
  ///   - exposures: length `rows`, above zero.
  /// - Throws: `KernelError.didNotConverge` where a group has no counts at all, so that no finite
  ///   coefficient is most likely; `.rankDeficient`, `.tooFewObservations`, `.shape`.
  init(
    design: Matrix, counts: [Double], exposures: [Double], names: [String], family: Family
  ) throws(KernelError) {
    guard design.rows == counts.count, design.rows == exposures.count else {
      throw .shape("\(design.rows) rows, \(counts.count) counts, \(exposures.count) exposures")
    }
    // Names of columns that say the same come from least squares.
    _ = try LeastSquares.fit(design: design, response: counts, names: names)
    let offsets = exposures.map { Logarithm.natural($0) }
    var alpha = 0.0
    var fit = try Iterations(design, counts, offsets, alpha: 0)
    if family == .negativeBinomial {
      var best = (place: 0.0, value: Iterations.logLikelihood(counts, fit.fitted, alpha: 0))
      // The logarithm of α, from next to none to far too much.
      let found = try Self.maximum(-12...3) { logarithm throws(KernelError) in
        let alpha = exp(logarithm)
        let trial = try Iterations(design, counts, offsets, alpha: alpha)
        return Iterations.logLikelihood(counts, trial.fitted, alpha: alpha)
      }
      if found.value > best.value { best = (exp(found.place), found.value) }
      alpha = best.place
      fit = try Iterations(design, counts, offsets, alpha: alpha)
    }
    coefficients = fit.coefficients
    fitted = fit.fitted
    overdispersion = alpha
    let variances = fitted.map { $0 + alpha * $0 * $0 }
    residuals = counts.indices.map { (counts[$0] - fit.fitted[$0]) / variances[$0].squareRoot() }
    let freedom = Double(max(1, design.rows - design.columns))
    dispersion = LinearAlgebra.dot(residuals, residuals) / freedom
    inverseInformation = try Cholesky(fit.information).inverse
    var covariance = inverseInformation
    if family == .quasiPoisson {
      for place in covariance.storage.indices { covariance.storage[place] *= dispersion }
    }
    self.covariance = covariance
    var scores = design
    for row in 0..<design.rows {
      let pull = (counts[row] - fitted[row]) * fitted[row] / variances[row]
      for column in 0..<design.columns { scores[row, column] *= pull }
    }
    self.scores = scores
  }

  /// Standard error of a linear combination of the coefficients.
  func standardError(of weights: [Double]) -> Double {
    var sum = 0.0
    for column in weights.indices {
      for row in weights.indices {
        sum += weights[row] * covariance[row, column] * weights[column]
      }
    }
    return max(sum, 0).squareRoot()
  }

  /// Golden section on a function with one top.
  private static func maximum(
    _ range: ClosedRange<Double>, _ value: (Double) throws(KernelError) -> Double
  ) throws(KernelError) -> (place: Double, value: Double) {
    let ratio = (5.0.squareRoot() - 1) / 2
    var lower = range.lowerBound
    var upper = range.upperBound
    var left = upper - ratio * (upper - lower)
    var right = lower + ratio * (upper - lower)
    var values = (try value(left), try value(right))
    while upper - lower > 1e-8 {
      if values.0 >= values.1 {
        upper = right
        right = left
        values.1 = values.0
        left = upper - ratio * (upper - lower)
        values.0 = try value(left)
      } else {
        lower = left
        left = right
        values.0 = values.1
        right = lower + ratio * (upper - lower)
        values.1 = try value(right)
      }
    }
    return ((lower + upper) / 2, max(values.0, values.1))
  }
}

/// Iteratively reweighted least squares for one α.
private struct Iterations {
  let coefficients: [Double]
  let fitted: [Double]
  let information: Matrix

  init(
    _ design: Matrix, _ counts: [Double], _ offsets: [Double], alpha: Double
  ) throws(KernelError) {
    let mean = max(Summation.mean(counts), .leastNormalMagnitude)
    var predictor = counts.indices.map { Foundation.log((counts[$0] + mean) / 2) }
    var coefficients = [Double](repeating: 0, count: design.columns)
    var step = Double.infinity
    var iteration = 0
    repeat {
      iteration += 1
      var weighted = design
      var response = [Double](repeating: 0, count: design.rows)
      for row in 0..<design.rows {
        let expected = exp(predictor[row])
        let weight = expected / (1 + alpha * expected)
        for column in 0..<design.columns { weighted[row, column] *= weight }
        response[row] = predictor[row] - offsets[row] + (counts[row] - expected) / expected
      }
      let information = try LinearAlgebra.multiply(design, weighted, transposeLeft: true)
      let right = try LinearAlgebra.multiply(weighted, response, transpose: true)
      let next = try Cholesky(information).solve(
        Matrix(rows: right.count, columns: 1, storage: right)
      ).storage
      step = zip(next, coefficients).reduce(0) { max($0, abs($1.0 - $1.1)) }
      coefficients = next
      predictor = try LinearAlgebra.multiply(design, coefficients)
      for row in predictor.indices { predictor[row] += offsets[row] }
      guard iteration <= 100, predictor.allSatisfy({ abs($0) < 60 }) else {
        throw .didNotConverge(iterations: iteration, residual: step)
      }
    } while step > 1e-11
    var weighted = design
    let fitted = predictor.map { exp($0) }
    for row in 0..<design.rows {
      let weight = fitted[row] / (1 + alpha * fitted[row])
      for column in 0..<design.columns { weighted[row, column] *= weight }
    }
    information = try LinearAlgebra.multiply(design, weighted, transposeLeft: true)
    self.coefficients = coefficients
    self.fitted = fitted
  }

  /// Without the part that no parameter moves.
  static func logLikelihood(_ counts: [Double], _ fitted: [Double], alpha: Double) -> Double {
    var sum = 0.0
    for row in counts.indices {
      let (count, expected) = (counts[row], fitted[row])
      guard alpha > 0 else {
        sum += count * Foundation.log(expected) - expected
        continue
      }
      let size = 1 / alpha
      sum +=
        lgamma(count + size) - lgamma(size) - size * Foundation.log1p(alpha * expected)
        + count * (Foundation.log(alpha * expected) - Foundation.log1p(alpha * expected))
    }
    return sum
  }
}
