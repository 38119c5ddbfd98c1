/// A table with exact cells: a page rounds them, CSV does not.
public struct Table: Hashable, Codable, Sendable {
  /// A column's heading.
  public struct Heading: Hashable, Codable, Sendable {
    /// Name in CSV, the same in all languages.
    public let id: String
    /// What stands above it.
    public let text: Message
    /// Unit of its numbers, shown in brackets behind the heading; empty without one.
    public let unit: String
    /// Whether the terminal leaves it out when no row has anything in it.
    public let isOptional: Bool
    /// Whether only CSV shows it.
    public let isForFilesOnly: Bool
    /// Whether CSV leaves it out.
    public let isForReadersOnly: Bool
  }

  /// Name of its file, without extension.
  public let id: String
  /// What it shows.
  public let caption: Message
  /// What it cannot show, under the caption.
  public let note: Message?
  /// The columns.
  public let columns: [Heading]
  /// The cells, row by row.
  public let rows: [[Value]]

  /// A table of rows of any kind.
  public init<Row>(
    _ id: String, _ caption: Message, note: Message? = nil, _ rows: some Sequence<Row>,
    @ListBuilder<Column<Row>> columns: () -> [Column<Row>]
  ) {
    let columns = columns()
    self.id = id
    self.caption = caption
    self.note = note
    self.columns = columns.map(\.heading)
    self.rows = rows.map { row in columns.map { $0.cell(row) } }
  }

  /// Whether it has no rows.
  public var isEmpty: Bool { rows.isEmpty }

  /// Whether a column's cells stand flush right.
  func isNumeric(_ column: Int) -> Bool {
    var isFilled = false
    for row in rows {
      let value = row[column].unmarked
      if case .missing = value { continue }
      guard value.isNumeric else { return false }
      isFilled = true
    }
    return isFilled
  }

  /// The columns that a page or the terminal shows.
  func shown() -> [Int] {
    columns.indices.filter { column in
      !columns[column].isForFilesOnly
        && (!columns[column].isOptional
          || rows.contains { $0[column] != .missing && $0[column] != .text("") })
    }
  }
}

extension Table {
  private enum CodingKeys: String, CodingKey { case id, caption, note, columns, rows }

  /// A cell in its shortest form: `null` for nothing, a name or a count by itself; anything else as the
  /// value says it. A list of records has half a million cells.
  private struct Cell: Codable {
    let value: Value

    init(_ value: Value) { self.value = value }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        value = .missing
      } else if let text = try? container.decode(String.self) {
        value = .text(text)
      } else if let count = try? container.decode(Int.self) {
        value = .count(count)
      } else {
        value = try container.decode(Value.self)
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch value {
      case .missing: try container.encodeNil()
      case .text(let text): try container.encode(text)
      case .count(let count): try container.encode(count)
      default: try container.encode(value)
      }
    }
  }

  /// Reads a table.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    caption = try container.decode(Message.self, forKey: .caption)
    note = try container.decodeIfPresent(Message.self, forKey: .note)
    columns = try container.decode([Heading].self, forKey: .columns)
    rows = try container.decode([[Cell]].self, forKey: .rows).map { $0.map(\.value) }
  }

  /// Writes the table with its cells in their shortest form.
  ///
  /// - Throws: `EncodingError`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(caption, forKey: .caption)
    try container.encodeIfPresent(note, forKey: .note)
    try container.encode(columns, forKey: .columns)
    try container.encode(rows.map { $0.map(Cell.init) }, forKey: .rows)
  }
}

/// A column of a table: its heading and where its cells come from.
public struct Column<Row> {
  let heading: Table.Heading
  let cell: (Row) -> Value

  /// Who sees a column.
  public enum Readers: Sendable { case all, pages, files }

  /// A column whose heading is the catalogue's `column.<id>`, or another one.
  ///
  /// - Parameter isOptional: whether pages leave it out where no row has anything in it.
  public init(
    _ id: String, _ heading: Message? = nil, unit: String = "", isOptional: Bool = false,
    in readers: Readers = .all, _ cell: @escaping (Row) -> Value
  ) {
    self.heading = Table.Heading(
      id: id, text: heading ?? Message("column.\(id)"), unit: unit, isOptional: isOptional,
      isForFilesOnly: readers == .files, isForReadersOnly: readers == .pages)
    self.cell = cell
  }

  /// A column of facts that are printed as they usually are.
  public init(
    _ id: String, _ heading: Message? = nil, unit: String = "", isOptional: Bool = false,
    in readers: Readers = .all, _ cell: @escaping (Row) -> some Shown
  ) {
    self.init(id, heading, unit: unit, isOptional: isOptional, in: readers) { cell($0).shown }
  }

  /// A column that is read from a file and keeps its name in every language.
  public init(file name: String, _ cell: @escaping (Row) -> Value) {
    self.init(name, .verbatim(name), cell)
  }

  /// A column that is read from a file and keeps its name in every language.
  public init(file name: String, _ cell: @escaping (Row) -> some Shown) {
    self.init(name, .verbatim(name), cell)
  }
}
