import AirQuality
import Foundation
import TestSupport
import Testing

/// Peer: openair 2.18.2 on R 4.2.2, `rollingMean(mydata, "o3", width = 8, data.thresh = 75)` on
/// London Marylebone Road; the values show that the windows are centred. Tolerance 1e-9: both
/// average eight doubles.
@Suite("openair's rollingMean", .enabled(if: SharedData.isPresent))
struct OpenairRollingMeanTests {
  private struct Golden: Decodable {
    struct Values: Decodable { let r8: [Double?] }
    let values: Values
  }

  @Test("Two thousand hours agree from the sixth on", .tags(.golden))
  func agreement() throws {
    let file = SharedData.golden.appendingPathComponent("openair_rollingmean_o3_8h75.json")
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file)).values.r8
    let table = try PlainTable(path: SharedData.path("openair/mydata.csv"), columns: ["o3"])
    let start = try #require(CivilDate("1998-01-01"))
    let series = MonitoringSeries(
      station: Station(network: "openair", identifier: "mydata"), pollutant: .o3,
      unit: .partsPerBillion,
      axis: TimeAxis(
        start: Instant(start, utcOffset: 0), step: 3_600, count: table.rowCount, utcOffset: 0),
      values: table.numbers("o3"))
    let rolling = series.rolling(width: 8, alignment: .centre).values
    #expect(golden.count == 2_000)
    // The first complete window, hours 0 to 7 around hour 3, has seven values: 9/7. openair has
    // none there and 2.25 at the next hour, whose seven values add up to 9 as well.
    let first: Double = 9.0 / 7
    #expect(abs(try #require(rolling[3]) - first) < 1e-12)
    for position in 5..<golden.count {
      switch (rolling[position], golden[position]) {
      case (nil, nil): continue
      case (let mine?, let peer?): #expect(abs(mine - peer) < 1e-9, "hour \(position)")
      default:
        Issue.record("hour \(position): \(rolling[position] as Any), \(golden[position] as Any)")
      }
    }
  }
}
