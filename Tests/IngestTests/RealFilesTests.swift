import AirQuality
import Ingest
import TestSupport
import Testing

@Suite("Files as their publishers wrote them", .enabled(if: SharedData.isPresent))
struct RealFilesTests {
  private func mean(_ series: MonitoringSeries) -> Double {
    let values = series.values.compactMap { $0 }
    return values.reduce(0, +) / Double(values.count)
  }

  @Test(
    "PM2.5 means of the Beijing stations equal RESEARCH.md 3.2", .tags(.golden),
    arguments: [("Aotizhongxin", 82.774), ("Huairou", 69.626), ("Wanshouxigong", 85.024)])
  func beijingMeans(_ station: String, _ expected: Double) throws {
    let file = try FileReader.read(
      path: SharedData.path("beijing_prsa/PRSA_Data_\(station)_20130301-20170228.csv"))
    #expect(file.source.format == "beijing-prsa")
    #expect(file.source.rowCount == 35_064)
    #expect(file.series.count == 12)
    let series = try #require(file.series.first { $0.pollutant == .pm25 })
    #expect(series.station.key == "prsa/\(station)")
    #expect(series.count == 35_064)
    #expect(series.axis.label(at: 0) == "2013-03-01T00:00:00+08:00")
    #expect(abs(mean(series) - expected) < 0.0005)
    #expect(series.referenceState == .kelvin273)
    #expect(file.repairs.map(\.kind) == (station == "Aotizhongxin" ? [.blankCell] : []))
  }

