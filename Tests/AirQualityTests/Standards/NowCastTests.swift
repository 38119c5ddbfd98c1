import TestSupport
import Testing

@testable import AirQuality

@Suite("NowCast")
struct NowCastTests {
  @Test("Steady air gives itself, a clean last hour half the weight", .tags(.analytical))
  func byHand() {
    #expect(NowCast.value([Double](repeating: 42.5, count: 12)) == 42.5)
    // min/max = 10/100, so w = 0.5; weights 1, 0.5, … sum to 2 − 2⁻¹¹ = 1.99951171875, the first
    // hour is 10 and all others 100: (10 + 100 · 0.99951171875) / 1.99951171875 = 54.98901…
    #expect(NowCast.value([10] + [Double](repeating: 100, count: 11)) == 54.9)
    // min/max = 60/80 = 0.75: (80 + 0.75 · 60) / 1.75 = 125 / 1.75 = 71.428…
    #expect(NowCast.value([80, 60]) == 71.4)
  }

  @Test("Two of the last three hours must be there", .tags(.analytical))
  func lastThree() {
    #expect(NowCast.value([50, .nan, 50]) == 50)
    #expect(NowCast.value([.nan, 50, 50]) == 50)
    #expect(NowCast.value([50, .nan, .nan, 50, 50, 50]).isNaN)
    #expect(NowCast.value([50]).isNaN)
    // A missing hour leaves its weight out: w = 0.5, (10 + 0.25 · 100) / 1.25 = 28.
    #expect(NowCast.value([10, .nan, 100]) == 28)
  }

  @Test("It lies between the lowest and the highest of its hours", .tags(.property))
  func bounded() {
    var state: UInt64 = 7
    for _ in 0..<2_000 {
      let hours = (0..<12).map { _ -> Double in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 40) / 65_536
      }
      let value = NowCast.value(hours)
      #expect(value >= (hours.min() ?? 0) - 0.1 && value <= hours.max() ?? 0)
    }
  }

  /// A row of the files.
  private struct Row {
    let hour: Int
    let raw: Double?
    let nowCast: Double?
    let index: Double?
  }

  private static func rows(_ city: String) throws -> [Row] {
    var rows: [Row] = []
    for name in try SharedData.files(in: "stateair")
    where name.hasPrefix(city) && name.hasSuffix("_YTD.csv") {
      let table = try PlainTable(
        path: SharedData.path("stateair/\(name)"),
        columns: [
          "Year", "Month", "Day", "Hour", "NowCast Conc.", "AQI", "Raw Conc.", "QC Name",
        ])
      let parts = ["Year", "Month", "Day", "Hour"].map { table[$0].map { Int($0) } }
      func numbers(_ column: String) -> [Double?] {
        table.numbers(column).map { $0.flatMap { $0 > -900 ? $0 : nil } }
      }
      let (raw, nowCast, index) = (numbers("Raw Conc."), numbers("NowCast Conc."), numbers("AQI"))
      let valid = table["QC Name"].map { $0 == "Valid" }
      for row in 0..<table.rowCount {
        guard let year = parts[0][row], let month = parts[1][row], let day = parts[2][row],
          let hour = parts[3][row], let date = CivilDate(year: year, month: month, day: day)
        else { continue }
        rows.append(
          Row(
            hour: date.daysSinceEpoch * 24 + hour,
            raw: valid[row] ? raw[row] : nil, nowCast: nowCast[row], index: index[row]))
      }
    }
    return rows
  }

  @Test(
    "StateAir’s own NowCast agrees in 148,631 of 148,777 hours, its index in all",
    .tags(.golden), .enabled(if: SharedData.isPresent))
  func stateAir() throws {
    let scale = try #require(IndexScale(.us2012, .pm25, averaging: "24h"))
    var compared = 0
    var agreed = 0
    var whole = 0
    var wholeAgreed = 0
    var indices = 0
    var indicesAgreed = 0
    for city in ["Beijing", "Shenyang"] {
      let rows = try Self.rows(city)
      let first = try #require(rows.map(\.hour).min())
      let last = try #require(rows.map(\.hour).max())
      var hours = [Double](repeating: .nan, count: last - first + 1)
      var seen = [Bool](repeating: false, count: hours.count)
      // Stamps that daylight saving time repeated: the first row stands.
      for row in rows where !seen[row.hour - first] {
        seen[row.hour - first] = true
        hours[row.hour - first] = row.raw ?? .nan
      }
      let own = NowCast.values(hours)
      for row in rows {
        if let nowCast = row.nowCast, let index = row.index {
          indices += 1
          if scale.reading(at: nowCast).map({ Double($0.index) }) == index { indicesAgreed += 1 }
        }
        let place = row.hour - first
        guard let nowCast = row.nowCast, !own[place].isNaN else { continue }
        let same = abs(own[place] - nowCast) < 1e-6
        compared += 1
        agreed += same ? 1 : 0
        guard place >= 11, hours[(place - 11)...place].allSatisfy({ $0 >= 0 }) else { continue }
        whole += 1
        wholeAgreed += same ? 1 : 0
      }
    }
    #expect(compared == 148_777)
    #expect(agreed == 148_631)
    // Twelve measured hours without a negative one: what remains are four that single precision
    // truncated the other way and one at a stamp that daylight saving time repeated.
    #expect(whole - wholeAgreed == 5)
    #expect(whole == 139_479)
    #expect(indices > 140_000)
    #expect(indicesAgreed == indices, "\(indicesAgreed) of \(indices)")
  }
}
