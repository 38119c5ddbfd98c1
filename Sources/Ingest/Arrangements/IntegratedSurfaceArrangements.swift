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

  static let full = Arrangement(
    format: FileFormat(
      identifier: "isd-full", title: "NOAA ISD, full surface weather reports",
      columns: ["control section", "mandatory section: wind, temperature, dew point, pressure"],
      missingCodes: ["999", "9999", "+9999", "99999"],
      timeConvention: "UTC; of several reports the one nearest the hour is taken",
      notes: """
        Positions 1 to 105 of each line. Values whose quality code is not 0, 1, 4, 5 or 9 are taken \
        as missing. Calm wind has speed 0 and no direction. The pressure is reduced to sea level.
        """),
    network: "isd",
    recognises: { opening in
      opening.lines.first.map { FullLine($0) != nil } ?? false
    },
    fill: { table, file throws(IngestError) in
      table.step = .hour
      var best: [String: (distance: Int, line: FullLine, number: Int)] = [:]
      for (index, text) in file.text.split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline
      ).enumerated() where !text.isEmpty {
        guard let line = FullLine(String(text)) else {
          throw .fieldCount(expected: 105, found: text.count, file: file.path, line: index + 1)
        }
        let hour = (line.utc + 1_800) / 3_600 * 3_600
        let distance = abs(line.utc - hour)
        let key = "\(line.station) \(hour)"
        if let other = best[key], other.distance <= distance { continue }
        best[key] = (distance, line, index + 1)
      }
      for entry in best.values.sorted(by: { $0.number < $1.number }) {
        let line = entry.line
        let hour = (line.utc + 1_800) / 3_600 * 3_600
        for (quantity, value, isGood) in line.values {
          if !isGood, !value.isEmpty {
            table.notices.note(
              .invalidByFlag, "\(quantity.pollutant) with a doubtful quality code keeps no value",
              line: entry.number)
          }
          table.add(
            .init(
              station: line.station, latitude: line.latitude, longitude: line.longitude, utc: hour,
              offset: 0, quantity: quantity, value: isGood ? value : "", line: entry.number),
            column: quantity.pollutant.identifier)
        }
      }
    })

  /// Control and mandatory section of one report.
  private struct FullLine {
    let station: String
    let utc: Int
    let latitude: String
    let longitude: String
    let values: [(LongTable.Quantity, value: String, isGood: Bool)]

    init?(_ text: String) {
      let bytes = Array(text.utf8)
      guard bytes.count >= 105, bytes[0..<4].allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
        return nil
      }
      func field(_ from: Int, _ through: Int) -> String {
        String(decoding: bytes[(from - 1)..<through], as: UTF8.self)
      }
      func number(_ text: String) -> Int? {
        Int(text.hasPrefix("+") ? String(text.dropFirst()) : text)
      }
      let stampText = field(16, 27)
      guard stampText.allSatisfy(\.isNumber),
        let stamp = StampText.iso("\(field(16, 23)) \(field(24, 27))", fallback: 0),
        let latitude = number(field(29, 34)), let longitude = number(field(35, 41)),
        let direction = Int(field(61, 63)), let speed = Int(field(66, 69)),
        let temperature = number(field(88, 92)), let dew = number(field(94, 98)),
        let pressure = Int(field(100, 104))
      else { return nil }
      station = "\(field(5, 10))-\(field(11, 15))"
      utc = stamp.utc
      self.latitude = abs(latitude) == 99_999 ? "" : LongTable.shifted("\(latitude)", by: -3)
      self.longitude = abs(longitude) == 999_999 ? "" : LongTable.shifted("\(longitude)", by: -3)
      func isGood(_ position: Int) -> Bool {
        ["0", "1", "4", "5", "9"].contains(field(position, position))
      }
      let isCalm = field(65, 65) == "C" || speed == 0
      values = [
        (
          .init(.windDirection, .degrees), direction == 999 || isCalm ? "" : "\(direction)",
          isGood(64)
        ),
        (
          .init(.windSpeed, .metresPerSecond),
          speed == 9_999 ? "" : LongTable.shifted("\(speed)", by: -1), isGood(70)
        ),
        (
          .init(.temperature, .degreesCelsius),
          temperature == 9_999 ? "" : LongTable.shifted("\(temperature)", by: -1), isGood(93)
        ),
        (
          .init(.dewPoint, .degreesCelsius),
          dew == 9_999 ? "" : LongTable.shifted("\(dew)", by: -1), isGood(99)
        ),
        (
          .init(Pollutant("sea_level_pressure"), .hectopascals),
          pressure == 99_999 ? "" : LongTable.shifted("\(pressure)", by: -1), isGood(105)
        ),
      ]
    }
  }
}
