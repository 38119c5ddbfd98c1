import Documents
import Foundation
import Synchronization
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

  /// A server that knows its file by a tag and answers ranges, as RFC 9110 says.
  static func server(
    _ content: Data = content, tag: String? = "\"1\"", knowsRanges: Bool = true,
    breaksAfter: Int? = nil
  ) -> DataSetFetcher.Source {
    { download throws(DataSetError) in
      let request = download.request
      let isSame = request.validator == nil || request.validator == tag
      let first = knowsRanges && isSame ? min(request.offset, content.count) : 0
      var headers = tag.map { ["ETag": $0] } ?? [:]
      if first > 0 {
        headers["Content-Range"] = "bytes \(first)-\(content.count - 1)/\(content.count)"
      }
      guard try download.begin(.init(status: first > 0 ? 206 : 200, headers: headers)) else {
        return
      }
      try download.append(content.dropFirst(first).prefix(breaksAfter ?? content.count))
      try download.finish()
      if breaksAfter != nil {
        throw .download(
          address: request.address.absoluteString, problem: .verbatim("the line broke"))
      }
    }
  }

  private static let refusing: DataSetFetcher.Source = { download throws(DataSetError) in
    throw .download(address: download.request.address.absoluteString, problem: .verbatim("asked"))
  }

  @Test("What was interrupted is continued and not fetched again", .tags(.analytical))
  func resume() throws {
    try Self.inFolder { folder in
      #expect(throws: DataSetError.self) {
        try DataSetFetcher(source: Self.server(breaksAfter: 3)).fetch(Self.set(), into: folder)
      }
      let asked = Mutex(0)
      let fetcher = DataSetFetcher(source: { download throws(DataSetError) in
        asked.withLock { $0 = download.request.offset }
        try Self.server()(&download)
      })
      let places = try fetcher.fetch(Self.set(), into: folder)
      #expect(asked.withLock { $0 } == 3)
      #expect(try Data(contentsOf: places[0]) == Self.content)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["a.csv", "checksums.json"])
      // The second time nothing is asked for.
      #expect(try DataSetFetcher(source: Self.refusing).fetch(Self.set(), into: folder).count == 1)
    }
  }

  @Test(
    "A part of another version, of nothing known or with another stretch is not joined",
    .tags(.analytical))
  func otherVersions() throws {
    let newer = Data("x,y\n3,4\n5,6\n".utf8)
    try Self.inFolder { folder in
      #expect(throws: DataSetError.self) {
        try DataSetFetcher(source: Self.server(breaksAfter: 3)).fetch(Self.set(), into: folder)
      }
      let fetcher = DataSetFetcher(source: Self.server(newer, tag: "\"2\""))
      let place = try fetcher.fetch(Self.set(), into: folder)[0]
      #expect(try Data(contentsOf: place) == newer)
    }
    try Self.inFolder { folder in
      // A part that nothing is known of: it may be of any file.
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("zzz".utf8).write(to: folder.appendingPathComponent("a.csv.part"))
      let fetcher = DataSetFetcher(source: Self.server())
      let place = try fetcher.fetch(Self.set(), into: folder)[0]
      #expect(try Data(contentsOf: place) == Self.content)
    }
    for status in [206, 416] {
      try Self.inFolder { folder in
        #expect(throws: DataSetError.self) {
          try DataSetFetcher(source: Self.server(breaksAfter: 3)).fetch(Self.set(), into: folder)
        }
        let fetcher = DataSetFetcher(source: { download throws(DataSetError) in
          guard download.request.offset > 0 else { return try Self.server()(&download) }
          let range = ["Content-Range": "bytes 1-7/8"]
          _ = try download.begin(.init(status: status, headers: range))
        })
        let place = try fetcher.fetch(Self.set(), into: folder)[0]
        #expect(try Data(contentsOf: place) == Self.content)
      }
    }
  }

  @Test("A server without ranges starts again from the beginning", .tags(.analytical))
  func withoutRanges() throws {
    try Self.inFolder { folder in
      #expect(throws: DataSetError.self) {
        try DataSetFetcher(source: Self.server(breaksAfter: 3)).fetch(Self.set(), into: folder)
      }
      let fetcher = DataSetFetcher(source: Self.server(knowsRanges: false))
      let place = try fetcher.fetch(Self.set(), into: folder)[0]
      #expect(try Data(contentsOf: place) == Self.content)
    }
  }

  @Test(
    "An answer that is not the file is refused before its sum is written down",
    .tags(.analytical),
    arguments: [
      ("a.csv", "<!DOCTYPE html><title>Log in</title>"), ("a.csv", ""), ("a.zip", "a,b\n1,2\n"),
      ("a.csv.gz", "a,b\n"), ("a.txt", "a\0b"),
    ])
  func content(_ name: String, _ answer: String) throws {
    try Self.inFolder { folder in
      #expect(throws: DataSetError.self) {
        try DataSetFetcher(source: Self.server(Data(answer.utf8))).fetch(
          Self.set(name), into: folder)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }

  @Test("More than the limit is not taken", .tags(.analytical))
  func limit() throws {
    try Self.inFolder { folder in
      let error = #expect(throws: DataSetError.self) {
        try DataSetFetcher(limit: 5, source: Self.server()).fetch(Self.set(), into: folder)
      }
      #expect(error == .tooLarge(address: "https://example.org/a.csv", limit: 5))
    }
  }

  @Test("Other bytes than expected are refused and get no name", .tags(.analytical))
  func checksum() throws {
    try Self.inFolder { folder in
      let fetcher = DataSetFetcher(source: Self.server())
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
      let first = DataSetFetcher(source: Self.server())
      _ = try first.fetch(Self.set(), into: folder)
      try FileManager.default.removeItem(at: folder.appendingPathComponent("a.csv"))
      let other = DataSetFetcher(source: Self.server(Data("b".utf8)))
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
      let fetcher = DataSetFetcher(source: Self.server())
      #expect(throws: DataSetError.outside(name)) {
        try fetcher.fetch(Self.set(name), into: folder)
      }
    }
  }
}
