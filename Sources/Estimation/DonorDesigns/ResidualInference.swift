import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// Inference from the residuals before the measure instead of from other stations.
extension PanelInference {
  /// Most steps after the start that are tested one by one.
  private static var mostPoints: Int { 40 }

  /// Conformal test of the average effect, inverted.
  ///
  /// - Parameter points: whether single steps are wanted too; the first `mostPoints` are tested.
  func conformal(
    _ fit: Counterfactual, _ kernel: some CounterfactualKernel, _ panel: DonorPanel, points: Bool
  ) throws(EstimationError) -> PanelUncertainty {
    let assignment = panel.assignment
    guard let demeaned = kernel.conformalDemeaned, assignment.cohorts.count == 1,
      let start = assignment.starts.first
    else {
      throw .badSetting(
        "inference", method: method.identifier,
        problem: "error.study.conformal-inference-is-synthetic")
    }
    let rows = panel.prepared.values.rows
    let test = ConformalTest(
      panel.prepared, treated: assignment.treated, donors: assignment.donors,
      rows: Array(0..<rows), tested: rows - start, demeaned: demeaned,
      ridge: fit.cohorts.first?.chosen["ridge"] ?? .infinity)
    let observed = panel.observedPath
    let before = (0..<start).map { observed[$0] - fit.expected[$0] }
    let label = Message("how.conformal", ["count": .count(rows)])
    let (interval, p) = try EstimationError.numerical {
      () throws(KernelError) -> ((lower: Double, upper: Double)?, Double) in
      (
        try test.interval(
          level: level, estimate: fit.effect,
          scale: Summation.variance(before).squareRoot() / Double(rows - start).squareRoot()),
        try test.pValue(effect: 0)
      )
    }
    guard let interval else {
      throw .badSetting(
        "inference", method: method.identifier,
        problem: "error.study.conformal-set-does-not")
    }
    return PanelUncertainty(
      standardError: (interval.upper - interval.lower)
        / (2 * Distribution.normalQuantile(0.5 + level / 2)),
      degreesOfFreedom: nil, lower: interval.lower, upper: interval.upper, level: level,
      method: label,
      pValue: PValue(value: p, method: label, smallestPossible: 1 / Double(rows)),
      points: points
        ? try conformalPoints(fit, demeaned: demeaned, panel, start: start, before: before) : [])
  }

  /// The same test for one step after the start at a time, beside the rows before it.
  ///
  /// - Source: Chernozhukov, Wüthrich and Zhu (2021), doi:10.1080/01621459.2021.1920957, section
  ///   2.2, pointwise confidence intervals.
  private func conformalPoints(
    _ fit: Counterfactual, demeaned: Bool, _ panel: DonorPanel, start: Int, before: [Double]
  ) throws(EstimationError) -> [PointEffect] {
    let assignment = panel.assignment
    let observed = panel.observedPath
    let scale = Summation.variance(before).squareRoot()
    let count = min(Self.mostPoints, observed.count - start)
    let ridge = fit.cohorts.first?.chosen["ridge"] ?? .infinity
    let level = level
    return try EstimationError.numerical { () throws(KernelError) in
      try parallelMap(
        count: count,
        throwing: { (index) throws(KernelError) -> PointEffect in
          let row = start + index
          let test = ConformalTest(
            panel.prepared, treated: assignment.treated, donors: assignment.donors,
            rows: Array(0..<start) + [row], tested: 1, demeaned: demeaned, ridge: ridge)
          let effect = observed[row] - fit.expected[row]
          return PointEffect(
            row: row, effect: effect,
            interval: try test.interval(level: level, estimate: effect, scale: scale),
            pValue: try test.pValue(effect: 0))
        })
    }
  }

  /// The parametric bootstrap of interactive fixed effects.
  func parametric(
    _ fit: Counterfactual, _ kernel: some CounterfactualKernel, _ panel: DonorPanel
  ) throws(EstimationError) -> PanelUncertainty {
    guard let factors = kernel.factorModel else {
      throw .badSetting(
        "inference", method: method.identifier,
        problem: "error.study.parametric-bootstrap-is-interactive")
    }
    let errors = try EstimationError.numerical { () throws(KernelError) in
      try factors.parametricErrors(
        of: fit, panel.prepared, panel.assignment, draws: draws, seed: seed)
    }
    return try turnedRound(errors, fit, label: Message("how.parametric", ["count": .count(draws)]))
  }

  /// The block bootstrap in time of matrix completion and interactive fixed effects.
  func blockBootstrap(
    _ fit: Counterfactual, _ kernel: some CounterfactualKernel, _ panel: DonorPanel
  ) throws(EstimationError) -> PanelUncertainty {
    let earliest = panel.assignment.starts.min() ?? 0
    guard let factors = kernel.blockModel(before: earliest) else {
      throw .badSetting(
        "inference", method: method.identifier,
        problem: "error.study.block-bootstrap-is-matrix")
    }
    guard earliest >= 10 else {
      throw .tooFewObservations(
        found: earliest, needed: 10, period: panel.study.before.description)
    }
    let found = try EstimationError.numerical {
      () throws(KernelError) -> (errors: [Double], length: Double) in
      try factors.blockErrors(
        of: kernel, fit, panel.prepared, panel.assignment, gaps: panel.gaps, draws: draws,
        seed: seed)
    }
    return try turnedRound(
      found.errors, fit,
      label: Message(
        "how.block-bootstrap",
        ["count": .count(draws), "length": .text(Decimals.two(found.length))]))
  }

  /// The interval that turns the quantiles of errors round.
  private func turnedRound(
    _ errors: [Double], _ fit: Counterfactual, label: Message
  ) throws(EstimationError) -> PanelUncertainty {
    // Order statistics k of n + 1, of which a new draw is below k / (n + 1) of the time; those
    // that interpolate between the least and the largest are too near to each other.
    let rank = Int(((1 - level) / 2 * Double(errors.count + 1) + 1e-9).rounded(.down))
    guard rank >= 1 else {
      throw .badSetting(
        "draws", method: method.identifier,
        problem: Message("error.study.draws-are-too-few", ["count": .fact(errors.count)]))
    }
    let sorted = errors.sorted()
    let low = fit.effect - sorted[errors.count - rank]
    let high = fit.effect - sorted[rank - 1]
    let asLarge = errors.reduce(0) { $0 + (abs($1) >= abs(fit.effect) ? 1 : 0) }
    guard low <= fit.effect, fit.effect <= high else {
      throw .badSetting(
        "inference", method: method.identifier,
        problem: "error.study.bootstraps-interval-does-not")
    }
    return PanelUncertainty(
      standardError: Summation.variance(errors).squareRoot(), degreesOfFreedom: nil, lower: low,
      upper: high, level: level, method: label,
      pValue: PValue(
        value: Double(asLarge + 1) / Double(errors.count + 1), method: label,
        smallestPossible: 1 / Double(errors.count + 1)))
  }
}
