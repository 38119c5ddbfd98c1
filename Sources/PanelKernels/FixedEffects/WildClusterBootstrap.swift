package import NumericKernels

/// The wild cluster bootstrap of a two-way fixed-effects coefficient, null imposed, clusters =
/// units.
///
/// Each replicate gives every unit's restricted residuals one random weight. Coefficient and
/// cluster scores of a replicate are linear in the weights, so all replicates are matrix
/// products, and testing another null only shifts them: the interval is found by inverting the
/// test without drawing again.
///
/// - Source: Cameron, Gelbach and Miller (2008), doi:10.1162/rest.90.3.414; Roodman et al.
///   (2019), doi:10.1177/1536867X19830877, for the linear form and the inversion; weights with
///   six points below twelve clusters, Webb (2023), doi:10.1111/caje.12661.
package struct WildClusterBootstrap: Sendable {
  /// Two-sided p-value of no effect, (1 + exceedances) / (1 + replicates).
  package let pValue: Double
  /// Smallest p-value that the number of replicates allows.
  package let smallestP: Double
  /// Ends of the set of nulls with p above 1 − level; infinite when the test never rejects there.
  package let interval: (lower: Double, upper: Double)

  /// - Parameters:
  ///   - panel: `times × units`, NaN where missing.
  ///   - treatedFrom: first treated row of each unit, `nil` for never.
  ///   - fit: of the same panel.
  ///   - replicates: 999 or another number that makes (replicates + 1)(1 − level) whole.
  package init(
    _ panel: Matrix, treatedFrom: [Int?], fit: TwoWayFixedEffects, replicates: Int,
    level: Double, seed: UInt64, threads: Int? = nil
  ) throws(KernelError) {
    let test = try WildClusterTest(
      panel, treatedFrom: treatedFrom, replicates: replicates, seed: seed, threads: threads)
    let estimate = fit.coefficient
    pValue = test.pValue(null: 0, estimate: estimate, scores: fit.unitScores)
    smallestP = 1 / Double(replicates + 1)
    let step = max(fit.unitClusteredError, .leastNormalMagnitude)
    func accepts(_ null: Double) -> Bool {
      test.pValue(null: null, estimate: estimate, scores: fit.unitScores) > 1 - level
    }
    func end(_ direction: Double) -> Double {
      var inside = 0.0
      var outside = 2.0
      while accepts(estimate + direction * outside * step) {
        inside = outside
        outside *= 2
        if outside > 1_024 { return direction * .infinity }
      }
      for _ in 0..<40 {
        let middle = (inside + outside) / 2
        if accepts(estimate + direction * middle * step) {
          inside = middle
        } else {
          outside = middle
        }
      }
      return estimate + direction * outside * step
    }
    interval = (end(-1), end(1))
  }
}

/// The pieces of all replicates that do not depend on the null.
///
/// A replicate's coefficient is a − b · null, and the sum of its squared cluster scores a
/// quadratic in the null, so another null costs a few operations a replicate.
struct WildClusterTest: Sendable {
  private struct Replicate {
    var slope = 0.0
    var slopeByNull = 0.0
    var squares = 0.0
    var cross = 0.0
    var squaresByNull = 0.0
  }

  private let replicates: [Replicate]
  /// Σ D̃² over all cells.
  private let variation: Double

