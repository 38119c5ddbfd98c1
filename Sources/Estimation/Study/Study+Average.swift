public import AirQuality
import Foundation
import NumericKernels
import PanelKernels

/// The average of several stations, step by step, with each station's level held fixed: levels and
/// steps by least squares over what was measured (`CommonCourse`).
struct StationAverage {
  /// One value a step of the axis on the outcome's scale, NaN where fewer than half of the
  /// stations were measured.
  let values: [Double]
  /// Columns whose levels cannot be compared with the others', left out.
  let leftOut: [Int]

  /// - Parameters:
  ///   - responses: `times × stations`, NaN where missing.
  ///   - stations: columns to average.
  init(_ responses: Matrix, stations: [Int]) {
    let columns = responses.columns(stations)
    // Levels that were not found give no average, and the design says that there is none.
    guard let course = try? CommonCourse(columns) else {
      values = [Double](repeating: .nan, count: responses.rows)
      leftOut = []
      return
    }
    leftOut = course.leftOut.map { stations[$0] }
    let ignored = Set(course.leftOut)
    let used = stations.indices.filter { place in
      !ignored.contains(place) && columns.column(place).contains { !$0.isNaN }
    }
    values = (0..<responses.rows).map { row in
      let count = used.reduce(0) { $0 + (columns[row, $1].isNaN ? 0 : 1) }
      return 2 * count >= used.count ? course.values[row] : .nan
    }
  }
}

extension Study {
  /// The treated stations' average on the outcome's scale.
  var treatedAverage: [Double] {
    StationAverage(responses, stations: treatedIndices).values
  }

  /// The donors' average on the outcome's scale.
  var donorAverage: [Double] {
    StationAverage(responses, stations: donorIndices).values
  }

  /// A series on the study's axis from values on the outcome's scale.
  ///
  /// On the log scale the values are exponentiated: a path of geometric means.
  func path(named name: String, _ values: [Double]) -> MonitoringSeries {
    MonitoringSeries(
      station: Station(network: "study", identifier: name),
      pollutant: panel.pollutant, unit: panel.unit, axis: panel.axis,
      storage: outcome.scale == .log ? values.map { $0.isNaN ? .nan : exp($0) } : values)
  }

  /// What the treated stations measured on average, on the study's axis and in its unit.
  public var observedPath: MonitoringSeries { path(named: "treated", treatedAverage) }

  /// What the donors measured on average; `nil` without donors.
  public var donorPath: MonitoringSeries? {
    donorIndices.isEmpty ? nil : path(named: "donors", donorAverage)
  }
}
