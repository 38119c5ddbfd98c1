import AirQuality
import Cooperation
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Placebos of designs of one series")
struct PlaceboTests {
  private func findings(
    _ design: some EffectEstimator, _ study: Study, dates: Int = 8, untouched: Study? = nil
  ) throws -> PlaceboFindings {
    var placebo = Placebo()
    placebo.dates = dates
    return try #require(
      placebo.repeated(try design.effect(of: study), on: study, untouched: untouched) {
        study throws(EstimationError) in try design.effect(of: study)
      })
  }

  @Test("Made-up dates see nothing later than the period before", .tags(.property))
  func blind() throws {
    let base = try SimulatedSeries(before: 500, after: 100).study(seed: 3)
    var matrix = base.panel.matrix
    for day in 500..<600 { matrix[day, 0] = 1e6 }
    let one = try findings(BeforeAfter(), base)
    let other = try findings(BeforeAfter(), try base.replacing(matrix: matrix))
    #expect(one.rows == other.rows)
    #expect(one.rows.count >= 7)
    for row in one.rows {
      let date = try #require(row.date)
      #expect(date > base.before.first && date < base.before.last)
    }
  }

  @Test("A repetition is what the design finds on that date", .tags(.analytical))
  func same() throws {
    let base = try SimulatedSeries(gaps: 0, before: 500, after: 100).study(seed: 3)
    let row = try #require(try findings(BeforeAfter(), base).rows.first)
    let date = try #require(row.date)
    let skipped = date.daysSinceEpoch - base.before.first.daysSinceEpoch
    // Means by hand.
    let values = (0..<500).map { log(base.panel.matrix[$0, 0]) }
    let after = Summation.mean(Array(values[skipped..<(skipped + 100)]))
    let before = Summation.mean(Array(values[..<skipped]))
    #expect(abs(row.coefficient - (after - before)) < 1e-9)
  }

  @Test("The rank knows how few dates do not overlap", .tags(.analytical))
  func rank() throws {
    let strong = try SimulatedSeries(
      deviation: 0.1, season: 0, gaps: 0, before: 500, after: 100, effect: -2
    ).study(seed: 5)
    let found = try findings(BeforeAfter(), strong, dates: 20)
    // Dates from day 250 to 400, periods of 100 days: two fit side by side.
    #expect(found.independent == 2)
    let rank = try #require(found.rank)
    #expect(abs((rank.smallestPossible ?? 0) - 1.0 / 3) < 1e-12)
    #expect(abs(rank.value - 1.0 / 3) < 1e-12)
  }

  @Test("The day and month of the measure in earlier years are asked", .tags(.analytical))
  func season() throws {
    let study = try SimulatedSeries(before: 1_461, after: 90).study(seed: 3)
    let dates = Placebo.dates(of: study, atMost: 10).filter { $0.kind == .season }
    let start = study.measure.start
    #expect(!dates.isEmpty)
    for date in dates {
      #expect((date.start.month, date.start.day) == (start.month, start.day))
      #expect(date.start.year < start.year)
    }
  }

  @Test("An outcome that moves although it cannot be touched is found", .tags(.analytical))
  func untouched() throws {
    let study = try SimulatedSeries(before: 400, after: 365, effect: -0.3).study(seed: 3)
    let moved = try SimulatedSeries(
      deviation: 0.1, season: 0, before: 400, after: 365, effect: -1
    ).study(seed: 4)
    let found = try findings(BeforeAfter(), study, dates: 4, untouched: moved)
    let row = try #require(found.rows.last)
    #expect(row.kind == .outcome)
    #expect(row.interval?.contains(0) == false)
  }

  @Test("A period before without room has no dates", .tags(.analytical))
  func short() throws {
    let study = try SimulatedSeries(before: 3, after: 100).study(seed: 3)
    #expect(Placebo.dates(of: study, atMost: 10).isEmpty)
  }
}
