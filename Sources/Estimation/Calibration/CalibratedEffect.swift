import Documents
import Foundation
import NumericKernels

/// An effect beside what the same method finds where nothing was done.
public struct CalibratedEffect: Hashable, Codable, Sendable {
  /// Mean of the empirical null on the outcome's scale: the method's systematic error.
  public let nullMean: Double
  /// Standard deviation of the systematic error, beyond what the standard errors explain.
  public let nullDeviation: Double
  /// The effect with the systematic error taken out, in the unit of the effect.
  public let estimate: Double
  /// Its interval, in the unit of the effect.
  public let interval: ConfidenceInterval
  /// Calibrated p-value.
  public let pValue: PValue
  /// Rank of the effect among the negative controls.
  public let rankP: PValue
  /// Share of negative controls that the method itself calls significant at 5 %; 0.05 is right.
  public let falseAlarms: Double
  /// Estimates at the negative controls, in the unit of the effect, ascending.
  public let controls: [Double]
  /// Negative controls that could not be estimated.
  public let failed: Int

  /// - Parameter independent: how many of the controls share no station with each other, at most; `nil`
  ///   when none shares any. Groups that overlap tell less about their spread than their number says:
  ///   the mean of the null is then uncertain, and Student's distribution takes the normal's place.
  init(
    _ effect: EffectEstimate, controls: [EffectEstimate], failed: Int, logScale: Bool,
    independent: Double? = nil
  ) {
    let values = controls.map(\.coefficient.value)
    let errors = controls.map(\.coefficient.standardError)
    let null = EmpiricalNull(values, errors: errors)
    let level = effect.interval?.level ?? 0.95
    let ofMean =
      independent.map { Summation.variance(values) / max(1, $0) } ?? 0
    let spread =
      (null.deviation * null.deviation + ofMean
      + effect.coefficient.standardError * effect.coefficient.standardError).squareRoot()
    let centre = effect.coefficient.value - null.mean
    let label =
      independent.map {
        Message(
          "how.empirical-null-apart",
          ["count": .count(controls.count), "apart": .count(Int($0))])
      } ?? Message("how.empirical-null", ["count": .count(controls.count)])
    let freedom = independent.map { max(1, $0 - 1) }
    let quantile =
      freedom.map { Distribution.studentQuantile(0.5 + level / 2, degreesOfFreedom: $0) }
      ?? Distribution.normalQuantile(0.5 + level / 2)
    func inUnit(_ value: Double) -> Double { logScale ? 100 * expm1(value) : value }
    nullMean = null.mean
    nullDeviation = null.deviation
    estimate = inUnit(centre)
    interval = ConfidenceInterval(
      lower: inUnit(centre - quantile * spread), upper: inUnit(centre + quantile * spread),
      level: level, method: label)
    pValue = PValue(
      value: freedom.map {
        Distribution.twoSidedP(t: centre / spread, degreesOfFreedom: $0)
      } ?? min(1, 2 * Distribution.normalCumulative(-abs(centre) / spread)),
      method: label)
    let asLarge = values.reduce(0) { $0 + (abs($1) >= abs(effect.coefficient.value) ? 1 : 0) }
    rankP = PValue(
      value: Double(asLarge + 1) / Double(values.count + 1),
      method: "how.ranks-of-controls",
      smallestPossible: 1 / Double(values.count + 1))
    falseAlarms =
      Double(controls.reduce(0) { $0 + (($1.pValue?.value ?? 1) <= 0.05 ? 1 : 0) })
      / Double(controls.count)
    self.controls = values.map(inUnit).sorted()
    self.failed = failed
  }
}

/// A normal distribution of systematic error fitted to estimates that should be zero.
///
/// Estimate i is taken as N(mean, deviation² + error²ᵢ); both parameters by maximum likelihood.
///
/// - Source: Schuemie et al. (2014), doi:10.1002/sim.5925, section 2.3.
struct EmpiricalNull {
  let mean: Double
  let deviation: Double

  /// - Parameters:
  ///   - values: estimates at negative controls.
  ///   - errors: their standard errors, same length.
  init(_ values: [Double], errors: [Double]) {
    func profile(_ variance: Double) -> (mean: Double, logLikelihood: Double) {
      let weights = errors.map { 1 / (variance + $0 * $0) }
      let total = Summation.sum(weights)
      let mean = Summation.sum(zip(weights, values).map { $0 * $1 }) / total
      let terms = zip(weights, values).map { weight, value in
        0.5 * log(weight) - 0.5 * weight * (value - mean) * (value - mean)
      }
      return (mean, Summation.sum(terms))
    }
    // The likelihood is searched on the standard deviation, from none to the full spread of the
    // estimates, beyond which it cannot rise. A grid finds the basin, golden section its bottom.
    let centre = Summation.mean(values)
    let widest = values.map { abs($0 - centre) }.max() ?? 0
    let grid = (0...200).map { widest * Double($0) / 200 }
    // A control with no error of its own cannot meet a null without spread.
    let smallest = errors.min() ?? 0
    let usable = grid.filter { $0 > 0 || smallest > 0 }
    guard
      let best = usable.max(by: { profile($0 * $0).logLikelihood < profile($1 * $1).logLikelihood })
    else {
      mean = centre
      deviation = 0
      return
    }
    let width = widest / 200
    var lower = max(best - width, usable.first ?? 0)
    var upper = best + width
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<60 {
      let left = upper - ratio * (upper - lower)
      let right = lower + ratio * (upper - lower)
      if profile(left * left).logLikelihood >= profile(right * right).logLikelihood {
        upper = right
      } else {
        lower = left
      }
    }
    deviation = (lower + upper) / 2
    mean = profile(deviation * deviation).mean
  }
}
