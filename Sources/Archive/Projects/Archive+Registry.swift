public import Cooperation
import FoundationEssentials
import GRDB

extension Archive {
  /// Records of some kinds, or of all, in the order in which they came.
  public func registry(_ kinds: [RecordKind] = RecordKind.allCases) throws -> Registry {
    try attempt {
      try connection.read { database in
        var registry = Registry()
        for kind in kinds {
          let rows = try Row.fetchCursor(
            database, sql: "SELECT * FROM \(RegistrySchema.table(kind)) ORDER BY key")
          while let row = try rows.next() { registry.add(Self.record(row, kind)) }
        }
        return registry
      }
    }
  }

  /// Whether the archive has any record of the cooperation.
  public func hasRegistry() throws -> Bool {
    try attempt {
      try connection.read { database in
        guard try database.tableExists(RegistrySchema.table(.organisations)) else { return false }
        return try Row.fetchOne(
          database, sql: "SELECT 1 FROM \(RegistrySchema.table(.organisations)) LIMIT 1") != nil
      }
    }
  }

  /// One record with its version, or `nil`.
  public func stored(_ kind: RecordKind, _ id: String) throws -> StoredRecord? {
    try attempt { try connection.read { try Self.stored($0, kind, id) } }
  }

  /// What happened to a record, oldest first; of everything when no record is named.
  public func history(_ kind: RecordKind? = nil, _ id: String? = nil) throws -> [RecordChange] {
    try attempt {
      try connection.read { database in
        try Row.fetchAll(
          database,
          sql: """
            SELECT * FROM registry_history
            WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR id = ?2) ORDER BY sequence
            """, arguments: [kind?.rawValue, id]
        ).map { row in
          RecordChange(
            kind: row["kind"], id: row["id"], version: row["version"], action: row["action"],
            office: row["office"], at: row["at"], before: row["before"], after: row["after"])
        }
      }
    }
  }

  /// Adds one record.
  ///
  /// - Throws: `RegistryError.exists`, `.rows` with what is wrong in which column.
  public func add(_ record: RegistryRecord, office: String) throws {
    try changing { database in
      guard try Self.stored(database, record.kind, record.id) == nil else {
        throw RegistryError.exists(record.id, kind: record.kind)
      }
      try Self.check(record, database)
      var index = try SearchIndex(database)
      try Self.insert(record, database, &index)
      try Self.note(
        database, record, version: 1, action: "add", office: office, before: nil,
        after: Self.json(RecordSchema.of(record.kind).columns.map(\.name), record))
    }
  }

  /// Changes cells of a record, provided that it still has the version its editor saw.
  ///
  /// - Throws: `RegistryError.changedMeanwhile` when somebody else was faster, `.unknownRecord`,
  ///   `.rows`.
  /// - Returns: the record after the change.
  @discardableResult
  public func edit(
    _ kind: RecordKind, _ id: String, _ changes: [String: String], expecting version: Int,
    office: String
  ) throws -> StoredRecord {
    try changing { database in
      guard let stored = try Self.stored(database, kind, id) else {
        throw RegistryError.unknownRecord(id, kind: kind.singular, nearest: [])
      }
      var record = stored.record
      for (column, text) in changes.sorted(by: { $0.key < $1.key }) {
        try record.set(column, to: text)
      }
      guard stored.version == version else {
        let differences = changes.keys.sorted()
          .filter { stored.record[$0] != changes[$0] }
          .map { "\($0) “\(stored.record[$0])”" }
        throw RegistryError.changedMeanwhile(
          id, kind: kind, expected: version, found: stored.version, differences: differences)
      }
      guard record.id == id else {
        throw RegistryError.unanswerable(
          "the id of a record cannot be changed", remedy: "add a new record")
      }
      try Self.check(record, database)
      var index = try SearchIndex(database)
      return try Self.replace(
        stored, by: record, database, &index, action: "edit", office: office)
    }
  }
}

