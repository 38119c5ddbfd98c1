import Documents
import NumericKernels
import PanelKernels

/// Interactive fixed effects (generalised synthetic control): common factors learnt on the donors,
/// each treated station's response to them on its own past.
///
/// The number of factors is cross-validated. With none it is difference-in-differences.
///
/// - Source: Xu (2017), doi:10.1017/pan.2016.2.
public struct InteractiveFixedEffects: KernelDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "interactive-fixed-effects", name: "Interactive fixed effects",
    source: "doi:10.1017/pan.2016.2", design: .controlledInterruptedTimeSeries,
    assumption:
      "Treated stations and donors respond, each in its own strength, to the same few factors, "
      + "before and after the measure, and the measure does not reach the donors.")

  /// Number of factors; negative for cross-validation over 0 to 5. Default: cross-validated.
  public var factors = -1
  /// What every design with donors can be told.
  public var shared = DonorSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .count("factors", \.factors)
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  func kernel(_ study: Study) -> any CounterfactualKernel {
    InteractiveFactors(
      rank: factors < 0 ? nil : factors,
      rowsLeftOut: InteractiveFactors.rowsLeftOut(before: study.beforePositions.count))
  }

  /// The fit with a number of placebo groups or draws.
  public func fit(
    _ study: Study, draws: Int, whole isWhole: Bool
  ) throws(EstimationError) -> DonorFit {
    try fit(
      study, kernel(study), draws: draws, whole: isWhole,
      basis: Diagnostic("basis-factors", .note))
  }
}
