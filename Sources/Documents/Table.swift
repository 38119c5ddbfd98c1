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
    @ColumnBuilder<Row> columns: () -> [Column<Row>]
  ) {
    let columns = columns()
    self.id = id
    self.caption = caption
    self.note = note
    self.columns = columns.map(\.heading)
    self.rows = rows.map { row in columns.map { $0.cell(row) } }
  }

  /// A table whose cells are known.
  ///
  /// - Precondition: every row has a cell for each column.
  public init(
    _ id: String, _ caption: Message, note: Message? = nil, columns: [Heading], cells: [[Value]]
  ) {
    precondition(cells.allSatisfy { $0.count == columns.count })
    self.id = id
    self.caption = caption
    self.note = note
    self.columns = columns
    self.rows = cells
  }

  /// Whether it has no rows.
  public var isEmpty: Bool { rows.isEmpty }

  /// Whether a column's cells stand flush right.
  func isNumeric(_ column: Int) -> Bool {
    let filled = rows.map { $0[column].unmarked }.filter { $0 != .missing }
    return !filled.isEmpty && filled.allSatisfy(\.isNumeric)
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

/// A column of a table: its heading and where its cells come from.
public struct Column<Row> {
  let heading: Table.Heading
  let cell: (Row) -> Value

  /// A column whose heading is the catalogue's `column.<id>`, or another one.
  public init(
    _ id: String, heading: Message? = nil, unit: String = "", isOptional: Bool = false,
    isForFilesOnly: Bool = false, isForReadersOnly: Bool = false,
    _ cell: @escaping (Row) -> Value
  ) {
    self.heading = Table.Heading(
      id: id, text: heading ?? Message("column.\(id)"), unit: unit, isOptional: isOptional,
      isForFilesOnly: isForFilesOnly, isForReadersOnly: isForReadersOnly)
    self.cell = cell
  }
}

extension Table.Heading {
  /// A heading for cells that are known.
  public static func column(_ id: String, heading: Message? = nil, unit: String = "") -> Self {
    Self(
      id: id, text: heading ?? Message("column.\(id)"), unit: unit, isOptional: false,
      isForFilesOnly: false, isForReadersOnly: false)
  }

  /// The heading with its unit in a language.
  func text(_ language: Language, _ catalogue: Catalogue) -> String {
    let name = catalogue.text(text, language)
    if unit.isEmpty || unit == "1" { return name }
    let unit = catalogue.unit(unit, language)
    return language == .japanese ? "\(name)（\(unit)）" : "\(name) (\(unit))"
  }
}

/// Collects the columns of a table.
@resultBuilder
public enum ColumnBuilder<Row> {
  /// A column.
  public static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
  /// Columns that were made elsewhere.
  public static func buildExpression(_ columns: [Column<Row>]) -> [Column<Row>] { columns }
  /// Columns in their order.
  public static func buildBlock(_ parts: [Column<Row>]...) -> [Column<Row>] {
    parts.flatMap(\.self)
  }
  /// Columns of an `if`.
  public static func buildOptional(_ parts: [Column<Row>]?) -> [Column<Row>] { parts ?? [] }
  /// Columns of an `if` with `else`.
  public static func buildEither(first: [Column<Row>]) -> [Column<Row>] { first }
  /// Columns of an `else`.
  public static func buildEither(second: [Column<Row>]) -> [Column<Row>] { second }
  /// Columns of a `for`.
  public static func buildArray(_ parts: [[Column<Row>]]) -> [Column<Row>] { parts.flatMap(\.self) }
}
