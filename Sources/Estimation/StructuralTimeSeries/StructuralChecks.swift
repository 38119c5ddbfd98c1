import AirQuality
import Documents
import Foundation
import NumericKernels

/// What shows whether an extrapolated level can be believed: the same model on a date made up before the
/// measure, and the effect with the mean level of the period before instead of its last.
struct StructuralChecks {
  /// A date before the measure with the effect that was found there.
  struct Placebo {
    let date: CivilDate
    let steps: Int
    let effect: StructuralEffect
  }

  /// `nil` where the period before is too short to be divided.
  let placebo: Placebo?
  /// The level's last height less its mean before, on the outcome's scale.
  let drift: StructuralEffect
  /// The effect where the level's mean is carried on instead of its last height.
  let meanLevel: StructuralEffect
  let diagnostics: [Diagnostic]

  init(
    _ settings: StructuralTimeSeries, _ sample: StructuralSample,
    _ posterior: StructuralPosterior, _ effect: StructuralEffect, _ study: Study
  ) throws(EstimationError) {
    let level = settings.confidenceLevel
    let size = sample.response.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    drift = StructuralEffect(posterior.drift, level: level, size: size)
    meanLevel = StructuralEffect(
      zip(effect.values, posterior.drift).map { $0 + $1 }, level: level, size: size)
    placebo = try Self.placebo(settings, sample, study)
    var found = [Self.levelNote(effect, meanLevel, drift, study)]
    if let placebo {
      found.append(
        Diagnostic(
          placebo.effect.holdsZero ? "placebo-date" : "placebo-date-fails",
          placebo.effect.holdsZero ? .note : .serious,
          [
            "date": .date("\(placebo.date)"), "count": .count(placebo.steps),
            "estimate": study.shown(placebo.effect.value, like: placebo.effect),
            "interval": study.shownRange(placebo.effect),
          ]))
    } else {
      found.append(
        Diagnostic("placebo-date-impossible", .warning, ["days": .count(study.before.dayCount)]))
    }
    diagnostics = found
  }

  /// The level stands lower or higher at its end than it did on average: what hangs on that.
  private static func levelNote(
    _ effect: StructuralEffect, _ other: StructuralEffect, _ drift: StructuralEffect,
    _ study: Study
  ) -> Diagnostic {
    let decides = effect.holdsZero != other.holdsZero
    return Diagnostic(
      decides ? "level-decides" : "level-last", decides ? .serious : .note,
      saying: (decides ? "level-decides" : "level-last")
        + (study.donorIndices.isEmpty ? "" : "-donors"),
      [
        "drift": study.shown(drift.value, like: drift), "range": study.shownRange(drift),
        "estimate": study.shown(other.value, like: other), "interval": study.shownRange(other),
      ])
  }

  private static func placebo(
    _ settings: StructuralTimeSeries, _ sample: StructuralSample, _ study: Study
  ) throws(EstimationError) -> Placebo? {
    let before = study.beforePositions
    let length = min(sample.after.count, before.count / 3)
    let split = before.upperBound - length
    let axis = study.panel.axis
    let days =
      axis.date(at: split).daysSinceEpoch - axis.date(at: before.lowerBound).daysSinceEpoch
    let known = (before.lowerBound..<split).count { sample.response[$0].isFinite }
    let later = (split..<before.upperBound).count { sample.response[$0].isFinite }
    let hasSeason = sample.names.contains("season cosine 1")
    guard later >= 12, known >= 24, !hasSeason || days >= StructuralCalendar.yearDays else {
      return nil
    }
    let posterior = try sample.posterior(settings, learnt: split, after: split..<before.upperBound)
    return Placebo(
      date: axis.date(at: split), steps: length,
      effect: StructuralEffect(
        posterior, sample, level: settings.confidenceLevel, after: split..<before.upperBound))
  }
}

extension Study {
  /// A difference on the outcome's scale in the unit of effects: per cent on the log scale.
  func inEffectUnit(_ value: Double) -> Double {
    outcome.scale == .log ? 100 * expm1(value) : value
  }

  /// Unit of effects.
  var effectUnit: String { outcome.scale == .log ? "%" : differenceUnit }

  /// A difference with the digits that an interval allows.
  func shown(_ value: Double, like effect: StructuralEffect) -> Value {
    .number(
      inEffectUnit(value), .interval(inEffectUnit(effect.lower), inEffectUnit(effect.upper)),
      unit: effectUnit)
  }

  /// An interval of differences.
  func shownRange(_ effect: StructuralEffect) -> Value {
    let (lower, upper) = (inEffectUnit(effect.lower), inEffectUnit(effect.upper))
    return .range(lower, upper, .interval(lower, upper), unit: effectUnit)
  }
}
