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
    var intervalMethod: String
    var pValue: PValue?
    var ratio: RelativeEffect?

    var difference: Double { after - before }
  }

  /// Means through the regression on one indicator a period, with Newey-West covariance.
  func meansByRegression(_ sample: TreatedSample) throws(EstimationError) -> Comparison {
    let indicators = Matrix(
      columns: [sample.isAfter.map { $0 ? 0 : 1 }, sample.isAfter.map { $0 ? 1 : 0 }])
    let fit = try EstimationError.numerical { () throws(KernelError) in
      try LeastSquares.fit(
        design: indicators, response: sample.values, names: ["before", "after"])
    }
    let covariance = SerialCovariance(fit, positions: sample.positions)
    let before = fit.coefficients[0]
    let after = fit.coefficients[1]
    let scaled = ScaleEstimate(
      value: after - before, standardError: try covariance.standardError(of: [-1, 1]),
      degreesOfFreedom: Double(fit.degreesOfFreedom), level: confidenceLevel,
      method: covariance.method)
    return Comparison(
      before: before, after: after, standardError: scaled.standardError,
      degreesOfFreedom: scaled.degreesOfFreedom, lower: scaled.lower, upper: scaled.upper,
      intervalMethod: covariance.method,
      pValue: covariance.pValue(scaled.value, standardError: scaled.standardError),
      ratio: try logRatio(before: before, after: after, covariance: covariance, fit: fit))
  }

  /// The ratio of means with the delta-method interval of its logarithm; `nil` when a mean is
  /// not positive.
  private func logRatio(
    before: Double, after: Double, covariance: SerialCovariance, fit: LeastSquaresFit
  ) throws(EstimationError) -> RelativeEffect? {
    guard before > 0, after > 0 else { return nil }
    let scaled = ScaleEstimate(
      value: log(after / before),
      standardError: try covariance.standardError(of: [-1 / before, 1 / after]),
      degreesOfFreedom: Double(fit.degreesOfFreedom), level: confidenceLevel,
      method: covariance.method + ", delta method on the log ratio")
    return RelativeEffect(
      percent: 100 * expm1(scaled.value),
      interval: ConfidenceInterval(
        lower: 100 * expm1(scaled.lower), upper: 100 * expm1(scaled.upper),
        level: confidenceLevel, method: scaled.intervalMethod))
  }

  /// Means or medians with percentile intervals of the stationary bootstrap.
  ///
  /// Blocks are drawn within each period, since resampling across the measure would mix the two
  /// levels that are compared. One random stream a replicate keeps the answer independent of
  /// the number of threads.
  func bootstrapped(_ sample: TreatedSample) -> Comparison {
    let beforeCount = sample.beforeCount
    let before = Array(sample.values[..<beforeCount])
    let after = Array(sample.values[beforeCount...])
    let statistic = statistic
    @Sendable func centre(_ values: [Double]) -> Double {
      statistic == .mean ? Summation.mean(values) : Summation.median(values)
    }
    let blocks = [before, after].map { BlockBootstrap.automaticLength($0) }
    let seed = seed
    let draws = parallelMap(count: replicates) { replicate in
      var stream = RandomStream(seed: seed, index: UInt64(replicate))
      var levels: [Double] = []
      for (values, length) in zip([before, after], blocks) {
        let drawn = BlockBootstrap.stationary(meanLength: length)
          .indices(count: values.count, using: &stream)
        levels.append(centre(drawn.map { values[$0] }))
      }
      return (before: levels[0], after: levels[1])
    }
    let levelBefore = centre(before)
    let levelAfter = centre(after)
    let differences = draws.map { $0.after - $0.before }
    let tail = (1 - confidenceLevel) / 2
    let label =
      "stationary bootstrap, mean blocks "
      + blocks.map { String(Int($0.rounded())) }.joined(separator: " and ")
      + " steps, \(replicates) replicates, percentile"
    func interval(_ values: [Double]) -> (Double, Double) {
      (
        Summation.quantile(values, probability: tail),
        Summation.quantile(values, probability: 1 - tail)
      )
    }
    let (lower, upper) = interval(differences)
    var ratio: RelativeEffect?
    if levelBefore > 0, draws.allSatisfy({ $0.before > 0 }) {
      let (low, high) = interval(draws.map { 100 * ($0.after / $0.before - 1) })
      ratio = RelativeEffect(
        percent: 100 * (levelAfter / levelBefore - 1),
        interval: ConfidenceInterval(
          lower: low, upper: high, level: confidenceLevel, method: label))
    }
    let mean = Summation.mean(differences)
    let variance = Summation.mean(differences.map { ($0 - mean) * ($0 - mean) })
    // Twice the smaller share of replicates on the far side of zero, the draw itself counted.
    let below = differences.reduce(0) { $0 + ($1 <= 0 ? 1 : 0) }
    let smaller = min(below, replicates - below)
    let floor = 2 / Double(replicates + 1)
    return Comparison(
      before: levelBefore, after: levelAfter, standardError: variance.squareRoot(),
      degreesOfFreedom: nil, lower: lower, upper: upper, intervalMethod: label,
      pValue: PValue(
        value: min(1, 2 * Double(smaller + 1) / Double(replicates + 1)), method: label,
        smallestPossible: floor),
      ratio: ratio)
  }
}
