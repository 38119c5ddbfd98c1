import AirQuality
import Estimation
import Cooperation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Weather covariates")
struct CovariateTests {
  @Test("A change of the weather that the covariate explains is no effect", .tags(.analytical))
  func explainedByWeather() throws {
    // The level falls by 4 only because the wind, with a known coefficient of −2, rises by 2.
    let study = try Study.simulated(levelChange: -4, noise: 0, treated: 2, donors: 2)
    let positions = 0..<study.panel.axis.count
    let wind = positions.map { time in
      (study.afterPositions.contains(time) ? 5.0 : 3) + Double(time * 7_919 % 13) / 13
    }
    var matrix = study.panel.matrix
    for station in 0..<2 {
      for time in positions { matrix[time, station] -= 2 * Double(time * 7_919 % 13) / 13 }
    }
    let treated = study.treatedStations
    let adjusted = try Study(
      title: study.title, measure: study.measure, outcome: study.outcome,
      panel: Panel(
        stations: study.panel.stations, pollutant: .pm25, unit: study.panel.unit,
        axis: study.panel.axis, matrix: matrix),
      treatments: study.treatments, before: study.before, after: study.after,
      covariates: [
        Panel(
          stations: treated, pollutant: .windSpeed, unit: .metresPerSecond,
          axis: study.panel.axis, matrix: Matrix(columns: [wind, wind]))
      ])
    let fit = try InterruptedTimeSeries().estimate(adjusted)
    #expect(abs(fit.effect.estimate) < 1e-6)
    let row = try #require(fit.summary.rows.first { $0.name == "wind speed" })
    #expect(abs((row.value ?? 0) + 2) < 1e-6)
  }
}

extension CovariateTests {
  @Test("Wind direction is two components, not a slope over degrees", .tags(.analytical))
  func windDirection() throws {
    // Northerly wind takes 2 µg/m³ away, whether it is written 350° or 10°.
    let study = try Study.simulated(levelChange: -4, noise: 0, treated: 2, donors: 2)
    let directions = (0..<study.panel.axis.count).map { Double($0 * 7_919 % 36) * 10 }
    var matrix = study.panel.matrix
    for station in 0..<2 {
      for (time, direction) in directions.enumerated() {
        matrix[time, station] -= 2 * cos(direction * .pi / 180)
      }
    }
    let adjusted = try Study(
      title: study.title, measure: study.measure, outcome: study.outcome,
      panel: Panel(
        stations: study.panel.stations, pollutant: .pm25, unit: study.panel.unit,
        axis: study.panel.axis, matrix: matrix),
      treatments: study.treatments, before: study.before, after: study.after,
      covariates: [
        Panel(
          stations: study.treatedStations, pollutant: .windDirection, unit: .degrees,
          axis: study.panel.axis, matrix: Matrix(columns: [directions, directions]))
      ])
    let fit = try InterruptedTimeSeries().estimate(adjusted)
    #expect(abs(fit.effect.estimate + 4) < 1e-6)
    let north = try #require(fit.summary.rows.first { $0.name == "wind direction, north" })
    let east = try #require(fit.summary.rows.first { $0.name == "wind direction, east" })
    #expect(abs((north.value ?? 0) + 2) < 1e-6)
    #expect(abs(east.value ?? 1) < 1e-6)
  }

  @Test("A method that takes weather is not judged by controls without it", .tags(.analytical))
  func noCalibrationWithoutDonorWeather() throws {
    let plain = try Study.simulated(
      levelChange: -4, noise: 3, treated: 1, donors: 25, daysBefore: 60, daysAfter: 60)
    let wind = (0..<plain.panel.axis.count).map { Double($0 * 7_919 % 13) }
    let study = try Study(
      title: plain.title, measure: plain.measure, outcome: plain.outcome, panel: plain.panel,
      treatments: plain.treatments, before: plain.before, after: plain.after,
      covariates: [
        Panel(
          stations: plain.treatedStations, pollutant: .windSpeed, unit: .metresPerSecond,
          axis: plain.panel.axis, matrix: Matrix(columns: [wind]))
      ])
    let series = InterruptedTimeSeries()
    let comparison = BeforeAfter()
    let calibration = Calibration()
    #expect(
      calibration.calibrate(try series.estimate(study).effect, series, on: study) == nil)
    #expect(
      calibration.calibrate(try series.estimate(plain).effect, series, on: plain) != nil)
    #expect(
      calibration.calibrate(try comparison.estimate(study).effect, comparison, on: study) != nil)
  }
}
