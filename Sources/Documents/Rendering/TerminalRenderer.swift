/// Lays a document out for the terminal: answer, remarks and tables, without what only the page shows.
public struct TerminalRenderer: Sendable, Speaker {
  let language: Language
  private let isColoured: Bool
  private let width: Int
  let catalogue: Catalogue

  /// - Parameters:
  ///   - language: in which it is said.
  ///   - isColoured: whether serious remarks are red.
  ///   - width: columns of the terminal; sentences are broken there.
  public init(
    language: Language = .english, isColoured: Bool = false, width: Int = 100,
    catalogue: Catalogue = .builtIn
  ) {
    self.language = language
    self.isColoured = isColoured
    self.width = width
    self.catalogue = catalogue
  }

  /// The document without its details.
  public func text(_ document: Document) -> String {
    var parts = [wrapped(say(document.title))]
    if !document.subtitles.isEmpty {
      parts.append(document.subtitles.map { wrapped(say($0)) }.joined(separator: "\n"))
    }
    parts += document.alerts.map { red(wrapped("! " + say($0))) }
    for section in document.sections where section.role != .detail {
      let blocks = section.blocks.map(text).filter { !$0.isEmpty }
      guard !blocks.isEmpty else { continue }
      if section.role == .answer {
        parts += blocks
      } else {
        parts.append(([say(section.heading)] + blocks).joined(separator: "\n"))
      }
    }
    return parts.joined(separator: "\n\n")
  }

  private func text(_ block: Block) -> String {
    switch block {
    case .message(let message), .lead(let message): wrapped(say(message))
    case .heading(let message): say(message)
    case .table(let table): text(table)
    case .notes(let notes): notes.map(text).joined(separator: "\n")
    case .list(let items):
      items.map { wrapped("- " + say($0), indent: 2) }.joined(separator: "\n")
    case .terms(let terms):
      terms.map { term in
        wrapped(
          say(term.name) + ": " + say(.joined(term.sentences)), indent: 2)
      }.joined(separator: "\n")
    case .code(let code): code
    case .chart, .drawing: ""
    }
  }

  private func text(_ note: Note) -> String {
    let about =
      note.about.isEmpty
      ? "" : say(note.about.shown) + ": "
    let mark = note.severity >= .warning ? "! " : "- "
    let text = wrapped(mark + about + say(note.message), indent: 2)
    return note.severity == .serious ? red(text) : text
  }

  /// Aligned columns under their headings.
  public func text(_ table: Table) -> String {
    let shown = table.shown()
    let cells =
      [shown.map { heading(table.columns[$0]) }]
      + table.rows.map { row in shown.map { say(row[$0]) } }
    let numeric = shown.map(table.isNumeric)
    let taken = cells.map { $0.map(\.terminalWidth) }
    let widths = shown.indices.map { column in taken.map { $0[column] }.max() ?? 0 }
    let lines = cells.enumerated().map { place, row -> String in
      let line = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - taken[place][column])
        return numeric[column] ? padding + row[column] : row[column] + padding
      }.joined(separator: "  ")
      let isSerious = place > 0 && table.rows[place - 1].contains { $0.severity == .serious }
      let trimmed = line.trimmingBlanks
      return isSerious ? red(trimmed) : trimmed
    }
    let note = table.note.map { wrapped(say($0)) + "\n" } ?? ""
    return note + lines.joined(separator: "\n")
  }

  private func red(_ text: String) -> String {
    isColoured ? "\u{1B}[31m\(text)\u{1B}[0m" : text
  }

  /// Broken between words, or anywhere in Japanese and Chinese but before a mark that closes.
  private func wrapped(_ text: String, indent: Int = 0) -> String {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      var lineWidth = 0
      for piece in Self.pieces(String(paragraph)) {
        let pieceWidth = piece.terminalWidth
        if lineWidth + pieceWidth > width, !line.isEmpty {
          lines.append(line.trimmingBlanks)
          line = String(repeating: " ", count: indent)
          lineWidth = indent
          if piece == " " { continue }
        }
        line += piece
        lineWidth += pieceWidth
      }
      lines.append(line.trimmingBlanks)
    }
    return lines.joined(separator: "\n")
  }

  /// Words with the blank behind them; wide characters one by one, with the closing marks that follow.
  private static func pieces(_ text: String) -> [String] {
    let closing: Set<Character> = ["。", "、", "，", "；", "：", "）", "」", "”", "%", "！", "？"]
    var pieces: [String] = []
    var word = ""
    for character in text {
      if character == " " {
        if !word.isEmpty { pieces.append(word) }
        pieces.append(" ")
        word = ""
      } else if closing.contains(character), word.isEmpty, let last = pieces.indices.last,
        pieces[last] != " "
      {
        pieces[last].append(character)
      } else if String(character).terminalWidth > 1 {
        if !word.isEmpty { pieces.append(word) }
        pieces.append(String(character))
        word = ""
      } else {
        word.append(character)
      }
    }
    if !word.isEmpty { pieces.append(word) }
    return pieces
  }
}

extension String {
  /// Columns of a terminal: Han, kana and full-width signs take two.
  var terminalWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return unicodeScalars.reduce(0) { width, scalar in
      width
        + ((0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
          || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
          || (0xFE30...0xFE4F).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
          || (0xFFE0...0xFFE6).contains(scalar.value) || (0x20000...0x3FFFD).contains(scalar.value)
          ? 2 : 1)
    }
  }

  /// Without the blanks at its end.
  fileprivate var trimmingBlanks: String {
    guard let last = utf8.lastIndex(where: { $0 != UInt8(ascii: " ") }) else { return "" }
    return String(self[..<utf8.index(after: last)])
  }
}
