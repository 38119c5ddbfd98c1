import AirQuality
import Documents
import Foundation
import NumericKernels

/// The jump on the measure's date with its windows, errors and made-up dates.
struct DateDiscontinuity {
  let settings: RegressionDiscontinuity
  let sample: DateSample
  let window: DateWindow
  let jump: DateJump
  let placebos: DatePlacebos?
  /// By how much the made-up dates widen the error, 1 or more.
  let widening: Double
  /// Of Student's distribution; `nil` for the normal.
  let freedom: Double?

  init(_ settings: RegressionDiscontinuity, _ study: Study) throws(EstimationError) {
    self.settings = settings
    sample = try DateSample(settings, study)
    window = try DateWindow(settings, sample)
    guard let found = DateJump(settings, sample, at: 0, window) else {
      throw RegressionDiscontinuity.refusal(
        "bandwidth",
        Message(
          "error.study.window-too-short", ["steps": .fact(Decimals.two(window.bandwidths.below))]))
    }
    jump = found
    placebos = DatePlacebos(settings, sample, window)
    let isDefault = settings.placebos == RegressionDiscontinuity().placebos
    guard placebos != nil || isDefault || settings.placebos == 0 else {
      throw RegressionDiscontinuity.refusal("placebos", "error.study.no-room-for-dates")
    }
    guard settings.errors == .serial else {
      widening = 1
      freedom = nil
      return
    }
    let scatter = placebos.map(\.scatter) ?? 1
    widening = max(1, scatter)
    // How errors scatter over months is known from no more windows than fit side by side.
    freedom = min(window.freedom, max(2, placebos?.independent ?? window.freedom))
  }

  /// Of the jump, on the outcome's scale.
  var error: Double { jump.error * widening }

  var scaled: ScaleEstimate {
    let how: Message =
      settings.errors == .independent
      ? "how.robust-bias-corrected"
      : Message(
        "how.jump-serial",
        [
          "correlation": .text(Decimals.two(window.correlation)),
          "factor": .text(Decimals.two(widening)), "dates": .count(placebos?.values.count ?? 0),
        ])
    guard let freedom else {
      let reach = Distribution.normalQuantile(0.5 + settings.confidenceLevel / 2) * error
      return ScaleEstimate(
        value: jump.corrected, standardError: error, degreesOfFreedom: nil,
        lower: jump.corrected - reach, upper: jump.corrected + reach,
        level: settings.confidenceLevel, method: how)
    }
    return ScaleEstimate(
      value: jump.corrected, standardError: error, degreesOfFreedom: freedom,
      level: settings.confidenceLevel, method: how)
  }

  private var pValue: PValue? {
    let scaled = scaled
    guard error > 0 else {
      return jump.corrected == 0 ? PValue(value: 1, method: scaled.intervalMethod) : nil
    }
    let ratio = jump.corrected / error
    return PValue(
      value: freedom.map { Distribution.twoSidedP(t: ratio, degreesOfFreedom: $0) }
        ?? min(1, 2 * Distribution.normalCumulative(-abs(ratio))),
      method: scaled.intervalMethod)
  }

  func fit(_ study: Study) throws(EstimationError) -> RegressionDiscontinuity.Fit {
    let balance = DateBalance(settings, study, window)
    let hasDonors = settings.againstDonors && !study.donorIndices.isEmpty
    let tables = DateTables(self, balance, study)
    return RegressionDiscontinuity.Fit(
      effect: EffectEstimate(
        scaled, pValue: pValue,
        method: hasDonors ? RegressionDiscontinuity.controlled : RegressionDiscontinuity.method,
        estimand: hasDonors
          ? "jump of the treated stations less the donors’ on the measure’s date"
          : "jump of the treated stations on the measure’s date",
        study: study,
        sample: SampleSize(
          treated: study.treatedIndices.count, donors: hasDonors ? study.donorIndices.count : 0,
          stepsBefore: jump.counts.below,
          stepsAfter: jump.counts.above, observations: jump.counts.below + jump.counts.above),
        diagnostics: sample.diagnostics + diagnostics(study) + balance.diagnostics
          + study.outcomeDiagnostics),
      summary: tables.summary, tables: tables.all)
  }

