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
      Column("from", "record.from") { .date($0.record["start"]) }
      Column("to", "record.to") { .filled($0.record["end"]) { .date($0) } }
      Column("fiscal year", "record.year") { $0.start.fiscalYear }
      Column("what", "record.what") { .term($0.kind) }
      Column("where", "record.where") { places[$0.record["place"]] ?? .missing }
      Column("people", "record.people") { $0.people }
      Column("days", "record.days") { $0.days }
      Column("project", "record.project") { $0.project }
      Column("status", "record.status") { activity in
        let text = activity.record["status"]
        return ProjectStatus(rawValue: text).map { .coded($0) } ?? .text(text)
      }
      Column("note", "record.note") { activity in
        let summary = activity.record.summaries.shown
        return activity.sameAs.map { say("projects.same-event", summary: summary, id: $0).shown }
          ?? summary
      }
      Column("verified", "record.verified") { .verified($0.record) }
    }
  }
}

extension CoverageOverview.Outcome: Tabulated {
  /// One line an organisation and field, one column a fiscal year.
  public var table: Table {
    let names = NameBook(registry)
    return Table("matrix", "projects.matrix", matrix.rows) {
      Column("organisation", "record.organisation") { .party($0.organisation, names) }
      Column("field", "record.field") { .coded($0.field) }
      for (place, year) in matrix.years.enumerated() {
        Column("\(year)", say("projects.year", year: Value.date("\(year.beginning)"))) {
          $0.counts[place]
        }
      }
      Column("all", "record.all") { $0.total }
    }
  }

  /// Fields that no project names.
  public var remarks: [Message] {
    [CoverageOverview.unnamed(matrix.emptyFields, unstated: matrix.unstated)].compactMap(\.self)
  }
}

extension CoverageOverview {
  /// Fields that no project names, for a sentence; `nil` where all are named.
  static func unnamed(_ fields: [CooperationField], unstated: Int) -> Message? {
    fields.isEmpty
      ? nil
      : say(
        unstated > 0 ? "report.unnamed" : "report.no-project", fields: Value.terms(fields),
        count: unstated)
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
      Column("organisation", "record.organisation") { names[$0.organisation] }
      Column("id", "record.id") { $0.organisation }
      Column("degree", "record.degree") { $0.degree }
      Column("betweenness", "record.betweenness") { $0.betweenness.decimals(3) }
      Column("part", "record.part") { $0.part }
    }
  }

  /// One line a link.
  public var links: Table {
    let names = NameBook(registry)
    return Table("links", "projects.links", network.links) {
      Column("first", "record.first") { names[$0.first] }
      Column("second", "record.second") { names[$0.second] }
      Column("projects", "record.projects") { $0.projects }
      Column("bridge", "record.bridge") { $0.isBridge ? "projects.bridge" as Message : nil }
    }
  }
}

extension IntensityOverview.Outcome: Tabulated {
  /// One line a city and month.
  public var table: Table {
    let names = NameBook(registry)
    return Table("intensity", "projects.intensity", rows) {
      Column("organisation", "record.organisation") { .party($0.organisation, names) }
      Column("month", "record.month") { .date(String($0.month.description.prefix(7))) }
      Column("activities", "record.activities") { $0.activities }
      Column("people_days", "record.people-days") { $0.peopleDays }
      Column("uncounted", "record.uncounted") { $0.uncounted }
    }
  }

  /// That cities do not add up, what stands in no month, and that a training is no measure.
  public var remarks: [Message] {
    let sum = rows.reduce(0) { $0 + $1.peopleDays }
    return [
      sum == unique ? nil : say("projects.intensity-sum", sum: sum, unique: unique),
      withoutMonth == 0 ? nil : say("projects.intensity-without-month", count: withoutMonth),
      "projects.intensity-warning",
    ].compactMap(\.self)
  }
}
