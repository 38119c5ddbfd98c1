import AirQuality
public import Documents
import Foundation
import NumericKernels
public import SourceApportionment

/// Samples as they were before they reacted, for a receptor model: factors of measured concentrations mix
/// the age of the air with its sources, since reactive compounds are gone from old air.
///
/// - Source: receptor models on initial concentrations as in Yuan et al. (2012), Journal of Geophysical
///   Research 117, D24302 (recalled); the clock is `PhotochemicalAge`.
public struct InitialSamples: Sendable {
  /// The samples that have a time; compounds with a rate constant as they were at emission.
  public let sample: SpeciatedSample
  /// Ratio of the clock's compounds at emission, by molecules.
  public let emissionRatio: Double
  /// Median exposure to OH, molecules s/cm³.
  public let medianExposure: Double
  /// Samples whose ratio exceeds the one at emission; their concentrations become smaller.
  public let negativeSamples: Int
  /// Samples without a time: by night, or without one of the clock's compounds.
  public let leftOutSamples: Int
  /// Species that stay as measured: emitted on the way, without a rate constant, or no compound.
  public let asMeasured: [String]
  /// What took part beside OH, and which of its constants come from memory or are not known.
  public let losses: [Message]
  /// Totals, which are left out: a sum over measured compounds is none of initial ones.
  public let leftOutTotals: [String]

  /// What a reader of the factors has to know.
  public var premises: [Message] {
    var told = [
      Message(
        "sources.initial",
        [
          "ratio": .number(emissionRatio, .significant(3)),
          "exposure": .number(medianExposure, .significant(2)),
          "negative": .count(negativeSamples), "all": .count(sample.sampleCount),
        ])
    ]
    if leftOutSamples > 0 {
      told.append(Message("sources.initial-left-out", ["count": .count(leftOutSamples)]))
    }
    if !asMeasured.isEmpty {
      told.append(Message("sources.initial-as-measured", ["names": .names(asMeasured)]))
    }
    told += losses
    if !leftOutTotals.isEmpty {
      told.append(Message("sources.initial-totals", ["names": .names(leftOutTotals)]))
    }
    return told
  }
}

extension PhotochemicalAge {
  /// What samples contained before they reacted.
  ///
  /// c₀ = c · exp(k · X + losses to ozone and nitrate, where they are stated). The uncertainty of the
  /// exposure X, from those of the two compounds that measure it, is added: for the relative uncertainty u of
  /// the measured value, u₀² = u² + (k · σ_X)² to first order. That it is common to all species of a sample
  /// is not counted, and neither is the correlation with the clock's own two compounds.
  ///
  /// - Parameter own: compounds and lumps that a user states.
  /// - Throws: `VOCError.compoundMissing`, `.noConstants`, `.badSetting`, `.tooFew` with fewer than ten
  ///   samples that have a time; `SpeciatedSampleError`.
  public func initial(
    _ sample: SpeciatedSample, own stated: OwnSpecies = OwnSpecies()
  ) throws -> InitialSamples {
    let purpose = Message("error.voc.the-clock", ["fast": .fact(fast), "slow": .fact(slow)])
    let compounds = sample.species.map { name -> Compound? in
      guard case .compound(let compound) = stated.match(name) else { return nil }
      return compound
    }
    func column(_ name: String) throws(VOCError) -> (place: Int, compound: Compound) {
      let wanted = try stated.compound(named: name)
      guard let place = compounds.firstIndex(of: wanted) else {
        throw .compoundMissing(name, purpose: purpose)
      }
      return (place, wanted)
    }
    let quick = try column(fast)
    let lazy = try column(slow)
    let difference = try rateDifference(quick.compound, lazy.compound)
    // Molecules of the two: carbon and mass weigh the compounds differently.
    let scale = ConcentrationScale(unit: sample.unit, air: .kelvin298)
    let molecules = ConcentrationScale(unit: .partsPerBillion, air: .kelvin298)
    let weight =
      try scale.factor(to: molecules, for: quick.compound)
      / scale.factor(to: molecules, for: lazy.compound)
    var rows: [Int] = []
    var ratios: [Double] = []
    for row in sample.instants.indices {
      let hour = sample.instants[row].secondOfDay(utcOffset: sample.utcOffset) / 3_600
      guard (firstHour...lastHour).contains(hour),
        let a = sample.concentrations[row][quick.place], a > 0,
        let b = sample.concentrations[row][lazy.place], b > 0
      else { continue }
      rows.append(row)
      ratios.append(weight * a / b)
    }
    guard rows.count >= 10 else {
      throw VOCError.tooFew(found: rows.count, needed: 10, purpose: purpose)
    }
    let atEmission = try ratioAtEmission(ratios)
    let exposures = ratios.map { (log(atEmission) - log($0)) / difference }
    let kept = sample.species.indices.filter { sample.roles[$0] != .total }
    let rates = kept.map { place -> (rate: Double, compound: Compound)? in
      guard let compound = compounds[place], !Self.isBiogenic(compound),
        let rate = compound.constants[.hydroxyl]?.value
      else { return nil }
      return (rate, compound)
    }
    var values: [[Double?]] = []
    var errors: [[Double]] = []
    for (row, exposure) in zip(rows, exposures) {
      func relative(_ place: Int) -> Double {
        sample.uncertainties[row][place] / (sample.concentrations[row][place] ?? .nan)
      }
      let clockError = hypot(relative(quick.place), relative(lazy.place)) / difference
      var own: [Double?] = []
      var ownErrors: [Double] = []
      for (place, rate) in zip(kept, rates) {
        let value = sample.concentrations[row][place]
        let error = sample.uncertainties[row][place]
        guard let value, let (rate, compound) = rate else {
          own.append(value)
          ownErrors.append(error)
          continue
        }
        let gain = exp(rate * exposure + otherLoss(of: compound, exposure: exposure))
        own.append(value * gain)
        ownErrors.append(gain * hypot(error, value * rate * clockError))
      }
      values.append(own)
      errors.append(ownErrors)
    }
    return InitialSamples(
      sample: try SpeciatedSample(
        species: kept.map { sample.species[$0] }, roles: kept.map { sample.roles[$0] },
        unit: sample.unit, instants: rows.map { sample.instants[$0] },
        utcOffset: sample.utcOffset, concentrations: values, uncertainties: errors,
        modellingUncertainty: sample.modellingUncertainty, notices: sample.notices),
      emissionRatio: atEmission, medianExposure: Summation.median(exposures),
      negativeSamples: exposures.count { $0 < 0 },
      leftOutSamples: sample.sampleCount - rows.count,
      asMeasured: zip(kept, rates).filter { $0.1 == nil }.map { sample.species[$0.0] },
      losses: lossPremises(zip(kept, rates).compactMap { $0.1?.compound }),
      leftOutTotals: sample.species.indices.filter { sample.roles[$0] == .total }.map {
        sample.species[$0]
      })
  }
}