  private func diagnostics(_ study: Study) -> [Diagnostic] {
    var found = window.diagnostics
    if !settings.againstDonors || study.donorIndices.isEmpty {
      found.append(Diagnostic("jump-without-donors", .warning))
    }
    if sample.leftOut > 0 {
      found.append(Diagnostic("donut", .note, ["count": .count(sample.leftOut)]))
    }
    if settings.errors == .independent {
      found.append(Diagnostic("errors-independent", .serious))
    }
    guard let placebos else {
      found.append(Diagnostic("no-made-up-dates", .warning))
      return found
    }
    let rank = placebos.rank(of: jump)
    let facts: [String: Value] = [
      "count": .count(placebos.values.count), "alarms": .share(placebos.alarms, decimals: 1),
      "rank": .probability(rank.value),
      "smallest": .number(rank.smallestPossible ?? 0, .decimals(2)),
      "independent": .count(Int(placebos.independent)),
    ]
    let isBad = placebos.alarms > DatePlacebos.tolerated
    found.append(
      Diagnostic(
        isBad ? "made-up-dates-fail" : "made-up-dates", isBad ? .serious : .note, facts))
    return found
  }
}

/// How wide a window around the date is, and how its errors hang together.
struct DateWindow {
  let bandwidths: LocalPolynomialJump.Bandwidths
  /// What the rule alone asks for, in steps; `nil` where it has no answer.
  let asked: Double?
  /// What the least number of independent steps asks for.
  let floor: Double
  /// Of neighbouring errors.
  let correlation: Double
  /// Variance of an error, with what one coefficient does not hold.
  let variance: Double
  let freedom: Double
  let diagnostics: [Diagnostic]

  init(_ settings: RegressionDiscontinuity, _ sample: DateSample) throws(EstimationError) {
    let (below, above) = (sample.side(false), sample.side(true))
    let reach = min(-(below.x.first ?? 0), above.x.last ?? 0)
    let rule =
      settings.bandwidth > 0
      ? LocalPolynomialJump.Bandwidths(
        below: settings.bandwidth, above: settings.bandwidth, biasBelow: settings.bandwidth,
        biasAbove: settings.bandwidth)
      : LocalPolynomialJump.Bandwidths(
        below: below, above: above, order: settings.order, kernel: settings.kernel,
        rule: settings.rule)
    asked = rule?.below
    var window =
      rule
      ?? LocalPolynomialJump.Bandwidths(
        below: reach, above: reach, biasBelow: reach, biasAbove: reach)
    var notes: [Diagnostic] = []
    // The dependence is learnt from a window that is long enough to show it.
    var errors = try Self.errors(settings, sample, reach: max(window.biasBelow, 180))
    var least = 0.0
    if settings.leastSteps > 0, settings.bandwidth == 0 {
      // A wider window shows more of the dependence, which asks for a wider window.
      for _ in 0..<3 {
        least = max(
          least, settings.leastSteps * (1 + errors.correlation) / (1 - errors.correlation))
        window.widen(to: min(least, reach))
        errors = try Self.errors(
          settings, sample, reach: max(window.biasBelow, window.biasAbove))
      }
      if least > reach {
        notes.append(
          Diagnostic(
            "window-short", .serious,
            ["least": .number(least, .decimals(0)), "steps": .number(reach, .decimals(0))]))
      }
    }
    notes.append(
      Diagnostic(
        "window", .note,
        [
          "below": .number(window.below, .decimals(0)),
          "above": .number(window.above, .decimals(0)),
          "asked": .optional(asked) { .number($0, .decimals(1)) },
          "least": .number(least, .decimals(0)),
          "correlation": .two(errors.correlation),
        ]))
    bandwidths = window
    floor = least
    correlation = errors.correlation
    variance = errors.variance * errors.remainder
    freedom = errors.degreesOfFreedom
    diagnostics = notes
  }

