import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

/// How often the interval of the jump on a date holds it, over dependence of several orders with season,
/// weekdays and gaps.
@Suite("Regression discontinuity in time: Coverage", .tags(.calibration))
struct DiscontinuityCoverageTests {
  @Test("Intervals hold the jump as often as they say", arguments: [0, 1, 2], [365, 1_095])
  func coverage(_ dependence: Int, _ before: Int) throws {
    guard SimulationRuns.isFull || (dependence == 1 && before == 365) else { return }
    let runs = SimulationRuns.count(everyday: 60, full: 400)
    var series = SimulatedSeries(
      coefficients: SimulatedSeries.dependences[dependence], before: before, effect: -0.3)
    series.after = 365
    let shape = series
    let hits = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> (Bool, Bool, Double) in
        // A year before has no room for made-up dates in most draws, which the page says; a number asked
        // for would be refused.
        let design = RegressionDiscontinuity()
        let effect = try design.estimate(shape.study(seed: UInt64(run + 1))).effect
        let interval = try #require(effect.interval)
        return (
          interval.contains(100 * expm1(-0.3)),
          effect.diagnostics.contains { $0.identifier == "made-up-dates-fail" },
          (log1p(interval.upper / 100) - log1p(interval.lower / 100)) / 2
        )
      })
    let covered = hits.count { $0.0 }
    print(
      "| regression-discontinuity | \(shape.coefficients), \(before) days before | covered "
        + "\(covered) of \(runs) | not recommended \(hits.count { $0.1 }) | half-width "
        + String(format: "%.2f log points", Summation.mean(hits.map(\.2))))
    #expect(Double(runs - covered) <= (SimulationRuns.isFull ? 0.083 : 8.0 / 60) * Double(runs))
  }
}
