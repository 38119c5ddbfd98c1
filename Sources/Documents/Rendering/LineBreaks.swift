/// Where lines are broken: between words, or anywhere in Japanese and Chinese but before a mark that
/// closes what stands before it.
package enum LineBreaks {
  /// Lines that are no wider than a width, as far as their words allow.
  ///
  /// - Parameters:
  ///   - indent: blanks before every line but the first.
  ///   - measure: how wide a text is.
  package static func lines<Width: Comparable & AdditiveArithmetic>(
    _ text: String, width: Width, indent: Int = 0, measure: (String) -> Width
  ) -> [String] {
    let indentation = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    var lineWidth = Width.zero
    // In a room that is narrower than a character with its closing marks, they are parted.
    let fitting = pieces(text).flatMap { piece in
      measure(piece) > width && (piece.first.map { String($0).terminalWidth > 1 } ?? false)
        ? piece.map(String.init) : [piece]
    }
    for piece in fitting {
      let pieceWidth = measure(piece)
      if lineWidth + pieceWidth > width, !line.isEmpty {
        lines.append(line.trimmingBlanks)
        (line, lineWidth) = (indentation, measure(indentation))
        if piece == " " { continue }
      }
      line += piece
      lineWidth += pieceWidth
    }
    return lines + [line.trimmingBlanks]
  }

  private static let closing: Set<Character> = [
    "。", "、", "，", "；", "：", "）", "」", "』", "”", "%", "！", "？",
  ]

  /// Words, blanks, and wide characters one by one, with the closing marks that follow.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var word = ""
    func flush() {
      if !word.isEmpty { pieces.append(word) }
      word = ""
    }
    for character in text {
      if closing.contains(character), word.isEmpty, let last = pieces.indices.last,
        pieces[last] != " "
      {
        pieces[last].append(character)
      } else if character == " " || String(character).terminalWidth > 1 {
        flush()
        pieces.append(String(character))
      } else {
        word.append(character)
      }
    }
    flush()
    return pieces
  }
}

extension String {
  /// Columns of a terminal: Han, kana and full-width signs take two.
  var terminalWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    let wide: [ClosedRange<UInt32>] = [
      0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
    ]
    return unicodeScalars.reduce(0) { width, scalar in
      width + (wide.contains { $0.contains(scalar.value) } ? 2 : 1)
    }
  }

  /// Without the blanks at its end.
  package var trimmingBlanks: String {
    guard let last = utf8.lastIndex(where: { $0 != UInt8(ascii: " ") }) else { return "" }
    return String(self[..<utf8.index(after: last)])
  }
}
