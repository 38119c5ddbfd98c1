public import Cooperation
import Documents
import FoundationEssentials
import GRDB

extension Archive {
  /// What happened to a record, oldest first, the import that brought it included; of everything
  /// when no record is named.
  public func history(_ kind: RecordKind? = nil, _ id: String? = nil) throws -> [RecordChange] {
    try attempt {
      try connection.read { database in
        let hasReasons = try database.columns(in: "registry_history")
          .contains { $0.name == "reason" }
        let columns =
          "sequence, kind, id, version, action, office, before, after, at, "
          + (hasReasons ? "reason, change" : "'' AS reason, sequence AS change")
        var changes = try Row.fetchAll(
          database,
          sql: """
            SELECT \(columns) FROM registry_history
            WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR id = ?2) ORDER BY sequence
            """, arguments: [kind?.rawValue, id]
        ).map(Self.change)
        if let kind, let id {
          changes = try Self.imports(kind, id, columns, database) + changes
        }
        return changes.sorted { $0.sequence < $1.sequence }
      }
    }
  }

  private static func change(_ row: Row) -> RecordChange {
    RecordChange(
      sequence: row["sequence"], change: row["change"], kind: row["kind"], id: row["id"],
      version: row["version"], action: row["action"], office: row["office"],
      reason: row["reason"], at: row["at"], before: row["before"], after: row["after"])
  }

  /// The import that brought a record: it noted the keys that it gave.
  private static func imports(
    _ kind: RecordKind, _ id: String, _ columns: String, _ database: Database
  ) throws -> [RecordChange] {
    // One that was added by itself, or anew after it was deleted, came with no import.
    let isAdded = try Int.fetchOne(
      database,
      sql: """
        SELECT 1 FROM registry_history WHERE kind = ? AND id = ? AND action IN ('add', 'undo')
          AND before IS NULL
        """, arguments: [kind.rawValue, id])
    guard isAdded == nil,
      let key = try Int64.fetchOne(
        database, sql: "SELECT key FROM \(RegistrySchema.table(kind)) WHERE id = ?",
        arguments: [id])
    else { return [] }
    return try Row.fetchAll(
      database,
      sql: """
        SELECT \(columns) FROM registry_history WHERE kind = ? AND action = 'import'
          AND version IS NULL AND json_extract(after, '$.first') <= ?2
          AND json_extract(after, '$.last') >= ?2
        """, arguments: [kind.rawValue, key]
    ).map(change)
  }

  /// Takes a record back without deleting it: its status says so, and nothing that names it is lost.
  ///
  /// - Throws: `unanswerable` for a kind that has no such status or a record that has it already;
  ///   what `edit` throws.
  @discardableResult
  package func withdraw(
    _ kind: RecordKind, _ id: String, expecting version: Int, reason: String, office: String
  ) throws -> StoredRecord {
    guard let status = kind.statusOfWithdrawal else {
      throw RegistryError.unanswerable(
        Message("registry.no-withdrawal", ["kind": kind.several]),
        remedy: "registry.edit-or-delete")
    }
    return try changing { database in
      let stored = try Self.found(database, kind, id)
      try Self.check(stored, is: version)
      guard stored.record["status"] != status else {
        throw RegistryError.unanswerable(
          Message(
            "registry.already",
            ["id": .text(id), "status": .message(Message("projects.status-\(status)"))]),
          remedy: "registry.leave-it")
      }
      var record = stored.record
      try record.set("status", to: status)
      var change = try RegistryChange(
        database, action: .withdraw, office: office, reason: Self.needed(reason))
      let replaced = try change.replace(stored, by: record)
      try change.judge()
      return replaced
    }
  }

  /// Deletes a record that nothing names; the history keeps all of its cells.
  ///
  /// - Throws: `unanswerable` with the records that name it; what `edit` throws.
  package func delete(
    _ kind: RecordKind, _ id: String, expecting version: Int, reason: String, office: String
  ) throws {
    try changing { database in
      let stored = try Self.found(database, kind, id)
      try Self.check(stored, is: version)
      let naming = try RegistryRules.naming(kind, id, database)
      if !naming.isEmpty { throw Self.isNamed(kind, id, by: naming) }
      var change = try RegistryChange(
        database, action: .delete, office: office, reason: Self.needed(reason))
      try change.delete(stored)
      try change.judge()
    }
  }

  /// That records name one that is to be deleted: which, and what to do.
  private static func isNamed(
    _ kind: RecordKind, _ id: String, by naming: [RegistryRecord]
  ) -> RegistryError {
    let most = 8
    var names = naming.prefix(most).map { record in
      Value.message(
        Message("registry.record-of-kind", ["kind": record.kind.one, "id": .text(record.id)]))
    }
    if naming.count > most {
      names.append(
        .message(Message("registry.and-more", ["count": .count(naming.count - most)])))
    }
    return .unanswerable(
      Message(
        "registry.is-named",
        [
          "kind": kind.one, "id": .text(id), "count": .count(naming.count),
          "records": .list(names),
        ]),
      remedy: kind.statusOfWithdrawal == nil
        ? "registry.change-those-first" : "registry.change-those-or-withdraw")
  }

  private static func needed(_ reason: String) throws -> String {
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw RegistryError.unanswerable(
        "registry.needs-reason", remedy: "registry.say-why")
    }
    return reason
  }

  /// Every breach of a rule that the archive holds, by record; none in one that was kept by this
  /// version alone.
  package func registryProblems() throws -> [RegistryError.RowProblem] {
    try registry().problems(naming: true)
  }
}

extension RecordKind {
  /// What a record's status is when it was taken back; `nil` for kinds without such a status.
  package var statusOfWithdrawal: String? {
    switch self {
    case .projects, .activities: "cancelled"
    case .needs, .offers: "withdrawn"
    case .agreements: "ended"
    case .planningSheets: "closed"
    default: nil
    }
  }
}
