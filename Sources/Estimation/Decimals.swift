import Documents
import Foundation

/// Numbers inside the English sentences of diagnostics.
enum Decimals {
  /// Two decimals, a point as separator whatever the locale.
  static func two(_ value: Double) -> String { text(value, places: 2) }
  /// Three significant digits, two below a hundredth, never fewer than the whole number.
  static func three(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return text(value, places: 3) }
    let exponent = Int(log10(abs(value)).rounded(.down))
    return text(value, places: max(0, min(3, 2 - exponent), exponent < -2 ? 1 - exponent : 0))
  }
  /// Two significant digits, never fewer than the whole number: `0.0037`, `12`, `4,120` as `4120`.
  static func significant(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    let rounded = String(format: "%.\(max(0, 1 - exponent))f", value)
    return rounded
  }
  /// `p = 0.012`, or `p < 0.001` where three decimals would show none.
  static func probability(_ value: Double) -> String {
    value < 0.001 ? "p < 0.001" : "p = \(three(value))"
  }

  private static func text(_ value: Double, places: Int) -> String {
    String(format: "%.\(places)f", value)
  }
}

/// Numbers as remarks give them.
extension Value {
  /// Two decimals.
  static func two(_ value: Double) -> Value { .number(value, .decimals(2)) }
  /// Three significant digits.
  static func three(_ value: Double, unit: String = "") -> Value {
    .number(value, .significant(3), unit: unit)
  }
  /// Two significant digits.
  static func significant(_ value: Double) -> Value { .number(value, .significant(2)) }
}
