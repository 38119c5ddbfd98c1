import Documents
import AirQuality
import FoundationEssentials
import GRDB

/// What could be saved of a damaged archive.
public struct ArchiveRescue: Hashable, Codable, Sendable {
  /// What is not in the new archive, one sentence a loss.
  public internal(set) var lost: [String] = []
  /// What is in the new archive and may not be what was written, one sentence each.
  public internal(set) var doubtful: [String] = []
  /// Series in the new archive.
  public internal(set) var series = 0
  /// Blocks in the new archive; each unpacked.
  public internal(set) var blocks = 0
  /// Values in them that are not missing.
  public internal(set) var values = 0
}

extension Archive {
  /// Saves every whole row and block of a damaged archive in a new one.
  ///
  /// Tables are read from both ends, each as far as its pages can be read. A block counts as whole
  /// when its checksum fits its content and its place. The damaged file is not touched.
  ///
  /// - Throws: `exists` when there is a file at the new place; what opening throws; `damaged` for an
  ///   archive of an older format, whose blocks carry no place.
  public static func rescue(
    _ damaged: String, into place: String
  ) throws(ArchiveError) -> ArchiveRescue {
    guard !FileManager.default.fileExists(atPath: place) else { throw .exists(path: place) }
    let source = try Archive(path: damaged)
    let part = place + ".part"
    removeFiles(of: part)
    addTemporary(part)
    defer { removeFiles(of: part) }
    return try attempt(place) {
      let format = try source.connection.read {
        try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0
      }
      guard format >= 5 else {
        throw ArchiveError.damaged(
          path: damaged, detail: say("archive.format-unsaved", format: format))
      }
      let target = try Archive(path: part, mode: .create)
      let rescue = try source.connection.read { old in
        try target.connection.write { new in
          var salvage = Salvage(old: old, new: new)
          return try salvage.run()
        }
      }
      try target.close()
      try FileManager.default.moveItem(atPath: part, toPath: place)
      return rescue
    }
  }
}

/// One rescue from database to database.
private struct Salvage {
  let old: Database
  let new: Database
  private var rescue = ArchiveRescue()

  init(old: Database, new: Database) {
    self.old = old
    self.new = new
  }

  /// In an order in which rows come before those that name them.
  private static let tables =
    ["station", "source", "series", "contribution", "replacement", "notice", "flag"]
    + ["study", "finding", "provenance"]

  mutating func run() throws -> ArchiveRescue {
    // A row whose parent is lost goes with it, and is told, once everything has been copied.
    try new.execute(sql: "PRAGMA defer_foreign_keys = ON")
    try nameChangedTables()
    for table in Self.tables { try copy(table) }
    try copyBlocks()
    try copyRegistry()
    try removeOrphans()
    try RowDigests.makeOfSearch(new)
    rescue.series = try Int.fetchOne(new, sql: "SELECT count(*) FROM series") ?? 0
    rescue.blocks = try Int.fetchOne(new, sql: "SELECT count(*) FROM block") ?? 0
    rescue.values = try Int.fetchOne(new, sql: "SELECT sum(valid) FROM block") ?? 0
    return rescue
  }

