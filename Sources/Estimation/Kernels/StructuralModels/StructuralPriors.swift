/// What is believed of a structural time-series model before the data, with the outcome in units of
/// its standard deviation before the measure.
///
/// - Source: Brodersen et al. (2015), doi:10.1214/14-AOAS788; Scott and Varian (2014),
///   doi:10.1504/IJMMNO.2014.059942; numbers of the preset as in CausalImpact 1.3.0 and bsts 0.9.9
///   (from memory, checked against their output in the tests).
struct StructuralPriors: Hashable, Sendable {
  /// A guess of an innovation's standard deviation.
  var deviation: Double
  /// How many observations the guess is worth.
  var deviationWeight: Double
  /// Share of the outcome's variance that level and donors are expected to explain.
  var explained: Double
  /// How many observations that is worth.
  var explainedWeight: Double
  /// How many donors are expected to matter.
  var modelSize: Double
  /// How many observations the belief that coefficients are about zero is worth.
  var coefficientWeight: Double
  /// Share of that belief that ignores how donors move together.
  var shrinkage: Double
  /// A guess of the standard deviation of a spell's innovation, worth `deviationWeight` observations.
  var spell = 0.5

  /// What the variance of a slope's innovation is guessed to be, as a share of the level's: a slope that
  /// turns within days is weather.
  static let slopeShare = 1e-4
  /// Standard deviation of the first slope, a step, in the outcome's standard deviation.
  static let firstSlope = 0.02

  /// CausalImpact's: level innovations of one hundredth of the outcome's standard deviation, which
  /// 32 observations would have to say otherwise.
  static let causalImpact = StructuralPriors(
    deviation: 0.01, deviationWeight: 32, explained: 0.8, explainedWeight: 50, modelSize: 3,
    coefficientWeight: 0.01, shrinkage: 0.5)

  /// The same beliefs, each worth one observation: the data decide how far the level wanders, and
  /// with it how wide the interval becomes.
  static let weak = StructuralPriors(
    deviation: 0.01, deviationWeight: 1, explained: 0.8, explainedWeight: 1, modelSize: 3,
    coefficientWeight: 0.01, shrinkage: 0.5)
}
