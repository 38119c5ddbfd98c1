import AirQuality

/// EMEP's emission factors and NONROAD's adjustments of `Datasets/off-road`, ready to be looked up.
///
/// - Source: EMEP/EEA guidebook, chapter 1.A.4 non-road mobile machinery, tables 3-1, 3-2 and 3-6;
///   US EPA (2010), EPA-420-R-10-018 (NONROAD2008). Every figure keeps its own source.
package struct FactorTables: Sendable {
  /// A number with its backing.
  package struct Entry: Sendable {
    package let value: Double
    package let backing: Backing
  }

  private struct Band: Sendable {
    let lower: Double
    let upper: Double
    let entry: Entry
  }

  private var factors: [String: [Band]] = [:]
  private var parameters: [String: Entry] = [:]

  /// The embedded tables.
  package static let embedded = FactorTables()

  private init() {
    for row in ReferenceTable(named: "off-road/emission_factors.csv").rows {
      guard let method = row["method"], let category = row["category"], let stage = row["stage"],
        let pollutant = row["pollutant"], let value = row.number("ef")
      else { preconditionFailure("line \(row.line) of the factors is incomplete") }
      let table: String
      if method.contains("Tier 1") {
        table = "tier1 \(Self.sector(category))"
      } else if method.contains("Tier 2") {
        table = "tier2 \(Self.sector(category))"
      } else if method.contains("Tier 3") {
        table = "tier3"
      } else {
        table = "china \(category)"
      }
      factors["\(table)|\(stage)|\(pollutant)", default: []].append(
        Band(
          lower: row.number("power_min_kw") ?? 0, upper: row.number("power_max_kw") ?? .infinity,
          entry: Entry(value: value, backing: Backing(row.provenance))))
    }
    for row in ReferenceTable(named: "off-road/deterioration.csv").rows {
      guard let parameter = row["parameter"], let stage = row["stage"],
        let value = row.number("value")
      else { preconditionFailure("line \(row.line) of the adjustments is incomplete") }
      parameters["\(parameter)|\(stage)|\(row["pollutant"] ?? "")"] = Entry(
        value: value, backing: Backing(row.provenance))
    }
  }

  private static func sector(_ category: String) -> String {
    category.hasPrefix("Agriculture")
      ? "agriculture" : category.hasPrefix("Forestry") ? "forestry" : "industry"
  }

  /// The factor of a table, stage, pollutant and power; `nil` where the table has none.
  package func factor(
    _ table: String, stage: String, pollutant: String, power: Double
  ) -> Entry? {
    factors["\(table)|\(stage)|\(pollutant)"]?
      .first { $0.lower <= power && power < $0.upper }?.entry
  }

  /// An adjustment of NONROAD; `nil` where the table has none.
  package func parameter(_ name: String, stage: String, pollutant: String) -> Entry? {
    parameters["\(name)|\(stage)|\(pollutant)"]
  }

  /// One that the table must have.
  package func constant(_ name: String, stage: String, pollutant: String) -> Entry {
    guard let entry = parameter(name, stage: stage, pollutant: pollutant) else {
      preconditionFailure("the table has no \(name) of stage \(stage), \(pollutant)")
    }
    return entry
  }

  /// Sector of EMEP's tables for a machine type's sector.
  package static func emepSector(_ sector: String) -> String {
    sector == "agriculture" || sector == "forestry" ? sector : "industry"
  }
}
