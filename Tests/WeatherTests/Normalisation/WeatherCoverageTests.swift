import AirQuality
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Coverage of normalised steps")
struct WeatherCoverageTests {
  struct Draw: Sendable {
    let covers: Bool
    let difference: Double
    let standardError: Double
  }

  static func draw(_ run: Int) -> Draw? {
    var air = SimulatedAir()
    air.seed = UInt64(run) &* 7_919 &+ 11
    let data = air.generate()
    var model = SimulatedAir.quickModel
    model.seed = UInt64(run) &+ 1
    guard
      let change = try? model.change(
        data.pollutant, weather: data.weather, before: (air.date(183), air.date(547)),
        after: (air.date(548), air.date(912)), threads: 1),
      let interval = change.interval
    else { return nil }
    return Draw(
      covers: interval.lower <= air.step && air.step <= interval.upper,
      difference: change.difference, standardError: interval.standardError)
  }

  @Test("The 95 % interval of a known step covers it in 93 to 97 % of runs", .tags(.calibration))
  func step() {
    let runs = SimulationRuns.count(everyday: 6, full: 500)
    let draws = parallelMap(count: runs) { Self.draw($0) }.compactMap(\.self)
    #expect(draws.count == runs)
    let share = Double(draws.count { $0.covers }) / Double(runs)
    let mean = Summation.mean(draws.map(\.difference))
    let spread = Summation.variance(draws.map(\.difference)).squareRoot()
    print(
      "normalised step: coverage \(share) of \(runs), mean \(mean), spread \(spread), mean error "
        + "\(Summation.mean(draws.map(\.standardError)))")
    // Three errors of the mean either way: a step that is shrunk towards zero fails here.
    #expect(abs(mean + 8) < 3 * spread / Double(runs).squareRoot())
    let band = SimulationRuns.band(0.95, runs: runs)
    #expect(band.contains(share))
  }
}
