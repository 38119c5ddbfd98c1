public import Cooperation
import GRDB

extension Archive {
  /// Keeps what was found about a project or a claim, with the version of the record of which it
  /// speaks; a later finding of the same study or test takes the place of the earlier.
  public func save(_ findings: [RegistryFinding]) throws {
    try changing { database in
      for finding in findings {
        let kind = RecordKind(rawValue: finding.kind)
        let version = try kind.flatMap { try Self.stored(database, $0, finding.id)?.version }
        try database.execute(
          sql: """
            INSERT INTO registry_finding
              (kind, id, title, verdict, sentence, finding, version, sequence, at)
            VALUES (?1, ?2, ?3, ?4, ?5, (
              SELECT max(finding.id) FROM finding JOIN study ON study.id = finding.study
              WHERE study.title = ?3), ?6, (SELECT coalesce(max(sequence), 0) FROM registry_history),
              strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
            ON CONFLICT (kind, id, title) DO UPDATE SET
              verdict = excluded.verdict, sentence = excluded.sentence, finding = excluded.finding,
              version = excluded.version, sequence = excluded.sequence, at = excluded.at
            """,
          arguments: [
            finding.kind, finding.id, finding.title, finding.verdict, finding.sentence, version,
          ])
      }
    }
  }

  /// What was found about a project or a claim; empty means “not evaluated”.
  ///
  /// A finding whose record was changed since says so, and so does one of a claim when records that
  /// claims are tested on were.
  public func registryFindings(_ kind: RecordKind, _ id: String) throws -> [RegistryFinding] {
    try attempt {
      try connection.read { database in
        let isDated = try database.columns(in: "registry_finding").contains {
          $0.name == "sequence"
        }
        let version = try Self.stored(database, kind, id)?.version
        return try Row.fetchAll(
          database,
          sql: "SELECT * FROM registry_finding WHERE kind = ? AND id = ? ORDER BY title",
          arguments: [kind.rawValue, id]
        ).map { row in
          var finding = RegistryFinding(
            kind: kind, id: row["id"], title: row["title"], verdict: row["verdict"],
            sentence: row["sentence"])
          guard isDated else { return finding }
          finding.at = row["at"]
          if let ofVersion: Int = row["version"], ofVersion != version {
            finding.staleness = .recordChanged
          } else if kind == .claims, let sequence: Int64 = row["sequence"],
            try Self.inputsChanged(since: sequence, database)
          {
            finding.staleness = .inputsChanged
          }
          return finding
        }
      }
    }
  }

  private static func inputsChanged(
    since sequence: Int64, _ database: Database
  ) throws -> Bool {
    // What claims are tested on: means, members, partners and activities.
    try Row.fetchOne(
      database,
      sql: """
        SELECT 1 FROM registry_history WHERE sequence > ? AND kind IN
          ('annual_means', 'partnerships', 'projects', 'activities', 'organisations', 'phases')
          AND NOT (action = 'import' AND version IS NULL AND json_extract(after, '$.added') = 0)
        LIMIT 1
        """, arguments: [sequence]) != nil
  }
}
