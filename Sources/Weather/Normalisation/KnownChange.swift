import AirQuality
import Foundation
import NumericKernels

/// A change of level that is known to have a date, kept out of what the weather model learns.
///
/// A model of time and weather lays part of a step to whatever weather differs between the two
/// sides, since its terms of time learn a step only in part. So the step is estimated first, on the
/// observation minus the effect of weather, beside season and a straight trend; the model is then
/// learned from the series without it. An error in the step's size comes back only by the share
/// that the model would have laid to weather, and a second pass takes that out as well.
///
/// - Source: backfitting of a partly linear model, Hastie and Tibshirani (1986),
///   doi:10.1214/ss/1177013604.
struct KnownChange {
  /// How often the change is estimated anew.
  static let passes = 2
  private static let leastDays = 28
  private static let names = ["level", "change", "trend", "cosine", "sine", "cosine 2", "sine 2"]

  /// One a training step: 1 from the day of the change on.
  private let isAfter: [Double]
  /// `training steps × names`.
  private let design: Matrix

  /// - Returns: `nil` when either side has fewer than 28 measured days, or when season and trend
  ///   say the same as the change.
  init?(_ table: WeatherTable, steps: [Int], from start: CivilDate) {
    let days = steps.map { table.axis.date(at: $0).daysSinceEpoch }
    isAfter = days.map { $0 >= start.daysSinceEpoch ? 1 : 0 }
    let sides = [Set(days.filter { $0 < start.daysSinceEpoch }), Set(days)]
    let before = sides[0].count
    guard before >= Self.leastDays, sides[1].count - before >= Self.leastDays else { return nil }
    let first = Double(days[0])
    let span = max(1, Double(days[days.count - 1]) - first)
    let places = table.calendarDays
    let angles = steps.map { 2 * Double.pi * Double(places[$0]) / 366 }
    design = Matrix(columns: [
      days.map { _ in 1 }, isAfter, days.map { (Double($0) - first) / span },
      angles.map { cos($0) }, angles.map { sin($0) }, angles.map { cos(2 * $0) },
      angles.map { sin(2 * $0) },
    ])
    guard (try? self.steps(in: isAfter)) != nil else { return nil }
  }

  /// The change at every training step, from values without the effect of weather; NaN where a
  /// step has none.
  func steps(in adjusted: [Double]) throws(KernelError) -> [Double] {
    let rows = adjusted.indices.filter { !adjusted[$0].isNaN }
    let fit = try LeastSquares.fit(
      design: Matrix(
        columns: (0..<design.columns).map { column in
          let values = design.column(column)
          return rows.map { values[$0] }
        }), response: rows.map { adjusted[$0] }, names: Self.names)
    return isAfter.map { fit.coefficients[1] * $0 }
  }

  /// What the reader should know.
  static func note(_ start: CivilDate, isKnown: Bool) -> WeatherNote {
    isKnown
      ? WeatherNote("change-held-apart", .note, names: ["\(start)"])
      : WeatherNote("change-not-apart", .warning, names: ["\(start)"])
  }
}
