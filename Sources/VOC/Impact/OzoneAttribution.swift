import Documents
import AirQuality
public import Estimation
import NumericKernels

/// The change of ozone formation potential, shared out exactly among the compounds.
///
/// The first design of the impact estimates, on the linear scale and on the days on which every
/// compound was measured, the change of each compound's potential and of their sum. Designs that
/// are linear in the series (all regressions and comparisons of means) make the shares add up to
/// the sum's estimate; what is left is stated. Each share falls into the part that a change of the
/// total mass makes and the part that the mixture makes:
/// Δ(M s) m = s̄ ΔM m + M̄ Δs m with mass M, share s and reactivity m, bars for the mean of with
/// and without the measure; this leaves no remainder (Marshall and Edgeworth's weights, which are
/// Shapley's for two factors).
///
/// - Source: Ang (2004), doi:10.1016/S0301-4215(03)00076-4, on decompositions without remainder.
public struct OzoneAttribution: Hashable, Codable, Sendable {
  /// One compound's share.
  public struct Share: Hashable, Codable, Sendable {
    /// The compound.
    public let compound: String
    /// Its family.
    public let family: CompoundFamily
    /// Change of its potential, µg O3/m³.
    public let change: Double
    /// Interval of the change.
    public let interval: ConfidenceInterval?
    /// The part from the change of the total mass.
    public let amountPart: Double
    /// The part from the change of the mixture.
    public let mixturePart: Double
  }

  /// The design.
  public let method: String
  /// Change of the sum, µg O3/m³.
  public let total: EffectEstimate
  /// Largest change first.
  public let shares: [Share]
  /// Sum's estimate minus the sum of the shares, µg O3/m³: rounding, where the design is linear.
  public let remainder: Double
  /// Compounds without an incremental reactivity.
  public let withoutConstant: [String]
  /// Days that entered.
  public let days: Int

  init(
    _ impact: MeasureImpact, _ record: SpeciatedRecord, _ studies: StudyMaker
  ) throws {
    guard let choice = impact.estimators.first else {
      throw VOCError.badSetting("estimators", problem: "error.voc.names-no-design")
    }
    let estimator = try EstimatorCatalogue.estimator(choice)
    let subject = ImpactSubject(kind: .total, name: "total", quantity: .ozoneFormation)
    let places = try studies.records.map { (place) throws(VOCError) in
      try place.weighed(.ozoneFormation, impact.assessment)
    }
    guard let weighed = places.first else { throw VOCError.noCompounds(place: "") }
    let compounds = weighed.compounds
    let sum = try estimator.anyEstimate(
      studies.study(of: subject, scale: .linear, isForShares: true)
    ).effect
    var changes: [EffectEstimate] = []
    var massWith: [Double] = []
    for (index, compound) in compounds.enumerated() {
      let potentials = try zip(studies.records, places).map { record, place in
        guard let column = place.compounds.firstIndex(of: compound) else {
          throw VOCError.compoundMissing(
            compound.name, purpose: Message("error.voc.donor", ["key": .fact(record.station.key)]))
        }
        return studies.daily(record, subject, Self.complete(place, column))
      }
      let study = try studies.study(of: subject, scale: .linear, replacing: potentials)
      changes.append(try estimator.anyEstimate(study).effect)
      let after = study.afterPositions.compactMap { study.observedPath[$0] }
      massWith.append(
        Summation.mean(after)
          / (WeighedQuantity.ozoneFormation.weight(of: compounds[index], impact.assessment)
            ?? .nan))
    }
    method = choice.method
    total = sum
    remainder = sum.estimate - Summation.sum(changes.map(\.estimate))
    withoutConstant = weighed.withoutConstant.map(\.name)
    days = sum.sample.observations
    shares = Self.shares(compounds, changes, massWith: massWith, impact.assessment)
  }

  /// A compound's potential on the steps on which every compound was measured, so that compounds
  /// and sum rest on the same air.
  private static func complete(_ place: WeighedSeries, _ column: Int) -> [Double] {
    let sum = place.sum(Array(place.compounds.indices))
    return sum.indices.map { sum[$0].isNaN ? .nan : place.matrix[$0, column] }
  }

  private static func shares(
    _ compounds: [Compound], _ changes: [EffectEstimate], massWith: [Double],
    _ settings: ReactivityAssessment
  ) -> [Share] {
    let weights = compounds.map {
      WeighedQuantity.ozoneFormation.weight(of: $0, settings) ?? .nan
    }
    let massWithout = massWith.indices.map { massWith[$0] - changes[$0].estimate / weights[$0] }
    let sumWith = Summation.sum(massWith)
    let sumWithout = Summation.sum(massWithout)
    return compounds.indices.map { index in
      let shareWith = massWith[index] / sumWith
      let shareWithout = massWithout[index] / sumWithout
      return Share(
        compound: compounds[index].name, family: compounds[index].family,
        change: changes[index].estimate, interval: changes[index].interval,
        amountPart: (shareWith + shareWithout) / 2 * (sumWith - sumWithout) * weights[index],
        mixturePart: (sumWith + sumWithout) / 2 * (shareWith - shareWithout) * weights[index])
    }.sorted { (abs($1.change), $0.compound) < (abs($0.change), $1.compound) }
  }
}
