/// Exactly rounded decimal numbers from text.
///
/// A decimal mantissa up to 2^53 times or over a power of ten up to 10^22 is one exact operation
/// on two exact doubles, so IEEE 754 rounds it once and correctly (Clinger 1990,
/// doi:10.1145/93542.93557). Everything else takes the library's slower exact way.
package enum DecimalText {
  /// The number that a text writes with a point before its decimals; `nil` when it writes none.
  package static func value(of text: String) -> Double? {
    value(of: Array(text.utf8), decimalMark: UInt8(ascii: "."), exponent: 0)
  }

  /// 10^0 to 10^22, all exact.
  static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
  /// Up to here every whole number is a double.
  static let exactMantissa: UInt64 = 1 << 53

  /// The number that a trimmed field writes, times ten to the exponent; `nil` when it writes none.
  ///
  /// Signs, decimals and an exponent of ten are read; `nan`, `inf` and hexadecimals are not.
  static func value(of text: [UInt8], decimalMark: UInt8, exponent: Int) -> Double? {
    var mantissaEnd = text.count
    var written = 0
    if let mark = text.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) {
      guard let power = Int(String(decoding: text[(mark + 1)...], as: UTF8.self)),
        abs(power) < 10_000
      else { return nil }
      written = power
      mantissaEnd = mark
    }
    var plain: [UInt8] = []
    var digits = 0
    var marks = 0
    for (position, byte) in text[..<mantissaEnd].enumerated() {
      if byte == decimalMark {
        marks += 1
        plain.append(UInt8(ascii: "."))
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        digits += 1
        plain.append(byte)
      } else if position == 0 && (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")) {
        plain.append(byte)
      } else {
        return nil
      }
    }
    guard digits > 0, marks <= 1 else { return nil }
    // Swift reads neither “.5” nor “5.”.
    if let mark = plain.firstIndex(of: UInt8(ascii: ".")) {
      if mark + 1 == plain.count { plain.append(UInt8(ascii: "0")) }
      let isDigit = mark > 0 && plain[mark - 1] >= UInt8(ascii: "0")
      if !isDigit { plain.insert(UInt8(ascii: "0"), at: mark) }
    }
    let spelled = String(decoding: plain, as: UTF8.self) + "e\(written + exponent)"
    guard let value = Double(spelled), value.isFinite else { return nil }
    return value
  }
}
