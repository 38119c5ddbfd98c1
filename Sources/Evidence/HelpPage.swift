package import Documents

/// What `--help` prints, in another language than English.
///
/// The parser of the command has English headings, and what an option says stands in English beside the
/// option: both are looked up by their English text, in the rows `parser.…` and `option.…` of the
/// catalogue. What has no row stays as it is.
package struct HelpPage {
  /// The column in which the parser begins what it says of an option.
  private static let indent = 26

  private static let headings = [
    "ARGUMENTS:": "parser.arguments", "OPTIONS:": "parser.options",
    "SUBCOMMANDS:": "parser.subcommands",
  ]

  private static let options = Dictionary(
    Catalogue.builtIn.rows.filter { $0.id.hasPrefix("option.") }
      .map { ($0.texts[.english] ?? "", $0.id) }
  ) { first, _ in first }

  private let language: Language
  private let width: Int

  /// - Parameter width: columns at which lines are broken.
  package init(_ language: Language, width: Int) {
    self.language = language
    self.width = width
  }

  /// The page.
  ///
  /// - Parameter page: the parser’s, each text on one line.
  package func text(_ page: String) -> String {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    let margin = String(repeating: " ", count: Self.indent)
    var isList = false
    return lines.enumerated().map { place, line in
      if let heading = Self.headings[String(line)] {
        isList = true
        return said(heading)
      }
      if let text = line.dropping("OVERVIEW: ") { return broken(said("parser.overview") + text) }
      if let text = line.dropping("USAGE: ") { return broken(said("parser.usage") + text) }
      if line.contains("' for detailed help.") { return said("parser.see") }
      guard isList, line.hasPrefix("  ") else { return broken(String(line)) }
      if let text = line.dropping(margin) { return margin + inColumn(translated(String(text))) }
      if let text = line.dropping("        ") { return "        " + translated(String(text)) }
      // A label that is too long for its column stands alone, what it says below.
      let isAlone = place + 1 < lines.count && lines[place + 1].hasPrefix(margin)
      if isAlone || line.count <= Self.indent { return String(line) }
      return line.prefix(Self.indent) + inColumn(translated(String(line.dropFirst(Self.indent))))
    }.joined(separator: "\n")
  }

  /// The words of an option, with what it takes and what it is without being given.
  private func translated(_ text: String) -> String {
    if let words = words(of: text) { return words }
    let form = /(.*?) ?\((?:values: ([^;)]*))?(?:; )?(?:default: (.*))?\)/
    guard let found = text.wholeMatch(of: form) else { return text }
    var notes: [String] = []
    if let values = found.2 { notes.append(said("parser.values") + values) }
    if let standard = found.3 { notes.append(said("parser.default") + standard) }
    let words = words(of: String(found.1)) ?? String(found.1)
    return "\(words)（\(notes.joined(separator: "；"))）"
  }

  /// The words; of those that end in a list of terms, the words before it.
  private func words(of text: String) -> String? {
    if let id = Self.options[text] { return said(id) }
    guard let colon = text.firstRange(of: ": "),
      let id = Self.options[text[..<colon.lowerBound] + ":"]
    else { return nil }
    return said(id) + text[colon.upperBound...]
  }

  private func said(_ id: String) -> String { Catalogue.builtIn.text(Message(id), language) }

  private func broken(_ text: String) -> String { TerminalRenderer(width: width).broken(text) }

  private func inColumn(_ text: String) -> String {
    TerminalRenderer(width: max(width - Self.indent, 20)).broken(text)
      .replacing("\n", with: "\n" + String(repeating: " ", count: Self.indent))
  }
}

extension Substring {
  fileprivate func dropping(_ beginning: String) -> Substring? {
    hasPrefix(beginning) ? dropFirst(beginning.count) : nil
  }
}
