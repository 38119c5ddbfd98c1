import AirQuality
import Foundation
import NumericKernels

extension WeatherTable {
  /// The table's days, with the share of each day's steps that were measured as its weight.
  ///
  /// A day's value is the mean of its training steps on the model's scale, its weather the mean of the
  /// same steps, directions as vectors. A table of days or longer steps stays as it is, with weights of
  /// one. The hour of the day is left out, since a day has none.
  func days(_ scale: WeatherModel.Scale) -> (table: WeatherTable, weights: [Double]) {
    guard series.axis.step < .day, let last = (0..<axis.count).last else {
      return (self, [Double](repeating: 1, count: series.count))
    }
    let first = axis.date(at: 0).daysSinceEpoch
    let days = TimeAxis.days(
      from: axis.date(at: 0), through: axis.date(at: last), utcOffset: axis.utcOffset)
    var steps = [[Int]](repeating: [], count: days.count)
    for step in trainingSteps(scale) {
      steps[axis.date(at: step).daysSinceEpoch - first].append(step)
    }
    func byDay(_ mean: ([Int]) -> Double) -> [Double] {
      steps.map { $0.isEmpty ? .nan : mean($0) }
    }
    let kept = features.indices.filter {
      features[$0].name != FeatureSettings.Clock.hour.rawValue
    }
    let values = byDay { steps in
      let mean = Summation.mean(response(steps, scale))
      return scale == .log ? exp(mean) : mean
    }
    let full = Double(max(1, axis.step.periodsPerDay))
    return (
      WeatherTable(
        series: MonitoringSeries(
          station: series.station, pollutant: series.pollutant, unit: series.unit,
          referenceState: series.referenceState, axis: days, storage: values),
        features: kept.map { features[$0] },
        columns: kept.map { position in
          let column = columns[position]
          return byDay { steps in
            features[position].mean(steps.map { column[$0] }.filter { !$0.isNaN })
          }
        }, notes: notes),
      steps.map { Double($0.count) / full }
    )
  }
}

extension WeatherFeature {
  /// The mean of some values: of vectors on a circle, the most frequent of names.
  fileprivate func mean(_ values: [Double]) -> Double {
    guard let first = values.first else { return .nan }
    // The 366th day of the year is no turn of zero.
    if values.allSatisfy({ $0 == first }) { return first }
    switch shape {
    case .linear: return Summation.mean(values)
    case .category:
      var counts: [Double: Int] = [:]
      for value in values { counts[value, default: 0] += 1 }
      return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .nan
    case .cyclic(let round):
      let angles = values.map { 2 * .pi * $0 / round }
      let east = Summation.mean(angles.map { sin($0) })
      let north = Summation.mean(angles.map { cos($0) })
      guard hypot(east, north) > 1e-9 else { return .nan }
      let turn = atan2(east, north) / (2 * .pi) * round
      return turn < 0 ? turn + round : turn
    }
  }
}
