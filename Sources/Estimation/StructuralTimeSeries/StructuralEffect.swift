import Documents
import NumericKernels

/// The mean effect over the period after with the posterior's interval, on the outcome's scale.
struct StructuralEffect {
  /// Draws of the mean effect.
  let values: [Double]
  let value: Double
  let deviation: Double
  let lower: Double
  let upper: Double
  let pValue: PValue

  init(
    _ posterior: StructuralPosterior, _ sample: StructuralSample, level: Double,
    after: Range<Int>? = nil
  ) {
    let steps = (after ?? sample.after).filter { sample.response[$0].isFinite }
    let actual = Summation.mean(steps.map { sample.observed($0) })
    self.init(posterior.means.map { actual - $0 }, level: level, size: abs(actual))
  }

  /// - Parameter size: of the outcome; what is below its rounding is no effect.
  init(_ values: [Double], level: Double, size: Double) {
    let values = values.map { abs($0) <= 1e-12 * size ? 0 : $0 }
    self.values = values
    let tail = (1 - level) / 2
    let mean = Summation.mean(values)
    lower = min(mean, Summation.quantile(values, probability: tail))
    upper = max(mean, Summation.quantile(values, probability: 1 - tail))
    value = mean
    deviation = values.count > 1 ? Summation.variance(values).squareRoot() : 0
    pValue = BeforeAfter.pValue(values, method: "how.posterior-tail")
  }

  /// Whether no effect is among those that the interval holds.
  var holdsZero: Bool { lower <= 0 && upper >= 0 }

  /// Told when the chains do not agree.
  func chains(_ posterior: StructuralPosterior) -> Diagnostic? {
    guard posterior.scaleReduction > 1.1 else { return nil }
    return Diagnostic(
      "chains-apart", .warning, ["ratio": .two(posterior.scaleReduction)])
  }
}
