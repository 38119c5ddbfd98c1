import Documents
public import AirQuality
import Foundation
import NumericKernels

/// How far constants may lie from the truth: standard deviations of their natural logarithms.
///
/// Tables of reactivities state no such figures in a form that could be read, so these are our
/// choices, in the order of what stands behind a constant; change them where you know better.
/// Errors of different compounds are taken as independent; what all compounds have in common,
/// such as the conditions behind the MIR scale, is not in the interval.
public struct ConstantDeviations: Hashable, Codable, Sendable {
  /// Incremental reactivities of the 2010 table. Default: 0.15.
  public var ozone = 0.15
  /// Evaluated and measured rate constants. Default: 0.1.
  public var evaluated = 0.1
  /// Rate constants of a mechanism. Default: 0.2.
  public var mechanism = 0.2
  /// Predicted rate constants: a factor of two at 95 %. Default: 0.35.
  public var predicted = 0.35
  /// SOAP and FAC. Default: 0.3.
  public var aerosol = 0.3
  /// Figures that no stored source backs. Default: 0.5.
  public var recalled = 0.5

  /// Our choices.
  public init() {}

  func deviation(of constant: ReactivityConstant, _ scale: ReactivityScale) -> Double {
    switch constant.basis {
    case .recalled: recalled
    case .evaluated, .measured: evaluated
    case .stated: scale == .ozone ? ozone : scale == .hydroxyl ? evaluated : aerosol
    case .mechanism: mechanism
    case .predicted: predicted
    case .tabulated: scale == .ozone ? ozone : aerosol
    }
  }
}

/// Turns concentrations into ozone formation potential, OH reactivity and aerosol potential.
///
/// - Source: ozone: Carter (1994), doi:10.1080/1073161X.1994.10467290, with the scale of January
///   2010; aerosol: Derwent et al. (2010), doi:10.1016/j.scitotenv.2010.04.013, and Grosjean and
///   Seinfeld (1989), Atmospheric Environment 23, 1733-1747.
public struct ReactivityAssessment: Hashable, Codable, Sendable {
  /// Temperature and pressure of the air. Needed for mixing ratios; there is no default.
  public var air: AirState?
  /// What values below detection count as. Default: refused.
  public var rule: CensoringRule?
  /// Constants that go before the catalogue's. Default: none.
  public var ownConstants = OwnConstants()
  /// How far constants may lie from the truth.
  public var deviations = ConstantDeviations()
  /// Relative standard deviation that a compound's calibration leaves in all its values.
  /// Default: 0, which leaves it out.
  public var calibrationDeviation = 0.0
  /// E/R of rate constants by any name of the compound, kelvin: k(T) = k(298) ·
  /// exp(−E/R (1/T − 1/298)). Default: none, so that rate constants stay at 298 K while the
  /// number of molecules follows the air.
  public var activationTemperatures: [String: Double] = [:]
  /// Draws of the Monte Carlo intervals. Default: 2,000.
  public var draws = 2_000
  /// Seed of the draws. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95

  /// All settings at their defaults.
  public init() {}

  /// Weighs the mean of a record over a period, all of it without one.
  ///
  /// - Throws: `VOCError`.
  public func assess(
    _ record: SpeciatedRecord, from: Instant? = nil, until: Instant? = nil
  ) throws(VOCError) -> Reactivity {
    let rows = record.rows(from: from ?? record.axis.start, until: until ?? record.axis.end)
    return try assess(record.composition(over: rows, rule: rule, air: air))
  }

  /// Weighs a composition.
  ///
  /// - Throws: `VOCError.noConstants` where a quantity has no constant at all; `.badSetting`.
  public func assess(_ composition: Composition) throws(VOCError) -> Reactivity {
    try check()
    let amounts = composition.amounts
    guard !amounts.isEmpty else { throw .noCompounds(place: composition.name) }
    var quantities: [Reactivity.Weighed] = []
    let samples = drawn(amounts)
    for (index, quantity) in WeighedQuantity.allCases.enumerated() {
      guard
        let weighed = weighed(
          quantity, amounts, samples.map { $0[index] }, total: Summation.sum(amounts.map(\.mass)))
      else { continue }
      quantities.append(weighed)
    }
    return Reactivity(
      name: composition.name, settings: self, quantities: quantities,
      constants: ProvenanceRow.rows(of: amounts.map(\.compound), ownConstants))
  }

