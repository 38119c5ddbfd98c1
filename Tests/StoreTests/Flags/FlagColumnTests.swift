import AirQuality
import Store
import NumericKernels
import TestSupport
import Testing

@Suite("The column flag")
struct FlagColumnTests {
  let scratch: ScratchFolder
  let archive: Archive

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
  }

  /// What the column must say, straight from its definition.
  private func expected(_ flags: [QualityFlag], at instant: Instant) -> SQLValue {
    let active = flags.filter { $0.from <= instant && instant < $0.until }
    guard let worst = active.map(\.grade).max() else { return .null }
    let rules = Set(active.filter { $0.grade == worst }.map(\.rule.identifier))
    return .text(rules.sorted().joined(separator: " "))
  }

  @Test("It names the rules of the worst grade, over years and series", .tags(.property))
  func worstGrade() throws {
    let values = (0..<2_000).map { (hour: Int) -> Double? in hour % 9 == 0 ? nil : Double(hour) }
    let series = [
      try Sample.series(values, from: "2014-11-20"),
      try Sample.series(values, from: "2014-11-01", pollutant: .o3),
      try Sample.series(values, pollutant: .no2),
    ]
    try archive.ingest(Sample.file("a.csv", series))
    var stream = RandomStream(seed: 5, index: 0)
    let rules = ["spike", "constant-run", "drift", "step"].map { QualityRule($0) }
    var flags: [QualityFlag] = []
    for one in series.prefix(2) {
      for _ in 0..<60 {
        let first = stream.index(below: 2_000)
        flags.append(
          QualityFlag(
            station: one.station.key, pollutant: one.pollutant,
            rule: rules[stream.index(below: 4)],
            grade: QualityGrade.allCases[stream.index(below: 3)],
            from: one.axis.instant(at: first),
            until: one.axis.instant(at: first + 1 + stream.index(below: 90))))
      }
    }
    try archive.setFlags(flags)
    for one in series {
      let mine = flags.filter { $0.pollutant == one.pollutant }
      for condition in ["true", "time >= '2014-12-25' AND time < '2015-01-05'"] {
        let rows = try archive.query(
          "SELECT instant, flag FROM observation WHERE pollutant = '\(one.pollutant)' "
            + "AND \(condition)"
        ).rows
        #expect(!rows.isEmpty || one.pollutant == .no2)
        for row in rows {
          guard case .integer(let second) = row[0] else { continue }
          let instant = Instant(secondsSinceEpoch: Int(second))
          #expect(row[1] == expected(mine, at: instant))
        }
      }
    }
    let counted = try archive.query("SELECT count(*) FROM observation WHERE flag IS NULL").rows
    let unmarked = series.map { one in
      let mine = flags.filter { $0.pollutant == one.pollutant }
      return (0..<one.count).filter {
        one[$0] != nil && expected(mine, at: one.axis.instant(at: $0)) == .null
      }.count
    }
    #expect(counted == [[.integer(Int64(unmarked.reduce(0, +)))]])
  }

  @Test("Rows come by station, pollutant and time without sorting", .tags(.property))
  func order() throws {
    // “a-b” comes before “a” in an archive's keys, because “-” comes before “/”.
    for network in ["a", "a-b", "Z"] {
      let station = Station(network: network, identifier: "1")
      try archive.ingest(
        Sample.file(
          "\(network).csv",
          [
            try Sample.series([3, 1, 2], from: "2014-12-31", hour: 22, station: station),
            try Sample.series([5, 4], station: station, pollutant: .no2),
          ]))
    }
    for order in [
      "ORDER BY station, pollutant, instant", "ORDER BY station", "GROUP BY station, pollutant",
      "GROUP BY station", "GROUP BY pollutant", "ORDER BY station DESC, instant",
      "ORDER BY pollutant, station, instant", "GROUP BY pollutant, station",
    ] {
      let columns =
        order.hasPrefix("GROUP")
        ? "count(*), min(value), max(station), max(pollutant)"
        : "station, pollutant, instant, value"
      let tail = order.hasPrefix("GROUP") ? " ORDER BY 3, 4" : ", pollutant, instant"
      let direct = try archive.query("SELECT \(columns) FROM observation \(order)\(tail)")
      let copied = try archive.query(
        "WITH o AS MATERIALIZED (SELECT * FROM observation) "
          + "SELECT \(columns) FROM o \(order)\(tail)")
      #expect(direct == copied, "\(order)")
    }
    let plan = try archive.query(
      "EXPLAIN QUERY PLAN SELECT station, avg(value) FROM observation GROUP BY station")
    #expect(plan.rows.count == 1)
  }

  @Test("The summary of a year is what its rows add up to", .tags(.property))
  func summary() throws {
    let values = (0..<900).map { (hour: Int) -> Double? in
      hour % 7 == 0 ? nil : Double(hour % 37) - 4
    }
    try archive.ingest(
      Sample.file(
        "a.csv",
        [
          try Sample.series(values, from: "2014-12-10"),
          try Sample.series(values.reversed(), from: "2014-12-20", pollutant: .o3),
          try Sample.series([nil, nil], pollutant: .no2),
        ]))
    for condition in ["true", "pollutant = 'o3'", "year = 2015", "station = 'prsa/Dongsi'"] {
      let short = try archive.query(
        "SELECT * FROM observation_summary WHERE \(condition) ORDER BY station, pollutant, year")
      let long = try archive.query(
        """
        SELECT * FROM (SELECT station, pollutant, CAST(substr(time, 1, 4) AS INTEGER) AS year,
          count(*), sum(value), min(value), max(value), unit, averaging, instrument
          FROM observation GROUP BY 1, 2, 3)
        WHERE \(condition) ORDER BY 1, 2, 3
        """)
      #expect(short.rows == long.rows, "\(condition)")
      #expect(!short.rows.isEmpty)
    }
  }
}
