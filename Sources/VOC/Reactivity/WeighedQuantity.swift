import AirQuality

/// What a concentration is turned into by a constant of the compound.
public enum WeighedQuantity: String, Hashable, Codable, Sendable, CaseIterable {
  /// The mass itself.
  case mass
  /// Ozone formation potential: mass × maximum incremental reactivity.
  ///
  /// The ozone that a small addition would make under conditions in which ozone responds most to
  /// organic compounds; not the ozone that forms at the place.
  case ozoneFormation = "ozone-formation"
  /// Reactivity with the hydroxyl radical: rate constant × number of molecules.
  case hydroxylReactivity = "oh-reactivity"
  /// Secondary organic aerosol potential: mass × SOAP / 100, as mass of toluene.
  case aerosolPotential = "soa-potential"
  /// Secondary organic aerosol by fractional aerosol coefficients: mass × FAC / 100.
  case aerosolFormation = "soa-coefficient"

  /// The constant that weighs; `nil` for the mass.
  public var scale: ReactivityScale? {
    switch self {
    case .mass: nil
    case .ozoneFormation: .ozone
    case .hydroxylReactivity: .hydroxyl
    case .aerosolPotential: .aerosolPotential
    case .aerosolFormation: .aerosolCoefficient
    }
  }

  /// Unit of the quantity for concentrations in µg/m³.
  public var unit: String {
    switch self {
    case .mass: "µg/m³"
    case .ozoneFormation: "µg O3/m³"
    case .hydroxylReactivity: "1/s"
    case .aerosolPotential: "µg toluene/m³"
    case .aerosolFormation: "µg/m³"
    }
  }

  /// What one microgram of a compound in a cubic metre counts; `nil` where the constant is not
  /// known.
  ///
  /// - Parameter settings: temperature and activation of the rate constant.
  func weight(of compound: Compound, _ settings: ReactivityAssessment) -> Double? {
    guard let scale else { return 1 }
    guard let constant = settings.ownConstants[compound, scale]?.value else { return nil }
    switch self {
    case .mass, .ozoneFormation: return constant
    case .aerosolPotential, .aerosolFormation: return constant / 100
    case .hydroxylReactivity:
      // 1 µg/m³ is 1e-12 g/cm³; Avogadro's number makes it molecules.
      return constant * settings.rateFactor(of: compound) * 1e-12
        / compound.molecule.gramsPerMole * 6.022_140_76e23
    }
  }
}
