public import AirQuality
import Documents
import Foundation
import NumericKernels

/// The jump of the outcome where a measure begins: on its date, or at a border or threshold of a running
/// variable, by local polynomials with robust bias-corrected intervals.
///
/// In time a window is no sample of exchangeable days: spells of weather last, and a polynomial follows
/// them. The interval therefore rests on errors that know the serial dependence, the window holds a
/// least number of independent steps, and the same jump is looked for on every date of the period before
/// where nothing was done. Where these jumps scatter more than their errors say, the interval is widened
/// to them, and where more than 8 % of them would be called significant the design is not recommended for
/// the series.
///
/// Where the study has donors, the jump is that of the treated average less theirs: what weather does to
/// all of them alike is then no jump.
///
/// It tells of the days around the date alone, not of the mean over the period after, and cannot separate
/// the measure from anything else that began on the same day.
///
/// - Source: Calonico, Cattaneo and Titiunik (2014), doi:10.3982/ECTA11757; bandwidths of Calonico,
///   Cattaneo and Farrell (2020), doi:10.1093/ectj/utz022; for time as the running variable Hausman and
///   Rapson (2018), doi:10.1146/annurev-resource-121517-033306; for the difference from donors Grembi, Nannicini and
///   Troiano (2016), doi:10.1257/app.20150076 (from memory). Departures in time: errors with serial
///   dependence, the floor of the bandwidth, and the widening by made-up dates. With
///   `errors: independent`, `least-steps: 0`, `weekdays: false` and `season-harmonics: 0` it is rdrobust.
public struct RegressionDiscontinuity: EffectEstimator {
  /// Name, source and design.
  public static let method = Method(
    identifier: "regression-discontinuity", name: "Regression discontinuity",
    source: "doi:10.3982/ECTA11757", design: .interruptedTimeSeries,
    assumption:
      "Without the measure the outcome would have passed smoothly through its date or border, and "
      + "nothing else jumped there.",
    weakness:
      "On a date its interval failed where nothing was done (Beijing Dongsi in January 2015 against "
      + "eleven neighbours): it is no answer of its own there.")

  /// With donors the design is a controlled one.
  static let controlled = Method(
    identifier: method.identifier, name: method.name, source: method.source,
    design: .controlledInterruptedTimeSeries, assumption: method.assumption,
    weakness: method.weakness)

  /// The study's covariates are taken out beforehand, and looked at for jumps of their own.
  public static let usesCovariates = true

  /// What runs through the cutoff.
  public enum Running: String, Codable, Sendable, CaseIterable {
    /// The date; the cutoff is the measure's start.
    case time
    /// The stations' latitude or longitude in degrees.
    case latitude, longitude
    /// The first constant among the study's `predictors`, for example the distance from a border.
    case predictor
  }

  /// How errors are made.
  public enum Errors: String, Codable, Sendable, CaseIterable {
    /// From the serial dependence of the days around the date, and the made-up dates.
    case serial
    /// From nearest neighbours, as rdrobust has them: right for stations, too small for days.
    case independent
  }

  /// What runs through the cutoff. Default: the date.
  public var running = Running.time
  /// Where the measure begins on the running variable, in its unit; not for dates. Default: 0.
  public var cutoff = 0.0
  /// How errors are made. Default: with serial dependence; stations are always taken as independent.
  public var errors = Errors.serial
  /// Degree of the polynomial. Default: 1, with its bias estimated by one degree more.
  public var degree = 1
  /// How nearby observations count. Default: triangular.
  public var kernel = LocalKernel.triangular
  /// How the bandwidth is chosen. Default: smallest mean squared error, one for both sides.
  public var rule = BandwidthRule.meanSquaredError
  /// Bandwidth on either side, in steps or the running variable's unit, of polynomial and bias alike;
  /// 0 for the rule. Default: 0.
  public var bandwidth = 0.0
  /// Independent steps that a side's window must hold at least, counted by the serial dependence; 0 for
  /// the rule's window however short. In time only. Default: 30.
  public var leastSteps = 30.0
  /// Steps, or units of the running variable, that are left out on either side of the cutoff.
  /// Default: 0.
  public var donut = 0.0
  /// Whether the donors' average is subtracted beforehand, where there are donors. In time only.
  /// Default: yes.
  public var againstDonors = true
  /// Whether weekdays are taken out beforehand, at steps of a day. Default: yes.
  public var weekdays = true
  /// Pairs of sine and cosine over the year that are taken out beforehand, where the period before is a
  /// year or longer. Default: 2.
  public var seasonHarmonics = 2
  /// Dates or cutoffs, at most, at which nothing was done and the jump is looked for too. Default: 200.
  public var placebos = 200
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95

