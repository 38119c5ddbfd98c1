import Documents
import AirQuality
import TextFiles

/// Tables with one column a compound or a sensor channel.
enum SpeciesTables {
  static let pmfInput = Arrangement(
    format: FileFormat(
      identifier: "pmf-input", title: "PMF input, one column a species",
      columns: ["Date", "one column a species"],
      missingCodes: ["empty", "-999"],
      timeConvention: "local, UTC unless described otherwise, stamps name the beginning",
      notes: """
        Concentrations are taken as ppbC, the unit of the tutorial sets; a file in another unit or \
        on another clock needs a description of your own. Dates such as 01/06/2019 are read as day or month first where a part above 12 proves it, else as the date order says. A second file with \
        uncertainties has the same layout and is told apart by its name (unc), which is added to \
        the station’s.
        """,
      units: ["species": "ppbC"]),
    network: "pmf-input",
    // Its unit is assumed: a few compounds alone do not make such a file.
    recognises: { opening in hasHeader(opening, first: ["Date"], least: 5) },
    fill: { table, file throws(IngestError) in
      try fillSpecies(&table, file, format: "pmf-input", unit: .partsPerBillionCarbon)
    })

  static let gasChromatograph = Arrangement(
    format: FileFormat(
      identifier: "voc-gc", title: "Automatic gas chromatograph, one column a compound",
      columns: [
        "Time, 时间, 采样时间, 測定日時 and the like", "one column a compound",
        "TNMOC and other totals",
      ],
      missingCodes: ["empty", "-", "--", "/", "-999", "缺测", "欠測", "无效"],
      timeConvention: "local standard time, UTC unless described otherwise, beginning",
      notes: """
        “N.D.”, “<0.02”, “0.02L” and 未检出 are no missing values but below the detection limit: the \
        value is left empty and a series compound_below_detection has 1 there and 0 elsewhere. Units \
        stand in brackets, such as Benzene (ppbC), or in a row below the header; where neither says \
        one it is taken as ppbv, and that is told. Title lines above the header and rows of means \
        below the samples are left out. Names may be English, Japanese or Chinese. Totals keep their own names and are no compounds. Weather beside the compounds \
        is taken in °C, hPa, m/s, degrees, % and mm. Samples of one time of the day are daily.
        """,
      units: ["compound": "ppb"]),
    network: "voc-gc",
    recognises: { opening in hasHeader(opening, first: SpeciesWords.clocks, least: 1) },
    fill: { table, file throws(IngestError) in
      try fillSpecies(&table, file, format: "voc-gc", unit: .partsPerBillion)
    })

  /// Whether one of the first lines is the header of a table of compounds.
  private static func hasHeader(_ opening: FileOpening, first: [String], least: Int) -> Bool {
    opening.lines.prefix(SpeciesSheet.opening).contains { line in
      let fields = FileOpening.fields(
        line, separator: line.contains("\t") ? 0x09 : UInt8(ascii: ","))
      guard let clock = fields.first, first.contains(clock) else { return false }
      return SpeciesSheet.share(of: fields, least: least) > 0.5
    }
  }

  private static func fillSpecies(
    _ table: inout LongTable, _ file: RawFile, format: String, unit: MeasurementUnit
  ) throws(IngestError) {
    guard let sheet = SpeciesSheet(try file.records(separator: file.tabOrComma)) else {
      throw .noRows(file: file.path)
    }
    sheet.tell(&table.notices)
    let names = sheet.header.fields
    try IngestError.refuseMeeting(
      of: names.dropFirst().filter { !$0.isEmpty }, file: file.path, line: sheet.header.line,
      reading: { Pollutant(SpeciesName.header($0).name) })
    let assumed = sheet.columns.filter { column in
      column.unit == nil && SpeciesName.canonical(column.name) != nil
    }
    if !assumed.isEmpty {
      table.notices.note(
        .assumed, say("ingest.compounds-in", unit: unit.symbol, columns: assumed.map(\.written)),
        line: sheet.header.line)
    }
    let time = LongTable.Quantity(Pollutant(own: "time"), unit)
    var quantities = [time]
    for column in sheet.columns {
      quantities.append(
        column.written.isEmpty
          ? time
          : try quantity(
            of: column, unit: unit, file: file, line: sheet.header.line, &table.notices))
    }
    let isUncertainty = file.stem.lowercased().hasSuffix("unc")
    if isUncertainty {
      quantities = quantities.map {
        .init(Pollutant("\($0.pollutant)_uncertainty"), $0.unit)
      }
    }
    let marks = quantities.map {
      LongTable.Quantity(Pollutant("\($0.pollutant)_below_detection"), .dimensionless)
    }
    let station = file.station
    // Compounds that are below detection anywhere get a companion series.
    var censored: Set<Int> = []
    for record in sheet.rows {
      for (index, field) in record.fields.enumerated()
      where SpeciesWords.isBelowDetection(field) { censored.insert(index) }
    }
    let order = try DateOrder.of(
      sheet.rows.lazy.map { ($0.fields.first ?? "", $0.line) },
      declared: file.dateOrder, column: names[0], file: file.path)
    var beginnings: Set<Int> = []
    table.reserve(sheet.rows.count * (sheet.columns.count + censored.count))
    for record in sheet.rows {
      guard record.fields.count == names.count else {
        throw .fieldCount(
          expected: names.count, found: record.fields.count, file: file.path, line: record.line)
      }
      let text = record.fields[0]
      guard let stamp = SpeciesSheet.stamp(text, order, offset: 0) else {
        throw .unreadableTime(
          text, column: names[0], pattern: SpeciesSheet.stamps, file: file.path,
          line: record.line)
      }
      beginnings.insert(stamp.utc % 86_400)
      for (index, name) in names.enumerated().dropFirst() where !name.isEmpty {
        var value = record.fields[index]
        let isBelow = SpeciesWords.isBelowDetection(value)
        if isBelow {
          table.notices.note(
            .belowDetection,
            say(
              "ingest.below-detection", written: SpeciesWords.belowDetectionForm(value),
              column: name),
            line: record.line)
        } else if SpeciesWords.isInvalid(value) {
          table.notices.note(
            .invalidByFlag, say("ingest.word-for-no-value", written: value), line: record.line)
        }
        if isBelow || SpeciesWords.isInvalid(value) || SpeciesWords.isMissing(value) { value = "" }
        table.add(
          .init(
            station: station, utc: stamp.utc, offset: 0,
            quantity: quantities[index], value: value, line: record.line),
          column: name)
        if censored.contains(index) {
          table.add(
            .init(
              station: station, utc: stamp.utc, offset: 0,
              quantity: marks[index], value: isBelow ? "1" : value.isEmpty ? "" : "0",
              line: record.line), column: name)
        }
      }
    }
    // One sample a day at one time of the day is a daily record; everything else is hourly.
    table.step = beginnings.count == 1 && sheet.rows.count > 1 ? .day : .hour
  }

