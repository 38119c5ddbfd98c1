import AirQuality
import Documents
import Foundation
import NumericKernels

/// A regression with its errors' process and the answer it gives to one question.
struct InterruptedAnswer {
  let fit: ARMARegression
  let terms: SeriesTerms
  let contrast: SerialContrast
  let slow: SlowMovements?
  let level: Double

  /// By how much variances are widened.
  var widening: Double { max(1, slow?.ratio ?? 1) }

  var standardError: Double { (contrast.variance * widening).squareRoot() }

  var degreesOfFreedom: Double {
    slow.map { max(1, min(contrast.degreesOfFreedom, Double($0.count))) }
      ?? contrast.degreesOfFreedom
  }

  /// How interval and p-value are made.
  var how: Message {
    Message(
      slow == nil ? "how.serial-errors" : "how.serial-errors-slow",
      [
        "order": .text(fit.order.name), "factor": .text(Decimals.two(widening.squareRoot())),
        "count": .count(slow?.count ?? 0),
        "freedom": .count(Int(degreesOfFreedom.rounded(.down))),
      ])
  }

  var scaled: ScaleEstimate {
    ScaleEstimate(
      value: contrast.estimate, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
      level: level, method: how)
  }

  /// Without an error nothing can be said but of nothing: `nil`, or 1 where there is no effect either.
  var pValue: PValue? {
    guard standardError > 0 else {
      return contrast.estimate == 0 ? PValue(value: 1, method: how) : nil
    }
    return PValue(
      value: Distribution.twoSidedP(
        t: contrast.estimate / standardError, degreesOfFreedom: degreesOfFreedom), method: how)
  }

  /// Half of an interval for a combination of the coefficients.
  func reach(_ weights: [Double]) -> Double {
    let quantile = Distribution.studentQuantile(
      0.5 + level / 2, degreesOfFreedom: degreesOfFreedom)
    return quantile * (ARMARegression.quadratic(fit.covariance, weights) * widening).squareRoot()
  }

  /// How many independent steps a stretch of rows is worth.
  func effectiveCount(_ rows: [Int]) -> Double {
    guard rows.count > 1 else { return Double(rows.count) }
    let reach = min(rows[rows.count - 1] - rows[0], 400)
    let correlations = fit.process.autocorrelations(reach)
    let horizon = correlations.lastIndex { abs($0) > 0.005 } ?? 0
    var sum = 0.0
    for (place, row) in rows.enumerated() {
      sum += 1
      var next = place + 1
      while next < rows.count, rows[next] - row <= horizon {
        sum += 2 * correlations[rows[next] - row]
        next += 1
      }
    }
    return Double(rows.count) * Double(rows.count) / max(sum, 1)
  }
}

extension InterruptedTimeSeries {
  /// The regression of a quantity.
  func normal(_ study: Study, isWhole: Bool) throws(EstimationError) -> Fit {
    let sample = try InterruptedSample(
      self, study, values: study.treatedAverage,
      donorMean: study.donorIndices.isEmpty || !donorsMean ? [] : study.donorAverage)
    let answer = try answer(sample, study)
    let effective = try effectiveSteps(sample, answer, study)
    let effect = EffectEstimate(
      answer.scaled, pValue: answer.pValue, method: Self.method, estimand: estimand, study: study,
      sample: sample.size(study),
      diagnostics: sample.diagnostics(study) + errorDiagnostics(answer, study) + effective
        + study.outcomeDiagnostics)
    return whole(effect, sample, answer, study, isWhole: isWhole)
  }

  var estimand: String {
    impact.isPassing
      ? "mean departure of the treated stations from their expected course, while the measure acts"
      : "mean departure of the treated stations from their expected course, period after"
  }

  func whole(
    _ effect: EffectEstimate, _ sample: InterruptedSample, _ answer: InterruptedAnswer,
    _ study: Study, isWhole: Bool
  ) -> Fit {
    let pages = isWhole ? InterruptedPages(self, study, sample, answer) : nil
    return Fit(
      effect: effect, counterfactual: pages?.counterfactual,
      summary: pages?.summary ?? Summary([]), tables: pages?.tables ?? [], impact: impact,
      order: answer.fit.order.name, slowRatio: answer.slow?.ratio)
  }

