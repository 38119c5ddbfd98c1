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
  /// Steps that were known, one a row of the design.
  let isKnown: [Bool]
  /// Where the likelihood is largest.
  let parameters: [Double]
  let solver: Solver
  let scale: Scale

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
    let used = likelihood == .full ? count : freedom
    let solver = Solver(
      order: order, products: try WhitenedProducts(order, columns, isKnown: isKnown),
      likelihood: likelihood, count: count, freedom: freedom)
    let isExact =
      LinearAlgebra.dot(plain.residuals, plain.residuals)
      <= 1e-24 * LinearAlgebra.dot(plain.response, plain.response)
    var best: (place: [Double], value: Double) = (
      [Double](repeating: 0, count: order.count), .infinity
    )
    if isExact {
      best.value = solver.objective(best.place)
    } else {
      for start in Self.starts(order) {
        let found = QuasiNewton.minimum(from: start, solver.objective)
        if found.value < best.value { best = found }
      }
    }
    guard best.value.isFinite, let found = solver.solution(best.place) else {
      throw .didNotConverge(iterations: 100, residual: best.value)
    }
    self.order = order
    self.solver = solver
    parameters = best.place
    scale = Scale(
      unit: unit, lengths: lengths.map { $0 > 0 ? $0 : 1 }, used: used, plain: plain.coefficients)
    process = AutoregressiveMovingAverage(order, parameters: best.place)
    observations = known.count
    self.isKnown = isKnown
    let variance = found.sumOfSquares / used
    innovationVariance = variance * unit * unit
    coefficients = scale.coefficients(found)
    covariance = scale.covariance(found)
    let constant = used * (1 + Logarithm.natural(2 * Double.pi / used))
    logLikelihood = -(best.value + 2 * used * Logarithm.natural(unit) + constant) / 2
    let parameters = Double(order.count + 1 + (likelihood == .full ? size : 0))
    criterion =
      -2 * logLikelihood + 2 * parameters * used / max(1, used - parameters - 1)
    // What the columns leave, behind the filter.
    var left = columns[0]
    for column in 0..<size {
      for row in left.indices { left[row] -= found.coefficients[column] * columns[column + 1][row] }
    }
    let deviation = variance > 0 ? variance.squareRoot() : 1
    innovations = process.whitened([left], isKnown: isKnown).columns[0].map { $0 / deviation }
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

extension ARMARegression {
  /// From columns of unit length back to their own units.
  struct Scale: Sendable {
    /// Of the response.
    let unit: Double
    /// Of the columns.
    let lengths: [Double]
    /// Observations that the likelihood counts.
    let used: Double
    /// Ordinary least squares' coefficients, which the solution is added to.
    let plain: [Double]

    func coefficients(_ found: Solver.Solution) -> [Double] {
      plain.indices.map { plain[$0] + found.coefficients[$0] * unit / lengths[$0] }
    }

    func covariance(_ found: Solver.Solution) -> Matrix {
      let variance = found.sumOfSquares / used * unit * unit
      var covariance = found.inverse
      for column in lengths.indices {
        for row in lengths.indices {
          covariance[row, column] *= variance / (lengths[row] * lengths[column])
        }
      }
      return covariance
    }
  }

  /// Generalised least squares for any parameters of the process.
  struct Solver: Sendable {
    let order: ProcessOrder
    /// Response first.
    let products: WhitenedProducts
    let likelihood: Likelihood
    let count: Double
    let freedom: Double

    struct Solution {
      let coefficients: [Double]
      let inverse: Matrix
      let sumOfSquares: Double
      let logVariance: Double
      let logDeterminant: Double
    }

    /// `nil` where the columns are no longer apart.
    func solution(_ parameters: [Double]) -> Solution? {
      let process = AutoregressiveMovingAverage(order, parameters: parameters)
      guard let found = products.at(process) else { return nil }
      let all = found.products
      let size = all.columns - 1
      guard size > 0 else { return nil }
      var information = Matrix(rows: size, columns: size)
      var right = Matrix(rows: size, columns: 1)
      for column in 0..<size {
        right[column, 0] = all[column + 1, 0]
        for row in 0..<size { information[row, column] = all[row + 1, column + 1] }
      }
      guard let factor = try? Cholesky(information), let solved = try? factor.solve(right)
      else { return nil }
      let squares = all[0, 0] - LinearAlgebra.dot(right.storage, solved.storage)
      guard squares.isFinite, found.logVariance.isFinite else { return nil }
      return Solution(
        coefficients: solved.storage, inverse: factor.inverse, sumOfSquares: max(squares, 0),
        logVariance: found.logVariance, logDeterminant: factor.logDeterminant)
    }

    /// Twice the negative log likelihood but for its constant.
    func objective(_ parameters: [Double]) -> Double {
      guard let found = solution(parameters) else { return .infinity }
      let squares = max(found.sumOfSquares, 1e-300)
      switch likelihood {
      case .full: return count * Logarithm.natural(squares) + found.logVariance
      case .restricted:
        return freedom * Logarithm.natural(squares) + found.logVariance + found.logDeterminant
      }
    }
  }
}
