import AirQuality
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Trend")
struct TrendTests {
  private func noiseless(_ months: Int, slope: Double) -> PeriodSeries {
    var made = SimulatedPeriods()
    made.months = months
    made.deviation = 1e-9
    made.slope = slope
    made.gaps = 0
    return made.series(seed: 1)
  }

  @Test("A straight line under a season gives its slope everywhere", .tags(.analytical))
  func line() throws {
    var trend = Trend()
    trend.draws = 99
    let fit = try trend.estimate(noiseless(96, slope: -2))
    // Months differ in length by up to three days.
    #expect(abs(fit.sen.perYear + 2) < 1e-3)
    #expect(fit.sen.pValue <= 0.01)
    #expect(abs(fit.linear.perYear.value + 2) < 1e-2)
    #expect(fit.phases.map(\.isFalling) == [true])
    #expect(fit.tests.allSatisfy { $0.score < 0 })
  }

  @Test("Scaling the values scales the trend, not its test", .tags(.property))
  func scaling() throws {
    var made = SimulatedPeriods()
    made.slope = -1
    let series = made.series(seed: 3)
    var trend = Trend()
    trend.draws = 99
    let one = try trend.estimate(series)
    let other = try trend.estimate(series.replacing(series.storage.map { 1_000 * $0 }))
    #expect(near(other.sen.perYear, 1_000 * one.sen.perYear, 1e-9))
    #expect(near(other.sen.upper, 1_000 * one.sen.upper, 1e-6))
    #expect(other.sen.pValue == one.sen.pValue)
  }

  @Test("The same seed gives the same bits on any number of threads", .tags(.property))
  func threads() throws {
    var trend = Trend()
    trend.draws = 99
    trend.split = CivilDate(year: 2006, month: 1, day: 1)
    let series = SimulatedPeriods().series(seed: 4)
    #expect(try trend.estimate(series, threads: 1) == trend.estimate(series, threads: 4))
  }

  @Test("Two slopes that differ are told apart", .tags(.analytical))
  func comparison() throws {
    var made = SimulatedPeriods()
    made.deviation = 1
    made.coefficients = [0.3]
    let base = made.series(seed: 5)
    let bent = base.replacing(
      base.storage.indices.map { base.storage[$0] - (($0 > 60) ? Double($0 - 60) / 3 : 0) })
    var trend = Trend()
    trend.draws = 199
    trend.split = CivilDate(year: 2006, month: 1, day: 1)
    let found = try #require(try trend.estimate(bent).comparison)
    #expect(found.difference.pValue < 0.05)
    #expect((found.difference.lower...found.difference.upper).contains(-4))
  }

  @Test("What cannot be answered is refused")
  func refusals() {
    let series = SimulatedPeriods().series(seed: 6)
    #expect(throws: EstimationError.constantOutcome) {
      try Trend().estimate(series.replacing(series.storage.map { $0.isNaN ? $0 : 5 }))
    }
    var short = SimulatedPeriods()
    short.months = 20
    short.gaps = 0
    #expect(
      throws: EstimationError.tooFewObservations(
        found: 20, needed: 24, period: "2001-01..2002-08")
    ) { try Trend().estimate(short.series(seed: 1)) }
    var trend = Trend()
    trend.split = CivilDate(year: 2001, month: 3, day: 1)
    #expect(throws: EstimationError.self) { try trend.estimate(series) }
  }
}

/// Intervals of slopes cover and true nulls are rejected at the stated level over AR(1) to AR(3) with
/// season and gaps.
@Suite("Coverage of trends", .tags(.calibration))
struct TrendCoverageTests {
  static let errors: [[Double]] = [[0.4], [0.5, 0.2], [0.4, 0.1, 0.15]]

  @Test("Sen’s slope, its test, the linear trend and the difference of two slopes")
  func coverage() throws {
    let runs = SimulationRuns.count(everyday: 20, full: 300)
    var misses = [Int](repeating: 0, count: 5)
    for (place, coefficients) in Self.errors.enumerated() {
      let results = try parallelMap(
        count: runs,
        throwing: { (run) throws(any Error) -> [Bool] in
          var made = SimulatedPeriods()
          made.coefficients = coefficients
          made.slope = -1
          made.months = 132
          var trend = Trend()
          trend.draws = 399
          trend.split = CivilDate(year: 2006, month: 7, day: 1)
          let fit = try trend.estimate(made.series(seed: UInt64(1_000 * place + run)), threads: 1)
          made.slope = 0
          trend.split = nil
          let null = try trend.estimate(made.series(seed: UInt64(1_000 * place + run)), threads: 1)
          let difference = fit.comparison!.difference
          return [
            (fit.sen.lower...fit.sen.upper).contains(-1), null.sen.pValue > 0.05,
            (fit.linear.perYear.lower...fit.linear.perYear.upper).contains(-1),
            null.linear.perYear.pValue > 0.05,
            (difference.lower...difference.upper).contains(0),
          ]
        })
      for (kind, name) in ["slope", "null", "linear", "linear null", "difference"].enumerated() {
        let hits = results.reduce(0) { $0 + ($1[kind] ? 1 : 0) }
        misses[kind] += runs - hits
        if SimulationRuns.isFull {
          let share = Double(hits) / Double(runs)
          print("trend", coefficients, name, share)
          #expect(share >= 0.912, "\(coefficients) \(name): \(share)")
        }
      }
    }
    // Of 60 everyday runs over the three kinds of errors, 8 may miss.
    if !SimulationRuns.isFull { #expect(misses.allSatisfy { $0 <= 8 }, "\(misses)") }
  }
}
