import Documents

/// A regular expression that never takes long: its time grows with the text's length and no faster.
///
/// It tries alternatives in the usual order and remembers every place of the pattern at which a
/// place of the text has failed, so that none is tried twice: `(a+)+$` is as quick as `a+$`.
/// It knows literals, `.`, `[…]`, `\d \w \s` and their opposites, groups, `|`, `* + ? {m,n}` also
/// with `?` behind, `^` and `$`. What would need more, such as looking ahead or references to
/// groups, is refused.
///
/// - Source: the bounded backtracker of Cox, “Regular Expression Matching: the Virtual Machine
///   Approach” (2009), with a bit for each instruction and position.
struct LinearPattern {
  /// Why a text is no pattern.
  struct Refusal: Error, Equatable {
    /// What is wrong, the pattern being the subject.
    let problem: Message
  }

  /// The most steps a pattern may have, repetitions written out.
  static let largest = 2_000

  private enum Step {
    case one(Kind)
    case split(Int, Int)
    case jump(Int)
    case mark(Int)
    case start
    case end
    case found
  }

  indirect enum Kind {
    case any
    case letter(Character)
    case range(ClosedRange<UInt32>)
    case digit, word, space
    case either([Kind])
    case not(Kind)

    func holds(_ letter: Character) -> Bool {
      switch self {
      case .any: !letter.isNewline
      case .letter(let other): letter == other
      case .range(let range):
        letter.unicodeScalars.count == 1 && range.contains(letter.unicodeScalars.first?.value ?? 0)
      case .digit: letter.isWholeNumber
      case .word: letter.isLetter || letter.isNumber || letter == "_"
      case .space: letter.isWhitespace
      case .either(let kinds): kinds.contains { $0.holds(letter) }
      case .not(let kind): !kind.holds(letter)
      }
    }
  }

  private let steps: [Step]
  /// Whether the pattern has a group.
  let hasGroup: Bool

  /// Reads a pattern.
  init(_ text: String) throws(Refusal) {
    var parser = PatternParser(text)
    let tree = try parser.read()
    hasGroup = parser.groups > 0
    var steps: [Step] = []
    try Self.write(tree, to: &steps)
    steps.append(.found)
    self.steps = steps
  }

  /// Whether a text fits as a whole, with what its first group holds (`nil` where it holds nothing).
  func match(_ text: String) -> (isMatch: Bool, group: String?) {
    let letters = Array(text)
    let width = letters.count + 1
    var tried = [Bool](repeating: false, count: steps.count * width)
    // Beginning and end of the first group.
    var marks: [Int?] = [nil, nil]
    enum Job {
      case visit(step: Int, place: Int)
      case restore(mark: Int, old: Int?)
    }
    var jobs: [Job] = [.visit(step: 0, place: 0)]
    while let job = jobs.popLast() {
      guard case .visit(let step, let place) = job else {
        if case .restore(let mark, let old) = job { marks[mark] = old }
        continue
      }
      guard !tried[step * width + place] else { continue }
      tried[step * width + place] = true
      switch steps[step] {
      case .one(let kind):
        if place < letters.count, kind.holds(letters[place]) {
          jobs.append(.visit(step: step + 1, place: place + 1))
        }
      case .split(let first, let second):
        jobs.append(.visit(step: second, place: place))
        jobs.append(.visit(step: first, place: place))
      case .jump(let next): jobs.append(.visit(step: next, place: place))
      case .mark(let mark):
        jobs.append(.restore(mark: mark, old: marks[mark]))
        marks[mark] = place
        jobs.append(.visit(step: step + 1, place: place))
      case .start: if place == 0 { jobs.append(.visit(step: step + 1, place: place)) }
      case .end: if place == letters.count { jobs.append(.visit(step: step + 1, place: place)) }
      case .found:
        guard place == letters.count else { continue }
        guard let from = marks[0], let until = marks[1], from <= until else { return (true, nil) }
        return (true, String(letters[from..<until]))
      }
    }
    return (false, nil)
  }

  private static func write(_ tree: PatternTree, to steps: inout [Step]) throws(Refusal) {
    guard steps.count <= largest else {
      throw Refusal(
        problem: Message("error.ingest.has-more-than-limit", ["largest": .fact(largest)]))
    }
    switch tree {
    case .one(let kind): steps.append(.one(kind))
    case .start: steps.append(.start)
    case .end: steps.append(.end)
    case .sequence(let parts):
      // An empty one counts, too: written out a billion times it would take as long.
      if parts.isEmpty { steps.append(.jump(steps.count + 1)) }
      for part in parts { try write(part, to: &steps) }
    case .group(let inner, let isFirst):
      if isFirst { steps.append(.mark(0)) }
      try write(inner, to: &steps)
      if isFirst { steps.append(.mark(1)) }
    case .either(let first, let second):
      let split = steps.count
      steps.append(.jump(0))
      try write(first, to: &steps)
      let jump = steps.count
      steps.append(.jump(0))
      steps[split] = .split(split + 1, steps.count)
      try write(second, to: &steps)
      steps[jump] = .jump(steps.count)
    case .repeated(let inner, let least, let most, let isLazy):
      for _ in 0..<least { try write(inner, to: &steps) }
      func split(_ into: Int, _ past: Int) -> Step {
        isLazy ? .split(past, into) : .split(into, past)
      }
      guard let most else {
        let begin = steps.count
        steps.append(.jump(0))
        try write(inner, to: &steps)
        steps.append(.jump(begin))
        steps[begin] = split(begin + 1, steps.count)
        return
      }
      var splits: [Int] = []
      for _ in least..<max(least, most) {
        splits.append(steps.count)
        steps.append(.jump(0))
        try write(inner, to: &steps)
      }
      for begin in splits { steps[begin] = split(begin + 1, steps.count) }
    }
  }
}

/// A pattern as it is written.
indirect enum PatternTree {
  case one(LinearPattern.Kind)
  case start, end
  case sequence([PatternTree])
  case group(PatternTree, isFirst: Bool)
  case either(PatternTree, PatternTree)
  case repeated(PatternTree, least: Int, most: Int?, isLazy: Bool)
}
