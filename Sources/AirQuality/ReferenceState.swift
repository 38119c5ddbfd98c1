/// The temperature and pressure to which a concentration's volume refers.
///
/// China moved gases from 273 K to 298.15 K and particulates from standard to ambient
/// conditions on 2018-09-01, so the state is part of what a number means.
public enum ReferenceState: Hashable, Codable, Sendable {
  /// A fixed temperature in kelvin and pressure in kilopascal.
  case standard(kelvin: Double, kilopascals: Double)
  /// The temperature and pressure of the sampled air.
  case ambient
  /// What China's standard GB 3095 prescribed at the time: for gases 273.15 K until 2018-08-31
  /// and 298.15 K since, both at 101.325 kPa; for particulates 273.15 K and 101.325 kPa until
  /// then and ambient conditions since.
  case chinaGB3095
  /// The source does not say.
  case unstated
  /// The quantity is no concentration per volume (weather, mixing ratios).
  case notApplicable

  /// 273.15 K and 101.325 kPa, China's state before 2018-09-01.
  public static let kelvin273 = Self.standard(kelvin: 273.15, kilopascals: 101.325)
  /// 293.15 K and 101.325 kPa, the European Union's state for gases.
  public static let kelvin293 = Self.standard(kelvin: 293.15, kilopascals: 101.325)
  /// 298.15 K and 101.325 kPa, China's state for gases since 2018-09-01 and the United States'.
  public static let kelvin298 = Self.standard(kelvin: 298.15, kilopascals: 101.325)
}
