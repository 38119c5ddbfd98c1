import TextFiles

/// The closed list of quantities that are known when a file is read,
/// `Datasets/reference/quantities.csv`, with their names in English, Japanese and Chinese.
package struct QuantityCatalogue: Sendable {
  /// One known quantity.
  package struct Entry: Sendable {
    package let identifier: String
    /// As print writes it; `nil` where that is the identifier.
    package let displayName: String?
    package let kind: Pollutant.Kind
    /// What it can be measured in.
    package let quantities: [PhysicalQuantity]
    /// The unit it is put to on reading; `nil` keeps the file's.
    package let readAs: MeasurementUnit?
    /// Every name and spelling.
    package let names: [String]
  }

  /// The table that is part of the program.
  package static let embedded = QuantityCatalogue(
    ReferenceTable(named: "reference/quantities.csv"))

  /// In the order of the table.
  package let entries: [Entry]
  private let positions: [String: Int]
  private let identifiers: [String: Int]

  /// What may follow the name of a known quantity: another statistic of it, or a mark about it.
  package static let suffixes = [
    "_24h", "_8h", "_1h", "_max", "_min", "_uncertainty", "_below_detection", "_increment",
    "_sensor", "_atm", "_alt", "_cf_1", "_atm_a", "_atm_b", "_cf_1_a", "_cf_1_b", "_alt_a",
    "_alt_b",
  ]

  init(_ table: ReferenceTable) {
    entries = table.rows.map { Entry($0) }
    var positions: [String: Int] = [:]
    var identifiers: [String: Int] = [:]
    for (position, entry) in entries.enumerated() {
      identifiers[entry.identifier] = position
      for name in entry.names {
        let key = FoldedName.key(name)
        precondition(
          positions[key] == nil || positions[key] == position,
          "“\(name)” stands for two quantities")
        positions[key] = position
      }
    }
    self.positions = positions
    self.identifiers = identifiers
  }

  /// The entry of an identifier, without looking at other spellings.
  package func entry(_ identifier: String) -> Entry? {
    identifiers[identifier].map { entries[$0] }
  }

  /// The entry that an identifier with or without a suffix belongs to.
  func stem(of identifier: String) -> (entry: Entry, suffix: String)? {
    if let entry = entry(identifier) { return (entry, "") }
    for suffix in Self.suffixes where identifier.hasSuffix(suffix) {
      let rest = String(identifier.dropLast(suffix.count))
      if let found = stem(of: rest) { return (found.entry, found.suffix + suffix) }
    }
    return nil
  }

  /// The identifier of a name in any of its spellings, with or without a suffix such as `_24h`;
  /// `nil` when the name is not in the list.
  func identifier(of name: String) -> String? { identifier(ofKey: FoldedName.key(name)) }

  private func identifier(ofKey key: String) -> String? {
    if let position = positions[key] { return entries[position].identifier }
    for suffix in Self.suffixes where key.hasSuffix(suffix) {
      if let stem = identifier(ofKey: String(key.dropLast(suffix.count))) { return stem + suffix }
    }
    return nil
  }

  /// Up to three known names near a name that is none.
  package func nearest(to name: String) -> [String] {
    let wanted = Array(FoldedName.key(name).filter { $0 != "_" })
    guard wanted.count > 1 else { return [] }
    let tolerance = max(1, wanted.count / 4)
    var distances: [String: Int] = [:]
    func consider(_ spelling: String, as identifier: String) {
      let letters = Array(spelling.filter { $0 != "_" })
      guard abs(letters.count - wanted.count) <= tolerance else { return }
      let distance = NameSearch.distance(wanted, letters)
      if distance <= tolerance {
        distances[identifier] = min(distances[identifier] ?? distance, distance)
      }
    }
    for (key, position) in positions { consider(key, as: entries[position].identifier) }
    for (folded, name) in SpeciesName.table { consider(folded, as: name) }
    return distances.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(3).map(\.key)
  }
}

extension QuantityCatalogue.Entry {
  fileprivate init(_ row: ReferenceTable.Row) {
    guard let identifier = row["identifier"],
      let kind = row["kind"].flatMap(Pollutant.Kind.init)
    else { preconditionFailure("line \(row.line) of quantities.csv is incomplete") }
    self.identifier = identifier
    self.kind = kind
    displayName = row["display"]
    quantities = (row["quantities"] ?? "").split(separator: ";").map { text in
      guard let quantity = PhysicalQuantity(rawValue: String(text)) else {
        preconditionFailure("line \(row.line) of quantities.csv: “\(text)” is no quantity")
      }
      return quantity
    }
    readAs = row["read_as"].map { symbol in
      guard let unit = MeasurementUnit(symbol) else {
        preconditionFailure("line \(row.line) of quantities.csv: “\(symbol)” is no unit")
      }
      return unit
    }
    let words = [row["name_en"], row["name_ja"], row["name_zh"]].compactMap(\.self)
    names =
      [identifier] + words + (row["synonyms"] ?? "").split(separator: ";").map(String.init)
  }
}
