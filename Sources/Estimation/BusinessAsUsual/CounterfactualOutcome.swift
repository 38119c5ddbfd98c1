import Documents
import NumericKernels
import Weather

/// What a business-as-usual model says about the period after, on the outcome's scale.
struct CounterfactualOutcome {
  /// Mean of observed minus expected.
  let effect: Double
  let standardError: Double
  /// Expected on every step of the axis, NaN without weather.
  let path: [Double]
  /// Half width of the band of single steps.
  let bandReach: Double
  /// 1 − error on blocks left out over variation.
  let blockedSkill: Double
  let diagnostics: [Diagnostic]
  private let modelError: Double
  private let meanError: Double

  init(
    _ model: CounterfactualModel, _ sample: CounterfactualSample, level: Double
  ) throws(KernelError) {
    var path = [Double](repeating: .nan, count: sample.observed.count)
    for (step, value) in zip(sample.complete, model.expected) { path[step] = value }
    self.path = path
    effect = Summation.mean(sample.predicted.map { sample.observed[$0] - path[$0] })
    modelError = Summation.variance(model.resampledMeans).squareRoot()

    let response = sample.training.map { sample.observed[$0] }
    let errors = zip(response, model.unseen).map { $0 - $1 }
    meanError = try Self.meanError(
      errors, steps: sample.training, over: sample.predicted.count)
    standardError = (modelError * modelError + meanError * meanError).squareRoot()

    // Split-conformal: the rank that holds a further step with the level's probability.
    let scores = errors.map { abs($0) }.sorted()
    let rank = Int((level * Double(scores.count + 1)).rounded(.up))
    bandReach = scores[min(rank, scores.count) - 1]
    let variation = Summation.variance(response) * Double(response.count - 1)
    let skill = variation > 0 ? 1 - errors.reduce(0) { $0 + $1 * $1 } / variation : 0
    blockedSkill = skill
    diagnostics =
      skill < 0.2 && variation > 0
      ? [
        Diagnostic("weather-skill", skill < 0 ? .serious : .warning, ["skill": .share(skill)])
      ] : []
  }

  /// Standard deviation of the mean error over a number of further steps.
  private static func meanError(
    _ errors: [Double], steps: [Int], over count: Int
  ) throws(KernelError) -> Double {
    let centre = Summation.mean(errors)
    let longRun = try LongRunCovariance(
      Matrix(rows: errors.count, columns: 1, storage: errors.map { $0 - centre }),
      positions: steps, lags: .automatic, prewhitened: true, bandwidthWeights: [1])
    let variance = max(longRun.matrix[0, 0], 0) / Double(errors.count)
    return (variance / Double(count)).squareRoot()
  }

  func summary(_ model: CounterfactualModel, unit: String) -> Summary {
    Summary(
      [
        Summary.Row("effect", effect, standardError: standardError, unit: unit),
        Summary.Row("error of the model’s mean", modelError, unit: unit),
        Summary.Row("error of the period’s mean", meanError, unit: unit),
        Summary.Row("skill on blocks left out", blockedSkill),
      ] + model.rows)
  }
}
