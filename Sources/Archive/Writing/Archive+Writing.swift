import AirQuality
import GRDB
public import Ingest

extension Archive {
  /// Packs and writes one file; see `write(_:onConflict:)`.
  @discardableResult
  public func ingest(
    _ file: IngestedFile, onConflict rule: ConflictRule = .refuse
  ) throws(ArchiveError) -> IngestReport {
    try write(PreparedFile(file), onConflict: rule)
  }

  /// Writes one file in one transaction.
  ///
  /// A file whose very bytes were written before changes nothing. Where the archive already has
  /// values, equal ones agree and gaps are filled; the rule says what happens to different ones.
  ///
  /// - Throws: `conflict` under `.refuse`; `incompatible` when a series has another unit,
  ///   reference state, step, offset or stamp convention than the archive's; `busy`; `diskFull`.
  ///   After any error the archive is as it was before.
  @discardableResult
  public func write(
    _ file: PreparedFile, onConflict rule: ConflictRule = .refuse
  ) throws(ArchiveError) -> IngestReport {
    try attempt {
      try connection.writeWithoutTransaction { database in
        var report = IngestReport(file.source, isRepeat: false)
        // The lock is taken at once: a transaction that begins by reading could find at its
        // first write that another process has changed what it read.
        try database.inTransaction(.immediate) {
          report = try FileWriter(database, file, rule: rule).write()
          return .commit
        }
        return report
      }
    }
  }

  /// Whether a file with this hash has been written.
  public func contains(sha256: String) throws(ArchiveError) -> Bool {
    try attempt {
      try connection.read { try FileWriter.contains(sha256, $0) }
    }
  }
}

/// Writes one file inside a transaction that somebody else opens and closes.
struct FileWriter {
  let database: Database
  let file: PreparedFile
  let rule: ConflictRule
  /// Whether a block may only be continued where it ends.
  let onlyAppends: Bool

  init(
    _ database: Database, _ file: PreparedFile, rule: ConflictRule, onlyAppends: Bool = false
  ) {
    self.database = database
    self.file = file
    self.rule = rule
    self.onlyAppends = onlyAppends
  }

  /// Values meet values already there.
  struct Overlap: Error {}

