import Cooperation
import Documents
import FoundationEssentials
import GRDB

extension Archive {
  /// Takes back one step: an addition, a change, a deletion, a merge or an import, wholly or not at
  /// all. What it wrote must still be as it left it.
  ///
  /// - Parameter number: of the step, as the history has it; `nil` for the last one.
  /// - Throws: `unanswerable` for a step that is not there, is an undoing itself or was undone, and
  ///   for records that were changed since; `rows` when what would be left breaks a rule.
  /// - Returns: what was done, one line a record.
  package func undo(
    change number: Int64? = nil, reason: String = "", office: String
  ) throws -> [RecordChange] {
    try changing { database in
      let number = try Self.step(number, database)
      let lines = try Row.fetchAll(
        database, sql: "SELECT * FROM registry_history WHERE change = ? ORDER BY sequence DESC",
        arguments: [number])
      var change = try RegistryChange(
        database, action: .undo, office: office,
        reason: "undoes change \(number)" + (reason.isEmpty ? "" : ": \(reason)"))
      for line in lines { try Self.undo(line, &change) }
      try change.judge()
      return try Row.fetchAll(
        database, sql: "SELECT * FROM registry_history WHERE change = ? ORDER BY sequence",
        arguments: [change.number]
      ).map {
        RecordChange(
          sequence: $0["sequence"], change: $0["change"], kind: $0["kind"], id: $0["id"],
          version: $0["version"], action: $0["action"], office: $0["office"],
          reason: $0["reason"], at: $0["at"], before: $0["before"], after: $0["after"])
      }
    }
  }

  /// The step that is meant, if it can be undone at all.
  private static func step(_ number: Int64?, _ database: Database) throws -> Int64 {
    let step =
      try number
      ?? Int64.fetchOne(
        database,
        sql: """
          SELECT change FROM registry_history AS line WHERE action <> 'undo' AND NOT EXISTS (
            SELECT 1 FROM registry_history WHERE action = 'undo'
              AND (reason = 'undoes change ' || line.change
                OR reason LIKE 'undoes change ' || line.change || ':%'))
          ORDER BY sequence DESC LIMIT 1
          """)
    guard let step,
      let action = try String.fetchOne(
        database, sql: "SELECT action FROM registry_history WHERE change = ?", arguments: [step])
    else {
      throw RegistryError.unanswerable(
        step.map { Message("registry.no-change", ["change": .count(Int($0))]) }
          ?? "registry.nothing-to-undo", remedy: "registry.list-changes")
    }
    guard action != "undo" else {
      throw RegistryError.unanswerable(
        Message("registry.is-undoing", ["change": .count(Int(step))]),
        remedy: "registry.change-again")
    }
    let undone = try Int64.fetchOne(
      database,
      sql: """
        SELECT change FROM registry_history WHERE action = 'undo'
          AND (reason = 'undoes change ' || ?1 OR reason LIKE 'undoes change ' || ?1 || ':%')
        """, arguments: [step])
    if let undone {
      throw RegistryError.unanswerable(
        Message(
          "registry.was-undone",
          ["change": .count(Int(step)), "undoing": .count(Int(undone))]),
        remedy: "registry.change-again")
    }
    return step
  }

  private static func undo(_ line: Row, _ change: inout RegistryChange) throws {
    guard let kind = RecordKind(rawValue: line["kind"]) else {
      throw RegistryError.unanswerable(
        Message("registry.unknown-kind", ["change": .count(line["change"])]),
        remedy: "registry.by-hand")
    }
    let version: Int? = line["version"]
    if line["action"] == "import", version == nil {
      return try undoImport(line, kind, &change)
    }
    let id: String = line["id"]
    let before = try cells(line["before"])
    let after = try cells(line["after"])
    guard let after else {
      // It was deleted: it comes back with the version that it had.
      guard try stored(change.database, kind, id) == nil else {
        throw changedSince(kind, id)
      }
      return try change.add(
        RegistryRecord(kind: kind, before ?? [:]), version: (version ?? 0) + 1)
    }
    // What it wrote must still be there; that it was changed and changed back does not matter.
    let written = Set(after.keys).union(before?.keys ?? [:].keys)
    guard let stored = try stored(change.database, kind, id),
      written.allSatisfy({ stored.record[$0] == after[$0] ?? "" })
    else { throw changedSince(kind, id) }
    guard let before else {
      let columns = RecordSchema.of(kind).columns.map(\.name)
      guard columns.allSatisfy({ stored.record[$0] == after[$0] ?? "" }) else {
        throw changedSince(kind, id)
      }
      return try change.delete(stored)
    }
    var record = stored.record
    // Cells that were empty are not in the trail.
    for column in written { try record.set(column, to: before[column] ?? "") }
    try change.replace(stored, by: record)
  }

  /// Deletes what an import added; what it replaced has lines of its own.
  private static func undoImport(
    _ line: Row, _ kind: RecordKind, _ change: inout RegistryChange
  ) throws {
    struct Keys: Decodable {
      let added: Int
      let first: Int64?
      let last: Int64?
    }
    let text: String = line["after"] ?? "{}"
    let keys = try JSONDecoder().decode(Keys.self, from: Data(text.utf8))
    guard keys.added > 0 else {
      return try change.note(kind: kind, id: line["id"], version: nil, before: nil, after: nil)
    }
    guard let first = keys.first, let last = keys.last else {
      throw RegistryError.unanswerable(
        Message("registry.old-import", ["change": .count(line["change"])]),
        remedy: "registry.delete-by-hand")
    }
    var records: [StoredRecord] = []
    try forEach(kind, change.database, where: "key BETWEEN ? AND ?", arguments: [first, last]) {
      records.append(StoredRecord(record: $0, version: $2))
    }
    guard records.count == keys.added else {
      throw RegistryError.unanswerable(
        Message(
          "registry.import-incomplete",
          [
            "missing": .count(keys.added - records.count), "added": .count(keys.added),
            "kinds": kind.several,
          ]), remedy: "registry.delete-others")
    }
    // A key is given again once the last record was deleted.
    let isForeign = try Row.fetchOne(
      change.database,
      sql: """
        SELECT 1 FROM \(RegistrySchema.table(kind)) AS record JOIN registry_history AS line
          ON line.kind = ? AND line.id = record.id AND line.version IS NOT NULL
        WHERE record.key BETWEEN ? AND ? AND line.before IS NULL LIMIT 1
        """, arguments: [kind.rawValue, first, last])
    guard isForeign == nil else {
      throw RegistryError.unanswerable(
        "registry.import-mixed", remedy: "registry.delete-by-hand")
    }
    for stored in records.reversed() {
      guard stored.version == 1 else { throw changedSince(kind, stored.record.id) }
      try change.delete(stored)
    }
  }

  private static func changedSince(_ kind: RecordKind, _ id: String) -> RegistryError {
    .unanswerable(
      Message("registry.changed-since", ["kind": kind.one, "id": .text(id)]),
      remedy: Message(
        "registry.undo-later-first", ["kind": .text(kind.rawValue), "id": .text(id)]))
  }

  private static func cells(_ json: String?) throws -> [String: String]? {
    try json.map { try JSONDecoder().decode([String: String].self, from: Data($0.utf8)) }
  }
}
