/// How the columns of volatile organic compounds are called in files: English, Japanese and
/// Chinese names, aliases, CAS numbers, with or without a unit in brackets.
package enum SpeciesName {
  /// A name without case, blanks and punctuation, as the table of species asks; letters of every
  /// script stay.
  package static func folded(_ name: some StringProtocol) -> String {
    String(CompatibilityForm.of(String(name)).lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// The table's English name of a compound; `nil` when no name, alias or CAS number fits.
  package static func canonical(_ name: some StringProtocol) -> String? { table[folded(name)] }

  /// A column's name and the unit in brackets at its end, if there is one: `苯 (µg/m³)`,
  /// `Benzene [ppbC]`, `Temp (K)`. What stands in brackets is a unit where it is one of a
  /// concentration, or one of the variable before it; else it belongs to the name.
  package static func header(_ text: String) -> (name: String, unit: MeasurementUnit?) {
    guard let last = text.last, let opening = ["]": "[", ")": "(", "）": "（"][last],
      let place = text.lastIndex(of: Character(opening)),
      let unit = MeasurementUnit(String(text[text.index(after: place)...].dropLast()))
    else { return (text, nil) }
    let name = String(text[..<place].reversed().drop(while: \.isWhitespace).reversed())
    let pollutant = Pollutant(name)
    guard unit.dimension != nil || (pollutant.isKnown && pollutant.allows(unit)) else {
      return (text, nil)
    }
    return (name, unit)
  }

  /// English names by every folded name, alias and CAS number.
  package static let table: [String: String] = {
    var table: [String: String] = [:]
    for row in ReferenceTable(named: "reference/voc_species.csv").rows {
      guard let species = row["species"] else { continue }
      let others = [row["cas"], row["name_ja"], row["name_zh"]].compactMap(\.self)
      let aliases = (row["aliases"] ?? "").split(separator: ";").map(String.init)
      for name in [species] + others + aliases { table[folded(name)] = species }
    }
    return table
  }()
}
