import AirQuality

/// Projects and their activities as IATI activities, version 2.03, and back.
///
/// What the standard has a place for stands there; the rest of a project's cells – component,
/// funding class, source, degree of verification and the like – stands in an element of a name
/// space of ours at the end, where the standard allows any, so that a file of ours comes back
/// without loss. A project is an activity of hierarchy 1, what took place in it of hierarchy 2.
package enum IATIFile {
  static let nameSpace = "https://airaccord.org/ns/cooperation/1"
  static let fieldVocabulary = "https://airaccord.org/codes/field"
  static let modeVocabulary = "https://airaccord.org/codes/mode"

  /// The organisation that publishes the file.
  package struct Reporter: Sendable {
    /// Its identifier in the form of org-id.guide.
    let reference: String
    let name: String
    /// Code of the list OrganisationType.
    let type: String
    /// When the file was made, ISO 8601; part of the text, so it is given and not taken.
    let made: String

    /// Who publishes the records, as IATI names it; type 10 is government.
    package init(reference: String, name: String, type: String = "10", made: String) {
      self.reference = reference
      self.name = name
      self.type = type
      self.made = made
    }
  }

  /// Everything as one document: ours first, then the activities of other publishers that were
  /// kept, as they published them.
  package static func text(_ registry: Registry, reporter: Reporter) -> String {
    var text = ""
    var export = Export(registry, reporter: reporter)
    try? export.write { text += $0 }
    for record in registry.all(.iatiActivities) { text += export.kept(record["xml"]) }
    return text + export.ending
  }

  /// A document that is written piece by piece.
  package struct Export {
    let registry: Registry
    let reporter: Reporter
    private var writer = XMLWriter()
    private let activities: [String: [Activity]]
    private let lines: [String: [RegistryRecord]]
    private let funders: [String]
    private let places: [String: [Place]]
    /// Identifiers of projects that are another publisher's.
    private let identifiers: [String: String]

    /// - Parameter keptOf: identifiers of other publishers by project, where the registry was read
    ///   without the activities that are kept.
    package init(
      _ registry: Registry, reporter: Reporter, keptOf identifiers: [String: String]? = nil
    ) {
      self.registry = registry
      self.reporter = reporter
      activities = Dictionary(grouping: registry.activities, by: \.project)
      lines = Dictionary(grouping: registry.all(.budgetLines)) { $0["project"] }
      funders = registry.organisations.filter { $0.roles.contains(.funder) && $0.kind == .ministry }
        .map(\.id)
      places = Dictionary(
        grouping: registry.places.filter { !$0.record["latitude"].isEmpty }
      ) { $0.organisation ?? "" }
      self.identifiers =
        identifiers
        ?? Dictionary(
          registry.all(.iatiActivities).map { ($0["project"], $0["identifier"]) },
          uniquingKeysWith: { first, _ in first })
    }

    /// Writes the beginning and all of our activities.
    package mutating func write(_ put: (String) throws -> Void) throws {
      writer.begin(
        "iati-activities",
        [
          ("version", "2.03"), ("generated-datetime", reporter.made),
          ("xmlns:airaccord", nameSpace),
        ])
      try put(writer.take())
      for project in registry.projects {
        let own = activities[project.id] ?? []
        // What another published is given back as it was; what took place in it here is ours.
        if identifiers[project.id] == nil {
          IATIFile.write(project, own, self, &writer)
          try put(writer.take())
        }
        for activity in own {
          IATIFile.write(activity, of: project, self, &writer)
          try put(writer.take())
        }
      }
    }

    /// An activity of another publisher as a piece of the document.
    package func kept(_ xml: String) -> String { "  \(xml)\n" }

    /// What closes the document.
    package var ending: String { "</iati-activities>\n" }

    /// The identifier of a project or activity.
    func identifier(_ id: String) -> String {
      identifiers[id] ?? "\(reporter.reference)-\(IATIIdentity.part(of: id))"
    }

    func budgetLines(of project: Project) -> [RegistryRecord] { lines[project.id] ?? [] }
    var payers: [String] { funders }
    func located(_ project: Project) -> [Place] { project.chinese.flatMap { places[$0] ?? [] } }
  }

  private static func write(
    _ project: Project, _ activities: [Activity], _ export: Export, _ writer: inout XMLWriter
  ) {
    let record = project.record
    let registry = export.registry
    begin(id: project.id, hierarchy: "1", export, &writer)
    narratives("title", [], record, "title", &writer)
    narratives("description", [("type", "1")], record, "summary", fallback: "title", &writer)
    if project.fundingClass == .newOrStrengthened {
      for funder in export.payers { participant(funder, role: "1", registry, &writer) }
    }
    for id in [project.japanese] + project.chinese {
      participant(id, role: "4", registry, &writer)
    }
    writer.empty("activity-status", [("code", status(project.status))])
    let years = project.years
    writer.empty(
      "activity-date", [("type", "1"), ("iso-date", years.lowerBound.firstDay.description)])
    writer.empty(
      "activity-date", [("type", "3"), ("iso-date", years.upperBound.lastDay.description)])
    place(project, export, &writer)
    sectors(project.fields, &writer)
    for mode in project.modes { tag(mode, &writer) }
    writer.empty(
      "policy-marker", [("vocabulary", "1"), ("code", "2"), ("significance", "2")])
    writer.empty("collaboration-type", [("code", "1")])
    money(
      export.budgetLines(of: project), made: isoDay(String(export.reporter.made.prefix(10))),
      &writer)
    links(record["source"], &writer)
    for activity in activities {
      writer.empty(
        "related-activity", [("type", "2"), ("ref", export.identifier(activity.id))])
    }
    results(project, activities, &writer)
    writer.empty(
      "airaccord:project",
      [
        "fiscal_year", "component", "status", "funding_class", "funding_basis", "plan_row",
        "end_year", "source", "verified", "notes",
      ].map { ($0, record[$0]) })
    budgetLines(export.budgetLines(of: project), &writer)
    writer.end()
  }

  private static func write(
    _ activity: Activity, of project: Project, _ export: Export, _ writer: inout XMLWriter
  ) {
    let record = activity.record
    let registry = export.registry
    begin(id: activity.id, hierarchy: "2", export, &writer)
    let summary = record["summary_en"].isEmpty ? activity.kind.names.english : record["summary_en"]
    writer.begin("title")
    writer.element("narrative", [("xml:lang", "en")], activity.kind.names.english)
    writer.end()
    writer.begin("description", [("type", "1")])
    writer.element("narrative", [("xml:lang", "en")], summary)
    writer.end()
    for id in [project.japanese] + project.chinese {
      participant(id, role: "4", registry, &writer)
    }
    let code = ["planned": "1", "done": "4", "cancelled": "5"][record["status"]] ?? "1"
    writer.empty("activity-status", [("code", code)])
    let types = activity.isDone ? ("2", "4") : ("1", "3")
    date(types.0, activity.start.first.description, as: record["start"], &writer)
    if !record["end"].isEmpty {
      date(types.1, activity.end.last.description, as: record["end"], &writer)
    }
    place(project, export, &writer)
    sectors(activity.field.map { [$0] } ?? [], &writer)
    tag(activity.kind, &writer)
    links(record["source"], &writer)
    writer.empty(
      "related-activity", [("type", "1"), ("ref", export.identifier(project.id))])
    writer.empty(
      "airaccord:activity",
      [
        "project", "kind", "place", "host", "direction", "people", "status", "same_as",
        "summary_en", "source", "verified", "notes",
      ].map { ($0, record[$0]) })
    writer.end()
  }

  // MARK: Elements

  private static func begin(
    id: String, hierarchy: String, _ export: Export, _ writer: inout XMLWriter
  ) {
    writer.begin(
      "iati-activity",
      [("xml:lang", "en"), ("default-currency", "JPY"), ("hierarchy", hierarchy)])
    writer.element("iati-identifier", export.identifier(id))
    writer.begin(
      "reporting-org", [("ref", export.reporter.reference), ("type", export.reporter.type)])
    writer.element("narrative", export.reporter.name)
    writer.end()
  }

  private static func narratives(
    _ element: String, _ attributes: [(String, String)], _ record: RegistryRecord,
    _ column: String, fallback: String? = nil, _ writer: inout XMLWriter
  ) {
    writer.begin(element, attributes)
    let languages = ["en", "ja", "zh"]
    let isEmpty = languages.allSatisfy { record["\(column)_\($0)"].isEmpty }
    for language in languages {
      let text = record["\(column)_\(language)"]
      if !text.isEmpty { writer.element("narrative", [("xml:lang", language)], text) }
    }
    // A description is required; without a summary the title stands in, marked so that it is
    // not taken for one when the file comes back.
    if isEmpty, let fallback {
      writer.element(
        "narrative", [("xml:lang", "en"), ("airaccord:from", fallback)], record["\(fallback)_en"])
    }
    writer.end()
  }

  private static func participant(
    _ id: String, role: String, _ registry: Registry, _ writer: inout XMLWriter
  ) {
    let organisation = registry.organisation(id)
    let type =
      switch organisation?.kind {
      case .ministry, .aidAgency: "10"
      case .municipality, .prefecture, .province: "11"
      case .researchInstitute: "80"
      case .company: "70"
      case .businessAssociation, .platform: "90"
      case nil: ""
      }
    writer.begin("participating-org", [("ref", id), ("type", type), ("role", role)])
    writer.element("narrative", [("xml:lang", "en")], organisation?.names.english ?? id)
    writer.end()
  }

  private static func place(
    _ project: Project, _ export: Export, _ writer: inout XMLWriter
  ) {
    writer.empty("recipient-country", [("code", project.chinese.isEmpty ? "JP" : "CN")])
    for place in export.located(project) {
      writer.begin("location", [("ref", place.id)])
      writer.begin("name")
      writer.element("narrative", [("xml:lang", "en")], place.names.english)
      writer.end()
      writer.begin("point", [("srsName", "http://www.opengis.net/def/crs/EPSG/0/4326")])
      writer.element("pos", "\(place.record["latitude"]) \(place.record["longitude"])")
      writer.end()
      writer.end()
    }
  }

  /// The purpose code of the OECD for protection of the air, and the plan's fields in a
  /// vocabulary of ours.
  private static func sectors(_ fields: [CooperationField], _ writer: inout XMLWriter) {
    writer.empty("sector", [("vocabulary", "1"), ("code", "41020")])
    // Equal shares of two decimals whose last takes the rest, so that they add up.
    let hundredths = 10_000 / max(fields.count, 1)
    for (index, field) in fields.enumerated() {
      let share =
        index < fields.count - 1 ? hundredths : 10_000 - hundredths * (fields.count - 1)
      let text = share % 100 == 0 ? "\(share / 100)" : "\(Double(share) / 100)"
      writer.begin(
        "sector",
        [
          ("vocabulary", "99"), ("vocabulary-uri", fieldVocabulary), ("code", field.rawValue),
          ("percentage", fields.count == 1 ? "" : text),
        ])
      writer.element("narrative", [("xml:lang", "en")], field.names.english)
      writer.end()
    }
  }

  private static func tag(_ mode: CooperationMode, _ writer: inout XMLWriter) {
    writer.empty(
      "tag",
      [("vocabulary", "99"), ("vocabulary-uri", modeVocabulary), ("code", mode.rawValue)])
  }

  private static func date(
    _ type: String, _ day: String, as text: String, _ writer: inout XMLWriter
  ) {
    guard day != text else {
      return writer.empty("activity-date", [("type", type), ("iso-date", day)])
    }
    // The standard wants a day; what is really known stands in the narrative.
    writer.begin("activity-date", [("type", type), ("iso-date", day)])
    writer.element("narrative", [("xml:lang", "en")], text)
    writer.end()
  }

  private static func links(_ source: String, _ writer: inout XMLWriter) {
    for word in source.split(separator: " ")
    where word.hasPrefix("http://") || word.hasPrefix("https://") {
      writer.begin("document-link", [("format", "text/html"), ("url", String(word))])
      writer.begin("title")
      writer.element("narrative", [("xml:lang", "en")], "Source")
      writer.end()
      writer.empty("category", [("code", "A12")])
      writer.end()
    }
  }

  static func status(_ status: ProjectStatus) -> String {
    switch status {
    case .wish, .matched, .planned, .awaitingReply: "1"
    case .underWay: "2"
    case .done: "4"
    case .cancelled: "5"
    }
  }
}
