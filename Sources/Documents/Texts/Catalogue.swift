import Foundation

/// The catalogue of texts: every sentence, heading and word that the program says, in three languages.
///
/// The files of `Datasets/language/texts` are one table, a file for each area: `id,en,ja,zh,note`. In a
/// text
///
/// - `{name}` is the value of an argument,
/// - `{=name}` is a p-value with its sign: “= 0.012” or “< 0.001”,
/// - `{name|one station|# stations}` is a word by a count: the first for one, the second otherwise;
///   `#` stands for the count.
public struct Catalogue: Sendable {
  /// A text in three languages.
  public struct Row: Sendable {
    /// Identifier.
    public let id: String
    /// The text by language.
    public let texts: [Language: String]
    /// What a translator must know.
    public let note: String
  }

  /// The catalogue that was compiled into the program.
  public static let builtIn = Catalogue(tables: EmbeddedTexts.files)

  /// All rows in the order of the file.
  public let rows: [Row]
  private let parts: [String: [Language: [Part]]]

  /// A catalogue from tables with the header `id,en,ja,zh,note`.
  public init(tables: [String]) {
    let lines = tables.flatMap { CatalogueFile.records($0).dropFirst() }
    rows = lines.filter { $0.count >= 4 }.map { fields in
      Row(
        id: fields[0],
        texts: [.english: fields[1], .japanese: fields[2], .chinese: fields[3]],
        note: fields.count > 4 ? fields[4] : "")
    }
    parts = Dictionary(
      rows.map { row in (row.id, row.texts.mapValues(Part.parts)) }, uniquingKeysWith: { $1 })
  }

  /// Whether there is such a text.
  public func has(_ id: String) -> Bool { parts[id] != nil }

  /// A message in a language. A text that is not in the catalogue is shown as `⟨id⟩`: a test keeps
  /// that from happening.
  public func text(_ message: Message, _ language: Language) -> String {
    if message.id == Message.verbatimID, case .text(let text)? = message.arguments["text"] {
      return text
    }
    guard let parts = parts[message.id]?[language] else { return "⟨\(message.id)⟩" }
    return parts.map { part in
      switch part {
      case .literal(let text): return text
      case .blank(let name): return message.arguments[name]?.text(in: language, self) ?? "{\(name)}"
      case .relation(let name):
        guard case .probability(let value)? = message.arguments[name] else { return "{=\(name)}" }
        return NumberText.relation(value)
      case .choice(let name, let one, let other):
        let isOne = if case .count(1)? = message.arguments[name] { true } else { false }
        let count = message.arguments[name]?.text(in: language, self) ?? "{\(name)}"
        return (isOne ? one : other).replacing("#", with: count)
      }
    }.joined()
  }

  /// A unit in words of a language where it is a word; its symbol otherwise.
  func unit(_ unit: String, _ language: Language) -> String {
    let id = "unit.\(unit)"
    return has(id) ? text(Message(id), language) : unit
  }

  /// A piece of a text.
  enum Part: Hashable, Sendable {
    case literal(String)
    case blank(String)
    case relation(String)
    case choice(String, String, String)

    static func parts(of text: String) -> [Part] {
      // Most texts have no blank, and the whole catalogue is taken apart when the program starts.
      if !text.utf8.contains(UInt8(ascii: "{")) { return text.isEmpty ? [] : [.literal(text)] }
      var parts: [Part] = []
      var rest = text[...]
      while let opening = rest.firstIndex(of: "{"),
        let closing = rest[opening...].firstIndex(of: "}")
      {
        if opening > rest.startIndex { parts.append(.literal(String(rest[..<opening]))) }
        let inside = rest[rest.index(after: opening)..<closing]
        let choices = inside.split(separator: "|", omittingEmptySubsequences: false)
        if choices.count == 3 {
          parts.append(.choice(String(choices[0]), String(choices[1]), String(choices[2])))
        } else if inside.hasPrefix("=") {
          parts.append(.relation(String(inside.dropFirst())))
        } else {
          parts.append(.blank(String(inside)))
        }
        rest = rest[rest.index(after: closing)...]
      }
      if !rest.isEmpty { parts.append(.literal(String(rest))) }
      return parts
    }

    /// The argument that it needs.
    var argument: String? {
      switch self {
      case .literal: nil
      case .blank(let name), .relation(let name): name
      case .choice(let name, _, _): name
      }
    }
  }

  /// The names of the blanks of a text, for the test that all languages have the same.
  public func blanks(of id: String, _ language: Language) -> Set<String> {
    Set((parts[id]?[language] ?? []).compactMap(\.argument))
  }
}

/// What says messages and values in one language.
protocol Speaker {
  var language: Language { get }
  var catalogue: Catalogue { get }
}

extension Speaker {
  func say(_ message: Message) -> String { catalogue.text(message, language) }
  func say(_ value: Value) -> String { value.text(in: language, catalogue) }
  /// A heading of a column or an axis with the unit of its numbers in brackets.
  func heading(_ message: Message, _ unit: String) -> String {
    let name = say(message)
    if unit.isEmpty || unit == "1" { return name }
    let unit = catalogue.unit(unit, language)
    return language == .japanese ? "\(name)（\(unit)）" : "\(name) (\(unit))"
  }
  func heading(_ column: Table.Heading) -> String { heading(column.text, column.unit) }
}

/// The catalogue's own file: comma-separated values with quotation marks, as RFC 4180 writes them.
///
/// The reader of foreign files stands above this module and speaks through it, so that it cannot be
/// used here.
enum CatalogueFile {
  static func records(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var follows: UInt8 = 0
    func endField() {
      record.append(String(decoding: field, as: UTF8.self))
      field = []
    }
    func endRecord() {
      endField()
      if record != [""] { records.append(record) }
      record = []
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""):
        // Two in a row inside a quoted field are one.
        if !isQuoted, follows == byte { field.append(byte) }
        isQuoted.toggle()
      case _ where isQuoted: field.append(byte)
      case UInt8(ascii: ","): endField()
      case UInt8(ascii: "\n"): endRecord()
      case UInt8(ascii: "\r"): break
      default: field.append(byte)
      }
      follows = byte
    }
    endRecord()
    return records
  }
}
