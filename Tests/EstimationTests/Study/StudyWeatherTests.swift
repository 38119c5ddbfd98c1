import Documents
import AirQuality
import Cooperation
import Estimation
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Studies in average weather")
struct StudyWeatherTests {
  private static let yaml = """
    title: Weather
    measure: { name: m, start: 2015-07-01 }
    outcome: { pollutant: pm25 }
    treated: [T]
    donors: all
    before: 2014-07-01..2015-06-30
    after: 2015-07-01..2016-06-30
    weather: { pool: season, days: 20, models: 6, rounds: 30, depth: 3, lags: [1], seed: 4 }
    estimators: [before-after]
    quality: { unmeasured_years: accept }
    """

  /// Three years of days in which wind drives the pollutant; the treated station falls by ten.
  private func library(withoutWeather: Set<String> = []) throws -> SeriesCollection {
    let first = try #require(CivilDate("2014-01-01"))
    let last = try #require(CivilDate("2016-12-31"))
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 28_800)
    var series: [MonitoringSeries] = []
    for (number, name) in ["T", "D1", "D2"].enumerated() {
      var stream = RandomStream(seed: 3, index: UInt64(number))
      let station = Station(network: "net", identifier: name)
      // The later year is windier.
      let wind = (0..<axis.count).map { day in
        2 + (axis.date(at: day) >= CivilDate(daysSinceEpoch: 16_617) ? 1.0 : 0) + 4
          * stream.uniform()
      }
      let values = (0..<axis.count).map { day -> Double in
        let fall = name == "T" && axis.date(at: day) >= CivilDate(daysSinceEpoch: 16_617)
        return 80 - 10 * wind[day] - (fall ? 10 : 0) + 2 * stream.normal()
      }
      series.append(
        MonitoringSeries(
          station: station, pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis,
          storage: values))
      guard !withoutWeather.contains(name) else { continue }
      series.append(
        MonitoringSeries(
          station: station, pollutant: .windSpeed, unit: .metresPerSecond, axis: axis,
          storage: wind))
    }
    return SeriesCollection(series)
  }

  @Test("The field is read with its settings", .tags(.analytical))
  func reading() throws {
    let rule = try #require(StudyDescription(yaml: Self.yaml, file: "s.yaml").weather)
    #expect(rule.model.pool.days == 20 && rule.model.bootstrapModels == 6)
    #expect(rule.model.features.lags == [1] && rule.model.seed == 4)
    guard case .trees(let trees) = rule.model.method else {
      Issue.record("trees are the default")
      return
    }
    #expect(trees.rounds == 30 && trees.depth == 3)
  }

  @Test(
    "A fault is named with field, line and remedy", .tags(.analytical),
    arguments: [
      (
        "pool: season", "pool: decade",
        "s.yaml:8: “weather.pool” is “decade”; choose one of: season, year"
      ),
      ("models: 6", "models: 1", "s.yaml:8: “weather.models” is 1; give 2 or more"),
      (
        "seed: 4", "wind: 4",
        "s.yaml:8: “weather.wind” is no field of a study; choose one of: method, pool, days, "
          + "same_hour, reference, variables, station, scale, models, block_days, lags, rounds, "
          + "depth, seed"
      ),
    ])
  func faults(_ from: String, _ to: String, _ expected: String) {
    let parts = Self.yaml.split(separator: from, omittingEmptySubsequences: false)
    #expect {
      try StudyDescription(yaml: parts.joined(separator: to), file: "s.yaml")
    } throws: { error in
      (error as? EstimationError)?.explanation == expected
    }
  }

  @Test("Weather that changed with the measure is taken out of every series", .tags(.property))
  func takenOut() throws {
    let description = try StudyDescription(yaml: Self.yaml, file: "s.yaml")
    let study = try Study(description, from: library())
    let raw = try Study(
      StudyDescription(
        yaml: Self.yaml.split(separator: "\n").filter { !$0.hasPrefix("weather") }
          .joined(separator: "\n"), file: "s.yaml"), from: library())
    let normalised = try BeforeAfter().estimate(study).effect.estimate
    let measured = try BeforeAfter().estimate(raw).effect.estimate
    // Wind took away ten more. Shallow trees with shrinkage tell most of it from the measure.
    #expect(abs(measured + 20) < 2)
    #expect(abs(normalised + 10) < abs(measured + 10) / 2)
    #expect(study.weatherDraws.count == 6)
    #expect(study.weatherDraws.allSatisfy { $0.columns == 3 && $0.rows == 731 })
    #expect(study.weather?.stations.map(\.station) == ["net/T", "net/D1", "net/D2"])
    #expect(study.weather?.stations.first?.skill != nil)
    #expect(study.notes.contains { $0.identifier == "weather-normalised" })
  }

  @Test("The weather model’s variance widens the interval", .tags(.property))
  func widened() throws {
    let study = try Study(
      StudyDescription(yaml: Self.yaml, file: "s.yaml"), from: library())
    let effect = try BeforeAfter().estimate(study).effect
    let weather = try #require(study.weatherDeviation(BeforeAfter()))
    #expect(weather.deviation > 0 && weather.draws == 6)
    let wider = effect.carrying(
      weatherDeviation: weather.deviation, draws: weather.draws, isLog: false)
    #expect(wider.estimate == effect.estimate)
    let own = effect.coefficient.standardError
    let total = (own * own + weather.deviation * weather.deviation).squareRoot()
    #expect(abs(wider.coefficient.standardError - total) < 1e-12)
    let before = try #require(effect.interval)
    let after = try #require(wider.interval)
    #expect(after.lower < before.lower && after.upper > before.upper)
    #expect(after.method.hasSuffix("weather model’s variance from 6 models added"))
    let unchanged = effect.carrying(weatherDeviation: 0, draws: 6, isLog: false)
    #expect(abs((unchanged.interval?.lower ?? 0) - before.lower) < 1e-12)
  }

  @Test(
    "A donor without weather is left out and counted; a treated station is refused",
    .tags(.analytical))
  func withoutWeather() throws {
    let description = try StudyDescription(yaml: Self.yaml, file: "s.yaml")
    let study = try Study(description, from: library(withoutWeather: ["D1"]))
    #expect(study.donorStations.map(\.identifier) == ["D2"])
    let note = try #require(study.notes.first { $0.identifier == "donors-without-weather" })
    #expect(
      note.message
        == "1 possible donor was left out because weather cannot be taken out of it: D1")
    #expect(throws: WeatherError.noWeather(station: "net/T", constant: [])) {
      try Study(description, from: library(withoutWeather: ["T"]))
    }
  }
}
