import AirQuality
import Foundation
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Weather models")
struct WeatherModelTests {
  private static func days(_ air: SimulatedAir, _ first: Int, _ last: Int)
    -> (first: CivilDate, last: CivilDate)
  {
    (air.date(first), air.date(last))
  }

  @Test("A step under strong weather is found where the raw means are far off", .tags(.property))
  func findsStep() throws {
    var air = SimulatedAir()
    air.noise = 2
    let data = air.generate()
    // The half years differ in season; whole years before and after do not.
    let change = try SimulatedAir.quickModel.change(
      data.pollutant, weather: data.weather, before: Self.days(air, 183, 547),
      after: Self.days(air, 548, 912))
    // Three standard errors of about 0.9.
    #expect(abs(change.difference + 8) < 2.7)
    let interval = try #require(change.interval)
    #expect(interval.lower < -8 && -8 < interval.upper)
  }

  @Test("One and two threads give the same change, bit for bit", .tags(.property))
  func changeThreads() throws {
    let air = SimulatedAir()
    let data = air.generate()
    let changes = try [1, 2].map { threads in
      try SimulatedAir.quickModel.change(
        data.pollutant, weather: data.weather, before: Self.days(air, 183, 547),
        after: Self.days(air, 548, 912), threads: threads)
    }
    #expect(changes[0] == changes[1])
  }

  @Test("Winter against summer is refused, since season alone tells them apart", .tags(.analytical))
  func periodsApart() throws {
    let air = SimulatedAir()
    let data = air.generate()
    #expect {
      try SimulatedAir.quickModel.change(
        data.pollutant, weather: data.weather, before: Self.days(air, 0, 80),
        after: Self.days(air, 150, 230))
    } throws: { error in
      guard case .periodsApart(_, let overlap)? = error as? WeatherError else { return false }
      return overlap < 0.2
    }
    #expect(throws: WeatherError.periodTooShort(station: "simulated/S1", days: 10, needed: 28)) {
      try SimulatedAir.quickModel.change(
        data.pollutant, weather: data.weather, before: Self.days(air, 0, 9),
        after: Self.days(air, 365, 400))
    }
  }

  @Test("The method is written with its name and read again", .tags(.analytical))
  func methodCoding() throws {
    for method in [WeatherMethod.trees(TreeSettings()), .additive(AdditiveSettings())] {
      let data = try JSONEncoder().encode(method)
      #expect(!String(decoding: data, as: UTF8.self).contains("_0"))
      #expect(try JSONDecoder().decode(WeatherMethod.self, from: data) == method)
    }
  }

  @Test("The normalised series equals the mean over the season’s weather", .tags(.property))
  func exactSeason() throws {
    var air = SimulatedAir()
    air.days = 760
    air.missingShare = 0.1
    let data = air.generate()
    let model = SimulatedAir.quickModel
    let table = try WeatherTable(data.pollutant, weather: data.weather)
    let steps = table.trainingSteps(.linear)
    let trained = try model.method.trainer.train(
      table, steps: steps, response: table.response(steps, .linear), weights: nil,
      seed: model.seed)
    let result = try model.normalise(table)
    let places = table.calendarDays
    for step in [0, 59, 60, 300, 364, 365, 700] where data.pollutant[step] != nil {
      let pool = (0..<760).filter { other in
        let apart = abs(places[other] - places[step])
        return min(apart, 366 - apart) <= 14
      }
      // The same step once for every day of the pool, with that day's weather.
      let columns = table.features.indices.map { feature in
        pool.map { other in
          table.columns[feature][table.features[feature].role == .time ? step : other]
        }
      }
      let axis = TimeAxis(
        start: table.axis.start, step: 86_400, count: pool.count, utcOffset: 28_800)
      let copies = WeatherTable(
        series: MonitoringSeries(
          station: SimulatedAir.station, pollutant: .pm25, unit: .microgramsPerCubicMetre,
          axis: axis, storage: [Double](repeating: 0, count: pool.count)),
        features: table.features, columns: columns)
      let mean = Summation.mean(trained.predict(copies, steps: Array(0..<pool.count)))
      let value = try #require(result.normalised[step])
      #expect(abs(value - mean) < 1e-10)
    }
  }
}
