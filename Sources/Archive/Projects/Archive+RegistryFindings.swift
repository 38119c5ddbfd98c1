public import Cooperation
import GRDB

extension Archive {
  /// Keeps what was found about a project or a claim; a later finding of the same study or test
  /// takes the place of the earlier.
  public func save(_ findings: [RegistryFinding]) throws {
    try changing { database in
      for finding in findings {
        try database.execute(
          sql: """
            INSERT INTO registry_finding (kind, id, title, verdict, sentence, finding)
            VALUES (?1, ?2, ?3, ?4, ?5, (
              SELECT max(finding.id) FROM finding JOIN study ON study.id = finding.study
              WHERE study.title = ?3))
            ON CONFLICT (kind, id, title) DO UPDATE SET
              verdict = excluded.verdict, sentence = excluded.sentence, finding = excluded.finding
            """,
          arguments: [
            finding.kind, finding.id, finding.title, finding.verdict, finding.sentence,
          ])
      }
    }
  }

  /// What was found about a project or a claim; empty means “not evaluated”.
  public func registryFindings(_ kind: RecordKind, _ id: String) throws -> [RegistryFinding] {
    try attempt {
      try connection.read { database in
        try Row.fetchAll(
          database,
          sql: "SELECT * FROM registry_finding WHERE kind = ? AND id = ? ORDER BY title",
          arguments: [kind.rawValue, id]
        ).map { row in
          RegistryFinding(
            kind: kind, id: row["id"], title: row["title"], verdict: row["verdict"],
            sentence: row["sentence"])
        }
      }
    }
  }
}
