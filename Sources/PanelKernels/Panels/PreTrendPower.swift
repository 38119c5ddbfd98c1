package import NumericKernels

/// How often the usual test of effects before treatment would notice a straight drift, and what
/// drift it would leave in the answer.
///
/// The test rejects when any single coefficient before treatment is significant. Coefficients are
/// normal with the given covariance; a drift of slope γ adds γ × (event time − reference).
///
/// - Source: Roth (2022), doi:10.1257/aeri.20210236, sections II and III.
package struct PreTrendPower: Sendable {
  private let events: [Int]
  private let reference: Int
  private let covariance: Matrix
  private let before: [Int]
  private let bounds: [Double]

  /// - Parameters:
  ///   - events: event times of the coefficients, ascending, the reference left out.
  ///   - covariance: of the coefficients.
  ///   - reference: the event time whose effect is zero.
  ///   - level: of each single test, for example 0.95.
  /// - Throws: `KernelError.tooFewObservations` without a coefficient before the reference.
  package init(
    events: [Int], covariance: Matrix, reference: Int = -1, level: Double = 0.95
  ) throws(KernelError) {
    before = events.indices.filter { events[$0] < reference }
    guard !before.isEmpty else { throw .tooFewObservations(rows: 0, columns: 1) }
    let quantile = Distribution.normalQuantile(0.5 + level / 2)
    bounds = before.map { quantile * max(covariance[$0, $0], 0).squareRoot() }
    self.events = events
    self.covariance = covariance
    self.reference = reference
  }

  private func drift(_ slope: Double, _ index: Int) -> Double {
    slope * Double(events[index] - reference)
  }

  private func rectangle(_ slope: Double) throws(KernelError) -> RectangleProbability {
    var own = Matrix(rows: before.count, columns: before.count)
    for (column, second) in before.enumerated() {
      for (row, first) in before.enumerated() { own[row, column] = covariance[first, second] }
    }
    return try RectangleProbability(
      mean: before.map { drift(slope, $0) }, covariance: own, bounds: bounds)
  }

  /// Probability that the test rejects under a drift; `slope` in the coefficients' unit a period.
  package func power(slope: Double) throws(KernelError) -> Double {
    try 1 - rectangle(slope).probability
  }

  /// The drift that the test notices with a given probability, by bisection.
  ///
  /// - Parameter power: above the test's size.
  package func slope(power target: Double) throws(KernelError) -> Double {
    var upper = 0.0
    for (place, index) in before.enumerated() {
      upper = max(upper, 6 * bounds[place] / abs(Double(events[index] - reference)))
    }
    guard upper > 0 else { throw .notPositiveDefinite(pivot: 1) }
    var lower = 0.0
    for _ in 0..<24 {
      let middle = (lower + upper) / 2
      if try power(slope: middle) < target { lower = middle } else { upper = middle }
    }
    return (lower + upper) / 2
  }

  /// What a drift does to a weighted sum of coefficients: its plain bias, and the bias among those
  /// samples in which the test did not reject.
  package func bias(
    slope: Double, weights: [Double]
  ) throws(KernelError) -> (unconditional: Double, afterPassing: Double) {
    let plain = events.indices.reduce(0) { $0 + weights[$1] * drift(slope, $1) }
    let rectangle = try rectangle(slope)
    // E[post | pass] = δ_post + Σ₁₂ Σ₂₂⁻¹ (E[pre | pass] − δ_pre).
    var own = Matrix(rows: before.count, columns: before.count)
    var cross = [Double](repeating: 0, count: before.count)
    for (column, second) in before.enumerated() {
      for (row, first) in before.enumerated() { own[row, column] = covariance[first, second] }
      cross[column] = events.indices.reduce(0) { $0 + weights[$1] * covariance[$1, second] }
    }
    let moved = before.indices.map {
      rectangle.conditionalMean[$0] - drift(slope, before[$0])
    }
    let solved = try Cholesky(own).solve(
      Matrix(rows: before.count, columns: 1, storage: moved))
    let extra = cross.indices.reduce(0) { $0 + cross[$1] * solved[$1, 0] }
    return (plain, plain + extra)
  }
}
