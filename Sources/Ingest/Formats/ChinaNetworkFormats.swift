import AirQuality

extension FormatDescription {
  /// `china_sites_YYYYMMDD.csv`: every station of the national network, hour by hour.
  static let chinaSites: FormatDescription = {
    var format = chinaNetwork(
      identifier: "china-sites", title: "China, all stations of the national network, daily files")
    format.headerPattern = "[0-9]{4}A"
    return format
  }()

  /// `china_cities_YYYYMMDD.csv`: the cities' means.
  static let chinaCities: FormatDescription = chinaNetwork(
    identifier: "china-cities", title: "China, city means of the national network, daily files")

  private static func chinaNetwork(identifier: String, title: String) -> FormatDescription {
    var format = FormatDescription(identifier: identifier, title: title, network: identifier)
    format.signature = ["date", "hour", "type"]
    format.time.column = "date"
    format.time.pattern = "yyyyMMdd"
    format.time.hour = "hour"
    format.time.utcOffset = 8 * 3_600
    format.missing = ["NA"]
    func column(_ pollutant: String, _ unit: MeasurementUnit) -> ValueColumn {
      var column = ValueColumn(
        "value", Pollutant(pollutant), unit,
        referenceState: unit == .dimensionless ? .notApplicable : .chinaGB3095)
      column.lowest = 0
      return column
    }
    var names: [String: ValueColumn] = ["AQI": column("aqi", .dimensionless)]
    for (type, pollutant) in [
      ("PM2.5", "pm25"), ("PM10", "pm10"), ("SO2", "so2"), ("NO2", "no2"), ("O3", "o3"),
    ] {
      names[type] = column(pollutant, .microgramsPerCubicMetre)
      names["\(type)_24h"] = column("\(pollutant)_24h", .microgramsPerCubicMetre)
    }
    names["O3_8h"] = column("o3_8h", .microgramsPerCubicMetre)
    names["O3_8h_24h"] = column("o3_8h_24h", .microgramsPerCubicMetre)
    names["CO"] = column("co", .milligramsPerCubicMetre)
    names["CO_24h"] = column("co_24h", .milligramsPerCubicMetre)
    format.wide = column("value", .dimensionless)
    format.ignored = ["date", "hour", "type"]
    format.assumptions = [
      "concentrations are in µg/m³, CO in mg/m³", "the clock is UTC+08:00",
      "stamps name the beginning of the hour",
    ]
    format.pollutants = PollutantRule(column: "type", value: "value", names: names)
    format.notes = """
      15 types an hour. Running means (…_24h, O3_8h, O3_8h_24h) and the index are quantities of \
      their own. Temperature and pressure behind the concentrations changed on 2018-09-01 (GB \
      3095): see “reference_state” of a study. Whole days may be absent. Layout: quotsoft.net/air.
      """
    return format
  }

  /// A table of days by cities, which says neither pollutant nor network.
  static let wideCities: FormatDescription = {
    var format = FormatDescription(
      identifier: "wide-cities", title: "Daily table, one column a city, 0 means missing",
      network: "wide-cities")
    format.isExplicit = true
    format.time.column = "date"
    format.time.pattern = "yyyy-MM-dd"
    format.time.utcOffset = 8 * 3_600
    format.time.step = .day
    format.missing = ["NA"]
    var column = ValueColumn("value", .pm25, .microgramsPerCubicMetre)
    column.sentinels = [0]
    format.wide = column
    format.assumptions = ["the table is of PM2.5 in µg/m³", "days are of UTC+08:00"]
    format.notes = """
      Read only when it is asked for, since nothing in it says what it is: PM2.5 at UTC+8 is \
      assumed. 0 is taken as missing.
      """
    return format
  }()
}
