import NumericKernels

/// Synthetic difference-in-differences: donors weighted to move like the treated stations before
/// the measure, and steps before weighted to resemble those after.
///
/// Levels may differ, as in difference-in-differences; parallel paths are needed only of the
/// weighted donors, as in a synthetic control. With staggered starts each cohort is compared with
/// the donors that are never treated, and cohorts weigh by their treated steps. Difference in
/// differences and the reference's synthetic control are `comparison` settings of the same code.
///
/// Covariates, where asked for, are taken out first by a regression on untreated values with station
/// and step effects. The reference's software fits their slopes together with the weights instead;
/// that depends on the covariates' units and on where its iteration stops, and takes slopes from what
/// the weights pick out.
///
/// Departures: gaps are filled in and counted; the interval is that of the placebo rank test,
/// not the normal one.
///
/// - Source: Arkhangelsky et al. (2021), doi:10.1257/aer.20190159.
public struct SyntheticDifferenceInDifferences: EffectEstimator {
  /// Each station is treated from its own start on.
  public static let allowsStaggeredStarts = true
  /// Name, source and design.
  public static let method = Method(
    identifier: "synthetic-difference-in-differences",
    name: "Synthetic difference in differences", source: "doi:10.1257/aer.20190159",
    design: .controlledInterruptedTimeSeries,
    assumption:
      "Without the measure the treated stations would have moved like the weighted donors, and "
      + "the measure does not reach the donors.")

  /// Which weights are fitted.
  public enum Comparison: String, Codable, Sendable, CaseIterable {
    /// Donors and steps.
    case synthetic
    /// Donors, in level, steps before not at all: the reference's synthetic control.
    case syntheticControl = "synthetic-control"
    /// None: difference-in-differences.
    case differenceInDifferences = "difference-in-differences"
  }

  /// Which weights are fitted. Default: of donors and steps.
  public var comparison = Comparison.synthetic
  /// Whether the study's covariates of treated stations and donors enter.
  public enum Covariates: String, Codable, Sendable, CaseIterable {
    /// The outcome is put to their means by a regression on untreated values. Placebos and resamples
    /// keep its slopes: 0.930 of 500 intervals of 95 % then covered in simulation, and errors of
    /// jackknife and bootstrap do not carry the slopes' own.
    case adjusted
    /// They do not.
    case ignored
  }

  /// Whether the study's covariates enter. Default: ignored, so that a study's covariates for other
  /// designs do not ask for donors' weather.
  public var covariates = Covariates.ignored
  /// How interval and p-value are made. Default: automatic.
  public var inference = DonorInference.automatic
  /// Placebo groups or bootstrap draws, at most. Default: 200, as in the paper's software.
  public var draws = 200
  /// Seed of the draws. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95

  /// All settings at their defaults.
  public init() {}

  /// When covariates enter.
  public var wantsStationCovariates: Bool { covariates == .adjusted }

  private var kernel: SyntheticDifference {
    switch comparison {
    case .synthetic: .synthetic
    case .syntheticControl: .control
    case .differenceInDifferences: .difference
    }
  }

  private var basis: String {
    switch comparison {
    case .synthetic:
      "weights of donors and of steps were fitted to the outcome before the measure, without "
        + "predictors"
    case .syntheticControl:
      "weights of donors were fitted to the outcome’s level before the measure, without predictors"
    case .differenceInDifferences: "all donors and all steps before the measure weigh alike"
    }
  }

  private func estimation(
    _ study: Study, draws: Int
  ) throws(EstimationError) -> DonorEstimation<SyntheticDifference> {
    try DonorEstimation(
      study, kernel,
      PanelInference(
        inference: inference, draws: draws, seed: seed, level: confidenceLevel,
        method: Self.method), basis: basis, adjusting: covariates == .adjusted)
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
