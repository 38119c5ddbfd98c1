import Documents

/// Why a stage of a method's factors stands for a stage of a law.
enum StageReading {
  /// The catalogue's row of a note of `stage_correspondence.csv`.
  ///
  /// The data set keeps its own English; the row is known by the note's words.
  static func note(_ words: String) -> Message {
    Message("reading.\(slug(words))")
  }

  /// Letters and digits in lower case, with one hyphen for whatever stands between them.
  private static func slug(_ words: String) -> String {
    words.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      .joined(separator: "-")
  }
}
