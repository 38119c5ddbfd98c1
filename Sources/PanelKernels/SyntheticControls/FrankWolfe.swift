import NumericKernels

/// Simplex weights by Frank and Wolfe's steps with exact line search, as synthetic
/// difference-in-differences defines them.
///
/// Minimises (|Ax − b|² + η|x|²) / rows. The estimator's published numbers depend on where the
/// iteration stops, so the rule is the reference's: at least two steps, then until one lowers the
/// objective by no more than `smallestDecrease²`. What differs is the arithmetic: steps are taken
/// on the Gram matrix, where each costs one pass over x instead of two over A, and a step's
/// decrease is computed from its length and curvature instead of from two nearly equal sums.
///
/// - Source: Arkhangelsky et al. (2021), doi:10.1257/aer.20190159, algorithm 1 and supplement;
///   Frank and Wolfe (1956), doi:10.1002/nav.3800030109.
struct FrankWolfe: Sendable {
  /// A′A + ηI, `n × n`.
  private let curvature: Matrix
  /// Columns of A′A + ηI minus A′b: what the half-gradient moves towards.
  private let pull: Matrix
  /// A′b.
  private let linear: [Double]
  private let rows: Double

  /// - Parameters:
  ///   - gram: A′A, `n × n`.
  ///   - linear: A′b, length n.
  ///   - rows: of A.
  ///   - ridge: η = rows · ζ².
  init(gram: Matrix, linear: [Double], rows: Int, ridge: Double) {
    var curvature = gram
    for index in 0..<gram.rows { curvature[index, index] += ridge }
    var pull = curvature
    for index in linear.indices {
      for row in linear.indices { pull[row, index] -= linear[row] }
    }
    self.curvature = curvature
    self.pull = pull
    self.linear = linear
    self.rows = Double(rows)
  }

  /// - Parameters:
  ///   - start: a point of the simplex.
  ///   - smallestDecrease: square root of the decrease at which to stop, in the unit of b.
  ///   - limit: most steps.
  /// - Returns: the point reached and the number of steps.
  func minimise(
    from start: [Double], smallestDecrease: Double, limit: Int
  ) throws(KernelError) -> (weights: [Double], steps: Int) {
    var point = start
    var gradient = try halfGradient(at: point)
    var linearAtPoint = LinearAlgebra.dot(linear, point)
    let threshold = smallestDecrease * smallestDecrease * rows
    var steps = 0
    while steps < limit {
      steps += 1
      // What repeated scaling has rounded away is restored now and then.
      if steps % 512 == 0 {
        gradient = try halfGradient(at: point)
        linearAtPoint = LinearAlgebra.dot(linear, point)
      }
      let vertex = LinearAlgebra.smallest(gradient)
      let level = LinearAlgebra.dot(gradient, point)
      let slope = gradient[vertex] - level
      // (e − x)′M(e − x), with Mx = gradient + A′b.
      let bend =
        curvature[vertex, vertex] - 2 * (gradient[vertex] + linear[vertex]) + level
        + linearAtPoint
      guard slope < 0, bend > 0 else {
        if steps >= 2 { break }
        continue
      }
      let step = min(1, -slope / bend)
      let decrease = -2 * step * slope - step * step * bend
      LinearAlgebra.scale(&point, by: 1 - step)
      point[vertex] += step
      LinearAlgebra.combine(1 - step, &gradient, step, column: vertex, of: pull)
      linearAtPoint = (1 - step) * linearAtPoint + step * linear[vertex]
      if steps >= 2, decrease <= threshold { break }
    }
    return (point, steps)
  }

  private func halfGradient(at point: [Double]) throws(KernelError) -> [Double] {
    var gradient = try LinearAlgebra.multiply(curvature, point)
    for index in gradient.indices { gradient[index] -= linear[index] }
    return gradient
  }
}
