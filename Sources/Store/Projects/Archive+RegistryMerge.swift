package import Cooperation
import Documents
import GRDB

extension Archive {
  /// One record that a merge changes, with the cells that it changes.
  package struct MergeLine: Hashable, Sendable, Encodable {
    package let kind: RecordKind
    package let id: String
    package let column: String
    package let before: String
    package let after: String
  }

  /// What merging one organisation into another would change; nothing is done.
  ///
  /// - Throws: what `merge` throws.
  package func mergePlan(
    organisation duplicate: String, into kept: String
  ) throws -> [MergeLine] {
    try reading { database in
      try Self.mergePairs(duplicate, kept, database).flatMap { stored, record in
        RecordSchema.of(record.kind).columns.map(\.name)
          .filter { stored.record[$0] != record[$0] }.map {
            MergeLine(
              kind: record.kind, id: record.id, column: $0, before: stored.record[$0],
              after: record[$0])
          }
      }
    }
  }

  /// Official codes in which two organisations differ: then they are hardly one.
  package func mergeDoubts(
    organisation duplicate: String, into kept: String
  ) throws -> [MergeLine] {
    try reading { database in
      let given = try Self.found(database, .organisations, duplicate).record
      let other = try Self.found(database, .organisations, kept).record
      return ["iso3166_2", "gbt2260", "jisx0402"].filter {
        !given[$0].isEmpty && !other[$0].isEmpty && given[$0] != other[$0]
      }.map {
        MergeLine(
          kind: .organisations, id: duplicate, column: $0, before: given[$0], after: other[$0])
      }
    }
  }

  /// Makes one organisation of two: everything that refers to the one refers to the other
  /// afterwards, and the one says into which it went. Only ever done when asked for; `undo` takes
  /// it back as a whole.
  ///
  /// - Throws: `unknownRecord`; `unanswerable` for organisations of two countries or two kinds, and
  ///   for one that was merged already; `rows` when what would come out breaks a rule, such as two
  ///   partnerships of one pair at the same time.
  /// - Returns: how many other records refer to the kept one now and did not before.
  package func merge(
    organisation duplicate: String, into kept: String, office: String
  ) throws -> Int {
    try changing { database in
      let pairs = try Self.mergePairs(duplicate, kept, database)
      var change = try RegistryChange(
        database, action: .merge, office: office, reason: "\(duplicate) into \(kept)")
      for (stored, record) in pairs { try change.replace(stored, by: record) }
      try change.judge()
      return pairs.count - 1
    }
  }

  /// Records as they are and as they would be, the organisation that is given up last.
  private static func mergePairs(
    _ duplicate: String, _ kept: String, _ database: Database
  ) throws -> [(StoredRecord, RegistryRecord)] {
    let given = try found(database, .organisations, duplicate)
    let other = try found(database, .organisations, kept)
    let both = (Organisation(given.record), Organisation(other.record))
    guard duplicate != kept else {
      throw RegistryError.unanswerable(
        Message("registry.merge-itself", ["id": .text(kept)]), remedy: "registry.name-two")
    }
    for (id, organisation) in [(duplicate, both.0), (kept, both.1)] {
      if let into = organisation.mergedInto {
        throw RegistryError.unanswerable(
          Message("rule.merged", ["id": .text(id), "into": .text(into)]),
          remedy: "registry.name-standing")
      }
    }
    guard both.0.country == both.1.country else {
      throw RegistryError.unanswerable(
        Message(
          "registry.two-countries",
          [
            "id": .text(duplicate), "country": .text(both.0.country), "other": .text(kept),
            "otherCountry": .text(both.1.country),
          ]), remedy: "registry.correct-country")
    }
    guard both.0.kind == both.1.kind else {
      throw RegistryError.unanswerable(
        Message(
          "registry.two-kinds",
          [
            "id": .text(duplicate), "kind": .term(both.0.kind), "other": .text(kept),
            "otherKind": .term(both.1.kind),
          ]), remedy: "registry.correct-kind")
    }
    var pairs: [(StoredRecord, RegistryRecord)] = []
    for kind in RecordKind.allCases {
      let columns = RecordSchema.of(kind).columns.filter { $0.content.names(.organisations) }
        .map(\.name)
      guard !columns.isEmpty else { continue }
      let condition = columns.map { "instr(\(RegistrySchema.quoted($0)), ?1)" }
      try forEach(
        kind, database, where: condition.joined(separator: " OR "), arguments: [duplicate]
      ) { old, _, version in
        var record = old
        for column in columns where record.list(column).contains(duplicate) {
          var ids: [String] = []
          for id in record.list(column).map({ $0 == duplicate ? kept : $0 })
          where !ids.contains(id) { ids.append(id) }
          try record.set(column, to: ids.joined(separator: "; "))
        }
        guard record != old else { return }
        pairs.append((StoredRecord(record: old, version: version), record))
      }
    }
    var record = given.record
    try record.set("merged_into", to: kept)
    return pairs + [(given, record)]
  }
}
