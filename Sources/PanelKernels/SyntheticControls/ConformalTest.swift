package import NumericKernels

/// Exact test of an effect's size by permuting residuals over time.
///
/// Under the hypothesis the treated average minus the effect is an untreated series, so the
/// weights are learnt from all rows, those after the measure included. If the residuals are then
/// stationary, every cyclic shift of them is as likely as the one that was seen, and the p-value
/// is the share of shifts whose mean absolute residual over the tested rows is at least as large.
///
/// - Source: Chernozhukov, Wüthrich and Zhu (2021), doi:10.1080/01621459.2021.1920957, with moving
///   block permutations and q = 1.
package struct ConformalTest: Sendable {
  private let donors: [Int]
  private let program: DonorProgram
  /// Donors' inner products with the indicator of the tested rows.
  private let shift: [Double]
  /// Donors on the rows, means taken off where asked for, `rows × donors`.
  private let table: Matrix
  /// The treated average and the indicator on the rows, treated likewise.
  private let outcome: [Double]
  private let indicator: [Double]
  private let tested: Int
  private let ridge: Double

  /// - Parameters:
  ///   - rows: of the panel, the tested ones last.
  ///   - tested: how many of them are tested.
  ///   - demeaned: whether means over the rows are taken off.
  ///   - ridge: of the augmentation, in the squared unit of the outcome; infinite for none.
  package init(
    _ panel: PreparedPanel, treated: [Int], donors: [Int], rows: [Int], tested: Int,
    demeaned: Bool, ridge: Double
  ) {
    let count = rows.count
    let average = panel.meanPath(of: treated)
    func prepared(_ values: [Double]) -> [Double] {
      guard demeaned else { return values }
      let mean = Summation.mean(values)
      return values.map { $0 - mean }
    }
    outcome = prepared(rows.map { average[$0] })
    indicator = prepared((0..<count).map { $0 < count - tested ? 0 : 1 })
    let columns = donors.map { donor in
      prepared(rows.map { panel.values[$0, donor] })
    }
    table = Matrix(columns: columns)
    program = DonorProgram(
      quadratic: LinearAlgebra.gram(table),
      linear: columns.map { [outcome] in LinearAlgebra.dot($0, outcome) },
      square: LinearAlgebra.dot(outcome, outcome))
    shift = columns.map { [indicator] in LinearAlgebra.dot($0, indicator) }
    self.donors = donors
    self.tested = tested
    self.ridge = ridge
  }

  /// The share of cyclic shifts with a mean absolute residual at least that of the tested rows.
  package func pValue(effect: Double) throws(KernelError) -> Double {
    let linear = program.linear.indices.map { program.linear[$0] - effect * shift[$0] }
    let cross = LinearAlgebra.dot(outcome, indicator)
    let square =
      program.square - 2 * effect * cross + effect * effect
      * LinearAlgebra.dot(indicator, indicator)
    let solution = try SimplexProgram(
      quadratic: program.quadratic, linear: linear, scale: max(square, 0))
    var weights = solution.weights
    if ridge.isFinite {
      weights = try RidgeAugmentation(
        DonorProgram(quadratic: program.quadratic, linear: linear, square: square),
        weights: weights
      ).augmented(penalty: ridge)
    }
    let fitted = try LinearAlgebra.multiply(table, weights)
    let sizes = outcome.indices.map { abs(outcome[$0] - effect * indicator[$0] - fitted[$0]) }
    return share(of: sizes)
  }

  private func share(of sizes: [Double]) -> Double {
    let count = sizes.count
    // Sums of `tested` neighbours on the circle; the tested rows are the last of them.
    var sums = [Double](repeating: 0, count: count)
    for first in 0..<count {
      for step in 0..<tested { sums[first] += sizes[(first + step) % count] }
    }
    let seen = sums[count - tested]
    let slack = 1e-12 * (sums.max() ?? 0)
    return Double(sums.reduce(0) { $0 + ($1 >= seen - slack ? 1 : 0) }) / Double(count)
  }

  /// The effects that are not rejected, from one end to the other.
  ///
  /// Each end is found by doubling steps away from the estimate and halving back; the p-value is
  /// taken to fall on the way, which it does up to ties.
  ///
  /// - Parameters:
  ///   - estimate: must not be rejected itself.
  ///   - scale: size of a first step, in the unit of the outcome.
  /// - Returns: `nil` when the estimate itself is rejected or no effect ever is (fewer than
  ///   1 / (1 − level) rows).
  package func interval(
    level: Double, estimate: Double, scale: Double
  ) throws(KernelError) -> (lower: Double, upper: Double)? {
    let threshold = 1 - level + 1e-12
    guard 1 / Double(outcome.count) <= threshold, scale > 0,
      try pValue(effect: estimate) > threshold
    else { return nil }
    var ends: [Double] = []
    for sign in [-1.0, 1.0] {
      var inside = 0.0
      var outside = scale
      var doublings = 0
      while try pValue(effect: estimate + sign * outside) > threshold {
        inside = outside
        outside *= 2
        doublings += 1
        if doublings > 40 { return nil }
      }
      while outside - inside > 1e-4 * scale {
        let middle = (inside + outside) / 2
        if try pValue(effect: estimate + sign * middle) > threshold {
          inside = middle
        } else {
          outside = middle
        }
      }
      ends.append(estimate + sign * outside)
    }
    return (ends[0], ends[1])
  }
}
