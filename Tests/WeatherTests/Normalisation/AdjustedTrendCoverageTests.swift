import AirQuality
import Estimation
import NumericKernels
import TestSupport
import Testing
import Weather

/// The trend of a series whose weather was taken out, as `airaccord trend --normalise` makes it.
@Suite("Coverage of trends on adjusted series", .tags(.calibration))
struct AdjustedTrendCoverageTests {
  /// Slope a year of the model's own series and of the adjusted one, and whether the interval holds −2.
  private static func draw(_ run: Int) throws -> [(slope: Double, held: Bool)] {
    var air = SimulatedAir()
    air.days = 2_192
    air.step = 0
    air.slope = -2
    air.seed = UInt64(run) &* 31_337 &+ 5
    let data = air.generate()
    var model = SimulatedAir.quickModel
    model.seed = UInt64(run) &+ 1
    model.describesModel = false
    model.comparesYears = false
    let result = try model.normalise(data.pollutant, weather: data.weather, threads: 1)
    return try [result.normalised, result.adjusted].map { series in
      let slope = try Trend().estimate(series, threads: 1).sen
      return (slope.perYear, slope.lower <= air.slope && air.slope <= slope.upper)
    }
  }

  @Test("The adjusted series has the whole slope, and the interval holds it")
  func slope() throws {
    let runs = SimulationRuns.count(everyday: 4, full: 200)
    let draws = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> [(slope: Double, held: Bool)] in try Self.draw(run) })
    for (place, name) in ["the model’s own", "adjusted"].enumerated() {
      print(
        "trend of −2 a year, \(name): mean \(Summation.mean(draws.map { $0[place].slope })), covered "
          + "\(Double(draws.count { $0[place].held }) / Double(runs)) of \(runs)")
    }
    let slopes = draws.map { $0[1].slope }
    let error = (Summation.variance(slopes) / Double(runs)).squareRoot()
    #expect(abs(Summation.mean(slopes) + 2) < max(0.1, 4 * error))
    let share = Double(draws.count { $0[1].held }) / Double(runs)
    #expect(SimulationRuns.band(0.95, runs: runs, full: 0.91...0.985).contains(share))
  }
}
