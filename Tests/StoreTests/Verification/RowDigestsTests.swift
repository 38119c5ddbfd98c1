import Documents
import AirQuality
import TextFiles
import Cooperation
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

@Suite("Checksums of rows")
struct RowDigestsTests {
  let scratch: ScratchFolder
  var path: String { scratch.archivePath }

  /// Every table has rows, and rows were added, changed and taken away.
  init() throws {
    scratch = try ScratchFolder()
    let archive = try Archive(path: path, mode: .create)
    for number in 0..<4 {
      let station = Station(
        network: "n", identifier: "s\(number)", name: "Station \(number)",
        coordinate: Coordinate(latitude: 40, longitude: 116.25 + Double(number)))
      let series = try Sample.series((0..<900).map { Double($0 % 91) }, station: station)
      _ = try archive.ingest(Sample.file("f\(number)", [series]), onConflict: .refuse)
      _ = try archive.ingest(
        Sample.file(
          "g\(number)", [try Sample.series([90, 91, 92], from: "2014-01-09", station: station)]),
        onConflict: .replace)
    }
    _ = try archive.forget("g2")
    let flags = (0..<40).map { number in
      QualityFlag(
        station: "n/s\(number % 4)", pollutant: .pm25, rule: QualityRule("spike"), grade: .suspect,
        from: Instant(secondsSinceEpoch: 1_400_000_000 + 3_600 * number),
        until: Instant(secondsSinceEpoch: 1_400_003_600 + 3_600 * number))
    }
    try archive.setFlags(flags)
    try archive.setFlags(Array(flags.prefix(30)))
    try archive.save(
      StoredFinding(
        title: "t", study: "title: t\n", dossier: "{}",
        provenance: StoredFinding.Provenance(
          version: "0.1.0", seed: 1, settings: "{}",
          inputs: [StoredFinding.Input(name: "a.csv", sha256: "11")])))
    for kind in RecordKind.allCases {
      let name = "cooperation/\(kind.rawValue).csv"
      let bytes = try #require(EmbeddedFile.bytes(named: name))
      _ = try archive.importRecords(
        [(name, try RecordFile(bytes: bytes, file: name, kind: kind))], office: "test")
    }
    try archive.edit(
      .projects, "P2014-NAGANO-HEBEI", ["title_en": "Quokka"], expecting: 1, office: "test")
    try archive.save([
      RegistryFinding(kind: .claims, id: "C01", title: "t", verdict: "none", sentence: "no data")
    ])
    try archive.close()
  }

  private func tamper(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test("Whatever the archive itself writes, the checksums follow", .tags(.property))
  func follow() throws {
    #expect(try Archive(path: path).verify().faults == [])
    let archive = try Archive(path: path, mode: .readWrite)
    try archive.compact()
    #expect(try archive.verify().faults == [])
    _ = try archive.forget("f3")
    #expect(try archive.verify().faults == [])
  }

  @Test(
    "A unit, place, flag or any other cell that changed by itself is refused",
    arguments: [
      ("station", "name = 'Statiom 1' WHERE id = 2"),
      ("station", "latitude = 40.00000000000001 WHERE id = 1"),
      ("series", "unit = 'mg/m3' WHERE id = 1"),
      ("series", "utc_offset = 28801 WHERE id = 1"),
      ("series", "reference_state = 'nan K 101.325 kPa' WHERE id = 1"),
      ("flag", "grade = 'unusable' WHERE series = 1"),
      ("flag", "until = until + 1 WHERE series = 2"),
      ("block", "valid = valid - 1 WHERE series = 1"),
      ("contribution", "until = until + 3600 WHERE source = 1"),
      ("source", "name = 'e0' WHERE id = 1"),
      ("notice", "count = count + 1"),
      ("study", "text = 'title: u'"),
      ("finding", "dossier = '[]'"),
      ("provenance", "sha256 = '12'"),
      ("registry_projects", "status = 'done' WHERE key = 3"),
      ("registry_history", "office = 'tess' WHERE sequence = 1"),
      ("registry_finding", "verdict = 'nine'"),
      ("registry_search_data", "block = zeroblob(length(block)) WHERE id > 10"),
      ("digest", "value = value + 1 WHERE name = 'station'"),
    ])
  func changedRows(_ table: String, _ change: String) throws {
    let changed = try DatabaseQueue(path: path).write { database in
      try database.execute(sql: "UPDATE \(table) SET \(change)")
      return database.changesCount
    }
    // A table without rows would prove nothing; these files gave no notice.
    guard changed > 0 else {
      #expect(table == "notice")
      return
    }
    let error = #expect(throws: ArchiveError.self) { try Archive(path: path).checkStructure() }
    let named = table == "digest" ? "station" : table
    #expect(
      error?.what
        == "the archive is damaged: a row of the table \(named) is not the one that was written "
        + "(its checksum differs)")
  }

  @Test("A row that is lost or comes back is refused")
  func lostRows() throws {
    try tamper("DELETE FROM flag WHERE series = 1 AND start % 7 = 0")
    #expect(throws: ArchiveError.self) { try Archive(path: path).checkStructure() }
  }

  @Test("Writing to an archive with a changed row does not make it whole")
  func laundering() throws {
    try tamper("UPDATE station SET latitude = 41 WHERE id = 1")
    let archive = try Archive(path: path, mode: .readWrite)
    _ = try archive.ingest(
      Sample.file(
        "late",
        [try Sample.series([1, 2], station: Station(network: "n", identifier: "late"))]),
      onConflict: .refuse)
    #expect(throws: ArchiveError.self) { try archive.checkStructure() }
    let rescue = try Archive.rescue(path, into: scratch.path + "/new.sqlite")
    #expect(rescue.lost == [])
    #expect(
      rescue.doubtful
        == ["the table station: at least one of its rows is not the one that was written"])
  }

  @Test("A format number that changed by itself is refused, not read with the wrong columns")
  func formatNumber() throws {
    for format in [1, 4, 5] {
      try tamper("PRAGMA user_version = \(format)")
      #expect(throws: ArchiveError.self) { try Archive(path: path).checkStructure() }
    }
  }

  @Test("A statement of the schema that changed by itself is refused")
  func schema() throws {
    try tamper(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_master SET sql = replace(sql, 'name TEXT NOT NULL', 'name TEXT NOT NUL')
        WHERE name = 'station'
      """)
    #expect(throws: ArchiveError.self) { try Archive(path: path).checkStructure() }
  }

  @Test("An older archive gets its checksums when it is opened for writing", .tags(.golden))
  func migrated() throws {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Golden/archive-format-4.sql").standardized
    let place = scratch.path + "/old.sqlite"
    let queue = try DatabaseQueue(path: place)
    try queue.writeWithoutTransaction {
      try $0.execute(sql: try String(contentsOf: golden, encoding: .utf8))
    }
    try queue.close()
    try Archive(path: place).checkStructure()
    let archive = try Archive(path: place, mode: .readWrite)
    #expect(try archive.verify().faults == [])
    try archive.close()
    let later = try DatabaseQueue(path: place)
    try later.write { try $0.execute(sql: "UPDATE flag SET until = until + 1") }
    try later.close()
    #expect(throws: ArchiveError.self) { try Archive(path: place).checkStructure() }
  }
}
