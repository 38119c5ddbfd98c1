import Documents
import AirQuality
import ArchiveFiles
import TextFiles
import Ingest
import Foundation
import TestSupport
import Testing

/// Ways of writing a table that a description can name; each expected value is read off the text by
/// hand.
@Suite("Tables in the ways that people write them")
struct WrittenTablesTests {
  private func read(
    _ text: String, time: String, rest: String = "",
    values: String = "values: [{ column: v, pollutant: pm25, unit: µg/m³ }]"
  ) throws -> IngestedFile {
    let yaml =
      "identifier: mine\nnetwork: town\n"
      + (rest.contains("station:") ? "" : "station: { value: roof }\n") + "time: { \(time) }\n"
      + rest + "\n" + values + "\n"
    let format = try FormatDescription(yaml: yaml, file: "mine.yaml")
    return try ScratchFile(text).read(IngestOptions(descriptions: [format]))
  }

  private func refusal(_ text: String, time: String, rest: String = "") throws -> String {
    let format = try FormatDescription(
      yaml:
        "identifier: mine\nnetwork: town\nstation: { value: roof }\ntime: { \(time) }\n\(rest)\n"
        + "values: [{ column: v, pollutant: pm25, unit: µg/m³ }]\n", file: "mine.yaml")
    return try ScratchFile(text).refusal(IngestOptions(descriptions: [format]))
  }

  private static let clock = "utc_offset: \"+00:00\""

  @Test("Date and clock in two columns end at 24:00", .tags(.analytical))
  func dateAndClock() throws {
    let file = try read(
      "date,time,v\n01/01/2020,23:00,44.4\n01/01/2020,24:00,5\n",
      time: "column: date, pattern: dd/MM/yyyy, hour: time, \(Self.clock), stamp: ending")
    let series = try #require(file.series.first)
    #expect(series.values == [44.4, 5])
    #expect(series.axis.label(at: 1) == "2020-01-02T00:00:00Z")
    let joined = try read(
      "date,time,v\n3-Feb-20,11:00 p.m.,1\n4-Feb-20,12:00 a.m.,2\n",
      time: "column: [date, time], pattern: d-MMM-yy h:mm a, century: 2000, \(Self.clock)")
    #expect(joined.series.first?.axis.label(at: 0) == "2020-02-03T23:00:00Z")
    #expect(joined.series.first?.values == [1, 2])
  }

  @Test("Hours and minutes without a mark are read by all rows", .tags(.analytical))
  func hoursAndMinutes() throws {
    // 0 and 15 alone would be hours; 45 and 100 show what is meant.
    let file = try read(
      "d,h,v\n20200101,0,1\n20200101,15,2\n20200101,30,3\n20200101,45,4\n20200101,100,5\n",
      time: "column: d, pattern: yyyyMMdd, hour: h, \(Self.clock), step: 15 min")
    #expect(file.series.first?.values == [1, 2, 3, 4, 5])
    #expect(file.series.first?.axis.label(at: 4) == "2020-01-01T01:00:00Z")
  }

  @Test("Hours side by side become rows, and days that do not exist are told", .tags(.analytical))
  func hoursSideBySide() throws {
    let file = try read(
      "site,date,H01,H02,H03\n1,2020-04-30,5,6,7\n1,2020-04-31,-999,-999,-999\n1,2020-05-01,8,-999,9\n",
      time:
        "column: date, pattern: yyyy-MM-dd, hours: { from: H01, to: H03 }, \(Self.clock), stamp: ending",
      rest: "station: { column: site }\nmissing: [\"-999\"]",
      values: "values: [{ pollutant: pm25, unit: µg/m³ }]")
    let series = try #require(file.series.first)
    #expect(series.axis.label(at: 0) == "2020-04-30T01:00:00Z")
    #expect(series.count == 27)
    #expect(Array(series.values.prefix(3)) == [5, 6, 7])
    #expect(Array(series.values.suffix(3)) == [8, nil, 9])
    #expect(file.notices.contains { $0.kind == .rowsIgnored && $0.line == 3 })
  }

