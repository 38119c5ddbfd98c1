import Documents
import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels

/// Asks whether the mixture changed, whatever the amount did.
///
/// Shares of a whole cannot move alone, so each day's masses become centred log-ratios
/// clrⱼ = ln(xⱼ / g(x)) with the geometric mean g. Every log-ratio is regressed on a step at the
/// measure beside season and weather; the length of the vector of steps is the change in
/// Aitchison's geometry. Its p-value comes from random rotations of the log-ratios' slowest movements
/// (`LowFrequencyRotation`): a step is slow, so what the mixture does by itself over weeks and months
/// says how large a step chance makes, however much days resemble their neighbours. It says that the
/// mixture changed, not what changed it.
///
/// Assumes that dependence is spent within the period of the fastest cosine, five weeks in two
/// years of days. Permuting residuals in blocks was tried first and rejected a true null in 10.6 %
/// of simulated records at 5 %: blocks of weeks carry too little of the slow movements, and the
/// season's terms have taken a part of those out of the residuals.
///
/// - Source: Aitchison (1986), The Statistical Analysis of Compositional Data; balances: Egozcue et
///   al. (2003), doi:10.1023/A:1023818214614; rotations instead of permutations: Langsrud (2005),
///   doi:10.1007/s11222-005-4789-5.
public struct CompositionTest: Hashable, Codable, Sendable {
  /// Pairs of sine and cosine with a period of one year. Default: 2.
  public var seasonHarmonics = 2
  /// Cosines of low frequency beside the step; 0 takes 0.4 n^⅔ of n days. Default: 0.
  public var cosines = 0
  /// Random rotations. Default: 999.
  public var rotations = 999
  /// Seed. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95

  /// All settings at their defaults.
  public init() {}

  func test(
    _ record: SpeciatedRecord, assessment: ReactivityAssessment, covariates: [Pollutant],
    minimumCapture: Double, measure: Measure, before: DatePeriod, after: DatePeriod
  ) throws(VOCError) -> CompositionChange {
    guard rotations >= 99 else {
      throw .badSetting(
        "rotations",
        problem: Message("error.voc.rotations-are-too-few", ["rotations": .fact(rotations)]))
    }
    guard confidenceLevel > 0, confidenceLevel < 1, seasonHarmonics >= 0, cosines >= 0 else {
      throw .badSetting("composition", problem: "error.voc.has-level-outside")
    }
    let sample = try LogRatioSample(
      record, assessment, covariates: covariates, capture: minimumCapture, before: before,
      after: after, harmonics: seasonHarmonics)
    return try change(sample)
  }

  private func change(_ sample: LogRatioSample) throws(VOCError) -> CompositionChange {
    do {
      let step = sample.isAfter.map { $0 ? 1.0 : 0 }
      let waves = cosines > 0 ? cosines : LowFrequencyRotation.automaticCount(step.count)
      let slow = try LowFrequencyRotation(
        nuisance: sample.nuisance, direction: step, positions: sample.days, cosines: waves)
      // Frisch, Waugh and Lovell: a squared coordinate over the step's own, what season and weather
      // leave of it, is the squared length of the steps.
      let own = LinearAlgebra.dot(slow.basis[0], step)
      let lengths = try slow.squaredLengths(
        of: sample.logRatios, draws: rotations, seed: seed)
      let distance = lengths.observed.squareRoot() / abs(own)
      let exceeding = lengths.rotated.count { $0 >= lengths.observed * (1 - 1e-12) }
      return CompositionChange(
        distance: distance,
        pValue: PValue(
          value: Double(exceeding + 1) / Double(rotations + 1),
          method: Message(
            "how.permutation-slow", ["count": .count(slow.basis.count - 1)]),
          smallestPossible: 1 / Double(rotations + 1)),
        cosines: slow.basis.count - 1, days: step.count,
        compounds: try sample.compounds.indices.map { (column) throws(KernelError) in
          try ratio(sample, sample.compounds[column].name, sample.logRatios.column(column))
        },
        balances: try sample.balances.map { (balance) throws(KernelError) in
          try ratio(sample, balance.name, balance.values)
        },
        meanBefore: sample.meanShares(after: false), meanAfter: sample.meanShares(after: true))
    } catch {
      throw .numerical(Message("error.voc.log-ratio-analysis", ["error": .message(error.message)]))
    }
  }

  /// A log-ratio's step with a Newey-West interval.
  private func ratio(
    _ sample: LogRatioSample, _ name: String, _ values: [Double]
  ) throws(KernelError) -> CompositionChange.LogRatio {
    let step = sample.isAfter.map { $0 ? 1.0 : 0 }
    let columns = (0..<sample.nuisance.columns).map { sample.nuisance.column($0) }
    let fit = try LeastSquares.fit(
      design: Matrix(columns: columns + [step]), response: values,
      names: sample.nuisanceNames + ["step"])
    var weights = [Double](repeating: 0, count: columns.count + 1)
    weights[columns.count] = 1
    let influence = try fit.influence(on: weights)
    let longRun = try LongRunCovariance(
      Matrix(rows: influence.count, columns: 1, storage: influence), positions: sample.days,
      lags: .automatic, prewhitened: true, bandwidthWeights: [1])
    let scale = Double(influence.count) / Double(fit.degreesOfFreedom)
    let error = max(longRun.matrix[0, 0] * scale, 0).squareRoot()
    let quantile = Distribution.studentQuantile(
      0.5 + confidenceLevel / 2, degreesOfFreedom: Double(fit.degreesOfFreedom))
    let value = fit.coefficients[columns.count]
    return CompositionChange.LogRatio(
      name: name, change: value,
      interval: ConfidenceInterval(
        lower: value - quantile * error, upper: value + quantile * error, level: confidenceLevel,
        method: "how.newey-west-automatic"))
  }
}
