/// One step by which a standard reached a country: where, and from when.
///
/// - Source: 环发〔2012〕11号 for GB 3095-2012. It names years; the table takes their first days.
public struct StandardPhase: Hashable, Codable, Sendable {
  /// The standard that came, for example `GB 3095-2012`.
  public let standard: String
  /// The one that it replaced there.
  public let replaces: String
  /// `key-regions`, `key-cities`, `prefecture-level` or `nationwide`.
  public let region: String
  /// The region in English.
  public let name: String
  /// The first day there.
  public let effectiveFrom: CivilDate
  /// Where the date comes from.
  public let provenance: ReferenceProvenance

  /// The embedded table `reference/standard_phases.csv`, in the order in which the regions came.
  public static let embedded: [StandardPhase] =
    ReferenceTable(named: "reference/standard_phases.csv").rows.map { StandardPhase($0) }

  init(_ row: ReferenceTable.Row) {
    guard let standard = row["standard"], let replaces = row["replaces"],
      let region = row["region"], let name = row["name_en"],
      let from = row.date("effective_from")
    else { preconditionFailure("line \(row.line) of the phases is incomplete") }
    self.standard = standard
    self.replaces = replaces
    self.region = region
    self.name = name
    effectiveFrom = from
    provenance = row.provenance
  }
}
