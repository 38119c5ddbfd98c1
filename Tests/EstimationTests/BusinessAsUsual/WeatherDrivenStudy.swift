import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels

/// A study of one station whose concentrations follow the weather, with a known step of emissions.
///
/// log cₜ = 4 + season + weekday + f(wind) + g(temperature) + own errors + step, daily. Weather
/// explains about two thirds of the variation within a season. The errors are a first-order
/// autoregression with the persistence of daily PM2.5.
struct WeatherDrivenStudy {
  var daysBefore = 1_095
  var daysAfter = 365
  /// In log points.
  var step = -0.2
  var noise = 0.3
  var persistence = 0.6
  /// In log points a year, before and after.
  var trend = 0.0
  /// Added to the temperature of the period after, °C.
  var warming = 0.0
  /// Share of days without a concentration.
  var missingShare = 0.0
  var seed: UInt64 = 1

  func study() throws -> Study {
    let first = CivilDate(daysSinceEpoch: 15_706)
    let start = CivilDate(daysSinceEpoch: 15_706 + daysBefore)
    let last = CivilDate(daysSinceEpoch: 15_706 + daysBefore + daysAfter - 1)
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 28_800)
    func autoregression(_ persistence: Double, _ index: UInt64) -> [Double] {
      var stream = RandomStream(seed: seed, index: index)
      let innovation = (1 - persistence * persistence).squareRoot()
      var value = stream.normal()
      return (0..<axis.count).map { _ in
        defer { value = persistence * value + innovation * stream.normal() }
        return value
      }
    }
    let anomaly = autoregression(0.8, 1)
    let gust = autoregression(0.5, 2)
    let turn = autoregression(0.6, 3)
    let own = autoregression(persistence, 4)
    var gaps = RandomStream(seed: seed, index: 5)
    var temperature: [Double] = []
    var speed: [Double] = []
    var direction: [Double] = []
    var concentration: [Double] = []
    for day in 0..<axis.count {
      let date = axis.date(at: day)
      let season = cos(2 * .pi * Double(date.dayOfYear - 15) / 365.25)
      let warmth = 12 - 15 * season + 4 * anomaly[day] + (day >= daysBefore ? warming : 0)
      let wind = exp(0.8 + 0.45 * gust[day])
      let angle = 200 + 70 * turn[day]
      temperature.append(warmth)
      speed.append(wind)
      direction.append(angle - (angle / 360).rounded(.down) * 360)
      let value =
        4 + 0.3 * season - 0.9 * log(wind) + 0.25 * cos((angle - 180) * .pi / 180)
        + 0.0006 * (warmth - 14) * (warmth - 14) + (date.weekday >= 6 ? -0.08 : 0)
        + trend * Double(day) / 365.25 + noise * own[day] + (day >= daysBefore ? step : 0)
      concentration.append(gaps.uniform() < missingShare ? .nan : exp(value))
    }
    let station = Station(network: "simulated", identifier: "W1")
    func panel(_ pollutant: Pollutant, _ unit: MeasurementUnit, _ values: [Double]) -> Panel {
      Panel(
        stations: [station], pollutant: pollutant, unit: unit, axis: axis,
        matrix: Matrix(columns: [values]))
    }
    guard
      let before = DatePeriod(first, through: CivilDate(daysSinceEpoch: 15_705 + daysBefore)),
      let after = DatePeriod(start, through: last)
    else { preconditionFailure("both periods have days") }
    return try Study(
      title: "Weather-driven", measure: Measure(name: "simulated measure", start: start),
      outcome: Outcome(pollutant: .pm25, scale: .log),
      panel: panel(.pm25, .microgramsPerCubicMetre, concentration),
      treatments: [.since(Instant(start, utcOffset: 28_800))], before: before, after: after,
      covariates: [
        panel(.temperature, .degreesCelsius, temperature),
        panel(.windSpeed, .metresPerSecond, speed),
        panel(.windDirection, .degrees, direction),
      ])
  }
}
