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
    data: Table? = nil, @ListBuilder<Section> sections: () -> [Section]
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
    _ heading: Message, role: Role = .main, @ListBuilder<Block> blocks: () -> [Block]
  ) {
    self.heading = heading
    self.role = role
    self.blocks = blocks().filter { !$0.isEmpty }
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

/// Collects what a list is made of, with `if` and `for`.
@resultBuilder
public enum ListBuilder<Element> {
  /// One.
  public static func buildExpression(_ element: Element) -> [Element] { [element] }
  /// One that may be absent.
  public static func buildExpression(_ element: Element?) -> [Element] {
    element.map { [$0] } ?? []
  }
  /// Some that were made elsewhere.
  public static func buildExpression(_ elements: [Element]) -> [Element] { elements }
  /// All in their order.
  public static func buildBlock(_ parts: [Element]...) -> [Element] { parts.flatMap(\.self) }
  /// Those of an `if`.
  public static func buildOptional(_ parts: [Element]?) -> [Element] { parts ?? [] }
  /// Those of an `if` with `else`.
  public static func buildEither(first: [Element]) -> [Element] { first }
  /// Those of an `else`.
  public static func buildEither(second: [Element]) -> [Element] { second }
  /// Those of a `for`.
  public static func buildArray(_ parts: [[Element]]) -> [Element] { parts.flatMap(\.self) }
}

extension Block {
  /// Sentences of an answer: the first is the one that will be quoted.
  package static func answer(_ sentences: [Message]) -> [Block] {
    sentences.prefix(1).map { .lead($0) } + sentences.dropFirst().map { .message($0) }
  }
}

/// What stands in a section: a block, or what becomes one.
public protocol Blocks {
  /// In their order; a section leaves an empty table, list or row of remarks out.
  var blocks: [Block] { get }
  /// Several of them.
  static func blocks(of several: [Self]) -> [Block]
}

extension Blocks {
  /// One behind the other.
  public static func blocks(of several: [Self]) -> [Block] { several.flatMap(\.blocks) }
}

extension Block: Blocks {
  /// Itself.
  public var blocks: [Block] { [self] }

  var isEmpty: Bool {
    switch self {
    case .notes(let notes): notes.isEmpty
    case .list(let items): items.isEmpty
    case .terms(let terms): terms.isEmpty
    case .table(let table): table.isEmpty
    default: false
    }
  }
}
extension Message: Blocks {
  /// A paragraph.
  public var blocks: [Block] { [.message(self)] }
}
extension Table: Blocks {
  /// The table.
  public var blocks: [Block] { [.table(self)] }
}
extension Chart: Blocks {
  /// The figure.
  public var blocks: [Block] { [.chart(self)] }
}
extension Note: Blocks {
  /// A remark by itself.
  public var blocks: [Block] { [.notes([self])] }
  /// Remarks in one list.
  public static func blocks(of several: [Note]) -> [Block] { [.notes(several)] }
}
extension Optional: Blocks where Wrapped: Blocks {
  /// None where it is absent.
  public var blocks: [Block] { map(\.blocks) ?? [] }
}
extension Array: Blocks where Element: Blocks {
  /// All of them.
  public var blocks: [Block] { Element.blocks(of: self) }
}

extension ListBuilder where Element == Block {
  /// What becomes a block.
  public static func buildExpression(_ piece: some Blocks) -> [Block] { piece.blocks }
}
