/// What a series measures: a pollutant, or a weather variable that travels with it.
///
/// The identifier is lower-case ASCII and is what files, studies and the archive write.
/// A pollutant that is not among the constants is made with `Pollutant(_:)` and is treated
/// as `.other` until a reference table says more.
public struct Pollutant: Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
  /// For example `pm25`, `no2`, `temperature`.
  public let identifier: String

  /// Makes a pollutant from any of its usual spellings: `PM2.5`, `pm25`, `PM25` are one.
  public init(_ name: String) {
    let folded = Self.fold(name)
    identifier = Self.aliases[folded] ?? folded
  }

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
    // A running mean, such as `pm25_24h` or `o3_8h`, is of its pollutant's kind.
    var name = identifier[...]
    for suffix in ["_24h", "_8h"] where name.utf8.last == UInt8(ascii: "h") {
      if name.hasSuffix(suffix) { name = name.dropLast(suffix.utf8.count) }
    }
    return Self.kind(of: String(name))
  }

  private static func kind(of name: String) -> Kind {
    if Self.gases.contains(name) { return .gas }
    if Self.particulates.contains(name) { return .particulate }
    if Self.weather.contains(name) { return .weather }
    return .other
  }

  /// The name as print writes it, for example `PM2.5`.
  public var displayName: String { Self.displayNames[identifier] ?? identifier }
  /// The identifier.
  public var description: String { identifier }

  /// By identifier.
  public static func < (left: Self, right: Self) -> Bool { left.identifier < right.identifier }

  /// Fine particulate matter, aerodynamic diameter up to 2.5 µm.
  public static let pm25 = Self("pm25")
  /// Particulate matter up to 10 µm.
  public static let pm10 = Self("pm10")
  /// Suspended particulate matter as Japan defines it (all particles under 10 µm).
  public static let spm = Self("spm")
  /// Sulphur dioxide.
  public static let so2 = Self("so2")
  /// Nitrogen dioxide.
  public static let no2 = Self("no2")
  /// Nitric oxide.
  public static let no = Self("no")
  /// Nitrogen oxides, NO + NO2.
  public static let nox = Self("nox")
  /// Carbon monoxide.
  public static let co = Self("co")
  /// Ozone.
  public static let o3 = Self("o3")
  /// Photochemical oxidant as Japan measures it.
  public static let ox = Self("ox")
  /// Non-methane hydrocarbons.
  public static let nmhc = Self("nmhc")
  /// Methane.
  public static let ch4 = Self("ch4")
  /// Total hydrocarbons.
  public static let thc = Self("thc")
  /// Air temperature.
  public static let temperature = Self("temperature")
  /// Air pressure at the station.
  public static let pressure = Self("pressure")
  /// Dew-point temperature.
  public static let dewPoint = Self("dew_point")
  /// Precipitation in the step.
  public static let precipitation = Self("precipitation")
  /// Direction the wind comes from, degrees clockwise from north.
  public static let windDirection = Self("wind_direction")
  /// Wind speed.
  public static let windSpeed = Self("wind_speed")
  /// Relative humidity.
  public static let humidity = Self("humidity")
  /// Height of the mixed layer above the ground.
  public static let boundaryLayerHeight = Self("boundary_layer_height")

  private static let gases: Set<String> = [
    "so2", "no2", "no", "nox", "co", "o3", "ox", "nmhc", "ch4", "thc",
  ]
  private static let particulates: Set<String> = ["pm25", "pm10", "spm", "bc", "tsp"]
  private static let weather: Set<String> = [
    "temperature", "pressure", "dew_point", "precipitation", "wind_direction", "wind_speed",
    "humidity", "boundary_layer_height",
  ]
  private static let displayNames = [
    "pm25": "PM2.5", "pm10": "PM10", "spm": "SPM", "so2": "SO2", "no2": "NO2", "no": "NO",
    "nox": "NOx", "co": "CO", "o3": "O3", "ox": "Ox", "nmhc": "NMHC", "ch4": "CH4",
    "thc": "THC", "bc": "BC", "tsp": "TSP", "dew_point": "dew point",
    "wind_direction": "wind direction", "wind_speed": "wind speed",
    "humidity": "relative humidity", "boundary_layer_height": "boundary-layer height",
  ]
  private static let aliases = [
    "pm2_5": "pm25", "pm25_mean": "pm25", "temp": "temperature", "pres": "pressure",
    "dewp": "dew_point", "rain": "precipitation", "wd": "wind_direction", "ws": "wind_speed",
    "wspm": "wind_speed", "hum": "humidity", "rh": "humidity", "blh": "boundary_layer_height",
    "pm2_5___principal": "pm25",
  ]

  private static func fold(_ name: String) -> String {
    String(
      name.lowercased().map { character in
        character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
      })
  }
}
