/// What a laboratory says about one species: from where on it sees it, and how well it measures it.
public struct DetectionLimit: Hashable, Codable, Sendable {
  /// Method detection limit, in the unit of the concentrations.
  public let limit: Double
  /// Relative error of a value far above the limit, dimensionless.
  public let errorFraction: Double

  /// A limit in the unit of the values, and the analytical error as a share of the value.
  public init(limit: Double, errorFraction: Double) {
    self.limit = limit
    self.errorFraction = errorFraction
  }

  /// The standard uncertainty of a value, in its unit.
  ///
  /// - Source: Norris et al. (2014), EPA PMF 5.0 user guide, EPA/600/R-14/108: 5/6 of the limit at
  ///   or below it, else √((fraction · value)² + (limit / 2)²).
  public func uncertainty(of value: Double) -> Double {
    guard value > limit else { return limit * 5 / 6 }
    let relative = errorFraction * value
    return (relative * relative + limit * limit / 4).squareRoot()
  }
}
