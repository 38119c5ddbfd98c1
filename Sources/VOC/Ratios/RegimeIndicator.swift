public import AirQuality

/// A ratio that tells whether ozone answers to organic compounds or to nitrogen oxides.
public struct RegimeIndicator: Hashable, Codable, Sendable {
  /// For example `voc/nox`.
  public let identifier: String
  /// Below it, less of the organic compounds makes less ozone.
  public let compoundLimitedBelow: Double
  /// Above it, less of the nitrogen oxides makes less ozone; between the two both count.
  public let nitrogenLimitedAbove: Double
  /// Local hours for which the borders were made, first and last; `nil` for all daylight.
  public let hours: ClosedRange<Int>?
  /// What it cannot tell.
  public let caution: String
  /// Where the borders come from; none was found in a stored source.
  public let provenance: ReferenceProvenance

  /// Carbon atoms of the measured compounds over nitrogen oxides, ppbC/ppb.
  public static let carbonOverNitrogen = RegimeIndicator(
    identifier: "voc/nox", compoundLimitedBelow: 4, nitrogenLimitedAbove: 15,
    // Six to nine in the morning, before the day's chemistry.
    hours: 6...8,
    caution: "The borders belong to mornings in cities and to all organic compounds. A record that "
      + "measures only some of them gives too low a ratio, and reactivity is not in it.",
    provenance: ReferenceProvenance(source: "EKMA, US EPA", verification: .recall))

  /// Hydrogen peroxide over nitric acid.
  public static let peroxideOverAcid = RegimeIndicator(
    identifier: "h2o2/hno3", compoundLimitedBelow: 0.3, nitrogenLimitedAbove: 0.5,
    hours: 12...17,
    caution: "Afternoon values of well-mixed air only; deposition and clouds move it.",
    provenance: ReferenceProvenance(
      source: "Sillman1995-doi:10.1029/94JD02953", verification: .recall))

  /// Formaldehyde over nitrogen dioxide.
  public static let formaldehydeOverDioxide = RegimeIndicator(
    identifier: "hcho/no2", compoundLimitedBelow: 1, nitrogenLimitedAbove: 2,
    hours: nil,
    caution: "The borders were set for columns seen from satellites around noon; near the ground "
      + "they differ from place to place.",
    provenance: ReferenceProvenance(
      source: "Duncan2010-doi:10.1016/j.atmosenv.2010.03.010", verification: .recall))
}
