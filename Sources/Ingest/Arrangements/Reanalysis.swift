import Documents
import AirQuality
import Foundation
import TextFiles

/// Fields of a model on a grid, such as ERA5 and CAMS: as netCDF through Python, and as ERA5's own tables of
/// one place.
enum Reanalysis {
  static let netCDF = Arrangement(
    format: FileFormat(
      identifier: "netcdf-grid", title: "netCDF on latitude and longitude: ERA5, CAMS",
      columns: names + ["pm2p5", "pm10", "no2", "so2", "go3", "co"],
      missingCodes: ["fill value"],
      timeConvention: "UTC, stamps name the beginning; accumulations (tp, ssrd) end at the stamp",
      notes: """
        Each grid point is a station, named by its place. Wind is made of u10 and v10. Concentrations in \
        kg m-3 become µg/m³; mixing ratios (kg kg-1) need pressure and are left out. Names of variables \
        and what their stamps mean are from memory of the publishers’ documentation. Read through \
        Python’s xarray.
        """),
    network: "grid",
    assumes: [
      "stamps are UTC; instantaneous fields stand for the hour that begins at the stamp, precipitation "
        + "and radiation for the hour that ends there"
    ],
    recognises: { $0.has("netcdf_variable", "units", "time", "latitude", "longitude", "value") },
    fill: { table, file throws(IngestError) in
      let records = try file.records()
      let columns = try Columns(records, "netcdf-grid", file)
      var collector = Collector()
      for record in records.dropFirst() {
        let row = try columns.row(record)
        try collector.add(
          row["netcdf_variable"], units: row["units"], value: row["value"],
          at: Place(row, "time"), to: &table)
      }
      collector.finish(&table)
    })

  static let point = Arrangement(
    format: FileFormat(
      identifier: "era5-point", title: "ERA5, hourly series of one place (CSV)",
      columns: ["valid_time", "latitude", "longitude"] + names,
      missingCodes: ["empty", "NaN"],
      timeConvention: "UTC, stamps name the beginning; accumulations (tp, ssrd) end at the stamp",
      notes: """
        The table that the Climate Data Store gives for one place. Units are ECMWF’s: K, Pa, m s-1, m, \
        J m-2, and a share for cloud cover. The station is the place unless --station names one. Wind is \
        made of u10 and v10. Names and units are from memory of the publisher’s documentation.
        """),
    network: "grid",
    assumes: [
      "units are those of ECMWF: kelvins, pascals, metres",
      "stamps are UTC; instantaneous fields stand for the hour that begins at the stamp, precipitation "
        + "and radiation for the hour that ends there",
    ],
    recognises: { opening in
      opening.has("valid_time", "latitude", "longitude")
        && opening.header.contains { names.contains($0) }
    },
    fill: { table, file throws(IngestError) in
      let records = try file.records()
      let columns = try Columns(records, "era5-point", file)
      var collector = Collector()
      let variables = columns.names.filter {
        !["valid_time", "latitude", "longitude", "number", "expver"].contains($0)
      }
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let place = try Place(row, "valid_time")
        for name in variables {
          collector.add(name, units: units[name] ?? "", value: row[name], at: place, to: &table)
        }
      }
      collector.finish(&table)
    })

  /// Variables of weather that are known.
  private static let names = [
    "t2m", "d2m", "sp", "msl", "u10", "v10", "blh", "tp", "ssrd", "tcc",
  ]

  /// ECMWF's units of a table that names none.
  private static let units = [
    "t2m": "K", "d2m": "K", "sp": "Pa", "msl": "Pa", "u10": "m s**-1", "v10": "m s**-1",
    "blh": "m", "tp": "m", "ssrd": "J m**-2", "tcc": "(0 - 1)",
  ]

  /// Where and when a value stands.
  private struct Place {
    let station: String
    let latitude: String
    let longitude: String
    let utc: Int
    let line: Int

    init(_ row: Columns.Row, _ time: String) throws(IngestError) {
      latitude = row["latitude"]
      longitude = row["longitude"]
      station = row.file.namedStation ?? "\(latitude)_\(longitude)"
      utc = try row.stamp(time, fallback: 0).utc
      line = row.record.line
    }

    func entry(_ quantity: LongTable.Quantity, _ value: String, utc: Int) -> LongTable.Entry {
      .init(
        station: station, latitude: latitude, longitude: longitude, utc: utc, offset: 0,
        quantity: quantity, value: value, line: line)
    }
  }

  /// Puts values in, and keeps the components of the wind until both are there.
  private struct Collector {
    private var wind: [String: (u: Double?, v: Double?, entry: LongTable.Entry)] = [:]
    private var order: [String] = []

    mutating func add(
      _ name: String, units: String, value: String, at place: Place, to table: inout LongTable
    ) {
      if name == "u10" || name == "v10" {
        let key = "\(place.station) \(place.utc)"
        if wind[key] == nil {
          order.append(key)
          wind[key] = (
            nil, nil, place.entry(.init(.windSpeed, .metresPerSecond), "", utc: place.utc)
          )
        }
        if name == "u10" { wind[key]?.u = Double(value) } else { wind[key]?.v = Double(value) }
        return
      }
      guard let (pollutant, unit, factor) = quantity(name, units) else {
        table.notices.note(
          .rowsIgnored, say("ingest.variable-unknown", name: name, unit: units), line: nil)
        return
      }
      var text = value
      if factor != 0, let number = Double(value) { text = "\(number * factor)" }
      let isSum = name == "tp" || name == "ssrd"
      table.add(
        place.entry(.init(pollutant, unit), text, utc: isSum ? place.utc - 3_600 : place.utc),
        column: name)
    }

    func finish(_ table: inout LongTable) {
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
    }

    /// What a variable is, its unit, and by what its numbers are multiplied; 0 leaves them.
    private func quantity(
      _ name: String, _ units: String
    ) -> (Pollutant, MeasurementUnit, Double)? {
      switch (name, units) {
      case ("t2m", "K"): (.temperature, .kelvins, 0)
      case ("d2m", "K"): (.dewPoint, .kelvins, 0)
      case ("sp", "Pa"): (.pressure, MeasurementUnit(stored: "Pa"), 0)
      case ("msl", "Pa"): (Pollutant("sea_level_pressure"), MeasurementUnit(stored: "Pa"), 0)
      case ("tp", "m"): (.precipitation, .millimetres, 1_000)
      case ("blh", "m"): (.boundaryLayerHeight, .metres, 0)
      // Joules of an hour as the hour's mean power.
      case ("ssrd", "J m**-2"), ("ssrd", "J m-2"):
        (Pollutant("solar_radiation"), MeasurementUnit(stored: "W/m²"), 1 / 3_600)
      case ("tcc", "(0 - 1)"), ("tcc", "1"): (Pollutant("cloud_cover"), .percent, 100)
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
}
