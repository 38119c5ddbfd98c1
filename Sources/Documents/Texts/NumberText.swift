import Foundation

/// Numbers as print writes them: a real minus sign, thin-spaced thousands left out, two to three
/// significant digits.
package enum NumberText {
  /// A level without an error: as many decimals as its size deserves, three significant digits
  /// where it is small.
  package static func value(_ number: Double) -> String {
    guard number.isFinite else { return number > 0 ? "∞" : number < 0 ? "−∞" : "–" }
    let size = abs(number)
    if size > 0, size < leastFixed { return power(number) }
    guard size < 0.1, size > 0 else {
      return fixed(number, size >= 100 ? 0 : size >= 10 ? 1 : 2)
    }
    return fixed(number, min(12, 1 - Int(log10(size).rounded(.down))))
  }

  /// Decimals that show two significant digits of an error.
  package static func decimals(forError error: Double) -> Int {
    guard error.isFinite, error > 0 else { return 2 }
    return min(12, max(0, 1 - Int(log10(error).rounded(.down))))
  }

  /// A number with so many decimals; infinities as such.
  package static func value(_ number: Double, decimals: Int) -> String {
    number.isFinite ? fixed(number, decimals) : value(number)
  }

  /// So many significant digits, never fewer than the whole number: `0.0037`, `12`, `4120`.
  package static func significant(_ number: Double, _ count: Int) -> String {
    guard number.isFinite, number != 0 else { return number == 0 ? "0" : value(number) }
    if abs(number) < leastFixed { return power(number) }
    let exponent = Int(log10(abs(number)).rounded(.down))
    return fixed(number, min(12, max(0, count - 1 - exponent)))
  }

  /// A p-value: three decimals, `< 0.001` below.
  package static func probability(_ number: Double) -> String {
    number < 0.001 ? "< 0.001" : fixed(number, 3)
  }

  /// A p-value inside a sentence: `= 0.012` or `< 0.001`.
  package static func relation(_ number: Double) -> String {
    number < 0.001 ? "< 0.001" : "= " + fixed(number, 3)
  }

  /// The sign behind a number: Chinese sets it without a blank.
  package static func perCent(_ language: Language) -> String { language == .chinese ? "%" : " %" }

  /// Below it a row of zeros would hide the number: what is left of rounding, mostly.
  private static let leastFixed = 1e-9

  /// Two digits and a power of ten: `3.8 × 10⁻¹⁰`.
  private static func power(_ number: Double) -> String {
    let parts = String(format: "%.1e", abs(number)).split(separator: "e")
    let raised = String(Int(parts[1]) ?? 0).map {
      $0 == "-" ? "⁻" : String(Array("⁰¹²³⁴⁵⁶⁷⁸⁹")[$0.wholeNumberValue ?? 0])
    }
    return (number < 0 ? "−" : "") + "\(parts[0]) × 10" + raised.joined()
  }

  package static func fixed(_ number: Double, _ decimals: Int) -> String {
    // Nobody reads digits of a ratio to what is nearly nothing.
    if abs(number) >= 1e12, number.isFinite { return power(number) }
    let text = String(format: "%.\(decimals)f", number)
    // −0.00 is zero.
    let isZero = !text.contains { ("1"..."9").contains($0) }
    guard text.hasPrefix("-") else { return text }
    return isZero ? String(text.dropFirst()) : "−" + text.dropFirst()
  }
}
