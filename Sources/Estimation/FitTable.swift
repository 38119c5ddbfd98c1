public import Documents

/// A tidy table that a fit carries beside its effect: event-study coefficients, weights, placebo
/// paths.
///
/// `Evidence` writes every table as `tables/<method>-<name>.csv`, keeps it in `dossier.json` and,
/// where `drawing` says how, draws it.
public struct FitTable: Hashable, Codable, Sendable {
  /// What one column holds.
  public struct Column: Hashable, Codable, Sendable {
    /// For example `estimate`; the header of the column.
    public let name: String
    /// Unit of the numbers, `1` for pure numbers, empty for text.
    public let unit: String

    /// A column; `1` is the unit of a pure number, an empty one that of a text.
    public init(_ name: String, unit: String = "1") {
      self.name = name
      self.unit = unit
    }
  }

  /// One cell.
  public enum Cell: Hashable, Sendable {
    /// A number in the column's unit.
    case number(Double)
    /// A name or a date.
    case text(String)
    /// Nothing to say here.
    case missing

    /// A number, missing when there is none or it is not finite.
    public init(_ value: Double?) {
      self = value.flatMap { $0.isFinite ? Cell.number($0) : nil } ?? .missing
    }
  }

  /// How a table is drawn, in terms of its columns' names.
  public enum Drawing: Hashable, Codable, Sendable {
    /// Points with intervals along a numeric axis: an event plot.
    case intervals(x: String, estimate: String, lower: String, upper: String)
    /// One line a column along a numeric axis or dates (text cells such as `2015-04-01`).
    case lines(x: String, values: [String])
    /// The same with a band about the last of the lines.
    case band(x: String, values: [String], lower: String, upper: String)
    /// One line a group of rows, one of them set off: placebo paths.
    case fan(x: String, value: String, group: String, highlighted: String)
    /// One bar a row, in the rows' order: weights.
    case bars(label: String, value: String)
    /// One circle a row at its place, its area by the size of the value: weights on a map.
    case places(latitude: String, longitude: String, value: String, label: String)
  }

  /// In kebab case, for example `event-study`; part of the file's name.
  public let name: String
  /// What the table shows, in English; the figure's caption.
  public let caption: String
  /// In order.
  public let columns: [Column]
  /// One cell a column in every row.
  public let rows: [[Cell]]
  /// How to draw it; `nil` for a table alone.
  public let drawing: Drawing?
  /// The caption with its facts, where it has some; else the catalogue’s text of the table’s name.
  public var words: Message?

  /// A table; a row whose length is not the number of columns is our own mistake.
  public init(
    name: String, caption: String, columns: [Column], rows: [[Cell]], drawing: Drawing? = nil
  ) {
    precondition(rows.allSatisfy { $0.count == columns.count })
    self.name = name
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.drawing = drawing
  }

  /// The cells of one column; empty when there is no such column.
  public subscript(column name: String) -> [Cell] {
    guard let index = columns.firstIndex(where: { $0.name == name }) else { return [] }
    return rows.map { $0[index] }
  }

  /// The numbers of one column, `nil` where a cell holds none.
  public func numbers(_ name: String) -> [Double?] {
    self[column: name].map { if case .number(let value) = $0 { value } else { nil } }
  }
}

extension FitTable.Cell: Codable {
  /// Reads a number, a text or `null`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .missing
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes a number, a text or `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value) where value.isFinite: try container.encode(value)
    // JSON has no such number, and a text beside numbers is read as neither.
    case .number: try container.encodeNil()
    case .text(let text): try container.encode(text)
    case .missing: try container.encodeNil()
    }
  }
}
