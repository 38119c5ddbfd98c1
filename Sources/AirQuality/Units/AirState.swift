/// Temperature and pressure of a volume of air.
public struct AirState: Hashable, Codable, Sendable {
  /// Kelvin, above zero.
  public let kelvin: Double
  /// Kilopascal, above zero.
  public let kilopascals: Double

  /// A state; temperature and pressure must be above zero.
  public init(kelvin: Double, kilopascals: Double) {
    precondition(kelvin > 0 && kilopascals > 0, "air has a temperature and a pressure")
    self.kelvin = kelvin
    self.kilopascals = kilopascals
  }

  /// 273.15 K and 101.325 kPa.
  public static let kelvin273 = AirState(kelvin: 273.15, kilopascals: 101.325)
  /// 293.15 K and 101.325 kPa.
  public static let kelvin293 = AirState(kelvin: 293.15, kilopascals: 101.325)
  /// 298.15 K and 101.325 kPa.
  public static let kelvin298 = AirState(kelvin: 298.15, kilopascals: 101.325)

  /// Volume of one mole of an ideal gas, litres: 22.414, 24.055 and 24.465 at the three states
  /// above.
  ///
  /// The gas constant is CODATA 2018's exact 8.314462618 J/(mol K). Air near the ground departs
  /// from the ideal gas by less than 0.1 %.
  public var litresPerMole: Double { 8.314_462_618 * kelvin / kilopascals }

  /// What a concentration measured in this state is multiplied by to refer to another: the same
  /// mass stands in a volume that shrinks with pressure and grows with temperature.
  ///
  /// - Source: the ideal gas law; GB 3095-2012, amendment of 2018, gives C·T/T′ at equal
  ///   pressure.
  public func factor(to other: AirState) -> Double {
    (other.kilopascals / kilopascals) * (kelvin / other.kelvin)
  }
}

extension ReferenceState {
  /// The instant at which China's reference states changed: 2018-09-01, midnight at UTC+8.
  public static let chinaChange = Instant(secondsSinceEpoch: 1_535_731_200)

  /// The state that holds for a period that begins at an instant: `chinaGB3095` becomes the one
  /// in force, every other state stays what it is.
  public func inForce(at instant: Instant, for kind: Pollutant.Kind) -> ReferenceState {
    guard self == .chinaGB3095 else { return self }
    if instant < Self.chinaChange { return .kelvin273 }
    return kind == .particulate ? .ambient : .kelvin298
  }

  /// Temperature and pressure, where they are fixed.
  public var fixedState: AirState? {
    guard case .standard(let kelvin, let kilopascals) = self else { return nil }
    return AirState(kelvin: kelvin, kilopascals: kilopascals)
  }
}