extension Archive {
  /// One transaction that is undone as a whole when the body throws.
  func changing<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try connection.writeWithoutTransaction { database in
        var value: Value?
        try database.inTransaction(.immediate) {
          value = try body(database)
          try RowDigests.makeOfSearch(database)
          return .commit
        }
        guard let value else { preconditionFailure("the transaction ran") }
        return value
      }
    } catch let error as DatabaseError {
      throw ArchiveError(error, path: path)
    }
  }

  static func record(_ row: Row, _ kind: RecordKind) -> RegistryRecord {
    // Columns 0 to 2 are the key, the id and the version.
    let count = RecordSchema.of(kind).columns.count
    var cells: [String] = []
    cells.reserveCapacity(count)
    cells.append(row[1])
    for position in 3..<(count + 2) { cells.append(row[position]) }
    return RegistryRecord(kind: kind, cells: cells)
  }

  static func stored(
    _ database: Database, _ kind: RecordKind, _ id: String
  ) throws -> StoredRecord? {
    try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT * FROM \(RegistrySchema.table(kind)) WHERE id = ?"), arguments: [id]
    ).map { StoredRecord(record: record($0, kind), version: $0[2]) }
  }

  static func exists(_ database: Database, _ kind: RecordKind, _ id: String) throws -> Bool {
    try Int.fetchOne(
      database.cachedStatement(
        sql: "SELECT 1 FROM \(RegistrySchema.table(kind)) WHERE id = ?"), arguments: [id]) != nil
  }

  static func programme(_ database: Database) throws -> [ClosedRange<FiscalYear>] {
    var phases = Registry()
    for row in try Row.fetchAll(
      database, sql: "SELECT * FROM \(RegistrySchema.table(.phases)) ORDER BY key")
    {
      phases.add(record(row, .phases))
    }
    return phases.programme
  }

  /// Refuses a single record that is wrong in itself or refers to nothing.
  private static func check(_ record: RegistryRecord, _ database: Database) throws {
    var failure: (any Error)?
    var checks = RegistryChecks(programme: try programme(database)) { kind, id in
      do { return try exists(database, kind, id) } catch {
        failure = error
        return true
      }
    }
    let problems = checks.problems(record, row: 0) + checks.finish()
    if let failure { throw failure }
    if !problems.isEmpty { throw RegistryError.rows(problems, file: record.id) }
  }

  static func insert(
    _ record: RegistryRecord, _ database: Database, _ index: inout SearchIndex
  ) throws {
    try database.execute(
      sql: RegistrySchema.insertion(record.kind), arguments: StatementArguments(record.cells))
    try index.add(record, key: database.lastInsertedRowID)
  }

  @discardableResult
  static func replace(
    _ stored: StoredRecord, by record: RegistryRecord, _ database: Database,
    _ index: inout SearchIndex, action: String, office: String
  ) throws -> StoredRecord {
    let table = RegistrySchema.table(record.kind)
    let columns = RecordSchema.of(record.kind).columns.map(\.name)
    let changed = columns.filter { stored.record[$0] != record[$0] }
    let assignments = changed.map { "\(RegistrySchema.quoted($0)) = ?" } + ["version = ?"]
    guard
      let key = try Int64.fetchOne(
        database, sql: "SELECT key FROM \(table) WHERE id = ?", arguments: [record.id])
    else { preconditionFailure("the record was read in this transaction") }
    try index.remove(stored.record, key: key)
    try database.execute(
      sql: "UPDATE \(table) SET \(assignments.joined(separator: ", ")) WHERE id = ?",
      arguments: StatementArguments(
        changed.map { record[$0] } + ["\(stored.version + 1)", record.id]))
    if record.kind == .organisations {
      try index.rename(stored.record, to: record)
    }
    try index.add(record, key: key)
    try note(
      database, record, version: stored.version + 1, action: action, office: office,
      before: json(changed, stored.record), after: json(changed, record))
    return StoredRecord(record: record, version: stored.version + 1)
  }

  static func note(
    _ database: Database, _ record: RegistryRecord, version: Int?, action: String, office: String,
    before: String?, after: String?
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO registry_history (kind, id, version, action, office, before, after)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [record.kind.rawValue, record.id, version, action, office, before, after])
  }

  static func json(_ columns: [String], _ record: RegistryRecord) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let cells = Dictionary(
      uniqueKeysWithValues: columns.map { ($0, record[$0]) }.filter { !$0.1.isEmpty })
    return String(decoding: try encoder.encode(cells), as: UTF8.self)
  }
}