  /// Errors of polynomials of one order more, which are what the interval rests on.
  private static func errors(
    _ settings: RegressionDiscontinuity, _ sample: DateSample, reach: Double
  ) throws(EstimationError) -> PersistentErrors {
    let rows = sample.x.indices.filter { abs(sample.x[$0]) <= max(reach, 20) }
    let degrees = settings.order + 2
    let columns = [false, true].flatMap { isAbove in
      (0..<degrees).map { power in
        rows.map { row -> Double in
          let place = sample.x[row]
          guard (place >= 0) == isAbove else { return 0 }
          return (0..<power).reduce(1.0) { value, _ in value * place / max(reach, 20) }
        }
      }
    }
    let fit = try EstimationError.numerical { () throws(KernelError) in
      try LeastSquares.fit(
        design: Matrix(columns: columns), response: rows.map { sample.y[$0] },
        names: columns.indices.map { "power \($0 % degrees)" })
    }
    let size = LinearAlgebra.dot(fit.response, fit.response)
    let isExact = LinearAlgebra.dot(fit.residuals, fit.residuals) <= 1e-20 * size
    let lag = isExact ? 0 : Series.autocorrelation(fit.residuals, maxLag: 1).dropFirst().first ?? 0
    guard lag > -0.6 || settings.errors == .independent else {
      throw .numerical("error.study.values-alternate")
    }
    return try EstimationError.numerical { () throws(KernelError) in
      try PersistentErrors(fit, positions: rows.map { Int(sample.x[$0]) })
    }
  }

  /// Variance of Σ weight × error over steps.
  func variance(of weights: [Double], at steps: [Double]) -> Double {
    var sum = 0.0
    var carried = 0.0
    for row in weights.indices {
      if row > 0 {
        let fading = Logarithm.power(correlation, steps[row] - steps[row - 1])
        carried = fading * (carried + weights[row - 1])
      }
      sum += weights[row] * (weights[row] + 2 * carried)
    }
    return variance * sum
  }
}

extension LocalPolynomialJump.Bandwidths {
  /// Not below a least width on either side, the bias's window in step.
  mutating func widen(to least: Double) {
    let (left, right) = (max(1, least / below), max(1, least / above))
    below *= left
    above *= right
    biasBelow = max(biasBelow, below)
    biasAbove = max(biasAbove, above)
  }
}

/// The jump on one date.
struct DateJump {
  let conventional: Double
  let corrected: Double
  let error: Double
  let counts: (below: Int, above: Int)
  let bandwidths: LocalPolynomialJump.Bandwidths

  /// - Parameters:
  ///   - date: in steps from the measure's.
  ///   - limit: steps that are looked at; all where `nil`.
  init?(
    _ settings: RegressionDiscontinuity, _ sample: DateSample, at date: Double,
    _ window: DateWindow, within limit: ClosedRange<Double>? = nil,
    bandwidths other: LocalPolynomialJump.Bandwidths? = nil
  ) {
    let wide = other ?? window.bandwidths
    let reach = (max(wide.below, wide.biasBelow), max(wide.above, wide.biasAbove))
    let rows = sample.x.indices.filter {
      let place = sample.x[$0] - date
      return place >= -reach.0 && place <= reach.1 && limit?.contains(sample.x[$0]) ?? true
    }
    let split = rows.firstIndex { sample.x[$0] >= date } ?? rows.count
    let (left, right) = (rows[..<split], rows[split...])
    let below = CutoffSide(x: left.map { sample.x[$0] - date }, y: left.map { sample.y[$0] })
    let above = CutoffSide(x: right.map { sample.x[$0] - date }, y: right.map { sample.y[$0] })
    guard
      let found = LocalPolynomialJump(
        below: below, above: above, bandwidths: wide, order: settings.order,
        kernel: settings.kernel)
    else { return nil }
    conventional = found.conventional
    corrected = found.biasCorrected
    counts = found.counts
    bandwidths = wide
    let serial = window.variance(of: found.weights, at: rows.map { sample.x[$0] }).squareRoot()
    error =
      settings.errors == .serial ? max(serial, 0) : found.robustError
    guard error.isFinite else { return nil }
  }
}
