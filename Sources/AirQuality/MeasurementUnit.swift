/// The unit of a series, written as the field writes it.
///
/// The units that are known stand in `Datasets/reference/units.csv` with their usual spellings,
/// what they measure and how they convert.
public struct MeasurementUnit: Hashable, Codable, Sendable, CustomStringConvertible {
  /// For example `µg/m³`; compared exactly.
  public let symbol: String

  /// A known unit from any usual spelling (`ug/m3`, `µg m-3`, `㎍/㎥` and `µg/m³` are one); `nil`
  /// when no such unit is known. `suggestions(for:)` has what is near.
  public init?(_ text: String) {
    guard let entry = UnitCatalogue.embedded.entry(of: text) else { return nil }
    symbol = entry.symbol
  }

  /// The unit that a file of ours states: a known one by any spelling, else the text as it is.
  ///
  /// Archives and results hold units of quantities of one's own, and units that older versions
  /// took without asking; reading them must not fail.
  package init(stored text: String) {
    let plain = text.split(separator: " ").joined(separator: " ")
    symbol = UnitCatalogue.embedded.entry(of: plain)?.symbol ?? plain
  }

  private init(symbol: String) { self.symbol = symbol }

  /// Writes the symbol alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(symbol)
  }

  /// Reads any usual spelling, and a unit that is not known as it is written.
  public init(from decoder: any Decoder) throws {
    self.init(stored: try decoder.singleValueContainer().decode(String.self))
  }

  /// The symbol.
  public var description: String { symbol }

  /// Micrograms per cubic metre.
  public static let microgramsPerCubicMetre = Self(symbol: "µg/m³")
  /// Milligrams per cubic metre.
  public static let milligramsPerCubicMetre = Self(symbol: "mg/m³")
  /// Parts per billion by volume.
  public static let partsPerBillion = Self(symbol: "ppb")
  /// Parts per million by volume.
  public static let partsPerMillion = Self(symbol: "ppm")
  /// Parts per billion of carbon.
  public static let partsPerBillionCarbon = Self(symbol: "ppbC")
  /// Parts per million of carbon.
  public static let partsPerMillionCarbon = Self(symbol: "ppmC")
  /// Degrees Celsius.
  public static let degreesCelsius = Self(symbol: "°C")
  /// Hectopascal.
  public static let hectopascals = Self(symbol: "hPa")
  /// Metres per second.
  public static let metresPerSecond = Self(symbol: "m/s")
  /// Metres.
  public static let metres = Self(symbol: "m")
  /// Millimetres of water in the step.
  public static let millimetres = Self(symbol: "mm")
  /// Degrees of arc, clockwise from north.
  public static let degrees = Self(symbol: "degree")
  /// Per cent.
  public static let percent = Self(symbol: "%")
  /// A pure number.
  public static let dimensionless = Self(symbol: "1")

  /// Nanograms per cubic metre.
  public static let nanogramsPerCubicMetre = Self(symbol: "ng/m³")
  /// Parts per trillion by volume.
  public static let partsPerTrillion = Self(symbol: "ppt")
  /// Kelvin.
  public static let kelvins = Self(symbol: "K")
  /// Degrees Fahrenheit.
  public static let degreesFahrenheit = Self(symbol: "°F")
  /// Knots: nautical miles an hour.
  public static let knots = Self(symbol: "kn")
  /// Hours.
  public static let hours = Self(symbol: "h")
  /// Megajoules per square metre in the step.
  public static let megajoulesPerSquareMetre = Self(symbol: "MJ/m²")

  /// What it measures; `nil` for a unit that is not known.
  public var quantity: PhysicalQuantity? { UnitCatalogue.embedded.entry(of: symbol)?.quantity }
}
