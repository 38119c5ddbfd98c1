package import Cooperation
import Documents
import GRDB

extension Archive {
  /// What to do with a record that is there already with other content.
  package enum ReplacementRule: Sendable { case refuse, replace }

  /// Records of several kinds that come one after the other, such as those of an IATI file.
  package struct RecordStream {
    /// The file they come from.
    package let name: String
    /// The kinds that may come.
    package let kinds: [RecordKind]
    /// Gives each record with its line to a body.
    package let forEach: (_ body: (RegistryRecord, Int) throws -> Void) throws -> Void

    package init(
      name: String, kinds: [RecordKind],
      forEach: @escaping (_ body: (RegistryRecord, Int) throws -> Void) throws -> Void
    ) {
      self.name = name
      self.kinds = kinds
      self.forEach = forEach
    }
  }

  /// Takes files of records, all of them or nothing.
  ///
  /// Files may come in any order; they are taken in the order of dependence, streams last.
  ///
  /// - Throws: `RegistryError.rows` with every problem, its row and column, be it in a row alone,
  ///   between rows or between a row and what the archive holds; `ArchiveError`.
  package func importRecords(
    _ files: [(name: String, content: RecordFile)], streams: [RecordStream] = [], office: String,
    onConflict rule: ReplacementRule = .refuse
  ) throws -> ImportReport {
    let sorted = files.enumerated().sorted { left, right in
      let kinds = [left, right].map(\.element.content.kind.order)
      return (kinds[0], left.offset) < (kinds[1], right.offset)
    }.map(\.element)
    return try changingMuch { database in
      var intake = try RegistryIntake(database, office: office, rule: rule)
      for (name, content) in sorted { try intake.take(content, name: name) }
      for stream in streams { try intake.take(stream) }
      try intake.judgeOthers()
      if intake.report.added[RecordKind.organisations.rawValue] != nil
        || intake.report.replaced[RecordKind.organisations.rawValue] != nil
      {
        var organisations: [Organisation] = []
        try Self.forEach(.organisations, database) { record, _, _ in
          organisations.append(Organisation(record))
        }
        intake.report.possibleDuplicates = DuplicateCandidate.find(in: organisations)
      }
      return intake.report
    }
  }

  /// One transaction of many rows, with room in memory for the pages and words that it touches.
  private func changingMuch<Value>(_ body: (Database) throws -> Value) throws -> Value {
    func remember(kibibytes: Int) throws {
      try attempt {
        try connection.writeWithoutTransaction {
          try $0.execute(sql: "PRAGMA cache_size = -\(kibibytes)")
        }
      }
    }
    // Indices of a million rows are 100 MB; SQLite's own 2 MB would write each page many times.
    try remember(kibibytes: 128 << 10)
    let result = Result {
      try changing { database in
        try SearchIndex.gathering(database) {
          try RowDigests.addingMany(to: RegistrySchema.tables.map(\.table), database) {
            try body(database)
          }
        }
      }
    }
    try remember(kibibytes: 2_000)
    return try result.get()
  }
}

/// An import under way.
private struct RegistryIntake {
  private let database: Database
  private let rule: Archive.ReplacementRule
  private let rules: RegistryRules
  private var change: RegistryChange
  var report = ImportReport()
  /// Kinds of which there was something before.
  private let kindsBefore: Set<RecordKind>

  /// Keys that the import gave to records of a kind.
  private struct Keys {
    var count = 0
    var first: Int64 = 0
    var last: Int64 = 0
  }

  init(_ database: Database, office: String, rule: Archive.ReplacementRule) throws {
    self.database = database
    self.rule = rule
    rules = RegistryRules(database)
    change = try RegistryChange(database, action: .takeIn, office: office)
    kindsBefore = Set(
      try RecordKind.allCases.filter {
        try Row.fetchOne(database, sql: "SELECT 1 FROM \(RegistrySchema.table($0)) LIMIT 1") != nil
      })
  }

  /// What one file has been found to be so far.
  private struct Course {
    let name: String
    /// Whether records of several kinds come one after the other.
    var isStream = false
    var checks: RegistryChecks
    var problems: [RegistryError.RowProblem] = []
    var keys: [RecordKind: Keys] = [:]
    var insertions: [RecordKind: Statement] = [:]
    /// Columns that a record can have anything in; `nil` for all.
    var columns: [Int]?
    /// The first rows, beside whose neighbours in the archive they are judged.
    var rows: [RegistryRecord] = []
    /// The project of a stream that was replaced last.
    var replacedProject: String?
    let kindsBefore: Set<RecordKind>
  }

  private func begin(_ name: String, _ fail: @escaping (any Error) -> Void) throws -> Course {
    let kinds = Set(
      try RecordKind.allCases.filter {
        try kindsBefore.contains($0)
          || Row.fetchOne(
            database, sql: "SELECT 1 FROM \(RegistrySchema.table($0)) LIMIT 1") != nil
      })
    return Course(name: name, checks: try rules.checks(fail), kindsBefore: kinds)
  }

  mutating func take(_ content: RecordFile, name: String) throws {
    var failure: (any Error)?
    var course = try begin(name) { failure = $0 }
    course.columns = RecordSchema.of(content.kind).columns.indices.filter {
      content.columns.contains(RecordSchema.of(content.kind).columns[$0].name)
    }
    // Organisations carry their own names only, and all others come after them.
    try content.forEach(names: change.index.names) { prepared in
      try take(
        prepared.row.record, prepared.row.line, own: prepared.problems, text: prepared.text, &course
      )
      if let failure { throw failure }
    }
    try finish(&course, kinds: [content.kind])
    if let failure { throw failure }
  }

