public import AirQuality
import Foundation
import NumericKernels

/// The average of several stations, step by step, with each station's level held fixed.
///
/// A plain mean jumps when a clean station falls silent. Here every station enters as its
/// departure from its own mean over the period before, and the mean of those means is added
/// back, so a gap changes the precision of a step and not its level.
struct StationAverage {
  /// One value a step of the axis on the outcome's scale, NaN where fewer than half of the
  /// stations were measured.
  let values: [Double]

  /// - Parameters:
  ///   - responses: `times × stations`, NaN where missing.
  ///   - stations: columns to average; those without a value in the period before are left out.
  ///   - before: steps over which a station's level is taken.
  init(_ responses: Matrix, stations: [Int], before: Range<Int>) {
    let times = responses.rows
    let levels = stations.map { station in
      let column = before.map { responses[$0, station] }.filter { !$0.isNaN }
      return column.isEmpty ? Double.nan : Summation.mean(column)
    }
    let usable = stations.indices.filter { !levels[$0].isNaN }
    let overall = Summation.mean(usable.map { levels[$0] })
    var values = [Double](repeating: .nan, count: times)
    for time in 0..<times {
      var sum = 0.0
      var count = 0
      for position in usable {
        let value = responses[time, stations[position]]
        if value.isNaN { continue }
        sum += value - levels[position]
        count += 1
      }
      if count > 0, 2 * count >= usable.count {
        values[time] = overall + sum / Double(count)
      }
    }
    self.values = values
  }
}

extension Study {
  /// The treated stations' average on the outcome's scale.
  var treatedAverage: [Double] {
    StationAverage(responses, stations: treatedIndices, before: beforePositions).values
  }

  /// The donors' average on the outcome's scale.
  var donorAverage: [Double] {
    StationAverage(responses, stations: donorIndices, before: beforePositions).values
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
