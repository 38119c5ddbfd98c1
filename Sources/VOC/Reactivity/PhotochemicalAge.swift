public import Documents
import AirQuality
import Foundation
import NumericKernels

/// The clock of two compounds that are emitted together and react at different speeds, and what
/// the air contained before it reacted.
///
/// Exposure to OH: ∫[OH] dt = (ln(A/B at emission) − ln(A/B measured)) / (k_A − k_B); what was
/// emitted: c₀ = c · exp(k · exposure). Assumes that both compounds come from the same sources
/// with one ratio, that air of other ages is not mixed in, and that OH is the only loss, or ozone and
/// nitrate beside it as stated; none of
/// that is quite true, mixing least. A negative exposure means a ratio above the emission ratio:
/// it is kept as it is and counted, because cutting it off would bias the mean. Nights and
/// biogenic compounds, which are emitted on the way, are outside the clock.
///
/// - Source: Roberts et al. (1984), Atmospheric Environment 18, 2421-2432; de Gouw et al. (2005),
///   Journal of Geophysical Research 110, D16305; mixing: McKeen and Liu (1993), Geophysical
///   Research Letters 20, 2363-2366.
public struct PhotochemicalAge: Hashable, Codable, Sendable {
  /// The compound that reacts faster. Default: m,p-xylene.
  public var fast = "m,p-xylene"
  /// The compound that reacts slower. Default: ethylbenzene.
  public var slow = "ethylbenzene"
  /// The ratio of the two at emission, by number of molecules. There is no default.
  public var emissionRatio: Double?
  /// Takes the emission ratio as this quantile of the measured ratios instead, 0 to 1. Default:
  /// not used.
  public var emissionQuantile: Double?
  /// First local hour of daylight that is used. Default: 6.
  public var firstHour = 6
  /// Last local hour. Default: 18.
  public var lastHour = 18
  /// OH concentration that turns exposure into hours, molecules/cm³; `nil` leaves hours out.
  public var hydroxyl: Double?
  /// Ozone that takes part beside OH, molecules/cm³, 24.6e9 a ppb at 298 K and 1 atm; `nil` leaves it
  /// out. Needs `hydroxyl`, since it acts over time and not over the exposure to OH.
  public var ozone: Double?
  /// Nitrate radical that takes part, molecules/cm³; `nil` leaves it out. Needs `hydroxyl`.
  public var nitrate: Double?

  /// Xylene over ethylbenzene.
  public init() {}

  /// What the clock says.
  public struct Reading: Codable, Hashable, Sendable {
    /// The emission ratio that was used.
    public let emissionRatio: Double
    /// Median exposure, molecules s/cm³.
    public let medianExposure: Double
    /// Median age in hours at the stated OH; `nil` without one.
    public let medianHours: Double?
    /// Steps with both compounds by day.
    public let steps: Int
    /// Of these, steps whose ratio exceeds the emission ratio.
    public let negativeSteps: Int
    /// Mean measured and initial concentration of each compound over those steps, record's unit.
    public let compounds: [Initial]
    /// Compounds with double bonds of which no constant with ozone and nitrate is known, where these
    /// take part.
    public let withoutLossConstants: [String]
    /// Compounds whose constants with ozone and nitrate come from memory, where these take part.
    public let recalledLosses: [String]
  }

  /// One compound before and after the reactions.
  public struct Initial: Codable, Hashable, Sendable {
    /// The compound.
    public let compound: String
    /// Mean measured, over the steps of the clock.
    public let measured: Double
    /// Mean before reaction; `nil` where no rate constant is known.
    public let initial: Double?
    /// Why it is not corrected, if it is not.
    public let note: Message?
  }

  /// Reads the clock on a record.
  ///
  /// - Throws: `VOCError.compoundMissing`, `.noConstants`, `.badSetting`, `.tooFew` with fewer
  ///   than ten steps, and for values below detection.
  public func read(
    _ record: SpeciatedRecord, rule: CensoringRule?
  ) throws(VOCError) -> Reading {
    let (rows, exposures, atEmission) = try clock(record, rule: rule)
    let own = try record.filled(rule)
    let median = Summation.median(exposures)
    return Reading(
      emissionRatio: atEmission, medianExposure: median,
      medianHours: hydroxyl.map { median / $0 / 3_600 }, steps: rows.count,
      negativeSteps: exposures.count { $0 < 0 },
      compounds: record.compounds.indices.map { column in
        initial(record.compounds[column], column, own, rows, exposures)
      }, withoutLossConstants: withoutLossConstants(record.compounds),
      recalledLosses: recalledLosses(record.compounds))
  }

