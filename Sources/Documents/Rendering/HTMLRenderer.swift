import Mustache

/// Lays a document out as a page: one file, readable without JavaScript and without a network, on paper
/// and on a small screen.
public struct HTMLRenderer: Sendable, Speaker {
  let language: Language
  private let stamp: Stamp
  let catalogue: Catalogue

  /// What stands at the head of every page.
  public struct Stamp: Sendable {
    /// The day on which it was made, as ISO 8601 writes it; empty when it is not to be shown.
    public let date: String
    /// The program and its version.
    public let tool: String

    /// A stamp.
    public init(date: String = "", tool: String) {
      self.date = date
      self.tool = tool
    }
  }

  /// What was drawn for the page.
  public struct Drawings: Sendable {
    /// SVG by the chart's name.
    public let svg: [String: String]
    /// Why there are none; `nil` when they were drawn.
    public let absence: Message?
    /// A script that makes the charts live; `nil` for a page without scripts.
    public let script: String?

    /// Drawings.
    public init(svg: [String: String] = [:], absence: Message? = nil, script: String? = nil) {
      self.svg = svg
      self.absence = absence
      self.script = script
    }
  }

  /// - Parameters:
  ///   - language: in which it is said.
  ///   - stamp: day and program.
  public init(language: Language = .english, stamp: Stamp, catalogue: Catalogue = .builtIn) {
    self.language = language
    self.stamp = stamp
    self.catalogue = catalogue
  }

  /// The page.
  ///
  /// - Throws: `MustacheTemplate.Error` when the template itself is at fault.
  public func page(_ document: Document, drawings: Drawings = Drawings()) throws -> String {
    var content: [String: Any] = [
      "lang": language.tag, "title": say(document.title), "style": PageTemplate.style,
      "swipe": say("swipe"),
      "policy": policy(hasScript: drawings.script != nil), "date": stamp.date, "tool": stamp.tool,
      "subtitles": document.subtitles.map(say), "alerts": document.alerts.map(say),
      "sections": document.sections.enumerated().map { section($0.element, $0.offset, drawings) },
    ]
    // A list of contents where a page is too long to be seen at once; a long list is shut, so that
    // the answer is on the first screen of a telephone.
    if document.sections.count > 5 {
      content["contents"] = [
        "heading": say("contents"), "short": document.sections.count <= Self.shortContents,
        "items": document.sections.enumerated().map {
          ["number": String($0.offset + 1), "text": say($0.element.heading)]
        },
      ]
    }
    if let footer = document.footer { content["footer"] = say(footer) }
    if let script = drawings.script {
      content["live"] = [
        "script": Self.inScript(script), "specifications": try specifications(document),
      ]
    }
    PageContent.register()
    return try MustacheTemplate(string: PageTemplate.page).render(content)
  }

  /// Lists of contents up to this length are open.
  private static let shortContents = 10

  /// Nothing from outside may be loaded or sent; scripts run only on pages with live charts, whose
  /// library compiles expressions.
  private func policy(hasScript: Bool) -> String {
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
      + (hasScript ? "; script-src 'unsafe-inline' 'unsafe-eval'" : "")
  }

  // MARK: Blocks

  private func section(
    _ section: Section, _ place: Int, _ drawings: Drawings
  ) -> [String: Any] {
    [
      "number": String(place + 1), "heading": say(section.heading),
      "class": section.role.rawValue,
      "blocks": section.blocks.map { content($0, under: say(section.heading), drawings) },
    ]
  }

