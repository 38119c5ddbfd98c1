import Store
import ArgumentParser
import Cooperation
import Documents
import Evidence
import Studies

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
      let record = try RegistryRecord(kind: kind, CellTexts.cells(cells))
      try change.store().add(record, office: change.office)
      print(speech.say(kind.added(record.id)))
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
        kind, id, CellTexts.cells(cells), expecting: version, office: change.office)
      print(speech.say(stored.changed))
    }
  }
}

/// Which record is given up, and why.
struct GivenUpRecord: ParsableArguments {
  @Argument(help: "Kind of record.")
  var kind: RecordKind
  @Argument(help: "Id of the record.")
  var id: String
  @Option(name: .long, help: "Version that you saw.")
  var version: Int
  @Option(name: .long, help: "Why, for the history.")
  var reason: String
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

  @OptionGroup var target: GivenUpRecord
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func run() throws {
    try explainingErrors {
      let stored = try change.store().withdraw(
        target.kind, target.id, expecting: target.version, reason: target.reason,
        office: change.office)
      print(speech.say(stored.withdrawn))
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

  @OptionGroup var target: GivenUpRecord
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func run() throws {
    try explainingErrors {
      try change.store().delete(
        target.kind, target.id, expecting: target.version, reason: target.reason,
        office: change.office)
      print(speech.say(target.kind.deleted(target.id)))
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
      let lines = try change.store().undo(change: number, reason: reason, office: change.office)
      for message in RecordChange.undone(lines) { print(speech.say(message)) }
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
      var history = RecordHistory(of: try archive.opened())
      (history.kind, history.id) = (kind, id)
      try output.show(history.run(), speech)
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
      let store = try change.store()
      guard let id, let into else { return try list(in: store) }
      for line in try store.mergePlan(organisation: id, into: into) {
        print(speech.say(line.message(isDone: yes)))
      }
      for doubt in try store.mergeDoubts(organisation: id, into: into) {
        speech.note(doubt.doubt(other: into))
      }
      guard yes else { return speech.note("projects.merge-not-done") }
      let count = try store.merge(organisation: id, into: into, office: change.office)
      print(
        speech.say(
          Message(
            "projects.merged", ["id": .text(id), "into": .text(into), "count": .count(count)])))
    }
  }

  private func list(in store: Archive) throws {
    let candidates = DuplicateCandidate.find(
      in: try store.registry([.organisations]).organisations)
    for candidate in candidates {
      print(speech.say(Message("projects.duplicate", candidate.facts)))
    }
    if candidates.isEmpty { speech.note("projects.no-candidates") }
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
      let outcome = try BreachReview(of: source.source()).run()
      if outcome.problems.isEmpty, output.format == .text {
        return print(speech.say("projects.no-breach"))
      }
      try output.show(outcome, speech)
      if !outcome.problems.isEmpty { throw ExitCode(65) }
    }
  }
}
