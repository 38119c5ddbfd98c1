import AirQuality

extension FormatDescription {
  /// The hourly files of twelve stations in Beijing, UCI data set 501 (doi:10.24432/C5RK5G).
  static let beijingPRSA: FormatDescription = {
    var format = FormatDescription(
      identifier: "beijing-prsa",
      title: "Beijing multi-site air quality, UCI data set 501", network: "prsa")
    format.station.column = "station"
    format.time.year = "year"
    format.time.month = "month"
    format.time.day = "day"
    format.time.hour = "hour"
    format.time.utcOffset = 8 * 3_600
    format.missing = ["NA"]
    // China's state before September 2018 was 273 K for gases and particles alike.
    format.values = [
      ("PM2.5", Pollutant.pm25), ("PM10", .pm10), ("SO2", .so2), ("NO2", .no2), ("CO", .co),
      ("O3", .o3),
    ].map { ValueColumn($0, $1, .microgramsPerCubicMetre, referenceState: .kelvin273) }
    format.values += [
      ValueColumn("TEMP", .temperature, .degreesCelsius),
      ValueColumn("PRES", .pressure, .hectopascals),
      ValueColumn("DEWP", .dewPoint, .degreesCelsius),
      ValueColumn("RAIN", .precipitation, .millimetres),
    ]
    var direction = ValueColumn("wd", .windDirection, .degrees)
    direction.codes = CompassPoint.degrees
    format.values += [direction, ValueColumn("WSPM", .windSpeed, .metresPerSecond)]
    format.assumptions = [
      "all concentrations are in µg/m³, CO too", "the clock is UTC+08:00",
      "stamps name the beginning of the hour",
    ]
    format.notes = """
      All concentrations are µg/m³, CO too. Wind direction is 16-point text, kept as degrees with \
      north 0. The source does not say which end of the hour a stamp names; the beginning is \
      assumed. Weather repeats between stations that share a meteorological station.
      """
    return format
  }()
}

/// The sixteen points of the compass rose.
enum CompassPoint {
  private static let points = [
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW",
    "NNW",
  ]

  /// Degrees clockwise from north that the wind comes from.
  static let degrees = Dictionary(
    uniqueKeysWithValues: points.enumerated().map { ($1, Double($0) * 22.5) })

  /// The same with Japanese and Chinese spellings: 北北東 and 北东 letter by letter, and those of two
  /// letters in the other order too (東北).
  static let spellings: [String: Double] = {
    let letters: [Character: [String]] = ["N": ["北"], "E": ["東", "东"], "S": ["南"], "W": ["西"]]
    var degrees = Self.degrees
    for (place, point) in points.enumerated() {
      var spellings = [""]
      for letter in point {
        spellings = spellings.flatMap { start in (letters[letter] ?? []).map { start + $0 } }
      }
      if point.count == 2 { spellings += spellings.map { String($0.reversed()) } }
      for spelling in spellings { degrees[spelling] = Double(place) * 22.5 }
    }
    return degrees
  }()
}
