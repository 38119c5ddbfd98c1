/// What a trained model lays its expectation of each step to, on the model's scale.
///
/// The parts add up: `base` + `time` + all of `weather` + all of `interplay` is what the model expects in
/// the weather that was.
package struct ModelParts: Sendable {
  /// What is expected when nothing of the step is known: the mean over the training steps.
  package var base: Double
  /// Trend, season, weekday and hour together, one a step.
  package var time: [Double]
  /// By weather feature, its place in the table: what it does whatever the time, one a step.
  package var weather: [Int: [Double]]
  /// By weather feature: what it does only at this time, such as warmth that means ozone in summer and
  /// little in winter.
  package var interplay: [Int: [Double]]
}

extension TrainedTrees {
  /// Shapley values with the features of time as one player: see `TreeContributions`.
  func parts(_ table: WeatherTable, steps: [Int], threads: Int?) -> ModelParts? {
    let rows = table.matrix(steps)
    let time = Set(table.positions(.time))
    guard
      let known = TreeContributions.values(
        of: ensemble, rows: rows, holding: time, .known, threads: threads),
      let unknown = TreeContributions.values(
        of: ensemble, rows: rows, holding: time, .unknown, threads: threads),
      let base = unknown.base.first
    else { return nil }
    var parts = ModelParts(
      base: base, time: known.base.map { $0 - base }, weather: [:], interplay: [:])
    for place in table.positions(.weather) {
      parts.weather[place] = unknown.features[place]
      parts.interplay[place] = zip(known.features[place], unknown.features[place]).map { $0 - $1 }
    }
    return parts
  }
}

extension TrainedAdditive {
  /// The functions themselves, each without its mean; a function of two predictors counts half for
  /// either, and as interplay where one of them is of time.
  func parts(_ table: WeatherTable, steps: [Int], threads: Int?) -> ModelParts? {
    let isTime = table.features.map { $0.role == .time }
    let zeros = [Double](repeating: 0, count: steps.count)
    var parts = ModelParts(base: fit.coefficients[0], time: zeros, weather: [:], interplay: [:])
    for place in table.positions(.weather) {
      parts.weather[place] = zeros
      parts.interplay[place] = zeros
    }
    for (term, effect) in zip(fit.design.terms, effects(table, steps)) {
      let mean = effect.isEmpty ? 0 : effect.reduce(0, +) / Double(effect.count)
      parts.base += mean
      let weather = term.covariates.filter { !isTime[$0] }
      for step in steps.indices {
        let value = effect[step] - mean
        guard !weather.isEmpty else {
          parts.time[step] += value
          continue
        }
        for place in weather {
          let share = value / Double(weather.count)
          if weather.count == term.covariates.count {
            parts.weather[place]?[step] += share
          } else {
            parts.interplay[place]?[step] += share
          }
        }
      }
    }
    return parts
  }
}
