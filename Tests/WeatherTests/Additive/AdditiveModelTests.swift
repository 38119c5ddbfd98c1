import Documents
import AirQuality
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Additive weather models")
struct AdditiveModelTests {
  private static var model: WeatherModel {
    var model = WeatherModel()
    model.method = .additive(AdditiveSettings())
    model.bootstrapModels = 0
    model.judgesSkill = false
    return model
  }

  @Test("A step under strong weather is found by normalising", .tags(.property))
  func findsStep() throws {
    var air = SimulatedAir()
    air.noise = 2
    let data = air.generate()
    let change = try Self.model.change(
      data.pollutant, weather: data.weather, before: (air.date(183), air.date(547)),
      after: (air.date(548), air.date(912)))
    #expect(abs(change.difference + 8) < 1.5)
  }

  @Test(
    "The closed form equals the mean over the pool’s weather", .tags(.property),
    arguments: [WeatherPool(), .wholeYear])
  func exactMean(_ pool: WeatherPool) throws {
    var air = SimulatedAir()
    air.days = 760
    air.missingShare = 0.1
    let data = air.generate()
    var settings = AdditiveSettings()
    settings.interactions = [["temperature", "wind_speed"]]
    var model = Self.model
    model.method = .additive(settings)
    model.pool = pool
    let table = try WeatherTable(data.pollutant, weather: data.weather)
    let steps = table.trainingSteps(.linear)
    let trained = try model.method.trainer.train(
      table, steps: steps, response: table.response(steps, .linear), weights: nil, seed: 1)
    let result = try model.normalise(table)
    let places = table.calendarDays
    for step in [0, 59, 300, 365, 700] where data.pollutant[step] != nil {
      let members = (0..<760).filter { other in
        let apart = abs(places[other] - places[step])
        return pool.extent == .year || min(apart, 366 - apart) <= 14
      }
      // The same step once for every day of the pool, with that day's weather.
      let copies = WeatherTable(
        series: MonitoringSeries(
          station: SimulatedAir.station, pollutant: .pm25, unit: .microgramsPerCubicMetre,
          axis: TimeAxis(
            start: table.axis.start, step: 86_400, count: members.count, utcOffset: 28_800),
          storage: [Double](repeating: 0, count: members.count)),
        features: table.features,
        columns: table.features.indices.map { feature in
          members.map { other in
            table.columns[feature][table.features[feature].role == .time ? step : other]
          }
        })
      let mean = Summation.mean(trained.predict(copies, steps: Array(members.indices)))
      let value = try #require(result.normalised[step])
      #expect(abs(value - mean) < 1e-9)
    }
  }

  @Test("Partial dependence is the mean prediction with predictors held", .tags(.property))
  func partialDependence() throws {
    var air = SimulatedAir()
    air.days = 400
    let data = air.generate()
    var settings = AdditiveSettings()
    settings.interactions = [["temperature", "wind_speed"]]
    let table = try WeatherTable(data.pollutant, weather: data.weather)
    let steps = table.trainingSteps(.linear)
    let trained = try settings.train(
      table, steps: steps, response: table.response(steps, .linear), weights: nil, seed: 1)
    let wind = try #require(table.features.firstIndex { $0.name == "wind_speed" })
    let warmth = try #require(table.features.firstIndex { $0.name == "temperature" })
    func held(_ features: [Int], _ values: [Double]) -> Double {
      var columns = table.columns
      for (feature, value) in zip(features, values) {
        columns[feature] = columns[feature].map { _ in value }
      }
      let copy = WeatherTable(series: table.series, features: table.features, columns: columns)
      return Summation.mean(trained.predict(copy, steps: steps))
    }
    let one = trained.partialDependence(
      table, steps: steps, features: [wind], grid: [[1.5, 4]])
    let two = trained.partialDependence(
      table, steps: steps, features: [wind, warmth], grid: [[1.5, 4], [0, 25]])
    for (place, speed) in [1.5, 4].enumerated() {
      #expect(abs(one[place] - held([wind], [speed])) < 1e-6)
      #expect(abs(two[place] - held([wind, warmth], [speed, [0.0, 25][place]])) < 1e-6)
    }
    // Wind drives the pollutant most; trend and weekday hardly.
    let importance = trained.importance(table, steps: steps)
    #expect(importance.max() == importance[wind])
    #expect(abs(importance.reduce(0, +) - 1) < 1e-12)
    let shares = trained.varianceShares(
      table, steps: steps, groups: [table.positions(.time), table.positions(.weather)])
    #expect(abs(shares.groups.reduce(0, +) + shares.interactions - 1) < 1e-12)
    #expect(shares.groups[1] > 0.5)
  }

