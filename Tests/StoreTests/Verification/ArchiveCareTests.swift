import Documents
import AirQuality
import Foundation
import GRDB
import Ingest
import TestSupport
import Testing

@testable import Store

@Suite("Care of an archive")
struct ArchiveCareTests {
  let scratch: ScratchFolder
  var path: String { scratch.archivePath }

  init() throws {
    scratch = try ScratchFolder()
    let archive = try Archive(path: path, mode: .create)
    for number in 0..<30 {
      let station = Station(network: "n", identifier: "s\(number)")
      _ = try archive.ingest(
        Sample.file(
          "f\(10 + number)",
          [try Sample.series((0..<9_000).map { Double(($0 * 7 + number) % 91) }, station: station)]),
        onConflict: .refuse)
    }
    try archive.close()
  }

  /// Changes the archive as another program could.
  private func tamper(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test("A sound archive is counted and nothing is wrong", .tags(.analytical))
  func sound() throws {
    let archive = try Archive(path: path)
    let found = try archive.verify()
    #expect(found.isSound)
    // 9,000 hours from 1 January 2014 are two years’ blocks.
    #expect(found.stations == 30 && found.series == 30 && found.blocks == 60)
    #expect(found.values == 270_000)
    try archive.checkStructure()
    let info = try archive.info()
    #expect(info.format == ArchiveSchema.version && info.values == 270_000 && info.readings == 30)
  }

  @Test("A block that was exchanged, shortened or miscounted is named")
  func blocks() throws {
    try tamper(
      """
      UPDATE block SET payload = (SELECT payload FROM block WHERE series = 2 AND year = 2014)
        WHERE series = 1 AND year = 2014;
      UPDATE block SET valid = valid - 1 WHERE series = 3 AND year = 2015;
      """)
    let found = try Archive(path: path).verify()
    #expect(
      found.faults.map(\.detail.english) == [
        "a row of the table block is not the one that was written (its checksum differs)",
        "the block of n/s0, pm25, 2014 cannot be unpacked (checksum)",
        "the column “valid” of a block of n/s2, pm25 is impossible",
      ])
    #expect(found.blocks == 58)
  }

  @Test(
    "Views, triggers and a table in the place of the program's own are refused at once",
    arguments: [
      "CREATE TABLE observation (station TEXT)",
      "CREATE VIEW observation AS SELECT 1 AS station",
      "CREATE TRIGGER t AFTER INSERT ON block BEGIN DELETE FROM block; END",
      "ALTER TABLE station RENAME TO other; CREATE VIEW station AS SELECT * FROM other",
    ])
  func foreignObjects(_ sql: String) throws {
    try tamper(sql)
    for mode in [Archive.Mode.readOnly, .readWrite] {
      let error = #expect(throws: ArchiveError.self) { try Archive(path: path, mode: mode) }
      #expect(error?.what.contains("as no archive has") == true)
    }
  }

  @Test("Two blocks ten thousand years apart do not ask for all memory")
  func farBlocks() throws {
    try tamper(
      "UPDATE block SET start = start + 315569520000, year = year + 10000 WHERE year = 2015")
    let archive = try Archive(path: path)
    #expect(throws: ArchiveError.self) { _ = try archive.seriesList() }
  }

  @Test("A copy is the archive of one moment, journal included", .tags(.analytical))
  func backup() throws {
    let archive = try Archive(path: path, mode: .readWrite)
    let late = Station(network: "n", identifier: "late")
    _ = try archive.ingest(
      Sample.file("late", [try Sample.series([1, 2, 3], station: late)]), onConflict: .refuse)
    let copy = scratch.path + "/copy.sqlite"
    try Archive(path: path).backUp(to: copy)
    let found = try Archive(path: copy).verify()
    #expect(found.isSound && found.values == 270_003)
    #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
    #expect(throws: ArchiveError.exists(path: copy)) { try Archive(path: path).backUp(to: copy) }
  }

  @Test("What is whole is saved, what is lost is named")
  func rescue() throws {
    try tamper(
      "UPDATE block SET payload = zeroblob(length(payload)) WHERE series = 5 AND year = 2014")
    let place = scratch.path + "/new.sqlite"
    let rescue = try Archive.rescue(path, into: place)
    #expect(rescue.lost == ["n/s4, pm25, 2014"])
    #expect(rescue.blocks == 59 && rescue.series == 30)
    let found = try Archive(path: place).verify()
    #expect(found.isSound && found.values == rescue.values)
    let whole = try Archive(path: path).series(
      .pm25, at: Station(network: "n", identifier: "s9"))
    let saved = try Archive(path: place).series(
      .pm25, at: Station(network: "n", identifier: "s9"))
    #expect(whole == saved)
  }

  @Test("Room that was freed is given back")
  func compaction() throws {
    let archive = try Archive(path: path, mode: .readWrite)
    for source in try archive.sources().dropFirst(2) { _ = try archive.forget(source.reading) }
    let before = try archive.info()
    try archive.compact()
    let after = try archive.info()
    #expect(before.unusedBytes > after.unusedBytes && after.bytes < before.bytes)
    #expect(try archive.verify().isSound && after.values == 18_000)
  }
}
