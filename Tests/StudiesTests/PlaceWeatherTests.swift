import AirQuality
import Documents
import Foundation
import TestSupport
import Testing

@testable import Studies

@Suite("Weather of a place from a plain table")
struct PlaceWeatherTests {
  private func read(_ table: String) throws -> PlaceWeather {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("place-weather-\(UUID().uuidString).csv")
    try Data(table.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try PlaceWeather(path: file.path, utcOffset: 28_800)
  }

  @Test(
    "A stamp and one column a variable, in Chinese too, in the samples' clock", .tags(.analytical))
  func plain() throws {
    for (header, assumes) in [
      ("Time,wind_direction,wind_speed", true), ("采样时间,风向,风速", true),
      ("Time,wind_direction (degree),wind_speed (m/s)", false),
    ] {
      let weather = try read(
        "\(header)\n2022-07-01 00:00,10,2\n2022-07-01 01:00,20,3\n2022-07-01 03:00,40,NA\n")
      #expect(weather.series.map(\.pollutant) == [.windDirection, .windSpeed], "\(header)")
      let direction = try #require(weather.series.first)
      #expect(direction.axis.count == 4)
      #expect(
        direction.axis.start
          == Instant(try #require(CivilDate("2022-07-01")), utcOffset: 28_800))
      #expect((0..<4).map { direction[$0] } == [10, 20, nil, 40])
      #expect(weather.premises.isEmpty != assumes, "\(header)")
    }
  }

  @Test("Other units and steps that go back are refused, and so is a table without weather")
  func refused() throws {
    let units = #expect(throws: SettingFault.self) {
      try read("Time,wind_speed (km/h)\n2022-07-01 00:00,10\n2022-07-01 01:00,20\n")
    }
    #expect(units?.what.contains("km/h") == true && units?.remedy == "give it in m/s")
    #expect(throws: SettingFault.self) {
      try read("Time,wind_speed\n2022-07-01 01:00,1\n2022-07-01 00:00,2\n2022-07-01 02:00,2\n")
    }
    #expect(throws: (any Error).self) { try read("Time,shoes\n2022-07-01 00:00,1\n") }
  }
}
