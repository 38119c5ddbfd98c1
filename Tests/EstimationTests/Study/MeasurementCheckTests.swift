import Documents
import AirQuality
import Cooperation
import Ingest
import TestSupport
import Testing

@testable import Estimation

@Suite("Years that are no measurements")
struct MeasurementCheckTests {
  static func study(after: String, quality: String = "") throws -> StudyDescription {
    try StudyDescription(
      yaml: """
        title: t
        measure: { name: m, start: 2015-04-01 }
        outcome: { pollutant: pm25, scale: log }
        treated: [Shanghai]
        donors: all
        before: 2014-01-01..2015-03-31
        after: \(after)
        estimators: [difference-in-differences]
        \(quality)
        """, file: "s.yaml")
  }

  static func cities() throws -> SeriesCollection {
    SeriesCollection(
      try FileReader.read(path: SharedData.path("china_183_cities/daily_pm25.csv")).series)
  }

  @Test(
    "The 183 cities' 2016 is refused in one sentence with its figures", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func refusal() throws {
    let cities = try Self.cities()
    let error = #expect(throws: EstimationError.self) {
      try Study(Self.study(after: "2015-04-01..2016-06-30"), from: cities)
    }
    #expect(
      error?.what
        == "PM2.5 of china-183-cities in 2016 does not behave like a measurement: on average a "
        + "station’s days correlate 0.14 with those of its neighbours (0.74 in 2014, 0.76 in "
        + "2015), and a day 0.13 with the next (0.64 in 2014, 0.67 in 2015)")
  }

  @Test(
    "A study that ends in 2015 is answered, and one that accepts 2016 is warned", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func acceptance() throws {
    let cities = try Self.cities()
    let clean = try Study(Self.study(after: "2015-04-01..2015-12-31"), from: cities)
    #expect(!clean.notes.contains { $0.identifier == "unmeasured-year" })
    let accepted = try Study(
      Self.study(
        after: "2015-04-01..2016-06-30", quality: "quality: { unmeasured_years: accept }"),
      from: cities)
    let warning = try #require(accepted.notes.first { $0.identifier == "unmeasured-year" })
    #expect(warning.severity == .serious)
    #expect(warning.message.contains(" in 2016 "))
  }
}
