import Foundation
package import NumericKernels

/// A Gaussian additive model fitted by penalised least squares with smoothness by restricted
/// maximum likelihood.
package struct AdditiveFit: Sendable {
  /// The columns.
  package let design: AdditiveDesign
  /// The constant, then each term's, in the unit of the response.
  package let coefficients: [Double]
  /// Bayesian posterior covariance of the coefficients given the smoothing parameters, in the
  /// squared unit of the response.
  package let covariance: Matrix
  /// The same with the uncertainty of the smoothing parameters, to first order.
  ///
  /// - Source: Kass and Steffey (1989), doi:10.1080/01621459.1989.10478825; Wood, Pya and Säfken
  ///   (2016), doi:10.1080/01621459.2016.1180986, equation 5.
  package let fullCovariance: Matrix
  /// One a penalty, on the scale of the terms' own bases.
  package let smoothing: [Double]
  /// Variance of the errors, in the squared unit of the response.
  package let residualVariance: Double
  /// Effective degrees of freedom of each term.
  package let effectiveDegrees: [Double]
  /// Of the whole model, the constant counted.
  package let totalEffectiveDegrees: Double
  /// Lag-1 correlation of the errors that was allowed for.
  package let correlation: Double

  /// Solves a design's cross products.
  ///
  /// - Parameters:
  ///   - products: of the design's columns with (y − centre) / scale.
  ///   - centre: taken from the response before, in its unit.
  ///   - scale: the response was divided by it, in its unit.
  ///   - smoothing: λ to use as they are; `nil` to select them.
  /// - Throws: `KernelError.rankDeficient` when two terms say the same, `.didNotConverge`.
  package init(
    _ products: CrossProducts, design: AdditiveDesign, centre: Double = 0, scale: Double = 1,
    correlation: Double = 0, smoothing: [Double]? = nil
  ) throws(KernelError) {
    let selection = SmoothnessSelection(products, design)
    let state: SmoothnessSelection.State
    var moved: Matrix?
    if let smoothing {
      state = try selection.evaluate(smoothing.map { log($0) })
    } else {
      let (found, hessian) = try selection.minimise(start: nil)
      state = found
      moved = try Self.uncertainty(found, hessian, products, design)
    }
    var degrees = [Double](repeating: 1, count: design.size)
    for (penalty, logarithm) in zip(design.penalties, state.logarithms) {
      let weight = exp(logarithm) * products.rows
      for (row, roughness) in zip(penalty.range, penalty.roughness) {
        degrees[row] -= weight * roughness * state.inverse[row, row]
      }
    }
    let totalDegrees = degrees.reduce(0, +)
    // ‖y − Xβ‖² is D without the penalty's part.
    var penaltyPart = 0.0
    for (penalty, logarithm) in zip(design.penalties, state.logarithms) {
      let weight = exp(logarithm) * products.rows
      for (row, roughness) in zip(penalty.range, penalty.roughness) {
        penaltyPart += weight * roughness * state.coefficients[row] * state.coefficients[row]
      }
    }
    let squares = max(state.deviance - penaltyPart, 0)
    let variance = squares / max(products.rows - totalDegrees, 1) * scale * scale
    var covariance = state.inverse
    for index in covariance.storage.indices { covariance.storage[index] *= variance }
    var full = covariance
    if let moved {
      for index in full.storage.indices {
        full.storage[index] += moved.storage[index] * scale * scale
      }
    }
    var coefficients = state.coefficients.map { $0 * scale }
    coefficients[0] += centre
    self.design = design
    self.coefficients = coefficients
    self.covariance = covariance
    fullCovariance = full
    self.smoothing = state.logarithms.map { exp($0) }
    residualVariance = variance
    effectiveDegrees = design.ranges.map { degrees[$0].reduce(0, +) }
    totalEffectiveDegrees = totalDegrees
    self.correlation = correlation
  }

  /// Fits a response, one a row of the design.
  ///
  /// - Parameters:
  ///   - response: without missing values.
  ///   - weights: one a row, how often it counts; `nil` for once each.
  ///   - steps: where each row stands on a time axis, ascending; with it the errors may follow a
  ///     first-order autoregression whose coefficient is estimated from the residuals and the fit
  ///     repeated until it stays. `nil`: independent errors.
  /// - Throws: as the initialiser from cross products; `KernelError.notFinite`.
  package static func fit(
    _ design: AdditiveDesign, response: [Double], weights: [Double]? = nil, steps: [Int]? = nil
  ) throws(KernelError) -> AdditiveFit {
    let standard = try StandardisedResponse(response)
    let rows = Array(0..<design.rows.count)[...]
    var fit = try AdditiveFit(
      design.rows.crossProducts(with: standard.values, rows: rows, weights: weights ?? []),
      design: design,
      centre: standard.centre, scale: standard.scale)
    guard let steps else { return fit }
    let hasPredecessor = Self.predecessors(steps)
    var correlation = 0.0
    for _ in 0..<8 {
      let residuals = try fit.residuals(response)
      let next = Self.lagOneCorrelation(residuals, hasPredecessor)
      if abs(next - correlation) < 1e-4 { break }
      correlation = next
      fit = try AdditiveFit(
        design.rows.crossProducts(
          with: standard.values, rows: rows, weights: weights ?? [], correlation: correlation,
          hasPredecessor: hasPredecessor),
        design: design, centre: standard.centre, scale: standard.scale, correlation: correlation)
    }
    return fit
  }

  /// Response minus linear predictor in the design's rows.
  package func residuals(_ response: [Double]) throws(KernelError) -> [Double] {
    let fitted = try design.rows.predictions(coefficients)
    return zip(response, fitted).map { $0 - $1 }
  }

  /// Share of the response's variation about its mean that the model explains.
  package func devianceExplained(_ response: [Double]) throws(KernelError) -> Double {
    let mean = Summation.mean(response)
    let total = response.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let rest = try residuals(response).reduce(0) { $0 + $1 * $1 }
    return total > 0 ? 1 - rest / total : .nan
  }

  /// Whether the row before each row is the step before it.
  package static func predecessors(_ steps: [Int]) -> [Bool] {
    steps.indices.map { $0 > 0 && steps[$0] == steps[$0 - 1] + 1 }
  }

  /// Least-squares coefficient of residuals on the step before, held inside ±0.99.
  package static func lagOneCorrelation(_ residuals: [Double], _ hasPredecessor: [Bool]) -> Double {
    var products = 0.0
    var squares = 0.0
    for row in residuals.indices where hasPredecessor[row] {
      products += residuals[row] * residuals[row - 1]
      squares += residuals[row - 1] * residuals[row - 1]
    }
    return squares > 0 ? min(max(products / squares, -0.99), 0.99) : 0
  }

  /// J V Jᵀ with J the coefficients' derivatives by log λ and V the inverse Hessian of the
  /// criterion, directions without curvature left out.
  private static func uncertainty(
    _ state: SmoothnessSelection.State, _ hessian: Matrix, _ products: CrossProducts,
    _ design: AdditiveDesign
  ) throws(KernelError) -> Matrix {
    let count = design.penalties.count
    guard count > 0 else { return Matrix(rows: design.size, columns: design.size) }
    var pulls = Matrix(rows: design.size, columns: count)
    for (index, penalty) in design.penalties.enumerated() {
      let weight = exp(state.logarithms[index]) * products.rows
      for (row, roughness) in zip(penalty.range, penalty.roughness) {
        pulls[row, index] = weight * roughness * state.coefficients[row]
      }
    }
    let (values, vectors) = try LinearAlgebra.symmetricEigen(hessian)
    var roots = vectors
    for column in 0..<count {
      // Less curvature than 1/25 is an interval of ±10 in log λ: the limit, not a normal.
      let root = 1 / max(values[column], 0.04).squareRoot()
      for row in 0..<count { roots[row, column] *= root }
    }
    let moves = try LinearAlgebra.multiply(
      state.inverse, LinearAlgebra.multiply(pulls, roots))
    return LinearAlgebra.gram(moves, transposed: true)
  }
}

/// A response with mean zero and deviation one, so that no unit reaches the iterations.
package struct StandardisedResponse: Sendable {
  /// One a row, dimensionless.
  package let values: [Double]
  /// The mean.
  package let centre: Double
  /// The standard deviation; 1 for a response that is constant up to rounding.
  package let scale: Double

  /// - Throws: `KernelError.notFinite` for a missing value.
  package init(_ response: [Double]) throws(KernelError) {
    if let row = response.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(name: "response", row: row)
    }
    centre = Summation.mean(response)
    let deviation = Summation.variance(response).squareRoot()
    let centre = centre
    if deviation > 1e-12 * abs(centre) {
      scale = deviation
      values = response.map { ($0 - centre) / deviation }
    } else {
      scale = 1
      values = response.map { _ in 0 }
    }
  }
}
