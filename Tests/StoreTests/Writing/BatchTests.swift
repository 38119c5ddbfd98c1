import AirQuality
import GRDB
import Ingest
import TestSupport
import Testing

@testable import Store

@Suite("Batches of files")
struct BatchTests {
  /// Three days of two stations, the second day without the second station.
  static func days() throws -> [IngestedFile] {
    let other = Station(network: "prsa", identifier: "Guanyuan")
    return try (0..<3).map { day in
      let values = (0..<24).map { Double?(Double(day * 24 + $0)) }
      let date = "2014-01-0\(day + 1)"
      var series = [try Sample.series(values, from: date)]
      if day != 1 { series.append(try Sample.series(values, from: date, station: other)) }
      return Sample.file("day\(day).csv", series)
    }
  }

  @Test("A batch leaves the archive as its files one by one would", .tags(.property))
  func sameAsOneByOne() throws {
    let folders = (try ScratchFolder(), try ScratchFolder())
    let together = try Archive(path: folders.0.archivePath, mode: .create)
    let apart = try Archive(path: folders.1.archivePath, mode: .create)
    let files = try Self.days()
    let batch = try #require(PreparedBatch(files))
    let reports = try #require(try together.write(batch))
    #expect(reports.map(\.newValues) == [48, 24, 48])
    #expect(reports.map(\.file) == ["day0.csv", "day1.csv", "day2.csv"])
    for file in files { _ = try apart.ingest(file) }
    let list = try together.seriesList()
    let other = try apart.seriesList()
    #expect(list.map(\.axis) == other.map(\.axis))
    #expect(
      list.map { $0.sources.map(\.name) }
        == other.map { _ in ["day0.csv", "day1.csv", "day2.csv"] })
    for summary in list {
      #expect(
        try together.series(summary.pollutant, at: summary.station)
          == apart.series(summary.pollutant, at: summary.station))
    }
    #expect(try together.sources() == apart.sources())
  }

  @Test("A batch gives its files back as they were", .tags(.property))
  func givenBack() throws {
    // A day later, and its stations in another order: what continues is found by its key.
    let other = Station(network: "prsa", identifier: "Guanyuan")
    let last = Sample.file(
      "last.csv",
      [
        try Sample.series([7, nil, 9], from: "2014-01-05", station: other),
        try Sample.series([1, 2], from: "2014-01-05"),
      ])
    let files = try Self.days() + [last]
    var batch = GrowingBatch()
    for file in files {
      let isAdded = batch.append(file)
      #expect(isAdded)
    }
    #expect(batch.valueCount == 5 * 24 + 5)
    let found = batch.files()
    #expect(found.map(\.source) == files.map(\.source))
    for (one, same) in zip(found, files) {
      #expect(one.series.map(\.key) == same.series.map(\.key))
      #expect(one.series.map(\.axis) == same.series.map(\.axis))
      #expect(one.series.map(\.values) == same.series.map(\.values))
    }
    // One that does not continue them is not added, nor any part of it.
    var refused = [files[0]]
    let torn = try Sample.file(
      "torn.csv",
      [
        Sample.series([1], from: "2014-01-07"),
        Sample.series([1], from: "2014-01-07", station: other, unit: .partsPerBillion),
      ])
    refused.append(torn)
    let twice = try Sample.file(
      "twice.csv",
      [Sample.series([1], from: "2014-01-07"), Sample.series([1], from: "2014-01-08")])
    refused.append(twice)
    for file in refused {
      let isAdded = batch.append(file)
      #expect(!isAdded)
    }
    #expect(batch.files().map { $0.series.map(\.values) } == files.map { $0.series.map(\.values) })
  }

  @Test("A second batch continues the first, and reading again changes nothing", .tags(.property))
  func continuation() throws {
    let folder = try ScratchFolder()
    let archive = try Archive(path: folder.archivePath, mode: .create)
    let files = try Self.days()
    _ = try archive.ingest(files[0])
    let rest = try #require(PreparedBatch(Array(files[1...])))
    #expect(try archive.write(rest) != nil)
    let series = try #require(try archive.series(.pm25, at: Sample.dongsi))
    #expect(series.values == (0..<72).map { Double($0) })
    #expect(try archive.write(rest) == nil)
    #expect(try archive.sources().count == 3)
  }

  @Test("Files that overlap or differ in unit are no batch", .tags(.analytical))
  func noBatch() throws {
    let day = try Sample.file("a", [Sample.series([1, 2])])
    let same = try Sample.file("b", [Sample.series([1, 2])])
    #expect(PreparedBatch([day, same]) == nil)
    let unit = try Sample.file(
      "c", [Sample.series([1], from: "2014-01-02", unit: .partsPerBillion)])
    #expect(PreparedBatch([day, unit]) == nil)
    #expect(PreparedBatch([day]) == nil)
  }

  @Test("A batch that meets values already there leaves the archive alone", .tags(.property))
  func overlap() throws {
    let folder = try ScratchFolder()
    let archive = try Archive(path: folder.archivePath, mode: .create)
    let files = try Self.days()
    _ = try archive.ingest(files[2])
    let batch = try #require(PreparedBatch(Array(files[..<2])))
    #expect(try archive.write(batch) == nil)
    #expect(try archive.sources().map(\.name) == ["day2.csv"])
  }

  @Test("An archive of the first schema opens and takes a batch", .tags(.property))
  func olderArchive() throws {
    let folder = try ScratchFolder()
    do {
      let queue = try DatabaseQueue(path: folder.archivePath)
      try ArchiveSchema.migrator(folder.archivePath).migrate(
        queue, upTo: "1: series, sources, studies and findings")
      try queue.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA application_id = \(ArchiveSchema.applicationIdentifier)")
      }
      try queue.close()
    }
    let archive = try Archive(path: folder.archivePath, mode: .readWrite)
    let batch = try #require(PreparedBatch(try Self.days()))
    #expect(try archive.write(batch)?.count == 3)
  }
}
