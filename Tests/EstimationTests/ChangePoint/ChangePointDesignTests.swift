import AirQuality
import Documents
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Breaks held against the date of a measure")
struct ChangePointDesignTests {
  /// Four years of days with a season, noise that remembers, and levels that change on given days.
  private func series(
    _ steps: [(day: Int, size: Double)], start: Int, seed: UInt64 = 3
  ) -> SingleSeries {
    var stream = RandomStream(seed: seed, index: 0)
    var noise = 0.0
    let values = (0..<1_461).map { day -> Double in
      noise = 0.5 * noise + 2 * stream.normal()
      let years = Double(day) / 365.25
      var value: Double = 50 + 6 * cos(2 * Double.pi * years) + noise
      for step in steps where day >= step.day { value += step.size }
      return value
    }
    return SingleSeries(values: values, start: start)
  }

  @Test("A break on the measure's date is found there and is the change", .tags(.analytical))
  func atMeasure() throws {
    let fit = try ChangePointDesign().estimate(try series([(730, -6)], start: 730).study())
    #expect(fit.breaks.contains { $0.relation == .around })
    #expect(abs(fit.effect.estimate + 6) < 1.5, "\(fit.effect.estimate)")
    #expect(fit.effect.interval?.contains(-6) == true)
    #expect(fit.effect.interval?.contains(0) == false)
    let said = Set(fit.effect.diagnostics.map(\.identifier))
    #expect(said.contains("break-at-measure"))
    #expect(!said.contains("broke-before-measure"))
  }

  @Test("A break half a year before the measure is not the measure's", .tags(.analytical))
  func beforeMeasure() throws {
    // The level falls on day 550; the measure begins on day 730 and does nothing.
    let study = try series([(550, -6)], start: 730).study()
    let fit = try ChangePointDesign().estimate(study)
    let early = try #require(fit.breaks.first)
    #expect(early.relation == .before)
    let said = try #require(
      fit.effect.diagnostics.first { $0.identifier == "broke-before-measure" })
    #expect(said.severity == .serious)
    #expect(fit.effect.diagnostics.contains { $0.identifier == "no-break-at-measure" })
    #expect(fit.effect.interval?.contains(0) == true, "\(fit.effect.estimate)")
    // A regression that is told only the measure's date calls the fall its own.
    var series = InterruptedTimeSeries()
    series.linearTrend = false
    #expect(try series.estimate(study).effect.estimate < fit.effect.estimate - 1)
  }

  @Test("People who act in advance are seen among the periods before", .tags(.analytical))
  func anticipation() throws {
    let fit = try ChangePointDesign().estimate(
      try series([(550, -4), (730, -6)], start: 730).study())
    let said = try #require(fit.effect.diagnostics.first { $0.identifier == "anticipation" })
    #expect(said.severity == .warning)
    #expect(said.message.contains("people may have acted in advance"))
    let calm = try ChangePointDesign().estimate(try series([(730, -6)], start: 730).study())
    let other = try #require(calm.effect.diagnostics.first { $0.identifier == "anticipation" })
    #expect(other.severity == .note)
  }

  @Test("With too few periods the change alone is estimated, and the page says so")
  func short() throws {
    let study = try Study.simulated(levelChange: -4, noise: 2, daysBefore: 60, daysAfter: 60)
    let effect = try ChangePointDesign().estimate(study).effect
    #expect(effect.diagnostics.contains { $0.identifier == "breaks-not-sought" })
  }
}
