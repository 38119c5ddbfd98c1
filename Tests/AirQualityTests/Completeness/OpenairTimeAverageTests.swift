import AirQuality
import Foundation
import TestSupport
import Testing

/// Peer: openair 2.18.2 on R 4.2.2, `timeAverage(mydata, avg.time=…, data.thresh=75)` on London
/// Marylebone Road. The tolerance is 1e-9 because both average doubles, in another order.
@Suite("openair's timeAverage", .enabled(if: SharedData.isPresent))
struct OpenairTimeAverageTests {
  private struct Golden: Decodable {
    struct Values: Decodable {
      let date: [String]
      let ws, wd, nox, no2, o3, pm10, so2, co, pm25: [Double?]

      var columns: [(name: String, values: [Double?])] {
        [
          ("ws", ws), ("wd", wd), ("nox", nox), ("no2", no2), ("o3", o3), ("pm10", pm10),
          ("so2", so2), ("co", co), ("pm25", pm25),
        ]
      }
    }
    let values: Values
  }

  private func golden(_ name: String) throws -> Golden.Values {
    let file = SharedData.golden.appendingPathComponent("openair_timeaverage_\(name)75.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file)).values
  }

  /// The London series by column name; every hour of the file is present.
  private func london() throws -> [String: MonitoringSeries] {
    let names = ["ws", "wd", "nox", "no2", "o3", "pm10", "so2", "co", "pm25"]
    let table = try PlainTable(
      path: SharedData.path("openair/mydata.csv"), columns: names)
    let start = try #require(CivilDate("1998-01-01"))
    let axis = TimeAxis(
      start: Instant(start, utcOffset: 0), step: 3_600, count: table.rowCount, utcOffset: 0)
    return Dictionary(
      uniqueKeysWithValues: names.map { name in
        (
          name,
          MonitoringSeries(
            station: Station(network: "openair", identifier: "london"),
            pollutant: Pollutant(name), unit: MeasurementUnit(stored: "as in the file"), axis: axis,
            values: table.numbers(name))
        )
      })
  }

  // openair judges June 2005, of which the file has 23 days, by those 23 days.
  private let capture = DataCapture(minimumShare: 0.75, denominator: .withinAxis)

  @Test("Monthly means agree, wind direction as a vector weighted by speed", .tags(.golden))
  func months() throws {
    let expected = try golden("month")
    let series = try london()
    for (name, values) in expected.columns {
      let months = try #require(series[name])
        .monthly(capture: capture, windSpeed: name == "wd" ? series["ws"] : nil)
      #expect(months.map(\.start.description) == expected.date)
      expectAgreement(months.map(\.value), values, column: name)
    }
  }

  @Test("Daily means agree", .tags(.golden))
  func days() throws {
    let expected = try golden("day")
    let series = try london()
    for (name, values) in expected.columns {
      let days = try #require(series[name])
        .daily(capture: capture, windSpeed: name == "wd" ? series["ws"] : nil)
      #expect((0..<values.count).map { days.axis.date(at: $0).description } == expected.date)
      expectAgreement(Array(days.values.prefix(values.count)), values, column: name)
    }
  }

  @Test("By the whole month, openair's 23-day June 2005 fails", .tags(.golden))
  func strictLastMonth() throws {
    let nox = try #require(try london()["nox"])
    let strict = try #require(nox.monthly().last)
    #expect(strict.label == "2005-06" && strict.value == nil && strict.expectedCount == 720)
    #expect(try #require(nox.monthly(capture: capture).last).value != nil)
  }

  private func expectAgreement(_ ours: [Double?], _ theirs: [Double?], column: String) {
    #expect(ours.count == theirs.count, "\(column)")
    for (position, pair) in zip(ours, theirs).enumerated() {
      switch pair {
      case (nil, nil): continue
      case (let left?, let right?):
        #expect(abs(left - right) < 1e-9, "\(column) at \(position)")
      default:
        Issue.record("\(column) at \(position): \(pair.0 as Any) against \(pair.1 as Any)")
      }
    }
  }
}
