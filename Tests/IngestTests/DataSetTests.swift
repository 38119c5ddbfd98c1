import Foundation
import TestSupport
import Testing

@testable import Ingest

@Suite("Public data sets")
struct DataSetTests {
  static let content = Data("a,b\n1,2\n".utf8)

  static func set(_ name: String = "a.csv", sha256: String? = nil) -> PublicDataSet {
    PublicDataSet(
      name: "x", title: "X", page: "https://example.org", licence: "none", format: "openair",
      files: [.init(name: name, address: "https://example.org/a.csv", sha256: sha256)])
  }

  static func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("datasets-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test(
    "Every entry of the registry names a format that is read and files that stay in place",
    .tags(.analytical))
  func registry() {
    #expect(PublicDataSet.all.count >= 4)
    for set in PublicDataSet.all {
      #expect(FormatCatalogue.all.contains { $0.identifier == set.format }, "\(set.name)")
      #expect(set.files.allSatisfy { DataSetFetcher.isPlain($0.name) }, "\(set.name)")
      #expect(!set.licence.isEmpty && set.page.hasPrefix("https://"), "\(set.name)")
    }
  }

  @Test("What was interrupted is continued and not fetched again", .tags(.analytical))
  func resume() throws {
    try Self.inFolder { folder in
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Self.content.prefix(3).write(to: folder.appendingPathComponent("a.csv.part"))
      let fetcher = DataSetFetcher(source: { _, offset in
        (Self.content.dropFirst(offset), isContinued: offset == 3)
      })
      let places = try fetcher.fetch(Self.set(), into: folder)
      #expect(try Data(contentsOf: places[0]) == Self.content)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["a.csv", "checksums.json"])
      // The second time nothing is asked for.
      let silent = DataSetFetcher(source: { address, _ throws(DataSetError) in
        throw .download(address: address.absoluteString, problem: "asked")
      })
      #expect(try silent.fetch(Self.set(), into: folder).count == 1)
    }
  }

  @Test("A server without ranges starts again from the beginning", .tags(.analytical))
  func withoutRanges() throws {
    try Self.inFolder { folder in
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("zzz".utf8).write(to: folder.appendingPathComponent("a.csv.part"))
      let fetcher = DataSetFetcher(source: { _, _ in (Self.content, isContinued: false) })
      #expect(
        try Data(contentsOf: fetcher.fetch(Self.set(), into: folder)[0]) == Self.content)
    }
  }

  @Test("Other bytes than expected are refused and get no name", .tags(.analytical))
  func checksum() throws {
    try Self.inFolder { folder in
      let fetcher = DataSetFetcher(source: { _, _ in (Self.content, isContinued: false) })
      let error = #expect(throws: DataSetError.self) {
        try fetcher.fetch(Self.set(sha256: String(repeating: "0", count: 64)), into: folder)
      }
      #expect(error?.what.contains("expected was 0000") == true)
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("a.csv").path))
    }
  }

  @Test("The sum of the first time holds afterwards", .tags(.analytical))
  func pinned() throws {
    try Self.inFolder { folder in
      let first = DataSetFetcher(source: { _, _ in (Self.content, isContinued: false) })
      _ = try first.fetch(Self.set(), into: folder)
      try FileManager.default.removeItem(at: folder.appendingPathComponent("a.csv"))
      let other = DataSetFetcher(source: { _, _ in (Data("b".utf8), isContinued: false) })
      #expect(throws: DataSetError.self) { try other.fetch(Self.set(), into: folder) }
    }
  }

  @Test("A mirror stands in for the network", .tags(.analytical))
  func mirror() throws {
    try Self.inFolder { folder in
      let mirror = folder.appendingPathComponent("mirror")
      try FileManager.default.createDirectory(at: mirror, withIntermediateDirectories: true)
      let fetcher = DataSetFetcher(mirror: mirror)
      #expect(throws: DataSetError.self) {
        try fetcher.fetch(Self.set(), into: folder.appendingPathComponent("data"))
      }
      try Self.content.write(to: mirror.appendingPathComponent("a.csv"))
      #expect(
        try fetcher.fetch(Self.set(), into: folder.appendingPathComponent("data")).count == 1)
    }
  }

  @Test(
    "No file name leads out of the folder", .tags(.analytical),
    arguments: ["../a.csv", "/etc/passwd", "..", "a/b", "a\\b", "C:x", "", "a\n"])
  func outside(name: String) throws {
    try Self.inFolder { folder in
      let fetcher = DataSetFetcher(source: { _, _ in (Self.content, isContinued: false) })
      #expect(throws: DataSetError.outside(name)) {
        try fetcher.fetch(Self.set(name), into: folder)
      }
    }
  }
}
