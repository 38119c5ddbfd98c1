import Documents
import AirQuality
import NumericKernels
import PanelKernels

/// The interaction-weighted event study of Sun and Abraham.
///
/// A coefficient for every group of stations that start together and every period, averaged over
/// the groups by their numbers of stations; donors are the controls. No coefficient holds another
/// period's effect, whether or not the groups react alike.
///
/// - Source: Sun and Abraham (2021), doi:10.1016/j.jeconom.2020.09.006. The small-sample degrees of
///   freedom are ours (see `GroupedVariance`).
public struct SunAbraham: PeriodDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "sun-abraham", name: "Interaction-weighted event study (Sun and Abraham)",
    source: "doi:10.1016/j.jeconom.2020.09.006", design: .controlledBeforeAfter,
    assumption:
      "Without the measure each group of treated stations would have moved like the donors, "
      + "nobody reacted in advance, and the measure does not reach the donors.",
    weakness:
      "With one treated station and four weeks after the measure, 31 of 400 true nulls "
      + "of simulated daily panels were rejected at 5 %: lean on the negative controls.")
  /// Staggered starts are what it is for.
  public static let allowsStaggeredStarts = true

  /// What every design that compares period by period can be told.
  public var shared = PeriodSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] = sharedList

  /// All settings at their defaults.
  public init() {}

  /// Fits the saturated regression and averages it.
  ///
  /// Tables: `event-study`, `cohorts`, `pre-trend-power`, `sensitivity`.
  ///
  /// - Throws: `EstimationError.noDonors`, `.tooFewStations`, `.tooFewObservations`,
  ///   `.constantOutcome`, `.collinear`.
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
    let panel = try periods(of: study)
    let sample = try panel.staggered()
    try requireRoom(
      effects: sample.groups.count * sample.times * 10, stations: sample.units)
    let fit = try EstimationError.numerical { () throws(KernelError) in
      try CohortEventStudy(sample)
    }
    let effects = try PanelEffects(
      regression: fit.regression, events: fit.averages.map(\.key), reference: -1,
      sample: fit.sample, combine: fit.averages.indices.map { fit.weights.column($0) })
    let unit = study.scaleUnit
    let table = FitTable(
      name: "cohorts",
      caption: "Coefficient by group (first day of its first treated period) and period since "
        + "the start; errors clustered by station",
      columns: [
        FitTable.Column("group", unit: ""),
        FitTable.Column("since start", unit: "\(period.rawValue)s"),
        FitTable.Column("estimate", unit: unit), FitTable.Column("standard error", unit: unit),
        FitTable.Column("treated values"),
      ],
      rows: fit.cells.indices.map { index in
        [
          .text(panel.firstDays[fit.cells[index].group].description),
          .number(Double(fit.cells[index].eventTime)),
          .number(fit.regression.coefficients[index]),
          FitTable.Cell(fit.regression.standardErrors[index]),
          .number(Double(fit.regression.cellCounts[index])),
        ]
      })
    return try PanelFit(
      effects, study, self,
      estimand: "mean effect on the treated stations over their periods after the start",
      inference: "how.clustered", tables: isDetailed ? [table] : [],
      diagnostics: panel.remarks, isDetailed: isDetailed)
  }
}
