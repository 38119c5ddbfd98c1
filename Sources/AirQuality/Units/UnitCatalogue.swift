/// The closed list of units, `Datasets/reference/units.csv`.
package struct UnitCatalogue: Sendable {
  /// One known unit.
  package struct Entry: Sendable {
    package let symbol: String
    package let quantity: PhysicalQuantity
    /// A number x of this unit is (x + shift) · multiply / divide of the quantity's base unit.
    package let shift: Double
    package let multiply: Double
    package let divide: Double
    /// Further spellings.
    package let spellings: [String]
  }

  /// The table that is part of the program.
  package static let embedded = UnitCatalogue(ReferenceTable(named: "reference/units.csv"))

  /// In the order of the table.
  package let entries: [Entry]
  private let positions: [String: Int]

  init(_ table: ReferenceTable) {
    entries = table.rows.map { Entry($0) }
    var positions: [String: Int] = [:]
    for (position, entry) in entries.enumerated() {
      for spelling in [entry.symbol] + entry.spellings {
        let key = Self.key(spelling)
        precondition(
          positions[key] == nil || positions[key] == position,
          "“\(spelling)” stands for two units")
        positions[key] = position
      }
    }
    self.positions = positions
  }

  /// The unit of a spelling.
  package func entry(of text: String) -> Entry? {
    positions[Self.key(text)].map { entries[$0] }
  }

  /// A spelling without what differs between usual ones: compatibility characters (`㎍`, `³`),
  /// case, blanks, dots, carets and brackets; words of the field become their letters.
  package static func key(_ text: String) -> String {
    // U+02DA and U+00BA are typed for the degree sign, and become other things in form KC.
    let typed = text.unicodeScalars.map { $0 == "\u{02DA}" || $0 == "\u{00BA}" ? "°" : $0 }
    let form = CompatibilityForm.of(String(String.UnicodeScalarView(typed))).lowercased()
    var plain = String(
      form.map { character in
        switch character {
        case "μ": "u"
        case "−", "–", "‐": "-"
        default: character
        }
      })
    // The shortest text with a word in it is “ug per m3”.
    if plain.utf8.count > 7 {
      for (word, letters) in words { plain.replace(word, with: letters) }
    }
    plain.removeAll { character in
      character.isWhitespace || ".·⋅∙*^_()[]".contains(character)
    }
    return plain
  }

  private static let words = [
    (" per ", "/"), ("cubic metres", "m3"), ("cubic metre", "m3"), ("cubic meters", "m3"),
    ("cubic meter", "m3"), ("square metre", "m2"), ("square meter", "m2"), ("micrograms", "ug"),
    ("microgram", "ug"), ("milligrams", "mg"), ("milligram", "mg"), ("nanograms", "ng"),
    ("nanogram", "ng"),
  ]
}

extension UnitCatalogue.Entry {
  fileprivate init(_ row: ReferenceTable.Row) {
    guard let symbol = row["symbol"],
      let quantity = row["quantity"].flatMap(PhysicalQuantity.init)
    else { preconditionFailure("line \(row.line) of units.csv is incomplete") }
    self.symbol = symbol
    self.quantity = quantity
    shift = row.number("shift") ?? 0
    multiply = row.number("multiply") ?? 1
    divide = row.number("divide") ?? 1
    spellings = (row["spellings"] ?? "").split(separator: ";").map(String.init)
  }
}

extension MeasurementUnit {
  /// Up to three known units whose spelling is near a text that is none.
  package static func suggestions(for text: String) -> [String] {
    let wanted = Array(UnitCatalogue.key(text))
    let tolerance = max(1, wanted.count / 3)
    var distances: [String: Int] = [:]
    for entry in UnitCatalogue.embedded.entries {
      for spelling in [entry.symbol] + entry.spellings {
        let letters = Array(UnitCatalogue.key(spelling))
        guard abs(letters.count - wanted.count) <= tolerance, letters.count > 1 else { continue }
        let distance = NameSearch.distance(wanted, letters)
        if distance <= tolerance {
          distances[entry.symbol] = min(distances[entry.symbol] ?? distance, distance)
        }
      }
    }
    return distances.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(3).map(\.key)
  }

  /// The symbols of all known units of some quantities, in the order of the table.
  package static func symbols(of quantities: [PhysicalQuantity]) -> [String] {
    UnitCatalogue.embedded.entries.filter { quantities.contains($0.quantity) }.map(\.symbol)
  }
}
