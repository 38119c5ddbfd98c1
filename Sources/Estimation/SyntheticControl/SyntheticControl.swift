import Documents
import NumericKernels
import PanelKernels

/// Synthetic control: a weighted mean of donors that met the treated stations before the measure.
///
/// Weights are on the simplex, learnt from the outcome before the measure (step by step, or from
/// means over parts of it as predictors), and exact: the
/// program's optimality gap is checked and printed. Stations differ in level for reasons that have
/// nothing to do with the measure, so by default each station's mean over the period before is
/// taken off first (`demeaned`); with `demeaned: false` it is the classic method, in which the
/// donors must surround the treated stations in level. Several treated stations that start
/// together are taken as their mean, cohorts weigh by their treated steps.
///
/// - Source: Abadie, Diamond and Hainmueller (2010), doi:10.1198/jasa.2009.ap08746; demeaned
///   Ferman and Pinto (2021), doi:10.3982/QE1596.
public struct SyntheticControl: KernelDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "synthetic-control", name: "Synthetic control",
    source: "doi:10.1198/jasa.2009.ap08746", design: .controlledInterruptedTimeSeries,
    assumption:
      "A weighted mean of donors that met the treated stations before the measure would have met "
      + "them after it too, and the measure does not reach the donors.")

  /// What the weights are learnt from.
  public enum Predictors: String, Codable, Sendable, CaseIterable {
    /// Every step of the outcome before the measure.
    case outcome
    /// The outcome's means over parts of the period before, their importance (V) chosen for the
    /// error over the whole period.
    case nested
    /// The same, V chosen on the second half of the period with predictors of the first.
    case crossValidated = "cross-validated"
    /// The means and constants that the study states under `predictors`, their importance chosen as
    /// with `nested`.
    case stated
  }

  /// What the weights are learnt from; the finding says which. Default: every step of the outcome.
  public var predictors = Predictors.outcome
  /// Parts of the period before whose means are predictors. Default: 4.
  public var predictorParts = 4
  /// Whether each station's mean before the measure is taken off first. Default: yes.
  public var demeaned = true
  /// What every design with donors can be told. Covariates enter as predictors, where these are not
  /// every step of the outcome, or are taken out first.
  public var shared = DonorSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .word("predictors", \.predictors),
      .count("predictorParts", \.predictorParts, .from(2, to: 12)),
      .flag("demeaned", \.demeaned),
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] {
    idleDraws + (predictors == .outcome || predictors == .stated ? ["predictorParts"] : [])
  }

  /// With `predictors: stated`.
  public var wantsStatedPredictors: Bool { predictors == .stated }

  func kernel(_ study: Study) throws(EstimationError) -> any CounterfactualKernel {
    switch predictors {
    case .outcome: return SimplexControl(demeaned: demeaned)
    case .nested, .crossValidated:
      guard (2...12).contains(predictorParts) else {
        throw .badSetting(
          "predictorParts", method: Self.method.identifier, problem: "error.study.2-12-parts-are")
      }
      return PredictorControl(
        demeaned: demeaned, importance: predictors == .nested ? .nested : .crossValidated,
        parts: predictorParts, matchesCovariates: covariates == .predictors)
    case .stated:
      guard let stated = study.predictors, !stated.list.isEmpty else {
        throw .badSetting(
          "predictors", method: Self.method.identifier,
          problem: "error.study.study-states-none-list")
      }
      return PredictorControl(
        demeaned: demeaned, importance: .nested, takesStated: true)
    }
  }

  /// - Parameter count: how many predictors the study states.
  private func basis(_ count: Int) -> Diagnostic {
    let suffix = demeaned ? "" : "-level"
    guard predictors != .outcome else {
      return Diagnostic("basis-outcome" + suffix, .note)
    }
    guard predictors != .stated else {
      return Diagnostic("basis-stated" + suffix, .note, ["count": .count(count)])
    }
    let isNested = predictors == .nested
    return Diagnostic(
      (isNested ? "basis-nested" : "basis-validated") + suffix, .note,
      ["parts": .count(predictorParts)])
  }

  /// The fit with a number of placebo groups or draws.
  public func fit(
    _ study: Study, draws: Int, whole isWhole: Bool
  ) throws(EstimationError) -> DonorFit {
    try fit(
      study, kernel(study), draws: draws, whole: isWhole,
      basis: basis(study.predictors?.list.count ?? 0))
  }
}
