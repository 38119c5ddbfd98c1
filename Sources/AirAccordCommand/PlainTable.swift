import AirQuality
import Foundation

/// A table for the terminal or for a spreadsheet.
struct PlainTable {
  let columns: [String]
  /// Columns of numbers are set flush right.
  let numeric: Set<Int>
  /// Columns that the terminal does not show where no row has anything in them.
  let optional: Set<Int>
  private(set) var rows: [[String]] = []

  init(_ columns: [String], numeric: Set<Int> = [], optional: Set<Int> = []) {
    self.columns = columns
    self.numeric = numeric
    self.optional = optional
  }

  mutating func add(_ row: [String]) {
    precondition(row.count == columns.count)
    rows.append(row)
  }

  /// Aligned columns under a header.
  var text: String {
    let widths = columns.indices.map { column in
      ([columns] + rows).map { Self.width($0[column]) }.max() ?? 0
    }
    let shown = columns.indices.filter { column in
      !optional.contains(column) || rows.contains { !$0[column].isEmpty }
    }
    func line(_ cells: [String]) -> String {
      shown.map { column in
        let cell = cells[column]
        let padding = String(repeating: " ", count: max(0, widths[column] - Self.width(cell)))
        return numeric.contains(column) ? padding + cell : cell + padding
      }.joined(separator: "  ").trimmingTrailingSpaces
    }
    return ([columns] + rows).map(line).joined(separator: "\n")
  }

  /// Comma-separated values, safe for spreadsheets.
  var csv: String {
    ([columns] + rows).map { DelimitedField.line($0) }.joined(separator: "\n")
  }

  // Han, kana and full-width signs take two columns of a terminal.
  private static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
      width
        + ((0x1100...0x115F).contains(scalar.value) || (0x2E80...0xFFE6).contains(scalar.value)
          ? 2 : 1)
    }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    String(reversed().drop(while: { $0 == " " }).reversed())
  }
}

/// Prints rows in the form that was asked for.
func printRows<Row: Encodable>(_ rows: [Row], as format: OutputFormat, table: PlainTable) throws {
  switch format {
  case .text: print(table.text)
  case .csv: print(table.csv)
  case .json: try printJSON(rows)
  }
}

/// Prints exactly the value, keys sorted.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
