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
  /// levels are those of either period in the common weather and season of both. Series finer than a
  /// day are compared by days.
  ///
  /// The blocks are dealt to folds `deals` times, and the interval is that of `PartialledLevels`. It
  /// assumes that dates further apart than a few weeks are nearly independent, and that weather acts
  /// the same way in both periods.
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
    let levels = try partialledLevels(table, periods: [before, after], threads: threads).levels
      .natural(scale)
    let difference = levels.difference(0, 1, level: confidenceLevel)
    let percent = levels.percent(0, 1, level: confidenceLevel)
    let response = { (days: (first: CivilDate, last: CivilDate)) -> Double in
      let mean = Summation.mean(table.response(periodSteps(table, days), scale))
      return scale == .log ? exp(mean) : mean
    }
    return NormalisedChange(
      before: levels.levels[0], after: levels.levels[1], difference: difference.value,
      interval: difference.interval, percent: percent.value, percentInterval: percent.interval,
      observedPercent: 100 * (response(after) / response(before) - 1), overlap: levels.overlap)
  }

  /// Levels of several periods that do not overlap, in their common weather and season, from a table;
  /// on the model's scale.
  ///
  /// As in `change`, with one mark Dₖ a period and a model of each mark; θ solves
  /// Σ (Dₖ − D̂ₖ)(y − ĝ − Σ θⱼ Dⱼ) = 0 for all periods but the first. All changes between the periods
  /// are differences of the same levels. Of more than two periods, those that season and weather tell
  /// from the others are left out, worst first.
  ///
  /// - Returns: the levels, and the positions in `periods` that they belong to.
  /// - Throws: `WeatherError.periodTooShort` and `.periodsApart`, which name the station.
  package func partialledLevels(
    _ table: WeatherTable, periods: [(first: CivilDate, last: CivilDate)], threads: Int?
  ) throws(WeatherError) -> (levels: PartialledLevels, kept: [Int]) {
    let (days, weights) = table.without([FeatureSettings.Clock.trend.rawValue]).days(scale)
    let steps = periods.map { periodSteps(days, $0) }
    for period in steps {
      let found = Set(period.map { days.axis.date(at: $0) }).count
      guard found >= Self.leastDays else {
        throw .periodTooShort(
          station: days.series.station.key, days: found, needed: Self.leastDays)
      }
    }
    let sample = PartialledSample(
      table: days, periods: steps, weights: weights,
      response: days.response(steps.flatMap(\.self), scale))
    let deals = periods.count > Self.fewPeriods ? Self.deals - 4 : Self.deals
    let folds = (0..<deals).map { seasonFolds(sample.places, deal: $0) }
    let targets = periods.count == 2 ? [1] : Array(periods.indices)
    let marks = try crossFitted(
      sample, folds.flatMap { fold in targets.map { (sample.mark($0), fold) } }, threads: threads)
    let contrasts = (0..<deals).map { deal in
      sample.contrasts(Array(marks[(deal * targets.count)..<((deal + 1) * targets.count)]))
    }
    let overlaps = contrasts.map(sample.overlaps)
    let byPeriod = periods.indices.map { period in overlaps.map { $0[period] }.min() ?? 0 }
    let overlap = byPeriod.min() ?? 0
    guard overlap >= Self.leastOverlap else {
      guard periods.count > 2, let worst = byPeriod.firstIndex(of: overlap) else {
        throw .periodsApart(station: days.series.station.key, overlap: max(0, overlap))
      }
      let others = periods.indices.filter { $0 != worst }
      let rest = try partialledLevels(
        table, periods: others.map { periods[$0] }, threads: threads)
      return (rest.levels, rest.kept.map { others[$0] })
    }
    var levels = [[Double]](repeating: sample.rawLevels, count: deals)
    var rests: [[Double]] = []
    // What ĝ is learned of depends on θ, which a first round brings close.
    for _ in 0..<2 {
      let fitted = try crossFitted(
        sample, (0..<deals).map { (sample.response(without: levels[$0]), folds[$0]) },
        threads: threads)
      rests = fitted.map { zip(sample.response, $0).map { $0 - $1 } }
      for deal in 0..<deals {
        do {
          levels[deal] = try sample.levels(contrasts[deal], rests[deal])
        } catch {
          throw .numerical(station: days.series.station.key, error.message)
        }
      }
    }
    do {
      return (
        PartialledLevels(
          deals: try (0..<deals).map { deal throws(KernelError) in
            try sample.deal(contrasts[deal], rests[deal], levels[deal])
          },
          noise: PartialledLevels.noise(
            sample.noise(rests, levels), of: periods.map(\.first)),
          overlap: overlap, isMeasured: sample.isMeasured,
          firstPlace: WeatherTable.calendarDay(periods[0].first)), Array(periods.indices)
      )
    } catch {
      throw .numerical(station: days.series.station.key, error.message)
    }
  }

  private static let leastDays = 28
  /// Below a fifth the change would rest on the edges of the periods, where their seasons touch.
  private static let leastOverlap = 0.2
  /// How often dates are dealt to folds, and up to how many periods that often; with more periods the
  /// model of weather is learned from more days and depends less on the deal.
  private static let deals = 9
  private static let fewPeriods = 4

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
  private func seasonFolds(_ places: [Int], deal: Int) -> [Int] {
    // Apart from the streams of trainings and blocks.
    var stream = RandomStream(seed: seed ^ 0x5EA5, index: UInt64(deal))
    let offset = stream.index(below: max(1, blockDays))
    let blocks = places.map { ($0 + offset) % 366 / max(1, blockDays) }
    let distinct = Set(blocks).sorted()
    let order = distinct.shuffled(using: &stream)
    var fold: [Int: Int] = [:]
    for (place, block) in order.enumerated() { fold[block] = place % min(5, distinct.count) }
    return blocks.map { fold[$0] ?? 0 }
  }

  /// Predicts each target on dates that its model has not seen.
  ///
  /// - Parameter targets: values and folds, one a row of the sample.
  private func crossFitted(
    _ sample: PartialledSample, _ targets: [(values: [Double], fold: [Int])], threads: Int?
  ) throws(WeatherError) -> [[Double]] {
    let trainer = method.unconstrained.trainer
    let folds = targets.map { ($0.fold.max() ?? 0) + 1 }
    guard folds.allSatisfy({ $0 > 1 }) else {
      throw .periodTooShort(
        station: sample.table.series.station.key, days: blockDays, needed: 2 * blockDays)
    }
    let pieces = folds.indices.flatMap { target in (0..<folds[target]).map { (target, $0) } }
    let predictions = try parallelMap(
      count: pieces.count, threads: threads,
      throwing: { number throws(WeatherError) -> [Double] in
        let (target, held) = pieces[number]
        let (values, fold) = targets[target]
        let rows = fold.indices.filter { fold[$0] != held }
        let model = try trainer.train(
          sample.table, steps: rows.map { sample.steps[$0] },
          response: rows.map { values[$0] }, weights: rows.map { sample.weights[$0] }, seed: seed)
        return model.predict(
          sample.table,
          steps: fold.indices.filter { fold[$0] == held }.map { sample.steps[$0] })
      })
    var results = targets.map { [Double](repeating: 0, count: $0.values.count) }
    for ((target, held), values) in zip(pieces, predictions) {
      let fold = targets[target].fold
      for (row, value) in zip(fold.indices.filter { fold[$0] == held }, values) {
        results[target][row] = value
      }
    }
    return results
  }
}
