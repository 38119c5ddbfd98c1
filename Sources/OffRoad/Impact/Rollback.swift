public import Documents
public import Estimation
import NumericKernels

/// What a change of emissions should do to a concentration, and whether what was seen fits.
///
/// Proportional rollback: the concentration above the background is proportional to the local
/// emissions, so that ΔC = (C − B) · s · r with C the mean before, B what comes from elsewhere, s
/// the machines’ share of the local emissions and r the relative change of the machines’
/// emissions. It takes no chemistry, no weather and no place into account; the shares must be
/// those near the station.
///
/// - Source: de Nevers and Morris (1975), doi:10.1080/00022470.1975.10470139.
public struct Rollback: Hashable, Codable, Sendable {
  /// Mean concentration before, in the unit of the effect.
  public var concentration: BoundedNumber
  /// What would be there without local emissions, in the same unit.
  public var background: BoundedNumber
  /// Share of the local emissions of the pollutant that is the machines’, 0 to 1.
  public var sectorShare: BoundedNumber
  /// Draws. Default: 20,000.
  public var draws = 20_000
  /// Of the random streams. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95

  /// A rollback from what is known near the station.
  public init(
    concentration: BoundedNumber, background: BoundedNumber, sectorShare: BoundedNumber
  ) {
    self.concentration = concentration
    self.background = background
    self.sectorShare = sectorShare
  }

  /// What is known of the machines’ emissions.
  public enum EmissionChange: Hashable, Codable, Sendable {
    /// Relative change, negative for less, with the standard error of a normal distribution.
    case normal(change: Double, standardError: Double)
    /// A range: low, central, high, negative for less.
    case range(BoundedNumber)
    /// Draws of a scenario, relative change each.
    case draws([Double])
  }

  /// Compares an expected with an observed change.
  ///
  /// - Parameters:
  ///   - emissions: relative change of the machines’ emissions.
  ///   - observed: of the concentration, in its unit; `nil` when nothing was observed.
  /// - Throws: `OffRoadError.setting`.
  public func compare(
    _ emissions: EmissionChange, observed: Observation?
  ) throws(OffRoadError) -> RollbackResult {
    guard concentration.low > 0, background.low >= 0, background.high < concentration.low else {
      throw .setting(
        "background", problem: "error.off-road.is-not-below-concentration",
        remedy: "error.off-road.give-background-between-zero")
    }
    guard sectorShare.low >= 0, sectorShare.high <= 1, draws >= 1_000 else {
      throw .setting(
        "sector-share",
        problem: Message("error.off-road.is-central", ["central": .fact(sectorShare.central)]),
        remedy: "error.off-road.give-share")
    }
    func column(_ dimension: UInt64) -> [Double] {
      LatinHypercube.column(draws: draws, seed: seed, dimension: dimension)
    }
    let level = column(0).map(concentration.value)
    let below = column(1).map(background.value)
    let share = column(2).map(sectorShare.value)
    let (relative, central) = relativeChange(emissions, column(3))
    var expected = [Double](repeating: 0, count: draws)
    var limit = expected
    for draw in 0..<draws {
      let local = (level[draw] - below[draw]) * share[draw]
      expected[draw] = local * relative[draw]
      limit[draw] = -local
    }
    let scale = (concentration.central - background.central) * sectorShare.central
    let result = IntervalEstimate(
      centre: scale * central, draws: expected, level: confidenceLevel)
    let whole = IntervalEstimate(centre: -scale, draws: limit, level: confidenceLevel)
    guard let observed else {
      return RollbackResult(
        rollback: self, expected: result, wholeSector: whole, observed: nil, difference: nil,
        verdict: nil)
    }
    let noise = column(4)
    var difference = expected
    for draw in 0..<draws {
      let seen =
        observed.estimate + observed.standardError
        * Distribution.studentQuantile(
          noise[draw], degreesOfFreedom: observed.degreesOfFreedom ?? .infinity)
      difference[draw] = seen - expected[draw]
    }
    let gap = IntervalEstimate(
      centre: observed.estimate - result.central, draws: difference, level: confidenceLevel)
    return RollbackResult(
      rollback: self, expected: result, wholeSector: whole, observed: observed, difference: gap,
      verdict: verdict(observed, gap, whole))
  }

  private func relativeChange(
    _ emissions: EmissionChange, _ uniform: [Double]
  ) -> (draws: [Double], central: Double) {
    switch emissions {
    case .normal(let change, let error):
      (uniform.map { change + error * Distribution.normalQuantile($0) }, change)
    case .range(let number): (uniform.map(number.value), number.central)
    case .draws(let values):
      // Quantiles of the scenario’s draws keep their distribution whatever their number.
      (
        {
          let sorted = values.sorted()
          return uniform.map { sorted[min(Int($0 * Double(sorted.count)), sorted.count - 1)] }
        }(), Summation.median(values)
      )
    }
  }

  private func verdict(
    _ observed: Observation, _ gap: IntervalEstimate, _ whole: IntervalEstimate
  ) -> RollbackResult.Verdict {
    let reach =
      observed.standardError
      * Distribution.studentQuantile(
        (1 + confidenceLevel) / 2, degreesOfFreedom: observed.degreesOfFreedom ?? .infinity)
    let seesNothing = abs(observed.estimate) <= reach
    if gap.lower <= 0, gap.upper >= 0 { return seesNothing ? .undecided : .consistent }
    if observed.estimate + reach < whole.lower { return .beyondTheSource }
    // Reductions are negative: a difference below zero is more than was expected.
    return gap.upper < 0 ? .larger : .smaller
  }

  /// A change of a concentration as a design estimated it.
  public struct Observation: Hashable, Codable, Sendable {
    /// In the unit of the concentration; negative for less.
    public let estimate: Double
    /// In the same unit.
    public let standardError: Double
    /// Of Student’s distribution; `nil` for the normal.
    public let degreesOfFreedom: Double?

    /// What was observed, with its standard error; no degrees of freedom mean a normal law.
    public init(estimate: Double, standardError: Double, degreesOfFreedom: Double? = nil) {
      self.estimate = estimate
      self.standardError = standardError
      self.degreesOfFreedom = degreesOfFreedom
    }

    /// From an effect on the linear scale; `nil` for one in per cent.
    public init?(_ effect: EffectEstimate) {
      guard effect.unit != "%" else { return nil }
      self.init(
        estimate: effect.coefficient.value, standardError: effect.coefficient.standardError,
        degreesOfFreedom: effect.coefficient.degreesOfFreedom)
    }
  }
}

/// Expected beside observed.
public struct RollbackResult: Hashable, Codable, Sendable {
  /// Whether the observed change is plausible in size.
  public enum Verdict: String, Codable, Hashable, Sendable, CaseIterable {
    /// It is not zero, and it is what the emissions lead one to expect.
    case consistent
    /// It can be told neither from nothing nor from what is expected.
    case undecided
    /// More than expected: something else helped, or the emissions fell further.
    case larger
    /// Less than expected: less was done, or something else worked against it.
    case smaller
    /// More than if all machines had been switched off: something else made it.
    case beyondTheSource = "beyond-the-source"

    /// In one sentence.
    public var message: Message { Message("rollback.\(rawValue)") }
  }

  /// The settings.
  public let rollback: Rollback
  /// What the emissions lead one to expect, in the unit of the concentration.
  public let expected: IntervalEstimate
  /// What switching every machine off would do.
  public let wholeSector: IntervalEstimate
  /// What was observed.
  public let observed: Rollback.Observation?
  /// Observed minus expected.
  public let difference: IntervalEstimate?
  /// Whether they fit.
  public let verdict: Verdict?
}
