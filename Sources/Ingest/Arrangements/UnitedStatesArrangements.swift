import AirQuality

/// Files of the United States' agencies.
enum UnitedStates {
  static let aqs = Arrangement(
    format: FileFormat(
      identifier: "us-aqs-hourly", title: "US AQS, pre-generated hourly files (CSV in zip)",
      columns: [
        "State Code", "County Code", "Site Num", "Parameter Code", "POC", "Latitude", "Longitude",
        "Date Local", "Time Local", "Date GMT", "Time GMT", "Sample Measurement",
        "Units of Measure",
      ],
      missingCodes: ["row absent", "empty"],
      timeConvention: "local standard time (from the GMT columns), stamps name the beginning",
      notes: """
        The station is state-county-site; a parameter’s second and later monitors there (POC above \
        1) are stations of their own, such as 06-037-1103.POC3. LC are local conditions (ambient), \
        25 C is 298.15 K. Temperatures in °F and winds in knots are converted. Layout: \
        aqs.epa.gov/aqsweb/airdata.
        """),
    network: "aqs",
    recognises: {
      $0.has("State Code", "County Code", "Site Num", "Parameter Code", "Sample Measurement")
    },
    fill: { table, file throws(IngestError) in
      table.step = 3_600
      let records = DelimitedText.records(file.text)
      let columns = try Columns(records, "us-aqs-hourly", file)
      for record in records.dropFirst() {
        let row = try columns.row(record)
        guard
          let local = StampText.iso("\(row["Date Local"]) \(row["Time Local"])", fallback: 0),
          let utc = StampText.iso("\(row["Date GMT"]) \(row["Time GMT"])", fallback: 0)
        else {
          throw .unreadableTime(
            "\(row["Date GMT"]) \(row["Time GMT"])", column: "Date GMT", pattern: nil,
            file: file.path, line: record.line)
        }
        let name = row["Units of Measure"]
        guard let scale = Scale(name) else {
          throw .unknownCode(
            name, column: "Units of Measure", format: "us-aqs-hourly", file: file.path,
            line: record.line)
        }
        let site = [row["State Code"], row["County Code"], row["Site Num"]].joined(separator: "-")
        table.add(
          .init(
            station: row["POC"] == "1" ? site : "\(site).POC\(row["POC"])",
            name: row.optional("County Name") ?? "", latitude: row["Latitude"],
            longitude: row["Longitude"], utc: utc.utc, offset: local.utc - utc.utc,
            quantity: .init(
              parameter(row["Parameter Code"], name: row.optional("Parameter Name") ?? ""),
              scale.unit, scale.state), value: scale.converted(row["Sample Measurement"]),
            line: record.line), column: "Sample Measurement")
      }
    })

