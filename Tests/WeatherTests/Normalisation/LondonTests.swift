import AirQuality
import Foundation
import NumericKernels
import TestSupport
import Testing
import Weather

/// NO2 at London Marylebone Road, daily, as rmweather ships it and its golden values were made.
@Suite("London", .enabled(if: SharedData.isPresent && SimulationRuns.isFull), .serialized)
struct LondonTests {
  private static func table() throws -> WeatherTable {
    let text = try String(
      contentsOf: URL(fileURLWithPath: SharedData.path("rmweather/data_london.csv")),
      encoding: .utf8)
    let lines = text.replacingOccurrences(of: "\"", with: "").split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = try #require(lines.first)
    func column(_ name: String) throws -> Int { try #require(header.firstIndex(of: name)) }
    let (date, variable) = (try column("date"), try column("variable"))
    let rows = try lines.dropFirst().filter { $0[variable] == "no2" }
      .map { row in (try #require(CivilDate(String(row[date].prefix(10)))), row) }
    let first = try #require(rows.map(\.0).min())
    let axis = TimeAxis.days(
      from: first, through: try #require(rows.map(\.0).max()), utcOffset: 0)
    func series(
      _ pollutant: Pollutant, _ unit: MeasurementUnit, _ name: String
    ) throws -> MonitoringSeries {
      let place = try column(name)
      var storage = [Double](repeating: .nan, count: axis.count)
      for (date, row) in rows {
        storage[date.daysSinceEpoch - first.daysSinceEpoch] = Double(row[place]) ?? .nan
      }
      return MonitoringSeries(
        station: Station(network: "rmweather", identifier: "gb0682a"), pollutant: pollutant,
        unit: unit, axis: axis, storage: storage)
    }
    var settings = FeatureSettings()
    settings.windComponents = false
    return try WeatherTable(
      try series(.no2, .microgramsPerCubicMetre, "value"),
      weather: [
        try series(.temperature, .degreesCelsius, "air_temp"),
        try series(Pollutant("humidity"), .percent, "rh"),
        try series(.windDirection, .degrees, "wd"),
        try series(.windSpeed, .metresPerSecond, "ws"),
      ], settings: settings)
  }

  @Test("A forest that averages all but the trend is rmweather’s, by month", .tags(.golden))
  func forest() throws {
    try ForestComparison(
      "london", table: Self.table(), peer: PeerMonths("rmweather_london.json")
    ).hold(count: 240)
  }
}
