import Cooperation

/// The tables of the cooperation's records.
enum RegistrySchema {
  /// Every kind with its table.
  static var tables: [(kind: RecordKind, table: String)] {
    RecordKind.allCases.map { ($0, table($0)) }
  }

  /// Name of the table of a kind.
  static func table(_ kind: RecordKind) -> String { "registry_\(kind.rawValue)" }

  /// The statement that adds a row of a kind.
  ///
  /// - Parameter passingOver: whether a row whose id is there is passed over instead of refused.
  static func insertion(_ kind: RecordKind, passingOver: Bool = false) -> String {
    let columns = RecordSchema.of(kind).columns.map { quoted($0.name) }
    let marks = [String](repeating: "?", count: columns.count).joined(separator: ", ")
    return "INSERT INTO \(table(kind)) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
      + (passingOver ? " ON CONFLICT (id) DO NOTHING" : "")
  }

  /// A column as SQL writes it: “end” and “left” are words of the language.
  static func quoted(_ column: String) -> String { "\"\(column)\"" }

  /// Format 4 of the archive. The columns are those of the schemas at that time: a column that is
  /// added later comes with a migration, and a test holds the two together.
  static let firstTables: [String] =
    RecordKind.allCases.map { kind in
      let columns = RecordSchema.of(kind).columns.dropFirst().map {
        "\(quoted($0.name)) TEXT NOT NULL DEFAULT ''"
      }
      return """
        CREATE TABLE \(table(kind)) (
          key INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          version INTEGER NOT NULL DEFAULT 1,
          \(columns.joined(separator: ",\n  "))
        ) STRICT
        """
    } + [
      // A matrix reads this index alone.
      """
      CREATE INDEX registry_coverage
      ON registry_projects (fiscal_year, status, component, jp_org, cn_orgs, fields)
      """,
      "CREATE INDEX registry_project_activities ON registry_activities (project)",
      // Texts are folded before they are indexed and are not kept twice: they come from the rows.
      """
      CREATE VIRTUAL TABLE registry_search
      USING fts5(text, tokenize = 'trigram', content = '', columnsize = 0)
      """,
      // Tells which trigrams begin with one or two characters.
      "CREATE VIRTUAL TABLE registry_trigram USING fts5vocab(registry_search, 'row')",
      """
      CREATE TABLE registry_history (
        sequence INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER,
        action TEXT NOT NULL CHECK (action IN ('add', 'edit', 'import', 'merge')),
        office TEXT NOT NULL,
        before TEXT,
        after TEXT,
        at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
      ) STRICT
      """,
      "CREATE INDEX registry_history_of ON registry_history (kind, id)",
      // What was found about a project or a claim; one row a finding, none means not evaluated.
      """
      CREATE TABLE registry_finding (
        kind TEXT NOT NULL CHECK (kind IN ('projects', 'claims')),
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        verdict TEXT NOT NULL,
        sentence TEXT NOT NULL,
        finding INTEGER REFERENCES finding,
        PRIMARY KEY (kind, id, title)
      ) STRICT, WITHOUT ROWID
      """,
    ]

  /// Position of a record in the search index: kinds lie one behind the other, so that
  /// organisations and projects are found before activities.
  static func searchRow(_ kind: RecordKind, key: Int64) -> Int64 {
    Int64(RecordKind.allCases.firstIndex(of: kind) ?? 0) << 40 | key
  }

  /// Kind and key behind a position of the search index.
  static func record(atSearchRow row: Int64) -> (kind: RecordKind, key: Int64)? {
    let index = Int(row >> 40)
    guard RecordKind.allCases.indices.contains(index) else { return nil }
    return (RecordKind.allCases[index], row & (1 << 40 - 1))
  }
}
