import Documents
import AirQuality
import FoundationEssentials
import GRDB
import Ingest

/// Writes the blocks of one series and keeps account of whose values they are.
struct SeriesWriter {
  private let writer: FileWriter
  private let stored: StoredSeries
  private let source: Int64
  private let last: Int64?
  private var database: Database { writer.database }

  init(_ writer: FileWriter, _ stored: StoredSeries, source: Int64, last: Int64?) {
    self.writer = writer
    self.stored = stored
    self.source = source
    self.last = last
  }

  /// Writes a series whose clock is the stored one's.
  func write(_ series: PreparedSeries, _ report: inout IngestReport) throws {
    let from = series.axis.start.secondsSinceEpoch
    let until = series.axis.end.secondsSinceEpoch
    let others = try Contribution.fetch(database, of: stored, from: from, until: until)
    // What stood there before belongs to the readings that brought it; from now on the stretch is
    // shared, so each of them gets its own account first.
    for other in others where other.coverage == nil {
      let own = Coverage(of: try stretches(from: other.start, until: other.until))
      try other.save(own, database)
    }
    var owned: [Int] = []
    var replaced: [Int] = []
    for block in series.blocks {
      let overlay = try write(block, isShared: !others.isEmpty)
      report.add(overlay)
      owned += overlay.owned
      replaced += overlay.replacedPositions
    }
    if !replaced.isEmpty { try take(Coverage(replaced), from: others) }
    try insertContribution(
      from: from, until: until, coverage: others.isEmpty ? nil : Coverage(owned))
  }

  /// - Parameter isShared: whether an account of the block's own values is needed.
  private func write(_ block: PreparedBlock, isShared: Bool) throws -> Overlay {
    let first = stored.position(of: block.start)
    func allNew() throws -> Overlay {
      Overlay(
        block, first: first,
        owned: isShared ? Coverage(of: [try decoded(block, first: first)]).positions : [])
    }
    guard let row = try row(ofYear: block.year) else {
      try insert(block)
      return try allNew()
    }
    let there = try StoredBlock(row, of: stored.key, stored.traits)
    let gap = first - stored.position(of: there.start) - there.count
    if gap >= 0 {
      try append(decoded(block, first: first).values, after: gap, to: there)
      return try allNew()
    }
    guard !writer.onlyAppends else { throw FileWriter.Overlap() }
    let found = try stretch(there)
    let overlay: Overlay
    do {
      overlay = try Overlay(try decoded(block, first: first), over: found, rule: writer.rule)
    } catch let difference as Overlay.Difference {
      throw try conflict(difference)
    }
    if overlay.changes(found) {
      try replace(
        year: block.year, Overlay.Stretch(first: overlay.first, values: overlay.values))
    }
    return overlay
  }

  private func append(_ values: [Double], after gap: Int, to block: StoredBlock) throws {
    let behind = [Double](repeating: .nan, count: gap) + values
    let payload: [UInt8]
    do {
      payload = try block.appending(behind)
    } catch {
      throw damaged(block)
    }
    try writer.run(
      "DELETE FROM block WHERE series = ? AND year = ?", [stored.id, block.year])
    // A row that grew in its place would leave half-empty pages.
    try insert(
      PreparedBlock(
        year: block.year, start: block.start, count: block.count + behind.count, payload: payload))
  }

  private func decoded(_ block: PreparedBlock, first: Int) throws -> Overlay.Stretch {
    Overlay.Stretch(
      first: first,
      values: try PackedBlock.decode(
        [UInt8](block.payload), count: block.count,
        seal: BlockSeal(stored.key, year: block.year, start: block.start)))
  }

  /// Gives the whole series another clock: its instants stay, the local years of its blocks move.
  func move(toOffset offset: Int) throws {
    let all = try stretches(from: .min, until: .max)
    guard let first = all.first, let last = all.last else { return }
    let range = first.first..<last.positions.upperBound
    var storage = [Double](repeating: .nan, count: range.count)
    for stretch in all {
      for (position, value) in zip(stretch.positions, stretch.values) {
        storage[position - range.lowerBound] = value
      }
    }
    try writer.run("DELETE FROM block WHERE series = ?", [stored.id])
    try writer.run("UPDATE series SET utc_offset = ? WHERE id = ?", [offset, stored.id])
    var traits = stored.traits
    traits.utcOffset = offset
    let axis = traits.axis(start: stored.start(of: range.lowerBound), count: range.count)
    for (year, positions) in PreparedSeries.stretches(of: axis) {
      try insert(
        PreparedBlock(
          of: stored.key, year: year,
          start: axis.instant(at: positions.lowerBound).secondsSinceEpoch, values: storage,
          positions))
    }
  }

