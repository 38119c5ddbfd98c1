import Documents
public import AirQuality
import Foundation
import NumericKernels

extension WeatherModel {
  /// Takes weather out of a series.
  ///
  /// Two series come back: `normalised`, the model's mean over weather, which is smooth and shows
  /// no more of a step than the model learned; and `adjusted`, the observation with the model's
  /// effect of weather taken out, on which changes are measured.
  ///
  /// - Parameters:
  ///   - series: the pollutant, at any regular step up to a day.
  ///   - weather: weather variables of the station.
  ///   - start: the local day from which a measure may have changed the level. The change is then
  ///     kept out of what the model learns, so that no part of it is laid to weather, and put back
  ///     afterwards. `nil`: the model learns all changes through its terms of time.
  ///   - threads: `nil` for the machine's; the result does not depend on it.
  /// - Throws: `WeatherError` when there is no weather, too few steps, or too few years for the
  ///   pool.
  public func normalise(
    _ series: MonitoringSeries, weather: [MonitoringSeries], start: CivilDate? = nil,
    threads: Int? = nil
  ) throws(WeatherError) -> NormalisedSeries {
    try check()
    let table = try WeatherTable(series, weather: weather, settings: features)
    var result = try normalise(table, start: start, threads: threads)
    if showsRmweather {
      // rmweather takes the wind's direction in degrees.
      var plain = features
      plain.windComponents = false
      result.rmweather = try rmweatherSeries(
        WeatherTable(series, weather: weather, settings: plain), threads: threads)
    }
    return result
  }

  /// The observation with the effect of weather taken out, by the defaults, for whoever looks at the
  /// series further: trends and breaks.
  ///
  /// Not the model's own mean over weather: that is smooth, learns a slope or a step only in part, and
  /// has none of the noise from which intervals come.
  package static func adjustedSeries(
    _ series: MonitoringSeries, weather: [MonitoringSeries], threads: Int? = nil
  ) throws(WeatherError) -> MonitoringSeries {
    var model = WeatherModel()
    // Bands, skill and curves are what “airaccord normalise” is for.
    model.bootstrapModels = 0
    model.judgesSkill = false
    model.comparesYears = false
    model.describesModel = false
    return try model.normalise(series, weather: weather, threads: threads).adjusted
  }

