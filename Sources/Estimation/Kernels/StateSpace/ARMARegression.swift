import NumericKernels

/// A regression whose errors follow an autoregressive moving-average process, by the exact
/// likelihood of what was measured: generalised least squares at the likelihood's maximum.
///
/// Steps without a value are predicted over, not filled in.
///
/// - Source: Harvey and Phillips (1979), doi:10.1093/biomet/66.1.49; restricted likelihood Harville
///   (1977), doi:10.1080/01621459.1977.10480998; criterion Hurvich and Tsai (1989),
///   doi:10.1093/biomet/76.2.297 (all from memory).
struct ARMARegression: Sendable {
  /// What is made largest.
  enum Likelihood: Sendable {
    /// The likelihood, as most software has it.
    case full
    /// That of what the regression leaves, which does not shrink the errors' variance.
    case restricted
  }

  let order: ProcessOrder
  let process: AutoregressiveMovingAverage
  /// One a column, in the unit of the response over the column's.
  let coefficients: [Double]
  /// Of the coefficients, `columns × columns`.
  let covariance: Matrix
  /// Variance of an innovation.
  let innovationVariance: Double
  /// Natural logarithm of the likelihood that was made largest.
  let logLikelihood: Double
  /// −2 log likelihood with Hurvich and Tsai's penalty; smaller is better.
  let criterion: Double
  /// One a known step: innovations over their standard deviation.
  let innovations: [Double]
  /// Known steps.
  let observations: Int

  /// - Parameters:
  ///   - design: `steps × columns`; rows of unknown steps are not looked at.
  ///   - response: length `steps`; NaN where unknown.
  ///   - names: one a column, for errors.
  /// - Throws: `KernelError.rankDeficient` naming columns, `.tooFewObservations`,
  ///   `.didNotConverge` where no likelihood is finite.
  init(
    design: Matrix, response: [Double], names: [String], order: ProcessOrder,
    likelihood: Likelihood = .restricted
  ) throws(KernelError) {
    let isKnown = response.indices.map { row in
      response[row].isFinite && (0..<design.columns).allSatisfy { design[row, $0].isFinite }
    }
    let known = response.indices.filter { isKnown[$0] }
    let size = design.columns
    guard known.count > size + order.count + 1 else {
      throw .tooFewObservations(rows: known.count, columns: size + order.count + 1)
    }
    // Ordinary least squares says which columns say the same, and gives the scale.
    let plain = try LeastSquares.fit(
      design: design.rows(known), response: known.map { response[$0] }, names: names)
    let lengths = (0..<size).map { column in
      let values = known.map { design[$0, column] }
      return LinearAlgebra.dot(values, values).squareRoot()
    }
    // Residuals stand for the response: the likelihood is the same, and no level cancels.
    var errors = [Double](repeating: 0, count: response.count)
    for (place, row) in known.enumerated() { errors[row] = plain.residuals[place] }
    let spread = plain.residualVariance.squareRoot()
    let unit = spread > 0 ? spread : 1
    var columns = [errors.map { $0 / unit }]
    for column in 0..<size {
      let length = lengths[column] > 0 ? lengths[column] : 1
      columns.append(
        response.indices.map { isKnown[$0] ? design[$0, column] / length : 0 })
    }
    let count = Double(known.count)
    let freedom = Double(known.count - size)
    func fit(_ parameters: [Double]) -> Whitened? {
      Whitened(
        AutoregressiveMovingAverage(order, parameters: parameters), columns, isKnown: isKnown)
    }
    func objective(_ parameters: [Double]) -> Double {
      guard let found = fit(parameters) else { return .infinity }
      // Twice the negative log likelihood but for its constant.
      let squares = max(found.sumOfSquares, 1e-300)
      switch likelihood {
      case .full: return count * Logarithm.natural(squares) + found.logVariance
      case .restricted:
        return freedom * Logarithm.natural(squares) + found.logVariance + found.logDeterminant
      }
    }
    let isExact =
      LinearAlgebra.dot(plain.residuals, plain.residuals)
      <= 1e-24 * LinearAlgebra.dot(plain.response, plain.response)
    var best: (place: [Double], value: Double) = (
      [Double](repeating: 0, count: order.count), .infinity
    )
    if isExact {
      best.value = objective(best.place)
    } else {
      for start in Self.starts(order) {
        let found = QuasiNewton.minimum(from: start, objective)
        if found.value < best.value { best = found }
      }
    }
    guard best.value.isFinite, let found = fit(best.place) else {
      throw .didNotConverge(iterations: 100, residual: best.value)
    }
    self.order = order
    process = AutoregressiveMovingAverage(order, parameters: best.place)
    observations = known.count
    let used = likelihood == .full ? count : freedom
    let variance = found.sumOfSquares / used
    innovationVariance = variance * unit * unit
    coefficients = (0..<size).map { column in
      plain.coefficients[column]
        + found.coefficients[column] * unit / (lengths[column] > 0 ? lengths[column] : 1)
    }
    var covariance = found.inverse
    for column in 0..<size {
      for row in 0..<size {
        covariance[row, column] *= innovationVariance / (lengths[row] * lengths[column])
      }
    }
    self.covariance = covariance
    let constant = used * (1 + Logarithm.natural(2 * Double.pi / used))
    logLikelihood = -(best.value + 2 * used * Logarithm.natural(unit) + constant) / 2
    let parameters = Double(order.count + 1 + (likelihood == .full ? size : 0))
    criterion =
      -2 * logLikelihood + 2 * parameters * used / max(1, used - parameters - 1)
    let deviation = variance > 0 ? variance.squareRoot() : 1
    innovations = found.innovations.map { $0 / deviation }
  }