  /// A date of the same place on which nothing was done can be asked.
  public static let answersFromOnePlace = true

  /// Every setting of the method.
  public static let settings: [Setting<Self>] = [
    .word("running", \.running),
    .number("cutoff", \.cutoff),
    .word("errors", \.errors),
    .count("degree", \.degree, .from(0, to: 3)),
    .word("kernel", \.kernel),
    .word("rule", \.rule),
    .number("bandwidth", \.bandwidth, .from(0)),
    .number("leastSteps", \.leastSteps, .from(0)),
    .number("donut", \.donut, .from(0)),
    .flag("againstDonors", \.againstDonors),
    .flag("weekdays", \.weekdays),
    .count("seasonHarmonics", \.seasonHarmonics, .from(0)),
    .count("placebos", \.placebos, .from(0)),
    .number("confidenceLevel", \.confidenceLevel, .share),
  ]

  /// All settings at their defaults.
  public init() {}

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] {
    running == .time
      ? ["cutoff"] : ["errors", "leastSteps", "againstDonors", "weekdays", "seasonHarmonics"]
  }

  /// Covariates of all stations are looked at for jumps at a border.
  public var wantsStationCovariates: Bool { running != .time }

  /// A border may be a constant of the stations.
  public var wantsStatedPredictors: Bool { running == .predictor }

  /// Finds the jump.
  ///
  /// - Throws: `EstimationError.tooFewObservations` with fewer than twenty steps on a side of the date,
  ///   `.tooFewStations` with fewer than ten on a side of a border, `.badSetting` where the window holds
  ///   too few places for the polynomial or stations are treated on both sides.
  public func estimate(_ study: Study) throws(EstimationError) -> Fit {
    try check(study)
    if running != .time {
      return try BorderDiscontinuity(self, study).fit
    }
    return try DateDiscontinuity(self, study).fit(study)
  }

  private func check(_ study: Study) throws(EstimationError) {
    try EstimationError.requireLevel(confidenceLevel, method: Self.method)
    func require(_ holds: Bool, _ name: String, _ problem: Message) throws(EstimationError) {
      guard holds else { throw Self.refusal(name, problem) }
    }
    try require((0...3).contains(degree), "degree", .outside(degree, 0...3))
    for (name, value) in [("bandwidth", bandwidth), ("leastSteps", leastSteps), ("donut", donut)] {
      try require(
        value >= 0 && value.isFinite, name,
        Message("error.study.number-cannot-negative", ["value": .fact(value)]))
    }
    try require(placebos >= 0, "placebos", "error.study.count-cannot-negative")
    try require(seasonHarmonics >= 0, "seasonHarmonics", "error.study.count-cannot-negative")
    guard running == .time else { return }
    let step = study.panel.axis.step
    try require(step >= .day, "outcome.average", "error.study.knows-days-not-hours")
    let isDefault = seasonHarmonics == Self().seasonHarmonics || seasonHarmonics == 0
    try require(
      isDefault || seasonHarmonics <= step.visibleHarmonics, "seasonHarmonics",
      Message(
        "error.study.steps-show-most",
        ["step": .fact(step.inWords), "visibleHarmonics": .fact(step.visibleHarmonics)]))
    try require(
      isDefault || study.before.dayCount >= StructuralCalendar.yearDays, "seasonHarmonics",
      Message("error.study.season-needs-year-before", ["days": .fact(study.before.dayCount)]))
  }

  static func refusal(_ name: String, _ problem: Message) -> EstimationError {
    .badSetting(name, method: method.identifier, problem: problem)
  }

  /// What was found.
  public struct Fit: EstimatorFit {
    /// The finding.
    public let effect: EffectEstimate
    /// A jump says nothing of the period after: none.
    public var counterfactual: MonitoringSeries? { nil }
    /// Jumps with and without the bias taken out, errors and windows.
    public let summary: Summary
    /// Bandwidths and donuts, balance at the cutoff, and made-up dates or cutoffs.
    public let tables: [FitTable]
  }
}
