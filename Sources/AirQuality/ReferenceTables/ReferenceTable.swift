import TextFiles

/// One of the embedded tables of facts with their sources, such as limits and breakpoints.
///
/// The tables are part of the program: one that does not parse is our own mistake and stops it,
/// and a test reads every one.
package struct ReferenceTable: Sendable {
  /// Names of the columns, in order.
  package let columns: [String]
  /// One a line.
  package let rows: [Row]

  /// One line of a table.
  package struct Row: Sendable {
    fileprivate let cells: [String: String]
    /// Line in the file, from 1.
    package let line: Int

    /// The text of a cell; `nil` when it is empty.
    package subscript(_ column: String) -> String? {
      guard let cell = cells[column] else {
        preconditionFailure("the table has no column “\(column)”")
      }
      return cell.isEmpty ? nil : cell
    }

    /// The number in a cell; `nil` when it is empty.
    package func number(_ column: String) -> Double? {
      guard let text = self[column] else { return nil }
      guard let number = Double(text) else {
        preconditionFailure("line \(line), column \(column): “\(text)” is no number")
      }
      return number
    }

    /// The date in a cell, `yyyy-MM-dd`; `nil` when it is empty.
    package func date(_ column: String) -> CivilDate? {
      guard let text = self[column] else { return nil }
      guard let date = CivilDate(text) else {
        preconditionFailure("line \(line), column \(column): “\(text)” is no date")
      }
      return date
    }

    /// Where the figures come from.
    package var provenance: ReferenceProvenance {
      guard let source = self["source"], let text = self["verified"],
        let verification = ReferenceProvenance.Verification(rawValue: text)
      else { preconditionFailure("line \(line) has no source") }
      return ReferenceProvenance(source: source, verification: verification)
    }
  }

  /// Reads an embedded table.
  ///
  /// - Parameter name: its path below `Datasets/`.
  package init(named name: String) {
    guard let bytes = EmbeddedFile.bytes(named: name) else {
      preconditionFailure("“\(name)” is not embedded")
    }
    self.init(text: String(decoding: bytes, as: UTF8.self))
  }

  /// Reads comma-separated text with one header line; fields may be quoted.
  package init(text: String) {
    guard let lines = try? DelimitedReader.records(text) else {
      preconditionFailure("quotation marks of a table do not close")
    }
    let columns = lines.first?.fields ?? []
    self.columns = columns
    rows = lines.dropFirst().map { line in
      precondition(
        line.fields.count == columns.count, "line \(line.line) has \(line.fields.count) cells")
      return Row(
        cells: Dictionary(uniqueKeysWithValues: zip(columns, line.fields)), line: line.line)
    }
  }
}

/// Where a figure of a reference table comes from, and how it was checked.
///
/// It travels with the figure, so that one that no stored source backs is marked wherever it is
/// shown.
public struct ReferenceProvenance: Hashable, Codable, Sendable {
  /// The key of the source, explained in `Datasets/reference/SOURCE.md`.
  public let source: String
  /// How it was checked.
  public let verification: Verification

  /// How a figure was checked.
  public enum Verification: String, Hashable, Codable, Sendable {
    /// Found in an archived copy of a public source.
    case storedSource = "stored-source"
    /// General knowledge that no archived copy backs.
    case recall
  }

  /// Where a figure stands, and who compared it with that place.
  public init(source: String, verification: Verification) {
    self.source = source
    self.verification = verification
  }

  /// Whether a stored source backs the figure.
  public var isBacked: Bool { verification == .storedSource }
}
