import Weather
import AirQuality
import Foundation
import Store
import Studies
import TestSupport
import Testing
import Weather

@Suite("The weather that a station has")
struct StationWeatherTests {
  private static let table: String = {
    let series = [
      ("n/a", "pm25", "µg/m³"), ("n/a", "benzene", "µg/m³"), ("n/a", "temperature", "°C"),
      ("n/a", "cloud_height", "m"), ("n/a", "visibility", "m"), ("n/b", "temperature", "°C"),
      ("n/b", "wind_speed", "m/s"),
    ]
    let rows = series.flatMap { station, pollutant, unit in
      (1...3).map { "\(station),\(pollutant),2014-01-0\($0)T00:00:00Z,\($0),\(unit),,day," }
    }
    return "station,pollutant,time,value,unit,flag,averaging,instrument\n"
      + rows.joined(separator: "\n") + "\n"
  }()

  private static func withArchive(_ body: (Archive) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("weather-\(UUID().uuidString).sqlite").path
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    let store = try Archive(path: path, mode: .create)
    defer { try? store.close() }
    let file = path + ".csv"
    try Data(table.utf8).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let ingested = try Ingestion([file], into: store).run()
    try #require(ingested.failures.isEmpty)
    try body(store)
  }

  @Test("What is neither weather nor a pollutant is named, not dropped", .tags(.property))
  func named() throws {
    try Self.withArchive { store in
      let places = try ["n/a", "n/b"].map { try store.station(named: $0) }
      let all = try StationWeather(at: places, in: store)
      #expect(all.series.map(\.pollutant) == [.temperature, .windSpeed])
      #expect(all.series.map(\.station.identifier) == ["a", "b"])
      #expect(all.notWeather.map(\.identifier) == ["cloud_height", "visibility"])
      #expect(all.notes.map(\.identifier) == ["not-weather"])
      let asked = try StationWeather(
        at: places, in: store, named: [Pollutant("cloud_height"), .temperature])
      #expect(Set(asked.series.map(\.pollutant.identifier)) == ["cloud_height", "temperature"])
      #expect(asked.missing == nil && asked.notes.isEmpty)
      let missing = try StationWeather(at: [places[0]], in: store, named: [.windSpeed])
      #expect(missing.missing == .windSpeed)
    }
  }
}
