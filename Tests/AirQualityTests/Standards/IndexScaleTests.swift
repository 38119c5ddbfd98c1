import TestSupport
import Testing

@testable import AirQuality

@Suite("Air quality index")
struct IndexScaleTests {
  private func index(
    _ scheme: AirQualityIndexScheme, _ pollutant: Pollutant, _ averaging: String, _ value: Double
  ) throws -> Int? {
    try #require(IndexScale(scheme, pollutant, averaging: averaging)).reading(at: value)?.index
  }

  @Test(
    "China 2012: break points, and what lies between them rounded up", .tags(.analytical),
    arguments: [
      // (100 − 50) / (75 − 35) · (50 − 35) + 50 = 68.75, up to 69.
      (0.0, 0), (35, 50), (50, 69), (75, 100), (76, 102), (115, 150), (150, 200), (250, 300),
      (350, 400), (500, 500), (900, 500),
    ])
  func china2012(_ concentration: Double, _ expected: Int) throws {
    #expect(try index(.china2012, .pm25, "24h", concentration) == expected)
  }

  @Test(
    "China 2026: 60 µg/m³ of PM2.5 and 120 of PM10 are 100", .tags(.analytical),
    arguments: [
      // 50 / 25 · (50 − 35) + 50 = 80; 50 / 55 · (75 − 60) + 100 = 113.6, up to 114.
      (Pollutant.pm25, 50.0, 80), (.pm25, 60, 100), (.pm25, 75, 114), (.pm10, 120, 100),
      // 50 / 130 · (150 − 120) + 100 = 111.5, up to 112.
      (.pm10, 150, 112), (.pm10, 50, 50),
    ])
  func china2026(_ pollutant: Pollutant, _ concentration: Double, _ expected: Int) throws {
    #expect(try index(.china2026, pollutant, "24h", concentration) == expected)
  }

  @Test(
    "The US 2024 truncates first: 9.09 is 50, 9.1 is 51, 300 lies in one segment to 500",
    .tags(.analytical),
    arguments: [
      (0.0, 0), (9.0, 50), (9.09, 50), (9.1, 51), (35.4, 100), (35.49, 100), (35.5, 101),
      (55.4, 150), (125.4, 200), (225.4, 300), (225.5, 301), (325.4, 500),
      // (500 − 301) / (325.4 − 225.5) · (300 − 225.5) + 301 = 449.4.
      (300.0, 449),
      // On along the line: 199 / 99.9 · (400 − 225.5) + 301 = 648.6.
      (400.0, 649),
    ])
  func us2024(_ concentration: Double, _ expected: Int) throws {
    #expect(try index(.us2024, .pm25, "24h", concentration) == expected)
  }

  @Test(
    "The US 2012 puts 12.0 at 50 and 12.1 at 51", .tags(.analytical),
    arguments: [(12.0, 50), (12.09, 50), (12.1, 51), (39.0, 110), (150.4, 200), (500.4, 500)])
  func us2012(_ concentration: Double, _ expected: Int) throws {
    #expect(try index(.us2012, .pm25, "24h", concentration) == expected)
  }

  @Test("US ozone of an hour has no index below 0.125 ppm", .tags(.analytical))
  func ozoneHour() throws {
    #expect(try index(.us2024, .o3, "1h", 0.1249) == nil)
    #expect(try index(.us2024, .o3, "1h", 0.125) == 101)
    #expect(try index(.us2024, .o3, "8h", 0.0709) == 100)
    #expect(try index(.us2024, .o3, "8h", 0.071) == 101)
  }

  // 40 CFR 50, appendix U, 3(c)(1): with fewer than 13 of the 17 windows a day is valid, too, where its
  // maximum is greater than the standard.
  @Test(
    "A US day with few windows of ozone counts above the standard alone", .tags(.analytical),
    arguments: [(201.0, 300), (71.0, 101), (70.0, nil)])
  func fewWindows(_ level: Double, _ expected: Int?) throws {
    let first = try #require(CivilDate("2025-01-06"))
    let series = MonitoringSeries(
      station: Station(network: "n", identifier: "s"), pollutant: .o3, unit: .partsPerBillion,
      axis: TimeAxis(
        start: Instant(first, utcOffset: 0), step: .hour, count: 24, utcOffset: 0),
      storage: [Double](repeating: level, count: 24))
    var index = AirQualityIndexSeries()
    index.choice = .fixed(.us2024)
    let days = try index.indices(of: [series])
    #expect(days.first?.parts.first?.index == expected)
  }

  @Test("No scale falls anywhere, in any scheme", .tags(.property))
  func monotone() throws {
    for scheme in AirQualityIndexScheme.allCases {
      for pollutant in scheme.pollutants {
        for averaging in ["1h", "8h", "24h"] {
          guard let scale = IndexScale(scheme, pollutant, averaging: averaging),
            let top = scale.segments.last?.concentrations.upperBound
          else { continue }
          var last = 0
          for step in 0...4_000 {
            guard let reading = scale.reading(at: Double(step) / 4_000 * top * 1.2) else {
              continue
            }
            #expect(reading.index >= last, "\(scheme) \(pollutant) \(averaging)")
            last = reading.index
          }
          #expect(last >= scale.top)
        }
      }
    }
  }

