import AirQuality
import Foundation
import NumericKernels

extension Study {
  /// The study's weather averaged over its treated stations as their concentrations are, one
  /// series a covariate on the study's axis.
  var treatedWeather: [MonitoringSeries] {
    covariates.map { panel in
      let values =
        panel.pollutant == .windDirection
        ? Self.meanDirection(panel.matrix)
        : StationAverage(
          panel.matrix, stations: Array(panel.stations.indices)
        ).values
      return MonitoringSeries(
        station: Station(network: "study", identifier: "treated"), pollutant: panel.pollutant,
        unit: panel.unit, axis: panel.axis, storage: values)
    }
  }

  /// Degrees of the mean unit vector over stations, NaN where nothing was measured or where
  /// directions cancel: 359° and 1° have the mean 0°, not 180°.
  private static func meanDirection(_ directions: Matrix) -> [Double] {
    (0..<directions.rows).map { time in
      var east = 0.0
      var north = 0.0
      for station in 0..<directions.columns where !directions[time, station].isNaN {
        let angle = directions[time, station] * .pi / 180
        east += sin(angle)
        north += cos(angle)
      }
      guard hypot(east, north) > 1e-9 else { return .nan }
      let degrees = atan2(east, north) * 180 / .pi
      return degrees < 0 ? degrees + 360 : degrees
    }
  }
}
