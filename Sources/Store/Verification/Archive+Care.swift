import TextFiles
import FoundationEssentials
import GRDB

/// What an archive holds, in numbers.
public struct ArchiveInfo: Hashable, Codable, Sendable {
  /// Of the file, 1 to `ArchiveSchema.version`.
  public let format: Int
  /// Of the file and the journal beside it.
  public let bytes: Int
  /// Of them free for new content.
  public let unusedBytes: Int
  /// Stations.
  public let stations: Int
  /// Series.
  public let series: Int
  /// Values that are not missing.
  public let values: Int
  /// Readings of files.
  public let readings: Int
  /// Flags of `check`.
  public let flags: Int
  /// Findings of studies.
  public let findings: Int

  /// The numbers with their names, in order.
  public var counts: [(name: String, count: Int)] {
    [
      ("format", format), ("bytes", bytes), ("unused bytes", unusedBytes), ("stations", stations),
      ("series", series), ("values", values), ("readings", readings), ("flags", flags),
      ("findings", findings),
    ]
  }
}

extension Archive {
  /// Counts what there is; unpacks nothing.
  public func info() throws(ArchiveError) -> ArchiveInfo {
    try attempt {
      try connection.read { database in
        func number(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
        func count(_ table: String) throws -> Int {
          try database.tableExists(table) ? number("SELECT count(*) FROM \(table)") : 0
        }
        let journal = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size]
        let page = try number("PRAGMA page_size")
        return ArchiveInfo(
          format: try number("PRAGMA user_version"),
          bytes: try number("PRAGMA page_count") * page + (journal as? Int ?? 0),
          unusedBytes: try number("PRAGMA freelist_count") * page,
          stations: try count("station"), series: try count("series"),
          values: try number("SELECT sum(valid) FROM block"), readings: try count("source"),
          flags: try count("flag"), findings: try count("finding"))
      }
    }
  }

  /// Copies the archive as it is at one moment; others may read and write meanwhile.
  ///
  /// The copy has its name when it is whole and on disk.
  ///
  /// - Throws: `exists` when there is a file of that name already; `diskFull`, `notWritable`.
  public func backUp(to place: String) throws(ArchiveError) {
    guard !FileManager.default.fileExists(atPath: place) else { throw .exists(path: place) }
    let part = place + ".part"
    Self.addTemporary(part)
    defer { Self.removeFiles(of: part) }
    try Self.attempt(place) { [connection] in
      try? FileManager.default.removeItem(atPath: part)
      let copy = try DatabaseQueue(path: part)
      try connection.backup(to: copy)
      try copy.writeWithoutTransaction { database in
        // One file without a journal of its own, synchronised.
        try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
      }
      try copy.close()
      try FileManager.default.moveItem(atPath: part, toPath: place)
    }
  }

  /// Gives the room of what was taken out back to the disk.
  ///
  /// - Throws: `diskFull`: as much room as the archive takes is needed meanwhile; `busy`.
  public func compact() throws(ArchiveError) {
    try attempt { [connection] in
      try connection.writeWithoutTransaction { database in
        try database.execute(sql: "VACUUM")
        _ = try database.checkpoint(.truncate)
      }
    }
  }

  private static let suffixes = ["", "-wal", "-shm", "-journal"]

  /// A half-written archive, which a signal takes away.
  static func addTemporary(_ path: String) {
    for suffix in suffixes { TemporaryPlaces.add(path + suffix) }
  }

  static func removeFiles(of path: String) {
    for suffix in suffixes {
      try? FileManager.default.removeItem(atPath: path + suffix)
      TemporaryPlaces.forget(path + suffix)
    }
  }
}
