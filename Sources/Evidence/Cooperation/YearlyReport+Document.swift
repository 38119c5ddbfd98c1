import AirQuality
public import Cooperation
public import Documents
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
        "report.title", year: Value.fiscalYear(fiscalYear.beginning), begin: fiscalYear.beginning,
        next: fiscalYear.beginning + 1),
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
              say("report.need", need: id, name: Value.named($0.names))
            }
          })
        Self.emptyKinds(registry)
      }
      if let difference {
        Section(
          say("report.changed", year: Value.fiscalYear(difference.years[0].beginning))
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
    return say(
      outside == 0 ? "report.answer" : "report.answer-outside",
      year: Value.fiscalYear(fiscalYear.beginning), projects: projectsOfYear, events: events,
      outside: outside)
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
    return say(id, all: sum(\.activities), people: people, count: uncounted)
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
        $0.line.people == 0 && $0.line.uncounted > 0 ? .missing : .count($0.line.people)
      }
      Column("uncounted", "record.uncounted") { $0.line.uncounted }
      Column("note", "record.note", isOptional: true) {
        $0.line.isOutsideYears ? .message("report.outside-years") : .missing
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
    func amount(_ value: Double) -> Value { .number(value, .decimals(0)) }
    var spent = amount(money.spent)
    if money.unspoken > 0 {
      spent = .message(
        say("report.spent-in-part", spent: spent, count: money.unspoken))
    }
    let sentence = say(
      "report.money", currency: money.currency, count: money.lines, amount: amount(money.amount),
      asked: amount(money.asked), approved: amount(money.approved), spent: spent)
    if money.currency == "JPY" { return sentence }
    guard let rate = money.rate else {
      return say(
        "report.money-no-rate", money: sentence, year: Value.fiscalYear(money.fiscalYear.beginning))
    }
    return say(
      "report.money-rate", money: sentence, currency: money.currency, rate: "\(rate)",
      source: money.rateSource ?? "")
  }

  /// Fields that no project of the year names. A project that names none may be about any of them,
  /// so that this is no list of what was not done.
  private var gaps: Message? {
    guard !emptyFields.isEmpty else { return nil }
    let fields = Value.terms(emptyFields)
    return unstated > 0
      ? say("report.unnamed", fields: fields, count: unstated)
      : say("report.no-project", fields: fields)
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
      Column("id", "record.id") { $0.id }
      Column("title", "record.title") { $0.title }
      Column("source") { $0.source }
      Column("verified", "record.verified") { .term($0.verification) }
    }
  }
}

extension ReportDifference {
  /// What changed, pair by pair.
  ///
  /// - Parameter names: names in place of ids; `nil` for ids and terms as the records have them.
  public func table(_ names: NameBook?) -> Table {
    func pair(_ ids: [String]) -> Value {
      let shown = ids.filter { !$0.isEmpty }.map { names?[$0] ?? .text($0) }
      guard shown.count == 2 else { return shown.first ?? .missing }
      return .message(say("report.pair", japan: shown[0], china: shown[1]))
    }
    typealias Row = (what: Message, pair: Value, property: String, before: String, after: String)
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
      guard names != nil, !cell.isEmpty else { return cell.isEmpty ? .missing : .text(cell) }
      return switch property {
      case "component": .terms(ProjectComponent.self, cell)
      case "fields": .terms(CooperationField.self, cell)
      case "modes": .terms(CooperationMode.self, cell)
      case "status": .terms(ProjectStatus.self, cell)
      case "funding": .terms(FundingClass.self, cell)
      default: .text(cell)
      }
    }
    return Table(
      "difference", say("report.changed", year: Value.fiscalYear(years[0].beginning)), rows
    ) {
      Column("what", "column.change") { .message($0.what) }
      Column("pair", "record.pair") { $0.pair }
      Column("property", "record.property") {
        $0.property.isEmpty ? .missing : .message(Message("record.property-\($0.property)"))
      }
      Column("before", "record.before") { terms($0.property, $0.before) }
      Column("after", "record.after") { terms($0.property, $0.after) }
    }
  }
}
