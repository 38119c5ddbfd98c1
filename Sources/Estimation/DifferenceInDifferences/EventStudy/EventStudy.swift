import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// The two-way event study: one coefficient for every period before and after the start.
///
/// Every station keeps its own level and every period its own shock; the last period before the
/// start is zero. With staggered starts a coefficient also holds parts of other periods' effects
/// unless all groups react alike; `sun-abraham` does not.
///
/// - Source: leads and lags as in Freyaldenhoven, Hansen and Shapiro (2019),
///   doi:10.1257/aer.20180609; the warning Sun and Abraham (2021),
///   doi:10.1016/j.jeconom.2020.09.006.
public struct EventStudy: PeriodDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "event-study", name: "Event study, two-way",
    source: "doi:10.1257/aer.20180609", design: .controlledBeforeAfter,
    assumption:
      "Without the measure the treated stations would have moved like the donors, all groups of "
      + "stations react alike, and the measure does not reach the donors.",
    weakness:
      "With one treated station and four weeks after the measure, 31 of 400 true nulls "
      + "of simulated daily panels were rejected at 5 %: lean on the negative controls.")
  /// Leads and lags are counted from each station's own start.
  public static let allowsStaggeredStarts = true

  /// Periods before the start with a coefficient of their own; earlier ones share the first.
  /// 0 gives every period its own. Default: 0.
  public var leads = 0
  /// Periods after the start with a coefficient of their own; later ones share the last. 0 gives
  /// every period its own. Default: 0.
  public var lags = 0
  /// What every design that compares period by period can be told.
  public var shared = PeriodSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .count("leads", \.leads, .from(0)),
      .count("lags", \.lags, .from(0)),
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  /// Fits the leads and lags.
  ///
  /// Tables: `event-study`, `pre-trend-power`, `sensitivity`.
  ///
  /// - Throws: `EstimationError.noDonors`, `.tooFewStations`, `.tooFewObservations`,
  ///   `.constantOutcome`, `.collinear` when a lead or lag cannot be told apart.
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
    try check(study, needsDonors: true)
    guard leads >= 0, lags >= 0, leads != 1 else {
      throw .badSetting(
        leads == 1 || leads < 0 ? "leads" : "lags", method: Self.method.identifier,
        problem: "error.study.leads-are-0-least")
    }
    let panel = try periods(of: study)
    let sample = try panel.staggered()
    let first = leads > 0 ? -leads : -panel.values.rows
    let last = lags > 0 ? lags : panel.values.rows
    func event(_ start: Int, _ time: Int) -> Int? {
      guard start < sample.times else { return nil }
      let event = min(max(time - start, first), last)
      return event == -1 ? nil : event
    }
    var observed: Set<Int> = []
    for unit in 0..<sample.units {
      for time in 0..<sample.times where !sample.values[time, unit].isNaN {
        if let event = event(sample.starts[unit], time) { observed.insert(event) }
      }
    }
    let events = observed.sorted()
    try requireRoom(effects: events.count * 10, stations: sample.units)
    guard events.contains(where: { $0 >= 0 }) else {
      throw .tooFewObservations(found: 0, needed: 1, period: study.after.description)
    }
    let place = Dictionary(uniqueKeysWithValues: events.enumerated().map { ($1, $0) })
    let fit = try EstimationError.numerical { () throws(KernelError) in
      try EventRegression(sample, classes: events.count) { start, time in
        event(start, time).flatMap { place[$0] }
      }
    }
    let binned = leads > 0 || lags > 0
    var effects = try PanelEffects(
      regression: fit, events: events, reference: -1, sample: sample,
      combine: events.indices.map {
        index in events.indices.map { $0 == index ? 1 : 0 }
      })
    // A shared first coefficient is no single period; the drift checks must not read it as one.
    if binned, effects.reference == -1, leads > 0, effects.events.first == first {
      effects.firstIsShared = true
    }
    return try PanelFit(
      effects, study, self,
      estimand: "mean effect on the treated stations over their periods after the start",
      inference: "how.clustered",
      diagnostics: panel.remarks
        + (study.isStaggered
          ? [
            Diagnostic("staggered-event-study", .warning)
          ] : []),
      isDetailed: isDetailed)
  }
}
