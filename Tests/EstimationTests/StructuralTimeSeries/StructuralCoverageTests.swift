import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

/// How often the posterior's interval holds the effect, over dependence of several orders with season,
/// weekdays and gaps.
@Suite("Structural time series: Coverage", .tags(.calibration))
struct StructuralCoverageTests {
  @Test("Intervals hold the effect as often as they say", arguments: [0, 1, 2], [0, 4])
  func coverage(_ dependence: Int, _ donors: Int) throws {
    // One situation of the six every day.
    guard SimulationRuns.isFull || (dependence == 0 && donors == 4) else {
      return
    }
    let runs = SimulationRuns.count(everyday: 60, full: 300)
    var series = SimulatedSeries(
      coefficients: SimulatedSeries.dependences[dependence], effect: -0.2, donors: donors)
    if !SimulationRuns.isFull { (series.before, series.after) = (400, 120) }
    let shape = series
    let hits = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> (Bool, Double) in
        var estimator = StructuralTimeSeries()
        estimator.draws = SimulationRuns.isFull ? 400 : 100
        let effect = try estimator.effect(of: shape.study(seed: UInt64(run + 1)))
        let interval = try #require(effect.interval)
        return (
          interval.contains(100 * expm1(-0.2)), (interval.upper - interval.lower) / 2
        )
      })
    let covered = hits.count { $0.0 }
    let width = Summation.mean(hits.map(\.1))
    print(
      "| structural-time-series | \(shape.coefficients), \(donors) donors | covered "
        + "\(covered) of \(runs) | half-width \(String(format: "%.1f", width)) %")
    // At most 8 of 60; in the full run three standard errors.
    #expect(Double(runs - covered) <= (SimulationRuns.isFull ? 0.088 : 8.0 / 60) * Double(runs))
  }
}
