package import Cooperation
import GRDB

extension Archive {
  /// Gives all records of a kind to a body without holding them in memory together.
  package func forEachRecord(
    _ kind: RecordKind, _ body: (RegistryRecord) throws -> Void
  ) throws {
    try reading { database in
      try Self.forEach(kind, database) { record, _, _ in try body(record) }
    }
  }

  /// Identifiers of other publishers' activities by the project that was made of each.
  package func keptIdentifiers() throws -> [String: String] {
    try attempt {
      try connection.read { database in
        let table = RegistrySchema.table(.iatiActivities)
        guard try database.tableExists(table) else { return [:] }
        let rows = try Row.fetchCursor(
          database, sql: "SELECT project, identifier FROM \(table) WHERE project <> ''")
        var identifiers: [String: String] = [:]
        while let row = try rows.next() { identifiers[row[0]] = row[1] }
        return identifiers
      }
    }
  }

  /// The publisher of each activity that is kept, by its identifier.
  package func keptPublishers() throws -> [String: String] {
    try attempt {
      try connection.read { database in
        let table = RegistrySchema.table(.iatiActivities)
        guard try database.tableExists(table) else { return [:] }
        let rows = try Row.fetchCursor(
          database, sql: "SELECT identifier, publisher FROM \(table)")
        var publishers: [String: String] = [:]
        while let row = try rows.next() { publishers[row[0]] = row[1] }
        return publishers
      }
    }
  }

  /// Projects of other publishers that were changed here: what is given back is as it was published.
  package func keptDifferences() throws -> [(identifier: String, project: String)] {
    try attempt {
      try connection.read { database in
        let table = RegistrySchema.table(.iatiActivities)
        guard try database.tableExists(table) else { return [] }
        return try Row.fetchAll(
          database,
          sql: """
            SELECT kept.identifier, project.id, project.version FROM \(table) AS kept
            JOIN \(RegistrySchema.table(.projects)) AS project ON project.id = kept.project
            WHERE project.version > 1 ORDER BY kept.key
            """
        ).map { row in (identifier: row[0], project: row[1]) }
      }
    }
  }
}
