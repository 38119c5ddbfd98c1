import Documents
public import Estimation
import Foundation

/// Holds the change that was measured in the air against the change that the inventory expects,
/// compound by compound, and the mixture of the air against that of the inventory.
///
/// The inventory must cover what reaches the place; sources that it leaves out make the expected
/// change too large. Reactions on the way are not taken into account: compare fast compounds in
/// fresh air only.
public struct TopDownComparison: Hashable, Codable, Sendable {
  /// One compound.
  public struct Row: Hashable, Codable, Sendable {
    /// The compound.
    public let compound: String
    /// Change in the air, per cent, by the impact's first design that answered.
    public let measured: RelativeEffect
    /// Change of the emission, per cent.
    public let expected: InventoryTally.Estimate
    /// Measured minus expected, in percentage points.
    public let difference: Double
    /// Whether the intervals overlap; `nil` without an interval of the measured change.
    public let agrees: Bool?
  }

  /// One compound against the reference compound.
  public struct Ratio: Hashable, Codable, Sendable {
    /// The compound.
    public let compound: String
    /// Mass in the air over that of the reference compound.
    public let air: Double
    /// The same of the emission.
    public let inventory: InventoryTally.Estimate
    /// Air over inventory: 1 where both tell the same story.
    public let quotient: InventoryTally.Estimate
  }

  /// Compounds in both, largest emission first.
  public let changes: [Row]
  /// The compound against which the mixtures are held; `nil` when none was asked for.
  public let reference: String?
  /// Compounds in both.
  public let ratios: [Ratio]

  /// Compares.
  ///
  /// - Parameters:
  ///   - air: the mean composition of the air before the measure; `nil` leaves mixtures out.
  ///   - reference: a compound of both.
  ///   - own: compounds and lumps that a user states.
  /// - Throws: `VOCError.compoundMissing` for a reference that one side does not have.
  public init(
    _ impact: VOCImpact, _ tally: InventoryTally, air: Composition? = nil,
    reference: String? = nil, own: OwnSpecies = OwnSpecies()
  ) throws(VOCError) {
    changes = tally.species.compactMap { species in
      guard let expected = species.changePercent,
        let measured = impact.row(.compound, species.compound)?.effects.first?.relative
      else { return nil }
      return Row(
        compound: species.compound, measured: measured, expected: expected,
        difference: measured.percent - expected.value,
        agrees: measured.interval.map {
          $0.lower <= expected.upper && expected.lower <= $0.upper
        })
    }
    self.reference = reference
    guard let air, let reference else {
      ratios = []
      return
    }
    let compound = try own.compound(named: reference)
    guard let base = air.amounts.first(where: { $0.compound == compound })?.mass, base > 0 else {
      throw .compoundMissing(reference, purpose: "error.voc.comparison-mixtures")
    }
    guard let emitted = tally.species.first(where: { $0.compound == compound.name })?.emission,
      emitted.value > 0
    else {
      throw .badSetting(
        "reference",
        problem: Message("error.voc.is-which-inventory-does", ["reference": .fact(reference)]))
    }
    ratios = tally.species.compactMap { species in
      guard
        let mass = air.amounts.first(where: { $0.compound.name == species.compound })?.mass,
        species.emission.value > 0, species.compound != compound.name
      else { return nil }
      let ratio = mass / base
      // Both emissions vary: the interval of the ratio is taken by adding log half-widths.
      func logHalfWidth(_ estimate: InventoryTally.Estimate) -> Double {
        estimate.lower > 0 ? log(estimate.upper / estimate.lower) / 2 : .infinity
      }
      let half =
        (logHalfWidth(species.emission) * logHalfWidth(species.emission)
        + logHalfWidth(emitted) * logHalfWidth(emitted)).squareRoot()
      let own = species.emission.value / emitted.value
      return Ratio(
        compound: species.compound, air: ratio,
        inventory: .init(value: own, lower: own * exp(-half), upper: own * exp(half)),
        quotient: .init(
          value: ratio / own, lower: ratio / own * exp(-half), upper: ratio / own * exp(half)))
    }
  }
}
