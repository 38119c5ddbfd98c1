import ByteKernels
// The standard library's own normal forms D and C; Foundation's Essentials have none of form KC.
@_spi(_Unicode) import Swift

/// Unicode's normalisation form KC: `O₃` becomes `O3`, `ＰＭ２．５` becomes `PM2.5`, `㎍/㎥` becomes
/// `μg/m3`, and letters with marks are composed, so that equal names have equal bytes.
///
/// - Source: Unicode Standard Annex 15 and the decompositions of version 14.0 of the character
///   database, `Datasets/reference/compatibility_letters.txt`.
package enum CompatibilityForm {
  /// The text in form KC; text in ASCII is returned as it is.
  package static func of(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text._nfd {
      if let letters = replacements[scalar] {
        plain.append(contentsOf: letters)
      } else {
        plain.append(scalar)
      }
    }
    var composed = String.UnicodeScalarView()
    for scalar in String(plain)._nfc { composed.append(scalar) }
    return String(composed)
  }

  /// What stands for a scalar that has a compatibility decomposition, fully decomposed.
  private static let replacements: [Unicode.Scalar: [Unicode.Scalar]] = {
    guard let bytes = EmbeddedFile.bytes(named: "reference/compatibility_letters.txt") else {
      preconditionFailure("the table of compatibility letters is not embedded")
    }
    var table: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let parts = line.split(separator: UInt8(ascii: ":"))
      let range = numbers(parts[0])
      let letters = numbers(parts[1])
      let last = range.count > 1 ? range[1] : range[0]
      for (step, value) in (range[0]...last).enumerated() {
        // Only runs of single letters have more than one step.
        let replacement = letters.map { Unicode.Scalar($0 + UInt32(step)) }
        guard let scalar = Unicode.Scalar(value), !replacement.contains(nil) else {
          preconditionFailure("the table of compatibility letters has a surrogate")
        }
        table[scalar] = replacement.compactMap(\.self)
      }
    }
    return table
  }()

  private static func numbers(_ text: ArraySlice<UInt8>) -> [UInt32] {
    text.split(separator: UInt8(ascii: " ")).map { digits in
      guard let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
        preconditionFailure("the table of compatibility letters has no number where one belongs")
      }
      return number
    }
  }
}
