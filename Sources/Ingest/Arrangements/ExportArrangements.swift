import Documents
import AirQuality
import TextFiles
import Foundation

/// The tables that `airaccord export` writes, read back with what `….schema.json` beside them says.
enum OwnExport {
  static let long = Arrangement(
    format: FileFormat(
      identifier: "airaccord-long", title: "AirAccord, long table of “airaccord export”",
      columns: [
        "station", "pollutant", "time", "value", "unit", "flag", "averaging", "instrument",
      ],
      missingCodes: ["no row"],
      timeConvention: "each stamp’s own offset, stamps name the beginning of the step",
      notes: """
        Step, reference state and the stamps of the source come from NAME.schema.json beside the \
        table; without it the step is the distance of the stamps and the state unstated. Marks of \
        checks are not read back: “airaccord check --flag” makes them anew.
        """),
    network: "airaccord",
    recognises: {
      Array($0.header.prefix(6)) == ["station", "pollutant", "time", "value", "unit", "flag"]
    },
    fill: { table, file throws(IngestError) in
      let companion = try Companion(beside: file)
      table.companion = companion?.digest
      if companion == nil {
        table.notices.note(
          .assumed,
          "ingest.no-schema-beside",
          line: nil)
      }
      let records = try file.records()
      let columns = try Columns(records, "airaccord-long", file)
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let stamp = try row.stamp("time")
        let station = DelimitedField.original(row["station"])
        let pollutant = Pollutant(stored: DelimitedField.original(row["pollutant"]))
        let averaging = TimeStep(row["averaging"])
        let instrument = DelimitedField.original(row["instrument"])
        let series = companion?.series.first {
          $0.station == station && Pollutant(stored: $0.pollutant) == pollutant
            && (averaging == nil || $0.averaging == averaging) && $0.instrument == instrument
        }
        table.add(
          try entry(
            station, pollutant, unit: row["unit"], series, averaging: averaging,
            instrument: instrument, stamp, value: row["value"], line: record.line, file),
          column: "value")
      }
    })

  static let wide = Arrangement(
    format: FileFormat(
      identifier: "airaccord-wide", title: "AirAccord, wide table of “airaccord export”",
      columns: ["time", "one column a station, network/identifier"],
      missingCodes: ["empty"],
      timeConvention: "each stamp’s own offset, stamps name the beginning of the step",
      notes: "Pollutant, unit and step come from NAME.schema.json, which must stand beside it."),
    network: "airaccord",
    recognises: { opening in
      opening.header.first == "time" && opening.header.count > 1
        && opening.header.dropFirst().allSatisfy { $0.contains("/") }
    },
    fill: { table, file throws(IngestError) in
      guard let companion = try Companion(beside: file) else {
        throw .description(
          "the table", problem: "error.ingest.names-neither-pollutant-nor",
          remedy: "error.ingest.put-schema-json-airaccord",
          file: file.path, line: 1)
      }
      table.companion = companion.digest
      let records = try file.records()
      let columns = try Columns(records, "airaccord-wide", file)
      let stations = columns.names.dropFirst().map { DelimitedField.original($0) }
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let stamp = try row.stamp("time")
        for (station, value) in zip(stations, record.fields.dropFirst()) {
          guard let series = companion.series.first(where: { $0.station == station }) else {
            throw .unknownStation(
              station, format: "airaccord-wide", known: companion.series.map(\.station),
              file: file.path, line: 1)
          }
          table.add(
            try entry(
              station, Pollutant(stored: series.pollutant), unit: series.unit, series,
              averaging: series.averaging, instrument: series.instrument, stamp, value: value,
              line: record.line, file), column: station)
        }
      }
    })

  private static func entry(
    _ key: String, _ pollutant: Pollutant, unit: String, _ series: ExportSchema.Series?,
    averaging: TimeStep?, instrument: String, _ stamp: StampText.Reading, value: String, line: Int,
    _ file: RawFile
  ) throws(IngestError) -> LongTable.Entry {
    let slash = key.firstIndex(of: "/")
    var offset = stamp.offset
    if let text = series?.offsetFromUTC {
      do {
        offset = try ClockOffset(text).seconds
      } catch {
        throw .description(
          "offsetFromUTC", problem: Message("error.ingest.is-no-offset", ["text": .fact(text)]),
          remedy: "error.ingest.export-table-again-correct", file: file.path,
          line: 1)
      }
    }
    return LongTable.Entry(
      network: slash.map { String(key[..<$0]) },
      station: slash.map { String(key[key.index(after: $0)...]) } ?? key, utc: stamp.utc,
      offset: offset,
      quantity: LongTable.Quantity(
        pollutant, MeasurementUnit(stored: unit), series?.referenceState), value: value,
      line: line, averaging: averaging, step: series?.step, instrument: instrument,
      sourceStamp: series?.sourceStamp)
  }

  /// The description beside a table.
  private struct Companion {
    let series: [ExportSchema.Series]
    /// SHA-256 of its bytes.
    let digest: String

    /// `nil` where none stands there.
    init?(beside file: RawFile) throws(IngestError) {
      let stem = file.path.hasSuffix(".csv") ? String(file.path.dropLast(4)) : file.path
      let path = stem + ".schema.json"
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      let bytes = try FileReader.onDisk(path)
      do {
        series = try JSONDecoder().decode(ExportSchema.self, from: Data(bytes)).series
      } catch {
        throw .description(
          "the file", problem: "error.ingest.is-no-schema-exported",
          remedy: "error.ingest.export-table-again-take", file: path, line: 1)
      }
      digest = Checksum.sha256(bytes)
    }
  }
}

