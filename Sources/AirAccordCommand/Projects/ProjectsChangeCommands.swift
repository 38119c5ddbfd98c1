import Store
import ArgumentParser
import Cooperation
import Documents
import Evidence

/// Adds one record.
struct ProjectsAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add one record to an archive.",
    discussion: """
      Example:
        airaccord projects add needs id=N100 org=CN-DALIAN fiscal_year=FY2026 \\
          fields="off-road" modes="training in Japan" title_en="Inspection of excavators" \\
          status=open source="letter of the city" verified=reported \\
          --archive air.sqlite --office "IGES"
      """)

  @Argument(help: "Kind of record.")
  var kind: RecordKind
  @Argument(help: "Cells as column=text.")
  var cells: [String]
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func run() throws {
    try explainingErrors {
      let record = try RegistryRecord(kind: kind, assignments(cells))
      try change.store().add(record, office: change.office)
      print(speech.say(Message("projects.added", ["kind": kind.one, "id": .text(record.id)])))
    }
  }
}

/// Changes cells of one record.
struct ProjectsEdit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change cells of a record, unless somebody else just did.",
    discussion: """
      The version is printed by “projects show”. If the record was changed since, nothing \
      happens and both states are named.

      Example:
        airaccord projects edit projects P2014-NAGANO-HEBEI status=planned --version 1 \\
          --archive air.sqlite --office "Nagano"
      """)

  @Argument(help: "Kind of record.")
  var kind: RecordKind
  @Argument(help: "Id of the record.")
  var id: String
  @Argument(help: "Cells as column=text; an empty text clears the cell.")
  var cells: [String]
  @Option(name: .long, help: "Version that you saw.")
  var version: Int
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func run() throws {
    try explainingErrors {
      let stored = try change.store().edit(
        kind, id, assignments(cells), expecting: version, office: change.office)
      print(
        speech.say(
          Message(
            "projects.changed",
            ["kind": kind.one, "id": .text(id), "version": .count(stored.version)])))
    }
  }
}

/// Takes a record back and keeps it.
struct ProjectsWithdraw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take a record back by its status: nothing that names it is lost.",
    discussion: """
      Projects and activities become cancelled, needs and offers withdrawn, agreements ended, \
      planning sheets closed.

      Example:
        airaccord projects withdraw needs N07 --version 1 --reason "letter of 2026-05-01" \\
          --archive air.sqlite --office IGES
      """)

  @Argument(help: "Kind of record.")
  var kind: RecordKind
  @Argument(help: "Id of the record.")
  var id: String
  @Option(name: .long, help: "Version that you saw.")
  var version: Int
  @Option(name: .long, help: "Why, for the history.")
  var reason: String
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func run() throws {
    try explainingErrors {
      let stored = try change.store().withdraw(
        kind, id, expecting: version, reason: reason, office: change.office)
      print(
        speech.say(
          Message(
            "projects.withdrawn",
            [
              "kind": kind.one, "id": .text(id), "version": .count(stored.version),
              "status": .message(Message("projects.status-\(stored.record["status"])")),
            ])))
    }
  }
}

/// Deletes a record that nothing names.
struct ProjectsDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a record that no other record names; the history keeps its cells.",
    discussion: """
      Example:
        airaccord projects delete activities A900 --version 1 --reason "entered twice" \\
          --archive air.sqlite --office IGES
      """)

  @Argument(help: "Kind of record.")
  var kind: RecordKind
  @Argument(help: "Id of the record.")
  var id: String
  @Option(name: .long, help: "Version that you saw.")
  var version: Int
  @Option(name: .long, help: "Why, for the history.")
  var reason: String
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func run() throws {
    try explainingErrors {
      try change.store().delete(
        kind, id, expecting: version, reason: reason, office: change.office)
      print(speech.say(Message("projects.deleted", ["kind": kind.one, "id": .text(id)])))
    }
  }
}

/// Takes back one step.
struct ProjectsUndo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back an addition, a change, a deletion, a merge or an import as a whole.",
    discussion: """
      Without a number the last step is taken back. What the step wrote must still be as it left \
      it. The numbers stand in the column “change” of “projects history”.

      Examples:
        airaccord projects undo --archive air.sqlite --office IGES
        airaccord projects undo 57 --reason "two cities, not one" --archive air.sqlite --office IGES
      """)

  @Argument(help: "Number of the step.")
  var number: Int64?
  @Option(name: .long, help: "Why, for the history.")
  var reason = ""
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func run() throws {
    try explainingErrors {
      let lines = try change.store().undo(
        change: number, reason: reason, office: change.office)
      for line in lines.prefix(20) {
        let what =
          line.after == nil ? "deleted" : line.before == nil ? "brought-back" : "changed-back"
        print(
          speech.say(
            Message(
              "projects.undone-\(what)",
              [
                "kind": RecordKind(rawValue: line.kind)?.one ?? .text(line.kind),
                "id": .text(line.id),
              ])))
      }
      if lines.count > 20 {
        print(speech.say(Message("projects.undone-more", ["count": .count(lines.count - 20)])))
      }
    }
  }
}

