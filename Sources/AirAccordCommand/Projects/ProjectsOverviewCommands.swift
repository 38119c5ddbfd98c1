import Documents
import AirQuality
import Store
import ArgumentParser
import Cooperation
import Evidence
import Foundation
import Studies

/// Activities in the order of time.
struct ProjectsTimeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "List activities in the order of time.",
    discussion: "Example: airaccord projects timeline --chinese CN-SHANGHAI")

  @OptionGroup var filter: ProjectFilterOptions
  @Flag(name: .long, help: "Only meetings and seminars: the calendar.")
  var meetings = false
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry([.organisations, .projects, .activities])
      let names = NameBook(registry)
      let wanted = try filter.filter(knownTo: registry)
      let chosen = registry.activities.filter { activity in
        registry.project(activity.project).map(wanted.admits) == true
          && (!meetings || activity.kind == .meeting || activity.kind == .seminar)
      }.map { (start: $0.start.first, activity: $0) }
        .sorted { ($0.start, $0.activity.id) < ($1.start, $1.activity.id) }.map(\.activity)
      func cell(_ text: String, _ make: (String) -> Value) -> Value {
        text.isEmpty ? .missing : make(text)
      }
      let table = Table("timeline", "record-kind.activities", chosen) {
        Column("from", heading: "record.from") { .date($0.start.description) }
        Column("to", heading: "record.to") { cell($0.record["end"]) { .date($0) } }
        Column("fiscal year", heading: "record.year") {
          .optional($0.start.fiscalYear) { .fiscalYear($0.beginning) }
        }
        Column("what", heading: "record.what") { .term($0.kind) }
        Column("where", heading: "record.where") { activity in
          cell(activity.record["place"]) { output.format == .csv ? .text($0) : names.places($0) }
        }
        Column("people", heading: "record.people") { .optional($0.people) { .count($0) } }
        Column("days", heading: "record.days") { .optional($0.days) { .count($0) } }
        Column("project", heading: "record.project") { .text($0.project) }
        Column("status", heading: "record.status") { activity in
          let text = activity.record["status"]
          return ProjectStatus(rawValue: text).map { output.term($0) } ?? .text(text)
        }
        Column("note", heading: "record.note") { activity in
          let summary = Value.named(activity.record.summaries)
          guard let other = activity.sameAs else { return summary }
          return .message(
            Message("projects.same-event", ["summary": summary, "id": .text(other)]))
        }
        Column("verified", heading: "record.verified") { output.verified($0.record) }
      }
      try output.print(chosen.map(\.record), table, speech)
    }
  }
}

/// Organisation × field × fiscal year.
struct ProjectsMatrix: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Count projects by organisation, field and fiscal year, and name the holes.",
    discussion: "Example: airaccord projects matrix --side jp --format csv")

  @Option(name: .long, help: "Whose projects: cn or jp.")
  var side: CoverageMatrix.Side = .chinese
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let groups = try source.store().map { try $0.coverage() } ?? Registry.builtIn.coverage
      let matrix = CoverageMatrix(groups, side: side)
      let names = NameBook(try source.registry([.organisations]))
      let table = Table("matrix", "projects.matrix", matrix.rows) {
        Column("organisation", heading: "record.organisation") {
          output.party($0.organisation, names)
        }
        Column("field", heading: "record.field") { output.term($0.field) }
        for (place, year) in matrix.years.enumerated() {
          Column(
            year.description,
            heading: Message("projects.year", ["year": .date("\(year.beginning)")])
          ) { .count($0.counts[place]) }
        }
        Column("all", heading: "record.all") { .count($0.total) }
      }
      try output.print(matrix, table, speech)
      guard !matrix.emptyFields.isEmpty else { return }
      speech.note(
        Message(
          matrix.unstated > 0 ? "report.unnamed" : "report.no-project",
          ["fields": .terms(matrix.emptyFields), "count": .count(matrix.unstated)]))
    }
  }
}

/// Who works with whom.
struct ProjectsNetwork: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network",
    abstract: "Say who is how central, and which links hold the network together.",
    discussion: "Example: airaccord projects network --format json")

  @Flag(name: .long, help: "Print links instead of organisations.")
  var links = false
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let store = try source.store()
      let registry = try source.registry([.organisations, .partnerships])
      let groups = try store.map { try $0.coverage() } ?? Registry.builtIn.coverage
      let network = CooperationNetwork(groups, partnerships: registry.partnerships)
      let names = NameBook(registry)
      if links {
        let table = Table("links", "projects.links", network.links) {
          Column("first", heading: "record.first") { names[$0.first] }
          Column("second", heading: "record.second") { names[$0.second] }
          Column("projects", heading: "record.projects") { .count($0.projects) }
          Column("bridge", heading: "record.bridge") {
            $0.isBridge ? .message("projects.bridge") : .missing
          }
        }
        return try output.print(network, table, speech)
      }
      let nodes = network.nodes.sorted {
        ($1.betweenness, $1.degree, $0.organisation) < ($0.betweenness, $0.degree, $1.organisation)
      }
      let table = Table("network", "projects.network", nodes) {
        Column("organisation", heading: "record.organisation") { names[$0.organisation] }
        Column("id", heading: "record.id") { .text($0.organisation) }
        Column("degree", heading: "record.degree") { .count($0.degree) }
        Column("betweenness", heading: "record.betweenness") {
          .number($0.betweenness, .decimals(3))
        }
        Column("part", heading: "record.part") { .count($0.part) }
      }
      try output.print(network, table, speech)
    }
  }
}

/// People times days by city and month.
struct ProjectsIntensity: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intensity",
    abstract: "People-days by city and month, as a treatment for the panel designs.",
    discussion: """
      People-days stand in the months in which the days lie. A training is not a measure with a \
      date; the warning is printed with every table.

      Example: airaccord projects intensity --panel --format csv > treatment.csv
      """)

  @Flag(name: .long, help: "A full panel with zeros where nothing took place.")
  var panel = false
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry([.organisations, .projects, .activities])
      let sparse = Intensity.byMonth(registry.activities) { registry.project($0) }
      let rows = panel ? Intensity.panel(sparse) : sparse
      let names = NameBook(registry)
      let table = Table("intensity", "projects.intensity", rows) {
        Column("organisation", heading: "record.organisation") {
          output.party($0.organisation, names)
        }
        Column("month", heading: "record.month") { .date(String($0.month.description.prefix(7))) }
        Column("activities", heading: "record.activities") { .count($0.activities) }
        Column("people_days", heading: "record.people-days") { .count($0.peopleDays) }
        Column("uncounted", heading: "record.uncounted") { .count($0.uncounted) }
      }
      try output.print(rows, table, speech)
      let unique = Intensity.uniquePeopleDays(registry.activities) { registry.project($0) }
      let sum = rows.reduce(0) { $0 + $1.peopleDays }
      if sum != unique {
        speech.note(
          Message(
            "projects.intensity-sum", ["sum": .count(sum), "unique": .count(unique)]))
      }
      speech.note("projects.intensity-warning")
    }
  }
}