  mutating func take(_ stream: Archive.RecordStream) throws {
    var failure: (any Error)?
    var course = try begin(stream.name) { failure = $0 }
    course.isStream = true
    // The reader that makes these records read the texts of kept activities itself.
    let kinds = stream.kinds.map { ($0, RecordChecks($0, readsKept: false)) }
    let ownChecks = Dictionary(uniqueKeysWithValues: kinds)
    try stream.forEach { record, line in
      try take(
        record, line, own: ownChecks[record.kind]?.problems(record, row: line), text: nil, &course)
      if let failure { throw failure }
    }
    try finish(&course, kinds: stream.kinds)
    if let failure { throw failure }
  }

  private mutating func take(
    _ record: RegistryRecord, _ line: Int, own: [RegistryError.RowProblem]?, text: String?,
    _ course: inout Course
  ) throws {
    let kind = record.kind
    course.problems += course.checks.problems(record, row: line, own: own)
    // Nothing is written any more once a row is wrong, but all problems are found.
    guard course.problems.isEmpty else {
      if course.problems.count > 1_000 {
        throw RegistryError.rows(course.problems, file: course.name)
      }
      return
    }
    if course.rows.count <= RegistryRules.many { course.rows.append(record) }
    let insertion =
      try course.insertions[kind]
      ?? database.makeStatement(
        sql: RegistrySchema.insertion(kind, columns: course.columns, passingOver: true))
    course.insertions[kind] = insertion
    // As values of any type, because GRDB reads those without key paths.
    // Made as such one by one: turning an array of texts into one asks what each of them is.
    let cells = (course.columns ?? Array(record.cells.indices)).map {
      record.cells[$0] as (any DatabaseValueConvertible)?
    }
    insertion.setUncheckedArguments(StatementArguments(cells))
    try insertion.execute()
    if database.changesCount > 0 {
      let key = database.lastInsertedRowID
      try change.index(record, key: key, text: text)
      var keys = course.keys[kind] ?? Keys()
      if keys.count == 0 { keys.first = key }
      keys.count += 1
      keys.last = key
      course.keys[kind] = keys
      report.added[kind.rawValue, default: 0] += 1
      // An activity that was not here before cannot have made a project that was.
      if kind == .iatiActivities, let replaced = course.replacedProject,
        replaced == record["project"]
      {
        course.problems.append(
          .init(
            row: line, column: "id",
            problem: Message(
              "iati.of-ours", ["id": .text(replaced), "publisher": .text(record["publisher"])]),
            remedy: "remedy.of-ours"))
      }
      return
    }
    guard let stored = try Archive.stored(database, kind, record.id) else {
      preconditionFailure("the id was there when the record was to be added")
    }
    if stored.record == record {
      report.unchanged[kind.rawValue, default: 0] += 1
    } else if rule == .replace {
      try change.replace(stored, by: record)
      if kind == .projects, course.isStream { course.replacedProject = record.id }
      report.replaced[kind.rawValue, default: 0] += 1
    } else {
      course.problems.append(
        .init(
          row: line, column: "id",
          problem: Message(
            "registry.other-content", ["kind": kind.one, "id": .text(record.id)]),
          remedy: "registry.edit-or-replace"))
    }
  }

  private mutating func finish(_ course: inout Course, kinds: [RecordKind]) throws {
    try change.settle()
    if course.rows.count > RegistryRules.many {
      for kind in kinds where course.kindsBefore.contains(kind) {
        try rules.noteAll(kind, in: &course.checks)
      }
    } else {
      try rules.noteNeighbours(
        of: course.rows.filter { course.kindsBefore.contains($0.kind) }, in: &course.checks)
    }
    course.problems += course.checks.finish()
    if !course.problems.isEmpty {
      let inOrder = course.problems.enumerated().sorted {
        ($0.element.row, $0.offset) < ($1.element.row, $1.offset)
      }
      throw RegistryError.rows(inOrder.map(\.element), file: course.name)
    }
    for kind in kinds {
      let keys = course.keys[kind] ?? Keys()
      let span = keys.count > 0 ? ",\"first\":\(keys.first),\"last\":\(keys.last)" : ""
      try change.note(
        kind: kind, id: course.name, version: nil, before: nil,
        after: "{\"added\":\(keys.count)\(span)}")
    }
  }

  /// Judges the records that the import did not bring and whose ground it changed.
  func judgeOthers() throws {
    let replaced = change.replaced
    let hasPhases =
      (report.added["phases"] ?? 0) + (report.replaced["phases"] ?? 0) > 0
      && !kindsBefore.isDisjoint(with: [.projects, .budgetLines])
    guard !replaced.isEmpty || hasPhases else { return }
    var phases: [RegistryRecord] = []
    if hasPhases {
      try Archive.forEach(.phases, database) { record, _, _ in phases.append(record) }
    }
    let problems = try rules.problems(
      ofThoseThatName: replaced.filter { $0.kind != .phases }, written: phases)
    if !problems.isEmpty { throw RegistryError.rows(problems, file: "the archive") }
  }
}
