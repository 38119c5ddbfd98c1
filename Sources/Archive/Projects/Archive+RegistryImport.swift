package import Cooperation
import GRDB

extension Archive {
  /// What to do with a record that is there already with other content.
  package enum ReplacementRule: Sendable { case refuse, replace }

  /// Takes files of records, all of them or nothing.
  ///
  /// Files may come in any order; they are taken in the order of dependence.
  ///
  /// - Throws: `RegistryError.rows` with every problem, its row and column; `ArchiveError`.
  package func importRecords(
    _ files: [(name: String, content: RecordFile)], office: String,
    onConflict rule: ReplacementRule = .refuse
  ) throws -> ImportReport {
    let order = RecordKind.allCases
    let sorted = files.enumerated().sorted { left, right in
      let kinds = [left, right].map { order.firstIndex(of: $0.element.content.kind) ?? 0 }
      return (kinds[0], left.offset) < (kinds[1], right.offset)
    }.map(\.element)
    return try changingMuch { database in
      var report = ImportReport()
      var index = try SearchIndex(database)
      var programme = try Self.programme(database)
      var failure: (any Error)?
      for (name, content) in sorted {
        if content.kind == .projects || content.kind == .budgetLines {
          programme = try Self.programme(database)
        }
        var checks = RegistryChecks(programme: programme) { kind, id in
          do { return try Self.exists(database, kind, id) } catch {
            failure = error
            return true
          }
        }
        var problems: [RegistryError.RowProblem] = []
        let kind = content.kind.rawValue
        let insertion = try database.makeStatement(
          sql: RegistrySchema.insertion(content.kind, passingOver: true))
        // Organisations carry their own names only, and all others come after them.
        try content.forEach(names: index.names) { prepared in
          let row = prepared.row
          problems += checks.problems(row.record, row: row.line, own: prepared.problems)
          if let failure { throw failure }
          // Nothing is written any more once a row is wrong, but all problems are found.
          guard problems.isEmpty else {
            if problems.count > 1_000 { throw RegistryError.rows(problems, file: name) }
            return
          }
          // As values of any type, because GRDB reads those without key paths.
          insertion.setUncheckedArguments(
            StatementArguments(row.record.cells as [(any DatabaseValueConvertible)?]))
          try insertion.execute()
          if database.changesCount > 0 {
            try index.add(row.record, key: database.lastInsertedRowID, text: prepared.text)
            report.added[kind, default: 0] += 1
            return
          }
          guard let stored = try Self.stored(database, content.kind, row.record.id) else {
            preconditionFailure("the id was there when the record was to be added")
          }
          if stored.record == row.record {
            report.unchanged[kind, default: 0] += 1
          } else if rule == .replace {
            try Self.replace(
              stored, by: row.record, database, &index, action: "import", office: office)
            report.replaced[kind, default: 0] += 1
          } else {
            problems.append(
              .init(
                row: row.line, column: "id",
                problem: "the \(content.kind.singular) “\(row.record.id)” is there with other "
                  + "content", remedy: "edit it, or import with --on-conflict replace"))
          }
        }
        problems += checks.finish()
        if !problems.isEmpty { throw RegistryError.rows(problems, file: name) }
        try database.execute(
          sql: """
            INSERT INTO registry_history (kind, id, action, office, after)
            VALUES (?, ?, 'import', ?, ?)
            """,
          arguments: [
            kind, name, office, "{\"added\":\(report.added[kind] ?? 0)}",
          ])
      }
      if sorted.contains(where: { $0.content.kind == .organisations }) {
        let organisations = try Row.fetchAll(
          database, sql: "SELECT * FROM \(RegistrySchema.table(.organisations)) ORDER BY key"
        ).map { Organisation(Self.record($0, .organisations)) }
        report.possibleDuplicates = DuplicateCandidate.find(in: organisations)
      }
      return report
    }
  }

  /// One transaction of many rows, with room in memory for the pages and words that it touches.
  private func changingMuch<Value>(_ body: (Database) throws -> Value) throws -> Value {
    func remember(kibibytes: Int) throws {
      try attempt {
        try connection.writeWithoutTransaction {
          try $0.execute(sql: "PRAGMA cache_size = -\(kibibytes)")
        }
      }
    }
    // Indices of a million rows are 100 MB; SQLite's own 2 MB would write each page many times.
    try remember(kibibytes: 128 << 10)
    let result = Result {
      try changing { database in try SearchIndex.gathering(database) { try body(database) } }
    }
    try remember(kibibytes: 2_000)
    return try result.get()
  }

  /// Makes one organisation of two: everything that refers to the one refers to the other
  /// afterwards, and the one says into which it went. Only ever done when asked for.
  package func merge(
    organisation duplicate: String, into kept: String, office: String
  ) throws -> Int {
    try changing { database in
      for id in [duplicate, kept] where try !Self.exists(database, .organisations, id) {
        throw RegistryError.unknownRecord(id, kind: "organisation", nearest: [])
      }
      guard duplicate != kept else {
        throw RegistryError.unanswerable(
          "“\(kept)” cannot be merged into itself", remedy: "name two organisations")
      }
      var count = 0
      var index = try SearchIndex(database)
      for kind in RecordKind.allCases {
        let columns = RecordSchema.of(kind).columns.filter {
          switch $0.content {
          case .reference(.organisations), .references(.organisations), .party: true
          default: false
          }
        }.map(\.name)
        guard !columns.isEmpty else { continue }
        let condition = columns.map { "instr(\(RegistrySchema.quoted($0)), ?1)" }
        for row in try Row.fetchAll(
          database,
          sql: """
            SELECT * FROM \(RegistrySchema.table(kind))
            WHERE \(condition.joined(separator: " OR ")) ORDER BY key
            """, arguments: [duplicate])
        {
          let stored = StoredRecord(record: Self.record(row, kind), version: row[2])
          var record = stored.record
          for column in columns {
            var ids: [String] = []
            for id in record.list(column).map({ $0 == duplicate ? kept : $0 })
            where !ids.contains(id) { ids.append(id) }
            try record.set(column, to: ids.joined(separator: "; "))
          }
          guard record != stored.record else { continue }
          try Self.replace(stored, by: record, database, &index, action: "merge", office: office)
          count += 1
        }
      }
      guard let stored = try Self.stored(database, .organisations, duplicate) else {
        preconditionFailure("the organisation was found above")
      }
      var record = stored.record
      let notes = record["notes"]
      try record.set("notes", to: (notes.isEmpty ? "" : notes + "; ") + "merged into \(kept)")
      try Self.replace(stored, by: record, database, &index, action: "merge", office: office)
      return count
    }
  }
}
