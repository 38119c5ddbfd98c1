import AirQuality
import TextFiles
import Estimation
import Foundation

/// Settings of every method, run to the end on a tiny panel.
enum EstimatorTarget {
  /// The first byte chooses the method, the rest are its settings in YAML.
  static func run(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let methods = EstimatorCatalogue.all.map(\.method.identifier)
    let settings = String(decoding: input.dropFirst().prefix(400), as: UTF8.self)
    let yaml =
      study + "\nestimators:\n  - \(methods[Int(first) % methods.count]): { "
      + settings.filter { !$0.isNewline } + " }\n"
    guard let description = try? StudyDescription(yaml: yaml, file: "s.yaml"),
      description.estimators.count == 1, description.treated == expected?.treated,
      let study = try? Study(description, from: SeriesCollection(series)),
      let estimator = try? EstimatorCatalogue.estimator(description.estimators[0]),
      let fit = try? estimator.anyEstimate(study)
    else { return }
    precondition(!fit.effect.estimate.isNaN, "an effect that is no number")
  }

  private static let expected = try? StudyDescription(
    yaml: study + "\nestimators: [before-after]\n", file: "s.yaml")

  private static let study = """
    title: tiny
    measure: { name: m, start: 2020-03-01 }
    outcome: { pollutant: pm25, average: day, scale: linear }
    treated: [n/s0, n/s1]
    donors: { from: all }
    before: 2020-01-01..2020-02-29
    after: 2020-03-01..2020-04-20
    """

  /// Eight stations, 111 days, no two alike; counts above fifty are refused for speed.
  private static let series: [MonitoringSeries] = {
    setenv(WorkLimit.counts.rawValue, "50", 1)
    var series: [MonitoringSeries] = []
    for number in 0..<8 {
      let values: [Double?] = (0..<111).map { day in
        let shared = 10 * sin(Double(day) / 9) + Double(day * day % 23)
        let own = Double((day * (2 * number + 3) + 7 * number) % 17)
        return (day + number) % 29 == 0
          ? nil : 40 + shared + own - (number < 2 && day >= 60 ? 5 : 0)
      }
      series.append(
        MonitoringSeries(
          station: Station(network: "n", identifier: "s\(number)"), pollutant: .pm25,
          unit: .microgramsPerCubicMetre,
          axis: TimeAxis(
            start: Instant(secondsSinceEpoch: 1_577_836_800), step: 86_400, count: 111,
            utcOffset: 0),
          values: values))
    }
    return series
  }()
}
