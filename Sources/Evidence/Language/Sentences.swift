import Documents
import AirQuality

/// Sentences that other rooms write in English (reasons of errors, notes on factors, names of how an
/// interval was made) in the page's language.
///
/// `Datasets/language/sentences.csv` has one row a sentence. A blank `{name}` takes any text, which is
/// looked up in turn; a blank `{#name}` takes text without letters, so that a short row does not take
/// sentences that it was not written for. Parts joined by “; ” are looked up one by one, and what
/// stands before “: ” (a station, a file) may keep its own name. Of several readings the one that
/// leaves the fewest English letters wins.
struct Sentences: Sendable {
  /// A row of the table.
  struct Row: Sendable {
    /// Which kind of sentence.
    let area: String
    let phrase: Phrase
    fileprivate let parts: [Part]
  }

  fileprivate enum Part: Sendable {
    case literal(String)
    case blank(String, isNumber: Bool)
  }

  /// A sentence in the page's language, with the letters that stayed English.
  private struct Reading {
    let text: String
    let left: Int
  }

  static let builtIn = Sentences(ReferenceTable(named: "language/sentences.csv"))

  let rows: [Row]

  init(_ table: ReferenceTable) {
    rows = table.rows.map { row in
      let english = row["english"] ?? ""
      return Row(
        area: row["area"] ?? "",
        phrase: Phrase(english, row["japanese"] ?? "", row["chinese"] ?? ""),
        parts: Self.parts(of: english))
    }
  }

  /// A sentence in a language; as it stands where the table has none like it.
  static func text(_ english: String, _ language: Language) -> String {
    builtIn.translation(of: english, language) ?? english
  }

  /// A sentence in a language; `nil` where the table has none like it.
  func translation(of english: String, _ language: Language) -> String? {
    guard language != .english else { return english }
    var known: [String: Reading?] = [:]
    return reading(of: english, language, &known)?.text
  }

  // MARK: Reading

  private func reading(
    of text: String, _ language: Language, _ known: inout [String: Reading?]
  ) -> Reading? {
    if let found = known[text] { return found }
    var best: Reading?
    func consider(_ reading: Reading) {
      if reading.left < best?.left ?? .max { best = reading }
    }
    for row in rows {
      guard let values = Self.values(of: row.parts[...], in: text[...]) else { continue }
      var texts: [String: String] = [:]
      var left = 0
      for (name, value) in values {
        let word = Terms.word(value, language).map { Reading(text: $0, left: 0) }
        let own = word ?? reading(of: value, language, &known) ?? Self.kept(value)
        texts[name] = own.text
        left += own.left
      }
      consider(Reading(text: row.phrase.text(language, texts), left: left))
    }
    for gap in text.ranges(of: "; ") {
      guard let first = reading(of: String(text[..<gap.lowerBound]), language, &known),
        let second = reading(of: String(text[gap.upperBound...]), language, &known)
      else { continue }
      consider(
        Reading(
          text: first.text + (language == .japanese ? "。" : "；") + second.text,
          left: first.left + second.left))
    }
    if let gap = text.firstRange(of: ": "),
      let second = reading(of: String(text[gap.upperBound...]), language, &known)
    {
      let first = Self.kept(String(text[..<gap.lowerBound]))
      consider(Reading(text: "\(first.text)：\(second.text)", left: first.left + second.left))
    }
    known[text] = .some(best)
    return best
  }

  /// A name that stays as it is.
  private static func kept(_ name: String) -> Reading {
    Reading(text: name, left: name.reduce(0) { $0 + ($1.isASCII && $1.isLetter ? 1 : 0) })
  }

  // MARK: Blanks

  private static func parts(of english: String) -> [Part] {
    var parts: [Part] = []
    var rest = english[...]
    while let blank = rest.firstMatch(of: /\{(#?)([a-zA-Z]+)\}/) {
      if blank.range.lowerBound > rest.startIndex {
        parts.append(.literal(String(rest[..<blank.range.lowerBound])))
      }
      parts.append(
        .blank("\(blank.output.1)\(blank.output.2)", isNumber: !blank.output.1.isEmpty))
      rest = rest[blank.range.upperBound...]
    }
    if !rest.isEmpty { parts.append(.literal(String(rest))) }
    return parts
  }

  /// What the blanks hold when the parts are the text; each blank is as short as it can be.
  private static func values(
    of parts: ArraySlice<Part>, in text: Substring
  ) -> [String: String]? {
    guard let first = parts.first else { return text.isEmpty ? [:] : nil }
    let others = parts.dropFirst()
    switch first {
    case .literal(let literal):
      return text.hasPrefix(literal) ? values(of: others, in: text.dropFirst(literal.count)) : nil
    case .blank(let name, let isNumber):
      func fits(_ value: Substring) -> Bool {
        !value.isEmpty && !(isNumber && value.contains(where: \.isLetter))
      }
      guard case .literal(let literal)? = others.first else {
        return fits(text) && others.isEmpty ? [name: String(text)] : nil
      }
      for place in text.ranges(of: literal) {
        let value = text[..<place.lowerBound]
        guard fits(value) else { continue }
        if var found = values(of: others.dropFirst(), in: text[place.upperBound...]) {
          found[name] = String(value)
          return found
        }
      }
      return nil
    }
  }
}
