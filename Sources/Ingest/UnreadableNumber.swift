/// What to do about a text that stands where a number should.
enum UnreadableNumber {
  /// An imperative that fits the text: what is a number in another spelling is never advised away.
  ///
  /// - Parameter missing: the texts that mean a missing value, where no description can name others.
  static func remedy(for text: String, missing: [String]? = nil) -> String {
    let first = text.first ?? " "
    if "<≤＜〈".contains(first) {
      return
        "it is a value below a detection limit, neither a number nor missing; say in a format "
        + "description what becomes of it (censored: keep, half, limit, zero or missing)"
    }
    if ">≥＞".contains(first) {
      return "it is a value beyond the instrument’s range; put the limit in a column of its own"
    }
    if "▲△▼".contains(first) {
      return "“\(first)” means minus in some tables and a mark in others; write -5 for minus five"
    }
    if text.contains(where: { ("０"..."９").contains($0) }) {
      return "write the figures half-width, such as 12.3"
    }
    if isGrouped(text) {
      let plain = "write it without thousands marks and with a decimal point, such as 1234.5"
      return missing == nil
        ? "\(plain), or say in a format description what the mark is (thousands, or decimal_mark: "
          + "comma)" : plain
    }
    if isNumberWithTail(text) {
      return
        "say in a format description what the mark behind the number means (marks), or put it in a "
        + "column of its own"
    }
    guard let missing else {
      return
        "correct it; if the text means missing, declare it in a format description (missing: …)"
    }
    return missing.isEmpty
      ? "correct it; a missing value is not taken here"
      : "correct it; if it means missing, write \(missing.joined(separator: " or "))"
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
