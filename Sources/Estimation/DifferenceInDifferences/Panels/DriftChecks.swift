import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// What effects before the start say about parallel paths: the joint test, its power, and how far
/// the finding survives paths that drift.
struct DriftChecks {
  var diagnostics: [Diagnostic] = []
  var tables: [FitTable] = []

  /// Needs a reference period and at least two event times before it, else says nothing.
  ///
  /// - Parameter isDetailed: whether power and sensitivity are wanted beside the joint test.
  init(
    _ panel: PanelEffects, _ variance: GroupedVariance, _ study: Study,
    _ settings: PeriodSettings, isDetailed: Bool
  ) {
    guard let reference = panel.reference else { return }
    // Event times without holes on either side of the reference; what lies beyond a hole is left.
    guard let start = panel.events.firstIndex(where: { $0 > reference }) else { return }
    var first = start
    while first > 0, panel.events[first - 1] == reference - (start - first) - 1 { first -= 1 }
    if panel.firstIsShared { first = max(first, 1) }
    var last = start
    while last < panel.events.count, panel.events[last] == reference + (last - start) + 1 {
      last += 1
    }
    let kept = Array(first..<last).filter { variance.standardError($0) > 0 }
    guard kept.count == last - first, start - first >= 2, last > start else { return }
    var covariance = Matrix(rows: kept.count, columns: kept.count)
    for (column, second) in kept.enumerated() {
      for (row, one) in kept.enumerated() {
        covariance[row, column] = variance.covariance[one, second]
      }
    }
    let events = kept.map { panel.events[$0] }
    let effects = kept.map { panel.effects[$0] }
    attempt("pre-periods") { checks throws(KernelError) in
      try checks.joint(events, effects, covariance, reference, panel)
    }
    guard isDetailed else { return }
    // Periods between the reference and the start, which anticipation leaves open, are not after it.
    let after = events.reduce(0) { $0 + ($1 >= 0 ? 1 : 0) }
    guard after > 0 else { return }
    let weights = events.map { $0 >= 0 ? 1 / Double(after) : 0 }
    attempt("pre-trend-power") { checks throws(KernelError) in
      try checks.power(events, covariance, reference, weights, study, settings)
    }
    attempt("sensitivity") { checks throws(KernelError) in
      try checks.sensitivity(
        events, effects, covariance, reference, weights, study, settings)
    }
  }

  /// A check that cannot be made is told, and does not take the finding with it.
  private mutating func attempt(
    _ check: String, _ body: (inout DriftChecks) throws(KernelError) -> Void
  ) {
    do {
      try body(&self)
    } catch {
      diagnostics.append(.leftOut(check, error))
    }
  }

  private mutating func joint(
    _ events: [Int], _ effects: [Double], _ covariance: Matrix, _ reference: Int,
    _ panel: PanelEffects
  ) throws(KernelError) {
    let before = events.indices.filter { events[$0] < reference }
    let own = Matrix(
      columns: before.map { column in before.map { covariance[$0, column] } })
    let test = try JointTest(before.map { effects[$0] }, covariance: own)
    // With few stations the statistic's χ² is a poor guide; F with stations less its rank helps.
    let stations = Double(panel.included.reduce(0) { $0 + ($1 ? 1 : 0) })
    let rank = Double(test.degreesOfFreedom)
    let freedom = stations - rank
    guard freedom >= 5 else { return }
    let p = Distribution.fUpper(
      test.statistic / rank * freedom / (stations - 1), numerator: rank, denominator: freedom)
    diagnostics.append(
      Diagnostic(
        "pre-periods", p < 0.05 ? .serious : .note, saying: p < 0.05 ? "pre-periods-drift" : nil,
        ["periods": .count(before.count), "p": .probability(p)]))
  }

