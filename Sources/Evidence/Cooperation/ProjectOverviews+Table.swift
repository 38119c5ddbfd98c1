import AirQuality
import Cooperation
public import Documents
public import Studies

extension ProjectTimeline.Outcome: Tabulated {
  /// One line an activity.
  public var table: Table {
    let names = NameBook(Registry())
    // A programme meets in few places.
    let places = Dictionary(
      uniqueKeysWithValues: Set(activities.map { $0.record["place"] }).map { place in
        (place, Value.filled(place) { .coded($0, names.places($0)) })
      })
    return Table("timeline", "record-kind.activities", activities) {
      Column("from", heading: "record.from") { .date($0.record["start"]) }
      Column("to", heading: "record.to") { .filled($0.record["end"]) { .date($0) } }
      Column("fiscal year", heading: "record.year") {
        .optional($0.start.fiscalYear) { .fiscalYear($0.beginning) }
      }
      Column("what", heading: "record.what") { .term($0.kind) }
      Column("where", heading: "record.where") { places[$0.record["place"]] ?? .missing }
      Column("people", heading: "record.people") { .optional($0.people) { .count($0) } }
      Column("days", heading: "record.days") { .optional($0.days) { .count($0) } }
      Column("project", heading: "record.project") { .text($0.project) }
      Column("status", heading: "record.status") { activity in
        let text = activity.record["status"]
        return ProjectStatus(rawValue: text).map { .coded($0) } ?? .text(text)
      }
      Column("note", heading: "record.note") { activity in
        let summary = Value.named(activity.record.summaries)
        guard let other = activity.sameAs else { return summary }
        return .message(
          Message("projects.same-event", ["summary": summary, "id": .text(other)]))
      }
      Column("verified", heading: "record.verified") { .verified($0.record) }
    }
  }
}

extension CoverageOverview.Outcome: Tabulated {
  /// One line an organisation and field, one column a fiscal year.
  public var table: Table {
    let names = NameBook(registry)
    return Table("matrix", "projects.matrix", matrix.rows) {
      Column("organisation", heading: "record.organisation") { .party($0.organisation, names) }
      Column("field", heading: "record.field") { .coded($0.field) }
      for (place, year) in matrix.years.enumerated() {
        Column(
          year.description,
          heading: Message("projects.year", ["year": .date("\(year.beginning)")])
        ) { .count($0.counts[place]) }
      }
      Column("all", heading: "record.all") { .count($0.total) }
    }
  }

  /// Fields that no project names.
  public var remarks: [Message] {
    guard !matrix.emptyFields.isEmpty else { return [] }
    return [
      Message(
        matrix.unstated > 0 ? "report.unnamed" : "report.no-project",
        ["fields": .terms(matrix.emptyFields), "count": .count(matrix.unstated)])
    ]
  }
}

extension NetworkOverview.Outcome: Tabulated {
  /// One line an organisation, the most central first.
  public var table: Table {
    let names = NameBook(registry)
    let nodes = network.nodes.sorted {
      ($1.betweenness, $1.degree, $0.organisation) < ($0.betweenness, $0.degree, $1.organisation)
    }
    return Table("network", "projects.network", nodes) {
      Column("organisation", heading: "record.organisation") { names[$0.organisation] }
      Column("id", heading: "record.id") { .text($0.organisation) }
      Column("degree", heading: "record.degree") { .count($0.degree) }
      Column("betweenness", heading: "record.betweenness") {
        .number($0.betweenness, .decimals(3))
      }
      Column("part", heading: "record.part") { .count($0.part) }
    }
  }

  /// One line a link.
  public var links: Table {
    let names = NameBook(registry)
    return Table("links", "projects.links", network.links) {
      Column("first", heading: "record.first") { names[$0.first] }
      Column("second", heading: "record.second") { names[$0.second] }
      Column("projects", heading: "record.projects") { .count($0.projects) }
      Column("bridge", heading: "record.bridge") {
        $0.isBridge ? .message("projects.bridge") : .missing
      }
    }
  }
}

extension IntensityOverview.Outcome: Tabulated {
  /// One line a city and month.
  public var table: Table {
    let names = NameBook(registry)
    return Table("intensity", "projects.intensity", rows) {
      Column("organisation", heading: "record.organisation") { .party($0.organisation, names) }
      Column("month", heading: "record.month") { .date(String($0.month.description.prefix(7))) }
      Column("activities", heading: "record.activities") { .count($0.activities) }
      Column("people_days", heading: "record.people-days") { .count($0.peopleDays) }
      Column("uncounted", heading: "record.uncounted") { .count($0.uncounted) }
    }
  }

  /// That cities do not add up, what stands in no month, and that a training is no measure.
  public var remarks: [Message] {
    let sum = rows.reduce(0) { $0 + $1.peopleDays }
    return
      (sum == unique
      ? []
      : [Message("projects.intensity-sum", ["sum": .count(sum), "unique": .count(unique)])])
      + (withoutMonth == 0
        ? [] : [Message("projects.intensity-without-month", ["count": .count(withoutMonth)])])
      + ["projects.intensity-warning"]
  }
}
