import Documents
package import TextFiles

/// Finds out in which encoding a file of records is.
package enum RecordText {
  /// The text as UTF-8 without a byte-order mark.
  ///
  /// Without a stated encoding, UTF-16 is known by its mark and UTF-8 is taken where every byte fits.
  /// Otherwise Shift_JIS and GB18030 are tried; where both could be meant nothing is guessed.
  ///
  /// - Throws: `RegistryError.encoding` with the line where UTF-8 ends.
  package static func decode(
    _ bytes: [UInt8], as stated: TextEncoding?, file: String
  ) throws(RegistryError) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      let rest = Array(bytes.dropFirst(3))
      if let line = TextSurvey.firstLineOutsideUTF8(rest) {
        throw .encoding(
          Message("records.begins-as-utf8", ["line": .count(line)]), file: file, line: line,
          remedy: "remedy.one-encoding")
      }
      return rest
    }
    if let stated {
      guard let text = stated.decode(bytes) else {
        throw .encoding(
          Message("records.not-in", ["encoding": .text(stated.rawValue)]), file: file,
          line: firstBadLine(bytes, stated), remedy: "remedy.name-encoding")
      }
      return Array(text.utf8)
    }
    // The mark of an export of ours; no other encoding begins with these bytes.
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]),
      let text = TextEncoding.utf16.decode(bytes)
    {
      return Array(text.utf8)
    }
    guard let outside = TextSurvey.firstLineOutsideUTF8(bytes) else { return bytes }
    if let line = lineOfOtherUTF8(bytes) {
      throw .encoding(
        Message(
          "records.two-encodings", ["line": .count(line), "other": .count(outside)]),
        file: file, line: outside, remedy: "remedy.one-encoding")
    }
    if TextEncoding.shiftJIS.decode(bytes) == nil, isBeyondOthers(bytes),
      let text = TextEncoding.gb18030.decode(bytes), looksWritten(text)
    {
      return Array(text.utf8)
    }
    let readings: [(TextEncoding, String)] = [TextEncoding.shiftJIS, .gb18030].compactMap {
      encoding in encoding.decode(bytes).map { (encoding, $0) }
    }.filter { looksWritten($0.1) && ($0.0 != .gb18030 || looksChinese(bytes)) }
    guard readings.count == 1 else {
      throw .encoding(
        Message(
          readings.isEmpty ? "records.no-encoding" : "records.either-encoding",
          ["line": .count(outside)]), file: file, line: outside,
        remedy: "remedy.option-encoding")
    }
    return Array(readings[0].1.utf8)
  }

  /// Whether the text looks like one that people wrote: half-width kana and private characters
  /// come out when the wrong table is used.
  private static func looksWritten(_ text: String) -> Bool {
    !text.unicodeScalars.contains {
      (0xFF61...0xFF9F).contains($0.value) || (0xE000...0xF8FF).contains($0.value)
    }
  }

  /// Whether nearly all characters of a GB18030 text are those of GB 2312, the 6,763 in daily use:
  /// Japanese text in Shift_JIS reads as rare characters of the extension.
  private static func looksChinese(_ bytes: [UInt8]) -> Bool {
    let counts = counts(bytes)
    return counts.common * 10 >= counts.all * 9
  }

  /// Whether some character of a GB18030 text is written as no other encoding of East Asia would:
  /// as four bytes, or with a first byte that EUC and Big5 leave out. Japanese names of places are,
  /// so an export of our own is known again.
  private static func isBeyondOthers(_ bytes: [UInt8]) -> Bool { counts(bytes).beyond > 0 }

  /// Characters of a text as GB18030 has them: all beyond ASCII, those of GB 2312, and those that
  /// are written as in no other encoding.
  private static func counts(_ bytes: [UInt8]) -> (all: Int, common: Int, beyond: Int) {
    var (all, common, beyond) = (0, 0, 0)
    var position = 0
    while position + 1 < bytes.count {
      let (lead, trail) = (bytes[position], bytes[position + 1])
      if lead < 0x80 {
        position += 1
        continue
      }
      all += 1
      // Four bytes where a digit follows the first.
      if (0x30...0x39).contains(trail) {
        beyond += 1
        position += 4
        continue
      }
      if (0xA1...0xF7).contains(lead), trail >= 0xA1 { common += 1 }
      if (0x81...0xA0).contains(lead) { beyond += 1 }
      position += 2
    }
    return (all, common, beyond)
  }

  /// The first line, from 1, that is UTF-8 beyond ASCII and long enough not to be so by chance.
  private static func lineOfOtherUTF8(_ bytes: [UInt8]) -> Int? {
    var line = 1
    for part in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      let high = part.count { $0 >= 0x80 }
      // Six bytes are two Han characters; that many fit UTF-8 by chance once in many thousands.
      if high >= 6, let text = String(validating: part, as: UTF8.self),
        text.unicodeScalars.contains(where: { (0x3040...0x9FFF).contains($0.value) })
      {
        return line
      }
      line += 1
    }
    return nil
  }

  private static func firstBadLine(_ bytes: [UInt8], _ encoding: TextEncoding) -> Int {
    var line = 1
    for part in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      if encoding.decode(Array(part)) == nil { return line }
      line += 1
    }
    return 0
  }
}