  /// - Parameters:
  ///   - likelihood: another than the setting’s, where fits are compared.
  ///   - only: an order that is already chosen.
  func answer(
    _ sample: InterruptedSample, _ study: Study,
    likelihood chosen: ARMARegression.Likelihood? = nil,
    only: ProcessOrder? = nil
  ) throws(EstimationError) -> InterruptedAnswer {
    var terms = sample.terms
    var response = sample.response
    let season = StepClock(study).stepsAYear ?? 1
    if order == .seasonalDifference {
      response = SeriesTerms.differenced(response, season)
      let changes = terms.differenced(season)
      // What repeats itself every year is gone: the level, and the season.
      let gone = terms.names.indices.filter { place in
        response.indices.allSatisfy {
          response[$0].isNaN || abs(changes.columns[place][$0]) < 1e-9
        }
      }
      terms = changes.without(Set(gone))
      guard !terms.impact.isEmpty else {
        throw .badSetting(
          "impact", method: Self.method.identifier,
          problem: Message("error.study.no-step-responds", ["impact": .fact(impact.rawValue)]))
      }
    }
    let design = terms.matrix(Array(response.indices))
    let used = chosen ?? (likelihood == .full ? .full : .restricted)
    var weights = sample.weights(over: sample.acting)
    if terms.names.count < weights.count {
      weights = terms.names.map { name in
        sample.terms.names.firstIndex(of: name).map { weights[$0] } ?? 0
      }
    }
    return try EstimationError.numerical { () throws(KernelError) in
      let fit = try ARMARegression.best(
        design: design, response: response, names: terms.names,
        orders: only.map { [$0] } ?? order.orders(stepsAYear: season), likelihood: used)
      var contrast = fit.contrast(weights)
      // Negative dependence, which makes a mean more certain than independent errors would, is what a
      // season leaves that was fitted too closely.
      if order == .automatic, fit.order.count > 0, fit.process.memory < 1 {
        let plain = try ARMARegression(
          design: design, response: response, names: terms.names,
          order: ProcessOrder(autoregressive: 0, movingAverage: 0), likelihood: used
        ).contrast(weights)
        if plain.variance > contrast.variance {
          contrast = SerialContrast(
            estimate: contrast.estimate, variance: plain.variance,
            degreesOfFreedom: min(contrast.degreesOfFreedom, plain.degreesOfFreedom))
        }
      }
      let slow =
        slowWaves > 0 ? try SlowMovements(fit, design: design, waves: slowWaves) : nil
      return InterruptedAnswer(
        fit: fit, terms: terms, contrast: contrast, slow: slow, level: confidenceLevel)
    }
  }

  func effectiveSteps(
    _ sample: InterruptedSample, _ answer: InterruptedAnswer, _ study: Study
  ) throws(EstimationError) -> [Diagnostic] {
    guard order != .seasonalDifference else { return [] }
    let isAfter = Set(sample.after)
    let before = answer.effectiveCount(sample.rows.filter { !isAfter.contains($0) })
    let after = answer.effectiveCount(sample.after)
    for (found, count, period) in [
      (before, sample.rows.count - sample.after.count, study.before),
      (after, sample.after.count, study.after),
    ] where found < EffectiveSteps.fewest {
      throw .tooFewEffectiveDays(
        found: found, needed: EffectiveSteps.fewest, period: period.description, days: count)
    }
    return [
      Diagnostic(
        "effective-steps", min(before, after) < 10 ? .warning : .note,
        ["before": .number(before, .decimals(0)), "after": .number(after, .decimals(0))])
    ]
  }

  func errorDiagnostics(_ answer: InterruptedAnswer, _ study: Study) -> [Diagnostic] {
    var found = [
      Diagnostic(
        "error-order", .note, saying: order == .automatic ? "error-order-chosen" : nil,
        ["order": .text(answer.fit.order.name)])
    ]
    if let slow = answer.slow {
      let steps = slow.shortestPeriod * Double(study.panel.axis.step.meanSeconds) / 86_400
      found.append(
        Diagnostic(
          "slow-movements", slow.ratio > 3 ? .warning : .note,
          saying: slow.ratio > 1 ? nil : "slow-movements-none",
          [
            "days": .count(Int(steps.rounded())), "ratio": .number(slow.ratio, .decimals(1)),
            "count": .count(slow.count),
          ]))
    }
    return found
  }
}