  private mutating func power(
    _ events: [Int], _ covariance: Matrix, _ reference: Int, _ weights: [Double], _ study: Study,
    _ settings: PeriodSettings
  ) throws(KernelError) {
    let power = try PreTrendPower(events: events, covariance: covariance, reference: reference)
    var rows: [[FitTable.Cell]] = []
    for target in [0.5, 0.8] {
      let slope = try power.slope(power: target)
      let bias = try power.bias(slope: slope, weights: weights)
      rows.append([
        .number(target), .number(slope), .number(bias.unconditional), .number(bias.afterPassing),
      ])
      if target == 0.8 {
        diagnostics.append(
          Diagnostic(
            "pre-trend-power", .note,
            [
              "slope": .three(slope, unit: study.scaleUnit),
              "bias": .three(bias.afterPassing, unit: study.scaleUnit),
              "period": .message(Message("period.\(settings.period.rawValue)")),
            ]))
      }
    }
    let unit = study.scaleUnit
    tables.append(
      FitTable(
        name: "pre-trend-power",
        caption: "Drift that single tests before the measure notice, and what it would leave",
        columns: [
          FitTable.Column("power"),
          FitTable.Column("slope", unit: "\(unit) a \(settings.period.rawValue)"),
          FitTable.Column("bias", unit: unit),
          FitTable.Column("bias when unnoticed", unit: unit),
        ], rows: rows))
  }

  private mutating func sensitivity(
    _ events: [Int], _ effects: [Double], _ covariance: Matrix, _ reference: Int,
    _ weights: [Double], _ study: Study, _ settings: PeriodSettings
  ) throws(KernelError) {
    let sensitivity = try DriftSensitivity(
      events: events, estimates: effects, covariance: covariance, weights: weights,
      reference: reference)
    var rows: [[FitTable.Cell]] = []
    var failure: KernelError?
    func add(
      _ restriction: String, _ bound: Double,
      _ interval: () throws(KernelError) -> (lower: Double, upper: Double)
    ) {
      do throws(KernelError) {
        let (lower, upper) = try interval()
        rows.append([
          .text(restriction), .number(bound), FitTable.Cell(lower), FitTable.Cell(upper),
        ])
      } catch {
        // The other bounds still stand in the table.
        failure = error
      }
    }
    for bound in [0, 0.5, 1, 1.5, 2] {
      add("relative magnitudes", bound) { () throws(KernelError) in
        try sensitivity.relativeMagnitudes(bound: bound, level: settings.confidenceLevel)
      }
    }
    // Bends in units of the typical error of an effect before the measure.
    let before = events.indices.filter { events[$0] < reference }
    let typical = Summation.mean(before.map { covariance[$0, $0].squareRoot() })
    for share in [0, 0.1, 0.2, 0.5, 1] {
      add("smoothness", share * typical) { () throws(KernelError) in
        let found = try sensitivity.smoothness(
          bound: share * typical, level: settings.confidenceLevel)
        return (found.lower, found.upper)
      }
    }
    if let failure { diagnostics.append(.leftOut("sensitivity", failure)) }
    let unit = study.scaleUnit
    tables.append(
      FitTable(
        name: "sensitivity",
        caption: "Mean effect by period when paths need not have been parallel",
        columns: [
          FitTable.Column("restriction", unit: ""), FitTable.Column("bound"),
          FitTable.Column("lower", unit: unit), FitTable.Column("upper", unit: unit),
        ], rows: rows))
    let breakdown = try Self.breakdown(sensitivity, settings.confidenceLevel)
    diagnostics.append(
      Diagnostic(
        "drift-breakdown", breakdown < 1 ? .warning : .note,
        saying: breakdown > 0 ? nil : "drift-breakdown-none", ["breakdown": .three(breakdown)]))
  }

  /// The largest relative magnitude at which the interval leaves out zero; 0 when it never does.
  private static func breakdown(
    _ sensitivity: DriftSensitivity, _ level: Double
  ) throws(KernelError) -> Double {
    func excludesZero(_ bound: Double) throws(KernelError) -> Bool {
      let interval = try sensitivity.relativeMagnitudes(bound: bound, level: level)
      return interval.lower > 0 || interval.upper < 0
    }
    guard try excludesZero(0) else { return 0 }
    var lower = 0.0
    var upper = 10.0
    if try excludesZero(upper) { return upper }
    for _ in 0..<30 {
      let middle = (lower + upper) / 2
      if try excludesZero(middle) { lower = middle } else { upper = middle }
    }
    return lower
  }
}

extension Diagnostic {
  /// A check that could not be made, and why.
  static func leftOut(_ check: String, _ error: KernelError) -> Diagnostic {
    Diagnostic(
      "check-left-out", .note,
      [
        "check": .message(Message("check-name.\(check)")), "reason": .message(error.message),
      ])
  }
}
