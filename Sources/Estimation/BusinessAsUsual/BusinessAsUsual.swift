import Documents
public import AirQuality
import Documents
import Foundation
import NumericKernels
import Weather

/// What the treated stations would have measured without the measure: a model of weather and
/// calendar, trained before the measure and asked about the weather after it.
///
/// The effect is the mean of observed minus predicted over the period after. Its interval has two
/// parts: how far the model's mean prediction moves with other training data (models of blocks of
/// days drawn again), and how far the mean of that many days strays from what the model expects
/// (the long-run variance of errors on blocks that the model did not see).
///
/// It cannot separate the measure from anything else that changed after the training period. The
/// trend, when there are two years to learn it from, goes on as a straight line (additive model)
/// or at its last level (trees).
///
/// - Source: Grange and Carslaw (2019), doi:10.1016/j.scitotenv.2018.10.344, and Petetin et al.
///   (2020), doi:10.5194/acp-20-11119-2020, for the design; Künsch (1989),
///   doi:10.1214/aos/1176347265, for models of resampled blocks; Lei et al. (2018),
///   doi:10.1080/01621459.2017.1307116, for the split-conformal band of single steps. Departures:
///   the default model is additive, and the conformal scores come from blocks of days left out in
///   turn, because a day's neighbours give it away.
public struct BusinessAsUsual: EffectEstimator {
  /// Name, source and design.
  public static let method = Method(
    identifier: "business-as-usual", name: "Business-as-usual counterfactual",
    source: "doi:10.1016/j.scitotenv.2018.10.344", design: .interruptedTimeSeries,
    assumption:
      "How weather and calendar act on the air would have stayed as before the measure, and "
      + "nothing else changed on its date.")

  /// The study's covariates are the weather.
  public static let usesCovariates = true

  /// How the expectation is learned.
  public enum Model: String, Codable, Sendable, CaseIterable {
    /// A sum of smooth functions: few data suffice, and it goes on beyond what was seen.
    case additive
    /// Boosted trees: finds what weather does together, needs more data and years.
    case trees
  }

  /// What is assumed about the long-term change.
  public enum Trend: String, Codable, Sendable, CaseIterable {
    /// The level before goes on.
    case none
    /// The change before goes on; needs two years before the measure.
    case line
  }

  /// How the expectation is learned. Default: an additive model.
  public var model = Model.additive
  /// The long-term change. Default: goes on. Studies with less than two years before the measure
  /// go without and say so: one year cannot tell its trend from its season.
  public var trend = Trend.line
  /// Functions of each weather variable, an upper limit; additive model only. Default: 10.
  public var functions = 10
  /// Whether the season is in the model; needs a year before the measure. Default: yes.
  public var season = true
  /// Whether weekdays differ. Default: yes.
  public var weekdays = true
  /// Days in a block that is left out or drawn as a whole. Default: 28, which outlasts synoptic
  /// spells; a period before of less than 280 days is divided into ten.
  public var blockDays = 28
  /// Models of resampled blocks. Default: 200.
  public var replicates = 200
  /// Starts before the measure at which the whole estimate is repeated, to see what it finds where nothing
  /// began; each takes as long as the estimate itself. Default: 0.
  public var placeboStarts = 0
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95
  /// Seed of the resampling. Default: 1.
  public var seed: UInt64 = 1

  /// A date of the same place on which nothing was done can be asked.
  public static let answersFromOnePlace = true

  /// Every setting of the method.
  public static let settings: [Setting<Self>] = [
    .word("model", \.model),
    .word("trend", \.trend),
    .count("functions", \.functions, .from(3)),
    .flag("season", \.season),
    .flag("weekdays", \.weekdays),
    .count("blockDays", \.blockDays, .from(1)),
    .count("replicates", \.replicates, .from(20)),
    .count("placeboStarts", \.placeboStarts, .from(0)),
    .number("confidenceLevel", \.confidenceLevel, .share),
    .seed(\.seed),
  ]

  /// All settings at their defaults.
  public init() {}

