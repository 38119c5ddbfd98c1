public import AirQuality
import Foundation
import NumericKernels

extension WeatherModel {
  /// The change between two periods of local days with season and weather partialled out.
  ///
  /// In yₜ = θ Dₜ + g(season, weather) + noise, with D marking the later period, two models without
  /// a trend are learned: of D, and of y − θ D. Each predicts only dates whose neighbours in the
  /// year it has not seen, in either period (cross-fitting by blocks of `blockDays` of the year, 5
  /// folds), and θ = Σ (D − D̂)(y − ĝ) / Σ (D − D̂) D. A step that weather resembles by chance is
  /// in D̂ as well, so that it is not laid to weather; what ĝ misses adds noise, not bias. The
  /// levels are those of either period in the common weather and season of both.
  ///
  /// The interval is `CosineVariance`'s of the scores summed by place in the year. It assumes
  /// that dates further apart than a few weeks are nearly independent, and that weather acts the
  /// same way in both periods.
  ///
  /// - Parameters:
  ///   - series: the pollutant, at any regular step up to a day.
  ///   - weather: weather variables of the station.
  ///   - before: first and last day of the earlier period.
  ///   - after: first and last day of the later period.
  ///   - threads: `nil` for the machine's; the result does not depend on it.
  /// - Throws: `WeatherError` when there is no weather, when a period has fewer than 28 measured
  ///   days, or when season and weather alone tell the periods apart.
  /// - Source: Robinson (1988), doi:10.2307/1912705; Chernozhukov et al. (2018),
  ///   doi:10.1111/ectj.12097, their score (4.3).
  public func change(
    _ series: MonitoringSeries, weather: [MonitoringSeries],
    before: (first: CivilDate, last: CivilDate), after: (first: CivilDate, last: CivilDate),
    threads: Int? = nil
  ) throws(WeatherError) -> NormalisedChange {
    try check()
    let table = try WeatherTable(series, weather: weather, settings: features)
    let change = try partialledChange(
      table, before: before, after: after, start: nil, threads: threads
    ).natural(scale)
    let difference = change.difference(level: confidenceLevel)
    let percent = change.percent(level: confidenceLevel)
    let response = { (days: (first: CivilDate, last: CivilDate)) -> Double in
      let mean = Summation.mean(table.response(periodSteps(table, days), scale))
      return scale == .log ? exp(mean) : mean
    }
    return NormalisedChange(
      before: change.earlier, after: change.later, difference: difference.value,
      interval: difference.interval, percent: percent.value, percentInterval: percent.interval,
      observedPercent: 100 * (response(after) / response(before) - 1), overlap: change.overlap)
  }

