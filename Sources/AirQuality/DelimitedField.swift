/// One field of the comma-separated tables that we write, safe to open in a spreadsheet.
///
/// Spreadsheets take a field that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a
/// formula, and a station's name can be such a text. A leading apostrophe makes it text again.
/// Numbers keep their sign: a field that is a number is never changed.
public enum DelimitedField {
  /// The field as RFC 4180 writes it, neutralised and quoted where need be.
  public static func text(_ field: String) -> String {
    let safe = safe(field)
    return safe.utf8.contains(where: { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 })
      ? "\""
        + safe.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\"" : safe
  }

  /// The field neutralised, not yet quoted.
  public static func safe(_ field: String) -> String { isFormula(field) ? "'" + field : field }

  /// A line of fields, without its end.
  public static func line(_ fields: some Sequence<String>) -> String {
    fields.map(text).joined(separator: ",")
  }

  /// What a field was before it was neutralised.
  public static func original(_ field: some StringProtocol) -> String {
    let rest = String(field.dropFirst())
    return field.first == "'" && isFormula(rest) ? rest : String(field)
  }

  /// Whether a spreadsheet may take the text for a formula.
  static func isFormula(_ field: String) -> Bool {
    // By bytes, because a carriage return and a line feed are one `Character`.
    switch field.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 9, 13: true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): !isNumber(field)
    default: false
    }
  }

  private static func isNumber(_ field: String) -> Bool {
    field.utf8.allSatisfy {
      (48...57).contains($0) || $0 == 43 || $0 == 45 || $0 == 46 || $0 | 32 == 101
    } && Double(field) != nil
  }
}
