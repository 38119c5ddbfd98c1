import Documents
import AirQuality
import Foundation
import TestSupport
import Testing

@testable import Ingest

@Suite("Years that cannot be, eras, and the order of day and month")
struct YearTests {
  private static let today = Instant(secondsSinceEpoch: 1_795_867_200)  // 2026-11-28

  private static func read(
    _ text: String, named name: String = "city.csv",
    _ change: (inout IngestOptions) -> Void = { _ in }
  ) throws -> IngestedFile {
    var options = IngestOptions(readingDate: today)
    change(&options)
    return try FileReader.read(bytes: Array(text.utf8), path: name, options: options)
  }

  private static func described(_ stamp: String) throws -> IngestedFile {
    let description = try FormatDescription(
      yaml: """
        identifier: mine
        network: mine
        station: { value: one }
        time: { column: t, pattern: "yyyy-MM-dd HH:mm", utc_offset: "+00:00" }
        values: [{ column: pm25, pollutant: pm25, unit: µg/m³ }]
        """, file: "d.yaml")
    return try read("t,pm25\n2016-12-31 21:00,1\n\(stamp),3\n", named: "d.csv") {
      $0.descriptions = [description]
    }
  }

  @Test("A mistyped year is refused with its line")
  func mistyped() throws {
    #expect(
      throws: IngestError.implausibleYear(
        "2106-12-31 23:00", latest: "2026-11-29", file: "d.csv", line: 3)
    ) { try Self.described("2106-12-31 23:00") }
    #expect(
      IngestError.implausibleYear("2106-12-31 23:00", latest: "2026-11-29", file: "d.csv", line: 3)
        .explanation
        == "d.csv:3: the stamp 2106-12-31 23:00 cannot be: years run from 1900 to tomorrow, "
        + "2026-11-29 by this machine’s clock; correct the year, write an era with its sign "
        + "(令和2年, R2), or set this machine’s clock")
  }

  @Test(
    "Stamps before 1900 and after tomorrow are refused",
    arguments: ["0002-04-01 00:00", "0027-04-01 00:00", "1899-12-31 23:00", "2026-11-30 01:00"])
  func refused(_ stamp: String) {
    #expect(throws: IngestError.self) { try Self.described(stamp) }
  }

  @Test("Tomorrow, up to its midnight, is read: somewhere it has begun")
  func tomorrow() throws {
    let description = try FormatDescription(
      yaml: """
        identifier: mine
        network: mine
        station: { value: one }
        time: { column: t, pattern: "yyyy-MM-dd HH:mm", utc_offset: "+00:00" }
        values: [{ column: pm25, pollutant: pm25, unit: µg/m³ }]
        """, file: "d.yaml")
    let file = try Self.read("t,pm25\n2026-11-29 23:00,1\n2026-11-29 24:00,3\n", named: "d.csv") {
      $0.descriptions = [description]
    }
    #expect(file.series.first?.values == [1, 3])
  }

  @Test(
    "Municipal files of Japan are read by era", .tags(.analytical),
    arguments: [
      ("令和2年4月1日", "2020-04-01"), ("R2/4/1", "2020-04-01"), ("H27.4.1", "2015-04-01"),
      ("平成元年4月1日", "1989-04-01"), ("S63/4/1", "1988-04-01"), ("2020/4/1", "2020-04-01"),
      ("20200401", "2020-04-01"),
    ])
  func eras(_ date: String, _ expected: String) throws {
    let file = try Self.read(
      "測定局,年月日,時,二酸化硫黄(ppm),二酸化窒素(ppm)\n局,\(date),1,0.001,0.012\n局,\(date),2,0.002,0.013\n")
    let series = try #require(file.series.first { $0.pollutant == .no2 })
    // Stamps name the ending: the first hour begins at midnight.
    #expect(series.axis.date(at: 0).description == expected)
    #expect(series.values == [0.012, 0.013])
  }

  @Test(
    "A year without an era is never the year 2 or 27", arguments: ["2/4/1", "27年4月1日", "H32/4/1"])
  func withoutEra(_ date: String) {
    #expect(throws: IngestError.self) {
      try Self.read("測定局,年月日,時,二酸化硫黄(ppm),二酸化窒素(ppm)\n局,\(date),1,0.001,0.012\n")
    }
  }

  @Test("Eras in a column of years are read", .tags(.analytical))
  func eraColumn() throws {
    for year in ["令和2", "R2年", "2020"] {
      let file = try Self.read(
        "測定局,年,月,日,時,二酸化硫黄(ppm),二酸化窒素(ppm)\n局,\(year),4,1,1,0.001,0.012\n")
      #expect(file.series.first?.axis.date(at: 0).description == "2020-04-01")
    }
  }

  private static func compounds(_ dates: String...) -> String {
    "Time,Benzene,Toluene,Ethane,Propane,Isoprene,Acetylene\n"
      + dates.map { "\($0),1,2,3,4,5,6\n" }.joined()
  }

  @Test("Day or month first: proven, declared, or refused", .tags(.analytical))
  func order() throws {
    let open = Self.compounds("01/06/2019 06:00", "02/06/2019 06:00", "03/06/2019 06:00")
    #expect(
      throws: IngestError.ambiguousDate("01/06/2019 06:00", column: "Time", file: "gc.csv", line: 2)
    ) { try Self.read(open, named: "gc.csv") }
    let day = try Self.read(open, named: "gc.csv") { $0.dateOrder = .dayFirst }
    #expect(day.series.first?.axis.date(at: 0).description == "2019-06-01")
    #expect(day.series.first?.count == 3)
    let month = try Self.read(open, named: "gc.csv") { $0.dateOrder = .monthFirst }
    #expect(month.series.first?.axis.date(at: 0).description == "2019-01-06")
    let proven = try Self.read(
      Self.compounds("12/06/2019 06:00", "13/06/2019 06:00"), named: "gc.csv")
    #expect(proven.series.first?.axis.date(at: 0).description == "2019-06-12")
    let american = try Self.read(
      Self.compounds("06/12/2019 06:00", "06/13/2019 06:00"), named: "gc.csv")
    #expect(american.series.first?.axis.date(at: 0).description == "2019-06-12")
  }

  @Test("Dates of two orders, or against what was declared, are refused")
  func contradictions() {
    let mixed = Self.compounds("13/06/2019 06:00", "06/13/2019 06:00")
    #expect(
      throws: IngestError.contradictoryDates(
        "13/06/2019 06:00", "06/13/2019 06:00", column: "Time", file: "gc.csv", firstLine: 2,
        line: 3)
    ) { try Self.read(mixed, named: "gc.csv") }
    #expect(throws: IngestError.self) {
      try Self.read(Self.compounds("06/13/2019 06:00"), named: "gc.csv") {
        $0.dateOrder = .dayFirst
      }
    }
  }

  @Test(
    "Years of two digits are of this century, and refused where they lie ahead", .tags(.analytical),
    arguments: [("6/1/98", 2098), ("6/13/24", 2024), ("06/13/70", 2070), ("6/13/05 6:00", 2005)])
  func twoDigits(_ text: String, _ year: Int) throws {
    let reading = try #require(StampText.dayAndMonth(text, .monthFirst, offset: 0))
    #expect(Instant(secondsSinceEpoch: reading.utc).date(utcOffset: 0).year == year)
  }

  @Test("Years of one or three digits are no years")
  func oddDigits() {
    #expect(StampText.dayAndMonth("6/1/198", .monthFirst, offset: 0) == nil)
    #expect(StampText.dayAndMonth("6/1", .monthFirst, offset: 0) == nil)
    #expect(StampText.dayAndMonth("6/1/2005 x", .monthFirst, offset: 0) == nil)
  }
}
