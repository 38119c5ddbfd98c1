import GRDB

/// Checksums over the rows of every table, kept in the table `digest` since format 6.
///
/// SQLite's own check sees pages and indexes, not what a column holds: one flipped bit in a place
/// or a flag would move an answer. A digest changes with each row that is written, by triggers
/// that belong to the connection and not to the file, so that no statement can forget it; a kill
/// leaves both old or both new. Another program that changes a row without them is seen as well.
enum RowDigests {
  /// Name and digest of each table; `schema` is the digest of the statements that made them.
  static let table = """
    CREATE TABLE digest (
      name TEXT PRIMARY KEY,
      value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """

  /// First format whose archives have the table.
  static let firstFormat = 6

  /// Makes all digests from what the tables hold now; the last act of a migration.
  static func make(_ database: Database) throws {
    try writeSearch(database)
    try keep(try found(database), database)
  }

  /// Makes the digests of the search index anew, at the end of a transaction that changed records:
  /// its rows are written from within SQLite, where no trigger may run.
  static func makeOfSearch(_ database: Database) throws {
    try writeSearch(database)
    let names = try tables(database).filter(isOfSearch)
    try keep(try names.map { ($0, try digest(of: $0, database)) }, database)
  }

  /// A savepoint makes the search index write what it holds in memory.
  private static func writeSearch(_ database: Database) throws {
    try database.execute(sql: "SAVEPOINT search; RELEASE search")
  }

  private static func isOfSearch(_ table: String) -> Bool { table.hasPrefix("registry_search_") }

  private static func keep(_ digests: [(name: String, digest: Int64)], _ database: Database) throws
  {
    for (name, digest) in digests {
      try database.execute(
        sql: "INSERT OR REPLACE INTO digest (name, value) VALUES (?, ?)", arguments: [name, digest])
    }
  }

  /// Keeps the digests in step with every row that this connection writes.
  static func follow(_ database: Database) throws {
    // Without it, a row that REPLACE takes away is not seen.
    try database.execute(sql: "PRAGMA recursive_triggers = ON")
    for name in try tables(database) where !isOfSearch(name) {
      for event in events { try follow(event, of: name, database) }
    }
  }

  private static let events = ["INSERT", "DELETE", "UPDATE"]

  /// - Parameter condition: of the rows that are followed; empty for all.
  private static func follow(
    _ event: String, of name: String, _ database: Database, when condition: String = ""
  ) throws {
    let columns = try columns(of: name, database)
    func listed(_ row: String) -> String {
      columns.map { "\(row).\"\($0)\"" }.joined(separator: ", ")
    }
    let removed = "airaccord_digest(value, \(listed("OLD")))"
    let digest =
      switch event {
      case "INSERT": "airaccord_digest(value, \(listed("NEW")))"
      case "DELETE": removed
      default: "airaccord_digest(\(removed), \(listed("NEW")))"
      }
    try database.execute(
      sql: """
        CREATE TEMP TRIGGER "digest_\(event)_\(name)" AFTER \(event) ON main."\(name)" \(condition)
        BEGIN
          UPDATE digest SET value = \(digest) WHERE name = '\(name)';
        END
        """)
  }

  /// Adds many rows to tables with a column `key`, whose digests are brought up to date once at the
  /// end: row by row, a trigger costs as much as the row, and it makes the search index write what it
  /// would gather. `body` belongs to one transaction; when it fails, all is as it was.
  static func addingMany<Value>(
    to tables: [String], _ database: Database, _ body: () throws -> Value
  ) throws -> Value {
    func drop(_ events: [String], _ name: String) throws {
      for event in events {
        try database.execute(sql: "DROP TRIGGER temp.\"digest_\(event)_\(name)\"")
      }
    }
    var last: [Int64] = []
    for name in tables {
      let key = try Int64.fetchOne(database, sql: "SELECT max(key) FROM main.\"\(name)\"") ?? 0
      last.append(key)
      try drop(events, name)
      // A row that comes now may be changed again before the end; the sum sees it as it is then.
      for event in ["DELETE", "UPDATE"] {
        try follow(event, of: name, database, when: "WHEN OLD.key <= \(key)")
      }
    }
    let value = try body()
    for (name, key) in zip(tables, last) {
      let columns = try columns(of: name, database).map { "\"\($0)\"" }.joined(separator: ", ")
      let before = try Int64.fetchOne(
        database, sql: "SELECT value FROM main.digest WHERE name = ?", arguments: [name])
      let added = try Int64.fetchOne(
        database,
        sql: "SELECT airaccord_digest_of(\(columns)) FROM main.\"\(name)\" WHERE key > ?",
        arguments: [key])
      // Each row is one number, and a digest their exclusive or.
      try keep([(name, (before ?? 0) ^ (added ?? 0))], database)
      try drop(["DELETE", "UPDATE"], name)
      for event in events { try follow(event, of: name, database) }
    }
    return value
  }

  /// Tables whose rows are not those that were written, by name.
  static func changedTables(_ database: Database) throws -> [String] {
    let kept = try Row.fetchAll(database, sql: "SELECT name, value FROM main.digest")
    var expected: [String: Int64] = [:]
    for row in kept { expected[try row.checked("name")] = try row.checked("value") }
    return try found(database).filter { expected[$0.name] != $0.digest }.map(\.name)
      + (expected.keys.contains(schemaName) ? [] : [schemaName])
  }

  private static let schemaName = "schema"

  private static func found(_ database: Database) throws -> [(name: String, digest: Int64)] {
    var digests = try tables(database).map { ($0, try digest(of: $0, database)) }
    // `compact` moves root pages, and SQLite keeps notes about its own tables.
    let schema = try Int64.fetchOne(
      database,
      sql: """
        SELECT airaccord_digest_of(type, name, tbl_name, sql) FROM main.sqlite_master
        WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        """)
    digests.append((schemaName, schema ?? 0))
    return digests
  }

  private static func digest(of table: String, _ database: Database) throws -> Int64 {
    let columns = try columns(of: table, database).map { "\"\($0)\"" }.joined(separator: ", ")
    return try Int64.fetchOne(
      database, sql: "SELECT airaccord_digest_of(\(columns)) FROM main.\"\(table)\" NOT INDEXED")
      ?? 0
  }

  /// All tables but the digests themselves; those of the search index are tables, too.
  private static func tables(_ database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT name FROM main.sqlite_master
        WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT IN ('digest', 'grdb_migrations')
          AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        ORDER BY name
        """)
  }

  /// A block's payload has a checksum of its own and is most of the file.
  private static func columns(of table: String, _ database: Database) throws -> [String] {
    try database.columns(in: table, in: "main").map(\.name)
      .filter { table != "block" || $0 != "payload" }
  }
}
