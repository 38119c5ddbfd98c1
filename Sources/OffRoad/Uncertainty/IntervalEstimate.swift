import NumericKernels

/// A number with the interval of its draws.
public struct IntervalEstimate: Hashable, Codable, Sendable {
  /// With every parameter at its central value.
  public let central: Double
  /// Mean of the draws.
  public let mean: Double
  /// Lower end.
  public let lower: Double
  /// Upper end.
  public let upper: Double
  /// Coverage of the interval.
  public let level: Double

  /// From draws; without any, everything is the central value.
  init(centre: Double, draws: [Double], level: Double) {
    central = centre
    self.level = level
    guard !draws.isEmpty else {
      mean = centre
      lower = centre
      upper = centre
      return
    }
    mean = Summation.mean(draws)
    var selection = OrderStatistics(draws)
    lower = selection.quantile((1 - level) / 2)
    upper = selection.quantile((1 + level) / 2)
  }

  /// The same number times a factor that is not negative.
  func scaled(by factor: Double) -> IntervalEstimate {
    IntervalEstimate(
      central: central * factor, mean: mean * factor, lower: lower * factor,
      upper: upper * factor, level: level)
  }

  init(central: Double, mean: Double, lower: Double, upper: Double, level: Double) {
    self.central = central
    self.mean = mean
    self.lower = lower
    self.upper = upper
    self.level = level
  }
}
