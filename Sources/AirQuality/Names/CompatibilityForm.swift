import TextFiles
// The standard library's own normal forms D and C; Foundation's Essentials have none of form KC.
@_spi(_Unicode) import Swift

/// Unicode's normalisation form KC: `O₃` becomes `O3`, `ＰＭ２．５` becomes `PM2.5`, `㎍/㎥` becomes
/// `μg/m3`, and letters with marks are composed, so that equal names have equal bytes.
///
/// - Source: Unicode Standard Annex 15 and the decompositions of version 14.0 of the character
///   database, `Datasets/reference/compatibility_letters.txt`.
package enum CompatibilityForm {
  /// The text in form KC.
  package static func of(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy(isStable) else { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text._nfd { replacements.append(scalar, to: &plain) }
    var composed = String.UnicodeScalarView()
    for scalar in String(plain)._nfc { composed.append(scalar) }
    return String(composed)
  }

  /// Whether a scalar stays itself whatever stands beside it, if all of the text are such: ASCII,
  /// kana, Chinese characters and Korean syllables.
  private static func isStable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x80, 0x3041...0x3096, 0x30a1...0x30fa, 0x4e00...0x9fff, 0xac00...0xd7a3: true
    default: false
    }
  }

  private static let replacements = Replacements()
}

/// What stands for a scalar that has a compatibility decomposition, fully decomposed.
///
/// Flat arrays, because every process that reads a unit loads them.
private struct Replacements: Sendable {
  private var first: [UInt32] = []
  private var last: [UInt32] = []
  /// Where the letters of each run begin, and one more for the end.
  private var begin: [Int] = [0]
  private var letters: [UInt32] = []

  init() {
    guard let bytes = EmbeddedFile.bytes(named: "reference/compatibility_letters.txt") else {
      preconditionFailure("the table of compatibility letters is not embedded")
    }
    // Each line is “first last: letters”, or “first: letters”, in hexadecimal.
    var number: UInt32 = 0
    var hasDigits = false
    var range: [UInt32] = []
    var isReplacement = false
    var isComment = false
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "#"): isComment = true
      case UInt8(ascii: "0")...UInt8(ascii: "9") where !isComment:
        (number, hasDigits) = (number << 4 | UInt32(byte - UInt8(ascii: "0")), true)
      case UInt8(ascii: "A")...UInt8(ascii: "F") where !isComment:
        (number, hasDigits) = (number << 4 | UInt32(byte - UInt8(ascii: "A") + 10), true)
      case UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "\n"):
        if hasDigits {
          if isReplacement { letters.append(number) } else { range.append(number) }
          (number, hasDigits) = (0, false)
        }
        if byte == UInt8(ascii: ":") { isReplacement = true }
        guard byte == UInt8(ascii: "\n") else { continue }
        if let start = range.first, !isComment {
          first.append(start)
          last.append(range.last ?? start)
          begin.append(letters.count)
        }
        range.removeAll(keepingCapacity: true)
        (isReplacement, isComment) = (false, false)
      default: continue
      }
    }
  }

  /// Appends the replacement of a scalar, or the scalar where it has none.
  func append(_ scalar: Unicode.Scalar, to text: inout String.UnicodeScalarView) {
    // The last run that begins at the scalar or before it.
    var low = 0
    var high = first.count
    while low < high {
      let middle = (low + high) / 2
      if first[middle] <= scalar.value { low = middle + 1 } else { high = middle }
    }
    guard low > 0, scalar.value <= last[low - 1] else { return text.append(scalar) }
    let run = low - 1
    // Only runs of single letters have more than one step.
    let step = scalar.value - first[run]
    for letter in letters[begin[run]..<begin[run + 1]] {
      guard let replacement = Unicode.Scalar(letter + step) else {
        preconditionFailure("the table of compatibility letters has a surrogate")
      }
      text.append(replacement)
    }
  }
}
