public import Cooperation
import GRDB

/// Where records are asked for: an archive, or the records that come with the program.
public enum RegistrySource: Sendable {
  case builtIn
  case archive(Archive)

  /// The archive; `nil` for the built-in records.
  public var archive: Archive? {
    if case .archive(let archive) = self { archive } else { nil }
  }

  /// Records of some kinds in memory.
  public func registry(_ kinds: [RecordKind] = RecordKind.allCases) throws -> Registry {
    try archive.map { try $0.registry(kinds) } ?? .builtIn
  }

  /// Some records of some kinds, with some of their cells at least: the built-in ones are whole.
  package func registry(_ selections: [RecordSelection]) throws -> Registry {
    try archive.map { try $0.registry(selections) } ?? .builtIn
  }

  /// Projects that fit a filter, in the order in which they came.
  ///
  /// - Parameter limit: most projects that are given; `nil` for all.
  public func projects(_ filter: ProjectFilter, limit: Int? = nil) throws -> [Project] {
    if let archive { return try archive.projects(filter, limit: limit) }
    let admitted = Registry.builtIn.projects.filter(filter.admits)
    return limit.map { Array(admitted.prefix($0)) } ?? admitted
  }

  /// How many projects there are of each fiscal year, pair, status and set of fields.
  public func coverage() throws -> [ProjectGroup] {
    try archive.map { try $0.coverage() } ?? Registry.builtIn.coverage
  }

  /// Records in whose texts every word of a question occurs, at most `limit`.
  public func search(
    _ question: String, kinds: [RecordKind] = RecordKind.allCases, limit: Int
  ) throws -> [RegistryRecord] {
    try archive.map { try $0.search(question, kinds: kinds, limit: limit) }
      ?? Registry.builtIn.search(question, kinds: kinds, limit: limit)
  }

  /// One record of any kind with its version, which built-in records have not.
  ///
  /// - Throws: `RegistryError.unknownRecord` with ids that are near.
  public func record(named id: String) throws -> (record: RegistryRecord, version: Int?) {
    guard let archive else { return (try Registry.builtIn.record(named: id), nil) }
    let stored = try archive.record(named: id)
    return (stored.record, stored.version)
  }

  /// The records that name a record, and those that it names.
  public func related(to record: RegistryRecord) throws -> [RegistryRecord] {
    try archive.map { try $0.related(to: record) } ?? Registry.builtIn.related(to: record)
  }
}

extension Archive {
  /// One record of any kind.
  ///
  /// - Throws: `RegistryError.unknownRecord` with ids that are near.
  func record(named id: String) throws -> StoredRecord {
    try reading { database in
      for kind in RecordKind.allCases {
        if let stored = try Self.stored(database, kind, id) { return stored }
      }
      var all: [String] = []
      for kind in RecordKind.allCases where try RegistrySchema.selection(kind, database) != nil {
        all += try String.fetchAll(
          database, sql: "SELECT id FROM \(RegistrySchema.table(kind)) ORDER BY key")
      }
      throw RegistryError.unknownRecord(
        id, kind: nil, nearest: Registry.nearest(to: id, in: all))
    }
  }

  /// The records that name a record, then those that it names, without reading any others.
  func related(to record: RegistryRecord) throws -> [RegistryRecord] {
    try reading { database in
      var found = try RegistryRules.naming(record.kind, record.id, database)
        .filter { $0.id != record.id || $0.kind != record.kind }
      for reference in RecordChecks(record.kind).references(of: record) {
        guard let other = try Self.stored(database, reference.kind, reference.id)?.record,
          !found.contains(other)
        else { continue }
        found.append(other)
      }
      return found
    }
  }
}
