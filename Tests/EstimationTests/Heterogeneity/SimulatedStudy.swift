import AirQuality
import Cooperation
import Estimation
import NumericKernels
import Simulation
import Testing

extension SimulatedPanel {
  /// The panel as a study of its measure.
  func study(scale: Outcome.Scale = .log, end: CivilDate? = nil) throws -> Study {
    let data = try generate()
    let series = data.series.filter { $0.pollutant == pollutant }
    let starts = Dictionary(
      uniqueKeysWithValues: data.truth.places.map { ($0.station, $0.start) })
    let offset = axis.utcOffset
    let eve = CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1)
    return try Study(
      title: "Simulated panel", measure: Measure(name: "simulated measure", start: start),
      outcome: Outcome(pollutant: pollutant, scale: scale),
      panel: Panel(
        stations: series.map(\.station), pollutant: pollutant, unit: unit, axis: axis,
        matrix: Matrix(columns: series.map(\.storage))),
      treatments: series.map { one in
        (starts[one.station.identifier] ?? nil).map { .since(Instant($0, utcOffset: offset)) }
          ?? .never
      },
      before: try #require(DatePeriod(firstDay, through: eve)),
      after: try #require(DatePeriod(start, through: end ?? lastDay)))
  }
}
