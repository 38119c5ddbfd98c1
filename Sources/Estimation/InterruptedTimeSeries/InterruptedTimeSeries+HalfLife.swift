import AirQuality
import Documents
import Foundation
import NumericKernels

extension InterruptedTimeSeries {
  /// The regression whose half-life the data choose.
  ///
  /// Without an effect every half-life fits as well, so neither a standard error at the best one nor
  /// the usual test holds. The interval is the hull of the intervals of all half-lives that the
  /// likelihood does not reject at the same level, and p their largest.
  ///
  /// - Source: likelihood sets of a parameter that vanishes under the null; Davies (1987),
  ///   doi:10.1093/biomet/74.1.33, on why the best alone will not do (from memory).
  func withOwnHalfLife(_ study: Study, isWhole: Bool) throws(EstimationError) -> Fit {
    let longest = max(2, min(3_653, study.after.dayCount))
    let shortest = max(1, study.panel.axis.step.meanSeconds / 86_400)
    let count = 12
    var lives: [Int] = []
    for place in 0..<count {
      let share = Double(place) / Double(count - 1)
      let life = Int(
        (Double(shortest) * Logarithm.power(Double(longest) / Double(shortest), share)).rounded())
      if lives.last != life { lives.append(life) }
    }
    var trials: [(life: Int, sample: InterruptedSample, answer: InterruptedAnswer)] = []
    var order: ProcessOrder?
    for life in lives {
      var trial = self
      trial.halfLife = life
      let sample = try InterruptedSample(
        trial, study, values: study.treatedAverage,
        donorMean: study.donorIndices.isEmpty || !donorsMean ? [] : study.donorAverage)
      guard let answer = try? trial.answer(sample, study, likelihood: .full, only: order) else {
        continue
      }
      order = answer.fit.order
      trials.append((life, sample, answer))
    }
    guard let best = trials.max(by: { $0.answer.fit.logLikelihood < $1.answer.fit.logLikelihood })
    else { throw .seasonUntold(days: study.before.dayCount) }
    let bound = Distribution.chiSquaredQuantile(confidenceLevel, degreesOfFreedom: 1) / 2
    let possible = trials.filter {
      $0.answer.fit.logLikelihood >= best.answer.fit.logLikelihood - bound
    }
    var scaled = best.answer.scaled
    scaled.lower = possible.map(\.answer.scaled.lower).min() ?? scaled.lower
    scaled.upper = possible.map(\.answer.scaled.upper).max() ?? scaled.upper
    let lengths = possible.map(\.life)
    scaled.intervalMethod = best.answer.how.with(
      "how.half-lives",
      ["shortest": .count(lengths.min() ?? 0), "longest": .count(lengths.max() ?? 0)])
    let pValue = possible.compactMap { $0.answer.pValue?.value }.max().map {
      PValue(value: $0, method: scaled.intervalMethod)
    }
    let effective = try effectiveSteps(best.sample, best.answer, study)
    let effect = EffectEstimate(
      scaled, pValue: pValue, method: Self.method, estimand: estimand, study: study,
      sample: best.sample.size(study),
      diagnostics: best.sample.diagnostics(study)
        + [
          Diagnostic(
            "half-life", .note,
            [
              "best": .count(best.life), "shortest": .count(lengths.min() ?? 0),
              "longest": .count(lengths.max() ?? 0),
            ])
        ] + errorDiagnostics(best.answer, study) + effective + study.outcomeDiagnostics)
    return whole(effect, best.sample, best.answer, study, isWhole: isWhole)
  }
}
