public import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// Effects by period since the start, their average, and how much every station moves each: what
/// all designs by period come down to.
struct PanelEffects {
  /// Periods since the start, ascending.
  var events: [Int]
  /// One an event, on the outcome's scale.
  var effects: [Double]
  /// Treated cells behind each.
  var cells: [Int]
  /// The event whose effect is zero by construction and that is not among `events`; `nil` when
  /// each is measured against something of its own.
  var reference: Int?
  /// Whether the first event stands for all earlier periods too, and so for no single one.
  var firstIsShared = false
  /// The headline.
  var overall: Double
  /// `stations × (events, then overall)`; squares of a column sum to its uncorrected variance.
  var influence: Matrix
  /// First treated period of each station; the number of periods for donors.
  var starts: [Int]
  /// Number of periods.
  var times: Int
  /// Stations that count.
  var included: [Bool]
  /// Values that entered.
  var observations: Int
  /// Share of an estimate's treated cells that lie in the group that starts at a period.
  var share: (_ estimate: Int, _ group: Int) -> Double

  /// Shares by observed cells: of an event in that event, of the overall from the start on.
  static func shares(
    _ values: Matrix, starts: [Int], events: [Int]
  ) -> (cells: [Int], share: (Int, Int) -> Double) {
    let times = values.rows
    let place = Dictionary(uniqueKeysWithValues: events.enumerated().map { ($1, $0) })
    var counts: [Int: [Double]] = [:]
    for unit in starts.indices where starts[unit] < times {
      for time in 0..<times where !values[time, unit].isNaN {
        let event = time - starts[unit]
        if let index = place[event] {
          counts[starts[unit], default: Array(repeating: 0, count: events.count + 1)][index] += 1
        }
        if event >= 0 {
          counts[starts[unit], default: Array(repeating: 0, count: events.count + 1)][
            events.count] += 1
        }
      }
    }
    let totals = (0...events.count).map { index in
      counts.values.reduce(0) { $0 + $1[index] }
    }
    return (
      totals.dropLast().map { Int($0) },
      { [counts] estimate, group in
        guard let own = counts[group], totals[estimate] > 0 else { return 0 }
        return own[estimate] / totals[estimate]
      }
    )
  }
}

/// What a design that compares period by period found: the effects put into an estimate, tables and
/// diagnostics.
public struct PanelFit: EstimatorFit {
  /// The finding.
  public let effect: EffectEstimate
  /// The design's own, as its `estimate(_:)` lists them.
  public let tables: [FitTable]
  /// Average effect and sizes.
  public let summary: Summary
  /// The donors’ average moved to the treated stations’ level before the measure.
  public let counterfactual: MonitoringSeries?

  /// - Parameters:
  ///   - further: tables and diagnostics of the design's own.
  ///   - isDetailed: whether the tables are wanted; the effect is the same without them.
  init(
    _ panel: PanelEffects, _ study: Study, _ design: some PeriodDesign, estimand: String,
    inference: Message, tables further: [FitTable] = [], diagnostics own: [Diagnostic] = [],
    isDetailed: Bool
  ) throws(EstimationError) {
    let variance = GroupedVariance(
      influence: panel.influence, starts: panel.starts, never: panel.times,
      included: panel.included, share: panel.share)
    let last = panel.events.count
    let error = variance.standardError(last)
    guard panel.overall.isFinite, error.isFinite else {
      throw .numerical("error.study.average-effect-has-no")
    }
    let method = inference.with("how.welch")
    let scaled = ScaleEstimate(
      value: panel.overall, standardError: error,
      degreesOfFreedom: variance.degreesOfFreedom[last], level: design.confidenceLevel,
      method: method)
    var pValue: PValue?
    if error > 0 {
      let value = Distribution.twoSidedP(
        t: panel.overall / error, degreesOfFreedom: variance.degreesOfFreedom[last])
      // One treated station could have been any of the stations: its own values cannot tell more.
      let floor =
        study.treatedIndices.count == 1 && !study.donorIndices.isEmpty
        ? 1 / Double(study.donorIndices.count + 1) : nil
      pValue = PValue(
        value: max(value, floor ?? 0),
        method: floor == nil ? method : method.with("how.floor"),
        smallestPossible: floor)
    }
    let events = isDetailed ? try EventTable(panel, variance, study, design.shared) : nil
    var diagnostics = own
    if variance.borrowing > 0 {
      diagnostics.append(
        Diagnostic(
          "borrowed-variance", .warning,
          [
            "groups": .count(variance.borrowing), "smallest": .count(GroupedVariance.smallest),
          ]))
    }
    if study.isStaggered {
      diagnostics.append(Self.shares(areRandom: type(of: design).sharesAreRandom))
    }
    if study.donorIndices.isEmpty, let last = panel.starts.filter({ $0 < panel.times }).max() {
      diagnostics.append(
        Diagnostic(
          "last-cohort-compares", .warning,
          ["count": .count(panel.starts.count { $0 == last })]))
    }
    let drift = DriftChecks(panel, variance, study, design.shared, isDetailed: isDetailed)
    diagnostics += drift.diagnostics
    if study.donorIndices.isEmpty {
      counterfactual = nil
    } else {
      let comparison = DonorComparison(study)
      counterfactual = comparison.counterfactual
      diagnostics += try comparison.diagnostics()
    }
    effect = EffectEstimate(
      scaled, pValue: pValue, method: design.method, estimand: estimand, study: study,
      sample: SampleSize(
        treated: study.treatedIndices.count, donors: study.donorIndices.count,
        stepsBefore: study.beforePositions.count, stepsAfter: study.afterPositions.count,
        observations: panel.observations),
      diagnostics: diagnostics + study.outcomeDiagnostics)
    tables = (events.map { [$0.table] } ?? []) + further + drift.tables
    summary = Summary([
      .init("average effect", panel.overall, standardError: error, unit: study.scaleUnit),
      .init("degrees of freedom", variance.degreesOfFreedom[last]),
      .init("critical value of the uniform band", events?.criticalValue),
      .init("periods", Double(panel.times)),
      .init("groups", Double(Set(panel.starts.filter { $0 < panel.times }).count)),
      .init("values by period", Double(panel.observations)),
    ])
  }
}

