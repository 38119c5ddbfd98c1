import Documents
import AirQuality
import Ingest
import TestSupport
import Testing

@Suite("A user's own format")
struct DescriptionTests {
  private func description(_ yaml: String) throws -> FormatDescription {
    try FormatDescription(yaml: yaml, file: "mine.yaml")
  }

  private func refusal(_ yaml: String) -> String {
    do throws(IngestError) {
      _ = try FormatDescription(yaml: yaml, file: "mine.yaml")
      return "no error"
    } catch {
      return error.explanation
    }
  }

  private static let start = "identifier: mine\nnetwork: town\n"

  @Test("Japanese hours 1 to 24 in Shift_JIS end their hour", .tags(.analytical))
  func japaneseHours() throws {
    let format = try description(
      Self.start + """
        encoding: shift-jis
        preamble: 1
        station: { column: 局, names: { 港: Minato } }
        time: { column: 日付, pattern: yyyy/M/d, hour: 時, utc_offset: "+09:00", stamp: ending }
        missing: ["***"]
        values:
          - { column: PM2.5, pollutant: pm25, unit: ug/m3, sentinels: [9999] }
          - { column: SO2, pollutant: so2, unit: ppb, scale: 1000 }
        """)
    // 局,日付,時 and 港 in code page 932.
    let bytes =
      Array("x\r\n".utf8) + [0x8b, 0xc7, 0x2c, 0x93, 0xfa, 0x95, 0x74, 0x2c, 0x8e, 0x9e]
      + Array(",PM2.5,SO2\r\n".utf8)
      + ["2014/4/1,23,12,0.003", "2014/4/1,24,***,0.0031", "2014/4/2,1,9999, 0.1 "].flatMap {
        [0x8d, 0x60] + Array(",\($0)\r\n".utf8)
      }
    let file = try ScratchFile(bytes).read(IngestOptions(descriptions: [format]))
    #expect(file.source.format == "mine")
    let fine = try #require(file.series.first)
    #expect(fine.station == Station(network: "town", identifier: "港", name: "Minato"))
    #expect(fine.values == [12, nil, nil])
    #expect(fine.axis.label(at: 0) == "2014-04-01T23:00:00+09:00")
    #expect(fine.axis.label(at: 1) == "2014-04-02T00:00:00+09:00")
    #expect(
      fine.axis.start == Instant(CivilDate(daysSinceEpoch: 16_161), hour: 22, utcOffset: 32_400))
    #expect(file.series.last?.values == [3, 3.1, 100])
  }

  @Test("A wide table has one station a column", .tags(.analytical))
  func wide() throws {
    let format = try description(
      Self.start + """
        separator: semicolon
        decimal_mark: comma
        time: { column: day, pattern: dd.MM.yyyy, utc_offset: "+08:00", step: day }
        wide: { pollutant: pm10, unit: µg/m³, zero_is_missing: true }
        ignored: [comment]
        """)
    let text = "day;Altstadt;Neustadt;comment\n01.02.2016;1,5;0;x\n02.02.2016;;7,25;y\n"
    let file = try ScratchFile(text).read(IngestOptions(descriptions: [format]))
    #expect(file.series.map(\.station.key) == ["town/Altstadt", "town/Neustadt"])
    #expect(file.series.map(\.values) == [[1.5, nil], [nil, 7.25]])
    #expect(file.series.allSatisfy { $0.pollutant == .pm10 && $0.axis.step == .day })
    #expect(file.notices.map(\.kind) == [.sentinelRemoved])
  }

  @Test("A table of pollutant rows and station columns is read", .tags(.analytical))
  func nationalArchive() throws {
    let format = try description(
      Self.start + """
        time: { column: date, pattern: yyyyMMdd, hour: hour, utc_offset: "+08:00" }
        wide: true
        pollutants:
          column: type
          names:
            PM2.5: { pollutant: pm25, unit: µg/m³ }
            CO: { pollutant: co, unit: mg/m³, highest: 100, beyond: missing }
        """)
    let text = """
      date,hour,type,1001A,1002A
      20160101,0,AQI,500,400
      20160101,0,PM2.5,101,
      20160101,0,CO,1.2,0.9
      20160101,1,PM2.5,99,55
      20160101,1,CO,101,1.1

      """
    let file = try ScratchFile(text).read(IngestOptions(descriptions: [format]))
    #expect(
      file.series.map { "\($0.station.identifier) \($0.pollutant)" } == [
        "1001A pm25", "1002A pm25", "1001A co", "1002A co",
      ])
    #expect(file.series.map(\.values) == [[101, 99], [nil, 55], [1.2, nil], [0.9, 1.1]])
    #expect(file.notices.map(\.kind) == [.rowsIgnored, .implausibleRemoved])
  }

  @Test("Twelve-hour clocks and half-hour steps are read", .tags(.analytical))
  func halfHours() throws {
    let format = try description(
      Self.start + """
        station: { value: roof }
        time: { column: t, pattern: "yyyy-MM-dd hh:mm a", utc_offset: "+05:30", step: 1800 }
        values: [{ column: v, pollutant: pm25, unit: µg/m³ }]
        """)
    let text = "t,v\n2016-01-01 12:00 AM,1\n2016-01-01 12:30 AM,2\n2016-01-01 01:30 AM,3\n"
    let file = try ScratchFile(text).read(IngestOptions(descriptions: [format]))
    #expect(file.series.first?.values == [1, 2, nil, 3])
    #expect(
      try ScratchFile("t,v\n2016-01-01 12:00 AM,1\n2016-01-01 12:40 AM,2\n").refusal(
        IngestOptions(descriptions: [format]))
        == "data.csv:3: 2016-01-01 00:40 at roof is not on the grid of steps of 30 min; correct "
        + "the stamp, or describe the format with a shorter step; stamps that jitter are moved to "
        + "the grid (jitter: snap) or averaged to it (jitter: average)")
    #expect(
      try ScratchFile("t,v\n2016-1-1 12:00 AM,1\n").refusal(IngestOptions(descriptions: [format]))
        == "data.csv:2, column t: “2016-1-1 12:00 AM” is not a time written as yyyy-MM-dd hh:mm a; "
        + "correct the stamp")
    #expect(
      try ScratchFile("t,v\n2016-01-01 13:00 PM,1\n").refusal(
        IngestOptions(descriptions: [format]))
        == "data.csv:2, column t: “2016-01-01 13:00 PM” is not a time written as yyyy-MM-dd hh:mm a; "
        + "correct the stamp")
  }

  private static let badDescriptions: [(String, String)] = {
    var all: [(String, String)] = []
    func add(_ given: String, _ expected: String) { all.append((given, expected)) }
    add(
      "identifier: mine\n",
      "mine.yaml:1: “network” is missing; add a line such as “network: my-city”"
    )
    add(
      start + "seperator: tab\n",
      "mine.yaml:3: “seperator” is no field of a format description; did you mean separator?"
    )
    add(
      start + "separator: dot\n",
      "mine.yaml:3: “separator” is “dot”; choose one of: comma, semicolon, tab, bar, blank, fixed"
    )
    add(
      start + "time:\n  column: t\n  pattern: yyyy-MM-DD\n",
      "mine.yaml:5: “time.pattern” is “yyyy-MM-DD”, which is no pattern of a date; write one "
        + "such as yyyy-MM-dd HH:mm, or epoch-seconds, epoch-milliseconds, excel-days, "
        + "excel-days-1904"
    )
    add(
      start + "time: { column: t, pattern: yyyy-MM-dd HH:mm }\n",
      "mine.yaml:3: “time.utc_offset” is missing; add a line such as “utc_offset: \"+08:00\"” or “zone: Europe/London”"
    )
    add(
      start + "time: { column: t, pattern: yyyy-MM-dd HH:mm, utc_offset: Z }\nvalues:\n"
        + "  - { column: v, pollutant: pm25, unit: µg/m³, scale: 3 }\n",
      "mine.yaml:5: “values[1].scale” is 3, which is no power of ten; write a power of ten such "
        + "as 1000 or 0.1, or use factor"
    )
    add(
      start + "time: { column: t, pattern: yyyy-MM-dd HH:mm, utc_offset: Z }\nvalues:\n"
        + "  - { column: v, pollutant: pm25, unit: µg/m³ }\n",
      "mine.yaml:1: “station” is missing; add a line such as “station: { column: station }”"
    )
    add(
      "identifier: [\n",
      "mine.yaml:2: “the file” is not YAML: did not find expected node content; correct the line"
    )
    return all
  }()

  @Test(
    "A wrong description names field and line", .tags(.analytical),
    arguments: badDescriptions)
  func descriptionsAreRefused(_ yaml: String, _ expected: String) {
    #expect(refusal(yaml) == expected)
  }

  @Test("The catalogue lists every built-in format with its convention", .tags(.analytical))
  func catalogue() throws {
    #expect(
      FormatCatalogue.all.map(\.identifier) == [
        "beijing-prsa", "stateair", "stateair-historical", "china-183-cities",
        "japan-prefectures", "rmweather", "openair", "simulated-days", "simulated-hours",
        "china-sites", "china-cities", "wide-cities", "airaccord-long", "airaccord-wide",
        "openaq-archive", "openaq-explorer", "openaq-v3",
        "us-aqs-hourly", "us-aqs-daily", "ghcn-hourly", "soramame-json",
        "eea-parquet", "netcdf-grid", "era5-point", "hysplit-tdump", "aqcsv", "airnow-hourly",
        "eea-csv", "isd-lite", "isd-full",
        "nies-hourly", "soramame", "japan-city", "jma", "purpleair", "pmf-input", "voc-gc",
      ])
    let beijing = try #require(FormatCatalogue.all.first)
    #expect(beijing.units["co"] == "µg/m³")
    #expect(beijing.missingCodes == ["empty", "NA"])
    #expect(
      beijing.timeConvention
        == "UTC+08:00, steps of one hour, stamps name the beginning of the step")
    let cities = try #require(FormatCatalogue.all.first { $0.identifier == "china-183-cities" })
    #expect(cities.timeConvention == "UTC+08:00, steps of one day, stamps name the period itself")
    #expect(cities.columns == ["city", "date", "lat", "lon", "pm25"])
  }
}
