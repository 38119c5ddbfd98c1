/// A place whose standards the tables can tell: whose law holds there, when, and in which step a
/// new standard reached it.
public struct StandardPlace: Hashable, Codable, Sendable {
  /// As it was asked for.
  public let name: String
  /// Whose law.
  public let authority: AirQualityStandard.Authority
  /// The step in which it got a standard that came by regions; see `StandardPhase`.
  public let region: String?
  /// First day on which that law held there, where there was one.
  public let from: CivilDate?
  /// Last day on which it did.
  public let to: CivilDate?

  /// Any place of a region, when its name is not in the tables.
  public init(region: String, of authority: AirQualityStandard.Authority) {
    name = region
    self.authority = authority
    self.region = region
    from = nil
    to = nil
  }

  init(_ name: String, _ row: ReferenceTable.Row) {
    let authorities = AirQualityStandard.Authority.allCases
    guard let authority = authorities.first(where: { $0.tableName == row["authority"] }) else {
      preconditionFailure("line \(row.line) of the places is incomplete")
    }
    self.name = name
    self.authority = authority
    region = row["region"]
    from = row.date("from")
    to = row.date("to")
  }

  private static let table = ReferenceTable(named: "reference/standard_places.csv").rows

  /// Names of places in English, in the order of the table.
  public static func names(of authority: AirQualityStandard.Authority) -> [String] {
    table.filter { $0["authority"] == authority.tableName }.compactMap { $0["name_en"] }
  }

  /// A place by its English, Japanese or Chinese name, with or without 市; `nil` where the tables
  /// have none under the authority's law. The WHO's guidelines have no territory.
  public init?(named text: String, authority: AirQualityStandard.Authority) {
    func key(_ name: String) -> String {
      let folded = FoldedName.key(name)
      return folded.hasSuffix("市") ? String(folded.dropLast()) : folded
    }
    let wanted = key(text)
    let found = Self.table.first { row in
      row["authority"] == authority.tableName
        && ["name_en", "name_ja", "name_zh"].contains { row[$0].map(key) == wanted }
    }
    guard let found else { return nil }
    self.init(text, found)
  }

  /// Whether the authority's law held there on a date.
  public func isUnderLaw(on date: CivilDate) -> Bool {
    if let from, date < from { return false }
    if let to, date > to { return false }
    return true
  }
}
