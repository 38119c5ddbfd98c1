import AirQuality
import NumericKernels

/// How well a weather model predicts time that it has not seen.
public struct BlockedSkill: Hashable, Codable, Sendable {
  /// Squared error against the variance of what was measured.
  public struct Score: Hashable, Codable, Sendable {
    /// One minus the ratio of squared error to variance; negative when the mean is better.
    public let rSquared: Double
    /// Root of the mean squared error, in the unit of the scale.
    public let rootMeanSquareError: Double
    /// Steps judged.
    public let count: Int

    init(measured: [Double], predicted: [Double]) {
      let mean = Summation.mean(measured)
      let error = Summation.sum(zip(measured, predicted).map { ($0 - $1) * ($0 - $1) })
      let spread = Summation.sum(measured.map { ($0 - mean) * ($0 - mean) })
      rSquared = spread > 0 ? 1 - error / spread : .nan
      rootMeanSquareError = (error / Double(max(1, measured.count))).squareRoot()
      count = measured.count
    }
  }

  /// Weeks left out, five folds: the skill that is reported.
  public let weeks: Score
  /// Years left out, one at a time; `nil` with a single year. The trend of a year left out stands
  /// still at that of the nearest step that was seen.
  public let years: Score?
  /// Weeks left out, by season: `DJF`, `MAM`, `JJA`, `SON`.
  public let seasons: [String: Score]
  /// Single steps left out at random. **Not a skill**: a random hour's neighbours give it away. It
  /// stands here because the field's packages report it.
  public let randomSplit: Score

  /// Trains on all folds but one, five times by weeks, once a year, and five times at random.
  ///
  /// - Parameter steps: training steps of the table.
  static func judge(
    _ table: WeatherTable, steps: [Int], model: WeatherModel, threads: Int?
  ) throws(WeatherError) -> BlockedSkill {
    let response = table.response(steps, model.scale)
    let trainer = model.method.trainer
    let byWeek = BlockedFolds.weeks(table, steps: steps, folds: 5, seed: model.seed)
    let byYear = BlockedFolds.years(table, steps: steps)
    let random = BlockedFolds.random(steps: steps, folds: 5, seed: model.seed)
    let plans = [byWeek, byYear, random]
    let pieces = plans.indices.flatMap { plan in
      (0..<plans[plan].count).map { (plan: plan, fold: $0) }
    }
    let results = try parallelMap(
      count: pieces.count, threads: threads,
      throwing: { index throws(WeatherError) -> [Double] in
        let (plan, fold) = pieces[index]
        let folds = plans[plan]
        guard folds.count > 1 else { return [] }
        let training = steps.indices.filter { folds.fold[$0] != fold }
        let held = steps.indices.filter { folds.fold[$0] == fold }
        let trained = try trainer.train(
          table, steps: training.map { steps[$0] }, response: training.map { response[$0] },
          weights: nil, seed: model.seed)
        let heldSteps = held.map { steps[$0] }
        guard plan == 1 else { return trained.predict(table, steps: heldSteps) }
        return trained.predict(
          table.holdingTrend(of: heldSteps, atNearestOf: training.map { steps[$0] }),
          steps: heldSteps)
      })
    var predictions = [[Double]](
      repeating: [Double](repeating: .nan, count: steps.count), count: plans.count)
    for (piece, values) in zip(pieces, results) where !values.isEmpty {
      let held = steps.indices.filter { plans[piece.plan].fold[$0] == piece.fold }
      for (place, value) in zip(held, values) { predictions[piece.plan][place] = value }
    }
    func score(_ plan: Int, _ places: [Int]) -> Score {
      Score(
        measured: places.map { response[$0] }, predicted: places.map { predictions[plan][$0] })
    }
    var seasons: [String: [Int]] = [:]
    for (place, step) in steps.enumerated() {
      let month = table.axis.date(at: step).month
      seasons[["DJF", "MAM", "JJA", "SON"][month % 12 / 3], default: []].append(place)
    }
    let all = Array(steps.indices)
    return BlockedSkill(
      weeks: score(0, all), years: byYear.count > 1 ? score(1, all) : nil,
      seasons: seasons.mapValues { score(0, $0) }, randomSplit: score(2, all))
  }
}
