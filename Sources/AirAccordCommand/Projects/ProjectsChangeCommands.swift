import Archive
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

/// What happened to records.
struct ProjectsHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show who changed what and when.",
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
        Column("at", heading: "record.at") { .date($0.at) }
        Column("action", heading: "record.action") { .text($0.action) }
        Column("kind", heading: "record.kind") { .text($0.kind) }
        Column("id", heading: "record.id") { .text($0.id) }
        Column("version", heading: "record.version") { .optional($0.version) { .count($0) } }
        Column("office", heading: "record.office") { .text($0.office) }
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
      Nothing is ever merged unless both are named.

      Examples:
        airaccord projects merge --archive air.sqlite --office IGES
        airaccord projects merge CN-DALIAN2 --into CN-DALIAN --archive air.sqlite --office IGES
      """)

  @Argument(help: "Id of the organisation that is given up.")
  var id: String?
  @Option(name: .long, help: "Id of the organisation that is kept.")
  var into: String?
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions

  func validate() throws {
    guard (id == nil) == (into == nil) else {
      throw ValidationError("name the organisation that is given up and, with --into, the other")
    }
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
      let count = try change.store().merge(organisation: id, into: into, office: change.office)
      print(
        speech.say(
          Message(
            "projects.merged",
            ["id": .text(id), "into": .text(into), "count": .count(count)])))
    }
  }
}
