import Documents
import AirQuality
import Foundation
import NumericKernels

extension Study {
  /// Unit of coefficients on the outcome's scale.
  var scaleUnit: String { outcome.scale == .log ? "log points" : differenceUnit }

  /// An effect on the study's scale as a reader takes it: per cent on the log scale.
  func value(_ effect: Double) -> Value {
    outcome.scale == .log
      ? .three(100 * expm1(effect), unit: "%") : .three(effect, unit: scaleUnit)
  }

  /// Unit of a difference of the outcome: what is measured in per cent differs by percentage points,
  /// while per cent alone is a relative change.
  package var differenceUnit: String {
    panel.unit.symbol == "%" ? "percentage points" : panel.unit.symbol
  }

  /// The same study with effects that add up in the unit of the series.
  func onLinearScale() throws(EstimationError) -> Study {
    try Study(
      title: title, measure: measure,
      outcome: Outcome(
        pollutant: outcome.pollutant, average: outcome.average, scale: .linear,
        minimumCapture: outcome.minimumCapture, largestGap: outcome.largestGap,
        background: outcome.background),
      panel: panel, treatments: treatments, before: before, after: after, covariates: covariates,
      stationCovariates: stationCovariates, predictors: predictors, background: background,
      notes: notes, weather: weather)
  }
}

extension EffectEstimate {
  /// An effect on the log scale with the change of the arithmetic mean beside it, from the same method
  /// on the linear scale with its own interval.
  ///
  /// Logarithms compare geometric means: these rise where a treatment cuts peaks and lifts low values,
  /// while the mean that people breathe falls. Values of zero or below, which have no logarithm, are
  /// in the arithmetic mean.
  ///
  /// - Returns: the effect as it is on the linear scale.
  public func besideArithmeticMean(
    _ estimator: any EffectEstimator, on study: Study
  ) -> EffectEstimate {
    guard study.outcome.scale == .log, isGeometric else { return self }
    let linear: EffectEstimate
    do {
      // The whole fit, not the short one of negative controls: it stands beside a printed interval.
      linear = try estimator.anyEstimate(study.onLinearScale()).effect
    } catch {
      return adding([
        Diagnostic("arithmetic-mean-missing", .warning, ["reason": .message(error.problem)])
      ])
    }
    guard let relative = linear.relative else {
      return adding([
        Diagnostic("arithmetic-mean-missing", .warning, saying: "arithmetic-mean-endless")
      ])
    }
    var effect = self
    effect.arithmetic = relative
    guard relative.percent * estimate < 0 else { return effect }
    let isClear = [interval, relative.interval].contains { $0.map { !$0.contains(0) } ?? false }
    let signed = effect.adding([
      Diagnostic(
        "means-disagree", isClear ? .serious : .note,
        ["geometric": .significant(estimate), "arithmetic": .significant(relative.percent)])
    ])
    return signed
  }
}