  /// Which row was changed is not known, only that one was: what is kept of such a table is doubtful.
  private mutating func nameChangedTables() throws {
    do {
      guard try old.tableExists("digest") else { return }
      for name in try RowDigests.changedTables(old) where name != "schema" {
        rescue.doubtful.append(
          "the table \(name): at least one of its rows is not the one that was written")
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      // Pages that cannot be read are named table by table.
    }
  }

  /// Gives every row that can be read to a body, from the front and, where a page is damaged, from
  /// the back.
  private mutating func readAll(_ table: String, _ body: (Row) throws -> Void) throws {
    let keys = try new.primaryKey(table).columns
    for (direction, isLast) in [("ASC", false), ("DESC", true)] {
      let order = keys.map { "\"\($0)\" \(direction)" }.joined(separator: ", ")
      do {
        let rows = try Row.fetchCursor(
          old, sql: "SELECT * FROM main.\(table) NOT INDEXED ORDER BY \(order)")
        while let row = try rows.next() { try body(row) }
        return
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
        if isLast { rescue.lost.append("rows of the table \(table) on pages that cannot be read") }
      }
    }
  }

  private mutating func copy(_ table: String) throws {
    guard try old.tableExists(table) else {
      rescue.lost.append("the table \(table)")
      return
    }
    // Columns of later formats keep what they are made with.
    let present = Set(try old.columns(in: table).map(\.name))
    let columns = try new.columns(in: table).map(\.name).filter(present.contains)
    let insertion = try new.makeStatement(
      sql: """
        INSERT OR IGNORE INTO \(table) (\(columns.map { "\"\($0)\"" }.joined(separator: ", ")))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """)
    var impossible = 0
    try readAll(table) { row in
      do {
        try insertion.execute(
          arguments: StatementArguments(columns.map { row[$0] as DatabaseValue }))
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        impossible += 1
      }
    }
    if impossible > 0 { rescue.lost.append("\(impossible) impossible rows of the table \(table)") }
  }

  private mutating func copyBlocks() throws {
    var places: [Int64: (key: SeriesKey, traits: SeriesTraits)] = [:]
    for row in try Row.fetchAll(
      new,
      sql: """
        SELECT station.*, series.*, series.id AS series_id
        FROM series JOIN station ON station.id = series.station
        """)
    {
      let identifier: Int64 = try row.checked("series_id")
      do {
        places[identifier] = (
          try SeriesKey(row, at: try Station(row)), try SeriesTraits(row)
        )
      } catch let error as DamagedRow {
        rescue.lost.append("series \(identifier), whose column “\(error.column)” is impossible")
      }
    }
    let insertion = try new.makeStatement(
      sql: """
        INSERT OR IGNORE INTO block (series, year, start, count, valid, payload)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    var lost: [String] = []
    try readAll("block") { row in
      let identifier: Int64 = try row.checked("series")
      let year: Int = (try? row.checked("year")) ?? 0
      guard let place = places[identifier] else {
        lost.append("a block of \(year) of a series that is lost")
        return
      }
      do {
        let block = try StoredBlock(row, of: place.key, place.traits)
        let valid = try block.decoded().reduce(0) { $1.isNaN ? $0 : $0 + 1 }
        try insertion.execute(
          arguments: [identifier, block.year, block.start, block.count, valid, block.payload])
      } catch is DamagedRow, is PackedBlock.Damage {
        lost.append("\(place.key.station), \(place.key.pollutant), \(year)")
      }
    }
    // A damaged table is read twice, and a lost block is one.
    var seen: Set<String> = []
    rescue.lost += lost.filter { seen.insert($0).inserted }
  }

  private mutating func copyRegistry() throws {
    let kinds = RegistrySchema.tables
    for table in kinds.map(\.table) + ["registry_history", "registry_finding"]
    where try old.tableExists(table) {
      try copy(table)
    }
    try SearchIndex.fill(new)
  }

  private mutating func removeOrphans() throws {
    // One removal may leave others without their parent.
    while true {
      let orphans = try Row.fetchAll(new, sql: "PRAGMA foreign_key_check")
      guard !orphans.isEmpty else { return }
      var counts: [String: Int] = [:]
      for row in orphans { counts[row["table"], default: 0] += 1 }
      for (table, count) in counts.sorted(by: { $0.key < $1.key }) {
        let parents = try new.foreignKeys(on: table)
        for parent in parents {
          for (origin, destination) in parent.mapping {
            try new.execute(
              sql: """
                DELETE FROM \(table) WHERE "\(origin)" IS NOT NULL AND "\(origin)" NOT IN
                  (SELECT "\(destination)" FROM \(parent.destinationTable))
                """)
          }
        }
        rescue.lost.append("\(count) rows of the table \(table) whose parents are lost")
      }
    }
  }
}
