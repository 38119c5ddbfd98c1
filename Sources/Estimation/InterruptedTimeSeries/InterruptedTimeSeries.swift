public import AirQuality
import Documents
import NumericKernels

/// Regression of the treated stations' average on the response that is expected of the measure, with
/// trend, season, weekday, weather and the donors' mean beside it, and errors that remember.
///
/// Errors follow an autoregression (or another process that is asked for) by exact restricted
/// likelihood, gaps included. A day-to-day process knows nothing of a level that drifts over months,
/// and a drift is what a step is mistaken for: the error is therefore widened by what the residuals
/// do at the slowest waves of the window, with as many degrees of freedom as there are such waves.
///
/// Assumes that the trend, the season and the relation to weather and donors would have continued. It
/// cannot separate the measure from anything else that changed on the same day.
///
/// - Source: Lopez Bernal, Cummins and Gasparrini (2017), doi:10.1093/ije/dyw098; responses Box and
///   Tiao (1975), doi:10.1080/01621459.1975.10480264. Departures: errors and degrees of freedom
///   (`ARMARegression`, `SlowMovements`); the headline is the mean response over the period after.
public struct InterruptedTimeSeries: EffectEstimator {
  /// Name, source and design.
  public static let method = Method(
    identifier: "interrupted-time-series", name: "Interrupted time series regression",
    source: "doi:10.1093/ije/dyw098", design: .interruptedTimeSeries,
    assumption:
      "The trend, the season and the relation to weather and donors before the measure would have "
      + "continued, and nothing else changed on its date.")

  /// The study's covariates are columns of the regression.
  public static let usesCovariates = true

  /// How the outcome is expected to answer, stated before the data are looked at. Default: a change of
  /// level, which is what most measures promise; with a free slope besides, one year after says little
  /// of either.
  public var impact = ImpactModel.level
  /// Days of a ramp or of a temporary change. Default: 30.
  public var duration = 30
  /// Days in which a gradual response comes half of its way, or a decaying one loses half; 0 for what
  /// the data say, which widens the interval. Default: 30.
  public var halfLife = 30
  /// Days from the measure's start that are left out as neither before nor after. Default: 0.
  public var transition = 0
  /// Further measures in the window, each as its date, its response (a change of level when left out)
  /// and the months of the year in which it acts: `2016-05-01 slope`, `2015-11-15 level 11-3`.
  /// Default: none.
  public var further: [String] = []
  /// Whether a straight trend goes through both periods. Default: yes; without it the measure gets
  /// whatever changed slowly.
  public var linearTrend = true
  /// Whether the donors' mean is a column, where the study has donors. Default: yes; weather and
  /// season that both have in common are then no noise.
  public var donorsMean = true
  /// Pairs of sine and cosine with a period of one year and its fractions. Default: 2, of quarters
  /// 1 and of years none, since longer steps show no more. With less than a year before the measure the
  /// season is left to donors or covariates.
  public var seasonHarmonics = 2
  /// Whether weekdays differ, at steps up to a day. Default: yes.
  public var weekdays = true
  /// Pairs of sine and cosine with a period of one day; hourly series only. Default: 2.
  public var diurnalHarmonics = 2
  /// The errors' process. Default: the best autoregression up to the third order.
  public var order = ErrorOrder.automatic
  /// Which likelihood is made largest. Default: the restricted one.
  public var likelihood = ErrorLikelihood.restricted
  /// Slowest waves of the window at which the errors are checked and widened, each half a period more;
  /// 0 trusts the errors' process alone. Default: 10, which reach down to a fifth of the window.
  public var slowWaves = 10
  /// What the outcome is taken for. Default: a quantity on the study's scale.
  public var family = OutcomeFamily.normal
  /// For counts of exceedances: the steps of each calendar month above this value of the outcome are
  /// counted, out of those measured. Default: 0, which counts nothing: the series holds the counts.
  public var limit = 0.0
  /// For counts: the covariate that they are proportional to, such as a population. Default: none.
  public var exposure = ""
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95

  /// A free slope was a setting of its own, and Newey and West's lags another.
  public static let formerSettings = [
    FormerSetting(
      name: "slopeChange",
      values: ["true": ["impact": "level-and-slope"], "false": ["impact": "level"]],
      now: "error.study.former-slope"),
    FormerSetting(
      name: "covarianceLags", values: ["0": [:]], now: "error.study.former-lags"),
  ]

  /// A date of the same place on which nothing was done can be asked.
  public static let answersFromOnePlace = true

