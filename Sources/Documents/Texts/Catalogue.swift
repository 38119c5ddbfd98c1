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
    fileprivate let spoken: Spoken<String>
    /// What a translator must know.
    public let note: String

    /// The text by language.
    public var texts: [Language: String] {
      Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, spoken[$0]) })
    }
  }

  /// The same thing in each language; a dictionary for each row would cost every start of the program.
  fileprivate struct Spoken<Text: Sendable>: Sendable {
    let english: Text
    let japanese: Text
    let chinese: Text

    subscript(language: Language) -> Text {
      switch language {
      case .english: english
      case .japanese: japanese
      case .chinese: chinese
      }
    }
  }

  /// The catalogue that was compiled into the program.
  public static let builtIn = Catalogue(tables: EmbeddedTexts.files)

  /// All rows in the order of the file.
  public let rows: [Row]
  private let texts: [String: Text]

  /// A text as it stands, or its pieces where it has blanks: most have none, and all are taken apart when
  /// the program starts.
  private enum Text: Sendable {
    case plain(Spoken<String>)
    case pieces(Spoken<[Part]>)

    init(_ spoken: Spoken<String>) {
      func isPlain(_ text: String) -> Bool { !text.utf8.contains(UInt8(ascii: "{")) }
      guard !isPlain(spoken.english) || !isPlain(spoken.japanese) || !isPlain(spoken.chinese) else {
        self = .plain(spoken)
        return
      }
      self = .pieces(
        Spoken(
          english: Part.parts(of: spoken.english), japanese: Part.parts(of: spoken.japanese),
          chinese: Part.parts(of: spoken.chinese)))
    }
  }

  /// A catalogue from tables with the header `id,en,ja,zh,note`.
  public init(tables: [String]) {
    rows = tables.flatMap { CatalogueFile.records($0).dropFirst() }.filter { $0.count >= 4 }
      .map { fields in
        Row(
          id: fields[0],
          spoken: Spoken(english: fields[1], japanese: fields[2], chinese: fields[3]),
          note: fields.count > 4 ? fields[4] : "")
      }
    texts = Dictionary(rows.map { ($0.id, Text($0.spoken)) }, uniquingKeysWith: { $1 })
  }

  /// Whether there is such a text.
  public func has(_ id: String) -> Bool { texts[id] != nil }

  /// A message in a language. A text that is not in the catalogue is shown as `⟨id⟩`: a test keeps
  /// that from happening.
  public func text(_ message: Message, _ language: Language) -> String {
    if message.id == Message.verbatimID, case .text(let text)? = message.arguments["text"] {
      return text
    }
    let parts: [Part]
    switch texts[message.id] {
    case .plain(let text): return text[language]
    case .pieces(let pieces): parts = pieces[language]
    case nil: return "⟨\(message.id)⟩"
    }
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
      if !text.utf8.contains(UInt8(ascii: "{")) { return text.isEmpty ? [] : [.literal(text)] }
      // By bytes: brackets, bars and signs are never part of another character.
      let all = text.utf8
      var parts: [Part] = []
      var rest = all[...]
      while let opening = rest.firstIndex(of: UInt8(ascii: "{")),
        let closing = rest[opening...].firstIndex(of: UInt8(ascii: "}"))
      {
        if opening > rest.startIndex { parts.append(.literal(string(rest[..<opening]))) }
        let inside = rest[all.index(after: opening)..<closing]
        let choices = inside.split(
          separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        if choices.count == 3 {
          parts.append(.choice(string(choices[0]), string(choices[1]), string(choices[2])))
        } else if inside.first == UInt8(ascii: "=") {
          parts.append(.relation(string(inside.dropFirst())))
        } else {
          parts.append(.blank(string(inside)))
        }
        rest = rest[all.index(after: closing)...]
      }
      if !rest.isEmpty { parts.append(.literal(string(rest))) }
      return parts
    }

    private static func string(_ bytes: Substring.UTF8View) -> String {
      String(Substring(bytes))
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
    guard case .pieces(let pieces) = texts[id] else { return [] }
    return Set(pieces[language].compactMap(\.argument))
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
  // Numbers, since `UInt8(ascii:)` for each byte costs a build without optimisation more than all else.
  private static let mark: UInt8 = 0x22
  private static let comma: UInt8 = 0x2C
  private static let feed: UInt8 = 0x0A
  private static let carriage: UInt8 = 0x0D

  static func records(_ text: String) -> [[String]] {
    let bytes = Array(text.utf8)
    var records: [[String]] = []
    var record: [String] = []
    var start = 0
    var place = 0
    var isQuoted = false
    var isPlain = true
    func endField() {
      let field = bytes[start..<place]
      record.append(
        isPlain ? String(decoding: field, as: UTF8.self) : unquoted(field))
      start = place + 1
      isPlain = true
    }
    func endRecord() {
      endField()
      if record != [""] { records.append(record) }
      record.removeAll(keepingCapacity: true)
    }
    let (mark, comma, feed, carriage) = (Self.mark, Self.comma, Self.feed, Self.carriage)
    let count = bytes.count
    while place < count {
      let byte = bytes[place]
      if byte == mark {
        isPlain = false
        isQuoted = !isQuoted
      } else if !isQuoted {
        if byte == comma {
          endField()
        } else if byte == feed {
          endRecord()
        } else if byte == carriage {
          isPlain = false
        }
      }
      place += 1
    }
    endRecord()
    return records
  }

  /// A field without the marks around it; two in a row inside are one.
  private static func unquoted(_ field: ArraySlice<UInt8>) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(field.count)
    var isQuoted = false
    var follows: UInt8 = 0
    for byte in field {
      if byte == mark {
        if !isQuoted, follows == byte { plain.append(byte) }
        isQuoted = !isQuoted
      } else if isQuoted || byte != carriage {
        plain.append(byte)
      }
      follows = byte
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
