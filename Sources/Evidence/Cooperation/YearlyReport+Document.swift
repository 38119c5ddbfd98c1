import AirQuality
public import Cooperation
public import Documents
public import FoundationEssentials
public import Studies

extension YearlyReport {
  /// What the report says: how much there was, project by project, and what is missing.
  ///
  /// - Parameters:
  ///   - registry: where names, titles and needs are looked up.
  ///   - difference: what changed since another year; `nil` for none.
  public func document(_ registry: Registry, since difference: ReportDifference? = nil) -> Document
  {
    let names = NameBook(registry)
    let rows = lines.map { ReportRow($0, registry) }
    return Document(
      title: Message(
        "report.title",
        [
          "year": .fiscalYear(fiscalYear.beginning),
          "begin": .date("\(fiscalYear.beginning)"), "next": .date("\(fiscalYear.beginning + 1)"),
        ]),
      subtitles: ["report.not-evaluated"], footer: NameBook.footer("projects report")
    ) {
      Section("answer", role: .answer) {
        Block.lead(answer)
      }
      Section("report.projects") {
        projectTable(rows, names)
        uncertainYears
        Block.list(money.map(Self.sentence))
      }
      Section("report.gaps") {
        gaps
        Block.list(
          openNeeds.compactMap { id in
            registry.record(.needs, id).map {
              Message("report.need", ["need": .text(id), "name": .named($0.names)])
            }
          })
        Self.emptyKinds(registry)
      }
      if let difference {
        Section(
          Message("report.changed", ["year": .fiscalYear(difference.years[0].beginning)])
        ) { difference.table(names) }
      }
      Section("report.sources", role: .detail) {
        RecordSource.table(rows.map(\.source))
      }
    }
  }

  /// Projects of the year, and what took place in it; projects of other years are counted apart.
  private var answer: Message {
    let outside = lines.count - projectsOfYear
    return Message(
      outside == 0 ? "report.answer" : "report.answer-outside",
      [
        "year": .fiscalYear(fiscalYear.beginning), "projects": .count(projectsOfYear),
        "events": .message(events), "outside": .count(outside),
      ])
  }

  /// Activities and people of the whole year.
  private var events: Message {
    func sum(_ number: (Line) -> Int) -> Int { lines.reduce(0) { $0 + number($1) } }
    let (people, uncounted) = (sum(\.people), sum(\.uncounted))
    let id =
      switch (people > 0, uncounted > 0) {
      case (true, true): "report.events-partly-counted"
      case (true, false): "report.events-counted"
      case (false, true): "report.events-uncounted"
      case (false, false): "report.events"
      }
    return Message(
      id, ["all": .count(sum(\.activities)), "people": .count(people), "count": .count(uncounted)])
  }

  private func projectTable(_ rows: [ReportRow], _ names: NameBook) -> Table {
    Table("projects", "report.projects", rows) {
      Column("Japan", heading: "record.japan") { names[$0.line.japanese] }
      Column("China", heading: "record.china") { names.partners($0.line) }
      Column("title", heading: "record.title") { $0.title }
      Column("fields", heading: "record.fields") { .terms(CooperationField.self, $0.line.fields) }
      Column("modes", heading: "record.modes") { .terms(CooperationMode.self, $0.line.modes) }
      Column("status", heading: "record.status") { .terms(ProjectStatus.self, $0.line.status) }
      Column("funding", heading: "record.funding") { row in
        row.project.map(names.funding) ?? .terms(FundingClass.self, row.line.funding)
      }
      Column("activities", heading: "record.activities") { .count($0.line.activities) }
      // No number is known where no source counts; that is not nobody.
      Column("people", heading: "record.people") { row in
        row.line.people == 0 && row.line.uncounted > 0 ? .missing : .count(row.line.people)
      }
      Column("uncounted", heading: "record.uncounted") { .count($0.line.uncounted) }
      Column("note", heading: "record.note", isOptional: true) { row in
        row.line.isOutsideYears ? .message("report.outside-years") : .missing
      }
      Column("verified", heading: "record.verified") { .terms(Verification.self, $0.line.verified) }
    }
  }

  /// Events that may be of the fiscal year before.
  private var uncertainYears: Message? {
    uncertain.isEmpty ? nil : Message("report.uncertain-years", ["ids": .names(uncertain)])
  }

  /// The year's money of one currency.
  private static func sentence(_ money: FundingSums.Row) -> Message {
    func amount(_ value: Double) -> Value { .number(value, .decimals(0)) }
    func told(_ value: Double, silent: Int) -> Value {
      guard silent > 0 else { return amount(value) }
      return .message(
        Message("report.spent-in-part", ["spent": amount(value), "count": .count(silent)]))
    }
    let sentence = Message(
      "report.money",
      [
        "currency": .text(money.currency), "count": .count(money.lines),
        "amount": amount(money.amount), "asked": amount(money.asked),
        "approved": told(money.approved, silent: money.unanswered),
        "spent": told(money.spent, silent: money.unspoken),
      ])
    if money.currency == "JPY" { return sentence }
    guard let rate = money.rate else {
      return Message(
        "report.money-no-rate",
        ["money": .message(sentence), "year": .fiscalYear(money.fiscalYear.beginning)])
    }
    return Message(
      "report.money-rate",
      [
        "money": .message(sentence), "currency": .text(money.currency), "rate": .text("\(rate)"),
        "source": .text(money.rateSource ?? ""),
      ])
  }

