import Documents
import NumericKernels
import PanelKernels

/// Partially pooled synthetic control for staggered starts.
///
/// Weights balance each treated station and, as far as separate fits leave it open, the average
/// over them, which is what the estimate rests on. With one treated station it is the demeaned
/// synthetic control. `cohorts: starts` takes stations that start together as their mean.
///
/// - Source: Ben-Michael, Feller and Rothstein (2022), doi:10.1111/rssb.12448; the authors' augsynth
///   weighs each unit by default, too.
public struct PartiallyPooledSyntheticControl: KernelDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "partially-pooled-synthetic-control",
    name: "Partially pooled synthetic control", source: "doi:10.1111/rssb.12448",
    design: .controlledInterruptedTimeSeries,
    assumption:
      "Weighted means of donors that met the cohorts and their average before the measure would "
      + "have met them after it too, and the measure does not reach the donors.")

  /// What has weights of its own.
  public enum Cohorts: String, Codable, Sendable, CaseIterable {
    /// Each treated station.
    case stations
    /// Stations that start together, as their mean.
    case starts
  }

  /// What has weights of its own. Default: each treated station, as in the authors' software.
  public var cohorts = Cohorts.stations
  /// Pooling from 0 (each cohort alone) to 1 (the average alone); negative for the paper's
  /// choice. Default: the paper's.
  public var pooling = -1.0
  /// What every design with donors can be told.
  public var shared = DonorSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .word("cohorts", \.cohorts),
      .number("pooling", \.pooling, .upTo(1)),
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  func kernel(_ study: Study) throws(EstimationError) -> any CounterfactualKernel {
    guard pooling <= 1 else {
      throw .badSetting(
        "pooling", method: Self.method.identifier,
        problem: Message("error.study.pooling-is-above-one", ["pooling": .fact(pooling)]))
    }
    return PartiallyPooledControl(
      pooling: pooling < 0 ? nil : pooling, byUnit: cohorts == .stations)
  }

  /// The fit with a number of placebo groups or draws.
  public func fit(
    _ study: Study, draws: Int, whole isWhole: Bool
  ) throws(EstimationError) -> DonorFit {
    return try fit(
      study, kernel(study), draws: draws,
      whole: isWhole,
      basis: Diagnostic(
        "basis-pooled", .note, saying: cohorts == .stations ? "basis-pooled-stations" : nil))
  }
}
