/// A number as a table writes it, taken out of what may stand around it.
enum WrittenNumber: Equatable {
  /// Digits and one decimal mark, as the scanner reads them; whatever else was written is left for it
  /// to refuse.
  case plain(String)
  /// Below this limit, as written.
  case below(String)
  /// A number whose mark says that it may not be used.
  case unusable(mark: String)
  /// A number whose mark says that it may.
  case marked(String, mark: String)

  /// - Parameters:
  ///   - text: of the cell, without blanks around it.
  ///   - thousands: what may stand between thousands.
  ///   - decimalMark: what stands before decimals.
  ///   - marks: what may stand beside a number.
  init(
    _ text: String, thousands: FormatDescription.ThousandsMark?,
    decimalMark: FormatDescription.DecimalMark, marks: [String: FormatDescription.MarkMeaning]?
  ) {
    func plain(_ text: some StringProtocol) -> String {
      Self.ungrouped(String(text), thousands, decimalMark)
    }
    if let first = text.first, "<≤＜〈".contains(first) {
      var limit = text.dropFirst()
      if limit.first == "=" { limit.removeFirst() }
      self = .below(plain(limit.drop { $0.isWhitespace }))
      return
    }
    guard let marks, !marks.isEmpty else {
      self = .plain(plain(text))
      return
    }
    // The longest mark first: “**” is not “*” twice.
    for (mark, meaning) in marks.sorted(by: {
      ($1.key.count, $0.key) < ($0.key.count, $1.key)
    }) {
      let rest: Substring
      if text.hasSuffix(mark) {
        rest = text.dropLast(mark.count)
      } else if text.hasPrefix(mark) {
        rest = text.dropFirst(mark.count)
      } else {
        continue
      }
      let number = HeaderLine.trimmed(String(rest))
      guard number.isEmpty || number.last?.isNumber == true || number.last == "." else { continue }
      // A mark alone stands where a number is not.
      self =
        meaning == .missing || number.isEmpty
        ? .unusable(mark: mark) : .marked(plain(number), mark: mark)
      return
    }
    self = .plain(plain(text))
  }

  /// The text without marks between groups of three digits; as it is where the groups are not.
  private static func ungrouped(
    _ text: String, _ thousands: FormatDescription.ThousandsMark?,
    _ decimalMark: FormatDescription.DecimalMark
  ) -> String {
    let marks: Set<Character>
    switch thousands {
    case nil: return text
    case .comma: marks = [","]
    case .point: marks = ["."]
    case .blank: marks = [" ", "\u{a0}", "\u{202f}", "\u{2009}"]
    case .apostrophe: marks = ["'", "’"]
    }
    guard text.contains(where: marks.contains) else { return text }
    let decimal: Character = decimalMark == .point ? "." : ","
    let sign = text.prefix { "+-−".contains($0) }
    let body = text.dropFirst(sign.count)
    let whole = body.prefix { $0 != decimal }
    let rest = body.dropFirst(whole.count)
    let groups = whole.split(omittingEmptySubsequences: false, whereSeparator: marks.contains)
    guard groups.count > 1, (1...3).contains(groups[0].count),
      groups.dropFirst().allSatisfy({ $0.count == 3 }),
      groups.joined().allSatisfy({ $0.isASCII && $0.isNumber }),
      !rest.contains(where: marks.contains)
    else { return text }
    return sign + groups.joined() + rest
  }
}
