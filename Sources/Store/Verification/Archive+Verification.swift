import AirQuality
public import Documents
import GRDB

/// One thing that is wrong in an archive.
public struct ArchiveFault: Hashable, Codable, Sendable {
  /// Which check found it.
  public enum Check: String, Codable, Sendable, CaseIterable {
    /// SQLite's own check of pages and indexes.
    case pages
    /// A table, view or trigger that an archive has not.
    case tables
    /// A row that points to a row that is not there.
    case references
    /// A row that does not hold what the archive put there.
    case rows
    /// A block that does not unpack to what its row says.
    case blocks
  }

  /// Which check found it.
  public let check: Check
  /// What is wrong and where, in one sentence without a full stop.
  public let detail: Message
}

/// What `Archive.verify()` looked at and found.
public struct ArchiveVerification: Hashable, Codable, Sendable {
  /// Everything that is wrong, in the order of the checks.
  public let faults: [ArchiveFault]
  /// Stations that were read.
  public let stations: Int
  /// Series that were read.
  public let series: Int
  /// Blocks that unpacked.
  public let blocks: Int
  /// Values in them that are not missing.
  public let values: Int

  /// Whether nothing is wrong.
  public var isSound: Bool { faults.isEmpty }
}

extension Archive {
  /// Refuses an archive whose pages, indexes, tables or references are damaged; unpacks no block.
  ///
  /// SQLite reads on over a damaged page or index and leaves rows out, so that a donor or a year
  /// is gone without a word. The check reads the whole file once: 0.04 s for 5 million values.
  ///
  /// - Throws: `damaged` with the first fault.
  public func checkStructure() throws(ArchiveError) {
    try attempt {
      if let fault = try connection.read({ try Self.structuralFaults($0, limit: 1) }).first {
        throw ArchiveError.damaged(path: path, detail: fault.detail)
      }
    }
  }

  /// Looks at everything: pages, tables, references, every row and every block.
  ///
  /// - Throws: `busy` and the like; what is wrong with the archive is in the result.
  public func verify() throws(ArchiveError) -> ArchiveVerification {
    try attempt {
      try connection.read { database in
        var faults = try Self.structuralFaults(database, limit: 100)
        let stations = try Self.rows(of: "station", database, &faults) { _ = try Station($0) }
        for table in ["source", "contribution", "notice", "flag", "study", "finding"]
        where try database.tableExists(table) {
          _ = try Self.rows(of: table, database, &faults) { _ in }
        }
        var blocks = 0
        var values = 0
        let series = try Self.series(database, &faults)
        for (identifier, place, key, traits) in series {
          _ = try Self.rows(
            of: "block WHERE series = \(identifier) ORDER BY year",
            name: say("archive.block-of", place: place),
            database, &faults
          ) { row in
            let block = try StoredBlock(row, of: key, traits)
            let valid: Int = try row.checked("valid")
            let found = try block.decoded().reduce(0) { $1.isNaN ? $0 : $0 + 1 }
            guard found == valid else { throw DamagedRow(column: "valid") }
            blocks += 1
            values += found
          }
        }
        return ArchiveVerification(
          faults: faults, stations: stations, series: series.count, blocks: blocks, values: values)
      }
    }
  }

  private typealias VerifiedSeries = (
    identifier: Int64, place: String, key: SeriesKey, traits: SeriesTraits
  )

  private static func series(
    _ database: Database, _ faults: inout [ArchiveFault]
  ) throws -> [VerifiedSeries] {
    var found: [VerifiedSeries] = []
    _ = try rows(
      of: "series JOIN station ON station.id = series.station ORDER BY series.id",
      columns: "station.*, series.*, series.id AS series_id", name: "archive.series", database,
      &faults
    ) { row in
      let station = try Station(row)
      let key = try SeriesKey(row, at: station)
      let traits = try SeriesTraits(row)
      guard ReferenceState(archiveText: traits.referenceState) != nil else {
        throw DamagedRow(column: "reference_state")
      }
      found.append(
        (try row.checked("series_id"), "\(station.key), \(key.pollutant)", key, traits))
    }
    return found
  }

  /// Reads every row and notes those that cannot be.
  ///
  /// - Returns: how many could.
  private static func rows(
    of source: String, columns: String = "*", name: Message? = nil, _ database: Database,
    _ faults: inout [ArchiveFault], _ body: (Row) throws -> Void
  ) throws -> Int {
    let name = name ?? .verbatim(source)
    var count = 0
    do {
      let rows = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM \(source)")
      while let row = try rows.next() {
        do {
          try body(row)
          count += 1
        } catch let error as DamagedRow {
          faults.append(
            ArchiveFault(
              check: .rows, detail: say("archive.column", column: error.column, name: name)))
        } catch let damage as PackedBlock.Damage {
          let year: Int = (try? row.checked("year")) ?? 0
          faults.append(
            ArchiveFault(
              check: .blocks,
              detail: say("archive.packed", name: name, year: String(year), damage: "\(damage)")))
        }
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      faults.append(
        ArchiveFault(check: .pages, detail: say("archive.rows", name: name)))
    }
    return count
  }

  static func structuralFaults(_ database: Database, limit: Int) throws -> [ArchiveFault] {
    var faults = try foreignObjects(database)
    do {
      faults += try String.fetchAll(database, sql: "PRAGMA integrity_check(\(limit))")
        .filter { $0 != "ok" }.map { ArchiveFault(check: .pages, detail: .verbatim($0)) }
      faults += try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").prefix(limit).map {
        let table: String = try $0.checked("table")
        let parent: String = try $0.checked("parent")
        return ArchiveFault(
          check: .references, detail: say("archive.reference", table: table, parent: parent)
        )
      }
      faults += try formatFaults(database)
      // Over pages that are damaged, a digest says nothing new.
      if faults.isEmpty { faults = try digestFaults(database) }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      faults.append(
        ArchiveFault(check: .pages, detail: error.message.map { .verbatim($0) } ?? "archive.page"))
    }
    return faults
  }

  /// A format that is not the one of the tables: the number that names it was changed.
  static func formatFaults(_ database: Database) throws -> [ArchiveFault] {
    let format = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let steps = try Int.fetchOne(database, sql: "SELECT count(*) FROM main.grdb_migrations") ?? 0
    guard format != steps else { return [] }
    return [
      ArchiveFault(
        check: .tables, detail: say("archive.format", format: format, steps: steps))
    ]
  }

  private static func digestFaults(_ database: Database) throws -> [ArchiveFault] {
    guard
      try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 >= RowDigests.firstFormat
    else { return [] }
    return try RowDigests.changedTables(database).map {
      ArchiveFault(
        check: .rows,
        detail: say("archive.row-changed", table: $0))
    }
  }

  /// Views, triggers and tables that could stand in for what the archive reads.
  ///
  /// An archive has neither views nor triggers; its table `observation` is the program's own.
  static func foreignObjects(_ database: Database) throws -> [ArchiveFault] {
    // The virtual tables are the registry's index for searching.
    try Row.fetchAll(
      database,
      sql: """
        SELECT type, name FROM main.sqlite_master
        WHERE type IN ('view', 'trigger') OR name LIKE 'observation%'
          OR (sql LIKE 'CREATE VIRTUAL%' AND name NOT IN ('registry_search', 'registry_trigram'))
        ORDER BY name
        """
    ).map { row in
      let name: String = try row.checked("name")
      let type: String = try row.checked("type")
      return ArchiveFault(check: .tables, detail: say("archive.foreign", type: type, name: name))
    }
  }
}
