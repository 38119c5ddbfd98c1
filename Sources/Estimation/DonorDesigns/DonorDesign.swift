import Documents
import NumericKernels
import PanelKernels

/// Whether the study's covariates of treated stations and donors enter a design with donors.
public enum DonorCovariates: String, Codable, Sendable, CaseIterable {
  /// The outcome is put to their means first, by slopes from a regression on untreated values with
  /// station and step effects. Placebos and resamples learn theirs anew.
  ///
  /// - Source: Arkhangelsky et al. (2021), doi:10.1257/aer.20190159, section 1.1; slopes from
  ///   untreated values, Borusyak, Jaravel and Spiess (2024), doi:10.1093/restud/rdae007.
  case adjusted
  /// The same, with slopes from the donors alone, as the projection in Stata's sdid has it.
  case adjustedByDonors = "adjusted-by-donors"
  /// Slopes and factors are learnt together on the donors; for interactive fixed effects.
  ///
  /// - Source: Xu (2017), doi:10.1017/pan.2016.2, section 3.1.
  case joint
  /// Their means are predictors beside the outcome's; for synthetic controls on predictors.
  case predictors
  /// They do not enter.
  case ignored

  /// Whether their slopes are taken out of the outcome, which asks for them in both periods.
  var takesSlopes: Bool { self == .adjusted || self == .adjustedByDonors || self == .joint }
}

/// What every design with donors can be told.
public struct DonorSettings: Hashable, Sendable {
  /// Whether the study's covariates enter. Default: ignored, so that a study's covariates for other
  /// designs do not ask for donors' weather.
  public var covariates = DonorCovariates.ignored
  /// How interval and p-value are made. Default: automatic.
  public var inference = DonorInference.automatic
  /// Placebo groups or bootstrap draws, at most. Default: 200, as in synthdid.
  public var draws = 200
  /// Seed of the draws. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95

  static let list: [Setting<Self>] = [
    .word("covariates", \.covariates),
    .word("inference", \.inference),
    .count("draws", \.draws, .from(19)),
    .seed(\.seed),
    .number("confidenceLevel", \.confidenceLevel, .share),
  ]
}

extension DonorDesign {
  /// Settings of the family.
  static var sharedList: [Setting<Self>] { DonorSettings.list.map { $0.inside(\.shared) } }

  /// Whether the study's covariates enter.
  public var covariates: DonorCovariates {
    get { shared.covariates }
    set { shared.covariates = newValue }
  }
  /// How interval and p-value are made.
  public var inference: DonorInference {
    get { shared.inference }
    set { shared.inference = newValue }
  }
  /// Placebo groups or bootstrap draws, at most.
  public var draws: Int {
    get { shared.draws }
    set { shared.draws = newValue }
  }
  /// Seed of the draws.
  public var seed: UInt64 {
    get { shared.seed }
    set { shared.seed = newValue }
  }
  /// Coverage of the interval.
  public var confidenceLevel: Double {
    get { shared.confidenceLevel }
    set { shared.confidenceLevel = newValue }
  }
}

/// A design that compares treated stations with donors: what all of them can be asked.
public protocol DonorDesign: EffectEstimator where Fit == DonorFit {
  /// What all designs of the family can be told.
  var shared: DonorSettings { get set }
  /// The fit with a number of placebo groups or draws.
  ///
  /// - Parameter isWhole: whether paths, tables and what is learnt from them are wanted.
  /// - Throws: as `estimate(_:)`.
  func fit(_ study: Study, draws: Int, whole isWhole: Bool) throws(EstimationError) -> DonorFit
}

/// A design with donors that says which computation it repeats.
protocol KernelDesign: DonorDesign {
  /// The computation behind the estimate and all of its repetitions.
  ///
  /// - Throws: `EstimationError.badSetting`.
  func kernel(_ study: Study) throws(EstimationError) -> any CounterfactualKernel
}

