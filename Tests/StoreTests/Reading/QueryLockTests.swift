import AirQuality
@testable import Store
import Foundation
import TestSupport
import Testing

@Suite("Queries that somebody else wrote")
struct QueryLockTests {
  let scratch: ScratchFolder
  let archive: Archive

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
    try archive.ingest(Sample.file("a.csv", [try Sample.series([1, 2, 3])]))
  }

  @Test(
    "None writes, attaches, loads or sets anything", .tags(.analytical),
    arguments: [
      "WITH x AS (SELECT 1) INSERT INTO source SELECT 1",
      "WITH x AS (SELECT 1) UPDATE block SET count = 1",
      "WITH x AS (SELECT 1) DELETE FROM block", "REPLACE INTO station VALUES (1)",
      "ATTACH DATABASE 'other.sqlite' AS other", "DETACH main", "VACUUM INTO 'copy.sqlite'",
      "VACUUM", "PRAGMA journal_mode = DELETE", "PRAGMA writable_schema = 1",
      "CREATE TABLE mine (a)", "CREATE TEMP TABLE mine (a)", "DROP TABLE block", "REINDEX",
      "ANALYZE", "BEGIN IMMEDIATE", "SAVEPOINT a", "ALTER TABLE station RENAME TO other",
      "EXPLAIN DELETE FROM block", "EXPLAIN ATTACH 'other.sqlite' AS other",
      "EXPLAIN PRAGMA journal_mode = DELETE", "EXPLAIN VACUUM INTO 'copy.sqlite'",
    ])
  func refused(_ sql: String) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted()
    let error = #expect(throws: ArchiveError.self) { try archive.query(sql) }
    #expect(
      error?.explanation == """
        \(sql): only queries that read are allowed; \
        begin with SELECT, WITH, VALUES or EXPLAIN
        """)
    #expect(try archive.query("SELECT sum(value) FROM observation").rows == [[.real(6)]])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == files)
  }

  @Test(
    "Functions that reach other files are refused or not there", .tags(.analytical),
    arguments: ["load_extension('x.so')", "readfile('/etc/passwd')", "edit('a')"])
  func functions(_ call: String) {
    let name = call.prefix { $0 != "(" }
    let error = #expect(throws: ArchiveError.self) { try archive.query("SELECT \(call)") }
    #expect(
      ["not authorized to use function: \(name)", "no such function: \(name)"]
        .contains(error?.what))
  }

  @Test("Pragmas tell and never set", .tags(.analytical))
  func pragmas() throws {
    #expect(
      try archive.query("SELECT * FROM pragma_integrity_check").rows == [[.text("ok")]])
    #expect(
      try archive.query("SELECT name FROM pragma_table_info('flag')").rows.first
        == [.text("series")])
    for sql in [
      "SELECT * FROM pragma_journal_mode", "SELECT * FROM pragma_journal_mode('delete')",
      "SELECT * FROM pragma_user_version(7)", "SELECT airaccord_lock()",
    ] {
      #expect(throws: ArchiveError.self, "\(sql)") { try archive.query(sql) }
    }
    #expect(
      try archive.query("SELECT * FROM pragma_user_version").rows
        == [[.integer(Int64(ArchiveSchema.version))]])
  }

  @Test("The schema's own table may not be modified", .tags(.analytical))
  func schemaTable() {
    for sql in [
      "WITH x AS (SELECT 1) UPDATE sqlite_master SET sql = 'x'",
      "EXPLAIN UPDATE sqlite_schema SET sql = 'x'",
    ] {
      let error = #expect(throws: ArchiveError.self) { try archive.query(sql) }
      #expect(error?.what == "table sqlite_master may not be modified")
    }
  }

  @Test("Several statements are refused before the first runs", .tags(.analytical))
  func severalStatements() {
    for sql in ["SELECT 1; DELETE FROM block", "SELECT 1;\nSELECT 2", "VALUES (1); VACUUM"] {
      let error = #expect(throws: ArchiveError.self) { try archive.query(sql) }
      #expect(error?.what == "give one query at a time")
    }
  }

  @Test("Recursion and sorting are reading", .tags(.analytical))
  func reading() throws {
    let counted = try archive.query(
      "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) "
        + "SELECT group_concat(i, '') FROM n")
    #expect(counted.rows == [[.text("12345")]])
    let sorted = try archive.query("SELECT value FROM observation ORDER BY value DESC LIMIT 1")
    #expect(sorted.rows == [[.real(3)]])
  }

  @Test("What the receiver of rows throws ends the query", .tags(.analytical))
  func receiverThrows() {
    var seen = 0
    let error = #expect(throws: ArchiveError.self) {
      try archive.query("SELECT value FROM observation", columns: { _ in }) { _ in
        seen += 1
        throw ArchiveError.diskFull(path: "there")
      }
    }
    #expect(error == .diskFull(path: "there"))
    #expect(seen == 1)
  }
}
