import Foundation
import NumericKernels

/// Smoothing parameters of a Gaussian additive model by restricted maximum likelihood, Newton's
/// method on their logarithms.
///
/// With D(λ) = min ‖y − Xβ‖² + Σ λ n Σ d β², A = XᵀX + S(λ), n rows and M coefficients that no
/// penalty sees, the criterion is (n − M)/2 log D + ½ log|A| − ½ log|S|₊, the residual variance
/// profiled out. Every derivative is exact; all penalties are diagonal.
///
/// - Source: Wood (2011), doi:10.1111/j.1467-9868.2010.00749.x, equation 4 and section 3 for the
///   criterion and its derivatives; Wood, Goude and Shaw (2015), doi:10.1111/rssc.12068, for
///   working from XᵀX. Departure: the basis of each term makes every penalty diagonal, so the
///   paper's care about log|S|₊ is not needed.
struct SmoothnessSelection {
  private let gram: Matrix
  private let moment: [Double]
  private let square: Double
  private let rows: Double
  private let penalties: [DiagonalPenalty]
  private let design: AdditiveDesign
  /// Coefficients that no penalty sees.
  private let unpenalised: Int

  init(_ products: CrossProducts, _ design: AdditiveDesign) {
    gram = products.gram
    moment = products.moment
    square = products.square
    rows = products.rows
    penalties = design.penalties
    self.design = design
    var seen = [Bool](repeating: false, count: design.size)
    for penalty in design.penalties {
      for (offset, roughness) in penalty.roughness.enumerated() where roughness > 0 {
        seen[penalty.range.lowerBound + offset] = true
      }
    }
    unpenalised = seen.reduce(0) { $0 + ($1 ? 0 : 1) }
  }

  /// Everything at one set of smoothing parameters.
  struct State {
    let logarithms: [Double]
    let coefficients: [Double]
    /// A⁻¹.
    let inverse: Matrix
    /// D.
    let deviance: Double
    /// The criterion; smaller is better.
    let criterion: Double
  }

  /// Logarithms beyond which a term is a straight line, or free, to every digit that matters.
  private static let bounds = -28.0...21.0
  /// A response that the terms reproduce to a millionth of its deviation has no noise left that
  /// smoothness could be weighed against.
  private static let noiseless = 1e-12

  /// - Parameter start: logarithms of λ to begin with.
  /// - Throws: `KernelError.rankDeficient` when two terms say the same, `.didNotConverge`.
  func minimise(start: [Double]?) throws(KernelError) -> (state: State, hessian: Matrix) {
    var state = try evaluate(start ?? penalties.map { _ in -4 })
    var derivatives = self.derivatives(at: state)
    guard !penalties.isEmpty else { return (state, derivatives.hessian) }
    let limit = 60
    for _ in 0..<limit {
      let gradient = projected(derivatives.gradient, at: state.logarithms)
      let steepest = gradient.map(abs).max() ?? 0
      if steepest < 1e-6 || state.deviance <= Self.noiseless * square {
        return (state, derivatives.hessian)
      }
      let step = try newtonStep(gradient, derivatives.hessian)
      var improved: State?
      var factor = 1.0
      for _ in 0..<20 {
        let trial = zip(state.logarithms, step).map {
          min(max($0 + factor * $1, Self.bounds.lowerBound), Self.bounds.upperBound)
        }
        let candidate = try evaluate(trial)
        if candidate.criterion < state.criterion {
          improved = candidate
          break
        }
        factor /= 2
      }
      guard let improved else {
        // Rounding hides any further descent; what is left of the slope tells whether that is
        // the minimum.
        guard steepest < 1e-2 else {
          throw .didNotConverge(iterations: limit, residual: steepest)
        }
        return (state, derivatives.hessian)
      }
      state = improved
      derivatives = self.derivatives(at: state)
    }
    throw .didNotConverge(iterations: limit, residual: derivatives.gradient.map(abs).max() ?? 0)
  }

  func evaluate(_ logarithms: [Double]) throws(KernelError) -> State {
    let size = design.size
    var matrix = gram
    var penalty = [Double](repeating: 0, count: size)
    for (own, logarithm) in zip(penalties, logarithms) {
      let weight = exp(logarithm) * rows
      for (offset, roughness) in own.roughness.enumerated() {
        penalty[own.range.lowerBound + offset] += weight * roughness
      }
    }
    var logPenalty = 0.0
    for index in 0..<size where penalty[index] > 0 {
      matrix[index, index] += penalty[index]
      logPenalty += log(penalty[index])
    }
    // Ones on the diagonal, so that a small pivot means dependence and not a small unit.
    let lengths = (0..<size).map { matrix[$0, $0].squareRoot() }
    guard let empty = lengths.firstIndex(where: { !($0 > 0) }) else {
      return try solved(matrix, lengths: lengths, logPenalty: logPenalty, logarithms: logarithms)
    }
    throw dependence(at: empty)
  }

