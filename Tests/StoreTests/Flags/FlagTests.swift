import AirQuality
@testable import Store
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("Flags in the archive")
struct FlagTests {
  let scratch: ScratchFolder
  let archive: Archive
  let run = QualityRule("constant-run")
  let spike = QualityRule("spike")

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
    try archive.ingest(
      Sample.file(
        "a.csv",
        [try Sample.series([1, 2, nil, 4]), try Sample.series([5, 6, 7, 8], pollutant: .o3)]))
  }

  private func flag(
    _ rule: QualityRule, _ grade: QualityGrade = .suspect, _ pollutant: Pollutant = .pm25,
    hours: Range<Int> = 0..<1
  ) throws -> QualityFlag {
    let axis = try Sample.series([0]).axis
    return QualityFlag(
      station: Sample.dongsi.key, pollutant: pollutant, averaging: .hour, rule: rule,
      grade: grade, from: axis.instant(at: hours.lowerBound),
      until: axis.instant(at: hours.upperBound))
  }

  @Test("What was set is what is read, in the order of time", .tags(.property))
  func roundTrip() throws {
    let flags = [
      try flag(run, .unusable, hours: 0..<2), try flag(spike, .note, hours: 1..<2),
      try flag(spike, .suspect, hours: 3..<4), try flag(run, .suspect, .o3, hours: -5..<40),
    ]
    try archive.setFlags(flags.reversed() + flags)
    #expect(try archive.flags(pollutant: .pm25, at: Sample.dongsi) == Array(flags[..<3]))
    #expect(try archive.flags() == [flags[3]] + flags[..<3])
    #expect(try archive.flags(at: Station(network: "prsa", identifier: "Tiantan")).isEmpty)
    try archive.close()
    #expect(try Archive(path: scratch.archivePath).flags(pollutant: .o3) == [flags[3]])
  }

  @Test("Flags change no value and no block", .tags(.property))
  func valuesStay() throws {
    let blocks = try archive.query("SELECT * FROM block").rows
    let values = try archive.query("SELECT station, time, value FROM observation").rows
    try archive.setFlags([try flag(run, .unusable, hours: 0..<4)])
    #expect(try archive.query("SELECT * FROM block").rows == blocks)
    #expect(try archive.query("SELECT station, time, value FROM observation").rows == values)
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1, 2, nil, 4])
  }

  @Test("A scope replaces its own flags and leaves the others", .tags(.analytical))
  func scopes() throws {
    let first = [try flag(run), try flag(spike), try flag(run, .suspect, .o3)]
    try archive.setFlags(first)
    let later = try flag(run, .note, hours: 2..<3)
    try archive.setFlags(
      [later], for: FlagScope(station: Sample.dongsi, pollutant: .pm25, rules: [run]))
    #expect(try archive.flags() == [first[2], first[1], later])
    try archive.clearFlags(FlagScope(pollutant: .pm25))
    #expect(try archive.flags() == [first[2]])
    try archive.clearFlags(FlagScope(rules: []))
    #expect(try archive.flags() == [first[2]])
    try archive.clearFlags(
      FlagScope(station: Station(network: "prsa", identifier: "Tiantan")))
    #expect(try archive.flags() == [first[2]])
    try archive.clearFlags()
    #expect(try archive.flags().isEmpty)
  }

  @Test("One mark in two grades is kept in the worse one", .tags(.analytical))
  func worseGrade() throws {
    try archive.setFlags([try flag(run, .unusable), try flag(run, .note), try flag(run)])
    #expect(try archive.flags() == [try flag(run, .unusable)])
  }

  @Test("A flag without a series or outside the scope leaves everything as it was")
  func refusals() throws {
    let kept = try flag(run)
    try archive.setFlags([kept])
    let outside = #expect(throws: ArchiveError.self) {
      try archive.setFlags([try flag(spike, .note, .o3)], for: FlagScope(rules: [run]))
    }
    #expect(
      outside?.explanation == """
        prsa/Dongsi: the flag spike on o3 is outside what was to be replaced; \
        replace flags of every station, pollutant and rule that is given
        """)
    let unknown = #expect(throws: ArchiveError.self) {
      try archive.setFlags([try flag(spike), try flag(run, .note, .no2)])
    }
    #expect(
      unknown?.explanation
        == "prsa/Dongsi: there is no series of no2; ingest a file that has one")
    #expect(try archive.flags() == [kept])
    try archive.close()
    let reader = try Archive(path: scratch.archivePath)
    let refused = #expect(throws: ArchiveError.self) { try reader.clearFlags() }
    #expect(refused?.what.contains("permission is missing") == true)
  }

  @Test("A damaged grade or period is damage, not a crash", .tags(.analytical))
  func damage() throws {
    try archive.setFlags([try flag(run)])
    for change in ["grade = 'odd'", "until = start"] {
      try archive.connection.write {
        try $0.execute(sql: "PRAGMA ignore_check_constraints = 1")
        try $0.execute(sql: "UPDATE flag SET \(change)")
      }
      let error = #expect(throws: ArchiveError.self) { try archive.flags() }
      #expect(error?.what.hasPrefix("the archive is damaged: the column") == true)
      try archive.connection.write {
        try $0.execute(sql: "UPDATE flag SET grade = 'note', until = start + 1")
      }
    }
  }
}

@Suite("An archive of format 1")
struct OldArchiveTests {
  let scratch: ScratchFolder
  let station = Station(network: "prsa", identifier: "Made")

  init() throws {
    scratch = try ScratchFolder()
    let dump = SharedData.checkout
      .appendingPathComponent("Tests/StoreTests/Golden/archive-format-1.sql")
    // A dump has its tables by name, so rows come before what they refer to.
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: scratch.archivePath, configuration: configuration)
    try queue.writeWithoutTransaction {
      try $0.execute(sql: String(contentsOf: dump, encoding: .utf8))
    }
    try queue.close()
  }

  @Test("It is read as it is, without flags and without a byte changed", .tags(.golden))
  func read() throws {
    let before = FileManager.default.contents(atPath: scratch.archivePath)
    let archive = try Archive(path: scratch.archivePath)
    #expect(try archive.series(.pm25, at: station)?.values == [9, 4, nil])
    #expect(try archive.flags().isEmpty)
    #expect(try archive.seriesList().count == 12)
    let rows = try archive.query("SELECT value FROM observation WHERE pollutant = 'pm25'").rows
    #expect(rows == [[.real(9)], [.real(4)]])
    try archive.close()
    #expect(FileManager.default.contents(atPath: scratch.archivePath) == before)
  }

  @Test("Opened for writing it takes flags and keeps its values", .tags(.golden))
  func migrated() throws {
    let archive = try Archive(path: scratch.archivePath, mode: .readWrite)
    let axis = try #require(try archive.series(.pm25, at: station)?.axis)
    let flag = QualityFlag(
      station: station.key, pollutant: .pm25, averaging: .hour, rule: QualityRule("spike"),
      grade: .note, from: axis.start, until: axis.end)
    try archive.setFlags([flag])
    #expect(
      try archive.query("SELECT * FROM pragma_user_version").rows
        == [[.integer(Int64(ArchiveSchema.version))]])
    #expect(try archive.flags() == [flag])
    #expect(try archive.series(.pm25, at: station)?.values == [9, 4, nil])
    #expect(try archive.sources().count == 1)
  }
}
