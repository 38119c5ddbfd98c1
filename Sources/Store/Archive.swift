import Documents
import CObservationTable
import FoundationEssentials
package import GRDB

/// One SQLite file that holds monitoring series, where they came from, studies and findings.
///
/// Values are kept as one packed block a series and local year, without loss and in about one
/// byte a value; plain SQL reads them through the table `observation`. Every file is written in
/// one transaction, so a reader, a crash or a kill sees a whole file or nothing of it.
///
/// The file is in write-ahead mode with `synchronous = NORMAL`: commits do not wait for the disk.
/// A kill of the process loses nothing that `write` has returned from. A power cut can lose the
/// last files as wholes, never part of one; once `close()` has returned, everything is on disk.
public final class Archive: Sendable {
  /// What an archive is opened for.
  public enum Mode: Sendable {
    /// Reading an existing archive.
    case readOnly
    /// Reading and writing an existing archive.
    case readWrite
    /// The same, made first if there is none.
    case create
  }

  /// The file.
  public let path: String
  /// How long a write waits for another process, seconds.
  public static let patience = 5

  package let connection: DatabaseQueue

  /// Opens an archive.
  ///
  /// - Throws: `noFile` for an empty path and for one that SQLite reads as memory or an address
  ///   (`:memory:`, `file:…`), `missing`, `notAnArchive` (the file is left untouched), `newerVersion`,
  ///   `notWritable`, `busy`, `diskFull`.
  public init(path: String, mode: Mode = .readOnly) throws(ArchiveError) {
    self.path = path
    guard !path.isEmpty, !path.hasPrefix(":"), !path.hasPrefix("file:") else {
      throw .noFile(path: path)
    }
    airaccord_register_observation_table()
    if mode != .create, !FileManager.default.fileExists(atPath: path) {
      throw .missing(path: path)
    }
    connection = try Self.attempt(path) {
      mode == .readOnly ? try Self.openForReading(path) : try Self.openForWriting(path)
    }
  }

  /// Merges the write-ahead journal into the file, waits for the disk and closes.
  ///
  /// Without it, the same happens when the last reference goes or at the next opening.
  ///
  /// - Throws: `notMerged` when the disk is full: all is kept, in the journal.
  public func close() throws(ArchiveError) {
    try attempt { [connection, path] in
      do {
        if !connection.configuration.readonly {
          try connection.writeWithoutTransaction { database in
            _ = try database.checkpoint(.truncate)
          }
        }
      } catch let error as DatabaseError where ArchiveError(error, path: path).isFullDisk {
        try? connection.close()
        throw ArchiveError.notMerged(path: path)
      }
      try connection.close()
    }
  }

  /// A connection of its own for queries that somebody else wrote: SQLite itself refuses all but
  /// reading on it, whatever the query says.
  static func openForQueries(_ path: String) throws -> DatabaseQueue {
    let queue = try openForReading(path)
    try queue.read { try $0.execute(sql: "SELECT airaccord_lock()") }
    return queue
  }

