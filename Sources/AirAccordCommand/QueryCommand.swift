import Archive
import ArgumentParser
import Foundation

/// Answers an SQL query on an archive.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Answer one SQL query that only reads.",
    discussion: """
      Every value stands in the table observation(station, pollutant, time, value, flag, unit, \
      instant).

      Example:
        airaccord sql "SELECT station, avg(value) FROM observation WHERE pollutant = 'pm25' \
      GROUP BY station" --archive air.sqlite
      """)

  @Argument(help: "The query.")
  var query: String

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let result = try Archive(path: archive.archive).query(query)
      var table = PlainTable(result.columns)
      for row in result.rows { table.add(row.map(\.text)) }
      let objects = result.rows.map { row in
        Dictionary(zip(result.columns, row)) { first, _ in first }
      }
      try printRows(objects, as: output.format, table: table)
    }
  }
}

extension SQLValue {
  /// As a table prints it; NULL is empty.
  fileprivate var text: String {
    switch self {
    case .null: ""
    case .integer(let value): String(value)
    case .real(let value): "\(value)"
    case .text(let value): value
    case .blob(let value): "\(value.count) bytes"
    }
  }
}
