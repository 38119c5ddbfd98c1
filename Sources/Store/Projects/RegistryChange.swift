import Cooperation
import Documents
import GRDB

/// One step of changes to the records, within one transaction: what it wrote, its trail, and the
/// judgement of every rule over what the archive holds afterwards.
struct RegistryChange {
  /// What a step can be, as the history has it.
  enum Action: String {
    case add, edit, merge, withdraw, delete, undo
    case takeIn = "import"
  }

  let database: Database
  let action: Action
  private let office: String
  private let reason: String
  private(set) var index: SearchIndex
  /// Number of the step: its first line in the history.
  private(set) var number: Int64?
  /// Records that were written, as they are now.
  private var written: [RegistryRecord] = []
  /// Records that were there before, as they were.
  private var before: [RegistryRecord] = []
  /// Entries that wait for the index, and the bytes of their texts: rows and entries in turn would
  /// push each other out of the processor's memory.
  private var waiting: [SearchIndex.Entry] = []
  private var waitingBytes = 0

  init(_ database: Database, action: Action, office: String, reason: String = "") throws {
    self.database = database
    self.action = action
    self.office = office
    self.reason = reason
    index = try SearchIndex(database)
    guard office.contains(where: { !$0.isWhitespace }) else {
      throw RegistryError.unanswerable(
        "registry.needs-office", remedy: "registry.name-office")
    }
  }

  // MARK: Writing

  mutating func add(_ record: RegistryRecord, version: Int = 1) throws {
    try database.execute(
      sql: RegistrySchema.insertion(record.kind), arguments: StatementArguments(record.cells))
    let key = database.lastInsertedRowID
    if version != 1 {
      try database.execute(
        sql: "UPDATE \(RegistrySchema.table(record.kind)) SET version = ? WHERE key = ?",
        arguments: [version, key])
    }
    try index.add(record, key: key)
    written.append(record)
    try note(
      record, version: version, before: nil,
      after: Archive.json(RecordSchema.of(record.kind).columns.map(\.name), record))
  }

  @discardableResult
  mutating func replace(
    _ stored: StoredRecord, by record: RegistryRecord
  ) throws -> StoredRecord {
    let table = RegistrySchema.table(record.kind)
    let columns = RecordSchema.of(record.kind).columns.map(\.name)
    let changed = columns.filter { !stored.record[$0].utf8.elementsEqual(record[$0].utf8) }
    let assignments = changed.map { "\(RegistrySchema.quoted($0)) = ?" } + ["version = ?"]
    let key = try key(of: record)
    try settle()
    try index.remove(stored.record, key: key)
    try database.execute(
      sql: "UPDATE \(table) SET \(assignments.joined(separator: ", ")) WHERE id = ?",
      arguments: StatementArguments(
        changed.map { record[$0] } + ["\(stored.version + 1)", record.id]))
    if record.kind == .organisations { try index.rename(stored.record, to: record) }
    try index.add(record, key: key)
    before.append(stored.record)
    written.append(record)
    try note(
      record, version: stored.version + 1, before: Archive.json(changed, stored.record),
      after: Archive.json(changed, record))
    return StoredRecord(record: record, version: stored.version + 1)
  }

  mutating func delete(_ stored: StoredRecord) throws {
    let record = stored.record
    let key = try key(of: record)
    try settle()
    try index.remove(record, key: key)
    try database.execute(
      sql: "DELETE FROM \(RegistrySchema.table(record.kind)) WHERE key = ?", arguments: [key])
    before.append(record)
    try note(
      record, version: stored.version,
      before: Archive.json(RecordSchema.of(record.kind).columns.map(\.name), record), after: nil)
  }

  private func key(of record: RegistryRecord) throws -> Int64 {
    guard
      let key = try Int64.fetchOne(
        database, sql: "SELECT key FROM \(RegistrySchema.table(record.kind)) WHERE id = ?",
        arguments: [record.id])
    else { preconditionFailure("the record was read in this transaction") }
    return key
  }

  /// A line of the trail.
  mutating func note(
    kind: RecordKind, id: String, version: Int?, before: String?, after: String?
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO registry_history
          (kind, id, version, action, office, reason, change, before, after)
        VALUES (?, ?, ?, ?, ?, ?, coalesce(?, 0), ?, ?)
        """,
      arguments: [
        kind.rawValue, id, version, action.rawValue, office, reason, number, before, after,
      ])
    guard number == nil else { return }
    number = database.lastInsertedRowID
    try database.execute(
      sql: "UPDATE registry_history SET change = sequence WHERE sequence = ?",
      arguments: [number])
  }

  private mutating func note(
    _ record: RegistryRecord, version: Int?, before: String?, after: String?
  ) throws {
    try note(kind: record.kind, id: record.id, version: version, before: before, after: after)
  }

  /// Puts an imported record, which is written without a line of its own, into the index: at once or
  /// with the next `settle`.
  mutating func index(_ record: RegistryRecord, key: Int64, text: String?) throws {
    let entry = index.entry(record, key: key, text: text)
    waiting.append(entry)
    waitingBytes += entry.text.utf8.count
    if waitingBytes > 4 << 20 { try settle() }
  }

  /// Puts in what waits.
  mutating func settle() throws {
    for entry in waiting { try index.put(entry) }
    waiting.removeAll(keepingCapacity: true)
    waitingBytes = 0
  }

  // MARK: Judging

  /// Refuses what breaks a rule, by itself or beside what the archive holds now.
  func judge() throws {
    let rules = RegistryRules(database)
    var problems = try rules.problems(of: written)
    problems += try rules.problems(ofThoseThatName: before, written: written)
    if !problems.isEmpty {
      throw RegistryError.rows(problems, file: written.first?.id ?? before.first?.id ?? "")
    }
  }

  /// What was there before, for imports that judge their rows themselves.
  var replaced: [RegistryRecord] { before }
}
