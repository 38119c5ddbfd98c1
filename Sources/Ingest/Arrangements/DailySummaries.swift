import Documents
import AirQuality
import TextFiles

extension UnitedStates {
  static let aqsDaily = Arrangement(
    format: FileFormat(
      identifier: "us-aqs-daily", title: "US AQS, pre-generated daily summaries (CSV in zip)",
      columns: [
        "State Code", "County Code", "Site Num", "Parameter Code", "POC", "Sample Duration",
        "Pollutant Standard", "Date Local", "Units of Measure", "Event Type", "Observation Percent",
        "Arithmetic Mean",
      ],
      missingCodes: ["row absent", "empty"],
      timeConvention: "days of local standard time",
      notes: """
        The daily mean of each monitor. Rows of one day that differ in the standard or the event type \
        alone and have one mean are one value. Means of several durations are instruments, such as \
        “POC 1, 24-HR BLK AVG”. The file does not say the distance of local time from UTC. Days of \
        which less than 75 % was observed are kept and counted. Layout: aqs.epa.gov/aqsweb/airdata.
        """),
    network: "aqs",
    assumes: ["days are kept without their distance from UTC, which the file does not say"],
    recognises: {
      $0.has(
        "State Code", "County Code", "Site Num", "Parameter Code", "Date Local", "Arithmetic Mean")
    },
    fill: { table, file throws(IngestError) in
      table.step = .day
      let records = try file.records()
      let columns = try Columns(records, "us-aqs-daily", file)
      var durations: [String: Set<String>] = [:]
      func monitor(_ row: Columns.Row) -> String {
        ["State Code", "County Code", "Site Num", "Parameter Code", "POC"].map { row[$0] }
          .joined(separator: "-")
      }
      for record in records.dropFirst() {
        let row = try columns.row(record)
        durations[monitor(row), default: []].insert(row["Sample Duration"])
      }
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let stamp = try row.stamp("Date Local", fallback: 0)
        let unit = row["Units of Measure"]
        guard let scale = Scale(unit) else {
          throw .unknownCode(
            unit, column: "Units of Measure", format: "us-aqs-daily", file: file.path,
            line: record.line)
        }
        guard
          let quantity = try quantity(
            [row["Parameter Code"], row.optional("Parameter Name") ?? ""], scale,
            columns: ("Parameter Code", "Units of Measure"), file.path, record.line, &table)
        else { continue }
        if let share = Double(row["Observation Percent"]), share < 75 {
          table.notices.note(
            .assumed, "ingest.days-barely-observed", line: record.line
          )
        }
        let isAlone = durations[monitor(row)]?.count == 1
        table.add(
          .init(
            station: [row["State Code"], row["County Code"], row["Site Num"]].joined(
              separator: "-"),
            name: row.optional("Local Site Name") ?? "", latitude: row["Latitude"],
            longitude: row["Longitude"], utc: stamp.utc, offset: 0, quantity: quantity,
            value: row["Arithmetic Mean"], line: record.line, averaging: .day,
            instrument: "POC \(row["POC"])" + (isAlone ? "" : ", \(row["Sample Duration"])")),
          column: "Arithmetic Mean")
      }
    })
}
