import NumericKernels

/// Partially pooled synthetic control for staggered starts.
///
/// Weights balance each cohort and, as far as separate fits leave it open, the average over
/// cohorts, which is what the estimate rests on. With one start it is the demeaned synthetic
/// control.
///
/// - Source: Ben-Michael, Feller and Rothstein (2022), doi:10.1111/rssb.12448.
public struct PartiallyPooledSyntheticControl: EffectEstimator {
  /// Each station is treated from its own start on.
  public static let allowsStaggeredStarts = true
  /// Name, source and design.
  public static let method = Method(
    identifier: "partially-pooled-synthetic-control",
    name: "Partially pooled synthetic control", source: "doi:10.1111/rssb.12448",
    design: .controlledInterruptedTimeSeries,
    assumption:
      "Weighted means of donors that met the cohorts and their average before the measure would "
      + "have met them after it too, and the measure does not reach the donors.")

  /// Pooling from 0 (each cohort alone) to 1 (the average alone); negative for the paper's
  /// choice. Default: the paper's.
  public var pooling = -1.0
  /// How interval and p-value are made. Default: automatic.
  public var inference = DonorInference.automatic
  /// Placebo groups or bootstrap draws, at most. Default: 200.
  public var draws = 200
  /// Seed of the draws. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95

  /// All settings at their defaults.
  public init() {}

  private func estimation(
    _ study: Study, draws: Int
  ) throws(EstimationError) -> DonorEstimation<PartiallyPooledControl> {
    guard pooling <= 1 else {
      throw .badSetting(
        "pooling", method: Self.method.identifier, problem: "\(pooling) is above 1")
    }
    return try DonorEstimation(
      study, PartiallyPooledControl(pooling: pooling < 0 ? nil : pooling),
      PanelInference(
        inference: inference, draws: draws, seed: seed, level: confidenceLevel,
        method: Self.method),
      basis: "weights were fitted to the cohorts’ outcome before the measure and to its average, "
        + "each station’s mean taken off, without predictors; placebos keep the study’s pooling")
  }

  /// Fits the weights and repeats the estimate where nothing was done.
  ///
  /// - Throws: `EstimationError.noDonors`, `.tooFewStations`, `.gaps`, `.constantOutcome`,
  ///   `.tooFewObservations` or `.badSetting`.
  public func estimate(_ study: Study) throws(EstimationError) -> DonorFit {
    try estimation(study, draws: draws).fit(tables: true)
  }

  /// With 39 placebo groups, whose ranks still allow a test at 5 %, and without tables.
  public func effect(of study: Study) throws(EstimationError) -> EffectEstimate {
    try estimation(study, draws: min(draws, 39)).fit(tables: false).effect
  }
}
