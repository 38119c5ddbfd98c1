import Documents
import AirQuality
import TextFiles

/// Hourly files of Japan's national institute: a row is a day, its hours stand side by side.
extension Japanese {
  /// The hour in a column's name, such as `01h`, `01時` or `1時`: 1 to 24.
  private static func hour(_ header: String) -> Int? {
    guard let last = header.last, "時hH".contains(last), let hour = Int(header.dropLast()),
      (1...24).contains(hour)
    else { return nil }
    return hour
  }

  static let hours = Arrangement(
    format: FileFormat(
      identifier: "nies-hourly", title: "Japan NIES, hourly values, 24 hours side by side",
      columns: [
        "測定年度 or 測定年", "測定局コード", "測定項目コード", "測定単位コード", "測定月", "測定日", "01h … 24h",
      ],
      missingCodes: ["empty", "9997", "9998", "9999"],
      timeConvention: "UTC+09:00, stamps name the ending (1 to 24)",
      notes: """
        Columns are found by their names, in any order; Shift_JIS or UTF-8. 測定年度 is the fiscal year, \
        which begins in April: January to March are of the next calendar year. Every month has 31 rows; \
        those of days that do not exist hold 9998 and are passed over. 9997 to 9999 are type codes and \
        mean missing. Units with a factor before them (0.1PPM, 0.1'C, 10PPBC) are put to the unit; \
        16DIRC are sixteen directions clockwise from north-north-east, 0 and 17 calm. PM25 is the \
        standard method; PMFL and PMBH are further monitors of PM2.5 and kept as instruments (their \
        meaning is from memory). Item numbers 001 to 024 of older files are from memory too. Units \
        that are numbers are refused.
        """),
    network: "japan-stations",
    encodings: [.shiftJIS],
    recognises: { opening in
      opening.header.contains { hour($0) == 1 } && opening.header.contains { hour($0) == 24 }
        && opening.header.contains { itemColumns.contains($0) }
    },
    fill: { table, file throws(IngestError) in
      table.stamp = .ending
      table.step = .hour
      table.sentinels = [9_997, 9_998, 9_999]
      let records = try file.records()
      let columns = try Columns(records, "nies-hourly", file)
      var layout = try HourLayout(columns, file)
      try layout.settleYear(records.dropFirst(), columns, &table)
      for record in records.dropFirst() {
        try fill(&table, try columns.row(record), layout, file)
      }
    })

  /// Which column is which.
  private struct HourLayout {
    let station: String
    let item: String
    let unit: String
    let year: String
    let month: String
    let day: String
    let hours: [(name: String, hour: Int)]
    /// Whether years begin in April.
    private(set) var isFiscal: Bool

    /// Years are fiscal too where January to March stand behind April to December of one year’s number,
    /// as in the publisher’s files whose header somebody changed.
    mutating func settleYear(
      _ records: ArraySlice<DelimitedRecord>, _ columns: Columns, _ table: inout LongTable
    ) throws(IngestError) {
      guard !isFiscal else { return }
      var last: [String: (year: String, month: Int)] = [:]
      for record in records {
        let row = try columns.row(record)
        let month = try row.whole(self.month)
        let key = row[station] + "\u{0}" + row[item]
        if let before = last[key], before.year == row[year], before.month > 3, month < 4 {
          isFiscal = true
          table.notices.note(
            .assumed,
            say("ingest.year-is-fiscal", year: "\(year)"), line: record.line)
          return
        }
        last[key] = (row[year], month)
      }
    }

    init(_ columns: Columns, _ file: RawFile) throws(IngestError) {
      func first(_ names: [String]) throws(IngestError) -> String {
        guard let name = names.first(where: columns.has) else {
          throw .missingColumn(
            names[0], format: "nies-hourly", file: file.path, line: 1, found: columns.names)
        }
        return name
      }
      hours = columns.names.compactMap { name in hour(name).map { (name, $0) } }
      station = try first(stationColumns)
      item = try first(itemColumns)
      unit = try first(unitColumns)
      year = try first(["測定年度", "年度", "測定年", "年", "測定年(西暦)"])
      month = try first(["測定月", "月"])
      day = try first(["測定日", "日"])
      isFiscal = year.hasSuffix("年度")
    }
  }

  private static func fill(
    _ table: inout LongTable, _ row: Columns.Row, _ layout: HourLayout, _ file: RawFile
  ) throws(IngestError) {
    let line = row.record.line
    let code = row[layout.item]
    let unit = row[layout.unit]
    guard Int(unit) == nil else {
      throw .unknownCode(
        unit, column: layout.unit, format: "nies-hourly", file: file.path, line: line)
    }
    guard let element = Element(itemCodes[code.uppercased()] ?? code, unit: unit) else {
      table.notices.note(
        .rowsIgnored, say("ingest.rows-unknown", name: code), line: line)
      return
    }
    let quantity = try element.quantity(column: layout.unit, file: file.path, line: line)
    var date = [
      try calendarYear(row, layout.year), try row.whole(layout.month), try row.whole(layout.day),
    ]
    if layout.isFiscal, date[1] < 4 { date[0] += 1 }
    if CivilDate(year: date[0], month: date[1], day: date[2]) == nil {
      guard layout.hours.allSatisfy({ table.isMissing(row[$0.name]) }) else {
        throw .impossibleTime(
          date.map(String.init).joined(separator: "-"), file: file.path, line: line)
      }
      table.notices.note(
        .rowsIgnored, "ingest.days-that-do-not-exist", line: line
      )
      return
    }
    for (column, hour) in layout.hours {
      guard let stamp = StampText.reading(date + [hour], offset) else {
        throw .impossibleTime(
          date.map(String.init).joined(separator: "-"), file: file.path, line: line)
      }
      var written = row[column]
      if !table.isMissing(written) {
        written =
          quantity.pollutant == .windDirection
          ? Element.degrees(written) : LongTable.shifted(written, by: element.power)
      }
      table.add(
        .init(
          station: row[layout.station], utc: stamp.utc, offset: offset, quantity: quantity,
          value: written, line: line, instrument: further[code.uppercased()] ?? ""), column: column)
    }
  }

  /// Further monitors of one quantity.
  private static let further = ["PMFL": "PMFL", "PMBH": "PMBH"]

  private static let itemCodes: [String: String] = {
    var codes = ["PM25": "PM2.5", "PMFL": "PM2.5", "PMBH": "PM2.5"]
    let numbers: [(Int, String)] = [
      (1, "SO2"), (2, "NO"), (3, "NO2"), (4, "NOX"), (5, "CO"), (6, "OX"), (7, "NMHC"), (8, "CH4"),
      (9, "THC"), (10, "SPM"), (12, "PM2.5"), (21, "WD"), (22, "WS"), (23, "TEMP"), (24, "HUM"),
    ]
    for (number, name) in numbers {
      codes["\(number)"] = name
      codes[CivilDate.padded(number, 3)] = name
    }
    return codes
  }()
}