  @Test(
    "Above 800 µg/m³ China 2012 takes O3 by the hour and SO2 by the day, 2026 stays",
    .tags(.analytical))
  func above800() throws {
    let ozone = IndexInput(hour: 900, eightHours: 810)
    let old = try #require(AirQualityIndexScheme.china2012.part(.o3, ozone, isHourly: false))
    // 1 h: 100 / 200 · (900 − 800) + 300 = 350.
    #expect(old.index == 350 && old.averaging == "1h")
    let new = try #require(AirQualityIndexScheme.china2026.part(.o3, ozone, isHourly: false))
    #expect(new.index == 300 && new.averaging == "8h" && new.isBeyondScale)
    let sulphur = IndexInput(hour: 850, day: 475)
    let day = try #require(AirQualityIndexScheme.china2012.part(.so2, sulphur, isHourly: true))
    #expect(day.index == 150 && day.averaging == "24h")
    let hour = try #require(AirQualityIndexScheme.china2026.part(.so2, sulphur, isHourly: true))
    #expect(hour.index == 200 && hour.averaging == "1h")
  }

  @Test("US SO2 goes by the hour to 200 and by the day above", .tags(.analytical))
  func sulphur() throws {
    let scheme = AirQualityIndexScheme.us2024
    let low = try #require(scheme.part(.so2, IndexInput(hour: 400, day: 200), isHourly: false))
    #expect(low.index == 200 && low.averaging == "1h")
    let high = try #require(scheme.part(.so2, IndexInput(hour: 700, day: 605), isHourly: false))
    #expect(high.index == 301 && high.averaging == "24h")
  }

  @Test(
    "Which version holds changes on 2026-03-01 in China and 2024-05-06 in the US",
    .tags(.analytical))
  func inForce() throws {
    func scheme(_ authority: AirQualityStandard.Authority, _ day: String) throws
      -> AirQualityIndexScheme?
    { .inForce(of: authority, on: try #require(CivilDate(day))) }
    #expect(try scheme(.china, "2015-12-31") == nil)
    #expect(try scheme(.china, "2026-02-28") == .china2012)
    #expect(try scheme(.china, "2026-03-01") == .china2026)
    #expect(try scheme(.us, "2024-05-05") == .us2012)
    #expect(try scheme(.us, "2024-05-06") == .us2024)
    #expect(try scheme(.japan, "2024-05-06") == nil)
  }

  @Test(
    "A day’s index names its primary pollutants, several when level, none up to 50",
    .tags(.analytical))
  func primary() throws {
    func day(_ pm25: Double, _ pm10: Double) throws -> AirQualityIndex {
      var maker = AirQualityIndexSeries()
      maker.choice = .fixed(.china2012)
      let series = [(Pollutant.pm25, pm25), (.pm10, pm10)].map { pollutant, value in
        MadeSeries.hourly(pollutant, from: "2019-01-01", to: "2019-01-01") { _, _ in value }
      }
      return try #require(maker.indices(of: series).first)
    }
    // 75 of PM2.5 and 150 of PM10 are both 100.
    let level = try day(75, 150)
    #expect(level.index == 100)
    #expect(Set(level.primary) == [.pm25, .pm10])
    #expect(level.category == "good")
    #expect(Set(level.missing) == [.so2, .no2, .co, .o3])
    #expect(try day(35, 40).primary == [])
    #expect(try day(76, 150).primary == [.pm25])
  }

  @Test("A day with 19 hours has no index, one with 20 has", .tags(.analytical))
  func validity() throws {
    var maker = AirQualityIndexSeries()
    maker.choice = .fixed(.china2012)
    for (hours, days) in [(19, 0), (20, 1)] {
      let series = MadeSeries.hourly(.pm25, from: "2019-01-01", to: "2019-01-01") { _, hour in
        hour < hours ? 75 : nil
      }
      #expect(try maker.indices(of: [series]).count == days)
    }
  }

  @Test("Ozone in µg/m³ is looked up in ppm at the state of its series", .tags(.analytical))
  func units() throws {
    var maker = AirQualityIndexSeries()
    maker.choice = .fixed(.us2024)
    // 0.0705 ppm at 298.15 K: 70.5 ppb · 47.997 g/mol / 24.4654 l/mol = 138.31 µg/m³; truncated
    // to 0.070 it is 100.
    let series = MadeSeries.hourly(
      .o3, state: .kelvin298, from: "2019-01-01", to: "2019-01-02"
    ) { _, _ in 138.31 }
    let first = try #require(maker.indices(of: [series]).first)
    #expect(first.index == 100)
    #expect(first.parts.first?.concentration == 0.070)
  }
}