  /// Takes weather out of a table that has been put together.
  package func normalise(
    _ table: WeatherTable, start: CivilDate? = nil, threads: Int? = nil
  ) throws(WeatherError) -> NormalisedSeries {
    let steps = table.trainingSteps(scale)
    try check(table, steps)
    let sampleSteps = try pool.sampleSteps(table)
    let response = table.response(steps, scale)
    func average(
      _ model: any TrainedWeatherModel, _ pool: WeatherPool, threads: Int?
    ) -> [Double] {
      model.normalise(
        table, steps: steps, over: table, sampleSteps: sampleSteps,
        pools: pool.pools(
          sample: table, sampleSteps: sampleSteps, targets: table, targetSteps: steps),
        threads: threads)
    }
    let change = start.flatMap { KnownChange(table, steps: steps, from: $0) }
    let (trained, values, fitted, offset) = try learned(
      table, steps: steps, response: response, change: change
    ) { average($0, pool, threads: threads) }
    let kept = steps.indices.filter { !values[$0].isNaN }
    guard !kept.isEmpty else {
      throw .noWeather(station: table.series.station.key, constant: [])
    }
    let importance = importance(trained, table, steps)
    let plan = describesModel ? DependencePlan(importance, table, steps: steps) : nil
    let bootstrapped = try bootstrap(
      table, steps: steps, response: response, offset: offset, sampleSteps: sampleSteps,
      plan: plan, threads: threads)
    let replicates = bootstrapped.map(\.replicate)
    let answers = bootstrapped.map(\.answers)
    func series(_ value: (Int) -> Double) -> MonitoringSeries {
      var storage = [Double](repeating: .nan, count: table.series.count)
      for place in kept { storage[steps[place]] = unscaled(value(place)) }
      return MonitoringSeries(
        station: table.series.station, pollutant: table.series.pollutant,
        unit: table.series.unit, referenceState: table.series.referenceState, axis: table.axis,
        storage: storage)
    }
    var result = NormalisedSeries(
      model: self, table: table,
      normalised: series { values[$0] },
      adjusted: series { response[$0] - fitted[$0] + values[$0] },
      steps: kept.map { steps[$0] },
      replicates: replicates.map { model in
        BootstrapReplicate(
          normalised: kept.map { model.normalised[$0] },
          residuals: kept.map { model.residuals[$0] }, counts: kept.map { model.counts[$0] })
      },
      skill: judgesSkill
        ? try BlockedSkill.judge(table, steps: steps, model: self, threads: threads) : nil,
      importance: importance,
      varianceShares: describesModel ? varianceShares(trained, table, steps) : nil,
      partialDependence: plan.map { curves($0, trained, table, steps, models: answers) } ?? [],
      poolMeans: describesModel
        ? poolMeans(table, steps, response, values) { average(trained, $0, threads: threads) }
        : nil,
      notes: table.notes + notes(table, steps, kept: kept.count)
        + (start.map {
          [KnownChange.note($0, isKnown: change != nil)]
            + CovariateShift(table, scale: scale, from: $0).notes
        } ?? []))
    result.dependenceSurface = plan.flatMap {
      surface($0, trained, table, steps, models: answers)
    }
    if attributesDays {
      result.attribution = trained.parts(table, steps: steps, threads: threads).map {
        DayAttribution(
          $0, table, steps: steps, response: response, offset: offset, scale: scale)
      }
    }
    if comparesYears {
      let levels = try yearLevels(result, table, threads: threads)
      result.add(levels)
      let slow = levels.values.map { $0.levels.persistence }.filter(\.isFinite).max() ?? 0
      if slow > Self.slowNoise {
        // Noise of correlation φ forgets itself in −1 / ln φ days.
        result.notes.append(
          WeatherNote(
            "slow-noise", slow > 0.97 ? .serious : .warning,
            facts: ["days": (-1 / log(slow)).rounded()]))
      }
      let apart = YearComparison.Kind.allCases.flatMap { levels[$0]?.apart ?? [] }
      if !apart.isEmpty {
        result.notes.append(
          WeatherNote("years-apart", .note, facts: ["count": Double(apart.count)], names: apart))
      }
    }
    return result
  }

  /// Trains on the response without a known change, whose size is found in two passes, and puts
  /// the change back.
  ///
  /// - Returns: the model without the change; its mean over weather, what it expects, and the
  ///   change, one a step.
  private func learned(
    _ table: WeatherTable, steps: [Int], response: [Double], change: KnownChange?,
    average: (any TrainedWeatherModel) -> [Double]
  ) throws(WeatherError) -> (
    trained: any TrainedWeatherModel, values: [Double], fitted: [Double], offset: [Double]
  ) {
    var offset = [Double](repeating: 0, count: steps.count)
    var pass = 0
    while true {
      let trained = try method.trainer.train(
        table, steps: steps, response: zip(response, offset).map { $0 - $1 }, weights: nil,
        seed: seed)
      let values = zip(average(trained), offset).map { $0 + $1 }
      let fitted = zip(trained.predict(table, steps: steps), offset).map { $0 + $1 }
      guard let change, pass < KnownChange.passes else {
        return (trained, values, fitted, offset)
      }
      let adjusted = steps.indices.map { response[$0] - fitted[$0] + values[$0] }
      do {
        offset = try change.steps(in: adjusted)
      } catch {
        throw .numerical(station: table.series.station.key, error.message)
      }
      pass += 1
    }
  }

