/// Which encoding a text outside UTF-8 is likely written in.
///
/// Each candidate decodes the text, and its characters beyond ASCII are judged: characters in daily
/// use among their like speak for it, characters that nobody writes there against it. Half-width
/// kana, rare Han characters and accents between figures are what the wrong table makes of bytes.
package enum EncodingGuess {
  /// What is tried, the more particular first: it wins where two judge equally well.
  package static let candidates: [TextEncoding] = [
    .gb18030, .shiftJIS, .windows1252, .codePage863,
  ]
  /// The bytes that are looked at.
  private static let sample = 1 << 20

  /// The likeliest of the candidates that can decode all bytes; `nil` where none makes sense.
  package static func encoding(
    of bytes: [UInt8], among candidates: [TextEncoding] = candidates
  ) -> (encoding: TextEncoding, text: String)? {
    var best: (encoding: TextEncoding, text: String, score: Double)?
    for encoding in candidates {
      guard let text = encoding.decode(bytes) else { continue }
      let score = score(of: text, in: encoding)
      if score > (best?.score ?? 0.5) { best = (encoding, text, score) }
    }
    return best.map { ($0.encoding, $0.text) }
  }

  /// The share of the characters beyond ASCII that such a text may well have.
  private static func score(of text: String, in encoding: TextEncoding) -> Double {
    let scalars = Array(text.unicodeScalars.prefix(sample))
    var judged = 0
    var plausible = 0.0
    for (place, scalar) in scalars.enumerated() where scalar.value >= 0x80 {
      judged += 1
      let before = place > 0 ? scalars[place - 1] : " "
      let after = place + 1 < scalars.count ? scalars[place + 1] : " "
      plausible +=
        encoding == .gb18030 || encoding == .shiftJIS
        ? eastern(scalar, encoding, before, after) : western(scalar, before, after)
    }
    return judged == 0 ? 0 : plausible / Double(judged)
  }

  private static func eastern(
    _ scalar: Unicode.Scalar, _ encoding: TextEncoding, _ before: Unicode.Scalar,
    _ after: Unicode.Scalar
  ) -> Double {
    // One Han character inside a word of Latin letters is an accented letter read wrongly.
    if isLatinLetter(before), isLatinLetter(after) { return 0 }
    switch scalar.value {
    // Signs of units, full-width forms, marks, kana.
    case 0x2000...0x2bff, 0x3000...0x30ff, 0xff01...0xff5e, 0xb0, 0xb1, 0xb5, 0xb7: return 1
    case 0x4e00...0x9fff: return isInDailyUse(scalar, encoding) ? 1 : 0.2
    default: return 0
    }
  }

  /// Whether a Han character is among the 3,755 of GB 2312's or the 2,965 of JIS X 0208's first
  /// level, told by its bytes.
  private static func isInDailyUse(_ scalar: Unicode.Scalar, _ encoding: TextEncoding) -> Bool {
    guard let bytes = encoding.encode(String(scalar)), bytes.count == 2 else { return false }
    switch encoding {
    case .gb18030: return (0xb0...0xd7).contains(bytes[0]) && bytes[1] >= 0xa1
    default:
      return (0x89...0x97).contains(bytes[0]) || (bytes[0] == 0x88 && bytes[1] >= 0x9f)
        || (bytes[0] == 0x98 && bytes[1] <= 0x72)
    }
  }

  private static func western(
    _ scalar: Unicode.Scalar, _ before: Unicode.Scalar, _ after: Unicode.Scalar
  ) -> Double {
    switch scalar.value {
    // Degrees, powers, micro, dashes, quotation marks.
    case 0xb0...0xb3, 0xb5, 0xb7, 0xb9, 0x2013, 0x2014, 0x2018...0x201d, 0x2022, 0x2026: return 0.9
    case 0xa0: return 0.3
    default:
      guard scalar.properties.isAlphabetic, scalar.value < 0x180 else { return 0 }
      return isLatinLetter(before) || isLatinLetter(after) ? 1 : 0.4
    }
  }

  private static func isLatinLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.properties.isAlphabetic
  }
}
