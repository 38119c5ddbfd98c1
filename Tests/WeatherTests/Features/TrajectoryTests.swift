import AirQuality
import NumericKernels
import TestSupport
import Testing

@testable import Weather

@Suite("Back trajectories and days before among the weather")
struct TrajectoryTests {
  /// Air from three directions, in turn by draws that are known.
  private static func air(
    step: TimeStep = .day
  ) -> (pollutant: MonitoringSeries, weather: [MonitoringSeries], direction: [Int]) {
    let air = SimulatedAir()
    let data = air.generate()
    var stream = RandomStream(seed: 9, index: 0)
    let centres = [(0.0, 600.0), (-500.0, -200.0), (300.0, -100.0)]
    let direction = (0..<air.days).map { _ in [0, 0, 0, 1, 1, 2][stream.index(below: 6)] }
    let axis = data.pollutant.axis
    func series(_ name: String, _ value: (Int) -> Double) -> MonitoringSeries {
      MonitoringSeries(
        station: SimulatedAir.station, pollutant: Pollutant(name),
        unit: MeasurementUnit(stored: "km"), axis: axis,
        storage: (0..<air.days).map { value($0) + 40 * stream.normal() })
    }
    let places = [24, 48].flatMap { age in
      [
        series("trajectory_east_h\(age)") { Double(age) / 24 * centres[direction[$0]].0 },
        series("trajectory_north_h\(age)") { Double(age) / 24 * centres[direction[$0]].1 },
      ]
    }
    return (data.pollutant, data.weather + places, direction)
  }

  @Test("Clusters are the directions that the air came from, largest first", .tags(.analytical))
  func clusters() throws {
    let data = Self.air()
    var settings = FeatureSettings()
    settings.trajectoryClusters = 3
    let table = try WeatherTable(data.pollutant, weather: data.weather, settings: settings)
    let place = try #require(table.features.firstIndex { $0.name == "trajectory_cluster" })
    #expect(table.features[place].shape == .category)
    #expect(!table.features.contains { $0.name.hasPrefix("trajectory_east") })
    #expect(table.columns[place] == data.direction.map { Double($0 + 1) })
    let note = try #require(table.notes.first { $0.identifier == "trajectory-clusters" })
    #expect(note.facts["count"] == 3)
    #expect((note.facts["percent"] ?? 0) > 95)
    settings.trajectoryClusters = 0
    let plain = try WeatherTable(data.pollutant, weather: data.weather, settings: settings)
    #expect(plain.features.count { $0.name.hasPrefix("trajectory_") } == 4)
    #expect(plain.notes.isEmpty)
  }

  @Test("An arrival stands until the next where the pollutant has finer steps", .tags(.analytical))
  func held() throws {
    let axis = TimeAxis(
      start: Instant(CivilDate(daysSinceEpoch: 16_071), utcOffset: 0), step: 3_600, count: 48,
      utcOffset: 0)
    let coarse = TimeAxis(start: axis.start, step: 21_600, count: 8, utcOffset: 0)
    func series(_ name: String, _ axis: TimeAxis, _ values: [Double]) -> MonitoringSeries {
      MonitoringSeries(
        station: SimulatedAir.station, pollutant: Pollutant(name),
        unit: MeasurementUnit(stored: "km"), axis: axis, storage: values)
    }
    var settings = FeatureSettings()
    settings.trajectoryClusters = 0
    let table = try WeatherTable(
      series("pm25", axis, (0..<48).map(Double.init)),
      weather: [series("trajectory_east_h24", coarse, (0..<8).map { 100 * Double($0) })],
      settings: settings)
    let column = try #require(table.columns.last)
    #expect(column == (0..<48).map { 100 * Double($0 / 6) })
  }

  @Test(
    "Weather of one to three days before, and what is impossible is refused", .tags(.analytical))
  func days() throws {
    let data = SimulatedAir().generate()
    var settings = FeatureSettings()
    settings.lagDays = [1, 3]
    let table = try WeatherTable(data.pollutant, weather: data.weather, settings: settings)
    #expect(
      table.features.filter { $0.role == .weather }.map(\.name) == [
        "temperature", "temperature-lag-1d", "temperature-lag-3d", "wind_speed",
        "wind_speed-lag-1d", "wind_speed-lag-3d",
      ])
    let place = try #require(table.features.firstIndex { $0.name == "wind_speed-lag-3d" })
    #expect(table.columns[place][2].isNaN)
    #expect(table.columns[place][10] == data.weather[1].storage[7])
    settings.lagDays = [0]
    #expect(throws: WeatherError.self) {
      try WeatherTable(data.pollutant, weather: data.weather, settings: settings)
    }
  }
}
