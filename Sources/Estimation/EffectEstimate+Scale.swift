import Documents
import AirQuality
import Foundation
import NumericKernels

/// A coefficient with its interval on the outcome's scale, before it is put into words.
struct ScaleEstimate {
  var value: Double
  var standardError: Double
  var degreesOfFreedom: Double?
  var lower: Double
  var upper: Double
  var level: Double
  var intervalMethod: Message

  /// An estimate whose interval is the Student one.
  init(
    value: Double, standardError: Double, degreesOfFreedom: Double, level: Double, method: Message
  ) {
    let quantile = Distribution.studentQuantile(
      0.5 + level / 2, degreesOfFreedom: degreesOfFreedom)
    self.value = value
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    lower = value - quantile * standardError
    upper = value + quantile * standardError
    self.level = level
    intervalMethod = method
  }

  /// An estimate whose interval was made elsewhere, on the outcome's scale.
  init(
    value: Double, standardError: Double, degreesOfFreedom: Double?, lower: Double,
    upper: Double, level: Double, method: Message
  ) {
    self.value = value
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    self.lower = lower
    self.upper = upper
    self.level = level
    intervalMethod = method
  }
}

extension EffectEstimate {
  /// Puts an estimate on the outcome's scale into the study's unit.
  ///
  /// On the log scale estimate and interval become per cent, 100 (exp b − 1). On the linear
  /// scale the relative effect is b / (ȳ − b) with ȳ the observed mean after the measure: what
  /// was measured is taken as given, what is uncertain is what would have been.
  init(
    _ found: ScaleEstimate, pValue given: PValue?, method: Method, estimand: String, study: Study,
    relative: RelativeEffect? = nil, sample: SampleSize, diagnostics: [Diagnostic]
  ) {
    var scaled = found
    var pValue = given
    // What is below rounding of the outcome is no effect, whatever its error.
    let largest = study.responses.storage.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
    if abs(found.value) <= 1e-13 * largest {
      scaled.value = 0
      pValue = PValue(
        value: 1, method: given?.how ?? found.intervalMethod,
        smallestPossible: given?.smallestPossible)
    }
    let coefficient = Coefficient(
      value: scaled.value, standardError: scaled.standardError,
      degreesOfFreedom: scaled.degreesOfFreedom)
    func interval(_ transform: (Double) -> Double) -> ConfidenceInterval {
      ConfidenceInterval(
        lower: transform(scaled.lower), upper: transform(scaled.upper), level: scaled.level,
        method: scaled.intervalMethod)
    }
    let isLog = study.outcome.scale == .log
    func percent(_ value: Double) -> Double { 100 * expm1(value) }
    var relative = relative
    if isLog {
      relative = RelativeEffect(percent: percent(scaled.value), interval: interval(percent))
    } else if relative == nil {
      let average = study.treatedAverage
      let observed = Summation.mean(
        study.afterPositions.map { average[$0] }.filter { !$0.isNaN })
      func share(_ value: Double) -> Double { 100 * value / (observed - value) }
      if observed - scaled.upper > 0, observed > 0 {
        relative = RelativeEffect(percent: share(scaled.value), interval: interval(share))
      }
    }
    // Medians are the same on either scale.
    let statistic =
      !isLog
      ? "" : estimand.contains("median") ? ", as a ratio of medians" : EffectEstimate.geometric
    self.init(
      estimate: isLog ? percent(scaled.value) : scaled.value,
      interval: interval { isLog ? percent($0) : $0 },
      pValue: pValue, unit: isLog ? "%" : study.differenceUnit, estimand: estimand + statistic,
      method: method, coefficient: coefficient, relative: relative, before: study.before,
      after: study.after, sample: sample, diagnostics: study.notes + diagnostics)
  }
}
