import AirQuality
@testable import Store
import Ingest
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("Opening an archive")
struct OpeningTests {
  let scratch: ScratchFolder
  var path: String { scratch.archivePath }

  init() throws { scratch = try ScratchFolder() }

  @Test("A missing archive is named", .tags(.analytical))
  func missing() {
    for mode in [Archive.Mode.readOnly, .readWrite] {
      let error = #expect(throws: ArchiveError.self) { try Archive(path: path, mode: mode) }
      #expect(
        error?.explanation
          == "\(path): there is no archive; check the path, or ingest a file to make an archive")
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("A text file and another program's database are refused untouched", .tags(.analytical))
  func otherFiles() throws {
    let text = scratch.path + "/notes.txt"
    try Data(String(repeating: "not a database at all ", count: 100).utf8)
      .write(to: URL(fileURLWithPath: text))
    let other = scratch.path + "/other.sqlite"
    let queue = try DatabaseQueue(path: other)
    try queue.write { try $0.execute(sql: "CREATE TABLE mine (a)") }
    try queue.close()
    for file in [text, other] {
      let before = FileManager.default.contents(atPath: file)
      for mode in [Archive.Mode.readOnly, .readWrite, .create] {
        let error = #expect(throws: ArchiveError.self) { try Archive(path: file, mode: mode) }
        #expect(
          error?.explanation == """
            \(file): the file is not an AirAccord archive; name another file; this one was left \
            untouched
            """)
      }
      #expect(FileManager.default.contents(atPath: file) == before)
    }
  }

  @Test("An archive of a later version is refused", .tags(.analytical))
  func newerVersion() throws {
    let archive = try Archive(path: path, mode: .create)
    try archive.connection.write { try $0.execute(sql: "PRAGMA user_version = 97") }
    try archive.close()
    for mode in [Archive.Mode.readOnly, .readWrite] {
      let error = #expect(throws: ArchiveError.self) { try Archive(path: path, mode: mode) }
      #expect(
        error?.explanation == """
          \(path): the archive has format 97, this AirAccord knows formats up to \(ArchiveSchema.version); update AirAccord
          """)
    }
  }

  @Test("The same file again leaves every byte of the archive as it was", .tags(.analytical))
  func repeatLeavesBytes() throws {
    let file = Sample.file("a.csv", [try Sample.series([1, nil, 3])])
    let first = try Archive(path: path, mode: .create)
    try first.ingest(file)
    try first.close()
    let before = FileManager.default.contents(atPath: path)
    let second = try Archive(path: path, mode: .create)
    #expect(try second.ingest(file).isRepeat)
    try second.close()
    #expect(FileManager.default.contents(atPath: path) == before)
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test("An archive opened for reading takes no file", .tags(.analytical))
  func readOnlyTakesNoFile() throws {
    try Archive(path: path, mode: .create).close()
    let archive = try Archive(path: path)
    let error = #expect(throws: ArchiveError.self) {
      try archive.ingest(Sample.file("a.csv", [try Sample.series([1])]))
    }
    #expect(
      error?.explanation == """
        \(path): the archive cannot be opened for this purpose: permission is missing; \
        check the owner and permissions of the file and its folder, or copy the archive elsewhere
        """)
  }

  @Test("A reader sees the last whole file while another connection writes", .tags(.analytical))
  func readerBesideWriter() throws {
    let writer = try Archive(path: path, mode: .create)
    try writer.ingest(Sample.file("a.csv", [try Sample.series([1])]))
    let reader = try Archive(path: path)
    try writer.connection.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      try database.execute(sql: "DELETE FROM block")
      #expect(try reader.series(.pm25, at: Sample.dongsi)?.values == [1])
      try database.execute(sql: "ROLLBACK")
    }
  }

  @Test("A second writer waits and then says so", .tags(.analytical))
  func busy() throws {
    let first = try Archive(path: path, mode: .create)
    let second = try Archive(path: path, mode: .readWrite)
    try second.connection.writeWithoutTransaction {
      // The patience of five seconds is the default of the busy timeout; a test need not wait.
      try $0.execute(sql: "PRAGMA busy_timeout = 50")
    }
    try first.connection.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      let error = #expect(throws: ArchiveError.self) {
        try second.ingest(Sample.file("a.csv", [try Sample.series([1])]))
      }
      #expect(
        error?.explanation == """
          \(path): another process has been writing for more than 5 s; wait until the other \
          process has finished, then try again
          """)
      try database.execute(sql: "ROLLBACK")
    }
    try second.ingest(Sample.file("a.csv", [try Sample.series([1])]))
  }

  @Test("A full disk leaves the archive as it was", .tags(.analytical))
  func diskFull() throws {
    let archive = try Archive(path: path, mode: .create)
    try archive.ingest(Sample.file("a.csv", [try Sample.series([1])]))
    let pages = try archive.connection.read { try Int.fetchOne($0, sql: "PRAGMA page_count") }
    try archive.connection.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA max_page_count = \((pages ?? 0) + 3)")
    }
    let wide = (0..<8_000).map { Double($0) / 3 }
    let error = #expect(throws: ArchiveError.self) {
      try archive.ingest(Sample.file("b.csv", [try Sample.series(wide, from: "2015-01-01")]))
    }
    #expect(
      error?.explanation == """
        \(path): the disk is full; nothing of the file was kept; free some space, then ingest \
        the file again
        """)
    #expect(try archive.sources().map(\.name) == ["a.csv"])
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1])
    #expect(try archive.query("SELECT count(*) FROM block").rows == [[.integer(1)]])
  }

  @Test("A journal cut anywhere leaves whole files only", .tags(.property))
  func cutJournal() throws {
    let archive = try Archive(path: path, mode: .create)
    for number in 0..<8 {
      let values = (0..<4_000).map { Double($0 * (number + 1) % 977) / 10 }
      let station = Station(network: "prsa", identifier: "S\(number)")
      let file = Sample.file(
        "\(number).csv",
        [
          try Sample.series(values, station: station),
          try Sample.series(values, station: station, pollutant: .o3),
        ])
      try archive.ingest(file)
    }
    let main = try #require(FileManager.default.contents(atPath: path))
    let journal = try #require(FileManager.default.contents(atPath: path + "-wal"))
    #expect(journal.count > 50_000)
    var seen: Set<Int> = []
    for cut in 0...50 {
      let copy = scratch.path + "/cut\(cut).sqlite"
      try main.write(to: URL(fileURLWithPath: copy))
      // A kill leaves the journal's beginning; a frame's checksum tells where it ends.
      try journal.prefix(journal.count * cut / 50)
        .write(to: URL(fileURLWithPath: copy + "-wal"))
      // A journal cut within the very first transactions leaves no tables yet.
      guard let survivor = try? Archive(path: copy, mode: .readWrite) else { continue }
      let integrity = try survivor.query("SELECT * FROM pragma_integrity_check").rows
      #expect(integrity == [[.text("ok")]])
      let files = try survivor.sources().count
      seen.insert(files)
      #expect(try survivor.seriesList().count == files * 2)
      #expect(
        try survivor.query("SELECT count(*) FROM block").rows == [[.integer(Int64(files * 2))]])
      for station in try survivor.stations() {
        #expect(try survivor.series(.o3, at: station)?.validCount == 4_000)
      }
    }
    #expect(seen.isSuperset(of: Array(1...8)))
  }
}
