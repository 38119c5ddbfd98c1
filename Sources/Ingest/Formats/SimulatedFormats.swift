import AirQuality

extension FormatDescription {
  /// Daily means as `airaccord simulate` writes them.
  static let simulatedDays: FormatDescription = simulated(
    "simulated-days", "airaccord simulate, daily", timeColumn: "date", pattern: "yyyy-MM-dd",
    step: .day)

  /// Hourly means as `airaccord simulate --step hour` writes them.
  static let simulatedHours: FormatDescription = simulated(
    "simulated-hours", "airaccord simulate, hourly", timeColumn: "time",
    pattern: "yyyy-MM-dd'T'HH:mm:ss+08:00", step: .hour)

  private static func simulated(
    _ identifier: String, _ title: String, timeColumn: String, pattern: String, step: TimeStep
  ) -> FormatDescription {
    var format = FormatDescription(identifier: identifier, title: title, network: "simulated")
    format.station.column = "station"
    format.time.column = timeColumn
    format.time.pattern = pattern
    format.time.utcOffset = 8 * 3_600
    format.time.step = step
    format.latitude = "latitude"
    format.longitude = "longitude"
    format.values = [
      ValueColumn("pm25", .pm25, .microgramsPerCubicMetre, referenceState: .ambient),
      ValueColumn("temperature", .temperature, .degreesCelsius),
      ValueColumn("wind_speed", .windSpeed, .metresPerSecond),
      ValueColumn("precipitation", .precipitation, .millimetres),
      ValueColumn("boundary_layer_height", .boundaryLayerHeight, .metres),
    ]
    format.notes = "Invented data with a known effect; the truth is in truth.json beside it."
    return format
  }
}
