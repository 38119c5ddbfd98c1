import AirQuality

/// How texts of records are written so that spreadsheets take none for a formula.
enum GuardedText {
  /// A field without the apostrophe that guards it.
  static func plain(_ text: String) -> String {
    text.first == "'" && isGuarded(text) ? String(text.dropFirst()) : text
  }

  /// Whether a text begins with apostrophes behind which a formula stands: one of them was put
  /// there for spreadsheets.
  static func isGuarded(_ text: String) -> Bool {
    guard text.first == "'" else { return false }
    let rest = String(text.drop { $0 == "'" })
    return DelimitedField.original("'" + rest) == rest
  }

  /// A field as it is written; a text that is guarded already gets one apostrophe more, so that
  /// it comes back as it was.
  static func field(_ text: String) -> String {
    DelimitedField.text(isGuarded(text) ? "'" + text : text)
  }
}
