package import AirQuality
import Documents
import Foundation
import TextFiles

/// What recipes of simulated places have in common: how many, when, and what the measure does.
package protocol SimulatedPlaces {
  /// How many stations.
  var stations: Int { get set }
  /// How many of them the measure reaches.
  var treatedStations: Int { get set }
  /// First local day.
  var firstDay: CivilDate { get set }
  /// Last local day.
  var lastDay: CivilDate { get set }
  /// First local day of the measure.
  var start: CivilDate { get set }
  /// Change of the concentration, a share.
  var relativeEffect: Double { get set }
  /// The same seed gives the same bytes.
  var seed: UInt64 { get set }
}

extension SimulatedNetwork: SimulatedPlaces {}
extension SimulatedPanel: SimulatedPlaces {}

extension SimulatedPlaces {
  /// Refuses a setting that does not hold.
  func require(
    _ holds: Bool, _ setting: String, _ value: some CustomStringConvertible, _ allowed: Message
  ) throws(SimulationError) {
    guard !holds else { return }
    throw .settingOutOfRange(setting: setting, value: value.description, allowed: allowed)
  }

  /// Refuses numbers of stations, days and effects that cannot be, naming the first.
  func validatePlaces(
    _ numbers: ClosedRange<Int>, _ allowed: Message
  ) throws(SimulationError) {
    try require(numbers.contains(stations), "stations", stations, allowed)
    try require(
      (0...stations).contains(treatedStations), "treatedStations", treatedStations,
      Message("error.simulation.from-0-stations", ["stations": .fact(stations)]))
    try require(
      lastDay >= firstDay, "lastDay", lastDay,
      Message("error.simulation.after", ["firstDay": .fact(firstDay)]))
    let days = lastDay.daysSinceEpoch - firstDay.daysSinceEpoch + 1
    try require(
      days <= WorkLimit.counts.value, "lastDay", lastDay,
      Message(
        "error.simulation.no-more-days",
        [
          "days": .fact(WorkLimit.counts.value), "first": .fact(firstDay),
          "variable": .fact(WorkLimit.counts.rawValue),
        ]))
    try require(
      start > firstDay && start <= lastDay, "start", start,
      Message(
        "error.simulation.after-not-after",
        ["firstDay": .fact(firstDay), "lastDay": .fact(lastDay)]))
    try require(
      relativeEffect > -1 && relativeEffect.isFinite, "relativeEffect", relativeEffect,
      "error.simulation.above-minus-one")
  }

  /// The lower triangle whose product with its transpose holds the correlations exp(−distance / length).
  static func correlationFactor(
    count: Int, length: Double, kilometres: (Int, Int) -> Double
  ) -> [[Double]] {
    var factor: [[Double]] = []
    for row in 0..<count {
      var line = [Double](repeating: 0, count: row + 1)
      for column in 0...row {
        var sum = row == column ? 1 : exp(-kilometres(row, column) / length)
        let other = column == row ? line : factor[column]
        for inner in 0..<column { sum -= line[inner] * other[inner] }
        // Two stations on one spot have a correlation of one and leave nothing to draw.
        if column == row {
          line[row] = max(0, sum).squareRoot()
        } else {
          line[column] = factor[column][column] > 1e-9 ? sum / factor[column][column] : 0
        }
      }
      factor.append(line)
    }
    return factor
  }
}