  @Test("Stamps with an offset of their own keep standard time", .tags(.analytical))
  func ownOffset() throws {
    let file = try read(
      "t,v\n2021-10-31T01:00:00+02:00,1\n2021-10-31T02:00:00+02:00,2\n2021-10-31T02:00:00+01:00,3\n",
      time: "column: t, pattern: \"yyyy-MM-dd'T'HH:mm:ssXXX\"")
    let series = try #require(file.series.first)
    #expect(series.axis.utcOffset == 3_600)
    #expect(series.axis.label(at: 0) == "2021-10-31T00:00:00+01:00")
    #expect(series.values == [1, 2, 3])
    #expect(file.repairs.map(\.kind) == [.clockSettled])
  }

  @Test("Counts from 1970 and from 1900 are stamps", .tags(.analytical))
  func counts() throws {
    let epoch = try read(
      "t,v\n1672531200000,1\n1672534800000,2\n",
      time: "column: t, pattern: epoch-milliseconds, utc_offset: \"+09:00\"")
    #expect(epoch.series.first?.axis.label(at: 0) == "2023-01-01T09:00:00+09:00")
    // 43831 is 1 January 2020; 0.0417 of a day is 01:00 as far as four decimals tell.
    let days = try read(
      "t,v\n43831.0,1\n43831.0417,2\n43831.0833333333,3\n",
      time: "column: t, pattern: excel-days, \(Self.clock)")
    #expect(days.series.first?.values == [1, 2, 3])
    #expect(days.series.first?.axis.label(at: 0) == "2020-01-01T00:00:00Z")
  }

  @Test("Newest first is read without a word in the description", .tags(.analytical))
  func newestFirst() throws {
    let file = try read(
      "t,v\n2020-01-01 02:00,3\n2020-01-01 01:00,2\n2020-01-01 00:00,1\n",
      time: "column: t, pattern: yyyy-MM-dd HH:mm, \(Self.clock)")
    #expect(file.series.first?.values == [1, 2, 3])
    #expect(file.repairs.map(\.kind) == [.rowsSorted])
  }