  /// Where searches begin: nearly independent, and persistent.
  private static func starts(_ order: ProcessOrder) -> [[Double]] {
    guard order.count > 0 else { return [[]] }
    let near =
      [Double](repeating: 0.3, count: order.autoregressive)
      + [Double](repeating: -0.1, count: order.movingAverage)
      + [Double](repeating: 0.1, count: order.seasonalAutoregressive)
      + [Double](repeating: 0.4, count: order.seasonalMovingAverage)
    guard order.autoregressive > 0, order.movingAverage > 0 else { return [near] }
    var far = near
    far[0] = 1.5
    for place in order.autoregressive..<(order.autoregressive + order.movingAverage) {
      far[place] = 0.5
    }
    return [near, far]
  }

  /// The fit of the order with the smallest criterion.
  ///
  /// - Parameter orders: at least one.
  static func best(
    design: Matrix, response: [Double], names: [String], orders: [ProcessOrder],
    likelihood: Likelihood = .restricted
  ) throws(KernelError) -> ARMARegression {
    var best: ARMARegression?
    var failure: KernelError?
    for order in orders {
      do {
        let found = try ARMARegression(
          design: design, response: response, names: names, order: order, likelihood: likelihood)
        if best.map({ found.criterion < $0.criterion - 1e-9 }) ?? true { best = found }
      } catch {
        // What is wrong with the design is wrong with it in every order.
        if case .rankDeficient = error { throw error }
        failure = failure ?? error
      }
    }
    guard let best else { throw failure ?? .tooFewObservations(rows: 0, columns: 0) }
    return best
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
}

/// Least squares of what the filter leaves.
private struct Whitened {
  let coefficients: [Double]
  let inverse: Matrix
  let sumOfSquares: Double
  let logVariance: Double
  let logDeterminant: Double
  let innovations: [Double]

  /// - Parameter columns: response first.
  /// - Returns: `nil` where the columns are no longer apart.
  init?(_ process: AutoregressiveMovingAverage, _ columns: [[Double]], isKnown: [Bool]) {
    let found = process.whitened(columns, isKnown: isKnown)
    logVariance = found.logVariance
    let response = found.columns[0]
    guard columns.count > 1 else { return nil }
    let design = Matrix(columns: Array(found.columns.dropFirst()))
    guard let factor = try? Cholesky(LinearAlgebra.gram(design)),
      let right = try? LinearAlgebra.multiply(
        design, Matrix(columns: [response]), transposeLeft: true),
      let solution = try? factor.solve(right),
      let fitted = try? LinearAlgebra.multiply(design, solution.storage)
    else { return nil }
    coefficients = solution.storage
    inverse = factor.inverse
    logDeterminant = factor.logDeterminant
    innovations = zip(response, fitted).map { $0 - $1 }
    sumOfSquares = LinearAlgebra.dot(innovations, innovations)
    guard sumOfSquares.isFinite, logVariance.isFinite else { return nil }
  }
}