/// What happened to records.
struct ProjectsHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show who changed what, when and why.",
    discussion: "Example: airaccord projects history projects P2014-NAGANO-HEBEI --archive a.sqlite"
  )

  @Argument(help: "Kind of record; all when none is named.")
  var kind: RecordKind?
  @Argument(help: "Id of the record.")
  var id: String?
  @OptionGroup var archive: ArchiveOption
  @OptionGroup var speech: LanguageOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let changes = try archive.opened().history(kind, id)
      let table = Table("history", "projects.history", changes) {
        Column("change", heading: "record.change") { .count(Int($0.change)) }
        Column("at", heading: "record.at") { .date($0.at) }
        Column("action", heading: "record.action") { .text($0.action) }
        Column("kind", heading: "record.kind") { .text($0.kind) }
        Column("id", heading: "record.id") { .text($0.id) }
        Column("version", heading: "record.version") { .optional($0.version) { .count($0) } }
        Column("office", heading: "record.office") { .text($0.office) }
        Column("reason", heading: "record.why", isOptional: true) {
          $0.reason.isEmpty ? .missing : .text($0.reason)
        }
        Column("before", heading: "record.before") { .optional($0.before) { .text($0) } }
        Column("after", heading: "record.after") { .optional($0.after) { .text($0) } }
      }
      try output.print(changes, table, speech)
    }
  }
}

/// Makes one organisation of two.
struct ProjectsMerge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "List organisations that may be one under several names, or merge two of them.",
    discussion: """
      Nothing is ever merged unless both are named. What a merge would change is printed; it is \
      done with --yes, and “projects undo” takes it back.

      Examples:
        airaccord projects merge --archive air.sqlite --office IGES
        airaccord projects merge CN-DALIAN2 --into CN-DALIAN --archive air.sqlite --office IGES
        airaccord projects merge CN-DALIAN2 --into CN-DALIAN --yes --archive air.sqlite --office IGES
      """)

  @Argument(help: "Id of the organisation that is given up.")
  var id: String?
  @Option(name: .long, help: "Id of the organisation that is kept.")
  var into: String?
  @Flag(name: .long, help: "Do it, instead of only showing what it would change.")
  var yes = false
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func validate() throws {
    guard (id == nil) == (into == nil) else {
      throw ValidationError("name the organisation that is given up and, with --into, the other")
    }
    if yes, id == nil { throw ValidationError("--yes needs the two organisations") }
  }

  func run() throws {
    try explainingErrors {
      guard let id, let into else {
        let organisations = try change.store().registry([.organisations]).organisations
        let candidates = DuplicateCandidate.find(in: organisations)
        for candidate in candidates {
          print(speech.say(Message("projects.duplicate", candidate.facts)))
        }
        if candidates.isEmpty { speech.note("projects.no-candidates") }
        return
      }
      let store = try change.store()
      for line in try store.mergePlan(organisation: id, into: into) {
        print(
          speech.say(
            Message(
              yes ? "projects.merge-changed" : "projects.merge-would-change",
              [
                "kind": line.kind.one, "id": .text(line.id), "column": .text(line.column),
                "before": .text(line.before), "after": .text(line.after),
              ])))
      }
      guard yes else { return speech.note("projects.merge-not-done") }
      let count = try store.merge(organisation: id, into: into, office: change.office)
      print(
        speech.say(
          Message(
            "projects.merged",
            ["id": .text(id), "into": .text(into), "count": .count(count)])))
    }
  }
}

/// Looks through all rules.
struct ProjectsCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Name every record that breaks a rule, as in archives of earlier versions.",
    discussion: "Example: airaccord projects check --archive air.sqlite")

  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let problems = try source.registry().problems(naming: true)
      if problems.isEmpty, output.format == .text {
        return print(speech.say("projects.no-breach"))
      }
      let table = Table("problems", "projects.breaches", problems) {
        Column("column", heading: "show.column") { .text($0.column) }
        Column("problem", heading: "record.problem") { .message($0.problem) }
        Column("remedy", heading: "record.remedy") { .message($0.remedy) }
      }
      try output.print(problems, table, speech)
      if !problems.isEmpty { throw ExitCode(65) }
    }
  }
}