  @Test("Jittering stamps are moved or averaged, and refused otherwise", .tags(.analytical))
  func jitter() throws {
    let text = "t,v\n2020-06-01 00:01:59,1\n2020-06-01 00:04:01,2\n2020-06-01 00:06:00,6\n"
    let pattern = "column: t, pattern: yyyy-MM-dd HH:mm:ss, \(Self.clock)"
    let snapped = try read(text, time: "\(pattern), step: 120, jitter: snap")
    #expect(snapped.series.first?.values == [1, 2, 6])
    #expect(snapped.series.first?.axis.label(at: 0) == "2020-06-01T00:02:00Z")
    let averaged = try read(text, time: "\(pattern), step: hour, jitter: average")
    #expect(averaged.series.first?.values == [3])
    #expect(try refusal(text, time: "\(pattern), step: 120").contains("jitter: snap"))
    #expect(
      try refusal(
        "t,v\n2020-06-01 00:02:00,1\n2020-06-01 00:04:00,1\n2020-06-01 00:07:00,2\n2020-06-01 00:08:00,2\n",
        time: "\(pattern), step: 120, jitter: snap"
      ).contains("is more than a quarter of"))
  }

  @Test("Numbers keep what stands around them out of the value", .tags(.analytical))
  func numbers() throws {
    let file = try read(
      "t;v\n2020-01-01 00:00;1.234,5\n2020-01-01 01:00;<0,5\n2020-01-01 02:00;3,5*\n"
        + "2020-01-01 03:00;7 #\n",
      time: "column: t, pattern: yyyy-MM-dd HH:mm, \(Self.clock)",
      rest: "separator: semicolon\ndecimal_mark: comma\nthousands: point",
      values: "values: [{ column: v, pollutant: pm25, unit: µg/m³, censored: keep, "
        + "marks: { \"*\": keep, \"#\": missing } }]")
    let (value, limit) = (try #require(file.series.first), try #require(file.series.last))
    #expect(value.values == [1234.5, nil, 3.5, nil])
    #expect(limit.values == [nil, 0.5, nil, nil])
    #expect(limit.pollutant.identifier.hasSuffix("below"))
    #expect(file.notices.map(\.kind).contains(.belowDetection))
  }

  @Test("A thousands mark between other groups is refused", .tags(.analytical))
  func wrongGroups() throws {
    #expect(
      try refusal(
        "t,v\n2020-01-01 00:00,\"12,34\"\n",
        time: "column: t, pattern: yyyy-MM-dd HH:mm, \(Self.clock)", rest: "thousands: comma"
      ).hasPrefix("data.csv:2, column v: “12,34” is not a number"))
  }

  @Test("A factor before a unit, and factor with offset", .tags(.analytical))
  func factors() throws {
    let file = try read(
      "t,a,b\n2020-01-01 00:00,3,100\n2020-01-01 01:00,-1,40\n",
      time: "column: t, pattern: yyyy-MM-dd HH:mm, \(Self.clock)",
      values: "values: [{ column: a, pollutant: co, unit: 0.1 ppm }, "
        + "{ column: b, pollutant: temperature, unit: °C, factor: 0.25, offset: -10 }]")
    #expect(file.series.map(\.values) == [[0.3, -0.1], [15, 0]])
    #expect(file.series.first?.unit == .partsPerMillion)
  }

  @Test("Blanks, fixed widths, bars, comments and no header", .tags(.analytical))
  func shapes() throws {
    let pattern = "pattern: yyyy-MM-dd HH:mm, \(Self.clock)"
    let blanks = try read(
      "# station one\nd t v\n2020-01-01   00:00 5\n# pause\n2020-01-01 01:00\t6\n",
      time: "column: [d, t], \(pattern)", rest: "separator: space\ncomments: \"#\"")
    #expect(blanks.series.first?.values == [5, 6])
    let fixed = try read(
      "2020-01-01 00:00   5a\n2020-01-01 01:00     \n2020-01-01 02:00  17b\n",
      time: "column: t, \(pattern)",
      rest: "separator: fixed\nwidths: [16, 4, 1]\ncolumns: [t, v, code]")
    #expect(fixed.series.first?.values == [5, nil, 17])
    let bars = try read(
      "2020-01-01 00:00|5|the \"roof\n2020-01-01 01:00|6|x\n",
      time: "column: t, \(pattern)", rest: "separator: bar\ncolumns: [t, v, remark]")
    #expect(bars.series.first?.values == [5, 6])
    #expect(
      try refusal(
        "2020-01-01 00:00,5,1\n", time: "column: t, \(pattern)", rest: "columns: [t, v]"
      ).contains("which looks like a row"))
  }

  @Test("Lines keep their numbers when a table is rewritten", .tags(.analytical))
  func lines() throws {
    #expect(
      try refusal(
        "# one\nt,v\n\n2020-01-01 00:00,\"1,000\"\n# two\n2020-01-01 01:00,x\n",
        time: "column: t, pattern: yyyy-MM-dd HH:mm, \(Self.clock)",
        rest: "thousands: comma\ncomments: \"#\""
      ).hasPrefix("data.csv:6, column v: “x” is not a number"))
  }

  @Test("The last minute of an hour is its end, as the middle of one is not", .tags(.analytical))
  func lastMinute() throws {
    let time = "column: t, pattern: yyyy-MM-dd HH:mm, \(Self.clock), stamp: ending"
    let file = try read("t,v\n2020-01-01 00:59,1\n2020-01-01 01:59,2\n", time: time)
    #expect(file.series.first?.axis.label(at: 0) == "2020-01-01T01:00:00Z")
    #expect(file.repairs.map(\.kind) == [.labelsMoved])
    let beginning = try read(
      "t,v\n2020-01-01 00:59,1\n2020-01-01 01:59,2\n",
      time: "column: t, pattern: yyyy-MM-dd HH:mm, \(Self.clock), stamp: beginning")
    #expect(beginning.series.first?.axis.label(at: 0) == "2020-01-01T00:59:00Z")
    let half = try read("t,v\n2020-01-01 00:30,1\n2020-01-01 01:30,2\n", time: time)
    #expect(half.series.first?.axis.label(at: 0) == "2020-01-01T00:30:00Z")
    #expect(half.repairs.isEmpty)
  }

  @Test("Descriptions that cannot be meant are refused", .tags(.analytical))
  func contradictions() {
    func refusal(_ time: String, _ rest: String = "") -> String {
      do throws(IngestError) {
        _ = try FormatDescription(
          yaml: "identifier: m\nnetwork: m\nstation: { value: s }\ntime: { \(time) }\n\(rest)\n"
            + "values: [{ column: v, pollutant: pm25, unit: µg/m³ }]\n", file: "m.yaml")
        return "no error"
      } catch { return error.what }
    }
    #expect(
      refusal("column: t, pattern: dd/MM/yy HH:mm, \(Self.clock)")
        == "“time.pattern” is “dd/MM/yy HH:mm”, whose years have two digits")
    #expect(
      refusal("column: t, pattern: yyyy-MM-dd, \(Self.clock)")
        == "“time.pattern” names days, and the step is one hour")
    #expect(
      refusal("column: t, pattern: yyyy-MM-dd HH:mm, zone: Europe/Berlin, order: any").contains(
        "do not tell the two hours of an autumn night"))
    #expect(
      refusal("column: t, pattern: yyyy-MM-dd HH:mm, \(Self.clock)", "thousands: point")
        == "“thousands” is the decimal mark too")
    #expect(
      refusal("column: t, pattern: epoch-seconds, hour: h, \(Self.clock)").contains(
        "stands beside a stamp that is one number"))
  }

  @Test("A zip of many tables gives a file each", .tags(.analytical))
  func manyTables() throws {
    let format = try FormatDescription(
      yaml: "identifier: mine\nnetwork: town\nstation: { file_name: ^(.+)\\.csv$ }\n"
        + "time: { column: t, pattern: yyyy-MM-dd HH:mm, \(Self.clock) }\n"
        + "values: [{ column: v, pollutant: pm25, unit: µg/m³ }]\n", file: "mine.yaml")
    var options = IngestOptions(descriptions: [format])
    options.archives = LibraryArchives()
    let path = SharedData.checkout.appendingPathComponent(
      "Tests/IngestTests/Samples/two-tables.zip"
    ).path
    let files = try FileReader.readAll(path: path, options: options)
    #expect(files.map { $0.series.map(\.values) } == [[[1, 2]], [[3, 4]]])
    #expect(files.map { $0.series[0].station.identifier } == ["A1", "B2"])
    #expect(files.map(\.source.name) == ["A1.csv", "B2.csv"])
    #expect(Set(files.map(\.source.sha256)).count == 2)
  }

  @Test("What is no text says which Python package reads it", .tags(.analytical))
  func foreign() throws {
    var options = IngestOptions()
    options.foreign = PythonTables(PythonEnvironment(interpreter: nil))
    let bytes = Array("PAR1".utf8) + [UInt8](repeating: 0, count: 40)
    let refusal = try ScratchFile(bytes, name: "e.parquet").refusal(options)
    #expect(refusal.contains("a Parquet table, which is read through Python, and there is none"))
    #expect(refusal.contains("pip install pyarrow"))
    #expect(try ScratchFile(bytes, name: "e.parquet").refusal().contains("save it as CSV first"))
  }
}