  static let aqcsv = Arrangement(
    format: FileFormat(
      identifier: "aqcsv", title: "AQCSV, the exchange format of AirNow International",
      columns: ["site", "datetime", "parameter", "duration", "value", "unit", "qc", "poc"],
      missingCodes: ["empty", "qc other than 0"],
      timeConvention: "each stamp’s own offset (YYYYMMDDThhmmTZD), stamps name the beginning",
      notes: """
        Parameters and units are AQS codes. Only rows with qc 0 keep their value; the meaning of \
        the other codes is from memory and not relied on. Layout: EPA’s AQCSV guide.
        """),
    network: "airnow",
    recognises: { $0.has("site", "datetime", "parameter", "duration", "value", "unit", "qc") },
    fill: { table, file throws(IngestError) in
      let records = DelimitedText.records(file.text)
      let columns = try Columns(records, "aqcsv", file)
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let stamp = try row.stamp("datetime")
        guard let scale = Scale(code: row["unit"]) else {
          throw .unknownCode(
            row["unit"], column: "unit", format: "aqcsv", file: file.path, line: record.line)
        }
        var value = scale.converted(row["value"])
        if row["qc"] != "0" {
          table.notices.note(
            .invalidByFlag, "rows with qc “\(row["qc"])” keep no value", line: record.line)
          value = ""
        }
        if let minutes = Int(row["duration"]), minutes > 0 { table.step = minutes * 60 }
        let poc = row["poc"]
        table.add(
          .init(
            station: ["", "1"].contains(poc) ? row["site"] : "\(row["site"]).POC\(poc)",
            latitude: row["lat"], longitude: row["lon"], utc: stamp.utc, offset: stamp.offset,
            quantity: .init(parameter(row["parameter"], name: ""), scale.unit, scale.state),
            value: value, line: record.line), column: "value")
      }
    })

  static let airNow = Arrangement(
    format: FileFormat(
      identifier: "airnow-hourly", title: "AirNow, HourlyData files",
      columns: [
        "valid date", "valid time", "AQSID", "sitename", "GMT offset", "parameter name",
        "reporting units", "value", "data source",
      ],
      missingCodes: ["empty", "-999"],
      timeConvention: "GMT, stamps name the beginning; the site’s offset is in the file",
      notes: "Nine fields between bars and no header line. Layout from memory."),
    network: "airnow",
    recognises: { opening in
      let fields = opening.lines.first?.split(separator: "|", omittingEmptySubsequences: false)
      return fields?.count == 9 && fields?[0].count(where: { $0 == "/" }) == 2
    },
    fill: { table, file throws(IngestError) in
      table.step = 3_600
      for record in DelimitedText.records(file.text, separator: "|") {
        let fields = record.fields
        guard fields.count == 9 else {
          throw .fieldCount(
            expected: 9, found: fields.count, file: file.path, line: record.line)
        }
        guard let stamp = StampText.monthFirst("\(fields[0]) \(fields[1])", offset: 0),
          let hours = Double(fields[4])
        else {
          throw .unreadableTime(
            "\(fields[0]) \(fields[1])", column: "valid date", pattern: nil, file: file.path,
            line: record.line)
        }
        guard let scale = Scale(fields[6]) else {
          throw .unknownCode(
            fields[6], column: "reporting units", format: "airnow-hourly", file: file.path,
            line: record.line)
        }
        table.add(
          .init(
            station: fields[2], name: fields[3], utc: stamp.utc, offset: Int(hours * 3_600),
            quantity: .init(Pollutant(airNowName(fields[5])), scale.unit, scale.state),
            value: scale.converted(fields[7]), line: record.line), column: "value")
      }
    })

  private static func airNowName(_ name: String) -> String {
    switch name.uppercased() {
    case "OZONE": "o3"
    case "PM2.5": "pm25"
    case "BARPR": "pressure"
    case "RHUM": "humidity"
    case "RWD", "WD": "wind_direction"
    case "RWS", "WS": "wind_speed"
    case "TEMP": "temperature"
    default: name
    }
  }

  /// A pollutant by its AQS parameter code; unknown codes keep the parameter's name.
  static func parameter(_ code: String, name: String) -> Pollutant {
    let known = [
      "44201": "o3", "42401": "so2", "42101": "co", "42601": "no", "42602": "no2",
      "42603": "nox", "88101": "pm25", "81102": "pm10", "62101": "temperature",
      "61101": "wind_speed", "61103": "wind_speed", "61102": "wind_direction",
      "61104": "wind_direction", "62201": "humidity", "64101": "pressure", "62103": "dew_point",
      "43102": "tnmoc",
    ]
    if let known = known[code] { return Pollutant(known) }
    return Pollutant(name.isEmpty ? "aqs_\(code)" : name)
  }

  /// A unit as AQS and AirNow write it, and how its numbers become ours.
  struct Scale {
    let unit: MeasurementUnit
    let state: ReferenceState?
    private let conversion: (@Sendable (Double) -> Double)?

    private init(
      _ unit: MeasurementUnit, _ state: ReferenceState? = nil,
      _ conversion: (@Sendable (Double) -> Double)? = nil
    ) {
      self.unit = unit
      self.state = state
      self.conversion = conversion
    }

    /// By the unit's code in AQS.
    init?(code: String) {
      switch code {
      case "001": self.init(.microgramsPerCubicMetre, .kelvin298)
      case "105": self.init(.microgramsPerCubicMetre, .ambient)
      case "007": self.init(.partsPerMillion)
      case "008": self.init(.partsPerBillion)
      case "078": self.init(.partsPerBillionCarbon)
      case "011": self.init(.metresPerSecond)
      case "013": self.init(.metresPerSecond, nil) { $0 * 0.514_444_444_444_444_4 }
      case "014": self.init(.degrees)
      case "015": self.init(.degreesCelsius, nil) { ($0 - 32) / 1.8 }
      case "016": self.init(.hectopascals)
      case "017": self.init(.degreesCelsius)
      case "019": self.init(.percent)
      default: return nil
      }
    }

    /// By the unit's name.
    init?(_ name: String) {
      switch name.lowercased() {
      case "parts per million": self.init(.partsPerMillion)
      case "parts per billion": self.init(.partsPerBillion)
      case "parts per billion carbon": self.init(.partsPerBillionCarbon)
      case "micrograms/cubic meter (25 c)": self.init(.microgramsPerCubicMetre, .kelvin298)
      case "micrograms/cubic meter (lc)": self.init(.microgramsPerCubicMetre, .ambient)
      case "degrees fahrenheit", "f": self.init(.degreesCelsius, nil) { ($0 - 32) / 1.8 }
      case "degrees centigrade", "degrees celsius", "c": self.init(.degreesCelsius)
      case "knots", "kts": self.init(.metresPerSecond, nil) { $0 * 0.514_444_444_444_444_4 }
      case "meters/second", "m/s", "ms": self.init(.metresPerSecond)
      case "degrees compass", "degrees", "deg": self.init(.degrees)
      case "percent relative humidity", "percent", "%": self.init(.percent)
      case "millibars", "mb", "millibar": self.init(.hectopascals)
      case "ppb": self.init(.partsPerBillion)
      case "ppm": self.init(.partsPerMillion)
      case "ug/m3": self.init(.microgramsPerCubicMetre)
      default: return nil
      }
    }

    /// The number as text; what is no number stays for the reader to refuse.
    func converted(_ text: String) -> String {
      guard let conversion, let number = Double(text), number > -900 else { return text }
      return "\(conversion(number))"
    }
  }
}

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
      table.step = 3_600
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
      table.step = 3_600
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
