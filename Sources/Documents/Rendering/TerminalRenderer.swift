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
      terms.map { wrapped(say($0.name) + ": " + say(.joined($0.sentences)), indent: 2) }
        .joined(separator: "\n")
    case .code(let code): code
    case .chart, .drawing: ""
    }
  }

  private func text(_ note: Note) -> String {
    let about = note.about.isEmpty ? "" : say(note.about.shown) + ": "
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
    let blanks = (0...(widths.max() ?? 0)).map { String(repeating: " ", count: $0) }
    let lines = cells.enumerated().map { place, row -> String in
      var line = ""
      for column in row.indices {
        if column > 0 { line += "  " }
        let padding = blanks[widths[column] - taken[place][column]]
        line += numeric[column] ? padding : row[column]
        line += numeric[column] ? row[column] : padding
      }
      let isSerious = place > 0 && table.rows[place - 1].contains { $0.severity == .serious }
      let trimmed = line.trimmingBlanks
      return isSerious ? red(trimmed) : trimmed
    }
    let note = table.note.map { wrapped(say($0)) + "\n" } ?? ""
    return note + lines.joined(separator: "\n")
  }

  /// What is wrong, where, and what to do, one under the other.
  ///
  /// - Parameter option: what carries the remedy out, with a blank before it; empty when nothing does.
  public func text(_ error: any Explained, option: String = "") -> String {
    let place = error.place.map { Documents.say("error.terminal.where", where: $0) }
    return
      ([Documents.say("error.terminal.what", what: error.problem)] + [place].compactMap(\.self)
      + [Documents.say("error.terminal.do", do: error.advice, option: option)])
      .map(say).joined(separator: "\n")
  }

  private func red(_ text: String) -> String {
    isColoured ? "\u{1B}[31m\(text)\u{1B}[0m" : text
  }

  /// A text whose lines are broken at the terminal's width.
  package func broken(_ text: String) -> String { wrapped(text) }

  private func wrapped(_ text: String, indent: Int = 0) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      LineBreaks.lines(String($0), width: width, indent: indent, measure: \.terminalWidth)
    }.joined(separator: "\n")
  }
}
