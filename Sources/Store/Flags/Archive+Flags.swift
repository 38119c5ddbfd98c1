import Documents
public import AirQuality
import GRDB

extension Archive {
  /// Replaces the flags of a scope by others, in one transaction; no value changes.
  ///
  /// - Parameters:
  ///   - flags: each on a series that the archive has. Equal flags are kept once.
  ///   - scope: which flags are taken away first.
  /// - Throws: `flagOutsideScope`, because such a flag would outlive the next replacement;
  ///   `unknownSeries`; `busy`; `notWritable`. After any error all flags are as before.
  public func setFlags(
    _ flags: [QualityFlag], for scope: FlagScope = .everything
  ) throws(ArchiveError) {
    if let stray = flags.first(where: { !scope.contains($0) }) {
      throw .flagOutsideScope(
        station: stray.station, pollutant: stray.pollutant.identifier,
        rule: stray.rule.identifier)
    }
    try attempt {
      try connection.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          try removeFlags(scope, database)
          try insert(flags, database)
          return .commit
        }
      }
    }
  }

  /// Takes flags away.
  public func clearFlags(_ scope: FlagScope = .everything) throws(ArchiveError) {
    try setFlags([], for: scope)
  }

  /// Flags by station, pollutant, time and rule; none in an archive that was opened for reading
  /// and is older than flags are.
  ///
  /// - Parameters:
  ///   - pollutant: only flags on this pollutant.
  ///   - station: only flags at this station.
  public func flags(
    pollutant: Pollutant? = nil, at station: Station? = nil
  ) throws(ArchiveError) -> [QualityFlag] {
    try attempt {
      try connection.read { database in
        guard try database.tableExists("flag") else { return [] }
        let flags = try Row.fetchAll(
          database,
          sql: """
            SELECT network, identifier, pollutant, averaging, instrument, rule, grade, flag.start,
              flag.until FROM flag
            JOIN series ON series.id = flag.series JOIN station ON station.id = series.station
            WHERE (:network IS NULL OR network = :network)
              AND (:identifier IS NULL OR identifier = :identifier)
              AND (:pollutant IS NULL OR pollutant = :pollutant)
            ORDER BY network, identifier, pollutant, instrument, averaging, flag.start, rule,
              flag.until
            """,
          arguments: [
            "network": station?.network, "identifier": station?.identifier,
            "pollutant": pollutant?.identifier,
          ]
        ).map { try QualityFlag($0) }
        if Self.overlap(flags) > Self.mostOverlappingFlags {
          throw ArchiveError.damaged(
            path: path,
            detail: say("archive.flags", count: Self.mostOverlappingFlags))
        }
        return flags
      }
    }
  }

  /// A rule marks a value once, and there are some dozen rules; `CObservationTable` has the same.
  static let mostOverlappingFlags = 1_000

  /// How many flags of one series lie over each other at most.
  ///
  /// - Parameter flags: series by series, each by start.
  private static func overlap(_ flags: [QualityFlag]) -> Int {
    guard flags.count > mostOverlappingFlags else { return flags.count }
    var most = 0
    var first = 0
    for position in flags.indices {
      let next = position + 1
      if next < flags.count, isOneSeries(flags[next], flags[first]) { continue }
      // Where ends lie before beginnings, one that ends makes room for one that begins there.
      let ends = flags[first...position].map(\.until).sorted()
      var ended = 0
      for (begun, flag) in flags[first...position].enumerated() {
        while ended < ends.count, ends[ended] <= flag.from { ended += 1 }
        most = max(most, begun + 1 - ended)
      }
      first = position + 1
    }
    return most
  }

  private static func isOneSeries(_ one: QualityFlag, _ other: QualityFlag) -> Bool {
    guard one.station == other.station, one.pollutant == other.pollutant else { return false }
    return one.instrument == other.instrument && one.averaging == other.averaging
  }

  private func removeFlags(_ scope: FlagScope, _ database: Database) throws {
    let series = """
      series IN (SELECT series.id FROM series JOIN station ON station.id = series.station
        WHERE (:network IS NULL OR network = :network)
          AND (:identifier IS NULL OR identifier = :identifier)
          AND (:pollutant IS NULL OR pollutant = :pollutant))
      """
    for rule in scope.rules.map({ $0.sorted().map(\.identifier) as [String?] }) ?? [nil] {
      try database.execute(
        sql: "DELETE FROM flag WHERE \(series) AND (:rule IS NULL OR rule = :rule)",
        arguments: [
          "network": scope.station?.network, "identifier": scope.station?.identifier,
          "pollutant": scope.pollutant?.identifier, "rule": rule,
        ])
    }
  }

  private func insert(_ flags: [QualityFlag], _ database: Database) throws {
    let find = try database.cachedStatement(
      sql: """
        SELECT series.id FROM series JOIN station ON station.id = series.station
        WHERE network || '/' || identifier = ?1 AND pollutant = ?2 AND instrument = ?3
          AND (?4 IS NULL OR averaging = ?4)
        """)
    // The same mark in two grades is one mark of the worse grade.
    let add = try database.cachedStatement(
      sql: """
        INSERT INTO flag (series, start, until, rule, grade) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET grade = excluded.grade
        """)
    struct Place: Hashable {
      let station: String
      let pollutant: Pollutant
      let instrument: String
      let averaging: TimeStep?
    }
    var identifiers: [Place: Int64] = [:]
    for flag in flags.sorted(by: { $0.grade < $1.grade }) {
      let place = Place(
        station: flag.station, pollutant: flag.pollutant, instrument: flag.instrument,
        averaging: flag.averaging)
      var identifier = identifiers[place]
      if identifier == nil {
        let found = try Int64.fetchAll(
          find,
          arguments: [
            flag.station, flag.pollutant.identifier, flag.instrument,
            flag.averaging?.description,
          ])
        // A mark that names no averaging time is on the only series there is.
        identifier = found.count == 1 ? found.first : nil
      }
      guard let identifier else {
        throw ArchiveError.unknownSeries(
          station: flag.station, pollutant: flag.pollutant.identifier, available: [])
      }
      identifiers[place] = identifier
      try add.execute(arguments: [
        identifier, flag.from.secondsSinceEpoch, flag.until.secondsSinceEpoch,
        flag.rule.identifier, flag.grade.rawValue,
      ])
    }
  }
}

extension QualityFlag {
  /// From a row of the table `flag` with its series' station and pollutant.
  init(_ row: Row) throws {
    let network: String = try row.checked("network")
    let identifier: String = try row.checked("identifier")
    let pollutant: String = try row.checked("pollutant")
    let rule: String = try row.checked("rule")
    let start: Int = try row.checked("start")
    let until: Int = try row.checked("until")
    guard let grade = QualityGrade(rawValue: try row.checked("grade")) else {
      throw DamagedRow(column: "grade")
    }
    guard start < until else { throw DamagedRow(column: "until") }
    guard let averaging = TimeStep(try row.checked("averaging")) else {
      throw DamagedRow(column: "averaging")
    }
    self.init(
      station: Station(network: network, identifier: identifier).key,
      pollutant: Pollutant(stored: pollutant), averaging: averaging,
      instrument: try row.checked("instrument"), rule: QualityRule(rule), grade: grade,
      from: Instant(secondsSinceEpoch: start), until: Instant(secondsSinceEpoch: until))
  }
}
