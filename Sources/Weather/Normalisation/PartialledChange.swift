import AirQuality
import Foundation
import NumericKernels

/// Levels of two periods in their common weather, and the scores from which errors come.
///
/// Scores are summed by place in the year before their variance is taken. The model of season and
/// weather learns the slow noise that both periods' days of one date have in common, half of each,
/// so the residuals of one date are negatively correlated between the periods, and errors from
/// either period's own residuals come out too small.
package struct PartialledChange: Hashable, Sendable {
  /// Level of the earlier period.
  let earlier: Double
  /// Level of the later period.
  let later: Double
  /// Share of the contrast between the periods that season and weather do not give away, 0 to 1.
  let overlap: Double
  /// Error of `earlier` by place in the year, 366 values, as a sum.
  let earlierScores: [Double]
  /// Error of `later` by place in the year.
  let laterScores: [Double]
  /// Whether a place in the year was measured.
  let isMeasured: [Bool]
  /// Place in the year on which the earlier period starts: there the circle is cut.
  let firstPlace: Int

  /// An estimate and its interval.
  struct Result {
    let value: Double
    let interval: ModelInterval?
  }

  /// Later minus earlier.
  func difference(level: Double) -> Result {
    result(later - earlier, zip(laterScores, earlierScores).map { $0 - $1 }, level)
  }

  /// Logarithm of later over earlier; for levels on the natural scale. No interval where a level
  /// is not positive.
  func logRatio(level: Double) -> Result {
    result(
      log(later / earlier),
      zip(laterScores, earlierScores).map { $0 / later - $1 / earlier }, level)
  }

  private func result(_ value: Double, _ scores: [Double], _ level: Double) -> Result {
    let order = isMeasured.indices.map { (firstPlace + $0) % isMeasured.count }
    let variance = CosineVariance(
      ofSum: order.filter { isMeasured[$0] }.map { scores[$0] })
    let reach = variance.reach(level: level)
    guard value.isFinite, reach.isFinite else { return Result(value: value, interval: nil) }
    return Result(
      value: value,
      interval: ModelInterval(
        lower: value - reach, upper: value + reach, level: level,
        standardError: variance.standardError, models: nil))
  }

  /// The change in per cent of the earlier level; for levels on the natural scale.
  func percent(level: Double) -> Result {
    let ratio = logRatio(level: level)
    return Result(
      value: 100 * (later / earlier - 1),
      interval: ratio.interval.map {
        ModelInterval(
          lower: 100 * (exp($0.lower) - 1), upper: 100 * (exp($0.upper) - 1), level: level,
          standardError: 100 * $0.standardError, models: nil)
      })
  }

  /// Levels as concentrations: geometric means where the model's scale was the logarithm.
  func natural(_ scale: WeatherModel.Scale) -> PartialledChange {
    guard scale == .log else { return self }
    return PartialledChange(
      earlier: exp(earlier), later: exp(later), overlap: overlap,
      earlierScores: earlierScores.map { exp(earlier) * $0 },
      laterScores: laterScores.map { exp(later) * $0 }, isMeasured: isMeasured,
      firstPlace: firstPlace)
  }

  /// The mean over stations. Stations share their weather, so scores are averaged date by date
  /// before their variance is taken.
  static func mean(_ changes: [PartialledChange]) -> PartialledChange? {
    guard let first = changes.first else { return nil }
    func mean(_ scores: (PartialledChange) -> [Double]) -> [Double] {
      first.isMeasured.indices.map { place in
        Summation.mean(changes.map { scores($0)[place] })
      }
    }
    return PartialledChange(
      earlier: Summation.mean(changes.map(\.earlier)),
      later: Summation.mean(changes.map(\.later)),
      overlap: changes.map(\.overlap).min() ?? 0,
      earlierScores: mean(\.earlierScores), laterScores: mean(\.laterScores),
      isMeasured: first.isMeasured.indices.map { place in
        changes.contains { $0.isMeasured[place] }
      },
      firstPlace: first.firstPlace)
  }
}