  @Test("A day drawn twice counts twice", .tags(.property))
  func weights() throws {
    var air = SimulatedAir()
    air.days = 400
    let data = air.generate()
    let table = try WeatherTable(data.pollutant, weather: data.weather)
    let steps = table.trainingSteps(.linear)
    let response = table.response(steps, .linear)
    let settings = AdditiveSettings()
    let doubled = try settings.train(
      table, steps: steps, response: response, weights: steps.map { _ in 2 }, seed: 1)
    let half = Array(steps.prefix(200))
    let weighted = try settings.train(
      table, steps: steps, response: response,
      weights: steps.indices.map { $0 < 200 ? 1 : 1e-12 }, seed: 1)
    let alone = try settings.train(
      table, steps: half, response: Array(response.prefix(200)), weights: nil, seed: 1)
    let once = try settings.train(
      table, steps: steps, response: response, weights: nil, seed: 1)
    // Twice the rows leave the fit nearly where it was: smoothness gives a little.
    for (left, right) in zip(
      doubled.predict(table, steps: steps), once.predict(table, steps: steps))
    { #expect(abs(left - right) < 1.5) }
    // Bases differ, since knots come from all rows; the fits on the half agree in the main.
    for (left, right) in zip(
      weighted.predict(table, steps: half), alone.predict(table, steps: half))
    { #expect(abs(left - right) < 3) }
  }

  @Test("Functions can be read with their bands", .tags(.analytical))
  func functions() throws {
    var air = SimulatedAir()
    air.step = 0
    let data = air.generate()
    let table = try WeatherTable(data.pollutant, weather: data.weather)
    var settings = AdditiveSettings()
    settings.serialErrors = true
    let model = try settings.fit(table, scale: .linear)
    #expect(model.terms.map(\.name) == table.features.map(\.name))
    #expect(model.count == 1_096)
    // The simulated errors: deviation 6, lag-1 correlation 0.5.
    #expect(abs(model.correlation - 0.5) < 0.08)
    #expect(abs(model.residualDeviation - 6) < 0.6)
    let speeds = [1.5, 2, 3, 4, 5]
    let wind = try #require(model.function(of: "wind_speed", at: speeds))
    #expect(wind.simultaneousFactor > 1.96)
    // 60/(0.5 + speed), up to the constant that the mean takes.
    let offset = wind.values[2] - 60 / 3.5
    for (place, speed) in speeds.enumerated() {
      let truth = 60 / (0.5 + speed) + offset
      #expect(
        abs(wind.values[place] - truth)
          < 2 * wind.simultaneousFactor * max(wind.standardErrors[place], 0.1))
    }
    #expect(model.function(of: "moon", at: speeds) == nil)
    #expect(model.function(of: "wind_speed", at: []) == nil)
  }

  @Test("A bad setting and an unknown interaction are refused in words", .tags(.analytical))
  func refusals() throws {
    let data = SimulatedAir().generate()
    var settings = AdditiveSettings()
    settings.interactions = [["temperature", "moon"]]
    var model = Self.model
    model.method = .additive(settings)
    #expect(
      throws: WeatherError.badSetting(
        "interactions",
        problem: Message("error.weather.names", ["pair": .names(["temperature", "moon"])]),
        remedy: Message(
          "error.weather.give-two", ["known": .names(["temperature", "wind_speed"])]))
    ) { try model.normalise(data.pollutant, weather: data.weather) }
    settings.interactions = []
    settings.functions = 2
    model.method = .additive(settings)
    #expect(
      throws: WeatherError.badSetting(
        "functions", problem: Message("error.weather.is-value", ["value": .count(2)]),
        remedy: "error.weather.give-three")
    ) { try model.normalise(data.pollutant, weather: data.weather) }
    #expect(WeatherMethod(identifier: "additive") == .additive(AdditiveSettings()))
  }
}
