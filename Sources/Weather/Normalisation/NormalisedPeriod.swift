public import AirQuality
import Foundation
import NumericKernels

/// A month's or a year's normalised mean beside the observed one, and a year's level.
public struct NormalisedPeriod: Hashable, Codable, Sendable {
  /// `2014-03`, `2014`, or `2014/15` for a year from March to February.
  public let label: String
  /// First local day.
  public let start: CivilDate
  /// Mean of the observed values, in the unit of the series; geometric on the log scale.
  public let observed: Double
  /// Mean of the normalised values at the same steps, as other packages print it. A model learns a
  /// step only in part, so it understates changes.
  public let normalised: Double
  /// Spread of the bootstrap models' normalised means about it; `nil` without such models. It
  /// holds what the model is unsure of, not what shrinkage keeps out of the mean: it is no confidence
  /// interval.
  public let interval: ModelInterval?
  /// A whole year's level in the common weather and season of all whole years of the series
  /// (`WeatherModel.partialledLevels`); `nil` for months, for parts of years, and where years cannot be
  /// compared or were not.
  public private(set) var level: Double?
  /// Confidence interval of `level`.
  public private(set) var levelInterval: ModelInterval?
  /// Steps with an observed value.
  public let count: Int
  /// Share of the period's steps that were observed, 0 to 1.
  public let share: Double
  /// Whether every month of it was measured for at least half: else it is a part of a month or year,
  /// and its mean is that part's.
  public let isWhole: Bool

  /// The same with a year's level.
  func with(_ years: YearLevels?, _ confidence: Double) -> NormalisedPeriod {
    guard isWhole, let own = years?.year(start)?.level(0, level: confidence) else { return self }
    var copy = self
    copy.level = own.value
    copy.levelInterval = own.interval
    return copy
  }
}

/// An interval from models trained on blocks drawn with replacement, or from an estimate's scores.
public struct ModelInterval: Hashable, Codable, Sendable {
  /// Lower end.
  public let lower: Double
  /// Upper end.
  public let upper: Double
  /// Coverage, 0 to 1.
  public let level: Double
  /// Standard deviation over the models, or the estimate's standard error; on the log scale in log
  /// points.
  public let standardError: Double
  /// How many models; `nil` where the error comes from the scores of the estimate.
  public let models: Int?

  /// The estimate plus and minus Student's quantile times the models' standard deviation.
  ///
  /// - Parameter replicates: one a model, on the scale of the estimate.
  init?(estimate: Double, replicates: [Double], level: Double, isLog: Bool) {
    let finite = replicates.filter(\.isFinite)
    guard finite.count > 1, finite.count == replicates.count else { return nil }
    let deviation = Summation.variance(finite).squareRoot()
    let reach =
      Distribution.studentQuantile(
        0.5 + level / 2, degreesOfFreedom: Double(finite.count - 1)) * deviation
    lower = isLog ? exp(estimate - reach) : estimate - reach
    upper = isLog ? exp(estimate + reach) : estimate + reach
    self.level = level
    standardError = deviation
    models = finite.count
  }

  init(lower: Double, upper: Double, level: Double, standardError: Double, models: Int?) {
    self.lower = lower
    self.upper = upper
    self.level = level
    self.standardError = standardError
    self.models = models
  }
}

/// The change between two periods with season and weather partialled out: `WeatherModel.change`.
public struct NormalisedChange: Hashable, Codable, Sendable {
  /// Level before in the weather of both periods, in the unit of the series; geometric on the log
  /// scale.
  public let before: Double
  /// Level after.
  public let after: Double
  /// After minus before.
  public let difference: Double
  /// Interval of the difference; `nil` when its error cannot be computed.
  public let interval: ModelInterval?
  /// The change in per cent of before.
  public let percent: Double
  /// Interval of the change in per cent; its standard error is that of the log ratio, times 100.
  public let percentInterval: ModelInterval?
  /// The observed change of the same steps in per cent.
  public let observedPercent: Double
  /// Share of the contrast between the periods that season and weather do not give away, 0 to 1.
  public let overlap: Double
}
