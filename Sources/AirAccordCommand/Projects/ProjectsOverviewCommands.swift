import AirQuality
import Archive
import ArgumentParser
import Cooperation
import Evidence
import Foundation

/// Activities in the order of time.
struct ProjectsTimeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "List activities in the order of time.",
    discussion: "Example: airaccord projects timeline --chinese CN-SHANGHAI")

  @OptionGroup var filter: ProjectFilterOptions
  @Flag(name: .long, help: "Only meetings and seminars: the calendar.")
  var meetings = false
  @Option(name: .long, help: "Language of kinds and summaries: en, ja or zh.")
  var language: Language = .english
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry([.organisations, .projects, .activities])
      let names = NameBook(registry, language)
      let wanted = try filter.filter(knownTo: registry)
      let chosen = registry.activities.filter { activity in
        registry.project(activity.project).map(wanted.admits) == true
          && (!meetings || activity.kind == .meeting || activity.kind == .seminar)
      }.map { (start: $0.start.first, activity: $0) }
        .sorted { ($0.start, $0.activity.id) < ($1.start, $1.activity.id) }.map(\.activity)
      let isText = output.format == .text
      let same = TrilingualName(" (same event as {id})", "（{id} と同じ行事）", "（与 {id} 为同一活动）")
      var table = PlainTable(
        names.columns(
          [
            "from", "to", "fiscal year", "what", "where", "people", "days", "project", "status",
            "note", "verified",
          ], output.format), numeric: [5, 6])
      for activity in chosen {
        table.add([
          activity.start.description, activity.record["end"],
          activity.start.fiscalYear?.description ?? "", names.text(activity.kind.names),
          isText ? names.places(activity.record["place"]) : activity.record["place"],
          activity.people.map(String.init) ?? "",
          activity.days.map(String.init) ?? "", activity.project,
          isText
            ? ProjectStatus(rawValue: activity.record["status"]).map { names.text($0.names) }
              ?? activity.record["status"] : activity.record["status"],
          names.text(activity.record.summaries)
            + (activity.sameAs.map { names.text(same).replacing("{id}", with: $0) } ?? ""),
          mark(activity.record),
        ])
      }
      try printRows(chosen.map(\.record), as: output.format, table: table)
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
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let groups = try source.store().map { try $0.coverage() } ?? Registry.builtIn.coverage
      let matrix = CoverageMatrix(groups, side: side)
      if output.format == .json { return try printJSON(matrix) }
      var table = PlainTable(
        ["organisation", "field"] + matrix.years.map(\.description) + ["all"],
        numeric: Set(2..<(matrix.years.count + 3)))
      for row in matrix.rows {
        table.add(
          [row.organisation, row.field.rawValue]
            + row.counts.map { output.format == .text && $0 == 0 ? "·" : String($0) }
            + [String(row.total)])
      }
      try printRows(matrix.rows, as: output.format, table: table)
      let empty = matrix.emptyFields.map(\.rawValue)
      if !empty.isEmpty {
        StandardError.print(
          "named by no project: \(empty.joined(separator: ", "))"
            + (matrix.unstated > 0
              ? "; \(RecordKind.projects.counted(matrix.unstated)) "
                + "\(matrix.unstated == 1 ? "states" : "state") no field and may be about any" : "")
        )
      }
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
  @Option(name: .long, help: "Language of names: en, ja or zh.")
  var language: Language = .english
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let store = try source.store()
      let registry = try source.registry([.organisations, .partnerships])
      let groups = try store.map { try $0.coverage() } ?? Registry.builtIn.coverage
      let network = CooperationNetwork(groups, partnerships: registry.partnerships)
      if output.format == .json { return try printJSON(network) }
      let names = NameBook(registry, language)
      if links {
        var table = PlainTable(
          names.columns(["first", "second", "projects", "bridge"], output.format), numeric: [2])
        for link in network.links {
          table.add([
            names[link.first], names[link.second], String(link.projects),
            link.isBridge ? "bridge" : "",
          ])
        }
        return try printRows(network.links, as: output.format, table: table)
      }
      var table = PlainTable(
        names.columns(["organisation", "id", "degree", "betweenness", "part"], output.format),
        numeric: [2, 3, 4])
      for node in network.nodes.sorted(by: {
        ($1.betweenness, $1.degree, $0.organisation) < ($0.betweenness, $0.degree, $1.organisation)
      }) {
        table.add([
          names[node.organisation], node.organisation, String(node.degree),
          String(format: "%.3f", node.betweenness), String(node.part),
        ])
      }
      try printRows(network.nodes, as: output.format, table: table)
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
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry([.organisations, .projects, .activities])
      let sparse = Intensity.byMonth(registry.activities) { registry.project($0) }
      let rows = panel ? Intensity.panel(sparse) : sparse
      var table = PlainTable(
        ["organisation", "month", "activities", "people_days", "uncounted"], numeric: [2, 3, 4])
      for row in rows {
        table.add([
          row.organisation, String(row.month.description.prefix(7)), String(row.activities),
          String(row.peopleDays), String(row.uncounted),
        ])
      }
      try printRows(rows, as: output.format, table: table)
      let unique = Intensity.uniquePeopleDays(registry.activities) { registry.project($0) }
      let sum = rows.reduce(0) { $0 + $1.peopleDays }
      if sum != unique {
        StandardError.print(
          "the table adds up to \(sum) people-days, the events to \(unique): an event of a project "
            + "with several partners counts for each of them")
      }
      StandardError.print("warning: \(Intensity.warning)")
    }
  }
}
