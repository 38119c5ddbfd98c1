/// What is refused in YAML before it is parsed.
package enum YAMLText {
  /// The line, from 1, of the first key that is no plain text: one written with `?`, an alias, or a
  /// list or mapping; `nil` without one.
  ///
  /// Yams compares keys to find repeated ones, which takes exponential time when they are nested or
  /// aliases of nested lists: 500 bytes keep it busy for minutes. No file of ours needs them.
  package static func lineOfComplexKey(_ text: String) -> Int? {
    let hasAlias = text.utf8.contains(UInt8(ascii: "*")) && text.utf8.contains(UInt8(ascii: "&"))
    var line = 0
    for part in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      line += 1
      if hasQuestionKey(part) || (hasAlias && hasNestedKey(part)) { return line }
    }
    return nil
  }

  private static func hasQuestionKey(_ part: Substring) -> Bool {
    var previous: Character = "\n"
    var isAtStart = true
    for (character, next) in zip(part, part.dropFirst() + "\n") {
      let mayBegin = isAtStart || "[{,".contains(previous)
      if character == "?", mayBegin, next.isWhitespace { return true }
      // Blanks and the dashes of a list keep the place where a key may begin.
      if !(character.isWhitespace || (character == "-" && next.isWhitespace)) {
        isAtStart = false
      }
      if !character.isWhitespace { previous = character }
    }
    return false
  }

  /// Whether a colon follows an alias or a closing bracket.
  private static func hasNestedKey(_ part: Substring) -> Bool {
    var word: Substring = ""
    var isInWord = false
    for (character, next) in zip(part, part.dropFirst() + "\n") {
      if character == ":", next.isWhitespace || "[{,\"'*&".contains(next) {
        if word.hasPrefix("*") || word.hasSuffix("]") || word.hasSuffix("}") { return true }
      }
      if character.isWhitespace {
        isInWord = false
      } else if ",[{".contains(character) {
        word = ""
        isInWord = false
      } else if isInWord {
        word.append(character)
      } else {
        word = Substring(String(character))
        isInWord = true
      }
    }
    return false
  }
}
