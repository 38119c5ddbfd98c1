import AirQuality
import Documents
import Ingest

/// Weather of a place, from a file of a known format or from a plain table: a stamp, then one column a
/// variable, as samples have it.
struct PlaceWeather {
  /// Wind, and what mixes the air.
  let series: [MonitoringSeries]
  /// What was assumed.
  let premises: [Message]

  private static let station = Station(network: "weather", identifier: "place")

  /// - Parameter utcOffset: seconds east of Greenwich of the stamps of a plain table.
  /// - Throws: `IngestError`; `SettingFault`, named `weather`, for steps that differ and units that are
  ///   others than metres a second, degrees and metres.
  init(path: String, utcOffset: Int) throws {
    do throws(IngestError) {
      series = try FileReader.read(path: path).series
      premises = []
    } catch {
      guard case .unknownFormat = error,
        let table = try? SpeciatedTableReader.read(path: path, utcOffset: utcOffset),
        table.species.contains(where: { Self.usual(Pollutant($0)) != nil })
      else { throw error }
      (series, premises) = try Self.read(table, path)
    }
  }

  /// What a variable is measured in here; `nil` for columns that are none of those asked for.
  private static func usual(_ pollutant: Pollutant) -> MeasurementUnit? {
    switch pollutant {
    case .windSpeed: MeasurementUnit("m/s")
    case .windDirection: MeasurementUnit("degree")
    case .boundaryLayerHeight: MeasurementUnit("m")
    case Pollutant("ventilation_coefficient"): MeasurementUnit("m²/s") ?? .dimensionless
    default: nil
    }
  }

  private static func read(
    _ table: SpeciatedTable, _ path: String
  ) throws(SettingFault) -> ([MonitoringSeries], [Message]) {
    let axis = try axis(table, path)
    var found: [MonitoringSeries] = []
    var assumed: [String] = []
    for (column, name) in table.species.enumerated() {
      let pollutant = Pollutant(name)
      guard let unit = usual(pollutant) else { continue }
      if let own = table.units[column], own != unit {
        throw SettingFault(
          "weather",
          saying: Message(
            "error.setting.weather-unit",
            ["name": .fact(name), "unit": .fact(own.symbol), "file": .fact(path)]),
          Message("error.setting.give-in-unit", ["unit": .fact(unit.symbol)]))
      }
      if table.units[column] == nil { assumed.append("\(name) (\(unit.symbol))") }
      var values = [Double?](repeating: nil, count: axis.count)
      for (row, cells) in table.cells.enumerated() {
        guard case .value(let value) = cells[column],
          let place = axis.position(of: table.instants[row])
        else { continue }
        values[place] = value
      }
      found.append(
        MonitoringSeries(
          station: station, pollutant: pollutant, unit: unit, referenceState: .notApplicable,
          axis: axis, values: values))
    }
    return (
      found,
      assumed.isEmpty
        ? [] : [Message("factor-reading.units-assumed", ["names": .names(assumed)])]
    )
  }

  /// From the first stamp to the last, in the least distance of two.
  private static func axis(
    _ table: SpeciatedTable, _ path: String
  ) throws(SettingFault) -> TimeAxis {
    let seconds = table.instants.map(\.secondsSinceEpoch)
    let distances = zip(seconds, seconds.dropFirst()).map { $1 - $0 }
    let step = distances.min() ?? 0
    guard step > 0, let first = seconds.first, let last = seconds.last,
      distances.allSatisfy({ $0 % step == 0 })
    else {
      throw SettingFault(
        "weather", saying: Message("error.setting.weather-steps", ["file": .fact(path)]),
        "error.setting.give-regular-steps")
    }
    return TimeAxis(
      start: Instant(secondsSinceEpoch: first), step: step, count: (last - first) / step + 1,
      utcOffset: table.utcOffset)
  }
}
