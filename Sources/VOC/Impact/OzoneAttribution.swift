import Documents
import AirQuality
public import Estimation
import Foundation
import NumericKernels

/// The change of ozone formation potential that the headline states, shared out among the compounds.
///
/// The first design that answers for the total gives its change Δ on the log scale, with weather taken
/// out as the study asks. The same estimate is decomposed: with the total N and a compound's part c of
/// it, ln(N / R) = Σ (c − r) / L(N, R) for any reference R = Σ r, where L(a, b) = (a − b) / ln(a / b) is
/// the logarithmic mean. Each compound's series (c − r) / L(N, R), with the mean before as reference, goes
/// through the same design, on the same days; of designs that are linear in the series (all regressions
/// and comparisons of means) the results add up to Δ, and times L(with, without) to the change in µg/m³.
/// What is left is stated. Where a weather model took weather out of the total, every compound is
/// multiplied with what that did to the total of the day.
///
/// Each share falls into the part that a change of the total mass makes and the part that the mixture
/// makes: Δ(M s) m = s̄ ΔM m + M̄ Δs m with mass M, share s and reactivity m, bars for the mean of with
/// and without the measure; this leaves no remainder (Marshall and Edgeworth's weights, which are
/// Shapley's for two factors).
///
/// - Source: the logarithmic mean Divisia index, Ang (2004), doi:10.1016/S0301-4215(03)00076-4.
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
  /// Change of the sum, µg O3/m³, with the per cent of the headline beside it.
  public let total: EffectEstimate
  /// Largest change first.
  public let shares: [Share]
  /// Sum's estimate minus the sum of the shares, µg O3/m³: rounding, where the design is linear.
  public let remainder: Double
  /// Compounds without an incremental reactivity.
  public let withoutConstant: [String]
  /// Days that entered.
  public let days: Int

  /// - Parameters:
  ///   - headline: of the total's ozone formation, by the design that leads.
  ///   - study: of the total's ozone formation on the log scale, which gave the headline.
  /// - Throws: `VOCError.compoundMissing` when a donor lacks a compound.
  init(
    _ impact: MeasureImpact, headline: EffectEstimate, _ choice: EstimatorChoice,
    _ study: Study, _ studies: StudyMaker
  ) throws {
    let estimator = try EstimatorCatalogue.estimator(choice)
    let subject = ImpactSubject.totalOzone
    let places = try studies.records.map { (place) throws(VOCError) in
      try place.weighed(.ozoneFormation, impact.assessment)
    }
    guard let weighed = places.first else { throw VOCError.noCompounds(place: "") }
    let compounds = weighed.compounds
    let parts = try compounds.map { compound in
      try Self.part(compound, study, studies, places, subject)
    }
    let whole = Self.sum(parts)
    let decomposition = LogMeanDecomposition(parts: parts, whole: whole, study)
    let change = headline.relative?.percent ?? headline.estimate
    let logChange = log1p(change / 100)
    let with = Summation.mean(study.afterPositions.compactMap { study.observedPath[$0] })
    let without = with * exp(-logChange)
    let perLog = logChange == 0 ? with : (with - without) / logChange
    var changes: [EffectEstimate] = []
    var massWith: [Double] = []
    for (index, compound) in compounds.enumerated() {
      let own = try decomposition.study(of: index)
      changes.append(
        try MeasureImpact.effect(estimator, own).multiplied(by: perLog, unit: subject.quantity.unit)
      )
      massWith.append(
        decomposition.meanAfter(of: index)
          / (WeighedQuantity.ozoneFormation.weight(of: compound, impact.assessment) ?? .nan))
    }
    method = choice.method
    total = headline.inUnit(subject.quantity.unit) { with * -expm1(-log1p($0 / 100)) }
    remainder = total.estimate - Summation.sum(changes.map(\.estimate))
    withoutConstant = weighed.withoutConstant.map(\.name)
    days = headline.sample.observations
    shares = Self.shares(compounds, changes, massWith: massWith, impact.assessment)
  }

  /// A compound's potential by day at every station of a study, on the steps on which every compound
  /// was measured, so that compounds and sum rest on the same air.
  private static func part(
    _ compound: Compound, _ study: Study, _ studies: StudyMaker, _ places: [WeighedSeries],
    _ subject: ImpactSubject
  ) throws -> Matrix {
    let columns = try study.panel.stations.map { station -> [Double] in
      guard let place = studies.records.firstIndex(where: { $0.station.key == station.key }),
        let column = places[place].compounds.firstIndex(of: compound)
      else {
        throw VOCError.compoundMissing(
          compound.name, purpose: Message("error.voc.donor", ["key": .fact(station.key)]))
      }
      let sum = places[place].sum(Array(places[place].compounds.indices))
      let daily = studies.daily(
        studies.records[place], subject,
        sum.indices.map { sum[$0].isNaN ? .nan : places[place].matrix[$0, column] })
      return (0..<study.panel.axis.count).map { row in
        daily.axis.position(of: study.panel.axis.instant(at: row)).map { daily.storage[$0] } ?? .nan
      }
    }
    return Matrix(columns: columns)
  }

  private static func sum(_ parts: [Matrix]) -> Matrix {
    guard var sum = parts.first else { return Matrix(rows: 0, columns: 0) }
    for part in parts.dropFirst() {
      for index in sum.storage.indices { sum.storage[index] += part.storage[index] }
    }
    return sum
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
