import AirQuality
import ByteKernels

/// Files of Japanese offices, in Windows code page 932 or UTF-8, at UTC+9.
enum Japanese {
  private static let offset = 9 * 3_600

  /// A column such as `SO2(ppm)`, `PM2.5 (μg/m3)`, `二酸化窒素(ppm)`.
  struct Element {
    let pollutant: Pollutant
    /// As it is written, in the header or in a column of units; `nil` without one.
    private let unit: String?

    /// `nil` for a header that names nothing the network measures.
    init?(_ header: String, unit given: String? = nil) {
      let plain = header.replacing("（", with: "(").replacing("）", with: ")")
      let name = HeaderLine.trimmed(String(plain.prefix { $0 != "(" }))
      pollutant = Pollutant(name)
      guard Self.usualUnits[pollutant] != nil else { return nil }
      unit =
        given
        ?? plain.firstIndex(of: "(").map { index in
          String(plain[plain.index(after: index)...].prefix { $0 != ")" })
        }
    }

    /// In the unit that is written, or else the network's usual one.
    ///
    /// - Throws: `IngestError.quantity` for a unit that is not known or measures something else.
    func quantity(column: String, file: String, line: Int) throws(IngestError) -> LongTable.Quantity
    {
      guard let unit, !["16Dir", "16方位", "16DIR"].contains(unit) else {
        return .init(pollutant, Self.usualUnits[pollutant] ?? .dimensionless)
      }
      do throws(QuantityError) {
        return .init(try ReadQuantity(pollutant, unit: unit))
      } catch {
        throw .quantity(error, column: column, file: file, line: line)
      }
    }

    /// As the national network reports them: gases ppm, hydrocarbons ppmC, SPM mg/m³.
    static let usualUnits: [Pollutant: MeasurementUnit] = [
      .so2: .partsPerMillion, .no: .partsPerMillion, .no2: .partsPerMillion,
      .nox: .partsPerMillion, .co: .partsPerMillion, .ox: .partsPerMillion,
      .nmhc: .partsPerMillionCarbon, .ch4: .partsPerMillionCarbon, .thc: .partsPerMillionCarbon,
      .spm: .milligramsPerCubicMetre, .pm25: .microgramsPerCubicMetre, .windDirection: .degrees,
      .windSpeed: .metresPerSecond, .temperature: .degreesCelsius, .humidity: .percent,
    ]

    /// A wind direction as degrees: compass points in letters, 1 to 16 from north-north-east, or
    /// calm, which has none.
    static func degrees(_ text: String) -> String {
      if let degrees = CompassPoint.degrees[text.uppercased()] { return "\(degrees)" }
      if let number = Int(text), (1...16).contains(number) {
        return "\(Double(number % 16) * 22.5)"
      }
      return ["0", "17", "CALM", "静穏", "C"].contains(text.uppercased()) ? "" : text
    }
  }

  /// A number of one's own in the header, such as `01時` or `1時`: hours 1 to 24.
  private static func hour(_ header: String) -> Int? {
    guard header.hasSuffix("時"), let hour = Int(header.dropLast()), (1...24).contains(hour) else {
      return nil
    }
    return hour
  }

  private static let stationColumns = ["測定局コード", "国環研局番", "測定局番号", "測定局名", "測定局"]
  private static let itemColumns = ["測定項目コード", "項目コード", "測定項目名称", "測定項目", "項目"]
  private static let unitColumns = ["単位", "単位名称", "測定単位"]

