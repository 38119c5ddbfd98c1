public import AirQuality

/// A unit of concentration together with the air it refers to.
///
/// Mixing ratios (ppb, ppbC) need no air; mass concentrations belong to a temperature and a
/// pressure. There is no silent default: a conversion between the two asks for them.
public struct ConcentrationScale: Hashable, Codable, Sendable {
  /// ppbC, ppb, µg/m³ or a power of ten of them.
  public let unit: MeasurementUnit
  /// Temperature and pressure; `nil` where nobody stated them.
  public let air: AirState?

  /// A unit; a mixing ratio needs the air to stand beside a mass.
  public init(unit: MeasurementUnit, air: AirState? = nil) {
    self.unit = unit
    self.air = air
  }

  /// What a concentration of a compound on this scale is multiplied by to stand on another.
  ///
  /// ppbC = n · ppb with n carbon atoms; µg/m³ = ppb · M / V with the molar mass M (g/mol) and the
  /// molar volume V (litres) of the air. Where only one side states its air, that is taken for
  /// both: a mixing ratio has none of its own.
  ///
  /// - Throws: `VOCError.airStateMissing`, `.unitMissing`.
  /// - Source: the ideal gas law.
  func factor(
    to other: ConcentrationScale, for compound: Compound
  ) throws(VOCError) -> Double {
    guard let from = unit.dimension, let to = other.unit.dimension else {
      throw .unitMissing(
        found: unit.dimension == nil ? unit.symbol : other.unit.symbol, series: compound.name)
    }
    var factor = Self.power(unit.powerOfTen - other.unit.powerOfTen)
    let carbons = compound.carbonAtoms
    switch (from, to) {
    case (.mass, .mass):
      guard air != other.air else { return factor }
      guard let air, let target = other.air else { throw missing(other) }
      return factor * air.factor(to: target)
    case (.mass, _):
      guard let air = air ?? other.air else { throw missing(other) }
      factor *= air.litresPerMole / compound.molecule.gramsPerMole
    case (_, .mass):
      guard let air = other.air ?? air else { throw missing(other) }
      factor *= compound.molecule.gramsPerMole / air.litresPerMole
    default: break
    }
    if from == .carbon, to != .carbon { factor /= carbons }
    if from != .carbon, to == .carbon { factor *= carbons }
    return factor
  }

  private func missing(_ other: ConcentrationScale) -> VOCError {
    .airStateMissing(from: unit.symbol, to: other.unit.symbol)
  }

  private static func power(_ exponent: Int) -> Double {
    let ten = (0..<abs(exponent)).reduce(1.0) { value, _ in value * 10 }
    return exponent < 0 ? 1 / ten : ten
  }
}

extension AirState {
  /// Molecules of air in a cubic centimetre.
  ///
  /// - Source: the ideal gas law with Boltzmann's constant 1.380649e-23 J/K.
  var moleculesPerCubicCentimetre: Double {
    kilopascals * 1_000 / (1.380_649e-23 * kelvin) * 1e-6
  }
}