  private func content(
    _ block: Block, under heading: String, _ drawings: Drawings
  ) -> [String: Any] {
    switch block {
    case .message(let message): ["paragraph": say(message)]
    case .lead(let message): ["lead": say(message)]
    case .heading(let message): ["subheading": say(message)]
    case .table(let table): ["table": content(table, under: heading)]
    case .chart(let chart):
      if let svg = drawings.svg[chart.name] {
        figure(chart.name, chart.caption, chart.description ?? chart.caption, svg)
      } else {
        ["missing": say(drawings.absence ?? "figures.absent") + " " + say(chart.caption)]
      }
    case .drawing(let drawing):
      figure(drawing.name, drawing.caption, drawing.caption, drawing.svg, "drawing")
    case .notes(let notes):
      items("notes", notes.sorted { $0.severity > $1.severity }) {
        [
          "severity": $0.severity.rawValue, "text": say($0.message).asSentence,
          "about": say($0.about.shown),
        ]
      }
    case .terms(let terms):
      items("terms", terms) {
        [
          "name": say($0.name), "text": say(.joined($0.sentences)),
          "source": $0.source.map(say) ?? "",
        ]
      }
    case .list(let messages): ["list": ["items": messages.map(say)]]
    case .code(let code): ["code": code]
    }
  }

  private func items<Item>(
    _ kind: String, _ items: [Item], _ content: (Item) -> [String: Any]
  ) -> [String: Any] {
    [kind: ["items": items.map(content)]]
  }

  private func figure(
    _ name: String, _ caption: Message, _ description: Message, _ svg: String,
    _ kind: String = "chart"
  ) -> [String: Any] {
    let content = [
      "name": name, "caption": say(caption), "description": say(description), "svg": svg,
      "class": kind,
    ]
    return ["figure": content]
  }

  private func content(_ table: Table, under heading: String) -> [String: Any] {
    let shown = table.shown()
    let numeric = shown.map { table.isNumeric($0) ? "n" : "" }
    return [
      "caption": say(table.caption),
      // A caption that repeats the heading is for those who hear the page.
      "captionClass": say(table.caption) == heading ? "heard" : "",
      "note": table.note.map(say) ?? "",
      "columns": zip(shown, numeric).map {
        ["text": self.heading(table.columns[$0]), "class": $1]
      },
      "rows": rows(of: table, shown, numeric),
    ]
  }

  /// The rows as markup: a list of activities has half a million cells, and a template asks a
  /// dictionary for each.
  private func rows(of table: Table, _ shown: [Int], _ numeric: [String]) -> String {
    var markup: [UInt8] = []
    for row in table.rows {
      markup.append(contentsOf: "<tr>".utf8)
      for (column, numeric) in zip(shown, numeric) {
        let value = row[column]
        markup.append(contentsOf: "<td class=\"".utf8)
        markup.append(contentsOf: numeric.utf8)
        if let severity = value.severity {
          if !numeric.isEmpty { markup.append(UInt8(ascii: " ")) }
          markup.append(contentsOf: severity.rawValue.utf8)
        }
        markup.append(contentsOf: "\">".utf8)
        let isCode = isCode(value)
        if isCode { markup.append(contentsOf: "<code>".utf8) }
        markup.appendEscaped(say(value))
        if isCode { markup.append(contentsOf: "</code>".utf8) }
        markup.append(contentsOf: "</td>".utf8)
      }
      markup.append(contentsOf: "</tr>\n".utf8)
    }
    return String(decoding: markup, as: UTF8.self)
  }

  private func isCode(_ value: Value) -> Bool {
    if case .code = value.unmarked { true } else { false }
  }

  // MARK: Live charts

  private func specifications(_ document: Document) throws -> String {
    let specifications = document.charts.map {
      ($0.name, VegaLite($0, language: language, catalogue: catalogue).specification)
    }
    let data = try StableJSON.encode(Dictionary(specifications) { $1 }, pretty: false)
    // JSON may write < as an escape anywhere in a string, and outside strings it never stands.
    return String(decoding: data, as: UTF8.self).replacing("<", with: "\\u003c")
  }

  /// Text that cannot end the script element it stands in.
  private static func inScript(_ text: String) -> String {
    text.replacing("</script", with: "<\\/script").replacing("<!--", with: "<\\!--")
  }
}

extension String {
  /// With a capital letter.
  fileprivate var asSentence: String { prefix(1).uppercased() + dropFirst() }
}