  static let hours = Arrangement(
    format: FileFormat(
      identifier: "nies-hourly", title: "Japan NIES, hourly values, 24 hours side by side",
      columns: ["測定局コード", "測定項目コード", "単位", "測定年", "測定月", "測定日", "01時 … 24時"],
      missingCodes: ["empty", "9997", "9998", "9999"],
      timeConvention: "UTC+09:00, stamps name the ending (1 to 24)",
      notes: """
        Columns are found by their names, in any order; Shift_JIS or UTF-8. 9997 to 9999 are type \
        codes and mean missing. Items are names or the codes 001 SO2, 002 NO, 003 NO2, 004 NOx, 005 \
        CO, 006 Ox, 007 NMHC, 008 CH4, 009 THC, 010 SPM, 012 PM2.5, 021 WD, 022 WS, 023 TEMP, 024 \
        HUM (from memory). The unit must be a text; unit codes are refused, since their meaning is \
        in the publisher’s header sheet.
        """),
    network: "japan-stations",
    encodings: [.shiftJIS],
    recognises: { opening in
      opening.header.contains { hour($0) == 1 } && opening.header.contains { hour($0) == 24 }
    },
    fill: { table, file throws(IngestError) in
      table.stamp = .ending
      table.step = .hour
      table.sentinels = [9_997, 9_998, 9_999]
      let records = try file.records()
      let columns = try Columns(records, "nies-hourly", file)
      let hours = columns.names.compactMap { name in hour(name).map { (name, $0) } }
      func first(_ names: [String]) throws(IngestError) -> String {
        guard let name = names.first(where: columns.has) else {
          throw .missingColumn(
            names[0], format: "nies-hourly", file: file.path, line: 1, found: columns.names)
        }
        return name
      }
      let station = try first(stationColumns)
      let item = try first(itemColumns)
      let unit = try first(unitColumns)
      let (year, month, day) = (
        try first(["測定年", "年", "測定年(西暦)"]), try first(["測定月", "月"]), try first(["測定日", "日"])
      )
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let name = itemCodes[row[item]] ?? row[item]
        guard Int(row[unit]) == nil else {
          throw .unknownCode(
            row[unit], column: unit, format: "nies-hourly", file: file.path, line: record.line)
        }
        guard let element = Element(name, unit: row[unit]) else {
          table.notices.note(
            .rowsIgnored, "rows of “\(row[item])” are not known and are left out", line: record.line
          )
          continue
        }
        let quantity = try element.quantity(column: unit, file: file.path, line: record.line)
        let date = [try row.whole(year), try row.whole(month), try row.whole(day)]
        for (column, hour) in hours {
          guard let stamp = StampText.reading(date + [hour], offset) else {
            throw .impossibleTime(
              date.map(String.init).joined(separator: "-"), file: file.path, line: record.line)
          }
          let written = row[column]
          let isWind = quantity.pollutant == .windDirection
          table.add(
            .init(
              station: row[station], utc: stamp.utc, offset: offset, quantity: quantity,
              value: isWind ? Element.degrees(written) : written, line: record.line),
            column: column)
        }
      }
    })

  private static let itemCodes: [String: String] = [
    "001": "SO2", "002": "NO", "003": "NO2", "004": "NOX", "005": "CO", "006": "OX", "007": "NMHC",
    "008": "CH4", "009": "THC", "010": "SPM", "012": "PM2.5", "021": "WD", "022": "WS",
    "023": "TEMP", "024": "HUM", "1": "SO2", "2": "NO", "3": "NO2", "4": "NOX", "5": "CO",
    "6": "OX", "7": "NMHC", "8": "CH4", "9": "THC", "10": "SPM", "12": "PM2.5", "21": "WD",
    "22": "WS", "23": "TEMP", "24": "HUM",
  ]

  static let soramame = Arrangement(
    format: FileFormat(
      identifier: "soramame", title: "Japan そらまめ君, one month of a station",
      columns: [
        "測定局コード", "年", "月", "日", "時", "SO2(ppm)", "NO(ppm)", "NO2(ppm)", "NOX(ppm)", "CO(ppm)",
        "OX(ppm)", "NMHC(ppmC)", "CH4(ppmC)", "THC(ppmC)", "SPM(mg/m3)", "PM2.5(μg/m3)",
        "WD(16Dir)",
        "WS(m/s)", "TEMP(℃)", "HUM(％)",
      ],
      missingCodes: ["empty", "-"], timeConvention: "UTC+09:00, stamps name the ending (1 to 24)",
      notes: """
        Provisional values. Negative hourly PM2.5 is kept, since the daily mean needs it. Calm has \
        no direction. Columns without a unit have the network’s: gases ppm, hydrocarbons ppmC, SPM \
        mg/m³, PM2.5 µg/m³.
        """),
    network: "japan-stations",
    encodings: [.shiftJIS],
    recognises: { opening in
      opening.header.contains { stationColumns.contains($0) }
        && opening.header.contains { $0.hasPrefix("SPM") || $0.hasPrefix("PM2.5") }
        && opening.header.contains("時")
    },
    fill: { table, file throws(IngestError) in
      try fillHours(&table, file, format: "soramame", sentinels: [])
    })

  static let city = Arrangement(
    format: FileFormat(
      identifier: "japan-city", title: "Japanese cities, hourly, Japanese column names",
      columns: ["測定局", "年月日 or 日付", "時", "二酸化硫黄(ppm)", "二酸化窒素(ppm)", "…", "風向", "風速"],
      missingCodes: ["empty", "***", "9999"],
      timeConvention: "UTC+09:00, stamps name the ending (1 to 24)",
      notes: """
        Columns are found by their names; Shift_JIS or UTF-8. Wind directions 1 to 16 run clockwise \
        from north-north-east, 0 is calm and has no direction. A file without a station column is \
        filed under its own name.
        """),
    network: "japan-stations",
    encodings: [.shiftJIS],
    recognises: { opening in
      let known = opening.header.filter {
        Element($0) != nil && $0.unicodeScalars.contains { $0.value > 0x2E80 }
      }
      return known.count >= 2 && opening.header.contains { ["時", "時刻", "時間"].contains($0) }
    },
    fill: { table, file throws(IngestError) in
      try fillHours(&table, file, format: "japan-city", sentinels: [9_999])
    })

  private static func fillHours(
    _ table: inout LongTable, _ file: RawFile, format: String, sentinels: Set<Double>
  ) throws(IngestError) {
    table.stamp = .ending
    table.step = .hour
    table.sentinels = sentinels
    let records = try file.records()
    let columns = try Columns(records, format, file)
    let station = stationColumns.first(where: columns.has)
    let hour = ["時", "時刻", "時間"].first(where: columns.has)
    let date = ["日付", "年月日", "測定日"].first(where: columns.has)
    guard let hour, date != nil || (columns.has("年") && columns.has("月") && columns.has("日")) else {
      throw .missingColumn(
        hour == nil ? "時" : "日付", format: format, file: file.path, line: 1, found: columns.names)
    }
    let known = columns.names.compactMap { name in Element(name).map { (name, $0) } }
    try IngestError.refuseMeeting(
      of: known.map(\.0), file: file.path, line: 1,
      reading: { Element($0)?.pollutant ?? Pollutant($0) })
    var elements: [(name: String, quantity: LongTable.Quantity)] = []
    for (name, element) in known {
      elements.append((name, try element.quantity(column: name, file: file.path, line: 1)))
    }
    for record in records.dropFirst() {
      let row = try columns.row(record)
      let clock = String(row[hour].prefix { $0.isNumber })
      var parts: [Int] = []
      if let date {
        let text = row[date]
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        parts =
          numbers.count == 1 && text.count == 8
          ? [numbers[0] / 10_000, numbers[0] / 100 % 100, numbers[0] % 100] : numbers
      } else {
        parts = [try row.whole("年"), try row.whole("月"), try row.whole("日")]
      }
      guard parts.count >= 3, let hours = Int(clock),
        let stamp = StampText.reading(Array(parts.prefix(3)) + [hours], offset)
      else {
        throw .unreadableTime(
          "\(date.map { row[$0] } ?? "") \(row[hour])", column: hour, pattern: nil,
          file: file.path, line: record.line)
      }
      for (name, quantity) in elements {
        let written = row[name]
        table.add(
          .init(
            station: station.map { row[$0] } ?? file.station, utc: stamp.utc, offset: offset,
            quantity: quantity,
            value: quantity.pollutant == .windDirection ? Element.degrees(written) : written,
            line: record.line), column: name)
      }
    }
  }
}

