import Documents
import NumericKernels
import PanelKernels

/// Ridge-augmented synthetic control: what simplex weights leave unmatched before the measure is
/// taken off by a ridge regression.
///
/// Weights may turn negative, which lets the comparison leave the range of the donors; the ridge
/// decides how far. It is chosen by leaving steps before the measure out, one at a time in short
/// panels, in blocks in long ones, because neighbouring days tell about each other; each station's
/// mean is taken anew without them.
///
/// - Source: Ben-Michael, Feller and Rothstein (2021), doi:10.1080/01621459.2021.1929245.
public struct AugmentedSyntheticControl: KernelDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "augmented-synthetic-control", name: "Ridge-augmented synthetic control",
    source: "doi:10.1080/01621459.2021.1929245", design: .controlledInterruptedTimeSeries,
    assumption:
      "The outcome without the measure is the same linear function of the outcomes before at "
      + "treated stations and donors, and the measure does not reach the donors.")

  /// Whether each station's mean before the measure is taken off first. Default: yes.
  public var demeaned = true
  /// Ridge as a share of the largest eigenvalue of the donors' inner products, dimensionless;
  /// negative for cross-validation. Default: cross-validated.
  public var ridge = -1.0
  /// Steps left out together in cross-validation; 0 for one at a time up to 120 steps and 60
  /// blocks beyond. Default: 0.
  public var stepsLeftOut = 0
  /// Whether the last step before the measure is left out in its turn too; the authors' software
  /// augsynth never does. Default: yes.
  public var lastStepLeftOut = true
  /// What every design with donors can be told.
  public var shared = DonorSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .flag("demeaned", \.demeaned),
      .number("ridge", \.ridge),
      .count("stepsLeftOut", \.stepsLeftOut, .from(0)),
      .flag("lastStepLeftOut", \.lastStepLeftOut),
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] {
    idleDraws + (ridge >= 0 ? ["stepsLeftOut", "lastStepLeftOut"] : [])
  }

  func kernel(_ study: Study) throws(EstimationError) -> any CounterfactualKernel {
    guard stepsLeftOut >= 0 else {
      throw .badSetting(
        "stepsLeftOut", method: Self.method.identifier,
        problem: Message(
          "error.study.steps-left-out-are-negative", ["stepsLeftOut": .fact(stepsLeftOut)]))
    }
    let rows = stepsLeftOut > 0 ? stepsLeftOut : Self.block(study.beforePositions.count)
    return SimplexControl(
      demeaned: demeaned,
      augmentation: ridge < 0
        ? .crossValidated(rowsLeftOut: rows, lastRow: lastStepLeftOut) : .ridge(share: ridge))
  }

  /// One step at a time up to 120, sixty blocks beyond.
  private static func block(_ steps: Int) -> Int { steps <= 120 ? 1 : (steps + 59) / 60 }

  /// The fit with a number of placebo groups or draws.
  public func fit(
    _ study: Study, draws: Int, whole isWhole: Bool
  ) throws(EstimationError) -> DonorFit {
    return try fit(
      study, kernel(study), draws: draws, whole: isWhole,
      basis: Diagnostic("basis-ridge", .note))
  }
}