  /// What a column measures, in the unit that its header states in brackets or else in the
  /// format's; weather beside the compounds is in its usual units.
  ///
  /// - Throws: `IngestError.quantity` when that is no unit of what the column measures.
  private static func quantity(
    of column: SpeciesSheet.Column, unit: MeasurementUnit, file: RawFile, line: Int,
    _ notices: inout NoticeBook
  ) throws(IngestError) -> LongTable.Quantity {
    let name = column.written
    let pollutant = Pollutant(column.name)
    let unit = column.unit ?? pollutant.readAs ?? unit
    guard pollutant.isKnown else {
      notices.note(
        .unknownKept,
        say("ingest.no-known-compound", column: name),
        line: line)
      return .init(pollutant, unit)
    }
    guard pollutant.allows(unit) else {
      throw .quantity(
        .wrongQuantity(
          unit: unit.symbol, pollutant: pollutant,
          usual: MeasurementUnit.symbols(of: pollutant.quantities)), column: name,
        file: file.path, line: line)
    }
    return .init(pollutant, unit)
  }

  static let purpleAir = Arrangement(
    format: FileFormat(
      identifier: "purpleair", title: "PurpleAir, history of one sensor",
      columns: [
        "time_stamp", "sensor_index", "humidity", "temperature", "pressure", "pm2.5_atm",
        "pm2.5_cf_1", "pm2.5_atm_a", "pm2.5_atm_b",
      ],
      missingCodes: ["empty", "null"],
      timeConvention: "UTC, stamps name the beginning (from memory)",
      notes: """
        The two channels and the two calibrations stay apart (pm25_atm, pm25_cf_1, pm25_atm_a …): no \
        correction is applied. Temperature is converted from °F. Stamps are seconds since 1970 or \
        ISO 8601.
        """,
      units: ["pm25_atm": "µg/m³", "temperature": "°C", "humidity": "%", "pressure": "hPa"]),
    network: "purpleair",
    recognises: { opening in
      opening.has("time_stamp") && opening.header.contains { $0.hasPrefix("pm2.5") }
    },
    fill: { table, file throws(IngestError) in
      let records = try file.records()
      let columns = try Columns(records, "purpleair", file)
      // A sensor reports every two minutes or so.
      table.snaps = true
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let text = row["time_stamp"]
        guard
          let utc = Int(text) ?? StampText.iso(text, fallback: 0)?.utc
        else {
          throw .unreadableTime(
            text, column: "time_stamp", pattern: nil, file: file.path, line: record.line)
        }
        let station = row.optional("sensor_index") ?? file.station
        for name in columns.names where name != "time_stamp" && name != "sensor_index" {
          guard let quantity = channel(name) else { continue }
          table.add(
            .init(
              station: station, utc: utc, offset: 0, quantity: quantity, value: row[name],
              line: record.line), column: name)
        }
      }
    })

  private static func channel(_ name: String) -> LongTable.Quantity? {
    switch name {
    case "humidity": return .init(.humidity, .percent)
    case "temperature": return .init(.temperature, .degreesFahrenheit)
    case "pressure": return .init(.pressure, .hectopascals)
    default:
      for (prefix, stem) in [("pm1.0", "pm1"), ("pm2.5", "pm25"), ("pm10.0", "pm10")]
      where name.hasPrefix(prefix) {
        let rest = name.dropFirst(prefix.count)
        return .init(Pollutant(stem + (rest.isEmpty ? "_sensor" : rest)), .microgramsPerCubicMetre)
      }
      return nil
    }
  }
}
