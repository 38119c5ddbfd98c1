/// What a series measures: a pollutant, or a weather variable that travels with it.
///
/// The identifier is what files, studies and the archive write: lower-case letters and digits of
/// any script, and `_`. What is known of a quantity (its kind, the units it can have, its names in
/// three languages) stands in `Datasets/reference/quantities.csv`; organic compounds are known
/// from `voc_species.csv`. Anything else is of kind `.other`, and a reader asks before it takes it.
public struct Pollutant: Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
  /// For example `pm25`, `no2`, `temperature`.
  public let identifier: String

  /// Makes a pollutant from any of its usual spellings: `PM2.5`, `pm25` and `细颗粒物` are one,
  /// `O₃`, `ozone` and `オゾン` another. Other names keep their letters.
  public init(_ name: String) {
    if let known = QuantityCatalogue.embedded.identifier(of: name) {
      identifier = known
    } else {
      let folded = FoldedName.identifier(name)
      // Compounds in other scripts have their English name; those in ASCII stay as they are
      // written, since archives hold their identifiers.
      let isASCII = folded.utf8.allSatisfy { $0 < 0x80 }
      let english = isASCII ? nil : SpeciesName.canonical(name)
      identifier = english.map(FoldedName.identifier) ?? folded
    }
  }

  /// A quantity of one's own under its own name: no other spelling is looked for.
  package init(own name: String) { identifier = FoldedName.identifier(name) }

  /// An identifier as an archive holds it, which may be older than today's names.
  package init(stored identifier: String) { self.identifier = identifier }

  /// Writes the identifier alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(identifier)
  }

  /// Reads any usual spelling.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// The kinds that behave differently when units or reference states change.
  public enum Kind: String, Codable, Sendable {
    case gas, particulate, weather, other
  }

  /// Gases convert with molar mass and temperature, particulates only with volume.
  public var kind: Kind {
    if let entry = QuantityCatalogue.embedded.entry(identifier) { return entry.kind }
    // A running mean, such as `pm25_24h` or `o3_8h`, is of its pollutant's kind.
    var name = identifier[...]
    for suffix in ["_24h", "_8h"] where name.utf8.last == UInt8(ascii: "h") {
      if name.hasSuffix(suffix) { name = name.dropLast(suffix.utf8.count) }
    }
    return QuantityCatalogue.embedded.entry(String(name))?.kind ?? .other
  }

  /// Whether the closed lists have it: the table of quantities, or the table of compounds.
  public var isKnown: Bool { !quantities.isEmpty }

  /// What it can be measured in; empty for a quantity that is not known.
  public var quantities: [PhysicalQuantity] {
    if let stem = QuantityCatalogue.embedded.stem(of: identifier) {
      return stem.suffix.hasSuffix("_below_detection") ? [.dimensionless] : stem.entry.quantities
    }
    for suffix in QuantityCatalogue.suffixes where identifier.hasSuffix(suffix) {
      guard Pollutant(stored: String(identifier.dropLast(suffix.count))).isKnown else { continue }
      return suffix == "_below_detection" ? [.dimensionless] : [.mass, .mixingRatio, .carbonRatio]
    }
    return SpeciesName.canonical(identifier) == nil ? [] : [.mass, .mixingRatio, .carbonRatio]
  }

  /// The unit its values are put to when a file is read; `nil` keeps the file's.
  package var readAs: MeasurementUnit? {
    QuantityCatalogue.embedded.stem(of: identifier).flatMap { stem in
      stem.suffix.hasSuffix("_below_detection") ? nil : stem.entry.readAs
    }
  }

  /// The name as print writes it, for example `PM2.5`.
  public var displayName: String {
    QuantityCatalogue.embedded.entry(identifier)?.displayName ?? identifier
  }
  /// The identifier.
  public var description: String { identifier }

  /// By identifier.
  public static func < (left: Self, right: Self) -> Bool { left.identifier < right.identifier }

  /// Fine particulate matter, aerodynamic diameter up to 2.5 µm.
  public static let pm25 = Self(stored: "pm25")
  /// Particulate matter up to 10 µm.
  public static let pm10 = Self(stored: "pm10")
  /// Suspended particulate matter as Japan defines it (all particles under 10 µm).
  public static let spm = Self(stored: "spm")
  /// Sulphur dioxide.
  public static let so2 = Self(stored: "so2")
  /// Nitrogen dioxide.
  public static let no2 = Self(stored: "no2")
  /// Nitric oxide.
  public static let no = Self(stored: "no")
  /// Nitrogen oxides, NO + NO2.
  public static let nox = Self(stored: "nox")
  /// Carbon monoxide.
  public static let co = Self(stored: "co")
  /// Ozone.
  public static let o3 = Self(stored: "o3")
  /// Photochemical oxidant as Japan measures it.
  public static let ox = Self(stored: "ox")
  /// Non-methane hydrocarbons.
  public static let nmhc = Self(stored: "nmhc")
  /// Methane.
  public static let ch4 = Self(stored: "ch4")
  /// Total hydrocarbons.
  public static let thc = Self(stored: "thc")
  /// Air temperature.
  public static let temperature = Self(stored: "temperature")
  /// Air pressure at the station.
  public static let pressure = Self(stored: "pressure")
  /// Dew-point temperature.
  public static let dewPoint = Self(stored: "dew_point")
  /// Precipitation in the step.
  public static let precipitation = Self(stored: "precipitation")
  /// Direction the wind comes from, degrees clockwise from north.
  public static let windDirection = Self(stored: "wind_direction")
  /// Wind speed.
  public static let windSpeed = Self(stored: "wind_speed")
  /// Relative humidity.
  public static let humidity = Self(stored: "humidity")
  /// Height of the mixed layer above the ground.
  public static let boundaryLayerHeight = Self(stored: "boundary_layer_height")
}
