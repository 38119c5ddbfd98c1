import AirQuality
import FoundationEssentials
import GRDB

/// A stretch of a series that a reading, or several readings of one batch, brought.
struct Contribution {
  let series: Int64
  let source: Int64
  /// The last reading of a batch, whose numbers follow each other.
  let last: Int64?
  /// Beginning of the first period and end of the last, seconds since the epoch.
  let start: Int
  let until: Int
  /// The values that are its own; `nil`: all that stand in the stretch.
  let coverage: Coverage?
  private let origin: Int

  private init(_ row: Row, of stored: StoredSeries) throws {
    series = stored.id
    source = try row.checked("source")
    last = try row.checkedOptional("last_source")
    start = try row.checked("start")
    until = try row.checked("until")
    origin = stored.position(of: start)
    let bytes: Data? = try row.checkedOptional("coverage")
    let origin = origin
    coverage = try bytes.map {
      guard let coverage = Coverage($0, from: origin) else {
        throw DamagedRow(column: "coverage")
      }
      return coverage
    }
  }

  /// The contributions to a series that reach into [from, until).
  static func fetch(
    _ database: Database, of stored: StoredSeries, from: Int, until: Int
  ) throws -> [Contribution] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT * FROM contribution WHERE series = ? AND start < ? AND until > ?
          ORDER BY source, start
          """),
      arguments: [stored.id, until, from]
    ).map { try Contribution($0, of: stored) }
  }

  /// Keeps another account of its values.
  func save(_ coverage: Coverage, _ database: Database) throws {
    try database.cachedStatement(
      sql: "UPDATE contribution SET coverage = ? WHERE series = ? AND source = ? AND start = ?"
    ).execute(arguments: [coverage.encoded(from: origin), series, source, start])
  }

  /// Takes the row away.
  func delete(_ database: Database) throws {
    try database.cachedStatement(
      sql: "DELETE FROM contribution WHERE series = ? AND source = ? AND start = ?"
    ).execute(arguments: [series, source, start])
  }

  /// Keeps the part of a batch's stretch that other readings of it brought.
  ///
  /// - Parameters:
  ///   - sources: first and last of the readings.
  ///   - coverage: as the stretch's, cut to the part.
  static func insert(
    _ stored: StoredSeries, _ sources: ClosedRange<Int64>, from: Int, until: Int,
    coverage: Coverage?, _ database: Database
  ) throws {
    guard from < until else { return }
    let origin = stored.position(of: from)
    try database.cachedStatement(
      sql: """
        INSERT INTO contribution (series, source, start, until, last_source, coverage)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      stored.id, sources.lowerBound, from, until,
      sources.count > 1 ? sources.upperBound : nil,
      coverage.map {
        $0.clamped(to: origin..<stored.position(of: until)).encoded(from: origin)
      },
    ])
  }
}
