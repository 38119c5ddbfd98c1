import AirQuality
import Cooperation
import Foundation
import NumericKernels

@testable import Estimation

/// Days of one made-up station whose truth is known: season, weekdays, serial dependence, gaps.
struct SimulatedSeries {
  /// Autoregressive coefficients of the noise.
  var coefficients = [0.6]
  /// Standard deviation of the noise, log points.
  var deviation = 0.5
  /// Half the season's swing, log points.
  var season = 0.4
  var gaps = 0.05
  var before = 730
  var after = 365
  /// Added after the measure, log points.
  var effect = 0.0
  /// Donors that share half of the noise's variance.
  var donors = 0

  /// Dependence of daily PM2.5 as orders one to three have it.
  static let dependences: [[Double]] = [[0.6], [0.7, -0.15], [0.6, -0.1, 0.1]]

  func study(seed: UInt64) throws -> Study {
    let first = CivilDate(daysSinceEpoch: 15_706)
    let total = before + after
    let start = CivilDate(daysSinceEpoch: first.daysSinceEpoch + before)
    let last = CivilDate(daysSinceEpoch: first.daysSinceEpoch + total - 1)
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 28_800)
    func noise(_ index: UInt64, _ share: Double) -> [Double] {
      var stream = RandomStream(seed: seed, index: index)
      let plain = AutoregressiveModel(coefficients: coefficients, innovationVariance: 1)
      let size = deviation * (share / plain.variance).squareRoot()
      return plain.drawn(total, using: &stream).map { size * $0 }
    }
    let shared = noise(1_000, donors > 0 ? 0.5 : 0)
    let columns = (0...donors).map { station -> [Double] in
      let own = noise(UInt64(station), donors > 0 ? 0.5 : 1)
      var stream = RandomStream(seed: seed, index: UInt64(2_000 + station))
      return (0..<total).map { day in
        if stream.uniform() < gaps { return .nan }
        let angle = 2 * Double.pi * Double(day) / 365.25
        let weekday = axis.date(at: day).weekday > 5 ? -0.1 : 0
        let change = station == 0 && day >= before ? effect : 0
        return exp(
          4 + season * cos(angle) + 0.1 * cos(2 * angle) + weekday + shared[day] + own[day] + change
        )
      }
    }
    return try Study.days(
      columns, names: columns.indices.map { "S\($0)" }, axis: axis, start: start, before: before,
      after: after)
  }
}

extension Study {
  /// The first of some daily series under a measure, the others donors; on the log scale.
  ///
  /// - Parameters:
  ///   - columns: each of the axis's length, NaN where missing.
  ///   - before: days before the start that are used; the axis is cut to the two periods.
  static func days(
    _ columns: [[Double]], names: [String], axis: TimeAxis, start: CivilDate, before: Int,
    after: Int, scale: Outcome.Scale = .log
  ) throws -> Study {
    let first = CivilDate(daysSinceEpoch: start.daysSinceEpoch - before)
    let last = CivilDate(daysSinceEpoch: start.daysSinceEpoch + after - 1)
    let skipped = first.daysSinceEpoch - axis.date(at: 0).daysSinceEpoch
    let cut = TimeAxis.days(from: first, through: last, utcOffset: axis.utcOffset)
    return try Study(
      title: "Days", measure: Measure(name: "made up", start: start),
      outcome: Outcome(pollutant: .pm25, scale: scale),
      panel: Panel(
        stations: names.map { Station(network: "days", identifier: $0) }, pollutant: .pm25,
        unit: .microgramsPerCubicMetre, axis: cut,
        matrix: Matrix(columns: columns.map { Array($0[skipped..<(skipped + before + after)]) })),
      treatments: columns.indices.map {
        $0 == 0 ? .since(Instant(start, utcOffset: axis.utcOffset)) : .never
      },
      before: DatePeriod(first, through: CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1))!,
      after: DatePeriod(start, through: last)!)
  }
}
