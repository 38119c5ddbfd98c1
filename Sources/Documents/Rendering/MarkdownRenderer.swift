/// Lays a document out as Markdown, for e-mails and repositories; figures by their file names.
public struct MarkdownRenderer: Sendable, Speaker {
  let language: Language
  let catalogue: Catalogue

  /// - Parameter language: in which it is said.
  public init(language: Language = .english, catalogue: Catalogue = .builtIn) {
    self.language = language
    self.catalogue = catalogue
  }

  /// The whole document.
  public func text(_ document: Document) -> String {
    var parts = ["# " + say(document.title)]
    parts += document.subtitles.map(say)
    parts += document.alerts.map { "> **\(say($0))**" }
    for section in document.sections {
      let heading = say(section.heading)
      if heading != say(document.title) { parts.append("## " + heading) }
      parts += section.blocks.map { text($0, under: heading) }
    }
    if let footer = document.footer { parts += ["---", say(footer)] }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func say(_ message: Message) -> String { Self.escaped(catalogue.text(message, language)) }

  private func text(_ block: Block, under heading: String) -> String {
    switch block {
    case .message(let message): say(message)
    case .lead(let message): "**\(say(message))**"
    case .heading(let message): "### " + say(message)
    case .table(let table): text(table, under: heading)
    case .chart(let chart): "![\(say(chart.caption))](figures/\(chart.name).svg)"
    case .drawing(let drawing): "![\(say(drawing.caption))](figures/\(drawing.name).svg)"
    case .notes(let notes):
      notes.map { note in
        let text = note.severity >= .warning ? "**\(say(note.message))**" : say(note.message)
        let about = note.about.map(say).joined(separator: ", ")
        return "- " + text + (about.isEmpty ? "" : " (\(about))")
      }.joined(separator: "\n")
    case .terms(let terms):
      terms.map { "- **\(say($0.name))**: \(say(.joined($0.sentences)))" }.joined(separator: "\n")
    case .list(let items): items.map { "- " + say($0) }.joined(separator: "\n")
    case .code(let code): "```\n\(code)\n```"
    }
  }

  private func text(_ table: Table, under heading: String) -> String {
    let shown = table.shown()
    let head = shown.map { Self.escaped(self.heading(table.columns[$0])) }
    let rule = shown.map { table.isNumeric($0) ? "---:" : "---" }
    let rows = table.rows.map { row in shown.map { cell(row[$0]) } }
    let lines = ([head, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
    let caption = say(table.caption)
    // A caption that repeats the heading says nothing.
    return ((caption == heading ? [] : ["**\(caption)**", ""]) + lines).joined(separator: "\n")
  }

  private func cell(_ value: Value) -> String {
    if case .code(let code) = value.unmarked { return "`\(code.replacing("|", with: "\\|"))`" }
    return Self.escaped(say(value)).replacing("\n", with: " ")
  }

  /// Signs that Markdown would read as marks.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if "\\`*_|<>[]#".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
