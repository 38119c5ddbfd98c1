import Documents
import AirQuality
import TextFiles

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
        return dateColumns(fields) != nil && fields.count > 1
      } && opening.lines.contains { $0.contains("品質情報") }
    },
    fill: { table, file throws(IngestError) in
      let records = try file.records()
      guard
        let place = records.firstIndex(where: { dateColumns($0.fields) != nil }), place > 0,
        let dates = dateColumns(records[place].fields),
        let roles = records[(place + 1)...].firstIndex(where: { $0.fields.contains("品質情報") })
      else { throw .noRows(file: file.path) }
      guard records[place].fields.count == records[roles].fields.count else {
        throw .fieldCount(
          expected: records[roles].fields.count, found: records[place].fields.count,
          file: file.path, line: records[place].line)
      }
      let header = Header(
        stations: records[place - 1].fields, elements: records[place].fields,
        details: records[(place + 1)..<roles].map(\.fields), roles: records[roles].fields,
        dates: dates.count)
      let isDaily = dates.isDaily
      table.stamp = .ending
      table.step = isDaily ? .day : .hour
      var homogeneity: [Int: String] = [:]
      for record in records[(roles + 1)...] {
        guard record.fields.count == header.roles.count else {
          throw .fieldCount(
            expected: header.roles.count, found: record.fields.count, file: file.path,
            line: record.line)
        }
        let stamp = try stamp(record, dates, header, file)
        for column in header.columns {
          var value = record.fields[column.value]
          if let quality = column.quality, !["8", "5"].contains(record.fields[quality]) {
            if !value.isEmpty {
              table.notices.note(
                .invalidByFlag,
                say("ingest.quality-missing", quality: record.fields[quality]),
                line: record.line)
            }
            value = ""
          }
          if let number = column.homogeneity.map({ record.fields[$0] }), !number.isEmpty {
            if let before = homogeneity[column.value], before != number {
              table.notices.note(
                .labelsMoved,
                say("ingest.homogeneity-changes", element: header.elements[column.value]),
                line: record.line)
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

  /// The columns of the date in front: one of `年月日時` or `年月日`, or one each of year, month, day and
  /// hour, as the page's choice “年月日などに分けて格納” writes them; `nil` for another line.
  private static func dateColumns(_ fields: [String]) -> (count: Int, isDaily: Bool)? {
    switch fields.first {
    case "年月日時": (1, false)
    case "年月日": (1, true)
    case "年" where fields.starts(with: ["年", "月", "日", "時"]): (4, false)
    case "年" where fields.starts(with: ["年", "月", "日"]): (3, true)
    default: nil
    }
  }

  private static func stamp(
    _ record: DelimitedRecord, _ dates: (count: Int, isDaily: Bool), _ header: Header,
    _ file: RawFile
  ) throws(IngestError) -> StampText.Reading {
    let written = record.fields.prefix(dates.count).joined(separator: "/")
    if dates.count > 1 {
      let parts = record.fields.prefix(dates.count).map { Int($0) ?? -1 }
      if let stamp = StampText.reading(parts, 9 * 3_600) { return stamp }
    } else {
      // `R2/4/1 1:00` and the like are written by spreadsheets set to Japanese dates.
      let era = JapaneseEra.year(at: written)
      if let stamp = StampText.iso(
        era.map { "\($0.year)\($0.rest)" } ?? written, fallback: 9 * 3_600)
      {
        return stamp
      }
    }
    throw .unreadableTime(
      written, column: header.elements[0], pattern: nil, file: file.path, line: record.line)
  }

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

    init(
      stations: [String], elements: [String], details: [[String]], roles: [String], dates: Int
    ) {
      self.elements = elements
      self.roles = roles
      func text(_ row: [String], _ index: Int) -> String { index < row.count ? row[index] : "" }
      func detail(_ index: Int) -> String { details.map { text($0, index) }.joined() }
      for index in roles.indices.dropFirst(dates) where roles[index].isEmpty {
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
