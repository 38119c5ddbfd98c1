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
    recognises: { opening in speciesShare(opening, first: ["Date"], least: 5) > 0.5 },
    fill: { table, file throws(IngestError) in
      try fillSpecies(&table, file, format: "pmf-input", unit: .partsPerBillionCarbon)
    })

  static let gasChromatograph = Arrangement(
    format: FileFormat(
      identifier: "voc-gc", title: "Automatic gas chromatograph, one column a compound",
      columns: ["Time, time or DateTime", "one column a compound", "TNMOC and other totals"],
      missingCodes: ["empty", "-", "-999"],
      timeConvention: "local standard time, UTC unless described otherwise, beginning",
      notes: """
        “N.D.” is no missing value but one below the detection limit: the value is left empty and a \
        series compound_below_detection has 1 there and 0 elsewhere. Units are taken as ppbv unless \
        a header states another in brackets, such as Benzene (ppbC). Names may be English, Japanese \
        or Chinese. Totals keep their own names and are no compounds. Weather beside the compounds \
        is taken in °C, hPa, m/s, degrees, % and mm. Samples of one time of the day are daily.
        """,
      units: ["compound": "ppb"]),
    network: "voc-gc",
    recognises: { opening in
      speciesShare(opening, first: clocks, least: 1) > 0.5
    },
    fill: { table, file throws(IngestError) in
      try fillSpecies(&table, file, format: "voc-gc", unit: .partsPerBillion)
    })

  private static let clocks = [
    "Time", "time", "DateTime", "datetime", "Datetime", "时间", "日期", "時刻", "測定日時", "日時",
  ]

  /// What is measured beside compounds and counts neither for nor against a table of compounds.
  private static let companions: Set<Pollutant> = [
    .temperature, .pressure, .windSpeed, .windDirection, .humidity, .precipitation,
    .boundaryLayerHeight, Pollutant("no"), Pollutant("no2"), Pollutant("nox"), Pollutant("noy"),
    Pollutant("o3"), Pollutant("co"), Pollutant("so2"), Pollutant("h2o2"), Pollutant("hno3"),
  ]

  /// Share of a header's columns that are known compounds, 0 when the first column is another or there
  /// are fewer columns than asked for.
  private static func speciesShare(
    _ opening: FileOpening, first: [String], least: Int
  ) -> Double {
    let header =
      opening.lines.first?.contains("\t") == true
      ? FileOpening.fields(opening.lines[0], separator: 0x09) : opening.header
    guard header.count > least, first.contains(header[0]) else { return 0 }
    let names = header.dropFirst().map { SpeciesName.header($0).name }.filter { name in
      !companions.contains(Pollutant(name))
    }
    let known = names.filter { SpeciesName.canonical($0) != nil }
    return known.count < min(3, least) ? 0 : Double(known.count) / Double(names.count)
  }

  private static func fillSpecies(
    _ table: inout LongTable, _ file: RawFile, format: String, unit: MeasurementUnit
  ) throws(IngestError) {
    let records = try file.records(separator: file.tabOrComma)
    let columns = try Columns(records, format, file)
    try IngestError.refuseMeeting(
      of: columns.names.dropFirst().filter { !$0.isEmpty }, file: file.path, line: 1,
      reading: { Pollutant(SpeciesName.header($0).name) })
    let quantities = try columns.names.enumerated().map { (index, name) throws(IngestError) in
      index == 0 || name.isEmpty
        ? LongTable.Quantity(Pollutant(own: "time"), unit)
        : try quantity(of: name, unit: unit, file: file, &table.notices)
    }
    let isUncertainty = file.stem.lowercased().hasSuffix("unc")
    let station = file.station
    // Compounds that are below detection anywhere get a companion series.
    var censored: Set<Int> = []
    for record in records.dropFirst() {
      for (index, field) in record.fields.enumerated() where isBelowDetection(field) {
        censored.insert(index)
      }
    }
    let order = try DateOrder.of(
      records.dropFirst().lazy.map { ($0.fields.first ?? "", $0.line) },
      declared: file.dateOrder, column: columns.names[0], file: file.path)
    var beginnings: Set<Int> = []
    for record in records.dropFirst() {
      _ = try columns.row(record)
      let text = record.fields[0]
      guard
        let stamp = text.contains("-")
          ? StampText.iso(text, fallback: 0)
          : StampText.dayAndMonth(text, order, offset: 0) ?? StampText.iso(text, fallback: 0)
      else {
        throw .unreadableTime(
          text, column: columns.names[0], pattern: nil, file: file.path, line: record.line)
      }
      beginnings.insert(stamp.utc % 86_400)
      for (index, name) in columns.names.enumerated().dropFirst() where !name.isEmpty {
        var value = record.fields[index]
        let measured = quantities[index]
        let pollutant =
          isUncertainty
          ? Pollutant("\(measured.pollutant)_uncertainty") : measured.pollutant
        let isBelow = isBelowDetection(value)
        if isBelow {
          table.notices.note(
            .belowDetection, say("ingest.below-detection", written: value, column: name),
            line: record.line)
          value = ""
        }
        table.add(
          .init(
            station: station, utc: stamp.utc, offset: 0,
            quantity: .init(pollutant, measured.unit), value: value, line: record.line),
          column: name)
        if censored.contains(index) {
          table.add(
            .init(
              station: station, utc: stamp.utc, offset: 0,
              quantity: .init(Pollutant("\(pollutant)_below_detection"), .dimensionless),
              value: isBelow ? "1" : value.isEmpty ? "" : "0", line: record.line), column: name)
        }
      }
    }
    // One sample a day at one time of the day is a daily record; everything else is hourly.
    table.step = beginnings.count == 1 && records.count > 2 ? .day : .hour
  }

  /// What a column measures, in the unit that its header states in brackets or else in the
  /// format's; weather beside the compounds is in its usual units.
  ///
  /// - Throws: `IngestError.quantity` when that is no unit of what the column measures.
  private static func quantity(
    of name: String, unit: MeasurementUnit, file: RawFile, _ notices: inout NoticeBook
  ) throws(IngestError) -> LongTable.Quantity {
    let header = SpeciesName.header(name)
    let pollutant = Pollutant(header.name)
    let unit = header.unit ?? pollutant.readAs ?? unit
    guard pollutant.isKnown else {
      notices.note(
        .unknownKept,
        say("ingest.no-known-compound", column: name),
        line: 1)
      return .init(pollutant, unit)
    }
    guard pollutant.allows(unit) else {
      throw .quantity(
        .wrongQuantity(
          unit: unit.symbol, pollutant: pollutant,
          usual: MeasurementUnit.symbols(of: pollutant.quantities)), column: name,
        file: file.path, line: 1)
    }
    return .init(pollutant, unit)
  }

  private static func isBelowDetection(_ text: String) -> Bool {
    ["n.d.", "nd", "<mdl", "bdl"].contains(text.lowercased())
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
