import Cooperation
import GRDB

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
  /// - Parameters:
  ///   - columns: positions of those that are given, all others being empty; `nil` for all.
  ///   - passingOver: whether a row whose id is there is passed over instead of refused.
  static func insertion(
    _ kind: RecordKind, columns positions: [Int]? = nil, passingOver: Bool = false
  ) -> String {
    let all = RecordSchema.of(kind).columns
    let columns = (positions ?? Array(all.indices)).map { quoted(all[$0].name) }
    let marks = [String](repeating: "?", count: columns.count).joined(separator: ", ")
    return "INSERT INTO \(table(kind)) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
      + (passingOver ? " ON CONFLICT (id) DO NOTHING" : "")
  }

  /// A column as SQL writes it: “end” and “left” are words of the language.
  static func quoted(_ column: String) -> String { "\"\(column)\"" }

  /// The columns of a kind as they are selected, behind the key, the id and the version; empty texts
  /// for those that an older archive has not. `nil` for a kind of which it has no table.
  ///
  /// - Parameter wanted: names of the columns that are selected; `nil` for all.
  static func selection(
    _ kind: RecordKind, _ database: Database, columns wanted: Set<String>? = nil
  ) throws -> String? {
    guard try database.tableExists(table(kind)) else { return nil }
    let present = Set(try database.columns(in: table(kind)).map(\.name))
    let columns = RecordSchema.of(kind).columns.dropFirst().map(\.name)
      .filter { wanted?.contains($0) ?? true }
      .map { present.contains($0) ? quoted($0) : "'' AS \(quoted($0))" }
    return "SELECT \((["key", "id", "version"] + columns).joined(separator: ", ")) "
      + "FROM \(table(kind))"
  }

  /// What format 7 brought: kinds with all of their columns, and columns of earlier kinds.
  private static let ofSeventh: [RecordKind: Set<String>?] = [
    .organisationNames: nil, .iatiActivities: nil, .exchangeRates: nil, .ceilings: nil,
    .organisations: ["merged_into"], .projects: ["end_year"],
    .needs: ["people_days", "languages"], .budgetLines: ["approved", "spent"],
  ]

  private static func creation(_ kind: RecordKind, without: Set<String> = []) -> String {
    let columns = RecordSchema.of(kind).columns.dropFirst().filter { !without.contains($0.name) }
      .map { "\(quoted($0.name)) TEXT NOT NULL DEFAULT ''" }
    return """
      CREATE TABLE \(table(kind)) (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL DEFAULT 1,
        \(columns.joined(separator: ",\n  "))
      ) STRICT
      """
  }

  /// Format 4 of the archive. The columns are those of the schemas at that time: a column that is
  /// added later comes with a migration, and a test holds the two together.
  static let firstTables: [String] =
    RecordKind.allCases.filter { ofSeventh[$0].map { $0 != nil } ?? true }.map { kind in
      creation(kind, without: (ofSeventh[kind] ?? nil) ?? [])
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

  /// Format 7: dated names, rates, ceilings and kept IATI activities; changes that can be undone.
  ///
  /// `change` numbers what was done in one step: it is the first `sequence` of the step.
  static let seventhTables: [String] =
    RecordKind.allCases.flatMap { kind -> [String] in
      guard let columns = ofSeventh[kind] else { return [] }
      guard let columns else { return [creation(kind)] }
      return columns.sorted().map {
        "ALTER TABLE \(table(kind)) ADD COLUMN \(quoted($0)) TEXT NOT NULL DEFAULT ''"
      }
    } + [
      """
      CREATE TABLE new_history (
        sequence INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER,
        action TEXT NOT NULL
          CHECK (action IN ('add', 'edit', 'import', 'merge', 'withdraw', 'delete', 'undo')),
        office TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        change INTEGER NOT NULL,
        before TEXT,
        after TEXT,
        at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
      ) STRICT
      """,
      """
      INSERT INTO new_history
        SELECT sequence, kind, id, version, action, office, '', sequence, before, after, at
        FROM registry_history
      """,
      "DROP TABLE registry_history",
      "ALTER TABLE new_history RENAME TO registry_history",
      "CREATE INDEX registry_history_of ON registry_history (kind, id)",
      "CREATE INDEX registry_history_change ON registry_history (change)",
      // Of which version of the record a finding speaks, and after which change it was made.
      "ALTER TABLE registry_finding ADD COLUMN version INTEGER",
      "ALTER TABLE registry_finding ADD COLUMN sequence INTEGER",
      "ALTER TABLE registry_finding ADD COLUMN at TEXT",
      "DROP INDEX registry_coverage",
      """
      CREATE INDEX registry_coverage
      ON registry_projects (fiscal_year, end_year, status, component, jp_org, cn_orgs, fields)
      """,
      "CREATE INDEX registry_project_budget ON registry_budget_lines (project)",
      // Texts are folded in another way from here on: words of the lists, kana, quotation marks.
      "DROP TABLE registry_trigram",
      "DROP TABLE registry_search",
      """
      CREATE VIRTUAL TABLE registry_search
      USING fts5(text, tokenize = 'trigram', content = '', columnsize = 0)
      """,
      "CREATE VIRTUAL TABLE registry_trigram USING fts5vocab(registry_search, 'row')",
    ]

  /// Format 8: the index has a code for each term of the lists, where it had all of its words, and says
  /// in which records three characters stand, not where: it is a third as large, and whether they stand
  /// side by side is looked up in the record.
  static let eighthTables = [
    "DROP TABLE registry_trigram",
    "DROP TABLE registry_search",
    """
    CREATE VIRTUAL TABLE registry_search
    USING fts5(text, tokenize = 'trigram', content = '', columnsize = 0, detail = none)
    """,
    "CREATE VIRTUAL TABLE registry_trigram USING fts5vocab(registry_search, 'row')",
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
