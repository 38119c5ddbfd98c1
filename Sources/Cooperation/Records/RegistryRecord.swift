/// One row of the registry: the texts of its cells, exactly as they were written.
///
/// Cells stay text so that what was imported is exported again byte for byte; `Project`,
/// `Activity` and the other typed views read them.
public struct RegistryRecord: Hashable, Sendable {
  /// What it is.
  public let kind: RecordKind
  /// One text a column of the kind's schema; empty for none.
  public private(set) var cells: [String]

  /// A record from its cells, as many as the schema has columns.
  public init(kind: RecordKind, cells: [String]) {
    precondition(cells.count == RecordSchema.of(kind).columns.count, "a cell for every column")
    self.kind = kind
    self.cells = cells
  }

  /// A record from named texts; columns without a text are empty.
  ///
  /// - Throws: `RegistryError.unknownColumn`.
  public init(kind: RecordKind, _ values: [String: String]) throws(RegistryError) {
    let schema = RecordSchema.of(kind)
    self.kind = kind
    cells = [String](repeating: "", count: schema.columns.count)
    for (name, text) in values.sorted(by: { $0.key < $1.key }) { try set(name, to: text) }
  }

  /// Whether both hold the same bytes: two spellings of a letter are two texts.
  public static func == (left: Self, right: Self) -> Bool {
    left.kind == right.kind
      && left.cells.elementsEqual(right.cells) { $0.utf8.elementsEqual($1.utf8) }
  }

  /// Its name, unique in its kind.
  public var id: String { cells[0] }

  /// The text of a cell; empty for none, and for a column that the kind does not have.
  public subscript(column: String) -> String {
    guard let position = RecordSchema.of(kind).position(column) else { return "" }
    return cells[position]
  }

  /// Replaces the text of a cell.
  ///
  /// - Throws: `RegistryError.unknownColumn`.
  public mutating func set(_ column: String, to text: String) throws(RegistryError) {
    let schema = RecordSchema.of(kind)
    guard let position = schema.position(column) else {
      throw .unknownColumn(column, kind: kind, known: schema.columns.map(\.name))
    }
    cells[position] = text
  }

  /// The parts of a cell that holds a list, without blanks around them.
  public func list(_ column: String) -> [String] { Self.split(self[column]) }

  /// How it was checked; `reported` for kinds that carry no degree.
  public var verification: Verification { Verification(rawValue: self["verified"]) ?? .reported }

  /// TrilingualName or titles of the record in three languages; whatever it has.
  public var names: TrilingualName {
    func first(_ places: [Int]) -> String {
      for place in places where !cells[place].isEmpty { return cells[place] }
      return ""
    }
    let columns = RecordSchema.of(kind).names
    let english = first(columns.english)
    let (japanese, chinese) = (first(columns.japanese), first(columns.chinese))
    guard japanese.isEmpty, chinese.isEmpty else {
      return TrilingualName(english, japanese, chinese)
    }
    return RecordTranslations.of(english)
  }

  /// The summary or description in three languages; whatever it has.
  public var summaries: TrilingualName {
    let english = self["summary_en"].isEmpty ? self["description"] : self["summary_en"]
    guard self["summary_ja"].isEmpty else {
      return TrilingualName(english, self["summary_ja"], self["summary_zh"])
    }
    return RecordTranslations.of(english)
  }

  /// The parts of a text with semicolons, without blanks around them.
  public static func parts(of text: String) -> [String] { split(text) }

  /// The parts of a text with semicolons, without blanks around them.
  package static func split(_ text: String) -> [String] {
    let (semicolon, blank) = (UInt8(ascii: ";"), UInt8(ascii: " "))
    // Nearly every cell names one: asked for several times a record, so by its bytes.
    let bytes = text.utf8
    guard bytes.contains(semicolon) || bytes.first == blank || bytes.last == blank else {
      return text.isEmpty ? [] : [text]
    }
    return bytes.split(separator: semicolon).compactMap { part in
      guard let first = part.firstIndex(where: { $0 != blank }),
        let last = part.lastIndex(where: { $0 != blank })
      else { return nil }
      return String(Substring(part[first...last]))
    }
  }
}

extension RegistryRecord: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Writes the cells that are not empty by the names of their columns, and the kind.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind.rawValue, forKey: Key(stringValue: "record"))
    for (column, cell) in zip(RecordSchema.of(kind).columns, cells) where !cell.isEmpty {
      try container.encode(cell, forKey: Key(stringValue: column.name))
    }
  }
}
