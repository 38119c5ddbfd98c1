import GRDB

extension Archive {
  /// Keeps a finding; one that is there already is not kept twice.
  ///
  /// - Returns: whether it is new.
  @discardableResult
  public func save(_ finding: StoredFinding) throws(ArchiveError) -> Bool {
    try attempt {
      try connection.writeWithoutTransaction { database in
        var isNew = false
        try database.inTransaction(.immediate) {
          isNew = try insert(finding, database)
          return .commit
        }
        return isNew
      }
    }
  }

  /// All findings, in the order in which they were kept.
  public func findings() throws(ArchiveError) -> [StoredFinding] {
    try attempt {
      try connection.read { try stored($0).map(\.finding) }
    }
  }

  private func insert(_ finding: StoredFinding, _ database: Database) throws -> Bool {
    guard try !stored(database).contains(where: { $0.finding == finding }) else { return false }
    try database.execute(
      sql: "INSERT INTO study (title, text) VALUES (?, ?) ON CONFLICT DO NOTHING",
      arguments: [finding.title, finding.study])
    try database.execute(
      sql: """
        INSERT INTO finding (study, dossier, version, seed, settings)
        SELECT id, ?, ?, ?, ? FROM study WHERE title = ? AND text = ?
        """,
      arguments: [
        finding.dossier, finding.provenance.version, String(finding.provenance.seed),
        finding.provenance.settings, finding.title, finding.study,
      ])
    let identifier = database.lastInsertedRowID
    for (position, input) in finding.provenance.inputs.enumerated() {
      try database.execute(
        sql: "INSERT INTO provenance (finding, position, name, sha256) VALUES (?, ?, ?, ?)",
        arguments: [identifier, position, input.name, input.sha256])
    }
    return true
  }

  private func stored(
    _ database: Database
  ) throws -> [(identifier: Int64, finding: StoredFinding)] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT finding.*, title, text FROM finding JOIN study ON study.id = finding.study
        ORDER BY finding.id
        """
    ).map { row in
      let identifier: Int64 = try row.checked("id")
      let inputs = try Row.fetchAll(
        database, sql: "SELECT name, sha256 FROM provenance WHERE finding = ? ORDER BY position",
        arguments: [identifier]
      ).map { StoredFinding.Input(name: try $0.checked("name"), sha256: try $0.checked("sha256")) }
      // A seed is kept as text, because SQLite's integers are signed.
      guard let seed = UInt64(try row.checked("seed") as String) else {
        throw DamagedRow(column: "seed")
      }
      return (
        identifier,
        StoredFinding(
          title: try row.checked("title"), study: try row.checked("text"),
          dossier: try row.checked("dossier"),
          provenance: StoredFinding.Provenance(
            version: try row.checked("version"), seed: seed, settings: try row.checked("settings"),
            inputs: inputs))
      )
    }
  }
}
