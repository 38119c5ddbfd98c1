public import AirQuality
import Documents
import Foundation
import NumericKernels

/// A Bayesian structural model of the treated stations' average, learnt before the measure and carried
/// on over the period after: a level that wanders, spells that fade, weekday and season, and the donors
/// that explain it.
///
/// The effect is what was measured less what would have been, averaged over the period after, with the
/// posterior's interval. A level that wanders is extrapolated from where it stood last, which is the
/// method's known failure: a date made up before the measure, and the same effect with the mean level
/// of the period before, stand beside every estimate.
///
/// It assumes that donors are not touched by the measure and go on explaining the treated stations as
/// before, and cannot separate the measure from anything else that began after it. Spells are a
/// first-order autoregression beside white noise; serial dependence of higher order is met only nearly.
///
/// - Source: Brodersen et al. (2015), doi:10.1214/14-AOAS788; Scott and Varian (2014),
///   doi:10.1504/IJMMNO.2014.059942. Departures by default: spells beside the level, because a level
///   that has to follow every spell of weather makes the interval as wide as the series, and priors
///   that are worth one observation. `priors: causal-impact` is the model of CausalImpact 1.3.0.
public struct StructuralTimeSeries: EffectEstimator {
  /// Name, source and design.
  public static let method = Method(
    identifier: "structural-time-series", name: "Bayesian structural time series",
    source: "doi:10.1214/14-AOAS788", design: .interruptedTimeSeries,
    assumption:
      "Level, season and what donors explain would have gone on as before the measure, and nothing "
      + "else changed after its date.")

  /// The study's covariates are columns that may count, as donors are.
  public static let usesCovariates = true

  /// What is believed before the data.
  public enum Priors: String, Codable, Sendable, CaseIterable {
    /// Each belief is worth one observation: the data decide how far the level wanders.
    case weak
    /// CausalImpact's: a level that moves by a hundredth of the outcome's standard deviation a step,
    /// worth 32 observations, no spells, no weekday and no season.
    case causalImpact = "causal-impact"
  }

  /// What is believed before the data. Default: little.
  public var priors = Priors.weak
  /// Whether the level has a slope, which is then carried on too. Default: no: few years of days do not
  /// show one, and what is carried on grows with every day.
  public var slope = false
  /// Whether there are spells that fade. Default: yes, as weather makes them.
  public var spells = true
  /// Whether weekdays differ, at steps of a day. Default: yes.
  public var weekdays = true
  /// Pairs of sine and cosine with a period of one year and its fractions, where the period before is
  /// a year or longer. Default: 2.
  public var seasonHarmonics = 2
  /// How many donors and covariates are expected to count. Default: 3, CausalImpact's.
  public var modelSize = 3.0
  /// Draws that are kept, over four chains. Default: 1,000, CausalImpact's.
  public var draws = 1_000
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95
  /// Seed of the draws. Default: 1.
  public var seed: UInt64 = 1

  /// A date of the same place on which nothing was done can be asked.
  public static let answersFromOnePlace = true

  /// Every setting of the method.
  public static let settings: [Setting<Self>] = [
    .word("priors", \.priors),
    .flag("slope", \.slope),
    .flag("spells", \.spells),
    .flag("weekdays", \.weekdays),
    .count("seasonHarmonics", \.seasonHarmonics, .from(0)),
    .number("modelSize", \.modelSize, .above(0)),
    .count("draws", \.draws, .from(20)),
    .number("confidenceLevel", \.confidenceLevel, .share),
    .seed(\.seed),
  ]

  /// All settings at their defaults.
  public init() {}

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] {
    priors == .causalImpact ? ["slope", "spells", "weekdays", "seasonHarmonics"] : []
  }

  /// Learns before the measure and carries on over the period after.
  ///
  /// - Throws: `EstimationError.tooFewObservations` with fewer than twelve steps in a period,
  ///   `.badSetting` for steps shorter than a day, whose course over the day it does not know,
  ///   `.gaps` for donors that miss more than the outcome allows.
  public func estimate(_ study: Study) throws(EstimationError) -> Fit {
    let sample = try StructuralSample(self, study)
    let posterior = try sample.posterior(self)
    let effect = StructuralEffect(posterior, sample, level: confidenceLevel)
    let checks = try StructuralChecks(self, sample, posterior, effect, study)
    let tables = StructuralTables(sample, posterior, effect, checks, study)
    return Fit(
      effect: finding(study, sample, posterior, effect, also: checks.diagnostics),
      counterfactual: study.path(named: "expected", posterior.path),
      lower: study.path(named: "lower", posterior.lower),
      upper: study.path(named: "upper", posterior.upper), summary: tables.summary,
      tables: tables.all)
  }

  /// The effect alone, without the checks beside it.
  public func effect(of study: Study) throws(EstimationError) -> EffectEstimate {
    let sample = try StructuralSample(self, study)
    let posterior = try sample.posterior(self)
    return finding(
      study, sample, posterior, StructuralEffect(posterior, sample, level: confidenceLevel),
      also: [])
  }

  private func finding(
    _ study: Study, _ sample: StructuralSample, _ posterior: StructuralPosterior,
    _ effect: StructuralEffect, also checks: [Diagnostic]
  ) -> EffectEstimate {
    let how = Message(
      "how.posterior",
      [
        "draws": .count(posterior.means.count), "chains": .count(StructuralPosterior.chains),
        "error": .number(
          posterior.simulationError, .significant(2),
          unit: study.outcome.scale == .log ? "" : study.scaleUnit),
      ])
    let scaled = ScaleEstimate(
      value: effect.value, standardError: effect.deviation, degreesOfFreedom: nil,
      lower: effect.lower, upper: effect.upper, level: confidenceLevel, method: how)
    let isControlled = !study.donorIndices.isEmpty
    return EffectEstimate(
      scaled, pValue: effect.pValue, method: Self.named(isControlled: isControlled),
      estimand:
        "mean of observed minus expected without the measure at the treated stations, period after",
      study: study, sample: sample.size(study),
      diagnostics: sample.diagnostics + [effect.chains(posterior)].compactMap(\.self) + checks
        + study.outcomeDiagnostics)
  }

  /// With donors the design is a controlled one.
  private static func named(isControlled: Bool) -> Method {
    guard isControlled else { return method }
    return Method(
      identifier: method.identifier, name: method.name, source: method.source,
      design: .controlledInterruptedTimeSeries, assumption: method.assumption,
      weakness: method.weakness)
  }

  /// What was found.
  public struct Fit: EstimatorFit {
    /// The finding.
    public let effect: EffectEstimate
    /// What is expected on every step without the measure, on the study's axis and in its unit.
    public let counterfactual: MonitoringSeries?
    /// Lower end of the band of single steps.
    public let lower: MonitoringSeries
    /// Upper end of it.
    public let upper: MonitoringSeries
    /// Posterior means of the model's standard deviations, and what was checked.
    public let summary: Summary
    /// Path with band, effect by step and added up, donors, the posterior, and the checks.
    public let tables: [FitTable]
  }
}
