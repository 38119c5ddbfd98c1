public import Cooperation
import Documents
import FoundationEssentials
import GRDB

extension Archive {
  /// Records of some kinds, or of all, in the order in which they came.
  public func registry(_ kinds: [RecordKind] = RecordKind.allCases) throws -> Registry {
    try registry(kinds.map { RecordSelection($0) })
  }

  /// Some records of some kinds, with some of their cells, in the order in which they came.
  package func registry(_ selections: [RecordSelection]) throws -> Registry {
    try attempt {
      try connection.read { database in
        var registry = Registry()
        for selection in selections {
          let (condition, texts) = selection.condition
          try Self.forEach(
            selection.kind, database, columns: selection.columns, where: condition,
            arguments: StatementArguments(texts)
          ) { record, _, _ in registry.add(record) }
        }
        return registry
      }
    }
  }

  /// Whether the archive has any record of the cooperation.
  public func hasRegistry() throws -> Bool {
    try attempt {
      try connection.read { database in
        try RecordKind.allCases.contains { kind in
          let table = RegistrySchema.table(kind)
          guard try database.tableExists(table) else { return false }
          return try Row.fetchOne(database, sql: "SELECT 1 FROM \(table) LIMIT 1") != nil
        }
      }
    }
  }

  /// One record with its version, or `nil`.
  public func stored(_ kind: RecordKind, _ id: String) throws -> StoredRecord? {
    try attempt { try connection.read { try Self.stored($0, kind, id) } }
  }

  /// Adds one record.
  ///
  /// - Throws: `RegistryError.exists`, `.rows` with what is wrong in which column, by itself or
  ///   beside what the archive holds.
  public func add(_ record: RegistryRecord, office: String) throws {
    try changing { database in
      guard try Self.stored(database, record.kind, record.id) == nil else {
        throw RegistryError.exists(record.id, kind: record.kind)
      }
      var change = try RegistryChange(database, action: .add, office: office)
      try change.add(record)
      try change.judge()
    }
  }

  /// Changes cells of a record, provided that it still has the version its editor saw.
  ///
  /// - Throws: `RegistryError.changedMeanwhile` when somebody else was faster, `.unknownRecord`,
  ///   `.rows`.
  /// - Returns: the record after the change; with its version as it was where every cell is so
  ///   already, which is no change.
  @discardableResult
  public func edit(
    _ kind: RecordKind, _ id: String, _ changes: [String: String], expecting version: Int,
    office: String
  ) throws -> StoredRecord {
    try changing { database in
      let stored = try Self.found(database, kind, id)
      var record = stored.record
      for (column, text) in changes.sorted(by: { $0.key < $1.key }) {
        try record.set(column, to: text)
      }
      try Self.check(stored, is: version, changes)
      guard record.id == id else {
        throw RegistryError.unanswerable(
          "registry.id-fixed", remedy: "registry.add-new")
      }
      // What changes nothing is no step: the history would have a line without a difference.
      let isSame = zip(record.cells, stored.record.cells).allSatisfy {
        $0.utf8.elementsEqual($1.utf8)
      }
      if isSame { return stored }
      var change = try RegistryChange(database, action: .edit, office: office)
      let replaced = try change.replace(stored, by: record)
      try change.judge()
      return replaced
    }
  }

  /// Refuses a record that somebody else changed since its editor saw it.
  static func check(
    _ stored: StoredRecord, is version: Int, _ changes: [String: String] = [:]
  ) throws {
    guard stored.version == version else {
      let differences = changes.keys.sorted()
        .filter { stored.record[$0] != changes[$0] }
        .map { "\($0) “\(stored.record[$0])”" }
      throw RegistryError.changedMeanwhile(
        stored.record.id, kind: stored.record.kind, expected: version, found: stored.version,
        differences: differences)
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

  /// One state of the records; what the body throws for reasons of its own passes as it is.
  func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do { return try connection.read(body) } catch let error as DatabaseError {
      throw ArchiveError(error, path: path)
    }
  }

  /// A row of `RegistrySchema.selection`.
  ///
  /// - Parameter columns: positions of the cells that were selected behind the id; all others are
  ///   empty.
  static func record(
    _ row: Row, _ kind: RecordKind, columns: some Sequence<Int>
  ) -> RegistryRecord {
    var cells = [String](repeating: "", count: RecordSchema.of(kind).columns.count)
    // Columns 0 to 2 are the key, the id and the version.
    cells[0] = row[1]
    var place = 3
    for column in columns {
      cells[column] = row[place]
      place += 1
    }
    return RegistryRecord(kind: kind, cells: cells)
  }

  /// A row with all cells.
  static func record(_ row: Row, _ kind: RecordKind) -> RegistryRecord {
    record(row, kind, columns: 1..<RecordSchema.of(kind).columns.count)
  }

  /// Gives all records of a kind, or those of a condition, to a body with their key and version.
  ///
  /// - Parameter columns: names of the cells that are read; `nil` for all.
  static func forEach(
    _ kind: RecordKind, _ database: Database, columns: Set<String>? = nil,
    where condition: String? = nil, arguments: StatementArguments = [],
    _ body: (RegistryRecord, Int64, Int) throws -> Void
  ) throws {
    guard let selection = try RegistrySchema.selection(kind, database, columns: columns) else {
      return
    }
    let places = RecordSchema.of(kind).columns.indices.dropFirst().filter {
      columns?.contains(RecordSchema.of(kind).columns[$0].name) ?? true
    }
    let rows = try Row.fetchCursor(
      database,
      sql: selection + (condition.map { " WHERE \($0)" } ?? "") + " ORDER BY key",
      arguments: arguments)
    while let row = try rows.next() {
      try body(record(row, kind, columns: places), row[0], row[2])
    }
  }

  static func stored(
    _ database: Database, _ kind: RecordKind, _ id: String
  ) throws -> StoredRecord? {
    guard let selection = try RegistrySchema.selection(kind, database) else { return nil }
    return try Row.fetchOne(
      database.cachedStatement(sql: "\(selection) WHERE id = ?"), arguments: [id]
    ).map { StoredRecord(record: record($0, kind), version: $0[2]) }
  }

  /// A record that must be there; otherwise ids that are near are named.
  static func found(
    _ database: Database, _ kind: RecordKind, _ id: String
  ) throws -> StoredRecord {
    guard let stored = try stored(database, kind, id) else {
      let all = try String.fetchAll(
        database, sql: "SELECT id FROM \(RegistrySchema.table(kind))")
      throw RegistryError.unknownRecord(
        id, kind: kind, nearest: Registry.nearest(to: id, in: all))
    }
    return stored
  }

  static func programme(_ database: Database) throws -> [ClosedRange<FiscalYear>] {
    var phases = Registry()
    try forEach(.phases, database) { record, _, _ in phases.add(record) }
    return phases.programme
  }

  static func json(_ columns: [String], _ record: RegistryRecord) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let cells = Dictionary(
      uniqueKeysWithValues: columns.map { ($0, record[$0]) }.filter { !$0.1.isEmpty })
    return String(decoding: try encoder.encode(cells), as: UTF8.self)
  }
}
