package import NumericKernels

/// Intervals for a weighted sum of effects after treatment when paths need not have been parallel.
///
/// - Source: Rambachan and Roth (2023), doi:10.1093/restud/rdad018. Smoothness: the fixed-length
///   interval of their section 4.1. Relative magnitudes: the restriction of their section 2.4.2;
///   their conditional test is replaced by the union over the pre-period's steps of intervals
///   whose ends are linear in the coefficients (their lemma on unions), which covers at least as
///   often and can be longer.
package struct DriftSensitivity: Sendable {
  private let estimates: [Double]
  private let covariance: Matrix
  /// Event time − reference, without the reference itself.
  private let distances: [Int]
  private let weights: [Double]

  /// - Parameters:
  ///   - events: event times of the coefficients, ascending and without holes except for the
  ///     reference, which is left out.
  ///   - weights: of the sum, one a coefficient, zero before treatment.
  ///   - reference: the event time whose effect is zero.
  /// - Throws: `KernelError.shape` for holes, `.tooFewObservations` without a coefficient before
  ///   the reference.
  package init(
    events: [Int], estimates: [Double], covariance: Matrix, weights: [Double],
    reference: Int = -1
  ) throws(KernelError) {
    let distances = events.map { $0 - reference }
    guard let first = distances.first, let last = distances.last, first < 0 else {
      throw .tooFewObservations(rows: 0, columns: 1)
    }
    guard distances == Array(first...last).filter({ $0 != 0 }), covariance.rows == events.count,
      weights.count == events.count, estimates.count == events.count
    else { throw .shape("event times with holes: \(events)") }
    self.distances = distances
    self.estimates = estimates
    self.covariance = covariance
    self.weights = weights
  }

  private func value(_ combination: [Double]) -> Double {
    LinearAlgebra.dot(combination, estimates)
  }

  private func deviation(_ combination: [Double]) throws(KernelError) -> Double {
    let image = try LinearAlgebra.multiply(covariance, combination)
    return max(LinearAlgebra.dot(combination, image), 0).squareRoot()
  }

  /// Interval when no step of the drift after the reference is larger than `bound` times the
  /// largest step before it.
  package func relativeMagnitudes(
    bound: Double, level: Double
  ) throws(KernelError) -> (lower: Double, upper: Double) {
    let quantile = Distribution.normalQuantile(0.5 + level / 2)
    // By how much unit steps after the reference can move the sum.
    let last = distances.last ?? 0
    var reach = 0.0
    for step in stride(from: 1, through: last, by: 1) {
      var tail = 0.0
      for index in distances.indices where distances[index] >= step { tail += weights[index] }
      reach += abs(tail)
    }
    var lower = Double.infinity
    var upper = -Double.infinity
    for distance in distances where distance < 0 {
      // The step from this event time to the next; the reference's own effect is zero.
      var step = distances.map { $0 == distance ? -1.0 : 0 }
      if let next = distances.firstIndex(of: distance + 1), distance + 1 < 0 { step[next] = 1 }
      for sign in [1.0, -1.0] {
        let pull = bound * reach * sign
        let low = zip(weights, step).map { $0 - pull * $1 }
        let high = zip(weights, step).map { $0 + pull * $1 }
        let bottom = try value(low) - quantile * deviation(low)
        let top = try value(high) + quantile * deviation(high)
        guard bottom <= top else { continue }
        lower = min(lower, bottom)
        upper = max(upper, top)
      }
    }
    return (lower, upper)
  }

  /// Interval when the slope of the drift changes by no more than `bound` from one period to the
  /// next, in the coefficients' unit a period; 0 is a straight line.
  package func smoothness(
    bound: Double, level: Double
  ) throws(KernelError) -> (lower: Double, upper: Double, centre: Double) {
    let program = try SmoothnessProgram(
      distances: distances, weights: weights, covariance: covariance)
    var best: (length: Double, combination: [Double])?
    // Every combination on the frontier of bias against deviation is valid; the shortest counts.
    var trades = [0.0]
    if bound > 0 { trades += (-8...12).map { Logarithm.power(10, Double($0) / 4) } }
    for trade in trades {
      // A trade whose equations are singular to working precision adds nothing to the frontier.
      guard let combination = try? program.combination(trade: trade) else { continue }
      let deviation = try deviation(combination)
      guard deviation > 0 else { continue }
      let bias = bound * program.bias(combination)
      let length = deviation * Self.foldedQuantile(bias / deviation, level: level)
      if length < best?.length ?? .infinity { best = (length, combination) }
    }
    guard let best else { throw .notPositiveDefinite(pivot: 1) }
    let centre = value(best.combination)
    return (centre - best.length, centre + best.length, centre)
  }

  /// The quantile of |N(shift, 1)|.
  static func foldedQuantile(_ shift: Double, level: Double) -> Double {
    let pointwise = Distribution.normalQuantile(0.5 + level / 2)
    var lower = 0.0
    var upper = shift + pointwise
    for _ in 0..<80 {
      let middle = (lower + upper) / 2
      let inside =
        Distribution.normalCumulative(middle - shift)
        - Distribution.normalCumulative(-middle - shift)
      if inside < level { lower = middle } else { upper = middle }
    }
    return upper
  }
}

