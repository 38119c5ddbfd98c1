import AirQuality
import Store
import Foundation
import Ingest
import TestSupport
import Testing

@Suite("Limits of a query")
struct QueryLimitTests {
  let scratch: ScratchFolder
  let archive: Archive

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
  }

  private static let endless =
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT "

  @Test("One that gives no row is ended, and the limit is named")
  func time() {
    let sql = Self.endless + "count(*) FROM c"
    let error = #expect(throws: ArchiveError.self) {
      try archive.query(sql, limits: QueryLimits(seconds: 0.5))
    }
    #expect(
      error?.explanation
        == "\(sql): the query gave no row within the limit of 0.5 s; "
        + "ask for less, or raise the limit (--time-limit)")
  }

  @Test("One whose answer would fill the memory is ended")
  func memory() {
    for sql in [Self.endless + "x FROM c", "SELECT length(hex(zeroblob(40000000)))"] {
      #expect(throws: ArchiveError.longAnswer(megabytes: 20, sql: sql)) {
        try archive.query(sql, limits: QueryLimits(seconds: 60, megabytes: 20))
      }
    }
    // The next query has all memory again.
    #expect(throws: Never.self) { try archive.query("SELECT length(zeroblob(40000000))") }
  }

  @Test("Rows that come keep a long query going")
  func rows() throws {
    var count = 0
    // Whoever takes the rows may take longer than the limit in all.
    try archive.query(
      Self.endless + "x FROM c LIMIT 4", limits: QueryLimits(seconds: 1), columns: { _ in },
      row: { _ in
        count += 1
        Thread.sleep(forTimeInterval: 0.4)
      })
    #expect(count == 4)
  }
}
