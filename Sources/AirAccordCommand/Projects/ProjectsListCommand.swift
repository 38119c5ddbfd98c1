import Archive
import ArgumentParser
import Cooperation
import Evidence

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

  @Option(name: .long, help: "Language of names and titles: en, ja or zh.")
  var language: Language = .english

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
      // Each year under the names of its time.
      var books: [FiscalYear: NameBook] = [:]
      var table = PlainTable(
        NameBook(organisations, language).columns(
          [
            "id", "year", "Japan", "China", "title", "fields", "modes", "status", "funding",
            "verified",
          ], output.format))
      let isText = output.format == .text
      for project in isText ? Array(projects.prefix(limit)) : projects {
        let year = project.fiscalYear
        let names = books[year] ?? NameBook(organisations.named(in: year), language)
        books[year] = names
        table.add([
          project.id, years(project), names[project.japanese],
          names.partners(project), names.text(project.names), names.terms(project.fields),
          names.terms(project.modes), names.text(project.status.names), names.funding(project),
          mark(project.record),
        ])
      }
      try printRows(projects.map(\.record), as: output.format, table: table)
      if isText, projects.count > limit {
        StandardError.print(
          "more than \(RecordKind.projects.counted(limit)); see all with --limit or --format csv")
      }
    }
  }

  /// `FY2024`, or `FY2024-FY2026` of a project that runs over several years.
  private func years(_ project: Project) -> String {
    let years = project.years
    return years.lowerBound == years.upperBound
      ? years.lowerBound.description : "\(years.lowerBound)-\(years.upperBound)"
  }

  /// The table of the plan as it was printed: one line an organisation.
  private func printPlan(_ filter: ProjectFilter) throws {
    let registry = try source.registry([.organisations, .projects])
    let lines = PlanTable(registry, filter: filter).lines
    let names = NameBook(registry, language)
    var table = PlainTable(
      names.columns(
        [
          "line", "organisation", "partners", "projects", "fields", "modes", "status", "funding",
          "verified",
        ], output.format))
    for line in lines {
      table.add([
        String(line.row), names[line.organisation],
        names.partners(line),
        line.projects.map { names.text($0.names) }.joined(separator: "; "),
        names.terms(line.fields), names.terms(line.modes), names.terms(line.statuses),
        line.projects.map { names.funding($0) }.uniqued.joined(separator: ", "),
        line.projects.map { mark($0.record) }.uniqued.joined(separator: ", "),
      ])
    }
    try printRows(lines.flatMap { $0.projects.map(\.record) }, as: output.format, table: table)
  }

  private func printKind() throws {
    let records = try source.registry([kind, .organisations]).all(kind)
    let shown = output.format == .text ? Array(records.prefix(limit)) : records
    // All columns that hold anything; the address of the source is in csv and json.
    let columns = RecordSchema.of(kind).columns.map(\.name).filter { column in
      (output.format != .text || column != "source")
        && (output.format != .text || shown.contains { !$0[column].isEmpty })
    }
    var table = PlainTable(columns)
    for record in shown { table.add(columns.map { record[$0] }) }
    try printRows(records, as: output.format, table: table)
    if records.isEmpty {
      StandardError.print(
        "the records hold no \(kind.singular): no source was found. Add one with projects add")
    }
    if shown.count < records.count {
      StandardError.print("\(kind.counted(records.count)); see all with --limit or --format csv")
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
        id, kind: "organisation",
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