/// Linear combinations of coefficients that a straight drift does not move, by their worst bias.
private struct SmoothnessProgram {
  private let distances: [Int]
  private let covariance: Matrix
  private let weights: [Double]
  private let before: [Int]
  /// Rows: bends of the drift; columns: coefficients. What a unit bend adds to each coefficient.
  private let bends: Matrix

  init(distances: [Int], weights: [Double], covariance: Matrix) throws(KernelError) {
    self.distances = distances
    self.covariance = covariance
    self.weights = weights
    before = distances.indices.filter { distances[$0] < 0 }
    let first = distances.first ?? 0
    let last = distances.last ?? 0
    // A bend at b changes the slope there: after it for b ≥ 0, before it for b < 0, so that the
    // drift stays zero at the reference and has slope zero just before it.
    let places = Array((first + 1)...max(last - 1, first + 1))
    bends = Matrix(
      columns: distances.map { distance in
        places.map { place in
          place >= 0
            ? Double(max(distance - place, 0)) : Double(max(place - distance, 0))
        }
      })
  }

  /// Σ |bias of each bend|.
  func bias(_ combination: [Double]) -> Double {
    (0..<bends.rows).reduce(0) { sum, bend in
      sum
        + abs(
          combination.indices.reduce(0) { $0 + bends[bend, $1] * combination[$1] })
    }
  }

  /// Minimises variance + trade · s · bias² over the weights before treatment, unbiased for a
  /// straight line; s makes the trade free of units. The squared sum of absolute biases is
  /// replaced by its tightest quadratic bound, over and over.
  func combination(trade: Double) throws(KernelError) -> [Double] {
    let free = before.count
    var scale = 0.0
    for index in before { scale = max(scale, covariance[index, index]) }
    var shares = [Double](repeating: 1 / Double(bends.rows), count: bends.rows)
    var result = weights
    for iteration in 0..<(trade > 0 ? 200 : 1) {
      // Quadratic form Q over all coefficients.
      var form = covariance
      if trade > 0 {
        for bend in 0..<bends.rows {
          let factor = trade * scale / shares[bend]
          for column in 0..<form.columns where bends[bend, column] != 0 {
            for row in 0..<form.rows {
              form[row, column] += factor * bends[bend, row] * bends[bend, column]
            }
          }
        }
      }
      // Stationarity with the constraint Σ v·distance = −Σ w·distance as a bordered system.
      let image = try LinearAlgebra.multiply(form, weights)
      var system = Matrix(rows: free + 1, columns: free + 1)
      var right = Matrix(rows: free + 1, columns: 1)
      let size = form.storage.reduce(0) { max($0, abs($1)) }
      for (row, first) in before.enumerated() {
        for (column, second) in before.enumerated() {
          system[row, column] = form[first, second] / size
        }
        system[row, free] = Double(distances[first])
        system[free, row] = Double(distances[first])
        right[row, 0] = -image[first] / size
      }
      right[free, 0] = -weights.indices.reduce(0) { $0 + weights[$1] * Double(distances[$1]) }
      let solved = try LinearAlgebra.multiply(LinearAlgebra.inverse(system), right)
      var next = weights
      for (row, index) in before.enumerated() { next[index] = solved[row, 0] }
      let change = zip(next, result).reduce(0) { max($0, abs($1.0 - $1.1)) }
      result = next
      if iteration > 0, change < 1e-10 { break }
      let sizes = (0..<bends.rows).map { bend in
        abs(result.indices.reduce(0) { $0 + bends[bend, $1] * result[$1] })
      }
      let total = sizes.reduce(0, +)
      guard total > 0 else { break }
      shares = sizes.map { max($0 / total, 1e-6) }
    }
    return result
  }
}
