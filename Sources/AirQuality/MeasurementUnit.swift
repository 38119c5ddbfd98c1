/// The unit of a series, written as the field writes it.
public struct MeasurementUnit: Hashable, Codable, Sendable, CustomStringConvertible {
  /// For example `µg/m³`; compared exactly.
  public let symbol: String

  /// Makes a unit from any usual spelling (`ug/m3`, `UG/M3` and `µg/m³` are one).
  public init(_ text: String) {
    let trimmed = text.split(separator: " ").joined(separator: " ")
    symbol = Self.spellings[trimmed.lowercased()] ?? trimmed
  }

  /// Writes the symbol alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(symbol)
  }

  /// Reads any usual spelling.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// The symbol.
  public var description: String { symbol }

  /// Micrograms per cubic metre.
  public static let microgramsPerCubicMetre = Self("µg/m³")
  /// Milligrams per cubic metre.
  public static let milligramsPerCubicMetre = Self("mg/m³")
  /// Parts per billion by volume.
  public static let partsPerBillion = Self("ppb")
  /// Parts per million by volume.
  public static let partsPerMillion = Self("ppm")
  /// Parts per billion of carbon.
  public static let partsPerBillionCarbon = Self("ppbC")
  /// Parts per million of carbon.
  public static let partsPerMillionCarbon = Self("ppmC")
  /// Degrees Celsius.
  public static let degreesCelsius = Self("°C")
  /// Hectopascal.
  public static let hectopascals = Self("hPa")
  /// Metres per second.
  public static let metresPerSecond = Self("m/s")
  /// Metres.
  public static let metres = Self("m")
  /// Millimetres of water in the step.
  public static let millimetres = Self("mm")
  /// Degrees of arc, clockwise from north.
  public static let degrees = Self("degree")
  /// Per cent.
  public static let percent = Self("%")
  /// A pure number.
  public static let dimensionless = Self("1")

  // The micro sign (U+00B5) is the canonical letter; the Greek mu is folded onto it.
  private static let spellings: [String: String] = [
    "µg/m³": "µg/m³", "μg/m³": "µg/m³", "µg/m3": "µg/m³", "μg/m3": "µg/m³", "ug/m3": "µg/m³",
    "ug.m-3": "µg/m³", "ug m-3": "µg/m³", "mg/m3": "mg/m³", "mg/m³": "mg/m³", "mg.m-3": "mg/m³",
    "ng/m3": "ng/m³", "ng/m³": "ng/m³", "ng.m-3": "ng/m³", "ppt": "ppt", "pptv": "ppt",
    "ppmc": "ppmC",
    "ppb": "ppb", "ppbv": "ppb", "ppm": "ppm", "ppmv": "ppm", "ppbc": "ppbC", "c": "°C",
    "degc": "°C", "°c": "°C", "hpa": "hPa", "mbar": "hPa", "m/s": "m/s", "m.s-1": "m/s",
    "mm": "mm", "degree": "degree", "degrees": "degree", "°": "degree", "%": "%", "percent": "%",
    "1": "1", "": "1",
  ]
}
