import Cooperation
import Documents
import GRDB

/// Judges records beside what an archive holds, reading no more of it than the rules reach.
struct RegistryRules {
  let database: Database
  /// Above so many records of a kind, the whole kind is read at once.
  static let many = 500

  init(_ database: Database) { self.database = database }

  /// Problems of records that were written, each with its column.
  func problems(of records: [RegistryRecord]) throws -> [RegistryError.RowProblem] {
    var failure: (any Error)?
    var checks = try self.checks { failure = $0 }
    var problems: [RegistryError.RowProblem] = []
    // A record that was changed twice is judged as it is now; one that went is not.
    var seen: Set<[String]> = []
    let now = try records.filter { seen.insert([$0.kind.rawValue, $0.id]).inserted }
      .compactMap { try Archive.stored(database, $0.kind, $0.id)?.record }
    for (position, record) in now.enumerated() {
      problems += checks.problems(record, row: position + 1)
    }
    try noteNeighbours(of: now, in: &checks)
    problems += checks.finish()
    if let failure { throw failure }
    // A record stands in the archive when it is judged, so that both ways lead to the same sentence.
    var told: Set<RegistryError.RowProblem> = []
    return problems.filter {
      told.insert(.init(row: 0, column: $0.column, problem: $0.problem, remedy: $0.remedy)).inserted
    }.map { problem in
      .init(
        row: 0, column: problem.column,
        problem: now.count > 1 && problem.row > 0
          ? Self.naming(now[problem.row - 1], problem) : problem.problem, remedy: problem.remedy)
    }
  }

  /// A problem with the record and the column that it is of.
  private static func naming(
    _ record: RegistryRecord, _ problem: RegistryError.RowProblem
  ) -> Message {
    Message(
      "rule.of-cell",
      [
        "kind": record.kind.one, "id": .text(record.id), "column": .text(problem.column),
        "problem": .message(problem.problem),
      ])
  }

  /// Checks that ask the archive for what is referred to.
  func checks(_ fail: @escaping (any Error) -> Void) throws -> RegistryChecks {
    RegistryChecks(
      programme: try Archive.programme(database),
      exists: { [database] kind, id in
        do {
          let statement = try database.cachedStatement(
            sql: "SELECT 1 FROM \(RegistrySchema.table(kind)) WHERE id = ?")
          return try Int.fetchOne(statement, arguments: [id]) != nil
        } catch {
          fail(error)
          return true
        }
      },
      lookup: { [database] kind, id in
        do { return try Archive.stored(database, kind, id)?.record } catch {
          fail(error)
          return nil
        }
      })
  }

  /// Shows the records beside which some records are judged.
  func noteNeighbours(
    of records: some Collection<RegistryRecord>, in checks: inout RegistryChecks
  ) throws {
    let kinds = Dictionary(grouping: records, by: \.kind)
    for kind in RecordKind.allCases {
      guard let ofKind = kinds[kind] else { continue }
      guard ofKind.count <= Self.many else {
        try noteAll(kind, in: &checks)
        continue
      }
      for record in ofKind {
        try Archive.forEach(
          kind, database, where: "id = ? COLLATE NOCASE", arguments: [record.id]
        ) { other, _, _ in checks.noteKept(other) }
        guard let (condition, cells) = Self.neighbours(record) else { continue }
        try Archive.forEach(
          kind, database, where: condition, arguments: StatementArguments(cells)
        ) { other, _, _ in checks.noteKept(other) }
      }
    }
  }

  /// Shows all records of a kind.
  func noteAll(_ kind: RecordKind, in checks: inout RegistryChecks) throws {
    try Archive.forEach(kind, database) { other, _, _ in checks.noteKept(other) }
  }

  /// Where the records stand whose dates must not overlap a record's.
  private static func neighbours(_ record: RegistryRecord) -> (String, [String])? {
    let columns: [String] =
      switch record.kind {
      case .activities: ["project"]
      case .partnerships: ["jp_org", "cn_org"]
      case .organisationNames: ["org"]
      case .phases: ["programme"]
      case .exchangeRates: ["currency", "fiscal_year"]
      case .ceilings: ["project", "fiscal_year"]
      default: []
      }
    guard !columns.isEmpty else { return nil }
    return (
      columns.map { "\(RegistrySchema.quoted($0)) = ?" }.joined(separator: " AND "),
      columns.map { record[$0] }
    )
  }

  // MARK: Those that name a record

  /// Problems that a change, a removal or a new phase makes in records that were not touched.
  func problems(
    ofThoseThatName before: [RegistryRecord], written: [RegistryRecord]
  ) throws -> [RegistryError.RowProblem] {
    var failure: (any Error)?
    let fresh = try checks { failure = $0 }
    var seen = Set(written.map { [$0.kind.rawValue, $0.id] })
    var problems: [RegistryError.RowProblem] = []
    func judge(_ record: RegistryRecord) {
      guard seen.insert([record.kind.rawValue, record.id]).inserted else { return }
      // In itself it was judged when it came.
      var checks = fresh
      for problem in checks.problems(record, row: 1, own: []) + checks.finish() {
        problems.append(
          .init(
            row: 0, column: problem.column,
            problem: Self.naming(record, problem),
            remedy: Message(
              "remedy.change-first",
              [
                "kind": record.kind.one, "id": .text(record.id),
                "remedy": .message(problem.remedy),
              ])))
      }
    }
    if (before + written).contains(where: { $0.kind == .phases }) {
      for kind in [RecordKind.projects, .budgetLines] {
        try Archive.forEach(kind, database) { record, _, _ in judge(record) }
      }
    }
    for record in before {
      // One that was brought back or is there under other cells is named as before.
      for other in try Self.naming(record.kind, record.id, database) { judge(other) }
      if problems.count > 1_000 { break }
    }
    if let failure { throw failure }
    return problems
  }

  /// The records that name a record.
  static func naming(
    _ kind: RecordKind, _ id: String, _ database: Database
  ) throws -> [RegistryRecord] {
    var found: [RegistryRecord] = []
    for other in RecordKind.allCases {
      let columns = RecordSchema.of(other).columns.filter { $0.content.names(kind) }
      guard !columns.isEmpty else { continue }
      let condition = columns.map { column in
        let name = RegistrySchema.quoted(column.name)
        if case .references = column.content { return "instr(\(name), ?1)" }
        return "\(name) = ?1"
      }
      let checks = RecordChecks(other)
      try Archive.forEach(
        other, database, where: condition.joined(separator: " OR "), arguments: [id]
      ) { record, _, _ in
        if checks.references(of: record).contains(where: { $0.kind == kind && $0.id == id }) {
          found.append(record)
        }
      }
    }
    return found
  }
}

extension RecordColumn.Content {
  /// Whether a cell can name a record of a kind.
  func names(_ kind: RecordKind) -> Bool {
    switch self {
    case .reference(let other), .references(let other): other == kind
    case .party: kind == .organisations
    default: false
    }
  }
}
