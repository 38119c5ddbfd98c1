import AirQuality
import Cooperation
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Calibration in a study file")
struct CalibrationSettingTests {
  private func study(_ calibration: String) throws -> StudyDescription {
    try StudyDescription(
      yaml: """
        title: t
        measure: { name: m, start: 2015-01-01 }
        outcome: { pollutant: pm25 }
        treated: [A]
        before: 2014-01-01..2014-12-31
        after: 2015-01-01..2015-06-30
        estimators: [before-after]
        \(calibration)
        """, file: "study.yaml")
  }

  @Test("A study that does not speak of it is calibrated, “none” turns it off", .tags(.analytical))
  func standard() throws {
    #expect(try study("").calibration == Calibration())
    #expect(try study("calibration: none").calibration == nil)
    let given = try #require(
      try study(
        "calibration: { negative_controls: 50, null: heavy-tails, earlier_dates: false, effects: [-5] }"
      ).calibration)
    #expect(given.negativeControls == 50)
    #expect(given.null == .heavyTails)
    #expect(!given.earlierDates)
    #expect(given.insertedEffects == [-0.05])
  }

  @Test("What is no calibration is refused with its line", .tags(.analytical))
  func refused() {
    for text in [
      "calibration: off", "calibration: { effects: [-100] }", "calibration: { null: n }",
    ] {
      #expect(throws: EstimationError.self) { try study(text) }
    }
  }

  @Test("Settings that were stored before there were others are read", .tags(.property))
  func older() throws {
    let old = try JSONDecoder().decode(
      Calibration.self, from: Data(#"{"negativeControls": 30, "seed": 4}"#.utf8))
    #expect(old.negativeControls == 30)
    #expect(old.seed == 4)
    #expect(old.null == .quantiles)
  }

  @Test(
    "An earlier date has the same season and lengths and ends before the measure",
    .tags(.analytical))
  func earlier() throws {
    let asked = try study("")
    let before = try #require(asked.earlier(years: 1))
    #expect(before.before.description == "2013-01-01..2013-12-31")
    #expect(before.after.description == "2014-01-01..2014-06-30")
    #expect(before.measure.start.description == "2014-01-01")
    // A window of two years after cannot be moved by one.
    let long = try StudyDescription(
      yaml: """
        title: t
        measure: { name: m, start: 2015-01-01 }
        outcome: { pollutant: pm25 }
        treated: [A]
        before: 2014-01-01..2014-12-31
        after: 2015-01-01..2016-12-31
        estimators: [before-after]
        """, file: "study.yaml")
    #expect(long.earlier(years: 1) == nil)
    #expect(long.earlier(years: 2) != nil)
  }

  @Test(
    "Inserting a share changes the treated stations after the start and nothing else",
    .tags(.analytical))
  func inserting() throws {
    let study = try Study.simulated(
      levelChange: 0, noise: 3, treated: 2, donors: 5, daysBefore: 20, daysAfter: 10, seed: 4)
    let (changed, effect) = try #require(study.inserting(-0.2))
    var sum = 0.0
    for station in 0..<7 {
      for day in 0..<30 {
        let (old, new) = (study.panel.matrix[day, station], changed.panel.matrix[day, station])
        let isHit = station < 2 && day >= 20
        #expect(new == (isHit ? old * 0.8 : old))
        if isHit { sum += new - old }
      }
    }
    #expect(abs(effect - sum / 20) < 1e-12)
  }
}