  /// The factor on a rate constant at 298 K for the temperature of the air.
  func rateFactor(of compound: Compound) -> Double {
    guard let air else { return 1 }
    for (name, activation) in activationTemperatures {
      guard case .compound(let named) = CompoundCatalogue.embedded.match(name),
        named == compound
      else { continue }
      return exp(-activation * (1 / air.kelvin - 1 / 298))
    }
    return 1
  }

  private func check() throws(VOCError) {
    guard draws >= 100 else {
      throw .badSetting(
        "draws", problem: Message("error.voc.draws-are-too-few", ["draws": .fact(draws)]))
    }
    guard confidenceLevel > 0, confidenceLevel < 1 else {
      throw .badSetting(
        "confidence level",
        problem: Message("error.voc.level-is-no-share", ["confidenceLevel": .fact(confidenceLevel)])
      )
    }
    guard calibrationDeviation >= 0 else {
      throw .badSetting(
        "calibration deviation",
        problem: Message(
          "error.voc.is-calibration-deviation",
          ["calibrationDeviation": .fact(calibrationDeviation)]))
    }
    for name in activationTemperatures.keys.sorted() {
      _ = try CompoundCatalogue.embedded.compound(named: name, place: "activation temperatures")
    }
  }

  /// Values of every quantity (second index) and compound (third) in every draw (first); 0 where
  /// a constant is not known.
  private func drawn(_ amounts: [Composition.Amount]) -> [[[Double]]] {
    let weights = WeighedQuantity.allCases.map { quantity in
      amounts.map { quantity.weight(of: $0.compound, self) ?? 0 }
    }
    let spreads = WeighedQuantity.allCases.map { quantity in
      amounts.map { amount -> Double in
        guard let scale = quantity.scale, let constant = ownConstants[amount.compound, scale]
        else {
          return 0
        }
        return deviations.deviation(of: constant, scale)
      }
    }
    let seed = seed
    let calibration = calibrationDeviation
    return parallelMap(count: draws) { draw in
      var stream = RandomStream(seed: seed, index: UInt64(draw))
      let masses = amounts.map { amount in
        (amount.mass + amount.deviation * stream.normal()) * (1 + calibration * stream.normal())
      }
      return weights.indices.map { quantity in
        masses.indices.map { index in
          let error = spreads[quantity][index]
          let factor = error > 0 ? exp(error * stream.normal()) : 1
          return masses[index] * weights[quantity][index] * factor
        }
      }
    }
  }

  private func weighed(
    _ quantity: WeighedQuantity, _ amounts: [Composition.Amount], _ samples: [[Double]],
    total: Double
  ) -> Reactivity.Weighed? {
    let values = amounts.map { amount in
      quantity.weight(of: amount.compound, self).map { $0 * amount.mass }
    }
    guard values.contains(where: { $0 != nil }) else { return nil }
    let sum = Summation.sum(values.compactMap(\.self))
    func row(_ name: String, _ members: [Int]) -> Reactivity.Row {
      let draws = samples.map { sample in members.reduce(0) { $0 + sample[$1] } }
      let tail = (1 - confidenceLevel) / 2
      let value = Summation.sum(members.compactMap { values[$0] })
      return Reactivity.Row(
        name: name, value: value, lower: Summation.quantile(draws, probability: tail),
        upper: Summation.quantile(draws, probability: 1 - tail), share: sum != 0 ? value / sum : 0)
    }
    let known = amounts.indices.filter { values[$0] != nil }
    let unknown = amounts.indices.filter { values[$0] == nil }
    let families = CompoundFamily.allCases.compactMap { family -> Reactivity.Row? in
      let members = known.filter { amounts[$0].compound.family == family }
      return members.isEmpty ? nil : row(family.rawValue, members)
    }
    return Reactivity.Weighed(
      quantity: quantity, unit: quantity.unit, total: row("total", known),
      families: families.sorted { $0.value > $1.value },
      compounds: known.map { row(amounts[$0].compound.name, [$0]) }
        .sorted { ($1.value, $0.name) < ($0.value, $1.name) },
      withoutConstant: unknown.map { amounts[$0].compound.name },
      massShareWithoutConstant: total > 0
        ? Summation.sum(unknown.map { amounts[$0].mass }) / total : 0)
  }
}
