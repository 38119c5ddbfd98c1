import AirQuality
@testable import Store
import Foundation
import GRDB
import Ingest
import TestSupport
import Testing

@Suite("Archives of format 4")
struct MigrationTests {
  let scratch: ScratchFolder
  var path: String { scratch.archivePath }

  init() throws {
    scratch = try ScratchFolder()
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/archive-format-4.sql")
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction {
      try $0.execute(sql: try String(contentsOf: golden, encoding: .utf8))
    }
    try queue.close()
  }

  /// Counts, sums and extremes of the blocks as a decoder in Python, written from the description
  /// of the layout alone, reads them (README.md beside the file).
  private static let truth:
    [(pollutant: Pollutant, valid: Int, sum: Double, low: Double, high: Double)] = [
      (.pm25, 716, 61_606.6, 3.7, 855.2), (.temperature, 724, 9_331.2, -6.5, 32.0),
      (.windSpeed, 724, 1_172.9, 0.5, 4.4),
    ]

  private func expectTruth(_ archive: Archive) throws {
    let station = try archive.station(named: "A01")
    for truth in Self.truth {
      let series = try #require(try archive.series(truth.pollutant, at: station))
      let values = series.values.compactMap(\.self)
      #expect(series.count == 730)
      #expect(series.averaging == .day)
      #expect(values.count == truth.valid)
      #expect(abs(values.reduce(0, +) - truth.sum) < 1e-6)
      #expect(values.min() == truth.low)
      #expect(values.max() == truth.high)
    }
    #expect(
      try archive.query(
        "SELECT averaging, instrument, count(value) FROM observation WHERE pollutant = 'pm25'"
      ).rows == [[.text("day"), .text(""), .integer(716)]])
    #expect(try archive.flags(pollutant: .pm25).count == 1)
    #expect(try archive.sources().map(\.name) == ["simulated.csv", "second.csv"])
  }

  @Test("One is read as it is and stays as it is", .tags(.golden))
  func readOnly() throws {
    let before = FileManager.default.contents(atPath: path)
    let archive = try Archive(path: path)
    try expectTruth(archive)
    try archive.close()
    #expect(FileManager.default.contents(atPath: path) == before)
  }

  @Test("One becomes today's when it is opened for writing", .tags(.golden))
  func migrated() throws {
    let archive = try Archive(path: path, mode: .readWrite)
    try expectTruth(archive)
    #expect(
      try archive.connection.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
        == ArchiveSchema.version)
    // Every block is sealed in its place now.
    let versions = try archive.connection.read {
      try Data.fetchAll($0, sql: "SELECT payload FROM block").map { $0[0] }
    }
    #expect(versions == Array(repeating: 2, count: 6))
    // The file may be read again, and taken back.
    #expect(try archive.forget("simulated.csv").removedValues == 716 + 724 + 724)
    try archive.close()
  }

  @Test("A quantity under a name of its own then is found under today’s", .tags(.analytical))
  func olderNames() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write {
      // 2 becomes ozone; 3 would, but stands beside 2 as another spelling of it.
      try $0.execute(sql: "UPDATE series SET pollutant = 'ozone' WHERE id = 2")
      try $0.execute(sql: "UPDATE series SET pollutant = 'オゾン' WHERE id = 3")
    }
    try queue.close()
    let before = FileManager.default.contents(atPath: path)
    for mode in [Archive.Mode.readOnly, .readWrite] {
      let archive = try Archive(path: path, mode: mode)
      let station = try archive.station(named: "A01")
      let ozone = try #require(try archive.series(Pollutant("ozone"), at: station))
      #expect(abs(ozone.values.compactMap(\.self).reduce(0, +) - 9_331.2) < 1e-6)
      #expect(
        try archive.seriesList().map(\.pollutant.identifier).sorted() == ["o3", "pm25", "オゾン"])
      #expect(try archive.seriesList(pollutant: Pollutant("O₃")).count == 1)
      try archive.close()
      if mode == .readOnly { #expect(FileManager.default.contents(atPath: path) == before) }
    }
  }

  @Test("One with a damaged block is not migrated and stays as it is", .tags(.analytical))
  func damaged() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write {
      try $0.execute(
        sql: "UPDATE block SET payload = zeroblob(length(payload)) WHERE series = 1 AND year = 2015"
      )
    }
    try queue.close()
    let error = #expect(throws: ArchiveError.self) { try Archive(path: path, mode: .readWrite) }
    #expect(error?.explanation.contains("the block of pm25, 2015") == true)
    let after = try DatabaseQueue(path: path)
    #expect(try after.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 4)
  }
}