  /// Fields that no project of the year names. A project that names none may be about any of them,
  /// so that this is no list of what was not done.
  private var gaps: Message? {
    guard !emptyFields.isEmpty else { return nil }
    let fields = Value.terms(emptyFields)
    return unstated > 0
      ? Message("report.unnamed", ["fields": fields, "count": .count(unstated)])
      : Message("report.no-project", ["fields": fields])
  }

  /// Kinds of records that hold nothing or one line: the page says so instead of leaving them out.
  private static func emptyKinds(_ registry: Registry) -> [Message] {
    let kinds: [RecordKind] = [
      .offers, .planningSheets, .checklistItems, .budgetLines, .communications,
    ]
    return [("report.no-source", 0), ("report.one-source", 1)].compactMap { id, count in
      let found = kinds.filter { registry.all($0).count == count }
      guard !found.isEmpty else { return nil }
      return Message(
        id, ["kinds": .list(found.map { .message(Message("record-kind.\($0.rawValue)")) })])
    }
  }
}

/// A line of a report with the project behind it.
private struct ReportRow {
  let line: YearlyReport.Line
  /// `nil` where the project is not in the records.
  let project: Project?

  init(_ line: YearlyReport.Line, _ registry: Registry) {
    self.line = line
    project = registry.project(line.project)
  }

  var title: Value { project.map { .named($0.names) } ?? .text(line.title) }

  var source: RecordSource {
    RecordSource(
      id: line.project, title: title, source: line.source,
      verification: Verification(rawValue: line.verified) ?? .reported)
  }
}

/// Where a record comes from, for the table of sources.
struct RecordSource {
  let id: String
  let title: Value
  let source: String
  let verification: Verification

  static func table(_ sources: [RecordSource]) -> Table {
    Table("sources", "report.sources", sources) {
      Column("id", heading: "record.id") { .text($0.id) }
      Column("title", heading: "record.title") { $0.title }
      Column("source") { .text($0.source) }
      Column("verified", heading: "record.verified") { .term($0.verification) }
    }
  }
}

extension YearReview.Outcome: Documented {
  /// The report with what changed.
  public var document: Document { report.document(registry, since: difference) }

  /// The files that stand beside the page.
  public var files: [(String, Data)] {
    get throws {
      var files = [
        ("report.csv", Data(report.csv.utf8)), ("report.json", try StableJSON.encode(report)),
      ]
      if let difference {
        files.append(("difference.json", try StableJSON.encode(difference)))
      }
      return files
    }
  }
}

extension FiscalYearComparison.Outcome: Tabulated {
  /// What changed, pair by pair.
  public var table: Table { difference.table(NameBook(registry)) }
}

extension ReportDifference {
  /// What changed, pair by pair; files have ids and terms as the records write them.
  public func table(_ names: NameBook) -> Table {
    typealias Row = (what: Message, pair: Value, property: String, before: String, after: String)
    func pair(_ ids: [String]) -> Value {
      let shown = ids.filter { !$0.isEmpty }
      guard shown.count == 2 else { return shown.first.map { .party($0, names) } ?? .missing }
      return .coded(
        "\(shown[0]) – \(shown[1])",
        .message(
          Message("report.pair", ["japan": names[shown[0]], "china": names[shown[1]]])))
    }
    func whole(_ pairs: [String], _ what: Message) -> [Row] {
      pairs.map { (what, pair($0.split(separator: " – ").map(String.init)), "", "", "") }
    }
    let rows: [Row] =
      whole(begun, "report.begun") + whole(ended, "report.ended")
      + changes.map { change in
        (
          "report.changed-one", pair([change.japanese, change.chinese]), change.property,
          change.before, change.after
        )
      }
    func terms(_ property: String, _ cell: String) -> Value {
      let shown: Value =
        switch property {
        case "component": .terms(ProjectComponent.self, cell)
        case "fields": .terms(CooperationField.self, cell)
        case "modes": .terms(CooperationMode.self, cell)
        case "status": .terms(ProjectStatus.self, cell)
        case "funding": .terms(FundingClass.self, cell)
        default: .text(cell)
        }
      return .filled(cell) { .coded($0, shown) }
    }
    return Table(
      "difference", Message("report.changed", ["year": .fiscalYear(years[0].beginning)]), rows
    ) {
      Column("what", heading: "column.change") { .message($0.what) }
      Column("pair", heading: "record.pair") { $0.pair }
      Column("property", heading: "record.property") { row in
        .filled(row.property) { .message(Message("record.property-\($0)")) }
      }
      Column("before", heading: "record.before") { terms($0.property, $0.before) }
      Column("after", heading: "record.after") { terms($0.property, $0.after) }
    }
  }
}
