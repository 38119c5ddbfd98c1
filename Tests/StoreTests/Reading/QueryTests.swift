import AirQuality
import Store
import Foundation
import GRDB
import NumericKernels
import TestSupport
import Testing

@Suite("SQL over the archive")
struct QueryTests {
  let scratch: ScratchFolder
  let archive: Archive

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
  }

  /// Rows of a series as the table `observation` has them.
  private func rows(of series: MonitoringSeries) -> [[SQLValue]] {
    (0..<series.count).compactMap { position in
      series[position].map { value in
        let begin = series.axis.instant(at: position)
        return [
          .text(series.station.key), .text(series.pollutant.identifier),
          .text(begin.formatted(utcOffset: series.axis.utcOffset)), .real(value), .null,
          .text(series.unit.symbol), .integer(Int64(begin.secondsSinceEpoch)),
        ]
      }
    }
  }

  @Test("The C decoder gives the same bits as the Swift one", .tags(.property))
  func decodersAgree() throws {
    var series: [MonitoringSeries] = []
    let awkward =
      AwkwardSeries.all.map(\.1) + (0..<100).map { AwkwardSeries.random(seed: 1_000 + $0) }
    for (number, values) in awkward.enumerated() where !values.isEmpty {
      let one = try Sample.series(
        values.map { $0.isNaN ? nil : $0 },
        station: Station(network: "random", identifier: "\(number)"))
      series.append(one)
    }
    try archive.ingest(Sample.file("random.csv", series))
    for one in series {
      let key = one.station.key
      let found = try archive.query(
        "SELECT instant, value FROM observation WHERE station = '\(key)'")
      let api = try #require(try archive.series(.pm25, at: one.station))
      let expected = (0..<api.count).compactMap { position in
        api[position].map { (api.axis.instant(at: position).secondsSinceEpoch, $0.bitPattern) }
      }
      let bits = found.rows.map { row -> (Int, UInt64) in
        guard case .integer(let instant) = row[0], case .real(let value) = row[1] else {
          return (0, 0)
        }
        return (Int(instant), value.bitPattern)
      }
      #expect(bits.map(\.0) == expected.map(\.0), "\(key)")
      #expect(bits.map(\.1) == expected.map(\.1), "\(key)")
    }
  }

  @Test("Every column equals what the interface says", .tags(.property))
  func columnsEqualInterface() throws {
    let zones = [("east", 28_800), ("half", 19_800), ("utc", 0), ("west", -12_600)]
    for (name, offset) in zones {
      let station = Station(network: "zones", identifier: name)
      let values = (0..<100).map { (hour: Int) -> Double? in
        hour % 7 == 0 ? nil : Double(hour) / 10
      }
      let series = try Sample.series(
        values, from: "2015-12-30", hour: 5, station: station, utcOffset: offset, stamp: .ending)
      try archive.ingest(Sample.file("\(name).csv", [series]))
      let found = try archive.query("SELECT * FROM observation WHERE station = 'zones/\(name)'")
      #expect(
        found.columns == [
          "station", "pollutant", "time", "value", "flag", "unit", "instant", "averaging",
          "instrument",
        ])
      #expect(found.rows == rows(of: series).map { $0 + [.text("hour"), .text("")] })
    }
  }

  @Test("Conditions choose exactly the rows that a full scan would", .tags(.property))
  func conditionsChooseRows() throws {
    let values = (0..<400).map { (hour: Int) -> Double? in hour % 11 == 3 ? nil : Double(hour) }
    let other = Station(network: "prsa", identifier: "Tiantan")
    try archive.ingest(
      Sample.file(
        "a.csv",
        [
          try Sample.series(values, from: "2014-12-25"),
          try Sample.series(values, from: "2014-12-28", pollutant: .o3),
          try Sample.series(values, from: "2014-12-30", station: other),
        ]))
    let conditions = [
      "station = 'prsa/Dongsi'", "pollutant = 'o3'", "pollutant IN ('o3', 'no2')",
      "station = 'prsa/Dongsi' AND pollutant = 'pm25' AND time >= '2014-12-31'",
      "time < '2015'", "time > '2014-12-31T23:00:00+08:00'", "time <= '2015-01-01T00:00:00+08:00'",
      "time = '2014-12-31T23:00:00+08:00'", "time BETWEEN '2014-12-29' AND '2014-12-30'",
      "time >= '2015-01-02' AND time < '2015-01-01'", "time >= 2015", "time = NULL",
      "station = 7", "station = x'41'", "time < x'41'", "station = 'PRSA/DONGSI' COLLATE NOCASE",
      "instant = 1420041600", "instant >= 1420041600", "instant > 1420041600.5",
      "instant < 1420041600", "instant <= 1420041599.9", "instant >= 9223372036854775807",
      "instant <= -9223372036854775807", "instant > 1e300", "instant < '1420041600'",
      "instant BETWEEN 1420030000 AND 1420050000 AND time >= '2015'",
      "time = '2015-01-01T05:00:00+08:00' AND time > '2015-01-01T05:00:00+08:00'",
    ]
    for condition in conditions {
      let order = "ORDER BY station, pollutant, time"
      // A materialised copy hides the table's own choice of rows and keeps the columns' types.
      let scan = """
        WITH o AS MATERIALIZED (SELECT * FROM observation)
        SELECT * FROM o WHERE \(condition) \(order)
        """
      let chosen = try archive.query("SELECT * FROM observation WHERE \(condition) \(order)")
      #expect(try archive.query(scan) == chosen, "\(condition)")
    }
    let all = try archive.query("SELECT count(*), sum(value) FROM observation").rows
    let sum = values.compactMap(\.self).reduce(0, +)
    #expect(all == [[.integer(3 * 363), .real(3 * sum)]])
  }

  @Test("A damaged block is named, whatever was damaged", .tags(.property))
  func damageIsNamed() throws {
    let values = (0..<300).map { Double($0 % 50) / 10 }
    try archive.ingest(Sample.file("a.csv", [try Sample.series(values)]))
    let whole = try #require(
      try archive.connection.read { try [UInt8].fetchPayload($0) })
    var stream = RandomStream(seed: 3, index: 0)
    for trial in 0..<200 {
      var bytes = whole
      switch trial % 4 {
      case 0: bytes[stream.index(below: bytes.count)] ^= UInt8(1 + stream.index(below: 255))
      case 1: bytes.removeLast(1 + stream.index(below: bytes.count - 1))
      case 2: bytes += [UInt8](repeating: 0, count: 8 * (1 + stream.index(below: 4)))
      default: bytes = (0..<stream.index(below: 400)).map { _ in UInt8(stream.index(below: 256)) }
      }
      try archive.connection.write {
        try $0.execute(sql: "UPDATE block SET payload = ?", arguments: [Data(bytes)])
      }
      let queried = #expect(throws: ArchiveError.self) {
        try archive.query("SELECT sum(value) FROM observation")
      }
      #expect(
        queried?.what == """
          the archive is damaged: the archive's block of prsa/Dongsi, pm25, 2014 is damaged
          """)
      let read = #expect(throws: ArchiveError.self) {
        try archive.series(.pm25, at: Sample.dongsi)
      }
      #expect(
        read?.explanation == """
          \(scratch.archivePath): the archive is damaged: the block of prsa/Dongsi, pm25, 2014 \
          cannot be unpacked; restore a copy, make a new archive from the source files, or \
          save what is whole (airaccord archive repair)
          """)
    }
  }

  @Test("Counts and starts beyond reason are damage as well", .tags(.analytical))
  func wrongTablesAreDamage() throws {
    try archive.ingest(Sample.file("a.csv", [try Sample.series([1, 2, 3])]))
    for change in [
      "count = 9223372036854775807", "count = 67108864", "count = 4",
      "start = 9223372036854775807", "start = -9223372036854775807",
    ] {
      try archive.connection.write {
        // A flipped bit on the disk does not ask the table's constraints either.
        try $0.execute(sql: "PRAGMA ignore_check_constraints = 1")
        try $0.execute(sql: "UPDATE block SET \(change)")
      }
      #expect(throws: ArchiveError.self, "\(change)") {
        try archive.query("SELECT sum(value) FROM observation")
      }
      #expect(throws: ArchiveError.self, "\(change)") {
        try archive.series(.pm25, at: Sample.dongsi)
      }
      try archive.connection.write {
        try $0.execute(sql: "UPDATE block SET count = 3, start = 1388505600")
      }
    }
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1, 2, 3])
  }

  @Test("Only one query that reads is answered", .tags(.analytical))
  func onlyReading() throws {
    for sql in [
      "DELETE FROM source", "  -- a comment\nDROP TABLE source", "PRAGMA user_version = 3", "",
      "ATTACH 'x.sqlite' AS x", "/* open", "WITH a AS (SELECT 1) DELETE FROM source",
    ] {
      let error = #expect(throws: ArchiveError.self) { try archive.query(sql) }
      #expect(error == .notReadOnly(sql: sql))
    }
    let two = #expect(throws: ArchiveError.self) { try archive.query("SELECT 1; SELECT 2") }
    #expect(
      two?.explanation == "SELECT 1; SELECT 2: give one query at a time; "
        + "correct the query; the tables are observation, station, series, source, finding")
    let wrong = #expect(throws: ArchiveError.self) { try archive.query("SELECT * FROM nowhere") }
    #expect(wrong?.what == "no such table: nowhere")
    #expect(throws: ArchiveError.self) {
      try archive.query("SELECT * FROM observation WHERE")
    }
    let fine = try archive.query("/* a */ -- b\n VALUES (1, 'a', 2.5, NULL, x'01')")
    #expect(
      fine.rows == [[.integer(1), .text("a"), .real(2.5), .null, .blob([1])]])
  }

  @Test("The table observation takes no rows", .tags(.analytical))
  func observationIsReadOnly() throws {
    #expect(throws: DatabaseError.self) {
      try archive.connection.write {
        try $0.execute(sql: "INSERT INTO observation (station) VALUES ('x')")
      }
    }
  }
}

extension [UInt8] {
  /// The payload of the first block.
  fileprivate static func fetchPayload(_ database: Database) throws -> [UInt8]? {
    try Data.fetchOne(database, sql: "SELECT payload FROM block").map { [UInt8]($0) }
  }
}