  init(
    _ panel: Matrix, treatedFrom: [Int?], replicates: Int, seed: UInt64, threads: Int?
  ) throws(KernelError) {
    let pattern = MissingPattern(panel)
    let units = panel.columns
    let starts = treatedFrom.map { min(max($0 ?? panel.rows, 0), panel.rows) }
    let treatment = try TwoWayFixedEffects.projectTreatment(pattern, starts: starts)
    let response = try TwoWayFixedEffects.projectResponse(panel, pattern)
    var regressors = Matrix(rows: panel.rows, columns: units)
    var centred = regressors
    for unit in 0..<units {
      for time in 0..<panel.rows where !panel[time, unit].isNaN {
        regressors[time, unit] =
          (time >= starts[unit] ? 1 : 0) - treatment.unitEffects[unit]
          - treatment.timeEffects[time]
        centred[time, unit] =
          panel[time, unit] - response.unitEffects[unit] - response.timeEffects[time]
      }
    }
    let products = (0..<units).map {
      LinearAlgebra.dot(regressors.column($0), centred.column($0))
    }
    let squares = (0..<units).map {
      LinearAlgebra.dot(regressors.column($0), regressors.column($0))
    }
    let active = pattern.unitCounts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    let drawn = parallelMap(count: replicates, threads: threads) { replicate in
      var stream = RandomStream(seed: seed, index: UInt64(replicate))
      return (0..<units).map { _ in
        active < 12 ? Self.webb(&stream) : stream.rademacher()
      }
    }
    var weights = Matrix(rows: replicates, columns: units)
    for replicate in 0..<replicates {
      for unit in 0..<units { weights[replicate, unit] = drawn[replicate][unit] }
    }
    let responseScores = try Self.spread(
      centred, regressors, pattern, weights: weights, threads: threads)
    let treatmentScores = try Self.spread(
      regressors, regressors, pattern, weights: weights, threads: threads)
    let variation = squares.reduce(0, +)
    self.variation = variation
    self.replicates = (0..<replicates).map { index in
      var replicate = Replicate()
      for unit in 0..<units {
        replicate.slope += weights[index, unit] * products[unit] / variation
        replicate.slopeByNull += weights[index, unit] * squares[unit] / variation
      }
      for unit in 0..<units {
        let weight = weights[index, unit]
        let score =
          weight * products[unit] - responseScores[index, unit]
          - replicate.slope * squares[unit]
        let byNull =
          weight * squares[unit] - treatmentScores[index, unit]
          - replicate.slopeByNull * squares[unit]
        replicate.squares += score * score
        replicate.cross += score * byNull
        replicate.squaresByNull += byNull * byNull
      }
      return replicate
    }
  }

  /// Share of replicates whose |t| under the null reaches the observed one.
  func pValue(null: Double, estimate: Double, scores: [Double]) -> Double {
    var observedSquares = 0.0
    for score in scores { observedSquares += score * score }
    guard observedSquares > 0 else { return estimate == null ? 1 : 0 }
    let observed = abs(estimate - null) * variation / observedSquares.squareRoot()
    var exceeding = 0
    for replicate in replicates {
      let slope = replicate.slope - null * replicate.slopeByNull
      let squares =
        replicate.squares - 2 * null * replicate.cross + null * null * replicate.squaresByNull
      // A tie within rounding counts as reached.
      if abs(slope) * variation >= observed * max(squares, 0).squareRoot() * (1 - 1e-12) {
        exceeding += 1
      }
    }
    return Double(exceeding + 1) / Double(replicates.count + 1)
  }

  /// V·Aᵀ with A[g, j] = Σₜ D̃gₜ λʲₜ, λʲ the time effects of unit j's values alone.
  private static func spread(
    _ values: Matrix, _ regressors: Matrix, _ pattern: MissingPattern, weights: Matrix,
    threads: Int?
  ) throws(KernelError) -> Matrix {
    let effects = try parallelMap(
      count: values.columns, threads: threads,
      throwing: { (unit) throws(KernelError) -> [Double] in
        try TwoWayProjection.timeEffects(pattern, right: values.column(unit)).values
      })
    let influence = try LinearAlgebra.multiply(
      regressors, Matrix(columns: effects), transposeLeft: true)
    return try LinearAlgebra.multiply(weights, influence, transposeRight: true)
  }

  /// ±√(1/2), ±1, ±√(3/2) with equal probability.
  private static func webb(_ stream: inout RandomStream) -> Double {
    let draw = stream.index(below: 6)
    let size = [0.5, 1, 1.5][draw % 3].squareRoot()
    return draw < 3 ? -size : size
  }
}
