/// What a result says, once: pages, the terminal, Markdown and tables are laid out from it.
public struct Document: Hashable, Codable, Sendable {
  /// Title of the page.
  public let title: Message
  /// Lines under the title: a question, periods.
  public let subtitles: [Message]
  /// What puts every number in doubt; shown above the answer.
  public let alerts: [Message]
  /// The parts in reading order.
  public let sections: [Section]
  /// Who made it and where every number stands.
  public let footer: Message?
  /// The result as one tidy table, which `--format csv` prints; `nil` where it is the first table.
  public let data: Table?

  /// A document.
  public init(
    title: Message, subtitles: [Message] = [], alerts: [Message] = [], footer: Message? = nil,
    data: Table? = nil, @SectionBuilder sections: () -> [Section]
  ) {
    self.title = title
    self.subtitles = subtitles
    self.alerts = alerts
    self.footer = footer
    self.data = data
    self.sections = sections().filter { !$0.blocks.isEmpty }
  }

  /// All tables in reading order.
  public var tables: [Table] {
    blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }
  /// All figures in reading order.
  public var charts: [Chart] {
    blocks.compactMap { if case .chart(let chart) = $0 { chart } else { nil } }
  }

  private var blocks: [Block] { sections.flatMap(\.blocks) }
}

/// A result that can be said.
public protocol Documented {
  /// What it says.
  var document: Document { get }
}

/// A part of a document under its heading.
public struct Section: Hashable, Codable, Sendable {
  /// How a part is set off.
  public enum Role: String, Codable, Sendable {
    /// The answer, which stands first and is set off.
    case answer
    /// Whatever else a reader of the page and of the terminal needs.
    case main
    /// What only the page shows: tables to look things up in, provenance, settings.
    case detail
  }

  /// The heading.
  public let heading: Message
  /// How it is set off, and whether the terminal shows it.
  public let role: Role
  /// What it holds; a section without blocks is left out.
  public let blocks: [Block]

  /// A part.
  public init(
    _ heading: Message, role: Role = .main, @BlockBuilder blocks: () -> [Block]
  ) {
    self.heading = heading
    self.role = role
    self.blocks = blocks()
  }
}

/// A piece of a section.
public enum Block: Hashable, Codable, Sendable {
  /// A paragraph.
  case message(Message)
  /// The sentence that will be quoted.
  case lead(Message)
  /// A heading inside a section.
  case heading(Message)
  /// Numbers set large, each under its name.
  case keyFigures([KeyFigure])
  /// A table.
  case table(Table)
  /// A figure.
  case chart(Chart)
  /// A drawing that was made elsewhere, as SVG.
  case drawing(Drawing)
  /// Remarks, the gravest first.
  case notes([Note])
  /// Terms, each with what is said of it.
  case terms([Term])
  /// A list of steps or of names.
  case list([Message])
  /// Settings or commands, letter by letter.
  case code(String)
}

/// A number set large.
public struct KeyFigure: Hashable, Codable, Sendable {
  /// What it is.
  public let name: Message
  /// The number.
  public let value: Value

  /// A number under its name.
  public init(_ name: Message, _ value: Value) {
    self.name = name
    self.value = value
  }
}

/// A term with what is said of it.
public struct Term: Hashable, Codable, Sendable {
  /// What is explained.
  public let name: Message
  /// The explanation, sentence by sentence.
  public let sentences: [Message]
  /// Where it comes from; set small.
  public let source: Message?

  /// A term.
  public init(_ name: Message, _ sentences: [Message], source: Message? = nil) {
    self.name = name
    self.sentences = sentences
    self.source = source
  }
}

/// A drawing that is no chart.
public struct Drawing: Hashable, Codable, Sendable {
  /// Name of its file, without extension.
  public let name: String
  /// What it shows.
  public let caption: Message
  /// The drawing.
  public let svg: String

  /// A drawing.
  public init(name: String, caption: Message, svg: String) {
    self.name = name
    self.caption = caption
    self.svg = svg
  }
}

/// Collects the parts of a document.
@resultBuilder
public enum SectionBuilder {
  /// One part.
  public static func buildExpression(_ section: Section) -> [Section] { [section] }
  /// Parts that were made elsewhere.
  public static func buildExpression(_ sections: [Section]) -> [Section] { sections }
  /// A part that may be absent.
  public static func buildExpression(_ section: Section?) -> [Section] {
    section.map { [$0] } ?? []
  }
  /// Parts in their order.
  public static func buildBlock(_ parts: [Section]...) -> [Section] { parts.flatMap(\.self) }
  /// Parts of an `if`.
  public static func buildOptional(_ parts: [Section]?) -> [Section] { parts ?? [] }
  /// Parts of an `if` with `else`.
  public static func buildEither(first: [Section]) -> [Section] { first }
  /// Parts of an `else`.
  public static func buildEither(second: [Section]) -> [Section] { second }
  /// Parts of a `for`.
  public static func buildArray(_ parts: [[Section]]) -> [Section] { parts.flatMap(\.self) }
}

/// Collects the blocks of a section. Empty tables, lists and remarks are left out.
@resultBuilder
public enum BlockBuilder {
  /// A block.
  public static func buildExpression(_ block: Block) -> [Block] {
    switch block {
    case .notes(let notes) where notes.isEmpty: []
    case .list(let items) where items.isEmpty: []
    case .terms(let terms) where terms.isEmpty: []
    case .keyFigures(let figures) where figures.isEmpty: []
    case .table(let table) where table.rows.isEmpty: []
    default: [block]
    }
  }
  /// A paragraph.
  public static func buildExpression(_ message: Message) -> [Block] { [.message(message)] }
  /// A paragraph that may be absent.
  public static func buildExpression(_ message: Message?) -> [Block] {
    message.map { [.message($0)] } ?? []
  }
  /// Paragraphs.
  public static func buildExpression(_ messages: [Message]) -> [Block] {
    messages.map { .message($0) }
  }
  /// Remarks.
  public static func buildExpression(_ notes: [Note]) -> [Block] { buildExpression(.notes(notes)) }
  /// A table; none when it has no rows.
  public static func buildExpression(_ table: Table) -> [Block] { buildExpression(.table(table)) }
  /// A table that may be absent.
  public static func buildExpression(_ table: Table?) -> [Block] {
    table.map { buildExpression(.table($0)) } ?? []
  }
  /// A figure.
  public static func buildExpression(_ chart: Chart) -> [Block] { [.chart(chart)] }
  /// A figure that may be absent.
  public static func buildExpression(_ chart: Chart?) -> [Block] {
    chart.map { [.chart($0)] } ?? []
  }
  /// Blocks that were made elsewhere.
  public static func buildExpression(_ blocks: [Block]) -> [Block] { blocks }
  /// Blocks in their order.
  public static func buildBlock(_ parts: [Block]...) -> [Block] { parts.flatMap(\.self) }
  /// Blocks of an `if`.
  public static func buildOptional(_ parts: [Block]?) -> [Block] { parts ?? [] }
  /// Blocks of an `if` with `else`.
  public static func buildEither(first: [Block]) -> [Block] { first }
  /// Blocks of an `else`.
  public static func buildEither(second: [Block]) -> [Block] { second }
  /// Blocks of a `for`.
  public static func buildArray(_ parts: [[Block]]) -> [Block] { parts.flatMap(\.self) }
}