  /// The same from a table, on the model's scale.
  ///
  /// - Parameter start: a first guess of the change, which saves a round of training; `nil` takes
  ///   the raw difference and one round more.
  package func partialledChange(
    _ table: WeatherTable, before: (first: CivilDate, last: CivilDate),
    after: (first: CivilDate, last: CivilDate), start: Double?, threads: Int?
  ) throws(WeatherError) -> PartialledChange {
    let table = table.without([FeatureSettings.Clock.trend.rawValue])
    let periods = [before, after].map { periodSteps(table, $0) }
    let places = table.calendarDays
    for period in periods {
      let days = Set(period.map { table.axis.date(at: $0) }).count
      guard days >= Self.leastDays else {
        throw .periodTooShort(
          station: table.series.station.key, days: days, needed: Self.leastDays)
      }
    }
    let steps = periods[0] + periods[1]
    let isLater = steps.indices.map { $0 < periods[0].count ? 0.0 : 1 }
    let response = table.response(steps, scale)
    let fold = seasonFolds(steps.map { places[$0] })
    func crossFitted(_ target: [Double]) throws(WeatherError) -> [Double] {
      try self.crossFitted(table, steps, target, fold, threads: threads)
    }
    let share = Summation.mean(isLater)
    let expected = try crossFitted(isLater).map { min(max($0, 0), 1) }
    let raw = zip(isLater, expected).map { $0 - $1 }
    let centre = Summation.mean(raw)
    let contrast = raw.map { $0 - centre }
    let denominator = Summation.mean(zip(contrast, isLater).map { $0 * $1 })
    let overlap = denominator / (share * (1 - share))
    guard overlap >= Self.leastOverlap else {
      throw .periodsApart(station: table.series.station.key, overlap: max(0, overlap))
    }
    let means = periods.map { Summation.mean(table.response($0, scale)) }
    var change = start ?? means[1] - means[0]
    var rest = response
    for _ in 0..<(start == nil ? 2 : 1) {
      let without = zip(response, isLater).map { $0 - change * $1 }
      rest = zip(response, try crossFitted(without)).map { $0 - $1 }
      change = Summation.mean(zip(contrast, rest).map { $0 * $1 }) / denominator
    }
    let level = Summation.mean(response)
    let restLevel = Summation.mean(rest)
    var scores = [[Double]](repeating: [Double](repeating: 0, count: 366), count: 2)
    var isMeasured = [Bool](repeating: false, count: 366)
    let count = Double(steps.count)
    for (row, step) in steps.enumerated() {
      let explained: Double = restLevel + change * (isLater[row] - share)
      let noise: Double = (rest[row] - explained) / count
      let ofChange: Double = noise * contrast[row] / denominator
      scores[0][places[step]] += noise - share * ofChange
      scores[1][places[step]] += noise + (1 - share) * ofChange
      isMeasured[places[step]] = true
    }
    return PartialledChange(
      earlier: level - share * change, later: level + (1 - share) * change, overlap: overlap,
      earlierScores: scores[0], laterScores: scores[1], isMeasured: isMeasured,
      firstPlace: WeatherTable.calendarDay(before.first))
  }

  private static let leastDays = 28
  /// Below a fifth the change would rest on the edges of the periods, where their seasons touch.
  private static let leastOverlap = 0.2

  private func periodSteps(
    _ table: WeatherTable, _ days: (first: CivilDate, last: CivilDate)
  ) -> [Int] {
    let offset = table.axis.utcOffset
    let range = table.axis.positions(
      from: Instant(days.first, utcOffset: offset),
      until: Instant(days.last, hour: 24, utcOffset: offset))
    return table.trainingSteps(scale).filter { range.contains($0) }
  }

  /// Folds of whole blocks of the year: a date is left out in every year at once, since otherwise
  /// the same date of the other period would stand in for it.
  private func seasonFolds(_ places: [Int]) -> [Int] {
    // Apart from the streams of trainings and blocks.
    var stream = RandomStream(seed: seed ^ 0x5EA5, index: 0)
    let offset = stream.index(below: max(1, blockDays))
    let blocks = places.map { ($0 + offset) % 366 / max(1, blockDays) }
    let distinct = Set(blocks).sorted()
    let order = distinct.shuffled(using: &stream)
    var fold: [Int: Int] = [:]
    for (place, block) in order.enumerated() { fold[block] = place % min(5, distinct.count) }
    return blocks.map { fold[$0] ?? 0 }
  }

  private func crossFitted(
    _ table: WeatherTable, _ steps: [Int], _ target: [Double], _ fold: [Int], threads: Int?
  ) throws(WeatherError) -> [Double] {
    let trainer = method.unconstrained.trainer
    let folds = (fold.max() ?? 0) + 1
    guard folds > 1 else {
      throw .periodTooShort(
        station: table.series.station.key, days: blockDays, needed: 2 * blockDays)
    }
    let held = (0..<folds).map { number in fold.indices.filter { fold[$0] == number } }
    let predictions = try parallelMap(
      count: folds, threads: threads,
      throwing: { number throws(WeatherError) -> [Double] in
        let rows = fold.indices.filter { fold[$0] != number }
        let model = try trainer.train(
          table, steps: rows.map { steps[$0] }, response: rows.map { target[$0] }, weights: nil,
          seed: seed)
        return model.predict(table, steps: held[number].map { steps[$0] })
      })
    var result = [Double](repeating: 0, count: steps.count)
    for (rows, values) in zip(held, predictions) {
      for (row, value) in zip(rows, values) { result[row] = value }
    }
    return result
  }
}
