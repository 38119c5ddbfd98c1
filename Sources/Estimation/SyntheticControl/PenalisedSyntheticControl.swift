import Documents
import NumericKernels
import PanelKernels

/// Penalised synthetic control: every treated station has its own weights, with a penalty on donors
/// that are unlike it.
///
/// For several treated stations, where the mean of all would hide how each is matched. The penalty
/// is a pure number, chosen on the donors.
///
/// - Source: Abadie and L'Hour (2021), doi:10.1080/01621459.2021.1971535.
public struct PenalisedSyntheticControl: KernelDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "penalised-synthetic-control", name: "Penalised synthetic control",
    source: "doi:10.1080/01621459.2021.1971535", design: .controlledInterruptedTimeSeries,
    assumption:
      "At each treated station a weighted mean of similar donors that met it before the measure "
      + "would have met it after it too, and the measure does not reach the donors.")

  /// Whether each station's mean before the measure is taken off first. Default: yes.
  public var demeaned = true
  /// Penalty on distance, a pure number; negative for cross-validation. Default: cross-validated.
  public var penalty = -1.0
  /// What every design with donors can be told.
  public var shared = DonorSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .flag("demeaned", \.demeaned),
      .number("penalty", \.penalty),
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  func kernel(_ study: Study) -> any CounterfactualKernel {
    PenalisedControl(demeaned: demeaned, penalty: penalty < 0 ? nil : penalty)
  }

  /// The fit with a number of placebo groups or draws.
  public func fit(
    _ study: Study, draws: Int, whole isWhole: Bool
  ) throws(EstimationError) -> DonorFit {
    try fit(
      study, kernel(study),
      draws: draws, whole: isWhole,
      basis: Diagnostic("basis-penalised", .note))
  }
}
