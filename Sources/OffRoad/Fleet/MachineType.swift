public import Documents
public import AirQuality

/// A type of machinery with the defaults that stand in where a fleet list says nothing.
///
/// - Source: `Datasets/off-road/machinery.csv`: the defaults of US EPA's NONROAD, which local
///   surveys should replace.
public struct MachineType: Hashable, Codable, Sendable {
  /// For example `wheel_loader`, as a fleet list writes it.
  public let identifier: String
  /// English name.
  public let english: String
  /// Japanese name.
  public let japanese: String
  /// Chinese name.
  public let chinese: String
  /// Where it works: `construction`, `agriculture`, …
  public let sector: String
  /// Rated power, kW.
  public let ratedPower: Double
  /// Mean load over rated power, dimensionless.
  public let loadFactor: Double
  /// Hours of use a year.
  public let annualHours: Double
  /// Hours at full load after which half of the machines of the default power are gone.
  public let medianLife: Double
  /// Types that share NONROAD's factors: `high`, `steady` or `low` after their load factor.
  let nonroadGroup: String
  /// EPA's source classification code, ten digits.
  public let classificationCode: String
  /// Where the defaults come from.
  public let provenance: ReferenceProvenance

  /// From a line of the table; `nil` for the line that is no type.
  init?(_ row: ReferenceTable.Row) {
    guard let identifier = row["machinery"], let english = row["name_en"],
      let japanese = row["name_ja"], let chinese = row["name_zh"], let sector = row["sector"],
      let power = row.number("rated_power_kw"), let load = row.number("load_factor"),
      let hours = row.number("annual_hours"), let group = row["nonroad_group"],
      let code = row["scc"]
    else { return nil }
    self.identifier = identifier
    self.english = english
    self.japanese = japanese
    self.chinese = chinese
    self.sector = sector
    ratedPower = power
    loadFactor = load
    annualHours = hours
    // The life depends on the power alone.
    medianLife = MedianLife.hours(power: power)
    nonroadGroup = group
    classificationCode = code
    provenance = row.provenance
  }

  /// Every type of the table, in its order.
  public static let all: [MachineType] =
    ReferenceTable(named: "off-road/machinery.csv").rows.compactMap(MachineType.init)

  private static let byName: [String: Int] = {
    var positions: [String: Int] = [:]
    for (index, type) in all.enumerated() {
      for name in [type.identifier, type.english, type.japanese, type.chinese] {
        positions[normalised(name)] = index
      }
    }
    return positions
  }()

  /// Position in `all` of the type with an identifier or a name in one of the three languages.
  public static func position(named name: String) -> Int? { byName[normalised(name)] }

  /// What to write instead of a name that is none: what is near, or where all are listed.
  public static func suggestion(for name: String) -> Message {
    let near = nearest(to: name)
    return near.isEmpty
      ? "error.off-road.types-listed"
      : Message("error.off-road.did-you-mean", ["name": .names(near)])
  }

  /// Up to three identifiers whose spelling, or whose names' spelling, is near.
  public static func nearest(to name: String) -> [String] {
    let wanted = Array(normalised(name))
    let ranked = all.map { type in
      let names = [type.identifier, type.english, type.japanese, type.chinese]
      let distance =
        names.map { candidate in
          let letters = Array(normalised(candidate))
          // “mini excavator” is near “excavator” although five letters differ.
          let contains = normalised(name).contains(normalised(candidate))
          return contains ? 1 : NameSearch.distance(wanted, letters)
        }.min() ?? .max
      return (distance, type.identifier)
    }
    return ranked.filter { $0.0 <= max(2, wanted.count / 2) }.sorted { $0 < $1 }
      .prefix(3).map(\.1)
  }

  private static func normalised(_ name: String) -> String {
    String(
      name.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
    )
  }
}

/// A type's default numbers alone, for a million rows: a whole type carries texts, which cost more
/// to hand on than to use.
struct MachineDefaults: Sendable {
  /// kW.
  let power: Double
  /// Hours a year.
  let hours: Double
  /// Mean load over rated power.
  let load: Double

  /// One a type, in the order of `MachineType.all`.
  static let all: [MachineDefaults] = MachineType.all.map {
    MachineDefaults(power: $0.ratedPower, hours: $0.annualHours, load: $0.loadFactor)
  }
}
