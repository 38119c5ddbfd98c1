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
    try keep(try found(database), database)
  }

  /// Makes the digests of the search index anew, at the end of a transaction that changed records:
  /// its rows are written from within SQLite, where no trigger may run.
  static func makeOfSearch(_ database: Database) throws {
    // A savepoint makes the index write what it holds in memory.
    try database.execute(sql: "SAVEPOINT search; RELEASE search")
    let names = try tables(database).filter(isOfSearch)
    try keep(try names.map { ($0, try digest(of: $0, database)) }, database)
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
      let columns = try columns(of: name, database)
      func listed(_ row: String) -> String {
        columns.map { "\(row).\"\($0)\"" }.joined(separator: ", ")
      }
      func trigger(_ event: String, _ digest: String) -> String {
        """
        CREATE TEMP TRIGGER "digest_\(event)_\(name)" AFTER \(event) ON main."\(name)" BEGIN
          UPDATE digest SET value = \(digest) WHERE name = '\(name)';
        END
        """
      }
      let added = "airaccord_digest(value, \(listed("NEW")))"
      let removed = "airaccord_digest(value, \(listed("OLD")))"
      try database.execute(sql: trigger("INSERT", added))
      try database.execute(sql: trigger("DELETE", removed))
      try database.execute(
        sql: trigger("UPDATE", "airaccord_digest(\(removed), \(listed("NEW")))"))
    }
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
