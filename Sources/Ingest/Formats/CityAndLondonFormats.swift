import AirQuality

extension FormatDescription {
  /// Daily PM2.5 of 183 Chinese cities, 2014 to 2016.
  static let china183Cities: FormatDescription = {
    var format = FormatDescription(
      identifier: "china-183-cities", title: "Daily PM2.5 of 183 Chinese cities (SpTe2M)",
      network: "china-183-cities")
    format.station.column = "city"
    format.time.column = "date"
    format.time.pattern = "yyyy-MM-dd"
    format.time.utcOffset = 8 * 3_600
    format.time.step = .day
    format.latitude = "lat"
    format.longitude = "lon"
    var column = ValueColumn("pm25", .pm25, .microgramsPerCubicMetre)
    column.reportsZeros = true
    format.values = [column]
    format.assumptions = ["PM2.5 is in µg/m³", "days are of UTC+08:00"]
    format.notes = """
      Use 2014 and 2015 only: nearly all rows of 2016 behave like random draws. Zeros may mean \
      missing; they are kept and counted. 31 December 2016 is not in the source.
      """
    return format
  }()

  /// Hourly data as the R package openair ships and writes them.
  static let openair: FormatDescription = {
    var format = FormatDescription(
      identifier: "openair", title: "openair, hourly, one column a pollutant",
      network: "openair")
    format.signature = ["date", "ws", "wd"]
    format.station.fileName = "^(.+)\\.[A-Za-z]+$"
    format.time.column = "date"
    format.time.pattern = "yyyy-MM-dd HH:mm:ss"
    format.time.bareMidnight = true
    format.missing = ["NA"]
    format.values = [
      ValueColumn("ws", .windSpeed, .metresPerSecond),
      ValueColumn("wd", .windDirection, .degrees),
    ]
    format.values += [
      ("nox", Pollutant.nox), ("no2", .no2), ("no", .no), ("o3", .o3), ("so2", .so2),
    ].map { ValueColumn($0, $1, .partsPerBillion, referenceState: .notApplicable) }
    format.values += [
      ValueColumn("co", .co, .partsPerMillion, referenceState: .notApplicable),
      ValueColumn("pm10", .pm10, .microgramsPerCubicMetre),
      ValueColumn("pm25", .pm25, .microgramsPerCubicMetre),
    ]
    for index in format.values.indices where index > 1 { format.values[index].isOptional = true }
    format.needsConsent = true
    format.assumptions = [
      "gases are in ppb and CO in ppm", "the clock is UTC",
      "stamps name the beginning of the hour", "the station is the file’s name",
    ]
    format.notes = """
      UTC, stamps name the beginning of the hour. Gases are ppb, CO ppm. The station is the file's \
      name.
      """
    return format
  }()

  /// Daily data of London Marylebone Road as the R package rmweather ships them.
  static let rmweather: FormatDescription = {
    var format = FormatDescription(
      identifier: "rmweather", title: "rmweather, daily, rows name their pollutant",
      network: "rmweather")
    format.station.column = "site"
    format.station.nameColumn = "site_name"
    format.time.column = "date"
    format.time.pattern = "yyyy-MM-dd HH:mm:ss"
    format.time.step = .day
    format.missing = ["NA"]
    format.pollutants = PollutantRule(
      column: "variable", value: "value",
      names: [
        "no2": ValueColumn("value", .no2, .microgramsPerCubicMetre),
        "nox": ValueColumn("value", .nox, .microgramsPerCubicMetre),
      ])
    format.values = [
      ValueColumn("air_temp", .temperature, .degreesCelsius),
      ValueColumn("atmospheric_pressure", .pressure, .hectopascals),
      ValueColumn("rh", .humidity, .percent),
      ValueColumn("wd", .windDirection, .degrees),
      ValueColumn("ws", .windSpeed, .metresPerSecond),
    ]
    format.assumptions = ["the clock is UTC", "concentrations are in µg/m³"]
    format.notes = "UTC days. Weather stands on every pollutant's rows and must agree."
    return format
  }()
}
