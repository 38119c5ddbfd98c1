import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// The imputation estimator of Borusyak, Jaravel and Spiess.
///
/// Station and period effects are estimated on untreated values alone; what they predict for a
/// treated value is taken from it, and the differences are averaged. Uses every untreated value,
/// not only the last before the start. Assumes parallel paths at all times and no reaction in
/// advance; what the errors call conservative is that effects may differ within a group's period.
///
/// - Source: Borusyak, Jaravel and Spiess (2024), doi:10.1093/restud/rdae007. The small-sample
///   degrees of freedom are ours (see `GroupedVariance`).
public struct Imputation: PeriodDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "imputation", name: "Imputation (Borusyak, Jaravel and Spiess)",
    source: "doi:10.1093/restud/rdae007", design: .controlledBeforeAfter,
    assumption:
      "Without the measure treated stations and donors would have moved alike at all times, "
      + "nobody reacted in advance, and the measure does not reach the donors.")
  /// Staggered starts are what it is for.
  public static let allowsStaggeredStarts = true

  /// Periods before the start that get a coefficient in the test of parallel paths; 0 leaves the
  /// test out. Default: 6.
  public var leads = 6
  /// Periods since the start with an average of their own in the table. Default: 36.
  public var horizon = 36
  /// What every design that compares period by period can be told.
  public var shared = PeriodSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .count("leads", \.leads, .from(0)),
      .count("horizon", \.horizon, .from(0)),
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  /// Imputes, compares and averages.
  ///
  /// Tables: `event-study`, and `leads` with the coefficients of the test of parallel paths.
  ///
  /// - Throws: `EstimationError.noDonors`, `.tooFewStations`, `.tooFewObservations`,
  ///   `.constantOutcome`, `.collinear` when untreated values fall into blocks that cannot be
  ///   compared.
  public func estimate(_ study: Study) throws(EstimationError) -> PanelFit {
    try fit(study, isDetailed: true)
  }

  /// The effect without tables.
  public func effect(of study: Study) throws(EstimationError) -> EffectEstimate {
    try fit(study, isDetailed: false).effect
  }

  private func fit(
    _ study: Study, isDetailed: Bool
  ) throws(EstimationError) -> PanelFit {
    try check(study, needsDonors: false)
    guard leads >= 0 else {
      throw .badSetting(
        "leads", method: Self.method.identifier,
        problem: Message("error.study.leads-are-negative", ["leads": .fact(leads)]))
    }
    try requireHorizon(horizon)
    let panel = try periods(of: study)
    let imputed = try ImputedPanel(
      panel, averaging: .groupAndTime(leaveOut: false), horizon: isDetailed ? horizon : 0)
    let test = leads > 0 ? LeadTest(panel, leads: leads, study, shared) : nil
    return try PanelFit(
      imputed.effects, study, self,
      estimand: "mean effect on the treated stations over their periods after the start",
      inference: "how.conservative",
      tables: isDetailed ? [test?.table].compactMap(\.self) : [],
      diagnostics: panel.remarks + imputed.diagnostics + [test?.diagnostic].compactMap(\.self),
      isDetailed: isDetailed)
  }
}

/// Effects imputed by period since the start.
struct ImputedPanel {
  let effects: PanelEffects
  let diagnostics: [Diagnostic]

  /// - Parameter horizon: periods since the start with an average of their own.
  init(
    _ panel: PeriodPanel, averaging: ImputationEffects.Averaging, horizon: Int
  ) throws(EstimationError) {
    let sample = try panel.staggered()
    var observed: Set<Int> = []
    for unit in 0..<sample.units where sample.starts[unit] < sample.times {
      let end = min(sample.times, sample.starts[unit] + horizon)
      for time in sample.starts[unit]..<end where !sample.values[time, unit].isNaN {
        observed.insert(time - sample.starts[unit])
      }
    }
    let candidates = observed.sorted()
    let fit = try EstimationError.numerical { () throws(KernelError) in
      try ImputationEffects(sample, targets: candidates.count + 1, averaging: averaging) {
        target, start, time in
        target == candidates.count || candidates[target] == time - start
      }
    }
    guard let overall = fit.averages[candidates.count] else {
      throw .numerical("error.study.no-treated-value-could")
    }
    let kept = candidates.indices.filter { fit.averages[$0] != nil }
    let events = kept.map { candidates[$0] }
    var columns = kept.map { fit.scores.column($0) }
    columns.append(fit.scores.column(candidates.count))
    let counted = PanelEffects.shares(sample.values, starts: sample.starts, events: events)
    effects = PanelEffects(
      events: events, effects: kept.map { fit.averages[$0]?.effect ?? .nan },
      cells: kept.map { fit.averages[$0]?.cells ?? 0 }, reference: nil, overall: overall.effect,
      influence: Matrix(columns: columns), starts: sample.starts, times: sample.times,
      included: (0..<sample.units).map { unit in
        (0..<sample.times).contains { !sample.values[$0, unit].isNaN }
      },
      observations: fit.untreatedCells + fit.imputed, share: counted.share)
    diagnostics =
      fit.notImputed > 0
      ? [
        Diagnostic("not-imputed", .warning, ["count": .count(fit.notImputed)])
      ] : []
  }
}

