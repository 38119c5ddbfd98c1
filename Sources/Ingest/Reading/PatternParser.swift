import Documents

/// Reads the text of a regular expression; see `LinearPattern`.
struct PatternParser {
  private let letters: [Character]
  private var place = 0
  private var depth = 0
  /// Groups that were read.
  private(set) var groups = 0

  init(_ text: String) { letters = Array(text) }

  private var next: Character? { place < letters.count ? letters[place] : nil }

  private mutating func take(_ letter: Character) -> Bool {
    guard next == letter else { return false }
    place += 1
    return true
  }

  mutating func read() throws(LinearPattern.Refusal) -> PatternTree {
    let tree = try alternatives()
    guard next == nil else { throw .init(problem: "error.ingest.closes-bracket-is-not") }
    return tree
  }

  private mutating func alternatives() throws(LinearPattern.Refusal) -> PatternTree {
    depth += 1
    guard depth <= 100 else { throw .init(problem: "error.ingest.nests-too-deep") }
    defer { depth -= 1 }
    var tree = try sequence()
    while take("|") { tree = .either(tree, try sequence()) }
    return tree
  }

  private mutating func sequence() throws(LinearPattern.Refusal) -> PatternTree {
    var parts: [PatternTree] = []
    while let letter = next, letter != "|", letter != ")" { parts.append(try repeated()) }
    return .sequence(parts)
  }

  private mutating func repeated() throws(LinearPattern.Refusal) -> PatternTree {
    var tree = try single()
    while let letter = next {
      let bounds: (Int, Int?)
      switch letter {
      case "*": bounds = (0, nil)
      case "+": bounds = (1, nil)
      case "?": bounds = (0, 1)
      case "{": bounds = try counts()
      default: return tree
      }
      place += 1
      if next == "+" {
        throw .init(
          problem: Message("error.ingest.has-possessive-repetition", ["letter": .fact(letter)]))
      }
      tree = .repeated(tree, least: bounds.0, most: bounds.1, isLazy: take("?"))
    }
    return tree
  }

  /// Reads `{2}`, `{2,}` or `{2,5}` up to its closing brace.
  private mutating func counts() throws(LinearPattern.Refusal) -> (Int, Int?) {
    guard let end = letters[place...].firstIndex(of: "}") else {
      throw .init(problem: "error.ingest.does-not-close-brace")
    }
    let parts = letters[(place + 1)..<end].split(
      separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    place = end
    guard let least = parts.first.flatMap({ Int(String($0)) }), least >= 0,
      least <= LinearPattern.largest
    else { throw .init(problem: "error.ingest.has-braces-hold-no") }
    guard parts.count == 2 else { return (least, least) }
    guard !parts[1].isEmpty else { return (least, nil) }
    guard let most = Int(String(parts[1])), most >= least, most <= LinearPattern.largest else {
      throw .init(problem: "error.ingest.has-braces-hold-no")
    }
    return (least, most)
  }

  private mutating func single() throws(LinearPattern.Refusal) -> PatternTree {
    guard let letter = next else { throw .init(problem: "error.ingest.ends-too-early") }
    place += 1
    switch letter {
    case ".": return .one(.any)
    case "^": return .start
    case "$": return .end
    case "[": return .one(try set())
    case "\\": return .one(try escaped())
    case "(": return try group()
    case "*", "+", "?", "{":
      throw .init(problem: Message("error.ingest.has-nothing-before", ["letter": .fact(letter)]))
    default: return .one(.letter(letter))
    }
  }

  private mutating func group() throws(LinearPattern.Refusal) -> PatternTree {
    var isCounted = true
    if take("?") {
      if take(":") {
        isCounted = false
      } else if next == "<", place + 1 < letters.count, !"=!".contains(letters[place + 1]) {
        while let letter = next, letter != ">" { place += letter == ">" ? 0 : 1 }
        guard take(">") else { throw .init(problem: "error.ingest.does-not-close-groups") }
      } else {
        throw .init(problem: "error.ingest.looks-ahead-behind-sets")
      }
    }
    if isCounted { groups += 1 }
    let isFirst = isCounted && groups == 1
    let inner = try alternatives()
    guard take(")") else { throw .init(problem: "error.ingest.does-not-close-parenthesis") }
    return .group(inner, isFirst: isFirst)
  }

  private mutating func escaped() throws(LinearPattern.Refusal) -> LinearPattern.Kind {
    guard let letter = next else { throw .init(problem: "error.ingest.ends") }
    place += 1
    switch letter {
    case "d": return .digit
    case "D": return .not(.digit)
    case "w": return .word
    case "W": return .not(.word)
    case "s": return .space
    case "S": return .not(.space)
    case "t": return .letter("\t")
    case _ where letter.isLetter || letter.isNumber:
      throw .init(problem: Message("error.ingest.has-which-is-not", ["letter": .fact(letter)]))
    default: return .letter(letter)
    }
  }

  private mutating func set() throws(LinearPattern.Refusal) -> LinearPattern.Kind {
    let isOpposite = take("^")
    var kinds: [LinearPattern.Kind] = []
    while let letter = next {
      place += 1
      if letter == "]", !kinds.isEmpty {
        return isOpposite ? .not(.either(kinds)) : .either(kinds)
      }
      guard letter != "[" else { throw .init(problem: "error.ingest.has-within-write") }
      let kind = letter == "\\" ? try escaped() : .letter(letter)
      guard case .letter(let first) = kind, next == "-", place + 1 < letters.count,
        letters[place + 1] != "]"
      else {
        kinds.append(kind)
        continue
      }
      place += 1
      let last = letters[place]
      place += 1
      guard first.unicodeScalars.count == 1, last.unicodeScalars.count == 1, last != "\\",
        let low = first.unicodeScalars.first?.value, let high = last.unicodeScalars.first?.value,
        low <= high
      else {
        throw .init(
          problem: Message(
            "error.ingest.has-range-from", ["first": .fact(first), "last": .fact(last)]))
      }
      kinds.append(.range(low...high))
    }
    throw .init(problem: "error.ingest.does-not-close-bracket")
  }
}
