import Documents
public import AirQuality
import Foundation
import NumericKernels

/// Segmented regression of the treated stations' average on a trend, a level change and a slope
/// change, with season, weekday and weather beside them.
///
/// Assumes that the trend before the measure would have continued. It cannot separate the
/// measure from anything else that changed on the same day.
///
/// - Source: Lopez Bernal, Cummins and Gasparrini (2017), doi:10.1093/ije/dyw098. Departures:
///   the covariance allows for serial dependence of any kind (`SerialCovariance`), and the headline
///   is the mean of level and slope change over the period after, not the level change alone.
public struct InterruptedTimeSeries: EffectEstimator {
  /// Name, source and design.
  public static let method = Method(
    identifier: "interrupted-time-series", name: "Interrupted time series regression",
    source: "doi:10.1093/ije/dyw098", design: .interruptedTimeSeries,
    assumption:
      "The trend and the season before the measure would have continued, and nothing else "
      + "changed on its date.")

  /// The study's covariates are columns of the regression.
  public static let usesCovariates = true

  /// Whether the slope may change too; otherwise only the level. Default: yes.
  public var slopeChange = true
  /// Pairs of sine and cosine with a period of one year and its fractions. Default: 2, of quarters
  /// 1 and of years none, since longer steps show no more.
  public var seasonHarmonics = 2
  /// Whether weekdays differ, at steps up to a day. Default: yes.
  public var weekdays = true
  /// Pairs of sine and cosine with a period of one day; hourly series only. Default: 2.
  public var diurnalHarmonics = 2
  /// Bartlett lags in steps of the study's axis, for Newey and West's errors as other software has
  /// them, which are too small with few days after; 0 for automatic. Default: 0.
  public var covarianceLags = 0
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95

  /// All settings at their defaults.
  public init() {}

  /// Fits the segmented regression.
  ///
  /// - Throws: `EstimationError.tooFewObservations` with fewer than twelve steps in a period,
  ///   `.tooFewEffectiveDays` where those of a period are worth fewer than two independent ones,
  ///   `.collinear` when the window cannot tell two terms apart.
  public func estimate(_ study: Study) throws(EstimationError) -> Fit {
    try EstimationError.requireLevel(confidenceLevel, method: Self.method)
    guard seasonHarmonics >= 0, diurnalHarmonics >= 0, covarianceLags >= 0 else {
      throw .badSetting(
        "seasonHarmonics, diurnalHarmonics, covarianceLags", method: Self.method.identifier,
        problem: "error.study.count-cannot-negative")
    }
    let step = study.panel.axis.step
    guard seasonHarmonics == Self().seasonHarmonics || seasonHarmonics <= step.visibleHarmonics
    else {
      throw .badSetting(
        "seasonHarmonics", method: Self.method.identifier,
        problem: Message(
          "error.study.steps-show-most",
          ["step": .fact(step.inWords), "visibleHarmonics": .fact(step.visibleHarmonics)]))
    }
    guard step <= .day || weekdays else {
      throw .badSetting(
        "weekdays", method: Self.method.identifier,
        problem: Message("error.study.changes-nothing-steps", ["step": .fact(step.inWords)]))
    }
    guard step < .day || diurnalHarmonics == Self().diurnalHarmonics else {
      throw .badSetting(
        "diurnalHarmonics", method: Self.method.identifier,
        problem: Message("error.study.changes-nothing-steps", ["step": .fact(step.inWords)]))
    }
    let sample = try TreatedSample(study, minimum: 12)
    let terms = SegmentedTerms(self, study)
    let rows = sample.positions.indices.filter { terms.hasCovariates(at: sample.positions[$0]) }
    let positions = rows.map { sample.positions[$0] }
    let response = rows.map { sample.values[$0] }
    let regression = try EstimationError.numerical { () throws(KernelError) in
      try LeastSquares.fit(
        design: terms.design(at: positions), response: response, names: terms.names)
    }
    let covariance = try SerialCovariance(regression, positions: positions, lags: covarianceLags)
    let afterRows = positions.filter { study.afterPositions.contains($0) }
    let weights = terms.meanEffectWeights(over: afterRows)
    let value = zip(weights, regression.coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    let scaled = ScaleEstimate(
      value: value, standardError: try covariance.standardError(of: weights),
      degreesOfFreedom: covariance.degreesOfFreedom, level: confidenceLevel,
      method: covariance.method)
    let effective = try covariance.errors.map { errors throws(EstimationError) in
      try EffectiveSteps(
        errors, isAfter: positions.map { study.afterPositions.contains($0) }, study: study)
    }
    let size = SampleSize(
      treated: study.treatedIndices.count, donors: 0, stepsBefore: rows.count - afterRows.count,
      stepsAfter: afterRows.count, observations: rows.count)
    return Fit(
      effect: EffectEstimate(
        scaled, pValue: covariance.pValue(value, standardError: scaled.standardError),
        method: Self.method,
        estimand: "mean departure of the treated stations from their own trend, period after",
        study: study, sample: size,
        diagnostics: diagnostics(study, regression)
          + [effective?.diagnostic].compactMap(\.self) + study.outcomeDiagnostics),
      counterfactual: study.path(
        named: "trend", terms.withoutMeasure(regression.coefficients)),
      summary: try terms.summary(regression, covariance, unit: study.scaleUnit))
  }

  /// What was found.
  public struct Fit: EstimatorFit {
    /// The finding.
    public let effect: EffectEstimate
    /// The fitted line without level and slope change.
    public let counterfactual: MonitoringSeries?
    /// Every coefficient with its standard error.
    public let summary: Summary
  }

  private func diagnostics(_ study: Study, _ fit: LeastSquaresFit) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let step = study.panel.axis.step
    let stepsAYear = 365.0 * 86_400 / Double(step.meanSeconds)
    let harmonics = min(seasonHarmonics, step.visibleHarmonics)
    if harmonics < seasonHarmonics {
      found.append(
        Diagnostic(
          "season-harmonics", .note, saying: harmonics == 0 ? "season-harmonics-none" : nil,
          [
            "step": .fact(step.inWords), "used": .count(harmonics),
            "asked": .count(seasonHarmonics),
          ]))
    }
    if Double(study.beforePositions.count) < stepsAYear.rounded(.down), harmonics > 0 {
      found.append(
        Diagnostic("short-before", .serious, ["days": .count(study.before.dayCount)]))
    }
    let correlation = Series.autocorrelation(fit.residuals, maxLag: 1)
    if let first = correlation.dropFirst().first, abs(first) > 0.8 {
      found.append(
        Diagnostic("autocorrelation", .warning, ["lag1": .two(first)]))
    }
    return found
  }
}
