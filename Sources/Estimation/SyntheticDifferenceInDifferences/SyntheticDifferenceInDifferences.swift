import Documents
import NumericKernels
import PanelKernels

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
/// Weights minimise the paper's programs to the end. The reference's software stops before: on long
/// daily panels its time weights then rest on a handful of days and the estimate's error is larger.
/// `solution: synthdid` follows it, and placebos and resamples with it.
///
/// Departures: gaps are filled in and counted; the interval is that of the placebo rank test,
/// not the normal one.
///
/// - Source: Arkhangelsky et al. (2021), doi:10.1257/aer.20190159.
public struct SyntheticDifferenceInDifferences: KernelDesign {
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

  /// How far the programs behind the weights are solved, in the estimate and in every repetition.
  public enum Solution: String, Codable, Sendable, CaseIterable {
    /// To the end.
    case exact
    /// By the steps of the reference's software, which stops early and sets small weights to zero.
    case synthdid
  }

  /// Which weights are fitted. Default: of donors and steps.
  public var comparison = Comparison.synthetic
  /// How far the weights' programs are solved. Default: to the end; with `synthdid` published
  /// figures of that software are met.
  public var solution = Solution.exact
  /// What every design with donors can be told.
  public var shared = DonorSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .word("comparison", \.comparison),
      .word("solution", \.solution),
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] {
    idleDraws + (comparison == .differenceInDifferences ? ["solution"] : [])
  }

  func kernel(_ study: Study) -> any CounterfactualKernel {
    var kernel: SyntheticDifference =
      switch comparison {
      case .synthetic: .synthetic
      case .syntheticControl: .control
      case .differenceInDifferences: .difference
      }
    kernel.solution = solution == .exact ? .exact : .stoppedEarly
    return kernel
  }

  private var basis: Diagnostic {
    switch comparison {
    case .synthetic:
      Diagnostic("basis-double", .note)
    case .syntheticControl:
      Diagnostic(
        "basis-outcome-level", .note, saying: "basis-outcome-only")
    case .differenceInDifferences:
      Diagnostic("basis-equal", .note)
    }
  }

  /// The fit with a number of placebo groups or draws.
  public func fit(
    _ study: Study, draws: Int, whole isWhole: Bool
  ) throws(EstimationError) -> DonorFit {
    try fit(study, kernel(study), draws: draws, whole: isWhole, basis: basis)
  }
}
