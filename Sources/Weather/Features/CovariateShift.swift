package import AirQuality
import Foundation
import NumericKernels

/// Which covariates changed on a date by more than they wander.
///
/// A covariate that the measure itself moves (traffic, heating) takes its part of the effect with it
/// when it is held fixed. Up to a year of days on either side is regressed on a step at the date beside
/// season and weekday, with errors as dependent as they are; covariates are judged together at 5 %
/// (Holm 1979, https://www.jstor.org/stable/4615733).
package struct CovariateShift {
  /// Features that changed, in the order of the table.
  package let names: [String]
  /// Features that could not be judged: too few days on a side, or a step that season or weekday tell.
  package let untested: [String]
  private let start: CivilDate

  private static let span = 365
  private static let leastDays = 28
  private static let level = 0.05

  /// - Parameter start: first local day after the change.
  package init(_ table: WeatherTable, scale: WeatherModel.Scale, from start: CivilDate) {
    self.start = start
    let (days, _) = table.days(scale)
    let tested = days.positions(.weather).filter {
      days.features[$0].shape == .linear && !days.features[$0].name.contains("-lag-")
    }
    let values = parallelMap(count: tested.count) { place in
      Self.pValue(days, days.columns[tested[place]], start)
    }
    // Holm: the smallest against level / n, the next against level / (n − 1), until one is too large.
    let judged = tested.indices.filter { values[$0] != nil }
      .sorted { (values[$0] ?? 1, $0) < (values[$1] ?? 1, $1) }
    let shifted = judged.enumerated().prefix {
      (values[$0.element] ?? 1) <= Self.level / Double(judged.count - $0.offset)
    }.map(\.element)
    names = tested.indices.filter { shifted.contains($0) }.map { days.features[tested[$0]].name }
    untested = tested.indices.filter { values[$0] == nil }.map { days.features[tested[$0]].name }
  }

  /// What the reader should know; nothing when all were judged and none changed.
  package var notes: [WeatherNote] {
    [("covariate-shift", WeatherNote.Severity.warning, names), ("shift-untested", .note, untested)]
      .filter { !$2.isEmpty }.map { WeatherNote($0, $1, names: $2) }
  }

  /// - Returns: `nil` when either side is too short or the step cannot be told from the season.
  private static func pValue(
    _ table: WeatherTable, _ column: [Double], _ start: CivilDate
  ) -> Double? {
    let first = start.daysSinceEpoch
    let day = { (row: Int) in table.axis.date(at: row).daysSinceEpoch - first }
    let rows = column.indices.filter { !column[$0].isNaN && abs(2 * day($0) + 1) < 2 * span }
    let after = rows.count { day($0) >= 0 }
    guard after >= leastDays, rows.count - after >= leastDays, let last = rows.last else {
      return nil
    }
    let covered = day(last) - day(rows[0]) + 1
    var columns: [(String, (Int) -> Double)] = [
      ("level", { _ in 1 }), ("step", { day($0) >= 0 ? 1 : 0 }),
    ]
    // A season needs its round; less than that is a straight line.
    if covered < 365 { columns.append(("trend", { Double(day($0)) / 365 })) }
    for order in 1...2 where covered >= (order == 1 ? 365 : 548) {
      let angle = { (row: Int) in
        2 * Double.pi * Double(order) * Double(WeatherTable.calendarDay(table.axis.date(at: row)))
          / 366
      }
      columns.append(("cosine \(order)", { cos(angle($0)) }))
      columns.append(("sine \(order)", { sin(angle($0)) }))
    }
    for weekday in 2...7 where covered >= 56 {
      columns.append(
        ("weekday \(weekday)", { table.axis.date(at: $0).weekday == weekday ? 1 : 0 }))
    }
    guard
      let fit = try? LeastSquares.fit(
        design: Matrix(columns: columns.map { part in rows.map(part.1) }),
        response: rows.map { column[$0] }, names: columns.map(\.0)),
      let errors = try? PersistentErrors(fit, positions: rows.map { day($0) - day(rows[0]) }),
      let direction = try? LinearAlgebra.multiply(
        fit.unscaledCovariance, columns.indices.map { $0 == 1 ? 1 : 0 }),
      let shares = try? LinearAlgebra.multiply(fit.design, direction)
    else { return nil }
    let error = errors.variance(of: shares).squareRoot()
    guard error > 0 else { return fit.coefficients[1] == 0 ? 1 : 0 }
    return Distribution.twoSidedP(
      t: fit.coefficients[1] / error, degreesOfFreedom: errors.degreesOfFreedom)
  }
}
