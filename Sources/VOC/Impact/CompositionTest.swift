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
/// Aitchison's geometry. Its p-value comes from permuting the residuals under no change in circular
/// blocks, so that days that resemble their neighbours do not count as independent. It says that
/// the mixture changed, not what changed it.
///
/// - Source: Aitchison (1986), The Statistical Analysis of Compositional Data; balances: Egozcue et
///   al. (2003), doi:10.1023/A:1023818214614; permuted residuals: Freedman and Lane (1983),
///   doi:10.1080/07350015.1983.10509354. Departure: whole blocks are permuted.
public struct CompositionTest: Hashable, Codable, Sendable {
  /// Pairs of sine and cosine with a period of one year. Default: 2.
  public var seasonHarmonics = 2
  /// Days in a block; 0 takes three times the longest automatic length over the log-ratios.
  /// Default: 0.
  public var blockLength = 0
  /// Permutations. Default: 999.
  public var permutations = 999
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
    guard permutations >= 99 else {
      throw .badSetting("permutations", problem: "is \(permutations), below 99")
    }
    guard confidenceLevel > 0, confidenceLevel < 1, seasonHarmonics >= 0, blockLength >= 0 else {
      throw .badSetting("composition", problem: "has a level outside 0 to 1 or a negative count")
    }
    let sample = try LogRatioSample(
      record, assessment, covariates: covariates, capture: minimumCapture, before: before,
      after: after, harmonics: seasonHarmonics)
    return try change(sample)
  }

  private func change(_ sample: LogRatioSample) throws(VOCError) -> CompositionChange {
    do {
      let step = sample.isAfter.map { $0 ? 1.0 : 0 }
      let nuisance = try LeastSquares.fit(
        design: sample.nuisance, response: step, names: sample.nuisanceNames)
      let direction = nuisance.residuals
      let norm = LinearAlgebra.dot(direction, direction)
      var residuals = Matrix(rows: step.count, columns: sample.compounds.count)
      for column in sample.compounds.indices {
        let fit = try LeastSquares.fit(
          design: sample.nuisance, response: sample.logRatios.column(column),
          names: sample.nuisanceNames)
        for row in 0..<step.count { residuals[row, column] = fit.residuals[row] }
      }
      // Frisch, Waugh and Lovell: the step's coefficient from residuals alone.
      func steps(_ direction: [Double]) throws(KernelError) -> [Double] {
        try LinearAlgebra.multiply(residuals, direction, transpose: true).map { $0 / norm }
      }
      let observed = try steps(direction)
      let length = blockLength > 0 ? blockLength : Self.length(residuals, observed, direction)
      let distance = Self.length(of: observed)
      let drawn = try permuted(residuals, direction, norm: norm, length: length)
      let exceeding = drawn.count { $0 >= distance * (1 - 1e-12) }
      return CompositionChange(
        distance: distance,
        pValue: PValue(
          value: Double(exceeding + 1) / Double(permutations + 1),
          method: "permutation of residuals in circular blocks of \(length) days",
          smallestPossible: 1 / Double(permutations + 1)),
        blockLength: length, days: step.count,
        compounds: try sample.compounds.indices.map { (column) throws(KernelError) in
          try ratio(sample, sample.compounds[column].name, sample.logRatios.column(column))
        },
        balances: try sample.balances.map { (balance) throws(KernelError) in
          try ratio(sample, balance.name, balance.values)
        },
        meanBefore: sample.meanShares(after: false), meanAfter: sample.meanShares(after: true))
    } catch {
      throw .numerical("the log-ratio analysis: \(error)")
    }
  }

  private func permuted(
    _ residuals: Matrix, _ direction: [Double], norm: Double, length: Int
  ) throws(KernelError) -> [Double] {
    let seed = seed
    return try parallelMap(
      count: permutations,
      throwing: { (index) throws(KernelError) -> Double in
        var stream = RandomStream(seed: seed, index: UInt64(index))
        let order = BlockPermutation.circular(
          count: direction.count, length: length, using: &stream)
        // Permuting the residuals against the step is permuting the step against them.
        var moved = direction
        for (place, row) in order.enumerated() { moved[row] = direction[place] }
        let steps = try LinearAlgebra.multiply(residuals, moved, transpose: true)
        return Self.length(of: steps.map { $0 / norm })
      })
  }

  private static func length(of steps: [Double]) -> Double {
    LinearAlgebra.dot(steps, steps).squareRoot()
  }

  /// Blocks must outlast the dependence of every log-ratio once the step is taken out.
  private static func length(
    _ residuals: Matrix, _ steps: [Double], _ direction: [Double]
  ) -> Int {
    let lengths = (0..<residuals.columns).map { column in
      BlockBootstrap.automaticLength(
        (0..<residuals.rows).map { residuals[$0, column] - steps[column] * direction[$0] })
    }
    let longest = 3 * (lengths.max() ?? 1)
    return min(max(7, Int(longest.rounded(.up))), max(7, residuals.rows / 10))
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
        method: "Newey-West, automatic bandwidth, prewhitened, Student t"))
  }
}
