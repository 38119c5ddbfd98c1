import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing
import Weather

/// What a study with `weather:` finds of a known step of emissions under weather that explains two
/// thirds of the variation.
@Suite("Studies in average weather: Coverage", .tags(.calibration))
struct StudyWeatherCoverageTests {
  private struct Draw {
    let value: Double
    let covers: Bool
    let standardError: Double
  }

  /// Log points.
  private static let step = -0.2

  /// −0.2 log points in the last of three years, for a model of one method.
  private static func draw(_ run: Int, _ method: String, models: Int) throws -> Draw {
    var simulated = WeatherDrivenStudy()
    simulated.daysBefore = 730
    simulated.daysAfter = 365
    simulated.step = step
    simulated.seed = UInt64(run) &+ 40_000
    let made = try simulated.study()
    let series = ([made.panel] + made.covariates).map { panel in
      MonitoringSeries(
        station: panel.stations[0], pollutant: panel.pollutant, unit: panel.unit,
        axis: panel.axis, storage: panel.matrix.column(0))
    }
    let description = try StudyDescription(
      yaml: """
        title: Weather
        measure: { name: m, start: \(made.after.first) }
        outcome: { pollutant: pm25, scale: log }
        treated: [W1]
        donors: none
        before: \(CivilDate(daysSinceEpoch: made.after.first.daysSinceEpoch - 365))..\
        \(CivilDate(daysSinceEpoch: made.after.first.daysSinceEpoch - 1))
        after: \(made.after.first)..\(made.after.last)
        weather: { method: \(method), scale: log, models: \(models), seed: \(run + 1) }
        estimators: [before-after]
        quality: { unmeasured_years: accept }
        """, file: "s.yaml")
    let study = try Study(description, from: SeriesCollection(series))
    let own = try BeforeAfter().estimate(study).effect
    let weather = try #require(study.weatherDeviation(BeforeAfter(), threads: 1))
    let effect = own.carrying(
      weatherDeviation: weather.deviation, draws: weather.draws, isLog: true)
    return Draw(
      value: effect.coefficient.value,
      covers: effect.interval?.contains(100 * expm1(step)) == true,
      standardError: effect.coefficient.standardError)
  }

  @Test(
    "The step is whole, and the 95 % interval covers it at least as often",
    arguments: ["trees, rounds: 50, depth: 4", "additive"])
  func coverage(_ method: String) throws {
    let runs = SimulationRuns.count(everyday: 2, full: 120)
    let draws = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> Draw in
        try Self.draw(run, method, models: SimulationRuns.isFull ? 10 : 2)
      })
    let mean = Summation.mean(draws.map(\.value))
    let spread = Summation.variance(draws.map(\.value)).squareRoot()
    let covered = Double(draws.count { $0.covers }) / Double(runs)
    print(
      "study in average weather, \(method): coverage \(covered), mean \(mean), spread \(spread), "
        + "mean error \(Summation.mean(draws.map(\.standardError)))")
    // Two runs know their own spread too badly to be held to it.
    let reach = SimulationRuns.isFull ? 4 * spread / Double(runs).squareRoot() : 0.12
    #expect(abs(mean - Self.step) < reach)
    // Adding the model's variance as if it were independent of the estimator's errs on the side of
    // caution: errors come out 1.4 to 1.7 times the spread, so only the lower border is held.
    let band = SimulationRuns.band(0.95, runs: runs, full: 0.93...1)
    #expect((band.lowerBound...1).contains(covered))
  }
}