extension PanelFit {
  /// Designs beside each other on one page give errors of different things.
  private static func shares(areRandom: Bool) -> Diagnostic {
    areRandom
      ? Diagnostic("shares-random", .note)
      : Diagnostic("shares-fixed", .note)
  }
}

/// Effects by period since the start as a table with pointwise intervals and a uniform band.
private struct EventTable {
  let table: FitTable
  let criticalValue: Double

  init(
    _ panel: PanelEffects, _ variance: GroupedVariance, _ study: Study, _ settings: PeriodSettings
  ) throws(EstimationError) {
    let count = panel.events.count
    let events = Matrix(columns: panel.events.indices.map { panel.influence.column($0) })
    var critical = Distribution.normalQuantile(0.5 + settings.confidenceLevel / 2)
    if count > 0 {
      critical = try EstimationError.numerical { () throws(KernelError) in
        try MultiplierBootstrap(
          influence: events, units: 1, replicates: settings.replicates,
          level: settings.confidenceLevel,
          seed: settings.seed
        ).criticalValue
      }
    }
    var rows: [[FitTable.Cell]] = []
    for (index, event) in panel.events.enumerated() {
      let error = variance.standardError(index)
      let quantile = Distribution.studentQuantile(
        0.5 + settings.confidenceLevel / 2, degreesOfFreedom: variance.degreesOfFreedom[index])
      let reach = max(quantile, critical)
      let value = panel.effects[index]
      rows.append([
        .number(Double(event)), .number(value), FitTable.Cell(error > 0 ? error : nil),
        .number(value - quantile * error), .number(value + quantile * error),
        .number(value - reach * error), .number(value + reach * error),
        .number(Double(panel.cells[index])),
      ])
    }
    if let reference = panel.reference {
      let place = panel.events.firstIndex { $0 > reference } ?? count
      rows.insert(
        [
          .number(Double(reference)), .number(0), .missing, .missing, .missing, .missing,
          .missing, .missing,
        ], at: place)
    }
    let unit = study.scaleUnit
    table = FitTable(
      name: "event-study",
      caption: "Effect by \(settings.period.rawValue)s since the measure started, with intervals",
      columns: [
        FitTable.Column("since start", unit: "\(settings.period.rawValue)s"),
        FitTable.Column("estimate", unit: unit), FitTable.Column("standard error", unit: unit),
        FitTable.Column("lower", unit: unit), FitTable.Column("upper", unit: unit),
        FitTable.Column("band lower", unit: unit), FitTable.Column("band upper", unit: unit),
        FitTable.Column("treated values"),
      ], rows: rows,
      drawing: .intervals(
        x: "since start", estimate: "estimate", lower: "lower", upper: "upper"))
    criticalValue = critical
  }
}
