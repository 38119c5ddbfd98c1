import AirQuality
public import Documents

/// Every factor, adjustment and limit of the tables with where it comes from.
public struct SourcedFigure: Codable, Hashable, Sendable {
  /// `factor`, `adjustment`, `limit` or `reading` (a stage taken for another).
  public let kind: String
  /// The method or the law.
  public let table: String
  /// For which engines.
  public let subject: String
  /// What is counted, or which parameter.
  public let quantity: String
  /// In `unit`; a reading has none.
  public let value: Double?
  /// As the table writes it.
  public let unit: String
  /// Keys of `Datasets/off-road/SOURCE.md`.
  public let backing: Backing
  /// Caveats and derivations, as the table writes them.
  public let notes: String
  /// The same in three languages, for a stage taken for another; `nil` for the others.
  public var remark: Message? { kind == "reading" ? StageReading.note(notes) : nil }

  /// All of them, table by table.
  public static let all: [SourcedFigure] = nonroad + emep + adjustments + limits + readings

  private static let nonroad: [SourcedFigure] = {
    var found: [SourcedFigure] = []
    for row in ReferenceTable(named: "off-road/nonroad_factors.csv").rows {
      let subject = [row["application"], row["technology"], band(row, "hp_above", "hp_to", "hp")]
        .compactMap(\.self).joined(separator: ", ")
      for (column, name, unit) in [
        ("thc_g_hph", "THC", "g/hp-hr"), ("co_g_hph", "CO", "g/hp-hr"),
        ("nox_g_hph", "NOx", "g/hp-hr"), ("pm10_g_hph", "PM10", "g/hp-hr"),
        ("bsfc_lb_hph", "fuel", "lb/hp-hr"),
      ] {
        found.append(
          SourcedFigure(
            kind: "factor", table: EmissionMethod.nonroad.name, subject: subject, quantity: name,
            value: row.number(column), unit: unit, backing: Backing(row.provenance), notes: ""))
      }
    }
    return found
  }()

  private static let emep: [SourcedFigure] = ReferenceTable(
    named: "off-road/emission_factors.csv"
  ).rows.map { row in
    let subject = [
      row["category"], row["stage"], band(row, "power_min_kw", "power_max_kw", "kW"),
    ].compactMap(\.self).joined(separator: ", ")
    return SourcedFigure(
      kind: "factor", table: row["method"] ?? "", subject: subject,
      quantity: row["pollutant"] ?? "", value: row.number("ef"), unit: row["unit"] ?? "",
      backing: Backing(row.provenance), notes: row["notes"] ?? "")
  }

  private static let adjustments: [SourcedFigure] = ReferenceTable(
    named: "off-road/deterioration.csv"
  ).rows.map { row in
    SourcedFigure(
      kind: "adjustment", table: row["method"] ?? "",
      subject: [row["stage"], row["pollutant"]].compactMap(\.self).joined(separator: ", "),
      quantity: row["parameter"] ?? "", value: row.number("value"), unit: row["unit"] ?? "",
      backing: Backing(row.provenance), notes: row["notes"] ?? "")
  }

  private static let limits: [SourcedFigure] = ReferenceTable(
    named: "off-road/emission_limits.csv"
  ).rows.map { row in
    let subject = [row["stage"], band(row, "power_min_kw", "power_max_kw", "kW")]
      .compactMap(\.self).joined(separator: ", ")
    return SourcedFigure(
      kind: "limit", table: row["regulation"] ?? "", subject: subject,
      quantity: row["pollutant"] ?? "", value: row.number("limit"), unit: row["unit"] ?? "",
      backing: Backing(row.provenance), notes: row["notes"] ?? "")
  }

  private static let readings: [SourcedFigure] = ReferenceTable(
    named: "off-road/stage_correspondence.csv"
  ).rows.map { row in
    let power =
      band(row, "power_min_kw", "power_max_kw", "kW")
      ?? band(row, "power_above_hp", "power_to_hp", "hp")
    return SourcedFigure(
      kind: "reading", table: row["method"] ?? "",
      subject: [row["stage"], power].compactMap(\.self).joined(separator: ", "),
      quantity: row["factor_stage"] ?? "", value: nil, unit: "",
      backing: Backing(row.provenance), notes: row["notes"] ?? "")
  }

  private static func band(
    _ row: ReferenceTable.Row, _ low: String, _ high: String, _ unit: String
  ) -> String? {
    guard row[low] != nil || row[high] != nil else { return nil }
    guard let top = row[high] else { return "from \(row[low] ?? "0") \(unit)" }
    return "\(row[low] ?? "0") to \(top) \(unit)"
  }
}