extension OpenAQ {
  static let explorer = Arrangement(
    format: FileFormat(
      identifier: "openaq-explorer", title: "OpenAQ Explorer, download of a location (CSV)",
      columns: [
        "location_id", "location_name", "parameter", "value", "unit", "datetimeUtc",
        "datetimeLocal", "timezone", "latitude", "longitude",
      ],
      missingCodes: ["empty", "-999", "-9999"],
      timeConvention: "datetimeUtc, stamps name the ending of the step; days are of the zone",
      notes: """
        The clock is the standard time of the column timezone. The table does not tell sensors \
        apart: two of one pollutant at one location are refused where their values differ. The \
        layout is from files, which end of the period a stamp names from the archive’s documentation.
        """),
    network: "openaq",
    assumes: ["stamps name the end of their period, as in OpenAQ’s archive"],
    recognises: {
      $0.has("location_id", "parameter", "value", "unit", "datetimeUtc", "datetimeLocal")
    },
    fill: { table, file throws(IngestError) in
      table.stamp = .ending
      let records = try file.records()
      let columns = try Columns(records, "openaq-explorer", file)
      var words = QuantityWords()
      var zones: [String: CivilZone] = [:]
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let stamp = try row.stamp("datetimeUtc")
        var offset = try row.stamp("datetimeLocal").offset
        if let name = row.optional("timezone"), !name.isEmpty {
          if zones[name] == nil {
            do throws(ZoneError) {
              zones[name] = try CivilZone(identifier: name)
            } catch { throw .zone(what: error.problem, remedy: error.advice, file: file.path) }
          }
          offset =
            zones[name]?.standardOffset(at: Instant(secondsSinceEpoch: stamp.utc)) ?? offset
        }
        guard
          let quantity = try words.read(
            row["parameter"], unit: row["unit"], columns: ("parameter", "unit"), file: file.path,
            line: record.line, &table.notices)
        else { continue }
        table.add(
          .init(
            station: row["location_id"], name: row["location_name"], latitude: row["latitude"],
            longitude: row["longitude"], utc: stamp.utc, offset: offset,
            quantity: .init(quantity), value: row["value"], line: record.line), column: "value")
      }
    })
}
