import Documents

/// What a format assumes of its files, in the reader’s language.
enum FormatAssumption {
  /// The catalogue's row of an assumption; one of a user's own description keeps its words.
  ///
  /// A format keeps its own English; the row is known by these words.
  static func message(_ words: String) -> Message {
    Message.row("assumption.\(slug(words))") ?? .verbatim(words)
  }

  /// Letters and digits in lower case, with one hyphen for whatever stands between them.
  private static func slug(_ words: String) -> String {
    words.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      .joined(separator: "-")
  }
}