  private func clock(
    _ record: SpeciatedRecord, rule: CensoringRule?
  ) throws(VOCError) -> (rows: [Int], exposures: [Double], atEmission: Double) {
    let purpose = Message(
      "error.voc.the-clock", ["fast": .fact(fast), "slow": .fact(slow)])
    guard let first = record.column(of: fast) else {
      throw .compoundMissing(fast, purpose: purpose)
    }
    guard let second = record.column(of: slow) else {
      throw .compoundMissing(slow, purpose: purpose)
    }
    let difference = try rateDifference(record.compounds[first], record.compounds[second])
    let molecules = try record.converted(
      to: ConcentrationScale(unit: .partsPerBillion, air: record.scale.air))
    let filled = try molecules.filled(rule)
    let rows = (0..<record.axis.count).filter { row in
      let hour =
        record.axis.instant(at: row).secondOfDay(utcOffset: record.axis.utcOffset) / 3_600
      return (firstHour...lastHour).contains(hour) && filled[row, first] > 0
        && filled[row, second] > 0
    }
    guard rows.count >= 10 else {
      throw .tooFew(found: rows.count, needed: 10, purpose: purpose)
    }
    let ratios = rows.map { filled[$0, first] / filled[$0, second] }
    let atEmission = try ratioAtEmission(ratios)
    return (
      rows, ratios.map { (log(atEmission) - log($0)) / difference }, atEmission
    )
  }

  /// By how much the clock's faster compound reacts faster with OH, cm³/s.
  ///
  /// - Throws: `VOCError.noConstants`; `.badSetting` where it does not, and for losses that cannot be.
  func rateDifference(_ first: Compound, _ second: Compound) throws(VOCError) -> Double {
    guard let quick = first.constants[.hydroxyl]?.value,
      let lazy = second.constants[.hydroxyl]?.value
    else { throw .noConstants(ReactivityScale.hydroxyl.rawValue) }
    guard quick > lazy else {
      throw .badSetting(
        "fast", problem: Message("error.voc.reacts-no-faster-than", ["slow": .fact(slow)]))
    }
    for (name, value) in [("ozone", ozone), ("nitrate", nitrate)] {
      guard let value else { continue }
      guard value >= 0, value.isFinite else {
        throw .badSetting(name, problem: "error.voc.check-negative")
      }
      guard (hydroxyl ?? 0) > 0 else {
        throw .badSetting(name, problem: "error.voc.losses-need-hydroxyl")
      }
    }
    return quick - lazy
  }

  /// Exposure to OH, molecules s/cm³, step by step by day where both compounds are above zero.
  ///
  /// - Throws: as `read`.
  func exposures(
    _ record: SpeciatedRecord, rule: CensoringRule?
  ) throws(VOCError) -> [(row: Int, exposure: Double)] {
    let found = try clock(record, rule: rule)
    return Array(zip(found.rows, found.exposures)).map { (row: $0.0, exposure: $0.1) }
  }

  /// Whether a compound is emitted on the way, so that the clock does not hold for it.
  static func isBiogenic(_ compound: Compound) -> Bool {
    compound.family == .terpene || compound.name == "isoprene"
  }

  /// The stated ratio, or the stated quantile of the measured ones.
  func ratioAtEmission(_ ratios: [Double]) throws(VOCError) -> Double {
    if let emissionRatio {
      guard emissionRatio > 0 else {
        throw .badSetting(
          "emission ratio",
          problem: Message("error.voc.is-not-above-zero", ["emissionRatio": .fact(emissionRatio)]))
      }
      return emissionRatio
    }
    guard let emissionQuantile, emissionQuantile > 0, emissionQuantile <= 1 else {
      throw .badSetting(
        "emission ratio", problem: "error.voc.is-not-stated-nor")
    }
    return Summation.quantile(ratios, probability: emissionQuantile)
  }

  private func initial(
    _ compound: Compound, _ column: Int, _ values: Matrix, _ rows: [Int], _ exposures: [Double]
  ) -> Initial {
    let pairs = zip(rows, exposures).filter { !values[$0.0, column].isNaN }
    let measured = Summation.mean(pairs.map { values[$0.0, column] })
    let isBiogenic = Self.isBiogenic(compound)
    let rate = compound.constants[.hydroxyl]?.value
    guard let rate, !isBiogenic else {
      return Initial(
        compound: compound.name, measured: measured, initial: nil,
        note: isBiogenic ? "ratios.no-clock" : "ratios.no-rate")
    }
    return Initial(
      compound: compound.name, measured: measured,
      initial: Summation.mean(
        pairs.map {
          values[$0.0, column] * exp(rate * $0.1 + otherLoss(of: compound, exposure: $0.1))
        }), note: nil)
  }
}
