import Foundation

/// Numbers as a document prints them, reckoned anew by its rules.
enum ShownNumbers {
  /// Two significant digits of the standard error that a 95 % interval implies.
  static func byInterval(_ value: Double, _ lower: Double, _ upper: Double) -> String {
    fixed(value, max(0, 1 - Int(log10((upper - lower) / 3.92).rounded(.down))))
  }

  /// Three significant digits where a number is small, none behind the point where it is large.
  static func bySize(_ value: Double) -> String {
    let size = abs(value)
    return fixed(
      value,
      size >= 100
        ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 1 - Int(log10(size).rounded(.down)))
  }

  /// So many significant digits, never fewer than the whole number.
  static func significant(_ value: Double, _ digits: Int) -> String {
    value == 0
      ? "0" : fixed(value, max(0, digits - 1 - Int(log10(abs(value)).rounded(.down))))
  }

  /// Three decimals, and what is below them by its bound.
  static func probability(_ value: Double) -> String {
    value < 0.001 ? "< 0.001" : fixed(value, 3)
  }

  static func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value).replacing("-", with: "−")
      .replacing(/^−(0(\.0+)?)$/, with: { $0.output.1 })
  }
}
