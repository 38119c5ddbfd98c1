import AirQuality
import NumericKernels
import Testing

@testable import VOC

/// Series made for tests: one value a day and compound, in one unit.
func madeSeries(
  _ columns: [(name: String, values: [Double?])], unit: MeasurementUnit = .partsPerBillion,
  step: Int = 86_400, first: Int = 16_436
) -> [MonitoringSeries] {
  let station = Station(network: "made", identifier: "place")
  let count = columns.map(\.values.count).max() ?? 0
  let axis = TimeAxis(
    start: Instant(CivilDate(daysSinceEpoch: first), utcOffset: 0), step: step, count: count,
    utcOffset: 0)
  return columns.map { name, values in
    MonitoringSeries(
      station: station, pollutant: Pollutant(name),
      unit: name.hasSuffix("_below_detection") ? .dimensionless : unit,
      referenceState: .notApplicable, axis: axis,
      values: values + Array(repeating: nil, count: count - values.count))
  }
}
