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
      title: say(
        "report.title", year: fiscalYear, begin: fiscalYear.beginning,
        next: fiscalYear.beginning + 1),
      subtitles: ["report.not-evaluated"], footer: NameBook.footer("projects report")
    ) {
      Section("answer", role: .answer) { Block.lead(answer) }
      Section("report.projects") {
        projectTable(rows, names)
        uncertainYears
        Block.list(money.map(Self.sentence))
      }
      Section("report.gaps") {
        gaps
        Block.list(
          openNeeds.compactMap { id in
            registry.record(.needs, id).map { say("report.need", need: id, name: $0.names) }
          })
        Self.emptyKinds(registry)
      }
      if let difference {
        Section(say("report.changed", year: difference.years[0])) { difference.table(names) }
      }
      Section("report.sources", role: .detail) { RecordSource.table(rows.map(\.source)) }
    }
  }

  /// Projects of the year, and what took place in it; projects of other years are counted apart.
  private var answer: Message {
    let outside = lines.count - projectsOfYear
    return say(
      outside == 0 ? "report.answer" : "report.answer-outside",
      year: fiscalYear, projects: projectsOfYear, events: events,
      outside: outside)
  }

  /// Activities and people of the whole year.
  private var events: Message {
    func sum(_ number: (Line) -> Int) -> Int { lines.reduce(0) { $0 + number($1) } }
    let (people, uncounted) = (sum(\.people), sum(\.uncounted))
    let kinds = ["", "-uncounted", "-counted", "-partly-counted"]
    let kind = kinds[(people > 0 ? 2 : 0) + (uncounted > 0 ? 1 : 0)]
    return say("report.events\(kind)", all: sum(\.activities), people: people, count: uncounted)
  }

  private func projectTable(_ rows: [ReportRow], _ names: NameBook) -> Table {
    Table("projects", "report.projects", rows) {
      Column("Japan", "record.japan") { names[$0.line.japanese] }
      Column("China", "record.china") { names.partners($0.line) }
      Column("title", "record.title") { $0.title }
      Column("fields", "record.fields") { .terms(CooperationField.self, $0.line.fields) }
      Column("modes", "record.modes") { .terms(CooperationMode.self, $0.line.modes) }
      Column("status", "record.status") { .terms(ProjectStatus.self, $0.line.status) }
      Column("funding", "record.funding") {
        $0.project.map(names.funding) ?? .terms(FundingClass.self, $0.line.funding)
      }
      Column("activities", "record.activities") { $0.line.activities }
      // No number is known where no source counts; that is not nobody.
      Column("people", "record.people") {
        $0.line.people == 0 && $0.line.uncounted > 0 ? nil : $0.line.people
      }
      Column("uncounted", "record.uncounted") { $0.line.uncounted }
      Column("note", "record.note", isOptional: true) {
        $0.line.isOutsideYears ? "report.outside-years" as Message : nil
      }
      Column("verified", "record.verified") { .terms(Verification.self, $0.line.verified) }
    }
  }

  /// Events that may be of the fiscal year before.
  private var uncertainYears: Message? {
    uncertain.isEmpty ? nil : say("report.uncertain-years", ids: uncertain)
  }

  /// The year's money of one currency.
  private static func sentence(_ money: FundingSums.Row) -> Message {
    func told(_ value: Double, silent: Int = 0) -> Value {
      let amount = value.decimals(0)
      return silent > 0 ? say("report.spent-in-part", spent: amount, count: silent).shown : amount
    }
    let sentence = say(
      "report.money", currency: money.currency, count: money.lines, amount: told(money.amount),
      asked: told(money.asked), approved: told(money.approved, silent: money.unanswered),
      spent: told(money.spent, silent: money.unspoken))
    if money.currency == "JPY" { return sentence }
    guard let rate = money.rate else {
      return say("report.money-no-rate", money: sentence, year: money.fiscalYear)
    }
    return say(
      "report.money-rate", money: sentence, currency: money.currency, rate: "\(rate)",
      source: money.rateSource ?? "")
  }

  /// Fields that no project of the year names. A project that names none may be about any of them,
  /// so that this is no list of what was not done.
  private var gaps: Message? {
    CoverageOverview.unnamed(emptyFields, unstated: unstated)
  }

  /// Kinds of records that hold nothing or one line: the page says so instead of leaving them out.
  private static func emptyKinds(_ registry: Registry) -> [Message] {
    let kinds: [RecordKind] = [
      .offers, .planningSheets, .checklistItems, .budgetLines, .communications,
    ]
    return [("report.no-source", 0), ("report.one-source", 1)].compactMap { id, count in
      let found = kinds.filter { registry.all($0).count == count }
      guard !found.isEmpty else { return nil }
      return say(id, kinds: found.map { Message("record-kind.\($0.rawValue)") })
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

  var title: Value { project?.names.shown ?? .text(line.title) }

  var source: RecordSource {
    RecordSource(
      line.project, title, line.source, Verification(rawValue: line.verified) ?? .reported)
  }
}

/// Where a record comes from, for the table of sources.
struct RecordSource {
  let id: String
  let title: Value
  let source: String
  let verification: Verification

  init(_ id: String, _ title: some Shown, _ source: String, _ verification: Verification) {
    (self.id, self.source, self.verification) = (id, source, verification)
    self.title = title.shown
  }

  static func table(_ sources: [RecordSource]) -> Table {
    Table("sources", "report.sources", sources) {
      Column("id", "record.id") { $0.id }
      Column("title", "record.title") { $0.title }
      Column("source") { $0.source }
      Column("verified", "record.verified") { .term($0.verification) }
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
      return say("report.pair", japan: names[shown[0]], china: names[shown[1]])
        .coded("\(shown[0]) – \(shown[1])")
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
      "difference", say("report.changed", year: years[0]), rows
    ) {
      Column("what", "column.change") { $0.what }
      Column("pair", "record.pair") { $0.pair }
      Column("property", "record.property") { row in
        .filled(row.property) { Message("record.property-\($0)").shown }
      }
      Column("before", "record.before") { terms($0.property, $0.before) }
      Column("after", "record.after") { terms($0.property, $0.after) }
    }
  }
}