/// Weather of the Japan Meteorological Agency as its download page writes it.
enum JapanMeteorologicalAgency {
  static let csv = Arrangement(
    format: FileFormat(
      identifier: "jma", title: "Japan Meteorological Agency, past weather (CSV)",
      columns: ["年月日時", "気温(℃)", "降水量(mm)", "風速(m/s)", "風向", "相対湿度(％)", "現地気圧(hPa)", "…"],
      missingCodes: ["empty", "quality 4 and below"],
      timeConvention: "UTC+09:00, stamps name the ending; days by 年月日",
      notes: """
        Several header lines: stations, elements, and beside each value its quality (品質情報) and \
        homogeneity (均質番号). Quality 8 is normal and 5 nearly so (80 % of the data); 4, 2, 1 and 0 \
        are insufficient, doubtful, missing and not observed, and are taken as missing. A change of \
        the homogeneity number is told.
        """),
    network: "jma",
    encodings: [.shiftJIS],
    recognises: { opening in
      opening.lines.contains { line in
        let fields = FileOpening.fields(line)
        return ["年月日時", "年月日"].contains(fields.first ?? "") && fields.count > 1
      } && opening.lines.contains { $0.contains("品質情報") }
    },
    fill: { table, file throws(IngestError) in
      let records = try file.records()
      guard
        let place = records.firstIndex(where: { ["年月日時", "年月日"].contains($0.fields.first ?? "") }),
        place > 0,
        let roles = records[(place + 1)...].firstIndex(where: { $0.fields.contains("品質情報") })
      else { throw .noRows(file: file.path) }
      guard records[place].fields.count == records[roles].fields.count else {
        throw .fieldCount(
          expected: records[roles].fields.count, found: records[place].fields.count,
          file: file.path, line: records[place].line)
      }
      let header = Header(
        stations: records[place - 1].fields, elements: records[place].fields,
        details: records[(place + 1)..<roles].map(\.fields), roles: records[roles].fields)
      let isDaily = records[place].fields[0] == "年月日"
      table.stamp = .ending
      table.step = isDaily ? .day : .hour
      var homogeneity: [Int: String] = [:]
      for record in records[(roles + 1)...] {
        guard record.fields.count == header.roles.count else {
          throw .fieldCount(
            expected: header.roles.count, found: record.fields.count, file: file.path,
            line: record.line)
        }
        guard let stamp = StampText.iso(record.fields[0], fallback: 9 * 3_600) else {
          throw .unreadableTime(
            record.fields[0], column: header.elements[0], pattern: nil, file: file.path,
            line: record.line)
        }
        for column in header.columns {
          var value = record.fields[column.value]
          if let quality = column.quality, !["8", "5"].contains(record.fields[quality]) {
            if !value.isEmpty {
              table.notices.note(
                .invalidByFlag,
                "values of quality “\(record.fields[quality])” are taken as missing",
                line: record.line)
            }
            value = ""
          }
          if let number = column.homogeneity.map({ record.fields[$0] }), !number.isEmpty {
            if let before = homogeneity[column.value], before != number {
              table.notices.note(
                .labelsMoved,
                "\(header.elements[column.value]) changes its homogeneity number: what lies before "
                  + "and after was not measured alike", line: record.line)
            }
            homogeneity[column.value] = number
          }
          if column.quantity.pollutant == .windDirection { value = degrees(value) }
          table.add(
            .init(
              station: column.station, utc: stamp.utc, offset: 9 * 3_600,
              quantity: column.quantity, value: value, line: record.line),
            column: header.elements[column.value])
        }
      }
    })

