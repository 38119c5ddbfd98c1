import Documents
import AirQuality
@testable import Store
import Foundation
import GRDB
import Ingest
import TestSupport
import Testing

@Suite("What tells series of an archive apart")
struct SeriesIdentityTests {
  let scratch: ScratchFolder
  let archive: Archive

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
  }

  private func series(
    _ values: [Double?], from date: String = "2020-06-01", hour: Int = 0, step: TimeStep = .hour,
    offset: Int = 3_600, averaging: TimeStep? = nil, instrument: String = "",
    pollutant: Pollutant = .pm25, stamp: StampConvention = .beginning
  ) throws -> MonitoringSeries {
    MonitoringSeries(
      station: Sample.dongsi, pollutant: pollutant, unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(try #require(CivilDate(date)), hour: hour, utcOffset: offset), step: step,
        count: values.count, utcOffset: offset, stamp: stamp),
      averaging: averaging, instrument: instrument, values: values)
  }

  @Test("Hours and days, and two instruments, stand side by side", .tags(.analytical))
  func sideBySide() throws {
    let all = [
      try series([1, 2], instrument: "A"), try series([3, 4], instrument: "B"),
      try series([5, 6], step: .day, instrument: "A"),
      try series([7, 8], averaging: .seconds(28_800), instrument: "A"),
    ]
    try archive.ingest(Sample.file("a.csv", all))
    for one in all { #expect(try archive.series(one.key) == one) }
    #expect(try archive.seriesList().count == 4)
    let error = #expect(throws: ArchiveError.self) {
      try archive.series(.pm25, at: Sample.dongsi)
    }
    #expect(
      error?.explanation == """
        prsa/Dongsi: there are 4 series of pm25; name the instrument (or “mean”) or the averaging \
        time; there are A, hour; A, 8 h; A, day; B, hour
        """)
    let mean = try archive.series(
      .pm25, at: Sample.dongsi, choice: SeriesChoice(averaging: .hour, instrument: "mean"))
    #expect(mean?.values == [2, 3])
    #expect(
      try archive.query(
        "SELECT averaging, instrument, sum(value) FROM observation GROUP BY 1, 2 ORDER BY 3"
      ).rows == [
        [.text("hour"), .text("A"), .real(3)], [.text("hour"), .text("B"), .real(7)],
        [.text("day"), .text("A"), .real(11)], [.text("8 h"), .text("A"), .real(15)],
      ])
    #expect(
      try archive.query(
        "SELECT instant FROM observation ORDER BY station, pollutant, instant LIMIT 3"
      ).rows.map { $0[0] }
        == Array(
          repeating: .integer(Int64(all[0].axis.start.secondsSinceEpoch)), count: 3))
  }

  @Test("A summer file and a winter file of one place make one series", .tags(.analytical))
  func summerAndWinter() throws {
    try archive.ingest(Sample.file("summer.csv", [try series([1, 2], offset: 7_200)]))
    let report = try archive.ingest(
      Sample.file("winter.csv", [try series([3], from: "2020-12-31", hour: 23)]))
    let merged = try #require(try archive.series(.pm25, at: Sample.dongsi))
    #expect(merged.axis.utcOffset == 3_600)
    // 00:00 of summer time is 23:00 of the day before on the standard clock.
    #expect(merged.axis.label(at: 0) == "2020-05-31T23:00:00+01:00")
    #expect(merged.validCount == 3)
    #expect(
      report.remarks.map(\.english) == [
        "prsa/Dongsi pm25, hour: stamps are in UTC+01:00 here and in UTC+02:00 in the archive; the "
          + "series is kept on UTC+01:00"
      ])
    #expect(
      try archive.query("SELECT year, count FROM block").rows == [
        [.integer(2_020), .integer(5_137)]
      ])
  }

  @Test("Moving the clock moves the value of New Year's Eve to its year", .tags(.analytical))
  func yearsMove() throws {
    try archive.ingest(
      Sample.file("a.csv", [try series([1, 2], from: "2020-12-31", hour: 23, offset: 0)]))
    #expect(try archive.query("SELECT year FROM block").rows.count == 2)
    try archive.ingest(
      Sample.file("b.csv", [try series([3], from: "2021-01-01", hour: 9, offset: 28_800)]))
    #expect(
      try archive.query("SELECT year, count FROM block").rows == [[.integer(2_021), .integer(3)]])
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1, 2, 3])
  }

  @Test("A station's days are taken on one clock", .tags(.analytical))
  func oneClock() throws {
    let day = Array(repeating: 100.0 as Double?, count: 24)
    try archive.ingest(
      Sample.file(
        "a.csv",
        [
          try series(day, from: "2025-01-01", offset: 28_800),
          try series(day, from: "2024-12-31", hour: 16, offset: 0, pollutant: .pm10),
        ]))
    let pm10 = try #require(try archive.series(.pm10, at: Sample.dongsi))
    #expect(pm10.daily().values == [100])
    #expect(
      try archive.foreignClocks(at: [Sample.dongsi]).map(\.sentence) == [
        "prsa/Dongsi pm10 is stamped in UTC; its days are taken on UTC+08:00 like the station’s "
          + "other series"
      ])
    #expect(try archive.series(pm10.key)?.axis.utcOffset == 0)
  }

  @Test("Months and years come back, also through SQL", .tags(.analytical))
  func calendarSteps() throws {
    let months = try series(
      (1...30).map { $0 == 7 ? nil : Double($0) }, from: "2018-11-01", step: .month,
      offset: 28_800)
    let years = try series(
      [4, 5], from: "2018-01-01", step: .year, offset: 28_800, pollutant: .no2)
    try archive.ingest(Sample.file("a.csv", [months, years]))
    #expect(try archive.series(.pm25, at: Sample.dongsi) == months)
    #expect(try archive.series(.no2, at: Sample.dongsi) == years)
    #expect(
      try archive.query(
        "SELECT time, value FROM observation WHERE pollutant = 'pm25' "
          + "AND time BETWEEN '2020-01-15' AND '2020-04-01T00:00:00+08:00'"
      ).rows == [
        [.text("2020-02-01T00:00:00+08:00"), .real(16)],
        [.text("2020-03-01T00:00:00+08:00"), .real(17)],
        [.text("2020-04-01T00:00:00+08:00"), .real(18)],
      ])
    #expect(
      try archive.query(
        "SELECT count(*), min(instant), max(instant) FROM observation WHERE pollutant = 'pm25' "
          + "AND instant >= \(months.axis.instant(at: 1).secondsSinceEpoch) "
          + "AND instant < \(months.axis.instant(at: 29).secondsSinceEpoch)"
      ).rows == [
        [
          .integer(27), .integer(Int64(months.axis.instant(at: 1).secondsSinceEpoch)),
          .integer(Int64(months.axis.instant(at: 28).secondsSinceEpoch)),
        ]
      ])
    // A month more joins, a month that begins in the middle cannot.
    try archive.ingest(
      Sample.file("b.csv", [try series([31], from: "2021-05-01", step: .month, offset: 28_800)]))
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.count == 31)
  }

  @Test("A block under another series' row is refused", .tags(.analytical))
  func blocksAreBound() throws {
    let other = Station(network: "prsa", identifier: "Gucheng")
    try archive.ingest(
      Sample.file(
        "a.csv", [try Sample.series([1, 2]), try Sample.series([1, 2], station: other)]))
    for change in [
      "UPDATE block SET payload = (SELECT payload FROM block WHERE series = 2) WHERE series = 1",
      "UPDATE series SET pollutant = 'no2' WHERE id = 1",
      "UPDATE station SET identifier = 'Tiantan' WHERE identifier = 'Dongsi'",
    ] {
      let copy = scratch.path + "/copy.sqlite"
      try? FileManager.default.removeItem(atPath: copy)
      try archive.connection.writeWithoutTransaction {
        try $0.execute(sql: "VACUUM INTO '\(copy)'")
      }
      let queue = try DatabaseQueue(path: copy)
      try queue.write { try $0.execute(sql: change) }
      try queue.close()
      let damaged = try Archive(path: copy)
      #expect(throws: ArchiveError.self, "\(change)") {
        for summary in try damaged.seriesList() { _ = try damaged.series(summary.key) }
      }
      #expect(throws: ArchiveError.self, "\(change)") {
        try damaged.query("SELECT sum(value) FROM observation")
      }
    }
  }

  @Test("Stamps of another end are joined by period, with a word", .tags(.analytical))
  func stamps() throws {
    try archive.ingest(Sample.file("a.csv", [try series([1, 2])]))
    let report = try archive.ingest(
      Sample.file("b.csv", [try series([2, 3], hour: 1, stamp: .ending)]))
    #expect(report.equalValues == 1)
    #expect(report.newValues == 1)
    #expect(report.remarks.count == 1)
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1, 2, 3])
  }
}
