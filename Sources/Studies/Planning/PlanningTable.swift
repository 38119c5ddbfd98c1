import Documents
import Foundation
import TextFiles

/// A table that a user gives beside a study: a line of names, then rows of cells.
struct PlanningTable {
  /// A row; empty lines are none.
  struct Row {
    let line: Int
    let cells: [String]
    let table: PlanningTable

    /// A cell without the blanks around it; a cell that the row lacks is empty.
    func text(_ column: Int) -> String { column < cells.count ? cells[column] : "" }

    /// - Throws: `PlanningError.notNumber` for a cell that holds no finite number, or none at all.
    func number(_ column: Int) throws(PlanningError) -> Double {
      guard let value = Double(text(column)), value.isFinite else {
        throw .notNumber(
          text(column), column: table.names[column], file: table.file, line: line)
      }
      return value
    }
  }

  let file: String
  let names: [String]
  private let records: [DelimitedRecord]

  /// - Throws: `FileFault`; `PlanningError.setting` for a file that is no table.
  init(file: String) throws {
    self.file = file
    do {
      records = try DelimitedReader.records(try TextContent.utf8(path: file).text)
    } catch let error as TableError {
      throw PlanningError.setting(
        file, problem: error.problem, advice: "error.planning.mend-cell")
    }
    guard let head = records.first else { throw FileFault.empty(file: file) }
    names = head.fields.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Where a column stands.
  func place(_ column: String) throws(PlanningError) -> Int {
    guard let place = names.firstIndex(of: column) else {
      throw .missingColumn(column, file: file, found: names)
    }
    return place
  }

  /// Every row that holds something.
  var rows: [Row] {
    records.dropFirst().filter { $0.fields.contains { !$0.isEmpty } }.map { record in
      Row(
        line: record.line,
        cells: record.fields.map { $0.trimmingCharacters(in: .whitespaces) }, table: self)
    }
  }
}
