/// Two ways to look at a name: the key by which tables are searched, and the identifier under
/// which a name is kept that no table has.
package enum FoldedName {
  /// Letters, digits and marks of every script in lower case; whatever stands between them is one
  /// `_`, and none at the ends: `PM2.5 - Principal` and `pm2_5_principal` have one key.
  package static func key(_ name: some StringProtocol) -> String {
    var key = String.UnicodeScalarView()
    var isBetween = false
    for scalar in lowered(String(name)).unicodeScalars {
      guard isKept(scalar) else {
        isBetween = true
        continue
      }
      if isBetween, !key.isEmpty { key.append("_") }
      isBetween = false
      key.append(scalar)
    }
    return String(key)
  }

  /// Letters, digits and marks of every script in lower case, `_` for each other character: safe
  /// in file names, SQL, JSON and YAML.
  ///
  /// Names in ASCII fold as they always have, since archives hold their identifiers. Two names may
  /// fold to one identifier: whoever reads several names asks `Pollutant.meeting(of:)`.
  package static func identifier(_ name: String) -> String {
    let plain = lowered(name)
    if plain.utf8.allSatisfy({ $0 < 0x80 }) {
      return String(plain.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }
    var folded = String.UnicodeScalarView()
    for scalar in plain.unicodeScalars { folded.append(isKept(scalar) ? scalar : "_") }
    return String(folded)
  }

  /// Form KC in lower case. Lower case can bring new marks, so the form is taken until it stays.
  private static func lowered(_ name: String) -> String {
    var text = CompatibilityForm.of(name).lowercased()
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    for _ in 0..<3 {
      let next = CompatibilityForm.of(text).lowercased()
      if next.unicodeScalars.elementsEqual(text.unicodeScalars) { break }
      text = next
    }
    return text
  }

  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }
    let properties = scalar.properties
    guard !properties.isDefaultIgnorableCodePoint else { return false }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
      return true
    default: return false
    }
  }
}
