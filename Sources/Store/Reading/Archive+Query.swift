import CObservationTable
import FoundationEssentials
import GRDB

/// What one query may take.
public struct QueryLimits: Hashable, Sendable {
  /// Seconds without a row, until the first and between two.
  public var seconds: Double
  /// Memory for SQLite, and for an answer that is held in memory at 1,000 bytes a cell; megabytes.
  public var megabytes: Int

  /// Ten seconds and 500 MB.
  public init(seconds: Double = 10, megabytes: Int = 500) {
    self.seconds = seconds
    self.megabytes = megabytes
  }

  /// Cells of an answer that is held in memory.
  var cells: Int { megabytes * 1_000 }
}

/// One cell of a query's result.
public enum SQLValue: Hashable, Sendable, Encodable {
  /// SQL's NULL.
  case null
  /// A whole number.
  case integer(Int64)
  /// A double.
  case real(Double)
  /// Text.
  case text(String)
  /// Bytes.
  case blob([UInt8])

  init(_ value: DatabaseValue) {
    switch value.storage {
    case .null: self = .null
    case .int64(let number): self = .integer(number)
    case .double(let number): self = .real(number)
    case .string(let text): self = .text(text)
    case .blob(let data): self = .blob([UInt8](data))
    }
  }

  /// The bare value; bytes as an array of numbers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .integer(let number): try container.encode(number)
    case .real(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .blob(let bytes): try container.encode(bytes)
    }
  }
}

/// Columns and rows of a query.
public struct QueryResult: Hashable, Sendable, Encodable {
  /// Names in order.
  public let columns: [String]
  /// One array a row, one value a column.
  public let rows: [[SQLValue]]
}

extension Archive {
  /// Answers one SQL query that only reads.
  ///
  /// The values are in `observation(station, pollutant, time, value, flag, unit, instant)`, one
  /// row for each value that is not missing: `station` is `network/identifier`, `time` the local
  /// beginning of the period as in `2014-01-31T13:00:00+08:00`, `flag` the rules of the worst
  /// grade that marks the value or NULL, `instant` the time in seconds since
  /// 1970-01-01T00:00:00Z. The tables `station`, `series`, `source`, `notice`, `flag`, `study` and
  /// `finding` can be read as well.
  ///
  /// The query runs on a connection of its own that is opened for reading and on which SQLite
  /// refuses writing, attaching, loading extensions, setting pragmas and functions that reach
  /// other files.
  ///
  /// - Throws: `slowQuery` and `longAnswer` for what goes beyond the limits; `notReadOnly` for anything but SELECT, WITH, VALUES and EXPLAIN that read; `query`
  ///   with SQLite's message for a wrong query; `damaged` for a block that cannot be unpacked.
  public func query(
    _ sql: String, limits: QueryLimits = QueryLimits()
  ) throws(ArchiveError) -> QueryResult {
    var columns: [String] = []
    var rows: [[SQLValue]] = []
    try query(
      sql, limits: limits, columns: { columns = $0 },
      row: {
        guard rows.count * columns.count < limits.cells else {
          throw ArchiveError.longAnswer(megabytes: limits.megabytes, sql: sql)
        }
        rows.append($0)
      })
    return QueryResult(columns: columns, rows: rows)
  }

  /// The same row by row, so that an answer of any length takes no memory.
  ///
  /// - Parameters:
  ///   - columns: called once, before the first row.
  ///   - row: called for each row; what it throws ends the query and comes back as it is, wrapped
  ///     unless it is an `ArchiveError`.
  public func query(
    _ sql: String, limits: QueryLimits = QueryLimits(), columns: ([String]) throws -> Void,
    row: ([SQLValue]) throws -> Void
  ) throws(ArchiveError) {
    guard let verb = Self.verb(of: sql), Self.readingVerbs.contains(verb) else {
      throw .notReadOnly(sql: sql)
    }
    try attempt {
      let queue = try Self.openForQueries(path)
      let milliseconds = Int64(limits.seconds * 1_000)
      let memory = airaccord_limit_sqlite_memory(Int64(limits.megabytes) << 20)
      defer { _ = airaccord_limit_sqlite_memory(memory) }
      try queue.read { database in
        airaccord_start_query_clock(milliseconds)
        defer { airaccord_start_query_clock(0) }
        do {
          let statement = try database.makeStatement(sql: sql)
          guard statement.isReadonly else { throw ArchiveError.notReadOnly(sql: sql) }
          try columns(statement.columnNames)
          let cursor = try Row.fetchCursor(statement)
          while let found = try cursor.next() {
            try row(found.databaseValues.map { SQLValue($0) })
            airaccord_start_query_clock(milliseconds)
          }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
          throw ArchiveError.slowQuery(seconds: limits.seconds, sql: sql)
        } catch let error as DatabaseError
          where error.resultCode == .SQLITE_NOMEM || error.resultCode == .SQLITE_TOOBIG
        {
          throw ArchiveError.longAnswer(megabytes: limits.megabytes, sql: sql)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_AUTH {
          throw ArchiveError.notReadOnly(sql: sql)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
          throw ArchiveError.query(message: error.message ?? "the query is wrong", sql: sql)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_MISUSE {
          throw ArchiveError.query(message: "give one query at a time", sql: sql)
        }
      }
    }
  }

  private static let readingVerbs: Set<String> = ["select", "with", "values", "explain"]

  /// The first word after blanks and comments, in lower case.
  static func verb(of sql: String) -> String? {
    var rest = Substring(sql)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if rest.hasPrefix("--") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        guard let end = rest.firstRange(of: "*/") else { return nil }
        rest = rest[end.upperBound...]
      } else {
        return rest.prefix { $0.isLetter }.lowercased()
      }
    }
    return nil
  }
}
