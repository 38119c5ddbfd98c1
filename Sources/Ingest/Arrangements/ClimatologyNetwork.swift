import Documents
import AirQuality
import TextFiles

/// NOAA's hourly climatology network, the successor of the integrated surface data.
enum ClimatologyNetwork {
  static let hourly = Arrangement(
    format: FileFormat(
      identifier: "ghcn-hourly", title: "NOAA GHCN-hourly, one station (bars between fields)",
      columns: [
        "Station_ID or STATION", "Station_name", "DATE or Year … Minute", "temperature",
        "dew_point_temperature", "station_level_pressure", "wind_direction", "wind_speed",
        "relative_humidity", "precipitation", "…_Quality_Code",
      ],
      missingCodes: ["empty", "a quality code of suspect or erroneous"],
      timeConvention: "UTC; each quantity is taken from the report nearest the hour that has it",
      notes: """
        °C, hPa, m/s, degrees, %, mm. Quality codes 2, 3, 6 and 7 (suspect, erroneous) and letters other \
        than A, C, I, M, P, R and U take the value away. A wind without speed has no direction. \
        Station, layout, units and codes are from memory of the publisher’s documentation.
        """),
    network: "ghcnh",
    assumes: ["units and quality codes are as remembered from NOAA’s documentation"],
    recognises: { opening in
      let names = (opening.lines.first ?? "").split(separator: "|").map(String.init)
      return names.contains("temperature") && names.contains("temperature_Quality_Code")
    },
    fill: { table, file throws(IngestError) in
      table.step = .hour
      let records = try file.records(separator: UInt8(ascii: "|"), isQuoted: false)
      let columns = try Columns(records, "ghcn-hourly", file)
      var nearest: [String: (distance: Int, entry: LongTable.Entry, column: String)] = [:]
      var order: [String] = []
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let utc = try time(row, columns, file)
        let hour = (utc + 1_800) / 3_600 * 3_600
        let station = first(row, ["Station_ID", "STATION"])
        for (column, pollutant, unit) in quantities where columns.has(column) {
          var value = row[column]
          guard !value.isEmpty else { continue }
          let quality = row["\(column)_Quality_Code"]
          if !accepted.contains(quality) {
            table.notices.note(
              .invalidByFlag, say("ingest.quality-code-left-out", code: quality),
              line: record.line)
            continue
          }
          // A calm has no direction.
          if pollutant == .windDirection, Double(row["wind_speed"]) == 0 { value = "" }
          let key = "\(station)\u{0}\(column)\u{0}\(hour)"
          let distance = abs(utc - hour)
          if let known = nearest[key], known.distance <= distance { continue }
          if nearest[key] == nil { order.append(key) }
          nearest[key] = (
            distance,
            .init(
              station: station, name: row["Station_name"],
              latitude: first(row, ["Latitude", "LATITUDE"]),
              longitude: first(row, ["Longitude", "LONGITUDE"]), utc: hour, offset: 0,
              quantity: .init(pollutant, unit), value: value, line: record.line), column
          )
        }
      }
      for key in order {
        guard let found = nearest[key] else { continue }
        table.add(found.entry, column: found.column)
      }
    })

  private static let accepted: Set<String> = [
    "", "0", "1", "4", "5", "9", "A", "C", "I", "M", "P", "R", "U",
  ]

  private static let quantities: [(String, Pollutant, MeasurementUnit)] = [
    ("temperature", .temperature, .degreesCelsius),
    ("dew_point_temperature", .dewPoint, .degreesCelsius),
    ("station_level_pressure", .pressure, .hectopascals),
    ("wind_direction", .windDirection, .degrees), ("wind_speed", .windSpeed, .metresPerSecond),
    ("relative_humidity", .humidity, .percent), ("precipitation", .precipitation, .millimetres),
  ]

  private static func first(_ row: Columns.Row, _ names: [String]) -> String {
    names.compactMap { row.optional($0) }.first { !$0.isEmpty } ?? ""
  }

  private static func time(
    _ row: Columns.Row, _ columns: Columns, _ file: RawFile
  ) throws(IngestError) -> Int {
    if columns.has("DATE") { return try row.stamp("DATE", fallback: 0).utc }
    var parts: [Int] = []
    for name in ["Year", "Month", "Day", "Hour", "Minute"] { parts.append(try row.whole(name)) }
    guard let stamp = StampText.reading(parts, 0) else {
      throw .impossibleTime(
        parts.map(String.init).joined(separator: "-"), file: file.path, line: row.record.line)
    }
    return stamp.utc
  }
}