  /// Clears values and gives the blocks their new extent; a block without values goes.
  func clear(_ coverage: Coverage) throws {
    let years = try Int.fetchAll(
      database, sql: "SELECT year FROM block WHERE series = ? ORDER BY year",
      arguments: [stored.id])
    for year in years {
      guard let found = try stretch(ofYear: year) else { continue }
      let gone = coverage.clamped(to: found.positions)
      guard !gone.isEmpty else { continue }
      var values = found.values
      for position in gone.positions { values[position - found.first] = .nan }
      guard let begin = values.firstIndex(where: { !$0.isNaN }),
        let end = values.lastIndex(where: { !$0.isNaN })
      else {
        try writer.run("DELETE FROM block WHERE series = ? AND year = ?", [stored.id, year])
        continue
      }
      try replace(
        year: year,
        Overlay.Stretch(first: found.first + begin, values: Array(values[begin...end])))
    }
  }

  // MARK: Blocks

  /// The stored values of blocks that have periods in [from, until), seconds since the epoch.
  func stretches(from: Int, until: Int) throws -> [Overlay.Stretch] {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT * FROM block WHERE series = ? AND start < ? ORDER BY year",
      arguments: [stored.id, until])
    let lower = from == .min ? Int.min : stored.position(of: from)
    let upper = until == .max ? Int.max : stored.position(of: until)
    let range = lower..<upper
    return try rows.compactMap { row in
      let stretch = try self.stretch(row)
      let part = stretch.positions.clamped(to: range)
      guard !part.isEmpty else { return nil }
      return Overlay.Stretch(
        first: part.lowerBound,
        values: Array(
          stretch.values[(part.lowerBound - stretch.first)..<(part.upperBound - stretch.first)]))
    }
  }

  private func row(ofYear year: Int) throws -> Row? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM block WHERE series = ? AND year = ?"),
      arguments: [stored.id, year])
  }

  private func stretch(ofYear year: Int) throws -> Overlay.Stretch? {
    try row(ofYear: year).map { try stretch($0) }
  }

  private func stretch(_ row: Row) throws -> Overlay.Stretch {
    try stretch(StoredBlock(row, of: stored.key, stored.traits))
  }

  private func stretch(_ block: StoredBlock) throws -> Overlay.Stretch {
    do {
      return Overlay.Stretch(
        first: stored.position(of: block.start), values: try block.decoded())
    } catch {
      throw damaged(block)
    }
  }

  private func damaged(_ block: StoredBlock) -> ArchiveError {
    .damaged(
      path: stored.key.station,
      detail: say(
        "archive.packed-block", place: "\(stored.key.pollutant)", year: String(block.year)))
  }

  private func replace(year: Int, _ stretch: Overlay.Stretch) throws {
    try writer.run("DELETE FROM block WHERE series = ? AND year = ?", [stored.id, year])
    try insert(
      PreparedBlock(
        of: stored.key, year: year, start: stored.start(of: stretch.first),
        values: stretch.values, stretch.values.indices))
  }

  private func insert(_ block: PreparedBlock) throws {
    try writer.run(
      """
      INSERT INTO block (series, year, start, count, valid, payload) VALUES (?, ?, ?, ?, ?, ?)
      """,
      [stored.id, block.year, block.start, block.count, block.valid, block.payload])
  }

  // MARK: Whose values

  /// Takes positions away from readings whose values were replaced, and remembers by whom.
  private func take(_ replaced: Coverage, from others: [Contribution]) throws {
    for other in try Contribution.fetch(
      database, of: stored, from: others.map(\.start).min() ?? 0,
      until: others.map(\.until).max() ?? 0)
    {
      guard let own = other.coverage else { continue }
      let rest = own.subtracting(replaced)
      guard rest != own else { continue }
      try other.save(rest, database)
      try writer.run(
        """
        INSERT INTO replacement (source, replaced)
        SELECT ?, id FROM source WHERE id BETWEEN ? AND ? ON CONFLICT DO NOTHING
        """, [source, other.source, other.last ?? other.source])
    }
  }

  private func insertContribution(from: Int, until: Int, coverage: Coverage?) throws {
    let origin = stored.position(of: from)
    // A file may hold two stretches of one series that begin together: both count as the longer.
    try writer.run(
      """
      INSERT INTO contribution (series, source, start, until, last_source, coverage)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET until = max(until, excluded.until), coverage = NULL
      """,
      [stored.id, source, from, until, last, coverage.map { $0.encoded(from: origin) }])
  }

  private func conflict(_ difference: Overlay.Difference) throws -> ArchiveError {
    let instant = stored.start(of: difference.position)
    let names = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT name FROM contribution
        JOIN source ON source.id BETWEEN contribution.source
          AND coalesce(contribution.last_source, contribution.source)
        WHERE series = ? AND start <= ? AND contribution.until > ? ORDER BY source.id
        """,
      arguments: [stored.id, instant, instant])
    let name = writer.file.source.name
    return .conflict(
      ArchiveError.Conflict(
        station: stored.key.station, pollutant: stored.key.pollutant.identifier,
        stamp: stored.traits.axis(start: instant, count: 1).label(at: 0),
        existing: difference.existing, new: difference.new,
        existingFiles: names.isEmpty ? [name] : names, newFile: name))
  }
}
