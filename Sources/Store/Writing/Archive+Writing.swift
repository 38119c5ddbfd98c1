import Documents
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
  /// A reading that was written before changes nothing. Another reading of the same bytes, made
  /// with another description or other options, takes the place of the earlier one where the two
  /// speak of the same series or carry one format's name. Where the archive already has values,
  /// equal ones agree and gaps are filled; the rule says what happens to different ones.
  ///
  /// - Throws: `conflict` under `.refuse`; `incompatible` when a series has another unit,
  ///   reference state, step or phase than the archive's; `busy`; `diskFull`. After any error the
  ///   archive is as it was before.
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

  /// Whether a reading with this hash has been written and not been taken back since.
  public func contains(reading: String) throws(ArchiveError) -> Bool {
    try attempt {
      try connection.read { try FileWriter.contains(reading, $0) }
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

  static func contains(_ reading: String, _ database: Database) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT EXISTS (SELECT 1 FROM source WHERE reading = ? AND NOT incomplete)",
      arguments: [reading]) ?? false
  }

  func write() throws -> IngestReport {
    guard try !Self.contains(file.source.reading, database) else {
      return IngestReport(file.source, isRepeat: true)
    }
    var report = IngestReport(file.source, isRepeat: false)
    for earlier in try earlierReadings() {
      let forgotten = try ReadingRemoval(database).remove(earlier.id)
      if earlier.reading != file.source.reading { report.replacedReadings.append(forgotten.file) }
    }
    let source = try insert(file.source, file.notices, span: file.span)
    try writeSeries(from: source, through: nil, &report)
    return report
  }

  /// Readings that this one takes the place of: an incomplete one of the very same kind, and those
  /// of the same bytes by another description or other options.
  private func earlierReadings() throws -> [(id: Int64, reading: String)] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT id, reading, name, format FROM source WHERE sha256 = ? ORDER BY id",
      arguments: [file.source.sha256])
    return try rows.compactMap { row in
      let id: Int64 = try row.checked("id")
      let reading: String = try row.checked("reading")
      let name: String = try row.checked("name")
      let format: String = try row.checked("format")
      let isCorrected = name == file.source.name && format == file.source.format
      guard try reading == file.source.reading || isCorrected || sharesSeries(with: id) else {
        return nil
      }
      return (id, reading)
    }
  }

  private func sharesSeries(with source: Int64) throws -> Bool {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT DISTINCT station.*, series.* FROM contribution
        JOIN series ON series.id = contribution.series
        JOIN station ON station.id = series.station
        WHERE ? BETWEEN source AND coalesce(last_source, source)
        """, arguments: [source])
    let keys = Set(try rows.map { try SeriesKey($0, at: try Station($0)) })
    return file.series.contains { keys.contains($0.key) }
  }

  /// Writes the series as coming from a source, or from several with successive numbers.
  func writeSeries(
    from source: Int64, through last: Int64?, _ report: inout IngestReport
  ) throws {
    var stations: [String: Int64] = [:]
    for series in file.series where !series.blocks.isEmpty {
      let key = series.key.station
      let station = try stations[key] ?? self.station(series.station, from: source, &report)
      stations[key] = station
      let (stored, isNew) = try self.stored(series, at: station, &report)
      report.newSeries += isNew ? 1 : 0
      report.mergedSeries += isNew ? 0 : 1
      var series = series
      if stored.traits.utcOffset != series.traits.utcOffset {
        do {
          series = try series.onClock(utcOffset: stored.traits.utcOffset)
        } catch {
          throw ArchiveError.damaged(
            path: key, detail: say("archive.block-of", place: "\(series.key)"))
        }
      }
      try SeriesWriter(self, stored, source: source, last: last).write(series, &report)
    }
  }

  /// - Parameter span: from the first period of all its series to the end of the last.
  func insert(_ file: SourceFile, _ notices: [IngestNotice], span: Range<Int>?) throws -> Int64 {
    try run(
      """
      INSERT INTO source
        (reading, sha256, path, name, byte_count, format, row_count, settings, first, until)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        file.reading, file.sha256, file.path, file.name, file.byteCount, file.format,
        file.rowCount, file.settings, span?.lowerBound, span?.upperBound,
      ])
    let source = database.lastInsertedRowID
    for notice in notices {
      try run(
        "INSERT INTO notice (source, kind, message, line, count) VALUES (?, ?, ?, ?, ?)",
        [
          source, notice.kind.rawValue, try notice.message.stored, notice.line, notice.count,
        ])
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
      let remark = say(
        "archive.station-elsewhere", station: "\(station.key)",
        distance: Coordinate.distanceText(kept.kilometres(to: place)))
      report.remarks.append(remark)
      try run(
        "INSERT INTO notice (source, kind, message, line, count) VALUES (?, ?, ?, NULL, 1)",
        [source, IngestNotice.Kind.coordinateChanged.rawValue, try remark.stored])
    }
    return try row.checked("id")
  }

  /// The series' row, made if need be; a row of other traits is refused, one of another clock or
  /// stamp is told.
  private func stored(
    _ series: PreparedSeries, at station: Int64, _ report: inout IngestReport
  ) throws -> (stored: StoredSeries, isNew: Bool) {
    let traits = series.traits
    let found = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT * FROM series
          WHERE station = ? AND pollutant = ? AND averaging = ? AND instrument = ?
          """),
      arguments: [
        station, series.key.pollutant.identifier, series.key.averaging.description,
        series.key.instrument,
      ])
    guard let found else {
      let step = traits.storedStep
      try run(
        """
        INSERT INTO series (station, pollutant, averaging, instrument, unit, reference_state, step,
          step_unit, phase, utc_offset, stamp)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          station, series.key.pollutant.identifier, series.key.averaging.description,
          series.key.instrument, traits.unit, traits.referenceState, step.count, step.unit,
          traits.phase, traits.utcOffset, traits.stamp,
        ])
      return (
        StoredSeries(id: database.lastInsertedRowID, key: series.key, traits: traits), true
      )
    }
    var stored = StoredSeries(
      id: try found.checked("id"), key: series.key, traits: try SeriesTraits(found))
    if let difference = stored.traits.difference(from: traits) {
      throw ArchiveError.incompatible(
        ArchiveError.Incompatibility(
          station: series.key.station, pollutant: series.key.pollutant.identifier,
          property: difference.property, existing: difference.mine, new: difference.other,
          file: file.source.name))
    }
    if stored.traits.stamp != traits.stamp {
      report.remarks.append(
        traits.stamp == StampConvention.beginning.rawValue
          ? say("archive.stamp-beginning-here", series: "\(series.key)")
          : say("archive.stamp-ending-here", series: "\(series.key)"))
    }
    let offset = stored.traits.commonOffset(with: traits.utcOffset)
    if traits.utcOffset != stored.traits.utcOffset {
      report.remarks.append(
        say(
          "archive.other-clock", series: "\(series.key)",
          here: Instant.clockText(traits.utcOffset),
          there: Instant.clockText(stored.traits.utcOffset), kept: Instant.clockText(offset)))
    }
    if offset != stored.traits.utcOffset {
      try SeriesWriter(self, stored, source: 0, last: nil).move(toOffset: offset)
      stored.traits.utcOffset = offset
    }
    return (stored, false)
  }

  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
  }
}

/// A row of the table `series`.
struct StoredSeries {
  let id: Int64
  let key: SeriesKey
  var traits: SeriesTraits

  /// The lattice on which positions are counted, whatever the clock: its origin is 1970-01-01 or
  /// January of the year 0, so that a position keeps its meaning when the series grows.
  var lattice: TimeAxis {
    switch traits.step {
    case .seconds: traits.axis(start: traits.phase, count: 0)
    case .months:
      traits.axis(
        start: Instant(CivilDate(month: traits.phase), utcOffset: traits.utcOffset)
          .secondsSinceEpoch, count: 0)
    }
  }

  func position(of start: Int) -> Int {
    lattice.ceilingPosition(of: Instant(secondsSinceEpoch: start))
  }

  func start(of position: Int) -> Int { lattice.instant(at: position).secondsSinceEpoch }
}
