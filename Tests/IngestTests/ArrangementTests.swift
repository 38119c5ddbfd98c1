import Documents
import ArchiveFiles
import AirQuality
import Foundation
import TestSupport
import Testing

@testable import Ingest

@Suite("Layouts of the field")
struct ArrangementTests {
  static func read(_ name: String, format: String? = nil) throws -> IngestedFile {
    let path = SharedData.checkout.appendingPathComponent("Tests/IngestTests/Samples/\(name)").path
    return try FileReader.read(
      path: path, options: IngestOptions(format: format, archives: LibraryArchives()))
  }

  static func series(
    _ file: IngestedFile, _ pollutant: Pollutant, at station: String? = nil
  ) throws -> MonitoringSeries {
    try #require(
      file.series.first {
        $0.pollutant == pollutant && (station == nil || $0.station.identifier == station)
      }, "no \(pollutant) at \(station ?? "any station")")
  }

  @Test(
    "Each sample is recognised by its content", .tags(.analytical),
    arguments: [
      ("china_sites_20180831.csv", "china-sites"), ("china_cities_20180831.csv", "china-cities"),
      ("openaq.csv", "openaq-archive"), ("openaq-v3.json", "openaq-v3"),
      ("hourly_44201_2019.zip", "us-aqs-hourly"), ("aqcsv.csv", "aqcsv"),
      ("airnow.dat", "airnow-hourly"), ("eea.csv", "eea-csv"),
      ("545110-99999-2015", "isd-lite"), ("isd-full", "isd-full"), ("nies.csv", "nies-hourly"),
      ("soramame.csv", "soramame"), ("yokohama.csv", "japan-city"), ("jma.csv", "jma"),
      ("purpleair.csv", "purpleair"), ("voc-gc.csv", "voc-gc"),
    ])
  func recognition(name: String, format: String) throws {
    #expect(try Self.read(name).source.format == format)
    #expect(FormatCatalogue.all.contains { $0.identifier == format && !$0.notes.isEmpty })
  }

  @Test(
    "China's 15 types become quantities, a missing hour and an empty cell missing values",
    .tags(.analytical))
  func chinaSites() throws {
    let file = try Self.read("china_sites_20180831.csv")
    #expect(file.series.count == 30)
    let fine = try Self.series(file, .pm25, at: "1002A")
    #expect(fine.values == [40, nil, nil, 43])
    #expect(fine.referenceState == .chinaGB3095)
    #expect(fine.axis.label(at: 0) == "2018-08-31T00:00:00+08:00")
    let carbon = try Self.series(file, .co, at: "1001A")
    #expect(carbon.unit == .milligramsPerCubicMetre)
    #expect(carbon.values.first == 0.8)
    let running = try Self.series(file, Pollutant("pm25_24h"), at: "1001A")
    #expect(running.pollutant.kind == .particulate)
    #expect(try Self.series(file, Pollutant("aqi"), at: "1001A").unit == .dimensionless)
  }

  @Test("Chinese cities are named by their columns", .tags(.analytical))
  func chinaCities() throws {
    let file = try Self.read("china_cities_20180831.csv")
    #expect(Set(file.series.map(\.station.identifier)) == ["北京", "上海"])
  }

  @Test(
    "OpenAQ: the stamp ends the hour, sentinels and their ghosts go, ppb joins ppm exactly",
    .tags(.analytical))
  func openAQ() throws {
    let file = try Self.read("openaq.csv")
    let coarse = try Self.series(file, .pm10)
    #expect(coarse.values == [24, nil])
    // The hour that ends at 01:00 begins at 00:00 of the local clock.
    #expect(coarse.axis.start.formatted(utcOffset: -25_200) == "2023-03-01T00:00:00-07:00")
    #expect(coarse.axis.stamp == .ending)
    let ozone = try Self.series(file, .o3)
    #expect(ozone.unit == .partsPerMillion)
    #expect(ozone.values == [0.031, 0.029, nil])
    #expect(coarse.station.coordinate?.latitude == 35.1353)
    #expect(
      file.repairs.map(\.kind) == [.sentinelRemoved, .sentinelRemoved, .unitScaled])
  }

  @Test("Summer time moves no instant and leaves no gap", .tags(.analytical))
  func summerTime() throws {
    let file = try Self.read("openaq-summertime.csv")
    let series = try Self.series(file, .no2)
    #expect(series.values == [10, 11, 12])
    #expect(series.axis.utcOffset == 0)
    #expect(file.repairs.map(\.kind) == [.labelsMoved])
  }

  @Test(
    "OpenAQ's interface: from is the beginning, flags and null take the value",
    .tags(.analytical))
  func openAQInterface() throws {
    let file = try Self.read("openaq-v3.json")
    let series = try Self.series(file, .pm25)
    #expect(series.values == [5.5, nil, nil, 9])
    #expect(series.axis.start.formatted(utcOffset: 28_800) == "2024-01-01T08:00:00+08:00")
    #expect(series.station.identifier == "openaq-v3")
  }

  @Test("AQS: standard time from GMT, monitors apart, °F converted", .tags(.analytical))
  func aqs() throws {
    let file = try Self.read("hourly_44201_2019.zip")
    let ozone = try Self.series(file, .o3, at: "06-037-1103")
    #expect(ozone.values == [0.021, 0.019])
    #expect(ozone.axis.utcOffset == -28_800)
    #expect(ozone.axis.start.formatted(utcOffset: 0) == "2019-01-01T08:00:00Z")
    #expect(
      file.series.first { $0.pollutant == .o3 && $0.instrument == "POC 3" }?.values == [0.022])
    #expect(try Self.series(file, .temperature).values == [10])
  }

  @Test("AQCSV: codes of units and parameters, quality 8 takes the value", .tags(.analytical))
  func aqcsv() throws {
    let series = try Self.series(Self.read("aqcsv.csv"), .pm25)
    #expect(series.values == [12.5, nil, 14.5])
    #expect(series.referenceState == .ambient)
    #expect(series.axis.start.formatted(utcOffset: 0) == "2012-02-09T12:00:00Z")
  }

  @Test("AirNow: GMT stamps, the site's clock, bars without a header", .tags(.analytical))
  func airNow() throws {
    let series = try Self.series(Self.read("airnow.dat"), .o3)
    #expect(series.values == [31, 29])
    #expect(series.axis.utcOffset == -28_800)
    #expect(series.station.name == "Los Angeles")
  }

  @Test("EEA: below detection is kept, −999 and invalid are not", .tags(.analytical))
  func eea() throws {
    let series = try Self.series(Self.read("eea.csv"), .no2)
    #expect(series.values == [12.5, nil, 0.4])
    #expect(series.axis.utcOffset == 3_600)
    #expect(series.referenceState == .kelvin293)
  }

  @Test(
    "ISD-Lite: tenths, trace of rain, calm wind, dew point in six characters",
    .tags(.analytical))
  func isdLite() throws {
    let file = try Self.read("545110-99999-2015")
    #expect(try Self.series(file, .temperature).values == [-3.5, -2.8])
    #expect(try Self.series(file, .dewPoint).values == [-17.3, nil])
    #expect(try Self.series(file, .windDirection).values == [320, nil])
    #expect(try Self.series(file, .windSpeed).values == [3, 0])
    #expect(try Self.series(file, .precipitation).values == [0, 0])
    #expect(try Self.series(file, Pollutant("sea_level_pressure")).values == [1_032.3, 1_032.5])
    #expect(file.series[0].station.identifier == "545110-99999")
  }

  @Test("ISD: the report nearest the hour, quality codes, calm", .tags(.analytical))
  func isdFull() throws {
    let file = try Self.read("isd-full")
    // 00:00, and 00:58 for 01:00; 00:30 is half an hour from both.
    #expect(try Self.series(file, .windSpeed).values == [3, 0])
    #expect(try Self.series(file, .windDirection).values == [320, nil])
    // The quality code of 00:58 is 3, so the temperature of 00:30 stands for 01:00.
    #expect(try Self.series(file, .temperature).values == [-3.5, -3])
    #expect(file.series[0].station.coordinate?.longitude == 116.585)
    #expect(file.repairs.contains { $0.kind == .invalidByFlag })
  }

  @Test(
    "NIES: 24 hours side by side end at 24:00, 9998 is no number, wind from north-north-east",
    .tags(.analytical))
  func nies() throws {
    let file = try Self.read("nies.csv")
    let series = try Self.series(file, .no2)
    #expect(series.count == 48)
    #expect(series.values[0] == 10)
    #expect(series.values[23] == 33)
    #expect(series.values[24] == nil)
    #expect(series.axis.label(at: 0) == "2015-04-01T01:00:00+09:00")
    #expect(series.axis.label(at: 23) == "2015-04-02T00:00:00+09:00")
    #expect(series.axis.date(at: 23).description == "2015-04-01")
    #expect(try Self.series(file, .windDirection).values.prefix(4) == [0, 22.5, nil, 90])
  }

  @Test(
    "そらまめ君: a negative hour is kept, hour 24 is the day's last, calm has no direction",
    .tags(.analytical))
  func soramame() throws {
    let file = try Self.read("soramame.csv")
    let fine = try Self.series(file, .pm25)
    #expect(fine.values[0] == -3)
    #expect(fine.count == 24)
    #expect(fine.values[23] == 6)
    #expect(fine.axis.date(at: 23).description == "2020-01-01")
    #expect(try Self.series(file, .so2).values.prefix(2) == [0.001, nil])
    #expect(try Self.series(file, .windDirection).values.prefix(2) == [22.5, nil])
    #expect(try Self.series(file, .spm).unit == .milligramsPerCubicMetre)
  }

  @Test("Japanese cities: *** and 9999 are missing, 16 is north, 0 is calm", .tags(.analytical))
  func japaneseCity() throws {
    let file = try Self.read("yokohama.csv")
    #expect(try Self.series(file, .so2).values == [0.001, nil])
    #expect(try Self.series(file, .no2).values.count { $0 != nil } == 1)
    #expect(try Self.series(file, .windDirection).values == [0, nil])
    #expect(file.series[0].station.identifier == "鶴見区潮田交流プラザ")
  }

  @Test("JMA: quality 5 is used, 4 is not; 00:00 ends the day before", .tags(.analytical))
  func jma() throws {
    let file = try Self.read("jma.csv")
    let temperature = try Self.series(file, .temperature)
    #expect(temperature.values[0] == 5)
    #expect(temperature.values[1] == 4.8)
    #expect(temperature.values[23] == nil)
    #expect(temperature.count == 24)
    #expect(try Self.series(file, .windDirection).values[0] == 337.5)
    #expect(try Self.series(file, .pressure).values[23] == 1_012.1)
    #expect(file.series[0].station.identifier == "東京")
  }

  @Test(
    "JMA headers that fold into one line or differ in width are refused, not trapped on",
    .tags(.analytical))
  func foldedHeader() throws {
    func refusal(_ text: String) -> String? {
      #expect(throws: IngestError.self) {
        try FileReader.read(
          bytes: Array(text.utf8), path: "j.csv", options: IngestOptions(format: "jma"))
      }?.explanation
    }
    let folded = "東京\n年月日時,気温(℃),品質情報\n2020/1/1 1:00:00,5.0,8\n"
    #expect(refusal(folded)?.hasPrefix("j.csv") == true)
    let narrow = ",東京\n年月日時,気温(℃)\n,,風向\n,,,品質情報\n2020/1/1 1:00:00,5,西,8\n"
    #expect(refusal(narrow)?.hasPrefix("j.csv:2") == true)
  }

  @Test("PurpleAir: seconds since 1970, channels apart, °F converted", .tags(.analytical))
  func purpleAir() throws {
    let file = try Self.read("purpleair.csv")
    #expect(try Self.series(file, Pollutant("pm25_cf_1_b")).values == [nil, 13.2])
    #expect(try Self.series(file, .temperature).values == [10, 15])
    #expect(file.series[0].axis.start.formatted(utcOffset: 0) == "2023-01-01T00:00:00Z")
  }

  @Test("N.D. is below detection and not missing", .tags(.analytical))
  func belowDetection() throws {
    let file = try Self.read("voc-gc.csv")
    #expect(try Self.series(file, Pollutant("Isoprene")).values == [nil, 0.2])
    #expect(
      try Self.series(file, Pollutant("isoprene_below_detection")).values == [1, 0])
    #expect(file.repairs.contains { $0.kind == .belowDetection })
    #expect(try Self.series(file, Pollutant("TNMOC")).values == [25.1, 26.3])
  }

  @Test("Compounds in Chinese, a unit in the header, weather, one sample a day", .tags(.analytical))
  func chineseCompounds() throws {
    let text = """
      时间,乙烷,苯 (µg/m³),甲苯,间/对二甲苯,异戊二烯,temperature
      2022-07-01 08:00,3.1,1.2,0.9,0.4,N.D.,28.5
      2022-07-02 08:00,3.0,1.3,1.1,0.5,0.2,30.1
      2022-07-04 08:00,2.8,1.1,1.0,0.4,0.3,27
      """
    let scratch = try ScratchFile(text, name: "chinese.csv")
    let file = try FileReader.read(path: scratch.path)
    #expect(file.source.format == "voc-gc")
    let benzene = try Self.series(file, Pollutant("benzene"))
    #expect(benzene.unit == .microgramsPerCubicMetre)
    #expect(benzene.axis.step == .day)
    #expect(benzene.values == [1.2, 1.3, nil, 1.1])
    #expect(try Self.series(file, Pollutant("m,p-xylene")).unit == .partsPerBillion)
    #expect(
      try Self.series(file, Pollutant("isoprene_below_detection")).values == [1, 0, nil, 0])
    #expect(try Self.series(file, .temperature).unit == .degreesCelsius)
    let unknown = try ScratchFile(
      text.split(separator: "间/对二甲苯").joined(separator: "某物质"), name: "unknown.csv")
    let kept = try FileReader.read(path: unknown.path)
    #expect(try Self.series(kept, Pollutant("某物质")).values == [0.4, 0.5, nil, 0.4])
    #expect(
      kept.told.filter { $0.kind == .unknownKept }.map(\.message) == [
        "column 某物质 is no known compound; it is kept under its own name, and nothing judges it"
      ])
  }

  @Test("A wide city table is read only when asked for, and 0 is missing", .tags(.analytical))
  func wideCities() throws {
    #expect(throws: IngestError.self) { try Self.read("wide-cities.csv") }
    let file = try Self.read("wide-cities.csv", format: "wide-cities")
    #expect(try Self.series(file, .pm25, at: "Beijing").values == [85, nil])
  }

  @Test(
    "The PMF tutorial's two files are told apart", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func pmfInput() throws {
    let file = try FileReader.read(
      path: SharedData.path("pmf_baton_rouge/Dataset-BatonRouge-con.csv"))
    #expect(file.source.format == "pmf-input")
    let benzene = try Self.series(file, Pollutant("Benzene"))
    #expect(benzene.values[0] == 1.980_001_239)
    #expect(benzene.unit == .partsPerBillionCarbon)
    let uncertainty = try FileReader.read(
      path: SharedData.path("pmf_baton_rouge/Dataset-BatonRouge-unc.csv"))
    #expect(uncertainty.series.allSatisfy { $0.pollutant.identifier.hasSuffix("_uncertainty") })
  }

  @Test("Binary tables are refused with the way out", .tags(.analytical))
  func binaryTables() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("E1a.parquet").path
    try Data("PAR1\u{1}\u{2}".utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: IngestError.self) { try FileReader.read(path: path) }
    #expect(error?.what == "this is a Parquet table, which is not read as a file")
    #expect(
      error?.remedy.hasPrefix("read it with the command airaccord, or save it as CSV first") == true
    )
  }

  @Test("Units that no power of ten connects are refused with both lines", .tags(.analytical))
  func mixedUnits() throws {
    let text = """
      location_id,sensors_id,location,datetime,lat,lon,parameter,units,value
      1,1,A,2023-03-01T01:00:00+00:00,1,2,no2,ppb,10
      1,1,A,2023-03-01T02:00:00+00:00,1,2,no2,µg/m³,20
      """
    let error = #expect(throws: IngestError.self) {
      try FileReader.read(bytes: Array(text.utf8), path: "a.csv", options: IngestOptions())
    }
    #expect(
      error?.explanation
        == "a.csv:3: NO2 is in ppb on line 2 and in µg/m³ on line 3; split the file by unit, "
        + "since converting needs temperature and pressure")
  }

  @Test(
    "A wrong number is named with its line in the file, not in the rearranged table",
    .tags(.analytical))
  func lines() throws {
    let text = """
      location_id,sensors_id,location,datetime,lat,lon,parameter,units,value
      1,1,B,2023-03-01T02:00:00+00:00,1,2,no2,ppb,ten
      1,1,A,2023-03-01T01:00:00+00:00,1,2,no2,ppb,10
      """
    let error = #expect(throws: IngestError.self) {
      try FileReader.read(bytes: Array(text.utf8), path: "a.csv", options: IngestOptions())
    }
    #expect(error?.location == "a.csv:2, column value")
  }

  @Test("Decimals move without rounding", .tags(.property))
  func decimals() {
    #expect(LongTable.shifted("-35", by: -1) == "-3.5")
    #expect(LongTable.shifted("5", by: -1) == "0.5")
    #expect(LongTable.shifted("-5", by: -3) == "-0.005")
    #expect(LongTable.shifted("0.031", by: 3) == "0031")
    #expect(LongTable.shifted("12.5", by: 3) == "12500")
    #expect(LongTable.shifted("1e3", by: 3) == "1e3e3")
    #expect(LongTable.shifted("", by: 3) == "")
  }

  @Test("Stamps of many hands", .tags(.analytical))
  func stamps() throws {
    func utc(_ text: String) -> Int? { StampText.iso(text, fallback: 0)?.utc }
    let expected = 1_546_300_800  // 2019-01-01T00:00:00Z
    for text in [
      "2019-01-01T00:00:00Z", "2019-01-01 00:00", "2019/1/1 0:00", "20190101T0000+0000",
      "2019-01-01T08:00:00+08:00", "2019-01-01 01:00:00 +01:00", "2018-12-31T16:00:00.000-08:00",
      "2018-12-31 24:00",
    ] { #expect(utc(text) == expected, "\(text)") }
    for text in [
      "", "2019", "2019-02-30 00:00", "2019-01-01 25:00", "yesterday", "2019-01-01T00:00+99",
    ] {
      #expect(utc(text) == nil, "\(text)")
    }
    #expect(StampText.dayAndMonth("6/1/2005 6:00", .monthFirst, offset: 0)?.utc == 1_117_605_600)
  }

  @Test("A zip archive is read, a cut one refused", .tags(.analytical))
  func zip() throws {
    let path = SharedData.checkout.appendingPathComponent(
      "Tests/IngestTests/Samples/hourly_44201_2019.zip")
    let bytes = [UInt8](try Data(contentsOf: path))
    for length in [30, bytes.count / 2, bytes.count - 1] {
      #expect(throws: IngestError.self) {
        try FileReader.read(
          bytes: Array(bytes.prefix(length)), path: "a.zip",
          options: IngestOptions(archives: LibraryArchives()))
      }
    }
    var wrong = bytes
    wrong[80] ^= 0xff
    #expect(throws: IngestError.self) {
      try FileReader.read(
        bytes: wrong, path: "a.zip", options: IngestOptions(archives: LibraryArchives()))
    }
  }
}
