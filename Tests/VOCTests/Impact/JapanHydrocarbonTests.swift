import AirQuality
import Estimation
import Foundation
import Ingest
import TestSupport
import Testing

@Suite("NMHC in Japan’s large cities", .enabled(if: SharedData.isPresent))
struct JapanHydrocarbonTests {
  /// The study of `Datasets/studies` on the five prefectures' files.
  static func study() throws -> Study {
    let path = SharedData.checkout.appendingPathComponent("Datasets/studies/japan-nmhc.yaml").path
    let written = try StudyDescription(
      yaml: String(contentsOfFile: path, encoding: .utf8), file: path)
    var series: [MonitoringSeries] = []
    for code in ["11", "12", "13", "23", "27"] {
      series += try FileReader.read(path: SharedData.path("japan_prefectures/\(code).csv")).series
        .filter { $0.pollutant == .nmhc }
    }
    // Donors and weather play no part in a comparison of the same places.
    let description = StudyDescription(
      title: written.title, measure: written.measure, outcome: written.outcome,
      treated: written.treated, donors: DonorRule(origin: .none), before: written.before,
      after: written.after, quality: written.quality, estimators: written.estimators)
    return try Study(description, from: SeriesCollection(series))
  }

  @Test("Hydrocarbons are read in ppbC, a hundredth of a ppmC each in the file", .tags(.golden))
  func unit() throws {
    let file = try FileReader.read(path: SharedData.path("japan_prefectures/13.csv"))
    let series = try #require(file.series.first { $0.pollutant == .nmhc })
    #expect(series.unit == .partsPerBillionCarbon)
    // 21.295 in the file on 2011-01-01.
    #expect(abs(try #require(series[0]) - 212.95) < 1e-9)
  }

  @Test("Before and after agrees with geometric means by hand", .tags(.golden))
  func beforeAfter() throws {
    let effect = try BeforeAfter().estimate(try Self.study()).effect
    // Python 3.11, statistics.mean of math.log over the five files, years 2011–2012 and 2017–2018.
    #expect(abs(effect.estimate + 23.71720496901353) < 1e-6)
    let interval = try #require(effect.interval)
    #expect(interval.upper < -15 && interval.lower > -32)
  }
}
