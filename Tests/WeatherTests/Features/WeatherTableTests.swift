import Documents
import AirQuality
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Predictors of a weather model")
struct WeatherTableTests {
  private static let station = Station(network: "test", identifier: "A")

  private static func axis(_ count: Int, step: Int = 3_600) -> TimeAxis {
    // 2016-02-28, a Sunday in a leap year.
    TimeAxis(
      start: Instant(CivilDate(daysSinceEpoch: 16_859), utcOffset: 28_800), step: step,
      count: count, utcOffset: 28_800)
  }

  private static func series(
    _ name: String, _ unit: MeasurementUnit, _ values: [Double], step: Int = 3_600
  ) -> MonitoringSeries {
    MonitoringSeries(
      station: station, pollutant: Pollutant(name), unit: unit,
      axis: axis(values.count, step: step), storage: values)
  }

  @Test("The clock gives trend, day of the year, weekday and hour", .tags(.analytical))
  func clock() throws {
    let table = try WeatherTable(
      Self.series("pm25", .microgramsPerCubicMetre, [Double](repeating: 1, count: 72)),
      weather: [Self.series("temperature", .degreesCelsius, (0..<72).map { Double($0) })])
    #expect(
      table.features.map(\.name) == ["trend", "day-of-year", "weekday", "hour", "temperature"])
    #expect(table.columns[0][36] == 1.5)
    // 28 and 29 February, 1 March.
    #expect([0, 24, 48].map { table.columns[1][$0] } == [59, 60, 61])
    #expect([0, 24, 48].map { table.columns[2][$0] } == [7, 1, 2])
    #expect(table.columns[3][29] == 5)
  }

  @Test("A date has the same place on the calendar in leap and other years", .tags(.analytical))
  func leapYears() throws {
    let days = 731
    let table = try WeatherTable(
      Self.series(
        "pm25", .microgramsPerCubicMetre, [Double](repeating: 1, count: days), step: 86_400),
      weather: [
        Self.series(
          "temperature", .degreesCelsius, (0..<days).map { Double($0) }, step: 86_400)
      ])
    #expect(!table.features.contains { $0.name == "hour" })
    let places = table.calendarDays
    // From 2016-03-01 to 2017-03-01 are 365 days.
    #expect(places[2] == 60 && places[2 + 365] == 60)
    #expect(places[1] == 59 && places[1 + 365] == 58)
  }

  @Test("Wind enters by components; calm has none", .tags(.analytical))
  func wind() throws {
    let table = try WeatherTable(
      Self.series("pm25", .microgramsPerCubicMetre, [1, 1, 1, 1]),
      weather: [
        Self.series("wind_direction", .degrees, [90, 180, .nan, 10]),
        Self.series("wind_speed", .metresPerSecond, [2, 3, 0, .nan]),
      ])
    let names = table.features.map(\.name)
    #expect(names.suffix(3) == ["wind-east", "wind-north", "wind_speed"])
    let east = table.columns[names.firstIndex(of: "wind-east") ?? 0]
    let north = table.columns[names.firstIndex(of: "wind-north") ?? 0]
    #expect(abs(east[0] - 2) < 1e-12 && abs(north[0]) < 1e-12)
    #expect(abs(north[1] + 3) < 1e-12)
    #expect(east[2] == 0 && north[2] == 0)
    #expect(east[3].isNaN && north[3].isNaN)
  }

  @Test("A lag is the value of so many steps before", .tags(.analytical))
  func lags() throws {
    var settings = FeatureSettings()
    settings.lags = [2]
    let table = try WeatherTable(
      Self.series("pm25", .microgramsPerCubicMetre, [1, 1, 1, 1]),
      weather: [Self.series("temperature", .degreesCelsius, [5, 6, 7, 8])], settings: settings)
    let position = try #require(table.features.firstIndex { $0.name == "temperature-lag-2" })
    #expect(table.columns[position][0].isNaN && table.columns[position][2...] == [5, 6])
  }

  @Test("Weather that never varies is left out and told of", .tags(.analytical))
  func constantColumn() throws {
    let table = try WeatherTable(
      Self.series("pm25", .microgramsPerCubicMetre, [1, 2, 3]),
      weather: [
        Self.series("pressure", .hectopascals, [1_013, 1_013, 1_013]),
        Self.series("temperature", .degreesCelsius, [5, 6, 7]),
      ])
    #expect(!table.features.contains { $0.name == "pressure" })
    #expect(
      table.notes == [
        WeatherNote("constant-weather", .warning, facts: ["count": 1], names: ["pressure"])
      ])
    #expect(
      table.notes.map(\.english) == [
        "left out of the weather model because it never varies: pressure (hPa)"
      ])
  }

  @Test("Nothing but constant weather is refused in words", .tags(.analytical))
  func onlyConstant() {
    #expect {
      try WeatherTable(
        Self.series("pm25", .microgramsPerCubicMetre, [1, 2, 3]),
        weather: [Self.series("pressure", .hectopascals, [1_013, 1_013, 1_013])])
    } throws: { error in
      (error as? WeatherError)?.explanation
        == "test/A: no weather that varies stands beside the series (constant: pressure); ingest "
        + "the station’s weather, or name a station that has it"
    }
  }

  @Test("Weather coarser than the pollutant is refused in words", .tags(.analytical))
  func coarse() {
    #expect {
      try WeatherTable(
        Self.series("pm25", .microgramsPerCubicMetre, [1, 2, 3]),
        weather: [Self.series("temperature", .degreesCelsius, [5, 6, 7], step: 86_400)])
    } throws: { error in
      (error as? WeatherError)?.explanation
        == "test/A: temperature cannot be put beside the series: its averages are of one day, the "
        + "pollutant’s of one hour; ingest it at the step and phase of the pollutant, or leave it "
        + "out"
    }
  }

  @Test("Hourly weather is averaged to a daily pollutant", .tags(.analytical))
  func averaged() throws {
    let table = try WeatherTable(
      Self.series("pm25", .microgramsPerCubicMetre, [1, 2], step: 86_400),
      weather: [
        Self.series("temperature", .degreesCelsius, (0..<48).map { $0 < 24 ? 3 : 9 })
      ])
    #expect(table.columns.last == [3, 9])
  }

  @Test(
    "The trend of steps that were held out stands at that of the nearest seen", .tags(.analytical))
  func heldTrend() throws {
    let table = try WeatherTable(
      Self.series("pm25", .microgramsPerCubicMetre, Array(repeating: 1, count: 10), step: 86_400),
      weather: [
        Self.series("temperature", .degreesCelsius, (0..<10).map(Double.init), step: 86_400)
      ])
    let trend = try #require(table.features.firstIndex { $0.name == "trend" })
    let moved = table.holdingTrend(of: [0, 4, 5, 6, 7], atNearestOf: [1, 2, 3, 8, 9])
    let expected = [1, 1, 2, 3, 3, 3, 8, 8, 8, 9].map { table.columns[trend][$0] }
    #expect(moved.columns[trend] == expected)
    for feature in table.features.indices where feature != trend {
      #expect(moved.columns[feature] == table.columns[feature])
    }
  }
}
