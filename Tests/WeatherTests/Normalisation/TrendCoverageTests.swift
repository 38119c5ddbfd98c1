import AirQuality
import Estimation
import NumericKernels
import TestSupport
import Testing
import Weather

/// What `airaccord trend --normalise` and `breaks --normalise` look at, where the truth is known: six
/// years of days in which wind grows, so that the air improves by more than emissions fall.
@Suite(
  "Coverage of trends and breaks with weather taken out", .tags(.calibration),
  .enabled(if: SimulationRuns.isFull))
struct TrendWithoutWeatherCoverageTests {
  private static func air(_ run: Int) -> SimulatedAir {
    var air = SimulatedAir()
    air.days = 2_192
    air.seed = UInt64(run) &* 65_537 &+ 3
    air.step = 0
    air.windDrift = 0.04
    return air
  }

  /// The series of a run: as measured, adjusted, and the model's own mean over weather.
  private static func series(_ air: SimulatedAir) throws -> [MonitoringSeries] {
    let data = air.generate()
    var model = WeatherModel()
    model.bootstrapModels = 0
    model.judgesSkill = false
    model.comparesYears = false
    model.describesModel = false
    return [
      data.pollutant, try WeatherModel.adjustedSeries(data.pollutant, weather: data.weather),
      try model.normalise(data.pollutant, weather: data.weather).normalised,
    ]
  }

  private static let names = ["measured", "adjusted", "model’s own"]

  @Test("The interval of the slope holds the slope of the emissions")
  func slope() throws {
    let numbers = SimulationRuns.numbers(everyday: 4, full: 200)
    let found = try parallelMap(
      count: numbers.count,
      throwing: { (run) throws(any Error) -> [(held: Bool, error: Double)] in
        var air = Self.air(numbers.lowerBound + run)
        air.slope = -2
        return try Self.series(air).map { series in
          var trend = Trend()
          trend.draws = 299
          let sen = try trend.estimate(series, threads: 1).sen
          return (sen.lower <= air.slope && air.slope <= sen.upper, sen.perYear - air.slope)
        }
      })
    let (shares, biases) = Self.told("slope", found, numbers)
    #expect(SimulationRuns.band(0.95, runs: numbers.count, full: 0.9...1).contains(shares[1]))
    // What is measured has the wind's part in it; the model's own mean learns a slope in part.
    #expect(shares[0] < shares[1] && abs(biases[1]) < abs(biases[2]))
  }

  @Test("The interval of the step at a break holds the step of the emissions")
  func step() throws {
    let numbers = SimulationRuns.numbers(everyday: 4, full: 200)
    let found = try parallelMap(
      count: numbers.count,
      throwing: { (run) throws(any Error) -> [(held: Bool, error: Double)] in
        var air = Self.air(numbers.lowerBound + run)
        air.windDrift = 0
        air.step = -8
        air.stepDay = 1_096
        return try Self.series(air).map { series in
          var finder = ChangePoint()
          finder.breaks = 1
          finder.draws = 99
          guard let found = try finder.estimate(series, threads: 1).breaks.first else {
            return (false, -air.step)
          }
          return (found.lower <= air.step && air.step <= found.upper, found.step - air.step)
        }
      })
    let (shares, biases) = Self.told("step", found, numbers)
    #expect(SimulationRuns.band(0.95, runs: numbers.count, full: 0.9...1).contains(shares[1]))
    #expect(abs(biases[1]) < abs(biases[2]))
  }

  private static func told(
    _ what: String, _ found: [[(held: Bool, error: Double)]], _ numbers: Range<Int>
  ) -> (shares: [Double], biases: [Double]) {
    let places = names.indices
    let shares = places.map { place in
      Double(found.count { $0[place].held }) / Double(max(1, found.count))
    }
    let biases = places.map { place in Summation.mean(found.map { $0[place].error }) }
    for place in places {
      print(
        "\(what), \(names[place]): coverage \(shares[place]), bias \(biases[place]) of runs "
          + "\(numbers)")
    }
    return (shares, biases)
  }
}