  /// Trains before the measure and predicts after it.
  ///
  /// - Throws: `EstimationError.tooFewObservations` with fewer complete steps than two a
  ///   coefficient before the measure or twelve after it, `.collinear` for a weather variable that
  ///   says the same as another.
  public func estimate(_ study: Study) throws(EstimationError) -> Fit {
    try check()
    let (scaled, sample, model, outcome) = try core(study)
    let freedom = Double(sample.blocks.count - 1)
    let placebos =
      placeboStarts > 0
      ? PlaceboStarts(
        self, study, count: placeboStarts,
        needed: min(study.before.dayCount, sample.hasTrend ? 730 : season ? 365 : 2 * blockDays))
      : nil
    let pValue =
      scaled.standardError > 0
      ? PValue(
        value: Distribution.twoSidedP(
          t: scaled.value / scaled.standardError, degreesOfFreedom: freedom),
        method: scaled.intervalMethod) : nil
    let size = SampleSize(
      treated: study.treatedIndices.count, donors: 0, stepsBefore: sample.training.count,
      stepsAfter: sample.predicted.count,
      observations: sample.training.count + sample.predicted.count)
    return Fit(
      effect: EffectEstimate(
        scaled, pValue: pValue, method: Self.method,
        estimand:
          "mean of observed minus expected without the measure at the treated stations, period "
          + "after",
        study: study, sample: size,
        diagnostics: sample.diagnostics + outcome.diagnostics + study.outcomeDiagnostics
          + [
            sample.hasTrend ? withoutTrend(study, scaled) : nil
          ].compactMap(\.self)
          + (placebos?.diagnostics(
            beside: scaled.value, isLog: study.outcome.scale == .log, unit: study.scaleUnit) ?? [])),
      counterfactual: study.path(named: "business as usual", outcome.path),
      lower: study.path(named: "lower", outcome.path.map { $0 - outcome.bandReach }),
      upper: study.path(named: "upper", outcome.path.map { $0 + outcome.bandReach }),
      outsideShare: sample.outsideShare, blockedSkill: outcome.blockedSkill,
      placeboStarts: placebos?.starts, summary: outcome.summary(model, unit: study.scaleUnit))
  }

  /// The estimate and its interval, without what is only told beside them.
  func core(
    _ study: Study
  ) throws(EstimationError) -> (
    scaled: ScaleEstimate, sample: CounterfactualSample, model: CounterfactualModel,
    outcome: CounterfactualOutcome
  ) {
    let sample = try CounterfactualSample(self, study)
    let model = try sample.model(self)
    let outcome = try EstimationError.numerical { () throws(KernelError) in
      try CounterfactualOutcome(model, sample, level: confidenceLevel)
    }
    let scaled = ScaleEstimate(
      value: outcome.effect, standardError: outcome.standardError,
      degreesOfFreedom: Double(sample.blocks.count - 1), level: confidenceLevel,
      method: Message(
        "how.resampled-models",
        [
          "replicates": .count(replicates), "blocks": .count(sample.blocks.count),
          "days": .count(sample.blockDays),
        ]))
    return (scaled, sample, model, outcome)
  }

  /// The same without the trend: a trend from few years is a fragile thing, none at all a strong claim.
  private func withoutTrend(_ study: Study, _ own: ScaleEstimate) -> Diagnostic? {
    var level = self
    level.trend = .none
    level.placeboStarts = 0
    let other: EffectEstimate
    do throws(EstimationError) {
      other = try level.estimate(study).effect
    } catch {
      return Diagnostic("trend-alone", .warning, ["reason": .message(error.reason)])
    }
    guard let interval = other.interval else { return nil }
    let isInside = (own.lower...own.upper).contains(other.coefficient.value)
    let digits = Digits.interval(interval.lower, interval.upper)
    return Diagnostic(
      isInside ? "trend-both" : "trend-decides", isInside ? .note : .serious,
      [
        "estimate": .number(other.estimate, digits, unit: other.unit),
        "interval": .range(interval.lower, interval.upper, digits, unit: other.unit),
        "years": .number(Double(study.before.dayCount) / 365.25, .decimals(1)),
      ])
  }

  private func check() throws(EstimationError) {
    try EstimationError.requireLevel(confidenceLevel, method: Self.method)
    func require(_ holds: Bool, _ name: String, _ problem: Message) throws(EstimationError) {
      guard holds else {
        throw .badSetting(name, method: Self.method.identifier, problem: problem)
      }
    }
    try require(
      blockDays >= 1, "blockDays",
      Message("error.study.is-less-than-one", ["blockDays": .fact(blockDays)]))
    try require(
      replicates >= 20, "replicates",
      Message("error.study.models-show-no-spread", ["replicates": .fact(replicates)]))
    try require(
      placeboStarts >= 0, "placeboStarts",
      Message("error.study.setting-is-negative", ["value": .fact(placeboStarts)]))
    try require(
      functions >= 3, "functions",
      Message("error.study.functions-are-too-few", ["functions": .fact(functions)]))
  }

  /// What was found.
  public struct Fit: EstimatorFit {
    /// The finding.
    public let effect: EffectEstimate
    /// What the model expects on every step with weather, on the study's axis and in its unit.
    public let counterfactual: MonitoringSeries?
    /// Lower end of the split-conformal band of single steps.
    public let lower: MonitoringSeries
    /// Upper end of it.
    public let upper: MonitoringSeries
    /// Share of the steps after the measure with weather outside the training range, 0 to 1.
    public let outsideShare: Double
    /// Share of the variation explained on blocks the model did not see.
    public let blockedSkill: Double
    /// The estimate at starts before the measure; `nil` where none were asked for.
    public let placeboStarts: [PlaceboStart]?
    /// Skill, errors and effective degrees of freedom.
    public let summary: Summary
  }
}