  private static func openForReading(_ path: String) throws -> DatabaseQueue {
    var configuration = configuration
    configuration.readonly = true
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.read { try prepareForReading($0, path: path) }
      return queue
    } catch let error as DatabaseError
      where error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY
    {
      // A folder without write permission has no room for the journal's index. Without a
      // journal nobody is writing, and SQLite can be told that the file stands still.
      let journal = FileManager.default.contents(atPath: path + "-wal") ?? Data()
      guard journal.isEmpty else { throw error }
      let queue = try DatabaseQueue(path: stillURI(path), configuration: configuration)
      try queue.read { try prepareForReading($0, path: path) }
      return queue
    }
  }

  /// An older archive stays as it is; views give its tables today's columns.
  private static func prepareForReading(_ database: Database, path: String) throws {
    try checkIdentity(database, path: path, admitsEmpty: false)
    guard try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 < 5 else { return }
    // A format that a damaged number alone calls old is read with the wrong columns.
    if let fault = try formatFaults(database).first {
      throw ArchiveError.damaged(path: path, detail: fault.detail)
    }
    try OlderName.keepBeside(database)
    try database.execute(sql: ArchiveSchema.olderSeriesView)
    try database.execute(sql: ArchiveSchema.olderSourceView)
  }

  private static func openForWriting(_ path: String) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { database in
      // Nothing is written before it is clear that the file is ours.
      let isNamed = try checkIdentity(database, path: path, admitsEmpty: true)
      try refuseUnwritable(database)
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      // 16 MB: a file or two between checkpoints, because each waits for the disk.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 4096")
      // Only once, because it rewrites the first page: opening alone changes no byte.
      if !isNamed {
        try database.execute(
          sql: "PRAGMA application_id = \(ArchiveSchema.applicationIdentifier)")
      }
    }
    try ArchiveSchema.migrator(path).migrate(queue)
    try queue.writeWithoutTransaction { try RowDigests.follow($0) }
    return queue
  }

  /// SQLite opens a file that cannot be written for reading, and says so only at the first write,
  /// which may be the end of hours of work.
  private static func refuseUnwritable(_ database: Database) throws {
    // Asked without patience: the write itself waits, and once.
    try database.execute(sql: "PRAGMA busy_timeout = 0")
    do {
      try database.execute(sql: "BEGIN IMMEDIATE; ROLLBACK")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      // Somebody is writing, so it can be written.
    }
    try database.execute(sql: "PRAGMA busy_timeout = \(patience * 1_000)")
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    // What stands in the file's schema may call no function of ours, and a damaged page is refused
    // where it is read.
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
    }
    configuration.busyMode = .timeout(Double(patience))
    configuration.label = "AirAccord archive"
    return configuration
  }

  /// Refuses what is no archive of ours and says whether the file has our name already.
  @discardableResult
  private static func checkIdentity(
    _ database: Database, path: String, admitsEmpty: Bool
  ) throws -> Bool {
    let identifier = try Int.fetchOne(database, sql: "PRAGMA application_id")
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    if identifier != ArchiveSchema.applicationIdentifier {
      guard identifier == 0, tables == 0 else { throw ArchiveError.notAnArchive(path: path) }
      // A full disk may leave the first page alone: nothing is there yet, and nothing is in the way.
      guard admitsEmpty else { throw ArchiveError.missing(path: path) }
      return false
    }
    guard version <= ArchiveSchema.version else {
      throw ArchiveError.newerVersion(path: path, found: version, known: ArchiveSchema.version)
    }
    if let fault = try foreignObjects(database).first {
      throw ArchiveError.damaged(path: path, detail: fault.detail)
    }
    // The name is given before the tables: a kill in between leaves an archive without content.
    guard version > 0 || admitsEmpty else { throw ArchiveError.missing(path: path) }
    return true
  }

  private static func stillURI(_ path: String) -> String {
    var escaped = ""
    for character in path {
      switch character {
      case "%": escaped += "%25"
      case "?": escaped += "%3f"
      case "#": escaped += "%23"
      default: escaped.append(character)
      }
    }
    return "file:\(escaped)?immutable=1"
  }
}

extension Archive {
  /// Runs a body and turns every failure into an `ArchiveError`.
  func attempt<Value>(_ body: () throws -> Value) throws(ArchiveError) -> Value {
    try Self.attempt(path, body)
  }

  static func attempt<Value>(
    _ path: String, _ body: () throws -> Value
  ) throws(ArchiveError) -> Value {
    do {
      return try body()
    } catch let error as ArchiveError {
      throw error
    } catch let error as DatabaseError {
      throw ArchiveError(error, path: path)
    } catch let error as DamagedRow {
      throw .damaged(path: path, detail: say("archive.column-value", column: error.column))
    } catch {
      throw .sqlite(path: path, message: String(describing: error))
    }
  }
}

extension ArchiveError {
  init(_ error: DatabaseError, path: String) {
    // The journal's shared index cannot grow on a full disk: SQLITE_IOERR_SHMSIZE.
    let sharedIndexCannotGrow = error.extendedResultCode.rawValue == 4_874
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path, seconds: Archive.patience)
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_NOTADB: self = .notAnArchive(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: self = .notWritable(path: path)
    case .SQLITE_CORRUPT:
      self = .damaged(path: path, detail: error.message.map { .verbatim($0) } ?? "archive.page")
    default:
      self =
        sharedIndexCannotGrow
        ? .diskFull(path: path)
        : .sqlite(path: path, message: error.message ?? String(describing: error.resultCode))
    }
  }
}
