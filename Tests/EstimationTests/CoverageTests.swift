import AirQuality
import Estimation
import NumericKernels
import TestSupport
import Testing

/// Intervals cover the truth as often as they say, on series with the persistence of daily
/// PM2.5 (lag-1 correlation 0.6).
@Suite("Coverage of 95 % intervals", .tags(.calibration))
struct CoverageTests {
  /// Share of simulated studies whose interval contains the true change.
  private func coverage(
    _ estimator: any EffectEstimator, replicates: Int,
    study: @Sendable (UInt64) throws -> Study
  ) throws -> Double {
    let hits = try parallelMap(
      count: replicates,
      throwing: { (replicate) throws(any Error) -> Int in
        let effect = try estimator.anyEstimate(study(UInt64(replicate + 1))).effect
        return effect.interval?.contains(-4) == true ? 1 : 0
      })
    return Double(hits.reduce(0, +)) / Double(replicates)
  }

  // Three binomial standard errors below and above 0.95 at 300 replicates: 0.912 to 0.988.
  @Test("Difference in differences, clustered by station")
  func differenceInDifferences() throws {
    var estimator = DifferenceInDifferences()
    estimator.inference = .clusterRobust
    let share = try coverage(estimator, replicates: 300) {
      try Study.simulated(
        levelChange: -4, noise: 3, shared: 8, treated: 20, donors: 40, daysBefore: 60,
        daysAfter: 60, seed: $0)
    }
    #expect((0.912...0.988).contains(share), "\(share)")
  }

  @Test("Difference in differences, wild bootstrap with twelve stations, gaps and six treated")
  func wildBootstrap() throws {
    var estimator = DifferenceInDifferences()
    estimator.replicates = 199
    let share = try coverage(estimator, replicates: 200) {
      try Study.simulated(
        levelChange: -4, noise: 3, shared: 8, treated: 6, donors: 6, daysBefore: 40,
        daysAfter: 40, missingShare: 0.05, seed: $0)
    }
    // Three binomial standard errors at 200 replicates.
    #expect((0.904...0.996).contains(share), "\(share)")
  }

  @Test("Before and after with Newey-West errors")
  func beforeAfter() throws {
    let share = try coverage(BeforeAfter(), replicates: 300) {
      try Study.simulated(
        levelChange: -4, noise: 6, treated: 1, donors: 1, daysBefore: 365, daysAfter: 365,
        seed: $0)
    }
    #expect((0.912...0.988).contains(share), "\(share)")
  }

  @Test("Before and after with the block bootstrap")
  func blockBootstrap() throws {
    var estimator = BeforeAfter()
    estimator.interval = .blockBootstrap
    estimator.replicates = 399
    let share = try coverage(estimator, replicates: 200) {
      try Study.simulated(
        levelChange: -4, noise: 6, treated: 1, donors: 1, daysBefore: 365, daysAfter: 365,
        seed: $0)
    }
    #expect((0.904...0.996).contains(share), "\(share)")
  }

  @Test("Interrupted time series with trend, slope change, season and weekdays")
  func interruptedTimeSeries() throws {
    let share = try coverage(InterruptedTimeSeries(), replicates: 300) {
      try Study.simulated(
        levelChange: -4, noise: 6, treated: 1, donors: 1, daysBefore: 730, daysAfter: 365,
        seed: $0)
    }
    #expect((0.912...0.988).contains(share), "\(share)")
  }
}
