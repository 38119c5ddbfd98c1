import AirQuality
import Ingest
import TestSupport
import Testing

@Suite("Repairs are made by testing and told of")
struct RepairTests {
  private static let mission =
    "Site,Parameter,Date (LT),Year,Month,Day,Hour,NowCast Conc.,AQI,AQI Category,Raw Conc.,"
    + "Conc. Unit,Duration,QC Name\r\n"

  private static func row(
    _ month: Int, _ day: Int, _ hour: Int, _ value: String, _ flag: String = "Valid"
  )
    -> String
  {
    "Beijing,PM2.5 - Principal,x,2015,\(month),\(day),\(hour),1,1,Good,\(value),UG/M3,1 Hr,\(flag)\r\n"
  }

  @Test("03:00 twice without 02:00 on the second Sunday of March becomes 02:00", .tags(.analytical))
  func summerTime() throws {
    let rows =
      Self.row(3, 8, 1, "1") + Self.row(3, 8, 3, "2") + Self.row(3, 8, 3, "3")
      + Self.row(3, 8, 4, "4")
    let file = try ScratchFile(Self.mission + rows).read()
    #expect(file.series.first?.values == [1, 2, 3, 4])
    #expect(
      file.repairs == [
        Told(
          kind: .repeatedStampRelabelled,
          message: "03:00 stands twice and 02:00 is absent on the day US summer time begins; the "
            + "first is taken as 02:00", line: 3, count: 1)
      ])
  }

  @Test("The same repeat on another day, or with 02:00 there, is refused", .tags(.analytical))
  func noSummerTime() throws {
    let otherDay = Self.row(3, 9, 1, "1") + Self.row(3, 9, 3, "2") + Self.row(3, 9, 3, "3")
    #expect(
      try ScratchFile(Self.mission + otherDay).refusal().hasPrefix(
        "data.csv:4: 2015-03-09 03:00 at Beijing stands already on line 3, with other values"))
    let there =
      Self.row(3, 8, 1, "1") + Self.row(3, 8, 2, "9") + Self.row(3, 8, 3, "2")
      + Self.row(3, 8, 3, "3")
    #expect(
      try ScratchFile(Self.mission + there).refusal().hasPrefix(
        "data.csv:5: 2015-03-08 03:00 at Beijing stands already on line 4, with other values"))
  }

  @Test("Only valid rows count, sentinels never, small negatives do", .tags(.analytical))
  func flags() throws {
    let rows =
      Self.row(1, 1, 1, "-3") + Self.row(1, 1, 2, "40", "Invalid")
      + Self.row(1, 1, 3, "-999", "Missing") + Self.row(1, 1, 4, "-999")
      + Self.row(1, 1, 5, "985000", "Invalid") + Self.row(1, 1, 8, "7")
    let file = try ScratchFile(Self.mission + rows).read()
    #expect(file.series.first?.values == [-3, nil, nil, nil, nil, nil, nil, 7])
    #expect(
      file.repairs == [
        Told(
          kind: .invalidByFlag, message: "rows flagged “Invalid” keep no value", line: 3, count: 1),
        Told(
          kind: .sentinelRemoved, message: "-999 in column Raw Conc. is taken as missing", line: 5,
          count: 1),
        Told(
          kind: .absentRows, message: "steps without a row are taken as missing", line: nil,
          count: 2),
      ])
  }

  @Test("The 21 valid rows of −999 that a Shanghai year has lose their values", .tags(.analytical))
  func shanghai() throws {
    let rows = (1...24).map { hour in
      "Shanghai,PM2.5 - Principal,x,2014,3,\(hour < 24 ? 1 : 2),\(hour % 24),1,1,Good,"
        + "\(hour > 3 ? "-999" : "\(hour)"),UG/M3,1 Hr,Valid\r\n"
    }
    let file = try ScratchFile(Self.mission + rows.joined()).read()
    let values = try #require(file.series.first?.values)
    #expect(values == [1, 2, 3] + Array(repeating: nil, count: 21))
    #expect(
      file.repairs == [
        Told(
          kind: .sentinelRemoved, message: "-999 in column Raw Conc. is taken as missing", line: 5,
          count: 21)
      ])
  }

  @Test("A row that stands twice is kept once", .tags(.analytical))
  func identicalRows() throws {
    let rows = Self.row(1, 1, 1, "5") + Self.row(1, 1, 1, "5") + Self.row(1, 1, 2, "6")
    let file = try ScratchFile(Self.mission + rows).read()
    #expect(file.series.first?.values == [5, 6])
    #expect(
      file.repairs == [
        Told(
          kind: .duplicateRowIdentical,
          message: "rows stand twice with the same values; one is kept", line: 3, count: 1)
      ])
  }

  @Test("A byte-order mark, blank lines and a missing last line end do no harm", .tags(.analytical))
  func blemishes() throws {
    let text = "\u{feff}city,date,pm25,lat,lon\n\nA,2014-01-01,3,1,2\n  \nA,2014-01-02,4,1,2"
    let file = try ScratchFile(text).read()
    #expect(file.series.first?.values == [3, 4])
    #expect(
      file.repairs == [
        Told(
          kind: .byteOrderMark, message: "the file begins with a byte-order mark", line: 1, count: 1
        )
      ])
    #expect(
      try ScratchFile(text + "\nA,2014-01-03,?,1,2").refusal().hasPrefix("data.csv:6, column pm25"))
  }

  @Test("Stations of one file may be interleaved, each in its own order", .tags(.analytical))
  func interleaved() throws {
    let text = """
      city,date,pm25,lat,lon
      A,2014-01-01,1,1,2
      B,2014-01-02,2,1,2
      A,2014-01-03,3,1,2
      B,2014-01-03,4,5,2

      """
    let file = try ScratchFile(text).read()
    #expect(file.series.map(\.station.name) == ["A", "B"])
    #expect(file.series.map(\.values) == [[1, nil, 3], [2, 4]])
    #expect(file.repairs.map(\.kind) == [.coordinateChanged, .absentRows])
    #expect(
      try ScratchFile(text + "A,2014-01-02,9,1,2\n").refusal()
        == "data.csv:6: 2014-01-02 comes after 2014-01-03 at A; sort the file by time, or "
        + "say in a format description that rows are in no order (order: any)")
  }

  @Test("Weather beside the pollutants' rows must agree", .tags(.analytical))
  func companions() throws {
    let header =
      "date,date_end,site,site_name,variable,value,air_temp,atmospheric_pressure,rh,wd,ws\n"
    func row(_ variable: String, _ value: Double, _ temperature: Double) -> String {
      "2014-01-01 00:00:00,x,s,Street,\(variable),\(value),\(temperature),1000,50,90,2\n"
    }
    let good = try ScratchFile(
      header + row("no2", 1, 5) + row("nox", 2, 5) + row("o3", 3, 5)
    ).read()
    #expect(good.series.first { $0.pollutant == .temperature }?.values == [5])
    #expect(
      good.repairs == [
        Told(
          kind: .rowsIgnored, message: "rows of “o3” are not in the description and are left out",
          line: 4, count: 1)
      ])
    #expect(
      try ScratchFile(header + row("no2", 1, 5) + row("nox", 2, 6)).refusal()
        == "data.csv:3: 2014-01-01 at Street, air_temp stands already on line 2, with other "
        + "values; find out which row is right and remove the other")
  }
}