/// The test of parallel paths on untreated values alone: coefficients for the last periods before
/// the start, all earlier ones being zero together.
///
/// - Source: Borusyak, Jaravel and Spiess (2024), doi:10.1093/restud/rdae007, section 4.4.
private struct LeadTest {
  /// `nil` when the test could not be made.
  let table: FitTable?
  /// What came out, or why nothing did.
  let diagnostic: Diagnostic

  /// `nil` when there are too few periods or stations for it.
  init?(_ panel: PeriodPanel, leads: Int, _ study: Study, _ settings: PeriodSettings) {
    var values = panel.values
    for (unit, start) in panel.treatedFrom.enumerated() {
      guard let start else { continue }
      for time in start..<max(values.rows, start) { values[time, unit] = .nan }
    }
    // Somebody's earlier periods must be left as zero.
    let longest = panel.treatedFrom.compactMap(\.self).max() ?? 0
    let count = min(leads, longest - 2)
    guard count >= 1 else { return nil }
    let sample: StaggeredPanel
    let fit: EventRegression
    do throws(KernelError) {
      let untreated = try StaggeredPanel(values, treatedFrom: panel.treatedFrom)
      sample = untreated
      fit = try EventRegression(
        untreated, classes: count,
        classOf: { start, time in
          let lead = start - time
          return start < untreated.times && lead >= 1 && lead <= count ? count - lead : nil
        })
    } catch {
      table = nil
      diagnostic = .leftOut("pre-periods", error)
      return
    }
    let events = (0..<count).map { $0 - count }
    let shares = PanelEffects.shares(sample.values, starts: sample.starts, events: events)
    let variance = GroupedVariance(
      influence: fit.influence, starts: sample.starts, never: sample.times,
      included: (0..<sample.units).map { unit in
        (0..<sample.times).contains { !sample.values[$0, unit].isNaN }
      }, share: shares.share)
    let stations = Double(fit.units)
    let test: JointTest
    do throws(KernelError) {
      test = try JointTest(fit.coefficients, covariance: variance.covariance)
    } catch {
      table = nil
      diagnostic = .leftOut("pre-periods", error)
      return
    }
    let rank = Double(test.degreesOfFreedom)
    guard stations - rank >= 5 else { return nil }
    let p = Distribution.fUpper(
      test.statistic / rank * (stations - rank) / (stations - 1), numerator: rank,
      denominator: stations - rank)
    diagnostic = Diagnostic(
      "pre-periods", p < 0.05 ? .serious : .note, saying: p < 0.05 ? "pre-periods-drift" : nil,
      ["periods": .count(count), "p": .probability(p)])
    let unit = study.scaleUnit
    table = FitTable(
      name: "leads",
      caption: "Departure from parallel paths in the last periods before the start",
      columns: [
        FitTable.Column("since start", unit: "\(settings.period.rawValue)s"),
        FitTable.Column("estimate", unit: unit), FitTable.Column("standard error", unit: unit),
        FitTable.Column("lower", unit: unit), FitTable.Column("upper", unit: unit),
      ],
      rows: events.indices.map { index in
        let error = variance.standardError(index)
        let reach =
          error
          * Distribution.studentQuantile(
            0.5 + settings.confidenceLevel / 2, degreesOfFreedom: variance.degreesOfFreedom[index])
        let value = fit.coefficients[index]
        return [
          .number(Double(events[index])), .number(value), .number(error),
          FitTable.Cell(value - reach), FitTable.Cell(value + reach),
        ]
      },
      drawing: .intervals(
        x: "since start", estimate: "estimate", lower: "lower", upper: "upper"))
  }
}
