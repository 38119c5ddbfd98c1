import Documents
import AirQuality
import TextFiles

extension EuropeanAgency {
  static let parquet = Arrangement(
    format: FileFormat(
      identifier: "eea-parquet", title: "European Environment Agency, download service (Parquet)",
      columns: [
        "Samplingpoint", "Pollutant", "Start", "End", "Value", "Unit", "AggType", "Validity",
        "Verification",
      ],
      missingCodes: ["null", "-999", "Validity below 1"],
      timeConvention: "UTC+01:00 in all countries, stamps name the beginning (column Start)",
      notes: """
        The station is the sampling point. Validity 1 is valid, 2 and 3 are below a detection limit and \
        kept as the agency writes them; others take the value away. Gases refer to 293.15 K, particles \
        to ambient conditions. Codes of pollutants: 1 SO2, 5 PM10, 7 O3, 8 NO2, 9 NOx, 10 CO, 20 \
        benzene, 38 NO, 6001 PM2.5 (from memory, except those of the agency’s vocabulary that the tests \
        name). Read through Python’s pyarrow.
        """),
    network: "eea",
    assumes: ["the clock is UTC+01:00, as the agency’s download service says for all countries"],
    recognises: { $0.has("Samplingpoint", "Pollutant", "Start", "End", "Value", "Validity") },
    fill: { table, file throws(IngestError) in
      let records = try file.records()
      let columns = try Columns(records, "eea-parquet", file)
      var words = QuantityWords()
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let (from, until) = (
          try row.stamp("Start", fallback: 3_600), try row.stamp("End", fallback: 3_600)
        )
        guard let name = pollutants[row["Pollutant"]] else {
          table.notices.note(
            .rowsIgnored,
            say("ingest.pollutant-code-unknown", code: row["Pollutant"]),
            line: record.line)
          continue
        }
        guard
          let quantity = try words.read(
            name, unit: row["Unit"].replacing(".m-3", with: "/m3"), columns: ("Pollutant", "Unit"),
            file: file.path, line: record.line, &table.notices)
        else { continue }
        var value = row["Value"]
        if !["1", "2", "3"].contains(row["Validity"]) {
          table.notices.note(
            .invalidByFlag, say("ingest.rows-flagged", flag: row["Validity"]), line: record.line)
          value = ""
        }
        guard until.utc > from.utc else {
          throw .unreadableTime(
            row["End"], column: "End", pattern: nil, file: file.path, line: record.line)
        }
        table.add(
          .init(
            station: row["Samplingpoint"], utc: from.utc, offset: from.offset,
            quantity: .init(
              quantity.pollutant, quantity.unit,
              quantity.pollutant.kind == .particulate ? .ambient : .kelvin293),
            value: value, line: record.line, averaging: .seconds(until.utc - from.utc)),
          column: "Value")
      }
    })

  private static let pollutants = [
    "1": "SO2", "5": "PM10", "7": "O3", "8": "NO2", "9": "NOX", "10": "CO", "20": "benzene",
    "38": "NO", "6001": "PM2.5",
  ]
}
