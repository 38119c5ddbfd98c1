import Documents

/// What to do about a text that stands where a number should.
enum UnreadableNumber {
  /// An imperative that fits the text: what is a number in another spelling is never advised away.
  ///
  /// - Parameter missing: the texts that mean a missing value, where no description can name others.
  static func remedy(for text: String, missing: [String]? = nil) -> Message {
    let first = text.first ?? " "
    if "<≤＜〈".contains(first) {
      return
        "error.ingest.is-value-below-detection"
    }
    if ">≥＞".contains(first) {
      return "error.ingest.is-value-beyond-instruments"
    }
    if "▲△▼".contains(first) {
      return Message("error.ingest.means-minus-some-tables", ["first": .fact(first)])
    }
    if text.contains(where: { ("０"..."９").contains($0) }) {
      return "error.ingest.write-figures-half-width"
    }
    if isGrouped(text) {
      let plain: Message = "error.ingest.write-without-thousands-marks"
      return missing == nil
        ? Message("error.ingest.say-what-the-mark-is", ["plain": .fact(plain)]) : plain
    }
    if isNumberWithTail(text) {
      return
        "error.ingest.say-what-the-mark-means"
    }
    guard let missing else {
      return
        "error.ingest.correct-if-text-means"
    }
    return missing.isEmpty
      ? "error.ingest.correct-missing-value-is"
      : Message("error.ingest.correct-if-means-missing", ["missing": .names(missing)])
  }

  /// Digits with commas, points, apostrophes or blanks between them.
  private static func isGrouped(_ text: String) -> Bool {
    let marks: Set<Character> = [",", ".", "'", "’", " ", "\u{a0}", "\u{202f}", "\u{2009}", "_"]
    let body = text.drop { "+-−".contains($0) }
    return body.first?.isNumber == true && body.last?.isNumber == true
      && body.allSatisfy { ("0"..."9").contains($0) || marks.contains($0) }
      && body.contains(where: marks.contains)
  }

  private static func isNumberWithTail(_ text: String) -> Bool {
    let head = text.prefix { ("0"..."9").contains($0) || "+-.".contains($0) }
    return head.contains(where: \.isNumber) && head.count < text.count
  }
}