extension DonorDesign {
  /// Settings of the draws that the chosen inference does not use.
  var idleDraws: [String] {
    switch inference {
    case .automatic, .randomisation, .placebo, .bootstrap, .parametric, .blockBootstrap: []
    case .jackknifePlus: ["seed"]
    case .jackknife, .conformal: ["draws", "seed"]
    }
  }

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] { idleDraws }

  /// Each station is treated from its own start on.
  public static var allowsStaggeredStarts: Bool { true }

  /// When covariates enter.
  public var wantsStationCovariates: Bool { covariates != .ignored }

  /// Predictors are means from before the measure.
  public var wantsCovariatesAfter: Bool { covariates.takesSlopes }

  /// Fits the study and repeats the estimate where nothing was done.
  ///
  /// - Throws: `EstimationError.noDonors`, `.tooFewStations`, `.gaps`, `.constantOutcome`,
  ///   `.tooFewObservations`, `.badSetting` or, of covariates, `.collinear`.
  public func estimate(_ study: Study) throws(EstimationError) -> DonorFit {
    try fit(study, draws: draws, whole: true)
  }

  /// With 39 placebo groups, whose ranks still allow a test at 5 %, and without tables.
  public func effect(of study: Study) throws(EstimationError) -> EffectEstimate {
    try fit(study, draws: min(draws, 39), whole: false).effect
  }

  /// - Parameter basis: what the comparison was learnt from; printed.
  func fit(
    _ study: Study, _ kernel: some CounterfactualKernel, draws: Int, whole isWhole: Bool,
    basis: Diagnostic
  ) throws(EstimationError) -> DonorFit {
    let inference = PanelInference(
      inference: inference, draws: draws, seed: seed, level: confidenceLevel, method: Self.method)
    var use = covariates
    if kernel.takesStated {
      guard covariates != .predictors else {
        throw .badSetting(
          "covariates", method: Self.method.identifier,
          problem: "error.study.stated-predictors-name-covariates")
      }
      let taken = study.predictors?.covariates ?? []
      guard covariates == .ignored || taken.isEmpty else {
        throw .badSetting(
          "covariates", method: Self.method.identifier,
          problem: "error.study.they-are-taken-out")
      }
      if !taken.isEmpty { use = .predictors }
    }
    switch covariates {
    case .ignored: break
    case .predictors:
      guard kernel.takesPredictors else {
        throw .badSetting(
          "covariates", method: Self.method.identifier,
          problem: "error.study.predictors-are-synthetic-controls")
      }
    case .adjusted, .adjustedByDonors:
      try inference.requireRefits()
      return try DonorEstimation(
        study, AdjustedControl(kernel, fromDonors: covariates == .adjustedByDonors), inference,
        basis: basis, covariates: covariates
      ).fit(tables: isWhole)
    case .joint:
      guard let factors = kernel.factorModel else {
        throw .badSetting(
          "covariates", method: Self.method.identifier,
          problem: "error.study.joint-is-interactive-fixed"
        )
      }
      try inference.requireRefits()
      return try DonorEstimation(
        study, JointFactors(factors), inference, basis: basis, covariates: covariates
      ).fit(tables: isWhole)
    }
    return try DonorEstimation(study, kernel, inference, basis: basis, covariates: use)
      .fit(tables: isWhole)
  }
}

extension PanelInference {
  /// Refuses inference that draws outcomes or residuals for a kernel it knows, without covariates.
  ///
  /// - Throws: `EstimationError.badSetting`.
  fileprivate func requireRefits() throws(EstimationError) {
    switch inference {
    case .conformal, .parametric, .blockBootstrap:
      throw .badSetting(
        "inference", method: method.identifier,
        problem: Message(
          "error.study.does-not-learn-covariates", ["inference": .fact(inference.rawValue)]))
    case .automatic, .randomisation, .placebo, .jackknife, .bootstrap, .jackknifePlus: return
    }
  }
}
