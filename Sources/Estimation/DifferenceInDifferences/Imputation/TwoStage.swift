import Documents
import AirQuality
import NumericKernels
import PanelKernels

/// Gardner's two-stage difference in differences.
///
/// The first stage estimates station and period effects on untreated values, the second regresses
/// what they leave on the treatment; the errors carry the first stage's uncertainty (two moments
/// estimated together). The effects are those of `imputation`; the errors differ in what treated
/// values vary about.
///
/// - Source: Gardner (2022), doi:10.48550/arXiv.2207.05943. The small-sample degrees of freedom are
///   ours (see `GroupedVariance`).
public struct TwoStage: PeriodDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "two-stage", name: "Two-stage difference in differences (Gardner)",
    source: "doi:10.48550/arXiv.2207.05943", design: .controlledBeforeAfter,
    assumption:
      "Without the measure treated stations and donors would have moved alike at all times, "
      + "nobody reacted in advance, and the measure does not reach the donors.")
  /// Staggered starts are what it is for.
  public static let allowsStaggeredStarts = true

  /// Periods since the start with an average of their own in the table. Default: 36.
  public var horizon = 36
  /// What every design that compares period by period can be told.
  public var shared = PeriodSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .count("horizon", \.horizon, .from(0))
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  /// Runs both stages.
  ///
  /// Tables: `event-study`.
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
    try requireHorizon(horizon)
    let panel = try periods(of: study)
    let imputed = try ImputedPanel(
      panel, averaging: .target, horizon: isDetailed ? horizon : 0)
    return try PanelFit(
      imputed.effects, study, self,
      estimand: "mean effect on the treated stations over their periods after the start",
      inference: "how.both-stages",
      diagnostics: panel.remarks + imputed.diagnostics, isDetailed: isDetailed)
  }
}
