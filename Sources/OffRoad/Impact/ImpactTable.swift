import Documents
import AirQuality
import TextFiles

/// Named columns of a comma-separated file of inspections, readings or sales.
struct ImpactTable {
  private let file: String
  private let header: [String]
  private var rows: DelimitedReader

  init(contentsOf path: String) throws(OffRoadError) {
    let bytes: [UInt8]
    do {
      bytes = try TextContent.utf8(path: path).bytes
    } catch { throw .file(error) }
    file = String(path.split(separator: "/").last ?? "table")
    rows = DelimitedReader(bytes)
    guard try Self.advance(&rows, file) else { throw .file(.empty(file: path)) }
    header = rows.texts
  }

  private static func advance(
    _ rows: inout DelimitedReader, _ file: String
  ) throws(OffRoadError) -> Bool {
    do {
      return try rows.advance()
    } catch { throw OffRoadError(error, file: file) }
  }

  /// Names of the columns.
  var columns: [String] { header }

  /// Calls a body with a reader of each row’s fields.
  mutating func forEach(_ body: (Row) throws(OffRoadError) -> Void) throws(OffRoadError) {
    while try Self.advance(&rows, file) {
      try body(Row(file: file, header: header, rows: rows))
    }
  }

  /// One row.
  struct Row {
    let file: String
    let header: [String]
    let rows: DelimitedReader

    private func position(_ column: String) throws(OffRoadError) -> Int {
      guard let position = header.firstIndex(of: column) else {
        throw .missingColumn(column, file: file, found: header)
      }
      return position
    }

    private func problem(
      _ column: String, _ text: String, _ problem: Message, _ remedy: Message
    ) -> OffRoadError {
      .register(
        file: file,
        problems: [
          RegisterProblem(
            line: rows.line, column: column, text: text, problem: problem, remedy: remedy)
        ], total: 1)
    }

    func text(_ column: String) throws(OffRoadError) -> String {
      let text = rows.text(try position(column))
      guard !text.isEmpty else {
        throw problem(column, text, "error.off-road.is-empty", "error.off-road.fill")
      }
      return text
    }

    func date(_ column: String) throws(OffRoadError) -> CivilDate {
      let text = rows.text(try position(column))
      guard let date = CivilDate(text) ?? CivilDate(text + "-01") else {
        throw problem(column, text, "error.off-road.is-not-date", "error.off-road.write-2018-01-31")
      }
      return date
    }

    /// `nil` for an empty field.
    func number(_ column: String) throws(OffRoadError) -> Double? {
      let field = try position(column)
      guard !rows.isEmpty(field) else { return nil }
      guard let value = rows.number(field) else {
        throw problem(
          column, rows.text(field), "error.off-road.is-not-number",
          "error.off-road.write-digits-one-point")
      }
      return value
    }

    func requiredNumber(_ column: String) throws(OffRoadError) -> Double {
      guard let value = try number(column) else {
        throw problem(column, "", "error.off-road.is-empty", "error.off-road.fill-take-row-out")
      }
      return value
    }

    func count(_ column: String) throws(OffRoadError) -> Int {
      let value = try requiredNumber(column)
      guard value == value.rounded(), value >= 0, value < 1e9 else {
        throw problem(
          column, rows.text(try position(column)), "error.off-road.is-not-number-machines",
          "error.off-road.write-whole-number-zero")
      }
      return Int(value)
    }
  }
}
