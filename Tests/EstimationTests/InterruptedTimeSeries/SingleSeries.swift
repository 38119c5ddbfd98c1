import AirQuality
import Cooperation
import Estimation
import NumericKernels

/// A study of one treated series, for tests of designs that need no more.
struct SingleSeries {
  var values: [Double]
  var first = CivilDate(year: 2015, month: 1, day: 1)!
  var step = TimeStep.day
  /// Position of the measure's first step.
  var start: Int
  /// Steps between the measure's start and the period after.
  var gap = 0
  var donors: [[Double]] = []
  var covariates: [(pollutant: Pollutant, values: [Double])] = []
  var scale = Outcome.Scale.linear
  var pollutant = Pollutant.pm25

  var axis: TimeAxis {
    TimeAxis(
      start: Instant(first, utcOffset: 0), step: step, count: values.count, utcOffset: 0)
  }

  func study() throws -> Study {
    let axis = axis
    let treated = Station(network: "made", identifier: "T")
    let stations =
      [treated]
      + donors.indices.map { Station(network: "made", identifier: "D\($0)") }
    let begin = axis.date(at: start)
    func period(_ from: Int, _ to: Int) throws -> DatePeriod {
      let last = axis.instant(at: to).advanced(bySeconds: -1).date(utcOffset: 0)
      guard let period = DatePeriod(axis.date(at: from), through: last) else {
        throw EstimationError.constantOutcome
      }
      return period
    }
    return try Study(
      title: "Made", measure: Measure(name: "made", start: begin),
      outcome: Outcome(pollutant: pollutant, average: step == .month ? .month : .day, scale: scale),
      panel: Panel(
        stations: stations, pollutant: pollutant, unit: .microgramsPerCubicMetre, axis: axis,
        matrix: Matrix(columns: [values] + donors)),
      treatments: [.since(Instant(begin, utcOffset: 0))] + donors.map { _ in .never },
      before: try period(0, start), after: try period(start + gap, values.count),
      covariates: covariates.map {
        Panel(
          stations: [treated], pollutant: $0.pollutant, unit: .dimensionless, axis: axis,
          matrix: Matrix(columns: [$0.values]))
      })
  }
}
