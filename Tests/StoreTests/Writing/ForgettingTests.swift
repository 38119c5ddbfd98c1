import Documents
import AirQuality
import Foundation
import Ingest
import NumericKernels
import TestSupport
import Testing

@testable import Store

@Suite("Readings that are corrected and taken back")
struct ForgettingTests {
  let scratch: ScratchFolder
  let archive: Archive

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
  }

  private func file(
    _ name: String, _ series: [MonitoringSeries], sha256: String? = nil, reading: String? = nil,
    format: String = "sample"
  ) -> IngestedFile {
    IngestedFile(
      source: SourceFile(
        path: "/data/\(name)", name: name, sha256: sha256 ?? "hash of \(name)", byteCount: 100,
        format: format, rowCount: 1, reading: reading),
      series: series, notices: [IngestNotice(kind: .blankCell, message: .verbatim("m"), count: 1)])
  }

  @Test("A reading that stands alone leaves nothing behind", .tags(.analytical))
  func alone() throws {
    try archive.ingest(file("a.csv", [try Sample.series([1, nil, 3])]))
    let report = try archive.forget("a.csv")
    #expect(report.removedValues == 2)
    #expect(report.removedSeries == 1)
    for table in ["source", "series", "station", "block", "contribution", "notice", "flag"] {
      #expect(try archive.query("SELECT count(*) FROM \(table)").rows == [[.integer(0)]])
    }
    #expect(throws: ArchiveError.self) { try archive.forget("a.csv") }
  }

  @Test("Values that two readings brought stay for the other", .tags(.analytical))
  func shared() throws {
    try archive.ingest(file("a.csv", [try Sample.series([1, 2, nil, 4])]))
    try archive.ingest(file("b.csv", [try Sample.series([2, 3, 4, 5], hour: 1)]))
    let report = try archive.forget("a.csv")
    #expect(report.removedValues == 1)
    #expect(report.sharedValues == 2)
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [2, 3, 4, 5])
    #expect(try archive.forget("b.csv").removedValues == 4)
  }

  @Test("A corrected description takes the place of the earlier reading", .tags(.analytical))
  func corrected() throws {
    try archive.ingest(
      file("a.csv", [try Sample.series([1, 2], utcOffset: 0)], sha256: "x", reading: "1"))
    let report = try archive.ingest(
      file("a.csv", [try Sample.series([1, 2])], sha256: "x", reading: "2"))
    #expect(report.replacedReadings == ["a.csv"])
    #expect(try archive.sources().map(\.reading) == ["2"])
    #expect(
      try archive.series(.pm25, at: Sample.dongsi)?.axis.label(at: 0)
        == "2014-01-01T00:00:00+08:00")
  }

  @Test("Equal bytes of two stations are two readings", .tags(.analytical))
  func equalBytes() throws {
    let other = Station(network: "prsa", identifier: "Gucheng")
    try archive.ingest(file("a.csv", [try Sample.series([1])], sha256: "x", reading: "1"))
    let report = try archive.ingest(
      file("b.csv", [try Sample.series([1], station: other)], sha256: "x", reading: "2"))
    #expect(!report.isRepeat)
    #expect(report.replacedReadings == [])
    #expect(try archive.stations().count == 2)
  }

  @Test("Replaced values are named when the replacing reading is taken back", .tags(.analytical))
  func replaced() throws {
    try archive.ingest(file("old.csv", [try Sample.series([1, 2, 3])]))
    try archive.ingest(file("new.csv", [try Sample.series([9], hour: 1)]), onConflict: .replace)
    let report = try archive.forget("new.csv")
    #expect(report.toReadAgain == ["/data/old.csv"])
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1, nil, 3])
    // The earlier file may be read again, and then everything is as it was.
    #expect(try archive.ingest(file("old.csv", [try Sample.series([1, 2, 3])])).isRepeat == false)
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1, 2, 3])
    #expect(try archive.sources().map(\.name) == ["old.csv"])
  }

  @Test("One file of a batch leaves the others", .tags(.analytical))
  func ofBatch() throws {
    let days = try (1...3).map { day in
      file("\(day).csv", [try Sample.series([Double(day), Double(day)], from: "2014-01-0\(day)")])
    }
    let batch = try #require(PreparedBatch(days))
    #expect(try archive.write(batch) != nil)
    #expect(try archive.forget("2.csv").removedValues == 2)
    #expect(
      try archive.query("SELECT value FROM observation").rows
        == [[.real(1)], [.real(1)], [.real(3)], [.real(3)]])
    #expect(try archive.forget("3.csv").removedValues == 2)
    #expect(try archive.forget("1.csv").removedSeries == 1)
  }

  /// Readings come and go at random; the archive holds at any time what a table in memory holds.
  @Test("Any order of reading and forgetting keeps account", .tags(.property))
  func anyOrder() throws {
    var stream = RandomStream(seed: 77, index: 0)
    for round in 0..<20 {
      let scratch = try ScratchFolder()
      let archive = try Archive(path: scratch.archivePath, mode: .create)
      // Equal at equal places, so that no reading conflicts with another.
      func value(_ place: Int) -> Double { Double(place % 97) / 10 }
      var present: [String: Set<Int>] = [:]
      for step in 0..<12 {
        if !present.isEmpty, stream.next() % 3 == 0, let name = present.keys.sorted().first {
          let others = present.filter { $0.key != name }.values.reduce(into: Set()) {
            $0.formUnion($1)
          }
          let report = try archive.forget(name)
          #expect(report.removedValues == present[name, default: []].subtracting(others).count)
          present[name] = nil
        } else {
          let start = Int(stream.next() % 300)
          let length = 1 + Int(stream.next() % 200)
          let places = (start..<start + length).filter { _ in stream.next() % 4 != 0 }
          guard !places.isEmpty else { continue }
          let values = (start..<start + length).map { places.contains($0) ? value($0) : nil }
          // 20 December on, so that the years differ.
          let day = try #require(CivilDate("2014-12-20")).daysSinceEpoch + start / 24
          let series = try Sample.series(
            values, from: CivilDate(daysSinceEpoch: day).description, hour: start % 24)
          let name = "\(round)-\(step).csv"
          try archive.ingest(file(name, [series]))
          present[name] = Set(places)
        }
        let expected = present.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
        let found = try archive.series(.pm25, at: Sample.dongsi)
        #expect(found?.validCount ?? 0 == expected.count)
        if let found, let first = expected.min(),
          let start = found.values.firstIndex(where: { $0 != nil })
        {
          #expect(found.values[start] == value(first))
        }
      }
    }
  }

  @Test("Runs come back from their bytes", .tags(.property))
  func coverageBytes() throws {
    var stream = RandomStream(seed: 3, index: 0)
    for _ in 0..<200 {
      let positions = (0..<400).filter { _ in stream.next() % 3 == 0 }.map { $0 * 7 + 1_000_000 }
      let coverage = Coverage(positions)
      #expect(Coverage(coverage.encoded(from: 999_000), from: 999_000) == coverage)
      let other = Coverage(positions.filter { _ in stream.next() % 2 == 0 })
      #expect(
        coverage.subtracting(other).positions
          == positions.filter { !Set(other.positions).contains($0) })
    }
    #expect(Coverage(Data([128]), from: 0) == nil)
  }
}
