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
            "rows of the pollutant code \(row["Pollutant"]) are not known and left out",
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
            .invalidByFlag, "rows flagged “\(row["Validity"])” keep no value", line: record.line)
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

/// Fields of a model on a grid, such as ERA5 and CAMS, as Python writes them.
enum GriddedFields {
  static let netCDF = Arrangement(
    format: FileFormat(
      identifier: "netcdf-grid", title: "netCDF on latitude and longitude: ERA5, CAMS",
      columns: [
        "t2m", "d2m", "sp", "u10 and v10", "blh", "tp", "pm2p5", "pm10", "no2", "so2", "go3", "co",
      ],
      missingCodes: ["fill value"],
      timeConvention: "UTC, stamps name the beginning; accumulations (tp) end at the stamp",
      notes: """
        Each grid point is a station, named by its place. Wind is made of u10 and v10. Concentrations in \
        kg m-3 become µg/m³; mixing ratios (kg kg-1) need pressure and are left out. Names of variables \
        and what their stamps mean are from memory of the publishers’ documentation. Read through \
        Python’s xarray.
        """),
    network: "grid",
    assumes: [
      "stamps are UTC; instantaneous fields stand for the hour that begins at the stamp, precipitation "
        + "for the hour that ends there"
    ],
    recognises: { $0.has("netcdf_variable", "units", "time", "latitude", "longitude", "value") },
    fill: { table, file throws(IngestError) in
      let records = try file.records()
      let columns = try Columns(records, "netcdf-grid", file)
      var wind: [String: (u: Double?, v: Double?, entry: LongTable.Entry)] = [:]
      var order: [String] = []
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let name = row["netcdf_variable"]
        let stamp = try row.stamp("time", fallback: 0)
        let station = "\(row["latitude"])_\(row["longitude"])"
        func entry(_ quantity: LongTable.Quantity, _ value: String, utc: Int) -> LongTable.Entry {
          .init(
            station: station, latitude: row["latitude"], longitude: row["longitude"], utc: utc,
            offset: 0, quantity: quantity, value: value, line: record.line)
        }
        if name == "u10" || name == "v10" {
          let key = "\(station) \(stamp.utc)"
          if wind[key] == nil {
            order.append(key)
            wind[key] = (nil, nil, entry(.init(.windSpeed, .metresPerSecond), "", utc: stamp.utc))
          }
          if name == "u10" {
            wind[key]?.u = Double(row["value"])
          } else {
            wind[key]?.v = Double(row["value"])
          }
          continue
        }
        guard let (pollutant, unit, places) = quantity(name, row["units"]) else {
          table.notices.note(
            .rowsIgnored, "the variable \(name) in “\(row["units"])” is not known and left out",
            line: nil)
          continue
        }
        var value = row["value"]
        if places != 0, let number = Double(value) { value = "\(number * places)" }
        let utc = name == "tp" ? stamp.utc - 3_600 : stamp.utc
        table.add(entry(.init(pollutant, unit), value, utc: utc), column: name)
      }
      for key in order {
        guard let found = wind[key], let u = found.u, let v = found.v else { continue }
        var speed = found.entry
        speed.value = "\((u * u + v * v).squareRoot())"
        table.add(speed, column: "u10, v10")
        // Where the wind comes from; a calm comes from nowhere.
        var direction = found.entry
        direction.quantity = .init(.windDirection, .degrees)
        let degrees = WindVectors.meanDirection(east: -u, north: -v)
        direction.value = degrees.isNaN ? "" : "\(degrees)"
        table.add(direction, column: "u10, v10")
      }
    })

  /// What a variable is, its unit, and by what its numbers are multiplied; 0 leaves them.
  private static func quantity(
    _ name: String, _ units: String
  ) -> (Pollutant, MeasurementUnit, Double)? {
    switch (name, units) {
    case ("t2m", "K"): (.temperature, .kelvins, 0)
    case ("d2m", "K"): (.dewPoint, .kelvins, 0)
    case ("sp", "Pa"): (.pressure, MeasurementUnit(stored: "Pa"), 0)
    case ("tp", "m"): (.precipitation, .millimetres, 1_000)
    case ("blh", "m"): (Pollutant("boundary_layer_height"), .metres, 0)
    case ("pm2p5", "kg m**-3"), ("pm2p5", "kg m-3"): (.pm25, .microgramsPerCubicMetre, 1e9)
    case ("pm10", "kg m**-3"), ("pm10", "kg m-3"): (.pm10, .microgramsPerCubicMetre, 1e9)
    case ("pm2p5_conc", "µg/m3"): (.pm25, .microgramsPerCubicMetre, 0)
    case ("pm10_conc", "µg/m3"): (.pm10, .microgramsPerCubicMetre, 0)
    case ("no2_conc", "µg/m3"): (.no2, .microgramsPerCubicMetre, 0)
    case ("o3_conc", "µg/m3"): (.o3, .microgramsPerCubicMetre, 0)
    case ("so2_conc", "µg/m3"): (.so2, .microgramsPerCubicMetre, 0)
    case ("co_conc", "µg/m3"): (.co, .microgramsPerCubicMetre, 0)
    default: nil
    }
  }
}
