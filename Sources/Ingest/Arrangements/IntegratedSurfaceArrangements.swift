import AirQuality

/// NOAA's surface weather.
enum IntegratedSurface {
  private static let quantities: [(LongTable.Quantity, places: Int)] = [
    (.init(.temperature, .degreesCelsius), -1), (.init(.dewPoint, .degreesCelsius), -1),
    (.init(Pollutant("sea_level_pressure"), .hectopascals), -1),
    (.init(.windDirection, .degrees), 0), (.init(.windSpeed, .metresPerSecond), -1),
    (.init(Pollutant("sky_condition"), .dimensionless), 0),
    (.init(.precipitation, .millimetres), -1),
    (.init(Pollutant("precipitation_6h"), .millimetres), -1),
  ]

  static let lite = Arrangement(
    format: FileFormat(
      identifier: "isd-lite", title: "NOAA ISD-Lite, hourly surface weather",
      columns: [
        "year", "month", "day", "hour", "air temperature", "dew point", "sea-level pressure",
        "wind direction", "wind speed", "sky condition", "rain 1 h", "rain 6 h",
      ],
      missingCodes: ["-9999"], timeConvention: "UTC, the observation nearest the hour",
      notes: """
        Fixed columns of six characters (the publisher’s note prints 20–24 for the dew point, the \
        files have 20–25); temperatures, pressure, wind speed and rain in tenths. A trace of rain (-1) \
        counts as 0. Wind direction 0 means calm and is taken as missing. The pressure is reduced \
        to sea level and not the station’s. The station is the file’s name.
        """),
    network: "isd",
    recognises: { opening in
      guard let line = opening.lines.first, line.count >= 61 else { return false }
      return LiteLine(line) != nil
    },
    fill: { table, file throws(IngestError) in
      table.step = .hour
      table.sentinels = [-9_999]
      let station = file.name.split(separator: "-").prefix(2).joined(separator: "-")
      for (index, text) in file.text.split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline
      ).enumerated() where !text.isEmpty {
        guard let line = LiteLine(String(text)) else {
          throw .fieldCount(expected: 12, found: 1, file: file.path, line: index + 1)
        }
        guard let stamp = StampText.reading(line.time, 0) else {
          throw .impossibleTime(
            line.time.map(String.init).joined(separator: " "), file: file.path, line: index + 1)
        }
        for (quantity, written) in zip(quantities, line.values) {
          var value = written
          let pollutant = quantity.0.pollutant
          let isRain = pollutant == .precipitation || quantity.0.unit == .millimetres
          if isRain, value == "-1" { value = "0" }
          if pollutant == .windDirection, value == "0" { value = "" }
          let isMissing = value == "-9999"
          table.add(
            .init(
              station: station, utc: stamp.utc, offset: 0, quantity: quantity.0,
              value: isMissing ? "" : LongTable.shifted(value, by: quantity.places),
              line: index + 1), column: pollutant.identifier)
        }
      }
    })

  /// One line of twelve fixed columns.
  private struct LiteLine {
    let time: [Int]
    let values: [String]

    init?(_ line: String) {
      let bytes = Array(line.utf8)
      guard bytes.count >= 61 else { return nil }
      func field(_ from: Int, _ through: Int) -> String {
        HeaderLine.trimmed(String(decoding: bytes[(from - 1)..<through], as: UTF8.self))
      }
      let time = [field(1, 4), field(6, 7), field(9, 11), field(12, 13)].compactMap { Int($0) }
      let values = [
        field(14, 19), field(20, 25), field(26, 31), field(32, 37), field(38, 43), field(44, 49),
        field(50, 55), field(56, 61),
      ]
      guard time.count == 4, values.allSatisfy({ Int($0) != nil }), bytes[4] == 0x20 else {
        return nil
      }
      self.time = time
      self.values = values
    }
  }
}
