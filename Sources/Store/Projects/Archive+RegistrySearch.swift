public import Cooperation
import GRDB

extension Archive {
  /// Records in whose texts every word of a question occurs as a substring, in any script:
  /// organisations first, then projects, activities and the rest.
  ///
  /// - Parameter limit: most records returned.
  public func search(
    _ question: String, kinds: [RecordKind] = RecordKind.allCases, limit: Int
  ) throws -> [RegistryRecord] {
    let words = SearchText.words(question).map(SearchText.alternatives)
    guard !words.isEmpty else { return [] }
    return try attempt {
      try connection.read { database in
        guard let expression = try SearchIndex.expression(words, database) else { return [] }
        let wanted = Set(kinds)
        var found: [RegistryRecord] = []
        var names: [String: String?] = [:]
        for kind in RecordKind.allCases where wanted.contains(kind) && found.count < limit {
          let rows = try Int64.fetchCursor(
            database,
            sql: """
              SELECT rowid FROM registry_search
              WHERE registry_search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid
              """,
            arguments: [
              expression, RegistrySchema.searchRow(kind, key: 0),
              RegistrySchema.searchRow(kind, key: 1 << 40 - 1),
            ])
          while found.count < limit, let row = try rows.next() {
            guard let place = RegistrySchema.record(atSearchRow: row),
              let selection = try RegistrySchema.selection(kind, database),
              let stored = try Row.fetchOne(
                database.cachedStatement(sql: "\(selection) WHERE key = ?"),
                arguments: [place.key])
            else { continue }
            let record = Self.record(stored, kind)
            let text = try SearchText.of(record) { id in
              if let known = names[id] { return known }
              let name = try Self.stored(database, .organisations, id)
                .map { SearchText.names($0.record) }
              names[id] = .some(name)
              return name
            }
            if words.allSatisfy({ $0.contains { text.contains($0) } }) { found.append(record) }
          }
        }
        return found
      }
    }
  }

  /// Projects that fit a filter, in the order in which they came.
  public func projects(_ filter: ProjectFilter, limit: Int? = nil) throws -> [Project] {
    try attempt {
      try connection.read { database in
        // SQLite narrows as far as it can; the filter that works in memory decides.
        let equals = [
          ("jp_org", filter.japanese),
          ("status", filter.status?.rawValue), ("component", filter.component?.rawValue),
          ("funding_class", filter.fundingClass?.rawValue),
          ("plan_row", filter.planRow.map(String.init)),
        ].compactMap { column, text in text.map { ("\(column) = ?", $0) } }
        let contains = [
          ("cn_orgs", filter.chinese), ("fields", filter.field?.rawValue),
          ("modes", filter.mode?.rawValue),
        ].compactMap { column, text in text.map { ("instr(\(column), ?)", $0) } }
        let years = filter.fiscalYear.map { year in
          [("fiscal_year <= ?", "\(year)"), ("max(fiscal_year, end_year) >= ?", "\(year)")]
        }
        let conditions = equals + contains + (years ?? [])
        guard let selection = try RegistrySchema.selection(.projects, database) else { return [] }
        let rows = try Row.fetchCursor(
          database,
          sql: selection
            + (conditions.isEmpty
              ? "" : " WHERE " + conditions.map(\.0).joined(separator: " AND "))
            + " ORDER BY key", arguments: StatementArguments(conditions.map(\.1)))
        var found: [Project] = []
        while let row = try rows.next() {
          let project = Project(Self.record(row, .projects))
          guard filter.admits(project) else { continue }
          found.append(project)
          if found.count == limit { break }
        }
        return found
      }
    }
  }

  /// How many projects there are of each fiscal year, pair, status and set of fields: what a
  /// matrix and a network are made of.
  public func coverage() throws -> [ProjectGroup] {
    try attempt {
      try connection.read { database in
        let table = RegistrySchema.table(.projects)
        guard try database.tableExists(table) else { return [] }
        let end =
          try database.columns(in: table).contains { $0.name == "end_year" } ? "end_year" : "''"
        let rows = try Row.fetchCursor(
          database,
          sql: """
            SELECT fiscal_year, \(end), status, component, jp_org, cn_orgs, fields, count(*)
            FROM \(table) INDEXED BY registry_coverage GROUP BY 1, 2, 3, 4, 5, 6, 7
            """)
        var groups: [ProjectGroup] = []
        while let row = try rows.next() {
          groups.append(
            ProjectGroup(
              fiscalYear: row[0], endYear: row[1], status: row[2], component: row[3],
              japanese: row[4], chinese: row[5], fields: row[6], count: row[7]))
        }
        return groups
      }
    }
  }
}
