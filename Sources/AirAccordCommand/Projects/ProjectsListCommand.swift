import Documents
import Store
import ArgumentParser
import Cooperation
import Evidence
import Studies

/// Lists records of a kind.
struct ProjectsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List projects, or records of another kind.",
    discussion: """
      Examples:
        airaccord projects list --plan
        airaccord projects list --fiscal-year FY2018 --field VOC --format csv
        airaccord projects list --kind organisations --format json
      """)

  @Option(
    name: .long,
    help: """
      Kind of record: \(RecordKind.allCases.map(\.rawValue).joined(separator: ", ")).
      """)
  var kind: RecordKind = .projects

  @Flag(name: .long, help: "Only the twelve lines of the table of the plan of 2014.")
  var plan = false

  @OptionGroup var filter: ProjectFilterOptions

  @Option(name: .long, help: "Most rows printed as text; csv and json print all.")
  var limit = 200

  @OptionGroup var speech: LanguageOption

  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      guard kind == .projects || plan else { return try printKind() }
      let store = try source.store()
      let organisations =
        try store?.registry([.organisations, .organisationNames]) ?? .builtIn
      var filter = try filter.filter(knownTo: organisations)
      filter.isInPlan = plan
      if plan { return try printPlan(filter) }
      let most = output.format == .text ? limit + 1 : nil
      let projects: [Project]
      if let store {
        projects = try store.projects(filter, limit: most)
      } else {
        let admitted = Registry.builtIn.projects.filter(filter.admits)
        projects = most.map { Array(admitted.prefix($0)) } ?? admitted
      }
      let isText = output.format == .text
      let shown = isText ? Array(projects.prefix(limit)) : projects
      // Each year under the names of its time.
      let books = Dictionary(
        uniqueKeysWithValues: Set(shown.map(\.fiscalYear)).map {
          ($0, NameBook(organisations.named(in: $0)))
        })
      func names(_ project: Project) -> NameBook {
        books[project.fiscalYear] ?? NameBook(organisations)
      }
      let table = Table("projects", "record-kind.projects", shown) {
        Column("id", heading: "record.id") { .text($0.id) }
        Column("year", heading: "record.year") { years($0) }
        Column("Japan", heading: "record.japan") { names($0)[$0.japanese] }
        Column("China", heading: "record.china") { names($0).partners([$0]) }
        Column("title", heading: "record.title") { .named($0.names) }
        Column("fields", heading: "record.fields") { .terms($0.fields) }
        Column("modes", heading: "record.modes") { .terms($0.modes) }
        Column("status", heading: "record.status") { .term($0.status) }
        Column("funding", heading: "record.funding") { names($0).funding($0) }
        Column("verified", heading: "record.verified") { output.verified($0.record) }
      }
      try output.print(projects.map(\.record), table, speech)
      if isText, projects.count > limit {
        speech.note(Message("projects.more-projects", ["limit": .count(limit)]))
      }
    }
  }

  /// `FY2024`, or `FY2024-FY2026` of a project that runs over several years.
  private func years(_ project: Project) -> Value {
    let years = project.years
    guard years.lowerBound != years.upperBound else {
      return .fiscalYear(years.lowerBound.beginning)
    }
    if output.format == .csv { return .text("\(years.lowerBound)-\(years.upperBound)") }
    return .message(
      Message(
        "projects.years",
        [
          "first": .fiscalYear(years.lowerBound.beginning),
          "last": .fiscalYear(years.upperBound.beginning),
        ]))
  }

  /// The table of the plan as it was printed: one line an organisation.
  private func printPlan(_ filter: ProjectFilter) throws {
    let registry = try source.registry([.organisations, .projects])
    let lines = PlanTable(registry, filter: filter).lines
    let names = NameBook(registry)
    let table = Table("plan", "record-kind.projects", lines) {
      Column("line", heading: "record.line") { .count($0.row) }
      Column("organisation", heading: "record.organisation") { names[$0.organisation] }
      Column("partners", heading: "record.partners") { names.partners($0.projects) }
      Column("projects", heading: "record.projects") { .list($0.projects.map { .named($0.names) }) }
      Column("fields", heading: "record.fields") { .terms($0.fields) }
      Column("modes", heading: "record.modes") { .terms($0.modes) }
      Column("status", heading: "record.status") { .terms($0.statuses) }
      Column("funding", heading: "record.funding") {
        .list($0.projects.map { names.funding($0) }.uniqued)
      }
      Column("verified", heading: "record.verified") {
        .list($0.projects.map { output.verified($0.record) }.uniqued)
      }
    }
    try output.print(lines.flatMap { $0.projects.map(\.record) }, table, speech)
  }

  private func printKind() throws {
    let records = try source.registry([kind, .organisations]).all(kind)
    let shown = output.format == .text ? Array(records.prefix(limit)) : records
    // All columns that hold anything; the address of the source is in csv and json.
    let columns = RecordSchema.of(kind).columns.map(\.name).filter { column in
      (output.format != .text || column != "source")
        && (output.format != .text || shown.contains { !$0[column].isEmpty })
    }
    // The names of the schema, which files and “projects edit” use.
    let table = Table(kind.rawValue, Message("record-kind.\(kind.rawValue)"), shown) {
      for column in columns { Column(column, .verbatim(column)) { $0[column] } }
    }
    try output.print(records, table, speech)
    if records.isEmpty { speech.note(Message("projects.no-records", ["kind": kind.several])) }
    if shown.count < records.count {
      speech.note(Message("projects.more-records", ["count": .count(records.count)]))
    }
  }
}

/// Narrows a list of projects.
struct ProjectFilterOptions: ParsableArguments {
  @Option(name: .long, help: "Fiscal year, for example FY2014 (April 2014 to March 2015).")
  var fiscalYear: FiscalYear?
  @Option(name: .long, help: "Id of the Japanese organisation.")
  var japanese: String?
  @Option(name: .long, help: "Id of an organisation on the Chinese side.")
  var chinese: String?
  @Option(name: .long, help: "Field: \(CooperationField.terms.joined(separator: ", ")).")
  var field: CooperationField?
  @Option(name: .long, help: "Mode: \(CooperationMode.terms.joined(separator: ", ")).")
  var mode: CooperationMode?
  @Option(name: .long, help: "Status: \(ProjectStatus.terms.joined(separator: ", ")).")
  var status: ProjectStatus?
  @Option(name: .long, help: "Component: government or business.")
  var component: ProjectComponent?
  @Option(name: .long, help: "Funding: \(FundingClass.terms.joined(separator: ", ")).")
  var funding: FundingClass?

  /// The filter, once the organisations that it names are found.
  ///
  /// - Throws: `unknownRecord` with ids that are near: nothing fits an id that nobody has.
  func filter(knownTo registry: Registry) throws -> ProjectFilter {
    for id in [japanese, chinese].compactMap(\.self) where registry.organisation(id) == nil {
      throw RegistryError.unknownRecord(
        id, kind: .organisations,
        nearest: Registry.nearest(to: id, in: registry.organisations.map(\.id)))
    }
    return filter
  }

  private var filter: ProjectFilter {
    var filter = ProjectFilter()
    filter.fiscalYear = fiscalYear
    filter.japanese = japanese
    filter.chinese = chinese
    filter.field = field
    filter.mode = mode
    filter.status = status
    filter.component = component
    filter.fundingClass = funding
    return filter
  }
}

extension Array where Element: Hashable {
  /// Each element once, at its first place.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