  @Test("The blank cell of Aotizhongxin is missing and told of", .tags(.golden))
  func blankCell() throws {
    let file = try FileReader.read(
      path: SharedData.path("beijing_prsa/PRSA_Data_Aotizhongxin_20130301-20170228.csv"))
    #expect(
      file.repairs == [
        Told(
          kind: .blankCell, message: "blank cells in column SO2 are taken as missing", line: 76,
          count: 1)
      ])
    let series = try #require(file.series.first { $0.pollutant == .so2 })
    #expect(series[74] == nil)
    #expect(series[73] == 39)
    #expect(
      file.source.sha256 == "719312ca8fc535398e10dc292f5f291494c8b43400a47b31d5778bbb8d7c71e8")
  }

  @Test(
    "Years of the US missions by label equal RESEARCH.md 3.2", .tags(.golden),
    arguments: [
      ("Beijing", 2013, 8679, 101.568), ("Beijing", 2018, 8569, 50.703),
      ("Shenyang", 2013, 5389, 66.844), ("Shenyang", 2019, 7762, 46.522),
    ])
  func missionYears(_ city: String, _ year: Int, _ count: Int, _ expected: Double) throws {
    var values: [Double] = []
    for fileYear in [year - 1, year] where fileYear >= 2013 {
      let file = try FileReader.read(
        path: SharedData.path("stateair/\(city)_PM2.5_\(fileYear)_YTD.csv"))
      #expect(file.source.format == "stateair")
      let series = try #require(file.series.first)
      values += (0..<series.count).filter { series.axis.date(at: $0).year == year }
        .compactMap { series[$0] }
    }
    #expect(values.count == count)
    #expect(abs(values.reduce(0, +) / Double(values.count) - expected) < 0.0005)
  }

  @Test("Both layouts of Shenyang 2014 give the same hours the same values", .tags(.golden))
  func layoutsAgree() throws {
    let older = try #require(
      FileReader.read(
        path: SharedData.path("stateair/Shenyang_2014_HourlyPM25_created20150203.csv")
      ).series.first)
    let newer = try #require(
      FileReader.read(path: SharedData.path("stateair/Shenyang_PM2.5_2014_YTD.csv")).series.first)
    #expect(older == newer)
    #expect(older.validCount == 8_448)
    #expect(older.axis.label(at: 0) == "2014-01-01T01:00:00+08:00")
  }

  @Test(
    "The hour that US summer time hides is found where it is hidden only", .tags(.golden),
    arguments: [
      ("Beijing_PM2.5_2013_YTD.csv", 1), ("Shenyang_PM2.5_2019_YTD.csv", 1),
      ("Beijing_PM2.5_2020_YTD.csv", 0), ("Shenyang_PM2.5_2021_YTD.csv", 0),
      ("Beijing_2010_HourlyPM25_created20140709.csv", 1),
    ])
  func summerTime(_ name: String, _ expected: Int) throws {
    let file = try FileReader.read(path: SharedData.path("stateair/\(name)"))
    let notices = file.repairs.filter { $0.kind == .repeatedStampRelabelled }
    #expect(notices.map(\.count) == (expected == 0 ? [] : [expected]))
  }

  @Test("Flagged rows and absent hours of a mission's year are told of", .tags(.golden))
  func missionNotices() throws {
    let file = try FileReader.read(
      path: SharedData.path("stateair/Shenyang_PM2.5_2018_YTD.csv"))
    #expect(file.repairs.first { $0.kind == .invalidByFlag }?.count == 70)
    #expect(file.repairs.first { $0.kind == .absentRows }?.count == 8_760 - 8_553)
    #expect(file.series.first?.validCount == 8_450)
  }

  @Test("The older mission layout is moved by an hour, and says so", .tags(.golden))
  func olderLayout() throws {
    let file = try FileReader.read(
      path: SharedData.path("stateair/Beijing_2010_HourlyPM25_created20140709.csv"))
    #expect(file.source.format == "stateair-historical")
    let series = try #require(file.series.first)
    #expect(series.station.key == "stateair/Beijing")
    #expect(series.validCount == 8_091)
    #expect(series.axis.label(at: 0) == "2010-01-01T01:00:00+08:00")
    #expect(
      file.repairs.contains(
        Told(
          kind: .labelsMoved,
          message: "stamps are moved by 3600 s to agree with the network's labels", line: nil,
          count: 8_760)))
  }

  @Test("Stamps can be declared to name the end of the hour", .tags(.analytical))
  func declaredStamp() throws {
    let path = SharedData.path("stateair/Shenyang_PM2.5_2021_YTD.csv")
    let beginning = try #require(FileReader.read(path: path).series.first)
    let ending = try #require(
      FileReader.read(path: path, options: IngestOptions(stamp: .ending)).series.first)
    #expect(ending.axis.start == beginning.axis.start.advanced(bySeconds: -3_600))
    #expect(ending.axis.label(at: 0) == beginning.axis.label(at: 0))
    #expect(ending.values == beginning.values)
  }

  @Test("The table of 183 cities keeps its zeros and counts them", .tags(.golden))
  func cities() throws {
    let file = try FileReader.read(path: SharedData.path("china_183_cities/daily_pm25.csv"))
    #expect(file.source.format == "china-183-cities")
    #expect(file.series.count == 183)
    #expect(file.series.allSatisfy { $0.count == 1_095 && $0.validCount == 1_095 })
    #expect(
      file.repairs == [
        Told(
          kind: .zeroValues, message: "zeros in column pm25 may mean missing; they are kept",
          line: file.repairs.first?.line, count: 15_642)
      ])
    let anshan = try #require(file.series.first)
    #expect(anshan.station.coordinate == Coordinate(latitude: 41.12, longitude: 122.95))
    #expect(anshan.axis.label(at: 0) == "2014-01-01")
    #expect(anshan[0] == 32.9)
    #expect(file.series.last?[1_094] == 178.435529964698)
  }

  @Test("A Japanese prefecture is named, scaled and freed of averaged codes", .tags(.golden))
  func prefectures() throws {
    let tokyo = try FileReader.read(path: SharedData.path("japan_prefectures/13.csv"))
    #expect(tokyo.source.format == "japan-prefectures")
    let monoxide = try #require(tokyo.series.first { $0.pollutant == .co })
    #expect(monoxide.station.key == "japan-prefectures/13")
    #expect(monoxide.station.name == "Tokyo")
    #expect(monoxide.unit == .partsPerMillion)
    #expect(monoxide[0] == 0.543)
    #expect(tokyo.series.first { $0.pollutant == .ch4 }?[0] == 2_032.41)
    #expect(tokyo.series.contains { $0.pollutant == Pollutant("temperature_max") })

    let okinawa = try FileReader.read(path: SharedData.path("japan_prefectures/47.csv"))
    #expect(
      okinawa.told.contains {
        $0.kind == .sentinelRemoved && $0.message.hasPrefix("9997 in column PM25_mean")
      })
    #expect(okinawa.told.contains { $0.kind == .implausibleRemoved })
    let nitrogen = try #require(okinawa.series.first { $0.pollutant == .nox })
    #expect((nitrogen.values.compactMap { $0 }.max() ?? 0) <= 500)
  }

  @Test("Every file of a folder is read", arguments: ["japan_prefectures", "stateair"])
  func wholeFolders(_ folder: String) throws {
    for name in try SharedData.files(in: folder) {
      let file = try FileReader.read(path: SharedData.path("\(folder)/\(name)"))
      #expect(!file.series.isEmpty)
    }
  }

  private static let consent: IngestOptions = {
    var options = IngestOptions()
    options.acceptsAssumptions = true
    return options
  }()

  @Test("openair's example is read with its gaps", .tags(.golden))
  func openair() throws {
    let file = try FileReader.read(
      path: SharedData.path("openair/mydata.csv"), options: Self.consent)
    #expect(file.source.format == "openair")
    #expect(file.source.rowCount == 65_533)
    let dioxide = try #require(file.series.first { $0.pollutant == .no2 })
    #expect(dioxide.station.key == "openair/mydata")
    let year = (0..<dioxide.count).filter { dioxide.axis.date(at: $0).year == 1998 }
      .compactMap { dioxide[$0] }
    #expect(abs(year.reduce(0, +) / Double(year.count) - 48.059) < 0.0005)
    #expect(file.series.first { $0.pollutant == .co }?.unit == .partsPerMillion)
  }

  @Test("rmweather's rows by pollutant share one weather", .tags(.golden))
  func rmweather() throws {
    let file = try FileReader.read(path: SharedData.path("rmweather/data_london.csv"))
    #expect(file.source.format == "rmweather")
    #expect(
      file.series.map(\.pollutant) == [
        .no2, .nox, .temperature, .pressure, .humidity, .windDirection, .windSpeed,
      ])
    #expect(file.series.allSatisfy { $0.station.name == "London Marylebone Road" })
    #expect(file.series.first?[0] == 77.48)
    #expect(file.series[2][0] == 16.64)
    #expect(file.series.allSatisfy { $0.axis.step == .day })
  }
}
