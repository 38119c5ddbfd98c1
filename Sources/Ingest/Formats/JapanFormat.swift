import AirQuality

extension FormatDescription {
  /// Daily means of 47 Japanese prefectures, 2011 to 2018, one file each.
  ///
  /// The source's table states ppm and mg/m³, its data other scales. By their size (means over all
  /// prefectures: CO 3.66, CH4 193, NMHC 12, CO2 4,192) the columns keep the integers of the
  /// national institute's files: CO and CO2 in tenths of a ppm, hydrocarbons in hundredths of a
  /// ppmC, SO2 and nitrogen oxides in ppb, particles in µg/m³. The codes 9997 to 9999 of those
  /// files were averaged in: single means such as 7,081.8 ppb of NOx or a humidity of 875 %
  /// cannot be measurements.
  static let japanPrefectures: FormatDescription = {
    var format = FormatDescription(
      identifier: "japan-prefectures", title: "Daily means of the prefectures of Japan",
      network: "japan-prefectures")
    format.signature = ["date", "CO_mean", "NO2_mean", "NOX_mean", "NO_mean", "SO2_mean"]
    format.station.fileName = "^([0-9]{2})\\.[A-Za-z]+$"
    format.station.names = prefectureNames
    format.time.column = "date"
    format.time.pattern = "yyyy-MM-dd"
    format.time.utcOffset = 9 * 3_600
    format.time.step = .day
    func column(
      _ name: String, _ pollutant: Pollutant, _ unit: MeasurementUnit, to highest: Double,
      exponent: Int = 0
    ) -> ValueColumn {
      var column = ValueColumn(
        name, pollutant, unit,
        referenceState: unit == .microgramsPerCubicMetre ? .unstated : .notApplicable)
      column.sentinels = [9_997, 9_998, 9_999]
      column.highest = highest
      column.beyond = .missing
      column.exponent = exponent
      column.isOptional = true
      return column
    }
    format.values = [
      column("PM25_mean", .pm25, .microgramsPerCubicMetre, to: 500),
      column("SPM_mean", .spm, .microgramsPerCubicMetre, to: 500),
      column("NO_mean", .no, .partsPerBillion, to: 500),
      column("NO2_mean", .no2, .partsPerBillion, to: 500),
      column("NOX_mean", .nox, .partsPerBillion, to: 500),
      column("SO2_mean", .so2, .partsPerBillion, to: 500),
      column("OX_mean", .ox, .partsPerBillion, to: 500),
      column("CO_mean", .co, .partsPerMillion, to: 100, exponent: -1),
      column("CO2_mean", Pollutant("co2"), .partsPerMillion, to: 10_000, exponent: -1),
      column("CH4_mean", .ch4, .partsPerBillionCarbon, to: 1_000, exponent: 1),
      column("NMHC_mean", .nmhc, .partsPerBillionCarbon, to: 1_000, exponent: 1),
      column("THC_mean", .thc, .partsPerBillionCarbon, to: 1_000, exponent: 1),
      column("TEMP_mean", .temperature, .degreesCelsius, to: 45),
      column("TEMP_max", Pollutant("temperature_max"), .degreesCelsius, to: 45),
      column("TEMP_min", Pollutant("temperature_min"), .degreesCelsius, to: 45),
      column("HUM_mean", .humidity, .percent, to: 100),
      column("HUM_max", Pollutant("humidity_max"), .percent, to: 100),
      column("HUM_min", Pollutant("humidity_min"), .percent, to: 100),
      column("RAIN_sum", .precipitation, .millimetres, to: 1_000),
    ]
    format.assumptions = [
      "the units are those that the sizes of the numbers tell (see “airaccord formats”)",
      "days are of UTC+09:00",
    ]
    format.notes = """
      The station is the prefecture's two-digit JIS X 0401 code, the file's name. CO and CO2 stand \
      in tenths of a ppm and CH4, NMHC and THC in hundredths of a ppmC; they are kept as ppm and \
      ppbC. 9997 to 9999 mean missing. Means into which those codes were averaged (over 500 ppb or \
      µg/m³, over 45 °C, over 100 %) are taken as missing.
      """
    return format
  }()

  /// English names by JIS X 0401 code.
  private static let prefectureNames: [String: String] = {
    let names = [
      "Hokkaido", "Aomori", "Iwate", "Miyagi", "Akita", "Yamagata", "Fukushima", "Ibaraki",
      "Tochigi", "Gunma", "Saitama", "Chiba", "Tokyo", "Kanagawa", "Niigata", "Toyama",
      "Ishikawa", "Fukui", "Yamanashi", "Nagano", "Gifu", "Shizuoka", "Aichi", "Mie", "Shiga",
      "Kyoto", "Osaka", "Hyogo", "Nara", "Wakayama", "Tottori", "Shimane", "Okayama",
      "Hiroshima", "Yamaguchi", "Tokushima", "Kagawa", "Ehime", "Kochi", "Fukuoka", "Saga",
      "Nagasaki", "Kumamoto", "Oita", "Miyazaki", "Kagoshima", "Okinawa",
    ]
    return Dictionary(
      uniqueKeysWithValues: names.enumerated().map { index, name in
        (index < 9 ? "0\(index + 1)" : "\(index + 1)", name)
      })
  }()
}