  /// Every setting of the method.
  public static let settings: [Setting<Self>] = [
    .word("impact", \.impact),
    .count("duration", \.duration, .from(1, to: 3_653)),
    .count("halfLife", \.halfLife, .from(0, to: 3_653)),
    .count("transition", \.transition, .from(0, to: 3_653)),
    .texts("further", \.further),
    .flag("linearTrend", \.linearTrend),
    .flag("donorsMean", \.donorsMean),
    .count("seasonHarmonics", \.seasonHarmonics, .from(0)),
    .flag("weekdays", \.weekdays),
    .count("diurnalHarmonics", \.diurnalHarmonics, .from(0)),
    .word("order", \.order),
    .word("likelihood", \.likelihood),
    .count("slowWaves", \.slowWaves, .from(0, to: 60)),
    .word("family", \.family),
    .number("limit", \.limit),
    .text("exposure", \.exposure),
    .number("confidenceLevel", \.confidenceLevel, .share),
  ]

  /// All settings at their defaults.
  public init() {}

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] {
    let models = [impact] + further.compactMap { try? FurtherMeasure($0).impact }
    return (models.contains(where: \.hasDuration) ? [] : ["duration"])
      + (models.contains(where: \.hasHalfLife) ? [] : ["halfLife"])
      + (family == .normal ? ["limit", "exposure"] : [])
  }

  /// Fits the regression.
  ///
  /// - Throws: `EstimationError.tooFewObservations` with fewer than twelve steps in a period,
  ///   `.tooFewEffectiveDays` where those of a period are worth fewer than two independent ones,
  ///   `.seasonUntold` without a year before the measure, donors and covariates, `.collinear` when the
  ///   window cannot tell two terms apart, `.badSetting`.
  public func estimate(_ study: Study) throws(EstimationError) -> Fit {
    try fit(study, isWhole: true)
  }

  /// The effect without tables, paths and bands.
  public func effect(of study: Study) throws(EstimationError) -> EffectEstimate {
    try short(study).effect
  }

  /// The fit without tables, paths and bands.
  func short(_ study: Study) throws(EstimationError) -> Fit { try fit(study, isWhole: false) }

  private func fit(_ study: Study, isWhole: Bool) throws(EstimationError) -> Fit {
    try check(study)
    guard let counts = family.counts else {
      return impact.hasHalfLife && halfLife == 0
        ? try withOwnHalfLife(study, isWhole: isWhole) : try normal(study, isWhole: isWhole)
    }
    return try counted(study, as: counts, isWhole: isWhole)
  }

  private func check(_ study: Study) throws(EstimationError) {
    try EstimationError.requireLevel(confidenceLevel, method: Self.method)
    func bad(_ name: String, _ problem: Message) -> EstimationError {
      .badSetting(name, method: Self.method.identifier, problem: problem)
    }
    guard seasonHarmonics >= 0, diurnalHarmonics >= 0 else {
      throw bad("seasonHarmonics, diurnalHarmonics", "error.study.count-cannot-negative")
    }
    for (name, value, range) in [
      ("duration", duration, 1...3_653), ("halfLife", halfLife, 0...3_653),
      ("transition", transition, 0...3_653), ("slowWaves", slowWaves, 0...60),
    ] where !range.contains(value) {
      throw bad(name, .outside(value, range))
    }
    let step = study.panel.axis.step
    guard seasonHarmonics == Self().seasonHarmonics || seasonHarmonics <= step.visibleHarmonics
    else {
      throw bad(
        "seasonHarmonics",
        Message(
          "error.study.steps-show-most",
          ["step": .fact(step.inWords), "visibleHarmonics": .fact(step.visibleHarmonics)]))
    }
    guard step <= .day || weekdays else {
      throw bad(
        "weekdays", Message("error.study.changes-nothing-steps", ["step": .fact(step.inWords)]))
    }
    guard step < .day || diurnalHarmonics == Self().diurnalHarmonics else {
      throw bad(
        "diurnalHarmonics",
        Message("error.study.changes-nothing-steps", ["step": .fact(step.inWords)]))
    }
    guard order != .seasonalDifference || StepClock(study).stepsAYear ?? 0 > 1 else {
      throw bad(
        "order", Message("error.study.months-or-quarters-only", ["step": .fact(step.inWords)]))
    }
    guard
      halfLife > 0 || !further.contains(where: { $0.contains("gradual") || $0.contains("decay") })
    else { throw bad("halfLife", "error.study.half-life-of-one") }
  }

  /// What was found.
  public struct Fit: EstimatorFit {
    /// The finding.
    public let effect: EffectEstimate
    /// The fitted course without the measure's response.
    public let counterfactual: MonitoringSeries?
    /// Every coefficient with its standard error.
    public let summary: Summary
    /// Path with its band, and the effect added up.
    public let tables: [FitTable]
    /// The response that was stated.
    public let impact: ImpactModel
    /// The errors' process, `AR(2)`.
    public let order: String
    /// Mean square of the residuals at the slowest waves over what the errors' process expects there;
    /// `nil` where it was not looked at.
    public let slowRatio: Double?
  }
}
