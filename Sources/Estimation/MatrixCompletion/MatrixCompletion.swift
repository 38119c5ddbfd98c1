import Documents
import NumericKernels
import PanelKernels

/// Matrix completion: the treated cells are filled in from a low-rank panel with station and step
/// effects.
///
/// It learns from both directions, donors' course and the treated stations' own past, and needs no
/// choice between them. The penalty is chosen on donors treated as if the measure had been taken
/// there. It has no donor weights to inspect.
///
/// - Source: Athey et al. (2021), doi:10.1080/01621459.2021.1891924.
public struct MatrixCompletion: KernelDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "matrix-completion", name: "Matrix completion, nuclear norm",
    source: "doi:10.1080/01621459.2021.1891924", design: .controlledInterruptedTimeSeries,
    assumption:
      "Without the measure the panel would be station and step effects plus a few common courses "
      + "in differing strength, and the measure does not reach the donors.")

  /// What every design with donors can be told. Draws by default: 99, since each is a completion anew.
  public var shared = DonorSettings(draws: 99)

  /// Every setting of the method.
  public static let settings: [Setting<Self>] = sharedList

  /// All settings at their defaults.
  public init() {}

  func kernel(_ study: Study) -> any CounterfactualKernel { NuclearNormCompletion() }

  /// The fit with a number of placebo groups or draws.
  public func fit(
    _ study: Study, draws: Int, whole isWhole: Bool
  ) throws(EstimationError) -> DonorFit {
    try fit(
      study, kernel(study), draws: draws, whole: isWhole,
      basis: Diagnostic("basis-completion", .note))
  }
}