  private static func degrees(_ text: String) -> String {
    let letters = text.map { ["北": "N", "東": "E", "南": "S", "西": "W"][$0] ?? "" }.joined()
    return CompassPoint.degrees[letters].map { "\($0)" } ?? ""
  }

  /// The header lines, column by column.
  private struct Header {
    struct Column {
      let station: String
      let quantity: LongTable.Quantity
      let value: Int
      let quality: Int?
      let homogeneity: Int?
    }

    let elements: [String]
    let roles: [String]
    private(set) var columns: [Column] = []

    init(stations: [String], elements: [String], details: [[String]], roles: [String]) {
      self.elements = elements
      self.roles = roles
      func text(_ row: [String], _ index: Int) -> String { index < row.count ? row[index] : "" }
      func detail(_ index: Int) -> String { details.map { text($0, index) }.joined() }
      for index in roles.indices.dropFirst() where roles[index].isEmpty {
        let isDirection = detail(index).contains("風向")
        guard let quantity = Self.quantity(text(elements, index), isDirection: isDirection) else {
          continue
        }
        func following(_ role: String) -> Int? {
          var next = index + 1
          while next < roles.count, !roles[next].isEmpty {
            if roles[next] == role { return next }
            next += 1
          }
          return nil
        }
        columns.append(
          Column(
            station: text(stations, index), quantity: quantity, value: index,
            quality: following("品質情報"), homogeneity: following("均質番号")))
      }
    }

    private static func quantity(_ element: String, isDirection: Bool) -> LongTable.Quantity? {
      let name = element.prefix { $0 != "(" && $0 != "（" }
      if isDirection { return .init(.windDirection, .degrees) }
      switch name {
      case "気温", "平均気温": return .init(.temperature, .degreesCelsius)
      case "最高気温": return .init(Pollutant("temperature_max"), .degreesCelsius)
      case "最低気温": return .init(Pollutant("temperature_min"), .degreesCelsius)
      case "降水量", "降水量の合計": return .init(.precipitation, .millimetres)
      case "風速", "平均風速": return .init(.windSpeed, .metresPerSecond)
      case "相対湿度", "平均湿度": return .init(.humidity, .percent)
      case "現地気圧", "平均現地気圧": return .init(.pressure, .hectopascals)
      case "海面気圧", "平均海面気圧":
        return .init(Pollutant("sea_level_pressure"), .hectopascals)
      case "露点温度": return .init(.dewPoint, .degreesCelsius)
      case "日照時間": return .init(Pollutant("sunshine_hours"), .hours)
      case "全天日射量": return .init(Pollutant("solar_radiation"), .megajoulesPerSquareMetre)
      default: return nil
      }
    }
  }
}
