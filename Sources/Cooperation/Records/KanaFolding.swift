/// Brings the ways of writing one kana together: everything becomes hiragana.
enum KanaFolding {
  /// Katakana that have a hiragana of their own, 0x60 before them.
  static let katakana: ClosedRange<UInt32> = 0x30A1...0x30F6
  /// Half-width katakana with their marks.
  static let halfWidth: ClosedRange<UInt32> = 0xFF66...0xFF9F

  /// The hiragana of a katakana; anything else as it is.
  static func hiragana(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard katakana.contains(scalar.value), let kana = Unicode.Scalar(scalar.value - 0x60) else {
      return scalar
    }
    return kana
  }

  /// The hiragana of a half-width katakana, joined with the mark behind it where it takes one.
  static func fold(
    _ scalar: Unicode.Scalar, mark: Unicode.Scalar?
  ) -> (folded: Unicode.Scalar, hasMark: Bool) {
    let plain = table[Int(scalar.value - halfWidth.lowerBound)]
    switch mark?.value {
    case 0xFF9E:
      if plain == "う" { return ("ゔ", true) }
      let voiced = "かきくけこさしすせそたちつてとはひふへほ".unicodeScalars
      if voiced.contains(plain), let kana = Unicode.Scalar(plain.value + 1) { return (kana, true) }
    case 0xFF9F:
      let halfVoiced = "はひふへほ".unicodeScalars
      if halfVoiced.contains(plain), let kana = Unicode.Scalar(plain.value + 2) {
        return (kana, true)
      }
    default: break
    }
    return (plain, false)
  }

  /// From U+FF66 on, as the code chart has them.
  private static let table = Array(
    ("をぁぃぅぇぉゃゅょっーあいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよ"
      + "らりるれろわん゛゜").unicodeScalars)
}