  /// How often each step was drawn in one bootstrap sample of whole blocks of days.
  package func drawn(_ table: WeatherTable, steps: [Int], model: Int) -> [Double] {
    guard let first = steps.first, let last = steps.last else { return [] }
    let firstDay = table.axis.date(at: first).daysSinceEpoch
    let days = table.axis.date(at: last).daysSinceEpoch - firstDay + 1
    // Apart from the streams of trainings and folds.
    var stream = RandomStream(seed: seed ^ 0xB007, index: UInt64(model))
    var counts = [Double](repeating: 0, count: days)
    for day in BlockBootstrap.circular(length: blockDays).indices(count: days, using: &stream) {
      counts[day] += 1
    }
    return steps.map { counts[table.axis.date(at: $0).daysSinceEpoch - firstDay] }
  }

  private func bootstrap(
    _ table: WeatherTable, steps: [Int], response: [Double], offset: [Double],
    sampleSteps: [Int], plan: DependencePlan?, threads: Int?
  ) throws(WeatherError) -> [(replicate: BootstrapReplicate, answers: [[Double]])] {
    guard bootstrapModels > 0 else { return [] }
    let pools = pool.pools(
      sample: table, sampleSteps: sampleSteps, targets: table, targetSteps: steps)
    return try parallelMap(
      count: bootstrapModels, threads: threads,
      throwing: {
        index throws(WeatherError) -> (replicate: BootstrapReplicate, answers: [[Double]]) in
        let counts = drawn(table, steps: steps, model: index)
        let places = steps.indices.filter { counts[$0] > 0 }
        let model = try method.trainer.train(
          table, steps: places.map { steps[$0] },
          response: places.map { response[$0] - offset[$0] }, weights: places.map { counts[$0] },
          seed: seed &+ UInt64(index) &+ 1)
        let normalised = model.normalise(
          table, steps: steps, over: table, sampleSteps: sampleSteps, pools: pools, threads: 1)
        let expected = model.predict(table, steps: steps)
        return (
          BootstrapReplicate(
            normalised: zip(normalised, offset).map { $0 + $1 },
            residuals: steps.indices.map { response[$0] - expected[$0] - offset[$0] },
            counts: counts), plan?.answers(model, table) ?? []
        )
      })
  }

  /// Correlation of neighbouring days from which a year holds fewer than about ten independent spells.
  private static let slowNoise = 0.9

  private func unscaled(_ value: Double) -> Double { scale == .log ? exp(value) : value }

  func check() throws(WeatherError) {
    guard confidenceLevel > 0, confidenceLevel < 1 else {
      throw .badSetting(
        "confidenceLevel",
        problem: Message(
          "error.weather.is-confidence-level", ["confidenceLevel": .fact(confidenceLevel)]),
        remedy: "error.weather.give-level")
    }
    guard bootstrapModels == 0 || bootstrapModels >= 2 else {
      throw .badSetting(
        "bootstrapModels",
        problem: Message(
          "error.weather.is-bootstrap-models", ["bootstrapModels": .fact(bootstrapModels)]),
        remedy: "error.weather.give-0-no-bands")
    }
    guard blockDays >= 1 else {
      throw .badSetting(
        "blockDays",
        problem: Message("error.weather.is-block-days", ["blockDays": .fact(blockDays)]),
        remedy: "error.weather.give-least-one-day")
    }
    guard (0...183).contains(pool.days) else {
      throw .badSetting(
        "days", problem: Message("error.weather.is-days", ["days": .fact(pool.days)]),
        remedy: "error.weather.give-0-183-days")
    }
  }

  private func check(_ table: WeatherTable, _ steps: [Int]) throws(WeatherError) {
    guard steps.count >= leastRows, let first = steps.first, let last = steps.last else {
      throw .tooFewRows(
        station: table.series.station.key, found: steps.count, needed: leastRows)
    }
    let days =
      table.axis.date(at: last).daysSinceEpoch - table.axis.date(at: first).daysSinceEpoch + 1
    guard days >= pool.daysNeeded else {
      throw .tooShort(
        station: table.series.station.key, pool: pool.extent.rawValue, days: days,
        needed: pool.daysNeeded)
    }
  }
}
