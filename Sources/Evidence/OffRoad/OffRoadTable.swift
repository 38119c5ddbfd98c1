import AirQuality

/// A table of a page, which is also a file of comma-separated values.
struct OffRoadTable {
  /// Name of the file, without extension.
  let name: String
  /// Above the table.
  let title: String
  /// Names of the columns.
  let header: [String]
  /// Which columns hold numbers.
  let numeric: Set<Int>
  /// As print writes them.
  let rows: [[String]]
  /// The same rows at full precision for the file.
  let exact: [[String]]

  init(
    _ name: String, title: String, header: [String], numeric: Set<Int>, rows: [[String]],
    exact: [[String]]? = nil
  ) {
    self.name = name
    self.title = title
    self.header = header
    self.numeric = numeric
    self.rows = rows
    self.exact = exact ?? rows
  }

  var csv: String { ([header] + exact).map { DelimitedField.line($0) + "\n" }.joined() }

  /// For the page’s template.
  var content: [String: Any] {
    func cells(_ row: [String]) -> [[String: String]] {
      row.enumerated().map { ["text": $1, "class": numeric.contains($0) ? "n" : ""] }
    }
    return ["title": title, "header": cells(header), "rows": rows.map { ["cells": cells($0)] }]
  }
}
