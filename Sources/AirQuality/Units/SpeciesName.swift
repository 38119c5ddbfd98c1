/// How the columns of volatile organic compounds are called in files: English, Japanese and
/// Chinese names, aliases, CAS numbers, with or without a unit in brackets.
package enum SpeciesName {
  /// A name without case, blanks and punctuation, as the table of species asks; letters of every
  /// script stay.
  package static func folded(_ name: some StringProtocol) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// The table's English name of a compound; `nil` when no name, alias or CAS number fits.
  package static func canonical(_ name: some StringProtocol) -> String? { names[folded(name)] }

  /// A column's name and the unit of concentration in brackets at its end, if there is one:
  /// `苯 (µg/m³)`, `Benzene [ppbC]`.
  package static func header(_ text: String) -> (name: String, unit: MeasurementUnit?) {
    guard let last = text.last, let opening = ["]": "[", ")": "(", "）": "（"][last],
      let place = text.lastIndex(of: Character(opening))
    else { return (text, nil) }
    let unit = MeasurementUnit(String(text[text.index(after: place)...].dropLast()))
    guard unit.dimension != nil else { return (text, nil) }
    let name = text[..<place]
    return (String(name.reversed().drop(while: \.isWhitespace).reversed()), unit)
  }

  /// What to file a column under: as it is written where that is ASCII, else the table's English
  /// name, since identifiers of pollutants are ASCII.
  package static func identifier(_ name: String) -> String? {
    name.allSatisfy(\.isASCII) ? name : canonical(name)
  }

  /// English names by every folded name, alias and CAS number.
  private static let names: [String: String] = {
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
