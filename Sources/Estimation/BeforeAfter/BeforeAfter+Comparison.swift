import Documents
import Foundation
import NumericKernels

extension BeforeAfter {
  /// Two levels, their difference and how sure it is, on the outcome's scale.
  struct Comparison {
    var before: Double
    var after: Double
    var standardError: Double
    var degreesOfFreedom: Double?
    var lower: Double
    var upper: Double
    var intervalMethod: Message
    var pValue: PValue?
    var ratio: RelativeEffect?

    var difference: Double { after - before }
  }

  /// Means through the regression on one indicator a period.
  func meansByRegression(
    _ sample: TreatedSample, _ fit: LeastSquaresFit, _ covariance: SerialCovariance
  ) throws(EstimationError) -> Comparison {
    let before = fit.coefficients[0]
    let after = fit.coefficients[1]
    let scaled = ScaleEstimate(
      value: after - before, standardError: try covariance.standardError(ofLevels: [-1, 1]),
      degreesOfFreedom: covariance.degreesOfFreedom, level: confidenceLevel,
      method: covariance.method)
    return Comparison(
      before: before, after: after, standardError: scaled.standardError,
      degreesOfFreedom: scaled.degreesOfFreedom, lower: scaled.lower, upper: scaled.upper,
      intervalMethod: covariance.method,
      pValue: covariance.pValue(scaled.value, standardError: scaled.standardError),
      ratio: try logRatio(before: before, after: after, covariance: covariance))
  }

  /// The ratio of means with the delta-method interval of its logarithm; `nil` when a mean is
  /// not positive.
  private func logRatio(
    before: Double, after: Double, covariance: SerialCovariance
  ) throws(EstimationError) -> RelativeEffect? {
    guard before > 0, after > 0 else { return nil }
    let scaled = ScaleEstimate(
      value: log(after / before),
      standardError: try covariance.standardError(ofLevels: [-1 / before, 1 / after]),
      degreesOfFreedom: covariance.degreesOfFreedom, level: confidenceLevel,
      method: covariance.method.with("how.delta-log-ratio"))
    return RelativeEffect(
      percent: 100 * expm1(scaled.value),
      interval: ConfidenceInterval(
        lower: 100 * expm1(scaled.lower), upper: 100 * expm1(scaled.upper),
        level: confidenceLevel, method: scaled.intervalMethod))
  }

  /// Means or medians with percentile intervals of the stationary bootstrap.
  ///
  /// Blocks are drawn within each period, since resampling across the measure would mix the two
  /// levels that are compared. A period of few independent steps cannot show how much its level
  /// may vary: its errors are drawn from those of both periods about their own levels. What is drawn
  /// is widened to the error of a mean under the dependence over both periods where it falls short
  /// of that, and for the degrees of freedom of that error. One random stream a replicate keeps the
  /// answer independent of the number of threads.
  func bootstrapped(
    _ sample: TreatedSample, _ effective: EffectiveSteps, _ covariance: SerialCovariance
  ) throws(EstimationError) -> Comparison {
    let beforeCount = sample.beforeCount
    let periods = [
      Array(sample.values[..<beforeCount]), Array(sample.values[beforeCount...]),
    ]
    let statistic = statistic
    @Sendable func centre(_ values: [Double]) -> Double {
      statistic == .mean ? Summation.mean(values) : Summation.median(values)
    }
    let levels = periods.map(centre)
    let errors = zip(periods, levels).map { values, level in values.map { $0 - level } }
    let pool = errors.flatMap(\.self)
    let isShort = [effective.before, effective.after].map { $0 < Self.fewIndependent }
    let sources = zip(errors, isShort).map { $1 ? pool : $0 }
    let blocks = sources.map { BlockBootstrap.automaticLength($0) }
    let counts = periods.map(\.count)
    let seed = seed
    let draws = parallelMap(count: replicates) { replicate in
      var stream = RandomStream(seed: seed, index: UInt64(replicate))
      var centres: [Double] = []
      var means: [Double] = []
      for (place, source) in sources.enumerated() {
        let drawn = BlockBootstrap.stationary(meanLength: blocks[place])
          .indices(count: source.count, using: &stream).prefix(counts[place])
          .map { source[$0] }
        centres.append(centre(drawn))
        means.append(Summation.mean(drawn))
      }
      return (before: centres[0], after: centres[1], means: means[1] - means[0])
    }
    let spread = Summation.variance(draws.map(\.means)).squareRoot()
    let tail = (1 - confidenceLevel) / 2
    let short = spread > 0 ? max(1, try covariance.standardError(ofLevels: [-1, 1]) / spread) : 1
    let widening =
      short
      * Distribution.studentQuantile(1 - tail, degreesOfFreedom: covariance.degreesOfFreedom)
      / Distribution.normalQuantile(1 - tail)
    let changes = draws.map { levels[1] - levels[0] + widening * ($0.after - $0.before) }
    let bootstrap = Message(
      "how.stationary-bootstrap",
      [
        "first": .count(Int(blocks[0].rounded())), "second": .count(Int(blocks[1].rounded())),
        "replicates": .count(replicates), "factor": .text(Decimals.two(widening)),
      ])
    let label = isShort.contains(true) ? bootstrap.with("how.borrowed-errors") : bootstrap
    func interval(_ values: [Double]) -> (Double, Double) {
      (
        Summation.quantile(values, probability: tail),
        Summation.quantile(values, probability: 1 - tail)
      )
    }
    let (lower, upper) = interval(changes)
    var ratio: RelativeEffect?
    let befores = draws.map { levels[0] + widening * $0.before }
    if levels[0] > 0, befores.allSatisfy({ $0 > 0 }) {
      let (low, high) = interval(
        zip(draws, befores).map { draw, before in
          100 * ((levels[1] + widening * draw.after) / before - 1)
        })
      ratio = RelativeEffect(
        percent: 100 * (levels[1] / levels[0] - 1),
        interval: ConfidenceInterval(
          lower: low, upper: high, level: confidenceLevel, method: label))
    }
    let mean = Summation.mean(changes)
    let variance = Summation.mean(changes.map { ($0 - mean) * ($0 - mean) })
    return Comparison(
      before: levels[0], after: levels[1], standardError: variance.squareRoot(),
      degreesOfFreedom: nil, lower: lower, upper: upper, intervalMethod: label,
      pValue: Self.pValue(changes, method: label), ratio: ratio)
  }

  /// Periods of fewer independent steps borrow the other's errors.
  private static let fewIndependent = 30.0

  /// Twice the smaller share of replicates on either side of zero, the estimate itself and draws of
  /// exactly zero counted on both.
  static func pValue(_ changes: [Double], method: Message) -> PValue {
    let below = changes.reduce(0) { $0 + ($1 <= 0 ? 1 : 0) }
    let above = changes.reduce(0) { $0 + ($1 >= 0 ? 1 : 0) }
    let floor = 2 / Double(changes.count + 1)
    return PValue(
      value: min(1, 2 * Double(min(below, above) + 1) / Double(changes.count + 1)),
      method: method, smallestPossible: floor)
  }
}