  private func solved(
    _ matrix: Matrix, lengths: [Double], logPenalty: Double, logarithms: [Double]
  ) throws(KernelError) -> State {
    let size = design.size
    var scaled = matrix
    for column in 0..<size {
      for row in 0..<size { scaled[row, column] /= lengths[row] * lengths[column] }
    }
    let factor: Cholesky
    do {
      factor = try Cholesky(scaled)
    } catch .notPositiveDefinite(let pivot) {
      throw dependence(at: pivot - 1)
    }
    if let pivot = (0..<size).first(where: { factor.pivot($0) < 1e-10 }) {
      throw dependence(at: pivot)
    }
    let right = Matrix(
      rows: size, columns: 1, storage: zip(moment, lengths).map { $0 / $1 })
    let solution = try factor.solve(right)
    let coefficients = zip(solution.storage, lengths).map { $0 / $1 }
    var inverse = factor.inverse
    for column in 0..<size {
      for row in 0..<size { inverse[row, column] /= lengths[row] * lengths[column] }
    }
    let deviance = max(square - LinearAlgebra.dot(moment, coefficients), 0)
    let logMatrix = factor.logDeterminant + 2 * lengths.reduce(0) { $0 + log($1) }
    let freedom = rows - Double(unpenalised)
    let floor = max(deviance, Self.noiseless * square)
    return State(
      logarithms: logarithms, coefficients: coefficients, inverse: inverse, deviance: deviance,
      criterion: (floor > 0 ? freedom / 2 * log(floor) : 0) + (logMatrix - logPenalty) / 2)
  }

  private func dependence(at coefficient: Int) -> KernelError {
    let term = design.ranges.firstIndex { $0.contains(coefficient) }
    return .rankDeficient(
      columns: [term.map { design.terms[$0].name } ?? "the level"],
      dependsOn: ["the terms before it"])
  }

  /// First and second derivatives by the logarithms of λ.
  func derivatives(at state: State) -> (gradient: [Double], hessian: Matrix) {
    let count = penalties.count
    let size = design.size
    let freedom = (rows - Double(unpenalised)) / 2
    let deviance = max(state.deviance, Self.noiseless * square)
    let weights = zip(penalties, state.logarithms).map { own, logarithm in
      own.roughness.map { $0 * exp(logarithm) * rows }
    }
    var total = [Double](repeating: 0, count: size)
    for (own, weight) in zip(penalties, weights) {
      for (offset, value) in weight.enumerated() { total[own.range.lowerBound + offset] += value }
    }
    // S β and A⁻¹ S β of each penalty.
    var pulls = Matrix(rows: size, columns: count)
    for (index, own) in penalties.enumerated() {
      for (offset, value) in weights[index].enumerated() {
        let row = own.range.lowerBound + offset
        pulls[row, index] = value * state.coefficients[row]
      }
    }
    let moves = try? LinearAlgebra.multiply(state.inverse, pulls)
    var slopes = [Double](repeating: 0, count: count)
    var gradient = slopes
    var hessian = Matrix(rows: count, columns: count)
    for (index, own) in penalties.enumerated() {
      var trace = 0.0
      var shares = 0.0
      for (offset, value) in weights[index].enumerated() where value > 0 {
        let row = own.range.lowerBound + offset
        slopes[index] += pulls[row, index] * state.coefficients[row]
        trace += value * state.inverse[row, row]
        shares += value / total[row]
      }
      gradient[index] = freedom * slopes[index] / deviance + (trace - shares) / 2
      hessian[index, index] = gradient[index]
    }
    for left in 0..<count {
      let own = penalties[left]
      for right in 0...left {
        let other = penalties[right]
        var traces = 0.0
        for (row, outer) in zip(own.range, weights[left]) where outer > 0 {
          var sum = 0.0
          for (column, inner) in zip(other.range, weights[right]) {
            let element = state.inverse[row, column]
            sum += inner * element * element
          }
          traces += outer * sum
        }
        var shares = 0.0
        if own.term == other.term {
          for (offset, value) in weights[left].enumerated() where value > 0 {
            let sum = total[own.range.lowerBound + offset]
            shares += value * weights[right][offset] / (sum * sum)
          }
        }
        var pull = 0.0
        for row in own.range { pull += pulls[row, left] * (moves?[row, right] ?? 0) }
        let second =
          freedom * (-2 * pull / deviance - slopes[left] * slopes[right] / (deviance * deviance))
          - (traces - shares) / 2
        hessian[left, right] += second
        if left != right { hessian[right, left] += second }
      }
    }
    return (gradient, hessian)
  }

  /// The gradient without the directions that point out of the bounds.
  private func projected(_ gradient: [Double], at logarithms: [Double]) -> [Double] {
    zip(gradient, logarithms).map { slope, place in
      (place >= Self.bounds.upperBound && slope < 0)
        || (place <= Self.bounds.lowerBound && slope > 0) ? 0 : slope
    }
  }

  /// −H⁻¹ g with the curvature made positive, no logarithm moved by more than five.
  private func newtonStep(
    _ gradient: [Double], _ hessian: Matrix
  ) throws(KernelError) -> [Double] {
    let (values, vectors) = try LinearAlgebra.symmetricEigen(hessian)
    let floor = 1e-7 * max(values.map(abs).max() ?? 0, 1e-12)
    var direction = try LinearAlgebra.multiply(vectors, gradient, transpose: true)
    for index in direction.indices { direction[index] /= -max(abs(values[index]), floor) }
    let step = try LinearAlgebra.multiply(vectors, direction)
    let longest = step.map(abs).max() ?? 0
    return longest > 5 ? step.map { $0 * 5 / longest } : step
  }
}