  static func contains(_ sha256: String, _ database: Database) throws -> Bool {
    try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM source WHERE sha256 = ?)", arguments: [sha256])
      ?? false
  }

  func write() throws -> IngestReport {
    guard try !Self.contains(file.source.sha256, database) else {
      return IngestReport(file.source, isRepeat: true)
    }
    var report = IngestReport(file.source, isRepeat: false)
    let source = try insert(file.source, file.notices)
    try writeSeries(from: source, through: nil, &report)
    return report
  }

  /// Writes the series as coming from a source, or from several with successive numbers.
  func writeSeries(
    from source: Int64, through last: Int64?, _ report: inout IngestReport
  ) throws {
    var stations: [String: Int64] = [:]
    for series in file.series where !series.blocks.isEmpty {
      let key = series.station.key
      let station = try stations[key] ?? self.station(series.station, from: source, &report)
      stations[key] = station
      let (identifier, isNew) = try self.series(series, at: station)
      report.newSeries += isNew ? 1 : 0
      report.mergedSeries += isNew ? 0 : 1
      for block in series.blocks {
        report.add(try write(block, of: series, identifier))
      }
      try insertContribution(of: series, identifier, from: source, through: last)
    }
  }

  func insert(_ file: SourceFile, _ notices: [IngestNotice]) throws -> Int64 {
    try run(
      """
      INSERT INTO source (sha256, path, name, byte_count, format, row_count)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        file.sha256, file.path, file.name, file.byteCount, file.format, file.rowCount,
      ])
    let source = database.lastInsertedRowID
    for notice in notices {
      try run(
        "INSERT INTO notice (source, kind, message, line, count) VALUES (?, ?, ?, ?, ?)",
        [source, notice.kind.rawValue, notice.message, notice.line, notice.count])
    }
    return source
  }

  /// The station's row, made or completed with a place that an earlier file did not know. A place
  /// elsewhere is told of; less than 10 m apart is a matter of decimals.
  private func station(
    _ station: Station, from source: Int64, _ report: inout IngestReport
  ) throws -> Int64 {
    let place = station.coordinate
    try run(
      """
      INSERT INTO station (network, identifier, name, latitude, longitude)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (network, identifier) DO UPDATE SET
        latitude = excluded.latitude, longitude = excluded.longitude
        WHERE latitude IS NULL AND excluded.latitude IS NOT NULL
      """,
      [station.network, station.identifier, station.name, place?.latitude, place?.longitude])
    guard
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: "SELECT * FROM station WHERE network = ? AND identifier = ?"),
        arguments: [station.network, station.identifier])
    else { return 0 }
    if let place, let kept = try Station(row).coordinate, kept.kilometres(to: place) >= 0.01 {
      let moved = MovedStation(station: station.key, kilometres: kept.kilometres(to: place))
      report.movedStations.append(moved)
      try run(
        "INSERT INTO notice (source, kind, message, line, count) VALUES (?, ?, ?, NULL, 1)",
        [source, IngestNotice.Kind.coordinateChanged.rawValue, moved.message])
    }
    return try row.checked("id")
  }

  /// The series' row, made if need be; a row of other traits is refused.
  private func series(
    _ series: PreparedSeries, at station: Int64
  ) throws -> (identifier: Int64, isNew: Bool) {
    let traits = series.traits
    let found = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM series WHERE station = ? AND pollutant = ?"),
      arguments: [station, series.pollutant.identifier])
    if let found {
      if let difference = try SeriesTraits(found).difference(from: traits) {
        throw ArchiveError.incompatible(
          ArchiveError.Incompatibility(
            station: series.station.key, pollutant: series.pollutant.identifier,
            property: difference.property, existing: difference.mine, new: difference.other,
            file: file.source.name))
      }
      return (try found.checked("id"), false)
    }
    try run(
      """
      INSERT INTO series
        (station, pollutant, unit, reference_state, step, phase, utc_offset, stamp)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        station, series.pollutant.identifier, traits.unit, traits.referenceState, traits.step,
        traits.phase, traits.utcOffset, traits.stamp,
      ])
    return (database.lastInsertedRowID, true)
  }

  private func write(
    _ block: PreparedBlock, of series: PreparedSeries, _ identifier: Int64
  ) throws -> Overlay {
    let found = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM block WHERE series = ? AND year = ?"),
      arguments: [identifier, block.year])
    guard let found else {
      try insert(block, identifier)
      return Overlay(block)
    }
    let existing = try stretch(found, of: series)
    guard !onlyAppends || existing.start + existing.values.count * series.axis.step <= block.start
    else { throw Overlap() }
    let new = Overlay.Stretch(
      start: block.start, values: try PackedBlock.decode([UInt8](block.payload), count: block.count)
    )
    let overlay: Overlay
    do {
      overlay = try Overlay(new, over: existing, step: series.axis.step, rule: rule)
    } catch {
      throw try conflict(error, in: series, identifier)
    }
    if overlay.changes(existing) {
      try run("DELETE FROM block WHERE series = ? AND year = ?", [identifier, block.year])
      try insert(
        PreparedBlock(
          year: block.year, start: overlay.start, values: overlay.values, overlay.values.indices),
        identifier)
    }
    return overlay
  }

  private func stretch(_ row: Row, of series: PreparedSeries) throws -> Overlay.Stretch {
    let block = try StoredBlock(row, of: series.traits)
    do {
      return Overlay.Stretch(start: block.start, values: try block.decoded())
    } catch {
      throw ArchiveError.damaged(
        path: series.station.key,
        detail: "the block of \(series.pollutant), \(block.year) cannot be unpacked")
    }
  }

  private func insert(_ block: PreparedBlock, _ series: Int64) throws {
    try run(
      """
      INSERT INTO block (series, year, start, count, valid, payload) VALUES (?, ?, ?, ?, ?, ?)
      """,
      [series, block.year, block.start, block.count, block.valid, block.payload])
  }

  private func insertContribution(
    of series: PreparedSeries, _ identifier: Int64, from source: Int64, through last: Int64?
  ) throws {
    // A file may hold two stretches of one series that begin together: the longer one counts.
    try run(
      """
      INSERT INTO contribution (series, source, start, until, last_source) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET until = max(until, excluded.until)
      """,
      [
        identifier, source, series.axis.start.secondsSinceEpoch,
        series.axis.end.secondsSinceEpoch, last,
      ])
  }

  private func conflict(
    _ difference: Overlay.Difference, in series: PreparedSeries, _ identifier: Int64
  ) throws -> ArchiveError {
    let names = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT name FROM contribution
        JOIN source ON source.id BETWEEN contribution.source
          AND coalesce(contribution.last_source, contribution.source)
        WHERE series = ? AND start <= ? AND until > ? ORDER BY source.id
        """,
      arguments: [identifier, difference.instant, difference.instant])
    let axis = series.traits.axis(start: difference.instant, count: 1)
    return .conflict(
      ArchiveError.Conflict(
        station: series.station.key, pollutant: series.pollutant.identifier,
        stamp: axis.label(at: 0), existing: difference.existing, new: difference.new,
        existingFiles: names.isEmpty ? [file.source.name] : names, newFile: file.source.name))
  }

  private func run(_ sql: String, _ arguments: StatementArguments) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
  }
}
