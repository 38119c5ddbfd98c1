import Documents
public import AirQuality
public import Estimation
import Foundation
import NumericKernels

/// Fuel sold in one month.
public struct FuelSale: Hashable, Codable, Sendable {
  /// Any day of the month.
  public let month: CivilDate
  /// Tonnes or litres of the fuel that off-road machines burn.
  public let sold: Double
  /// The same of a fuel or a region that the measure does not touch; `nil` where there is none.
  public let control: Double?

  /// Sales of a month, and those of a place without the measure, in one unit.
  public init(month: CivilDate, sold: Double, control: Double? = nil) {
    self.month = month
    self.sold = sold
    self.control = control
  }
}

/// Whether sales of fuel changed when a measure began: an independent check of activity.
///
/// Regression of the logarithm of sales, or of their ratio to a control’s, on a step, a trend and
/// the months of the year. It assumes that the trend before would have gone on.
///
/// - Source: Newey and West (1987), doi:10.2307/1913610.
public struct FuelSalesAnalysis: Hashable, Codable, Sendable {
  /// First day of the measure.
  public var start: CivilDate
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95

  /// An analysis of a measure that begins on a day.
  public init(start: CivilDate) { self.start = start }

  /// What sales say.
  public struct Result: Hashable, Codable, Sendable {
    /// Per cent.
    public let change: Double
    /// Per cent.
    public let interval: ConfidenceInterval
    /// Of no change.
    public let pValue: Double
    /// Whether a control was divided by.
    public let hasControl: Bool
    /// Months before and after.
    public let months: [Int]
  }

  /// Estimates the change.
  ///
  /// - Throws: `OffRoadError.tooFew` with fewer than six months on either side; `.setting` for
  ///   sales that are not positive.
  public func analyse(_ sales: [FuelSale]) throws(OffRoadError) -> Result {
    let sorted = sales.sorted { $0.month < $1.month }
    if let bad = sorted.first(where: { $0.sold <= 0 || ($0.control ?? 1) <= 0 }) {
      throw .setting(
        "sold",
        problem: Message(
          "error.off-road.is-not-positive", ["month": .fact(bad.month.description.prefix(7))]),
        remedy: "error.off-road.leave-month-out-when")
    }
    let hasControl = sorted.allSatisfy { $0.control != nil }
    let positions = sorted.map { $0.month.year * 12 + $0.month.month - 1 }
    let turn = start.year * 12 + start.month - (start.day == 1 ? 1 : 0)
    let after = positions.map { $0 >= turn ? 1.0 : 0 }
    let counts = [after.count { $0 == 0 }, after.count { $0 == 1 }]
    guard counts.allSatisfy({ $0 >= 6 }) else {
      throw .tooFew(what: "error.off-road.months-on-one-side", found: counts.min() ?? 0, needed: 6)
    }
    var columns = [
      Array(repeating: 1.0, count: sorted.count), after,
      positions.map { Double($0 - turn) / 12 },
    ]
    var names = ["constant", "step", "trend"]
    if sorted.count >= 24 {
      for month in 2...12 where sorted.contains(where: { $0.month.month == month }) {
        columns.append(sorted.map { $0.month.month == month ? 1 : 0 })
        names.append("month \(month)")
      }
    }
    do {
      let fit = try LeastSquares.fit(
        design: Matrix(columns: columns),
        response: sorted.map { log($0.sold) - (hasControl ? log($0.control ?? 1) : 0) },
        names: names)
      let covariance = try CoefficientCovariance.neweyWest(
        fit, lags: .automatic, positions: positions)
      let error = covariance[1, 1].squareRoot()
      let freedom = Double(fit.degreesOfFreedom)
      let reach =
        error
        * Distribution.studentQuantile((1 + confidenceLevel) / 2, degreesOfFreedom: freedom)
      let value = fit.coefficients[1]
      return Result(
        change: 100 * expm1(value),
        interval: ConfidenceInterval(
          lower: 100 * expm1(value - reach), upper: 100 * expm1(value + reach),
          level: confidenceLevel, method: "how.log-sales"),
        pValue: Distribution.twoSidedP(t: value / error, degreesOfFreedom: freedom),
        hasControl: hasControl, months: counts)
    } catch {
      throw .numerical(
        Message("error.off-road.sales-cannot-regressed-time", ["error": .message(error.message)]))
    }
  }
}
