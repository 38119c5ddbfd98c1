/// What is refused in YAML before it is parsed.
package enum YAMLText {
  /// The line, from 1, of the first key that is written with `?`; `nil` without one.
  ///
  /// Such keys may be mappings themselves. Yams compares keys to find repeated ones, which takes
  /// exponential time when they are nested: 500 bytes keep it busy for minutes. No file of ours
  /// needs them.
  package static func lineOfComplexKey(_ text: String) -> Int? {
    var line = 0
    for part in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      line += 1
      var previous: Character = "\n"
      var isAtStart = true
      for (character, next) in zip(part, part.dropFirst() + "\n") {
        let mayBegin = isAtStart || "[{,".contains(previous)
        if character == "?", mayBegin, next.isWhitespace { return line }
        // Blanks and the dashes of a list keep the place where a key may begin.
        if !(character.isWhitespace || (character == "-" && next.isWhitespace)) {
          isAtStart = false
        }
        if !character.isWhitespace { previous = character }
      }
    }
    return nil
  }
}
