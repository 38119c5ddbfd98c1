import Documents
import AirQuality
import Ingest
import TestSupport
import Testing

/// Files as networks publish them today; values are read off the texts by hand.
@Suite("Formats of networks")
struct NetworkFormatTests {
  private func series(_ file: IngestedFile, _ pollutant: Pollutant) throws -> MonitoringSeries {
    try #require(file.series.first { $0.pollutant == pollutant })
  }

  private static func day(_ front: String, _ value: String) -> String {
    front + "," + Array(repeating: value, count: 24).joined(separator: ",") + "\n"
  }

  /// The header of NIES’s hourly files since 2009 (TJ_manu.pdf, named in the case J1).
  private static let nies =
    "測定年度,測定局コード,市町村コード,測定項目コード,測定単位コード,測定月,測定日,"
    + (1...24).map { ($0 < 10 ? "0\($0)" : "\($0)") + "h" }.joined(separator: ",") + "\n"

  @Test("NIES: fiscal years, factors before units, 31 days a month", .tags(.analytical))
  func nies() throws {
    let text =
      Self.nies + Self.day("2023,13101010,101,PM25,UG/M3 , 4,30", "  12")
      + Self.day("2023,13101010,101,PM25,UG/M3 , 4,31", "9998")
      + Self.day("2023,13101010,101,PM25,UG/M3 , 2, 1", "   8")
      + Self.day("2023,13101010,101,CO  ,0.1PPM, 4,30", "   3")
      + Self.day("2023,13101010,101,TEMP,0.1'C , 4,30", " 152")
      + Self.day("2023,13101010,101,NMHC,10PPBC, 4,30", "  15")
      + Self.day("2023,13101010,101,WD  ,16DIRC, 4,30", "  16")
    let file = try ScratchFile(text, name: "j132023_12.txt").read()
    let fine = try series(file, .pm25)
    #expect(fine.axis.label(at: 0) == "2023-04-30T01:00:00+09:00")
    #expect(fine[0] == 12)
    #expect(fine.axis.label(at: fine.count - 1) == "2024-02-02T00:00:00+09:00")
    #expect(fine[fine.count - 1] == 8)
    #expect(fine.validCount == 48)
    #expect(try series(file, .co)[0] == 0.3)
    #expect(try series(file, .co).unit == .partsPerMillion)
    #expect(try series(file, .temperature)[5] == 15.2)
    #expect(try series(file, .nmhc)[0] == 150)
    #expect(try series(file, .nmhc).unit == .partsPerBillionCarbon)
    #expect(try series(file, .windDirection)[0] == 0)
    #expect(file.notices.contains { $0.kind == .rowsIgnored && $0.line == 3 })
    // The same under a header that says year: the order of the months shows what it is.
    let renamed = try ScratchFile(text.replacing("測定年度", with: "測定年")).read()
    #expect(try series(renamed, .pm25).axis == fine.axis)
    #expect(renamed.notices.contains { $0.kind == .assumed && $0.line == 4 })
    // A value on a day that does not exist is no filling.
    #expect(
      try ScratchFile(Self.nies + Self.day("2023,1,101,PM25,UG/M3,4,31", "5")).refusal()
        == "data.csv:2: 2023-4-31 does not exist; correct the stamp")
  }

  @Test(
    "そらまめ君: a station file without station and units, and an answer in JSON", .tags(.analytical))
  func soramame() throws {
    let text =
      "年,月,日,時,SO2,NO,NO2,SPM,PM2.5,WD,WS\n2026,09,25,23,0.001,0.002,0.010,0.012,8,NNE,1.2\n"
      + "2026,09,25,24,0.001,,0.010,0.012,-1,CALM,0.0\n"
    let file = try ScratchFile(text, name: "7day.csv").read()
    #expect(try series(file, .pm25).values == [8, -1])
    #expect(try series(file, .pm25).axis.label(at: 1) == "2026-09-26T00:00:00+09:00")
    #expect(file.notices.count { $0.kind == .assumed } == 2)
    let answer = """
      [{"SKT_CD":"13101010","SKT_DATE":"2026/09/01","SKT_TIME":"01","PM2_5":"3","TEMP":24.3},
      {"SKT_CD":"13101010","SKT_DATE":"2026/09/01","SKT_TIME":"02","PM2_5":"-","TEMP":"24.0"}]
      """
    let json = try ScratchFile(answer, name: "data.json").read()
    #expect(json.series.map(\.station.identifier) == ["13101010", "13101010"])
    #expect(try series(json, .temperature).values == [24.3, 24])
    #expect(try series(json, .pm25)[0] == 3)
  }

  @Test("JMA: the date in columns of its own", .tags(.analytical))
  func splitDate() throws {
    let text =
      "ダウンロードした時刻：2026/07/20 12:49:53\n\n,,,,東京,東京,東京\n年,月,日,時,気温(℃),気温(℃),気温(℃)\n"
      + ",,,,,,\n,,,,,品質情報,均質番号\n2016,1,1,23,5.2,8,1\n2016,1,1,24,5.3,8,1\n"
    let file = try ScratchFile(text).read()
    #expect(file.series.map(\.values) == [[5.2, 5.3]])
    #expect(file.series.first?.axis.label(at: 1) == "2016-01-02T00:00:00+09:00")
  }

  @Test("AQS daily: one mean a monitor and day, whatever the standard", .tags(.analytical))
  func aqsDaily() throws {
    let header =
      "State Code,County Code,Site Num,Parameter Code,POC,Latitude,Longitude,Parameter Name,"
      + "Sample Duration,Pollutant Standard,Date Local,Units of Measure,Event Type,Observation Count,"
      + "Observation Percent,Arithmetic Mean,1st Max Value\n"
    func row(_ standard: String, _ date: String, _ mean: String, _ duration: String = "24 HOUR")
      -> String
    {
      "36,061,0135,88101,1,40.8,-73.9,PM2.5 - Local Conditions,\(duration),\(standard),\(date),"
        + "Micrograms/cubic meter (LC),None,1,100.0,\(mean),\(mean)\n"
    }
    let text =
      header + row("PM25 24-hour 2012", "2019-01-01", "8.5")
      + row("PM25 Annual 2012", "2019-01-01", "8.5")
      + row("PM25 24-hour 2012", "2019-01-02", "9")
    let file = try ScratchFile(text).read()
    let mean = try #require(file.series.first)
    #expect(file.series.count == 1)
    #expect(mean.values == [8.5, 9])
    #expect(mean.axis.step == .day)
    #expect(mean.instrument == "POC 1")
    #expect(file.notices.contains { $0.kind == .duplicateRowIdentical })
    let two = try ScratchFile(text + row("", "2019-01-01", "8.1", "24-HR BLK AVG")).read()
    #expect(two.series.map(\.instrument) == ["POC 1, 24 HOUR", "POC 1, 24-HR BLK AVG"])
  }

  @Test("GHCN-hourly: nearest report, quality codes, calm", .tags(.analytical))
  func climatology() throws {
    let text =
      "STATION|Station_name|DATE|LATITUDE|LONGITUDE|temperature|temperature_Quality_Code|"
      + "wind_direction|wind_direction_Quality_Code|wind_speed|wind_speed_Quality_Code\n"
      + "UKI0000EGLL|HEATHROW|2020-01-01T00:20:00|51.48|-0.45|5.0|1|180|1|3.0|1\n"
      + "UKI0000EGLL|HEATHROW|2020-01-01T00:50:00|51.48|-0.45|4.5|1|200|1|4.0|1\n"
      + "UKI0000EGLL|HEATHROW|2020-01-01T01:20:00|51.48|-0.45|9.9|3|0|1|0.0|1\n"
      + "UKI0000EGLL|HEATHROW|2020-01-01T02:00:00|51.48|-0.45|4.0||0|1|0.0|1\n"
    let file = try ScratchFile(text, name: "GHCNh.psv").read()
    // 00:20 is nearest to 00:00, 00:50 to 01:00 (01:20 is further), 02:00 to itself.
    #expect(try series(file, .temperature).values == [5, 4.5, 4])
    #expect(try series(file, .windDirection).values.prefix(2) == [180, 200])
    #expect(try series(file, .windSpeed).values == [3, 4, 0])
    #expect(file.notices.contains { $0.kind == .invalidByFlag && $0.line == 4 })
  }

  @Test("openair as R writes it: midnights without a clock, or T and Z", .tags(.analytical))
  func openair() throws {
    var options = IngestOptions()
    options.acceptsAssumptions = true
    for stamps in [
      ["2020-01-01", "2020-01-01 01:00:00"], ["2020-01-01T00:00:00Z", "2020-01-01T01:00:00Z"],
    ] {
      let text = "date,ws,wd,no2\n\(stamps[0]),1,10,5\n\(stamps[1]),2,20,6\n"
      let file = try ScratchFile(text, name: "kc1.csv").read(options)
      #expect(try series(file, .no2).values == [5, 6])
      #expect(try series(file, .no2).axis.label(at: 0) == "2020-01-01T00:00:00Z")
    }
  }

  @Test("OpenAQ: pages in one file", .tags(.analytical))
  func pages() throws {
    func page(_ hour: Int) -> String {
      "{\"results\":[{\"value\":\(hour),\"parameter\":{\"name\":\"pm25\",\"units\":\"µg/m³\"},\"period\":"
        + "{\"datetimeFrom\":{\"local\":\"2024-01-01T0\(hour):00:00+00:00\"},\"datetimeTo\":"
        + "{\"local\":\"2024-01-01T0\(hour + 1):00:00+00:00\"}}}]}"
    }
    for text in ["[\(page(1)),\(page(2))]", "\(page(1))\n\(page(2))\n"] {
      #expect(try ScratchFile(text, name: "p.json").read().series.map(\.values) == [[1, 2]])
    }
  }

  @Test("PurpleAir: stamps that jitter are moved to the two minutes", .tags(.analytical))
  func purpleAir() throws {
    let text =
      "time_stamp,humidity,pm2.5_atm\n1672531200,40,12\n1672531440,42,14\n1672531321,41,13\n"
    let file = try ScratchFile(text, name: "p.csv").read()
    #expect(try series(file, .humidity).values == [40, 41, 42])
    #expect(
      file.told.contains { $0.kind == .stampsSnapped && $0.message.contains("1 s at most") })
  }

  @Test("Every field of the reference page is one that the reader takes", .tags(.property))
  func keys() {
    let inner: [String: String] = [
      "": "%", "time": "time: { % }", "time.hours": "time: { hours: { % } }",
      "station": "station: { % }",
      "values": "values: [{ % }]", "pollutants": "pollutants: { % }", "quality": "quality: { % }",
    ]
    for section in DescriptionKeys.all {
      #expect(Set(section.keys.map(\.name)).count == section.keys.count)
      for key in section.keys {
        #expect(key.example.hasPrefix("\(key.name):"), "\(section.path) \(key.name)")
        let line = (inner[section.path] ?? "").replacing("%", with: key.example)
        let base = [
          "identifier: m", "network: m", "station: { value: s }",
          "time: { column: t, pattern: yyyy-MM-dd HH:mm, utc_offset: Z }",
          "values: [{ column: v, pollutant: pm25, unit: µg/m³ }]",
        ]
        let first = line.prefix { $0 != ":" }
        let yaml = (base.filter { !$0.hasPrefix("\(first):") } + [line]).joined(separator: "\n")
        do throws(IngestError) {
          _ = try FormatDescription(yaml: yaml, file: "m.yaml")
        } catch {
          #expect(
            !error.what.contains("is no field of"), "\(section.path) \(key.name): \(error.what)")
          #expect(!error.what.contains("is not YAML"), "\(section.path) \(key.name): \(error.what)")
        }
        #expect(DescriptionKeys.page.contains(key.example))
      }
    }
  }
}
