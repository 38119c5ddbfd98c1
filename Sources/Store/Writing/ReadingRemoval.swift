import AirQuality
import GRDB
import Ingest

/// What taking a reading back changed.
public struct ForgetReport: Codable, Hashable, Sendable {
  /// Name of the file.
  public let file: String
  /// Values that only this reading had brought.
  public internal(set) var removedValues = 0
  /// Values that stay, because another reading brought the same.
  public internal(set) var sharedValues = 0
  /// Series that are gone with it.
  public internal(set) var removedSeries = 0
  /// Quality marks on the removed values.
  public internal(set) var removedFlags = 0
  /// Files whose values this reading had replaced: read them again to have these back.
  public internal(set) var toReadAgain: [String] = []
}

extension Archive {
  /// Takes one reading back in one transaction: its values, as far as no other reading brought
  /// them too, its notices and, where nothing is left, its series and stations.
  ///
  /// - Parameter text: the file's name or path, or the first eight or more digits of its hash or
  ///   its reading's.
  /// - Throws: `unknownSource`, `ambiguousSource`; after any error the archive is as it was.
  public func forget(_ text: String) throws(ArchiveError) -> ForgetReport {
    let source = try source(named: text)
    return try attempt {
      try connection.writeWithoutTransaction { database in
        var report = ForgetReport(file: source.name)
        try database.inTransaction(.immediate) {
          guard
            let id = try Int64.fetchOne(
              database, sql: "SELECT id FROM source WHERE reading = ?",
              arguments: [source.reading])
          else { throw ArchiveError.unknownSource(text, known: []) }
          report = try ReadingRemoval(database).remove(id)
          return .commit
        }
        return report
      }
    }
  }

  private func source(named text: String) throws(ArchiveError) -> SourceFile {
    let all = try sources()
    let named = all.filter { $0.name == text || $0.path == text }
    let hashed =
      text.count >= 8
      ? all.filter { $0.sha256.hasPrefix(text) || $0.reading.hasPrefix(text) } : []
    let found = named.isEmpty ? hashed : named
    guard let source = found.first else {
      throw .unknownSource(text, known: all.map(\.name))
    }
    guard found.count == 1 else {
      throw .ambiguousSource(text, candidates: found.map { "\($0.reading.prefix(12)) \($0.path)" })
    }
    return source
  }
}

/// Takes a reading back inside a transaction that somebody else opens and closes.
struct ReadingRemoval {
  private let database: Database

  init(_ database: Database) { self.database = database }

  func remove(_ source: Int64) throws -> ForgetReport {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT * FROM source WHERE id = ?", arguments: [source])
    else { return ForgetReport(file: "") }
    let file = try SourceFile(row)
    var report = ForgetReport(file: file.name)
    let span: Range<Int>?
    if let first: Int = try row.checkedOptional("first"),
      let until: Int = try row.checkedOptional("until"), first < until
    {
      span = first..<until
    } else {
      span = nil
    }
    for stored in try series(of: source) {
      try remove(source, span: span, from: stored, &report)
    }
    try forgetRows(of: source, &report)
    return report
  }

  private func series(of source: Int64) throws -> [StoredSeries] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT DISTINCT station.*, series.*, series.id AS series_id FROM contribution
        JOIN series ON series.id = contribution.series
        JOIN station ON station.id = series.station
        WHERE ? BETWEEN source AND coalesce(last_source, source)
        """, arguments: [source]
    ).map { row in
      StoredSeries(
        id: try row.checked("series_id"), key: try SeriesKey(row, at: try Station(row)),
        traits: try SeriesTraits(row))
    }
  }

  private func remove(
    _ source: Int64, span: Range<Int>?, from stored: StoredSeries, _ report: inout ForgetReport
  ) throws {
    let writer = FileWriter(
      database,
      PreparedFile(
        source: SourceFile(
          path: "", name: "", sha256: "", byteCount: 0, format: "", rowCount: 0),
        notices: [], series: []), rule: .refuse)
    let blocks = SeriesWriter(writer, stored, source: source, last: nil)
    let all = try Contribution.fetch(database, of: stored, from: .min, until: .max)
    for own in all
    where (own.source...(own.last ?? own.source)).contains(source) {
      var (from, until) = (own.start, own.until)
      if own.last != nil, let span {
        (from, until) = (max(from, span.lowerBound), max(from, min(until, span.upperBound)))
      }
      let range = stored.position(of: from)..<stored.position(of: until)
      let values = Coverage(of: try blocks.stretches(from: from, until: until))
      var mine = values.subtracting(values.subtracting(own.coverage ?? values)).clamped(to: range)
      for other in all
      where !(other.source...(other.last ?? other.source)).contains(source) {
        // Of stretches that older archives let overlap nobody knows whose values they are: they
        // stay as long as one of the readings does.
        let theirs =
          other.coverage
          ?? values.clamped(to: stored.position(of: other.start)..<stored.position(of: other.until))
        let left = mine.subtracting(theirs)
        report.sharedValues += mine.count - left.count
        mine = left
      }
      report.removedValues += mine.count
      report.removedFlags += try removeFlags(of: stored, on: mine)
      try blocks.clear(mine)
      try own.delete(database)
      guard let last = own.last else { continue }
      // The rest of the batch goes on owning its own part.
      if source > own.source {
        try Contribution.insert(
          stored, own.source...(source - 1), from: own.start, until: from,
          coverage: own.coverage, database)
      }
      if source < last {
        try Contribution.insert(
          stored, (source + 1)...last, from: until, until: own.until, coverage: own.coverage,
          database)
      }
    }
    let isEmpty =
      try Bool.fetchOne(
        database, sql: "SELECT NOT EXISTS (SELECT 1 FROM block WHERE series = ?)",
        arguments: [stored.id]) ?? false
    guard isEmpty else { return }
    report.removedSeries += 1
    for table in ["flag", "contribution"] {
      try database.execute(sql: "DELETE FROM \(table) WHERE series = ?", arguments: [stored.id])
    }
    try database.execute(sql: "DELETE FROM series WHERE id = ?", arguments: [stored.id])
  }

  /// Marks on values that are gone would fall on whatever is read in their place.
  private func removeFlags(of stored: StoredSeries, on coverage: Coverage) throws -> Int {
    var count = 0
    for run in coverage.runs {
      try database.cachedStatement(
        sql: "DELETE FROM flag WHERE series = ? AND start < ? AND until > ?"
      ).execute(arguments: [
        stored.id, stored.start(of: run.upperBound), stored.start(of: run.lowerBound),
      ])
      count += database.changesCount
    }
    return count
  }

  private func forgetRows(of source: Int64, _ report: inout ForgetReport) throws {
    report.toReadAgain = try String.fetchAll(
      database,
      sql: """
        SELECT path FROM replacement JOIN source ON source.id = replacement.replaced
        WHERE replacement.source = ? ORDER BY source.id
        """, arguments: [source])
    try database.execute(
      sql: """
        UPDATE source SET incomplete = 1
        WHERE id IN (SELECT replaced FROM replacement WHERE source = ?)
        """, arguments: [source])
    for statement in [
      "DELETE FROM replacement WHERE source = ?1 OR replaced = ?1",
      "DELETE FROM notice WHERE source = ?1", "DELETE FROM source WHERE id = ?1",
    ] {
      try database.execute(sql: statement, arguments: [source])
    }
    try database.execute(
      sql: "DELETE FROM station WHERE id NOT IN (SELECT station FROM series)")
  }
}
