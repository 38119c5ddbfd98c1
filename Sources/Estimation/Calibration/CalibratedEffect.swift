import Documents
import Foundation
import NumericKernels

/// An effect beside what the same method finds where nothing was done.
public struct CalibratedEffect: Hashable, Codable, Sendable {
  /// Mean of the empirical null on the outcome's scale: the method's systematic error.
  public let nullMean: Double
  /// Standard deviation of the systematic error, beyond what the standard errors explain.
  public let nullDeviation: Double
  /// The effect with the systematic error taken out, in the unit of the effect.
  public let estimate: Double
  /// Its interval, in the unit of the effect.
  public let interval: ConfidenceInterval
  /// Calibrated p-value.
  public let pValue: PValue
  /// Rank of the effect among the negative controls.
  public let rankP: PValue
  /// Share of negative controls that the method itself calls significant at 5 %; 0.05 is right.
  public let falseAlarms: Double
  /// Estimates at the negative controls, in the unit of the effect, ascending.
  public let controls: [Double]
  /// Negative controls that could not be estimated.
  public let failed: Int
  /// Why they could not; `nil` in a finding that was stored before reasons were kept.
  public var failures: [Unestimated]?
  /// Expected absolute systematic error on the outcome's scale; `nil` in a finding that was stored
  /// before it was computed, as are the next.
  public var expectedAbsoluteError: Double?
  /// How the method's error depends on the effect.
  public var errors: ErrorModel?
  /// Controls into which effects were inserted to learn that.
  public var inserted: Int?
  /// How the method does on these data, and whether the calibration itself calibrates.
  public var card: ReportCard?
  /// The controls one by one, on the study's own date first.
  public var places: [ControlEstimate]?

  /// - Parameters:
  ///   - controls: with values at negative controls, earlier dates put to the study's own.
  ///   - failures: controls that gave no estimate.
  ///   - widening: factor on distances from the null.
  init(
    _ effect: EffectEstimate, controls: [ControlEstimate], failures: [Unestimated],
    settings: Calibration, inserted: InsertedEffects, isLog: Bool, widening: Double
  ) {
    let values = controls.map(\.value)
    let null = NullDistribution(
      values, errors: controls.map(\.standardError), shape: settings.null.shape,
      widening: widening)
    let model =
      inserted.isConstant
      ? ErrorModel.constant
      : ErrorModel(
        null,
        zip(controls, inserted.byControl).map { control, changed in
          [(effect: 0, error: control.value)]
            + changed.map { (effect: $0.inserted, error: $0.value - $0.inserted) }
        })
    let level = effect.interval?.level ?? 0.95
    let found = null.calibrated(
      effect.coefficient.value, error: effect.coefficient.standardError, level: level,
      errors: model)
    let earlier = controls.count { $0.yearsEarlier > 0 }
    let label =
      earlier == 0
      ? Message(
        "how.empirical-null-\(settings.null.rawValue)", ["count": .count(controls.count)])
      : Message(
        "how.empirical-null-dates",
        [
          "count": .count(controls.count), "earlier": .count(earlier),
          "years": .count(Set(controls.map(\.yearsEarlier)).subtracting([0]).count),
        ])
    func inUnit(_ value: Double) -> Double { isLog ? 100 * expm1(value) : value }
    nullMean = null.mean
    nullDeviation = null.deviation
    estimate = inUnit(found.estimate)
    interval = ConfidenceInterval(
      lower: inUnit(found.lower), upper: inUnit(found.upper), level: level, method: label)
    pValue = PValue(value: found.pValue, method: label, smallestPossible: null.smallestPossible)
    let asLarge = values.reduce(0) { $0 + (abs($1) >= abs(effect.coefficient.value) ? 1 : 0) }
    rankP = PValue(
      value: Double(asLarge + 1) / Double(values.count + 1),
      method: "how.ranks-of-controls",
      smallestPossible: 1 / Double(values.count + 1))
    falseAlarms =
      Double(controls.reduce(0) { $0 + (($1.pValue ?? 1) <= 0.05 ? 1 : 0) })
      / Double(controls.count)
    self.controls = values.map(inUnit).sorted()
    failed = failures.reduce(0) { $0 + $1.count }
    self.failures = failures
    expectedAbsoluteError = null.expectedAbsoluteError
    errors = model
    self.inserted = inserted.tried
    places = controls
    card = ReportCard(
      controls, inserted: inserted, null: null, errors: model, level: level, isLog: isLog,
      shape: settings.null.shape, widening: widening)
  }
}

extension NullDistribution {
  /// An estimate calibrated: on the outcome's scale.
  package func calibrated(
    _ value: Double, error: Double, level: Double, errors: ErrorModel = .constant
  ) -> (estimate: Double, lower: Double, upper: Double, pValue: Double) {
    let width = spread(error: error)
    let reach = reach(level: level)
    func end(_ side: Double) -> Double {
      errors.end(of: value, mean: mean, spread: width, reach: reach, side: side)
    }
    return (
      errors.effect(of: value, mean: mean), end(-1), end(1), pValue(value, error: error)
    )
  }
}
