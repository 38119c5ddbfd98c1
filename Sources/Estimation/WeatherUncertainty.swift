import Documents
import Foundation
import NumericKernels

extension Study {
  /// How much an estimate moves between the weather models that were trained on drawn blocks.
  ///
  /// The estimator is repeated on each model's panel; what comes back is the standard deviation of
  /// its coefficients. `nil` without draws, or when fewer than half of the repetitions answer.
  public func weatherDeviation(
    _ estimator: any EffectEstimator, threads: Int? = nil
  ) -> (deviation: Double, draws: Int)? {
    guard weatherDraws.count > 1 else { return nil }
    let coefficients = parallelMap(count: weatherDraws.count, threads: threads) { index in
      (try? replacing(matrix: weatherDraws[index])).flatMap {
        try? estimator.anyEstimate($0).effect.coefficient.value
      }
    }.compactMap(\.self)
    guard coefficients.count > 1, 2 * coefficients.count >= weatherDraws.count else { return nil }
    return (Summation.variance(coefficients).squareRoot(), coefficients.count)
  }
}

extension EffectEstimate {
  /// The same effect with the weather model's variance added to its own.
  ///
  /// Each side of the interval grows to √(side² + (z · deviation)²), on the scale of the
  /// coefficient; the p-value comes from the coefficient over the widened standard error. The two
  /// variances are added as if independent, which errs on the side of caution: the models were
  /// trained on the same noise that the estimator sees.
  ///
  /// - Parameters:
  ///   - deviation: standard deviation of the coefficient between weather models.
  ///   - draws: how many models.
  ///   - isLog: whether coefficients are log points and the effect per cent.
  public func carrying(weatherDeviation deviation: Double, draws: Int, isLog: Bool)
    -> EffectEstimate
  {
    let error =
      (coefficient.standardError * coefficient.standardError + deviation * deviation).squareRoot()
    func onScale(_ value: Double) -> Double { isLog ? log1p(value / 100) : value }
    func inUnit(_ value: Double) -> Double { isLog ? 100 * expm1(value) : value }
    let wider = interval.map { interval in
      let reach = Distribution.normalQuantile(0.5 + interval.level / 2) * deviation
      func side(_ end: Double) -> Double {
        let distance = onScale(end) - coefficient.value
        return coefficient.value
          + (distance < 0 ? -1 : 1) * (distance * distance + reach * reach).squareRoot()
      }
      return ConfidenceInterval(
        lower: inUnit(side(interval.lower)), upper: inUnit(side(interval.upper)),
        level: interval.level,
        method: interval.how.with("how.weather-variance", ["draws": .count(draws)]))
    }
    let ratio = deviation > 0 && coefficient.value != 0 ? coefficient.value / error : nil
    let average = ", in average weather"
    return EffectEstimate(
      estimate: estimate, interval: wider,
      pValue: pValue.map { own in
        PValue(
          value: ratio.map { min(1, 2 * Distribution.normalCumulative(-abs($0))) } ?? own.value,
          method: own.how.with("how.weather-variance", ["draws": .count(draws)]),
          smallestPossible: own.smallestPossible)
      },
      unit: unit,
      // What the scale does to the estimand stays last.
      estimand: isGeometric
        ? estimand.dropLast(Self.geometric.count) + average + Self.geometric : estimand + average,
      method: method,
      coefficient: Coefficient(
        value: coefficient.value, standardError: error,
        degreesOfFreedom: coefficient.degreesOfFreedom),
      relative: relative.map { relative in
        guard isLog else { return widened(relative, error: error) }
        return RelativeEffect(percent: relative.percent, interval: wider)
      },
      before: before, after: after, sample: sample, diagnostics: diagnostics)
  }

  /// A relative effect whose interval grows in the proportion of the standard errors.
  private func widened(_ relative: RelativeEffect, error: Double) -> RelativeEffect {
    guard let interval = relative.interval, coefficient.standardError > 0 else { return relative }
    let factor = error / coefficient.standardError
    return RelativeEffect(
      percent: relative.percent,
      interval: ConfidenceInterval(
        lower: relative.percent + factor * (interval.lower - relative.percent),
        upper: relative.percent + factor * (interval.upper - relative.percent),
        level: interval.level, method: interval.how))
  }
}
