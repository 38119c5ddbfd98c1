import Documents
import AirQuality
import TextFiles

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
        The station is state-county-site; a parameter’s several monitors there are instruments, \
        such as POC 3. LC are local conditions (ambient), \
        25 C is 298.15 K. Temperatures in °F and winds in knots are converted. Layout: \
        aqs.epa.gov/aqsweb/airdata.
        """),
    network: "aqs",
    recognises: {
      $0.has("State Code", "County Code", "Site Num", "Parameter Code", "Sample Measurement")
    },
    fill: { table, file throws(IngestError) in
      table.step = .hour
      let records = try file.records()
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
        guard
          let quantity = try quantity(
            [row["Parameter Code"], row.optional("Parameter Name") ?? ""], scale,
            columns: ("Parameter Code", "Units of Measure"), file.path, record.line, &table)
        else { continue }
        let site = [row["State Code"], row["County Code"], row["Site Num"]].joined(separator: "-")
        table.add(
          .init(
            station: site, name: row.optional("County Name") ?? "", latitude: row["Latitude"],
            longitude: row["Longitude"], utc: utc.utc, offset: local.utc - utc.utc,
            quantity: quantity, value: row["Sample Measurement"], line: record.line,
            instrument: "POC \(row["POC"])"),
          column: "Sample Measurement")
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
      let records = try file.records()
      let columns = try Columns(records, "aqcsv", file)
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let stamp = try row.stamp("datetime")
        guard let scale = Scale(code: row["unit"]) else {
          throw .unknownCode(
            row["unit"], column: "unit", format: "aqcsv", file: file.path, line: record.line)
        }
        guard
          let quantity = try quantity(
            [row["parameter"]], scale, columns: ("parameter", "unit"), file.path, record.line,
            &table)
        else { continue }
        var value = row["value"]
        if row["qc"] != "0" {
          table.notices.note(
            .invalidByFlag, say("ingest.rows-with-qc", code: row["qc"]), line: record.line)
          value = ""
        }
        guard let minutes = Int(row["duration"]), (1...527_040).contains(minutes) else {
          throw .unknownCode(
            row["duration"], column: "duration", format: "aqcsv", file: file.path,
            line: record.line)
        }
        let poc = row.optional("poc") ?? ""
        table.add(
          .init(
            station: row["site"], latitude: row["lat"], longitude: row["lon"], utc: stamp.utc,
            offset: stamp.offset,
            quantity: quantity, value: value, line: record.line,
            averaging: .seconds(minutes * 60), instrument: poc.isEmpty ? "" : "POC \(poc)"),
          column: "value")
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
    assumes: ["stamps are GMT and name the beginning of the hour, as AirNow’s fact sheet says"],
    encodings: [.windows1252, .codePage863],
    recognises: { opening in
      let fields = opening.lines.first?.split(separator: "|", omittingEmptySubsequences: false)
      return fields?.count == 9 && fields?[0].count(where: { $0 == "/" }) == 2
    },
    fill: { table, file throws(IngestError) in
      table.step = .hour
      for record in try file.records(separator: UInt8(ascii: "|"), isQuoted: false) {
        let fields = record.fields
        guard fields.count == 9 else {
          throw .fieldCount(
            expected: 9, found: fields.count, file: file.path, line: record.line)
        }
        guard
          let stamp = StampText.dayAndMonth(
            "\(fields[0]) \(fields[1])", .monthFirst, offset: 0),
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
        guard
          let quantity = try quantity(
            [fields[5]], scale, columns: ("parameter name", "reporting units"), file.path,
            record.line, &table)
        else { continue }
        table.add(
          .init(
            station: fields[2], name: fields[3], utc: stamp.utc, offset: Int(hours * 3_600),
            quantity: quantity, value: fields[7], line: record.line), column: "value")
      }
    })

  /// What a parameter measures, by the first of its code and name that is known: codes of AQS are
  /// synonyms in the tables of quantities and compounds. `nil` for another parameter, whose rows are
  /// left out with a notice.
  ///
  /// - Throws: `IngestError.quantity` when the unit measures something else.
  static func quantity(
    _ words: [String], _ scale: Scale, columns: (name: String, unit: String), _ file: String,
    _ line: Int, _ table: inout LongTable
  ) throws(IngestError) -> LongTable.Quantity? {
    guard let pollutant = parameter(words) else {
      let name = words.filter { !$0.isEmpty }.joined(separator: " ")
      table.notices.note(
        .rowsIgnored,
        say("ingest.no-known-pollutant", name: name, column: columns.name), line: line)
      return nil
    }
    guard pollutant.allows(scale.unit) else {
      throw .quantity(
        .wrongQuantity(
          unit: scale.unit.symbol, pollutant: pollutant,
          usual: MeasurementUnit.symbols(of: pollutant.quantities)), column: columns.unit,
        file: file, line: line)
    }
    return .init(pollutant, scale.unit, scale.state)
  }

  /// The first word that is known.
  static func parameter(_ words: [String]) -> Pollutant? {
    for word in words {
      if let compound = SpeciesName.canonical(word) { return Pollutant(compound) }
      let pollutant = Pollutant(word)
      if pollutant.isKnown { return pollutant }
    }
    return nil
  }

  /// A unit as AQS and AirNow write it, with the reference state that it implies.
  struct Scale {
    let unit: MeasurementUnit
    let state: ReferenceState?

    private init(_ unit: MeasurementUnit, _ state: ReferenceState? = nil) {
      self.unit = unit
      self.state = state
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
      case "013": self.init(.knots)
      case "014": self.init(.degrees)
      case "015": self.init(.degreesFahrenheit)
      case "016": self.init(.hectopascals)
      case "017": self.init(.degreesCelsius)
      case "019": self.init(.percent)
      default: return nil
      }
    }

    /// By the unit's name; only these two imply a state.
    init?(_ name: String) {
      switch name.lowercased() {
      case "micrograms/cubic meter (25 c)": self.init(.microgramsPerCubicMetre, .kelvin298)
      case "micrograms/cubic meter (lc)": self.init(.microgramsPerCubicMetre, .ambient)
      default:
        guard let unit = MeasurementUnit(name) else { return nil }
        self.init(unit)
      }
    }
  }
}
