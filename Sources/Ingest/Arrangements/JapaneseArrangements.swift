import Documents
import AirQuality
import TextFiles

/// Files of Japanese offices, in Windows code page 932 or UTF-8, at UTC+9.
enum Japanese {
  static let offset = 9 * 3_600

  static let stationColumns = ["測定局コード", "国環研局番", "測定局番号", "測定局名", "測定局"]
  static let itemColumns = ["測定項目コード", "項目コード", "測定項目名称", "測定項目", "項目"]
  static let unitColumns = ["測定単位コード", "単位", "単位名称", "測定単位"]

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
        Provisional values. A file without a station column, such as NoudoTime/CODE/7day.csv, is filed \
        under its name or --station. Negative hourly PM2.5 is kept, since the daily mean needs it. Calm has \
        no direction. Columns without a unit have the network’s: gases ppm, hydrocarbons ppmC, SPM \
        mg/m³, PM2.5 µg/m³.
        """),
    network: "japan-stations",
    encodings: [.shiftJIS],
    recognises: { opening in
      let gases = opening.header.count {
        ["SO2", "NO", "NO2", "NOX", "OX"].contains($0.prefix { $0 != "(" })
      }
      return opening.header.contains { $0.hasPrefix("SPM") || $0.hasPrefix("PM2.5") }
        && opening.header.contains("時")
        // Without a station column more has to be as in the network’s own files.
        && (opening.header.contains { stationColumns.contains($0) }
          || gases > 2 && opening.has("年", "月", "日"))
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

  /// A year as it stands, or of an era: `2020`, `令和2`, `R2年`.
  static func calendarYear(
    _ row: Columns.Row, _ column: String
  ) throws(IngestError) -> Int {
    if let era = JapaneseEra.year(at: row[column]), ["", "年", "年度"].contains(era.rest) {
      return era.year
    }
    return try row.whole(column)
  }

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
    if station == nil, file.namedStation == nil {
      table.notices.note(
        .assumed,
        say("ingest.station-is-file-name", station: file.station), line: nil)
    }
    let withoutUnit = columns.names.filter {
      Element($0) != nil && !$0.contains("(") && !$0.contains("（")
    }
    if !withoutUnit.isEmpty {
      table.notices.note(
        .assumed,
        "ingest.units-of-japan", line: 1)
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
        parts = JapaneseEra.date(row[date]) ?? []
      } else {
        parts = [try calendarYear(row, "年"), try row.whole("月"), try row.whole("日")]
      }
      guard parts.count >= 3, let hours = Int(clock),
        let stamp = StampText.reading(Array(parts.prefix(3)) + [hours], offset)
      else {
        throw .unreadableTime(
          "\(date.map { row[$0] } ?? "") \(row[hour])", column: hour, pattern: nil,
          file: file.path, line: record.line)
      }
      for (name, quantity) in elements {
        var written = row[name]
        if let power = Element(name)?.power, power != 0, !table.isMissing(written) {
          written = LongTable.shifted(written, by: power)
        }
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
