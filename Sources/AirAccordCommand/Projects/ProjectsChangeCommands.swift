import AirAccord
import ArgumentParser

/// Adds one record.
struct ProjectsAdd: Verb {
  static let configuration = CommandConfiguration.of("projects.add")

  @Argument(help: "Kind of record.")
  var kind: RecordKind
  @Argument(help: "Cells as column=text.")
  var cells: [String]
  @OptionGroup var shown: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func presentation() throws -> Presentation {
    let record = try RegistryRecord(kind: kind, CellTexts.cells(cells))
    try change.store().add(record, office: change.office)
    return Presentation(said: [kind.added(record.id)])
  }
}

/// Changes cells of one record.
struct ProjectsEdit: Verb {
  static let configuration = CommandConfiguration.of("projects.edit")

  @Argument(help: "Kind of record.")
  var kind: RecordKind
  @Argument(help: "Id of the record.")
  var id: String
  @Argument(help: "Cells as column=text; an empty text clears the cell.")
  var cells: [String]
  @Option(help: "Version that you saw.")
  var version: Int
  @OptionGroup var shown: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func presentation() throws -> Presentation {
    let stored = try change.store().edit(
      kind, id, CellTexts.cells(cells), expecting: version, office: change.office)
    return Presentation(said: [stored.version == version ? stored.unchanged : stored.changed])
  }
}

/// Which record is given up, and why.
struct GivenUpRecord: ParsableArguments {
  @Argument(help: "Kind of record.")
  var kind: RecordKind
  @Argument(help: "Id of the record.")
  var id: String
  @Option(help: "Version that you saw.")
  var version: Int
  @Option(help: "Why, for the history.")
  var reason: String
}

/// Takes a record back and keeps it.
struct ProjectsWithdraw: Verb {
  static let configuration = CommandConfiguration.of("projects.withdraw")

  @OptionGroup var target: GivenUpRecord
  @OptionGroup var shown: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func presentation() throws -> Presentation {
    let stored = try change.store().withdraw(
      target.kind, target.id, expecting: target.version, reason: target.reason,
      office: change.office)
    return Presentation(said: [stored.withdrawn])
  }
}

/// Deletes a record that nothing names.
struct ProjectsDelete: Verb {
  static let configuration = CommandConfiguration.of("projects.delete")

  @OptionGroup var target: GivenUpRecord
  @OptionGroup var shown: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func presentation() throws -> Presentation {
    try change.store().delete(
      target.kind, target.id, expecting: target.version, reason: target.reason,
      office: change.office)
    return Presentation(said: [target.kind.deleted(target.id)])
  }
}

/// Takes back one step.
struct ProjectsUndo: Verb {
  static let configuration = CommandConfiguration.of("projects.undo")

  @Argument(help: "Number of the step.")
  var number: Int64?
  @Option(help: "Why, for the history.")
  var reason = ""
  @OptionGroup var shown: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func presentation() throws -> Presentation {
    let lines = try change.store().undo(change: number, reason: reason, office: change.office)
    return Presentation(said: RecordChange.undone(lines))
  }
}

/// What happened to records.
struct ProjectsHistory: Verb {
  static let configuration = CommandConfiguration.of("projects.history")

  @Argument(help: "Kind of record; all when none is named.")
  var kind: RecordKind?
  @Argument(help: "Id of the record.")
  var id: String?
  @OptionGroup var archive: ArchiveOption
  @OptionGroup var speech: LanguageOption
  @OptionGroup var output: FormatOption

  var shown: Answer { Answer(format: output.format, language: speech.language) }

  func presentation() throws -> Presentation {
    var history = RecordHistory(of: try archive.opened())
    (history.kind, history.id) = (kind, id)
    return Presentation(try history.run())
  }
}

/// Makes one organisation of two.
struct ProjectsMerge: Verb {
  static let configuration = CommandConfiguration.of("projects.merge")

  @Argument(help: "Id of the organisation that is given up.")
  var id: String?
  @Option(help: "Id of the organisation that is kept.")
  var into: String?
  @Flag(help: "Do it, instead of only showing what it would change.")
  var yes = false
  @OptionGroup var shown: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func validate() throws {
    if (id == nil) != (into == nil) { throw refusal("usage.merge-two") }
    if yes, id == nil { throw refusal("usage.yes-needs-two") }
  }

  func presentation() throws -> Presentation {
    let store = try change.store()
    guard let id, let into else {
      let found = DuplicateCandidate.find(in: try store.registry([.organisations]).organisations)
      return Presentation(
        said: found.map { Message("projects.duplicate", $0.facts) },
        epilogue: found.isEmpty ? ["projects.no-candidates"] : [])
    }
    let plan = try store.mergePlan(organisation: id, into: into).map { $0.message(isDone: yes) }
    let doubts = try store.mergeDoubts(organisation: id, into: into).map { $0.doubt(other: into) }
    guard yes else {
      return Presentation(said: plan, epilogue: doubts + ["projects.merge-not-done"])
    }
    let count = try store.merge(organisation: id, into: into, office: change.office)
    let done = say("projects.merged", id: id, into: into, count: count)
    return Presentation(said: plan + [done], epilogue: doubts)
  }
}

/// Looks through all rules.
struct ProjectsCheck: Verb {
  static let configuration = CommandConfiguration.of("projects.check")

  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    let outcome = try BreachReview(of: try shown.source.source()).run()
    let isSound = outcome.problems.isEmpty
    if isSound, shown.format == .text { return Presentation(said: ["projects.no-breach"]) }
    var result = Presentation(outcome)
    result.isSound = isSound
    return result
  }
}
