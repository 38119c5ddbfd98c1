import AirQuality
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

/// The 95 % interval of the business-as-usual effect on series that weather drives, with a known
/// step of emissions and errors with the persistence of daily PM2.5.
@Suite("Coverage of the business-as-usual effect", .tags(.calibration))
struct BusinessAsUsualCoverageTests {
  private func share(
    _ name: String, everyday: Int, _ estimator: BusinessAsUsual = BusinessAsUsual(),
    full band: ClosedRange<Double> = 0.93...0.97,
    _ air: @escaping @Sendable (UInt64) -> WeatherDrivenStudy
  ) throws {
    let runs = SimulationRuns.count(everyday: everyday, full: 500)
    let found = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> (Bool, Double, Double) in
        let study = air(UInt64(run + 1))
        let effect = try estimator.estimate(study.study()).effect
        let truth = 100 * expm1(study.step)
        return (
          effect.interval?.contains(truth) == true, effect.coefficient.value - study.step,
          effect.coefficient.standardError
        )
      })
    let share = Double(found.reduce(0) { $0 + ($1.0 ? 1 : 0) }) / Double(runs)
    let bias = Summation.mean(found.map { $0.1 })
    let spread = Summation.variance(found.map { $0.1 }).squareRoot()
    let error = Summation.mean(found.map { $0.2 })
    print(
      "business as usual, \(name): coverage \(share) of \(runs), bias \(bias), "
        + "spread \(spread), mean standard error \(error)")
    #expect(SimulationRuns.band(0.95, runs: runs, full: band).contains(share), "\(share)")
    // The estimate is not systematically off: four standard errors of its mean.
    #expect(abs(bias) < 4 * spread / Double(runs).squareRoot())
  }

  @Test("Three years before, one after, trend carried on")
  func threeYears() throws {
    try share("three years and a trend", everyday: 6) { run in
      var air = WeatherDrivenStudy(seed: run)
      air.trend = -0.05
      return air
    }
  }

  @Test("Three years before, one after, no trend")
  func level() throws {
    var estimator = BusinessAsUsual()
    estimator.trend = .none
    try share("three years without a trend", everyday: 4, estimator) {
      WeatherDrivenStudy(seed: $0)
    }
  }

  @Test("Six tenths of the days missing")
  func gaps() throws {
    // 0.974 of 500: with eleven days in a block, resampled models differ more than new data would.
    try share("three years with gaps", everyday: 4, full: 0.93...0.985) { run in
      var air = WeatherDrivenStudy(seed: run)
      air.missingShare = 0.6
      return air
    }
  }
}
