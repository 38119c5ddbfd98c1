import AirQuality
import ArgumentParser
import Cooperation
import Evidence
import Foundation

/// A fiscal year as a report.
struct ProjectsReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Report a fiscal year as a page and tables.",
    discussion: "Example: airaccord projects report FY2018 --since FY2017 --output report-2018")

  @Argument(help: "Fiscal year, for example FY2018 (April 2018 to March 2019).")
  var year: FiscalYear
  @Option(name: .long, help: "Also say what changed since this fiscal year.")
  var since: FiscalYear?
  @Option(name: .customLong("output"), help: "Folder for the page and its tables.")
  var folder: String?
  @Option(name: .long, help: "Language of the page: en, ja or zh.")
  var language: Language = .english
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry().named(in: year)
      let report = YearlyReport(registry, fiscalYear: year)
      switch output.format {
      case .json: try printJSON(report)
      case .csv: print(report.csv, terminator: "")
      case .text:
        let names = NameBook(registry, language)
        var table = PlainTable(
          names.columns(
            [
              "Japan", "China", "title", "fields", "status", "activities", "people", "note",
              "verified",
            ],
            output.format),
          numeric: [5, 6], optional: [7])
        let outside = TrilingualName(
          "of other years by its project", "事業の年度外", "项目年度之外")
        for line in report.lines {
          table.add([
            names[line.japanese],
            registry.project(line.project).map { names.partners($0) } ?? names.list(line.chinese),
            registry.project(line.project).map { names.text($0.names) } ?? line.title,
            registry.project(line.project).map { names.terms($0.fields) } ?? line.fields,
            registry.project(line.project).map { names.text($0.status.names) } ?? line.status,
            String(line.activities), String(line.people),
            line.isOutsideYears ? names.text(outside) : "", line.verified,
          ])
        }
        print(table.text)
        for money in report.money { print(Self.sentence(money)) }
        if !report.uncertain.isEmpty {
          StandardError.print(
            "of these only the calendar year is known, and they may be of the fiscal year before: "
              + report.uncertain.joined(separator: ", "))
        }
      }
      try replacement.write(into: folder) {
        try YearlyReportPage(registry, fiscalYear: year, comparedWith: since, language: language)
          .write(to: $0, replacing: $1)
      }
    }
  }
}

extension ProjectsReport {
  /// The year's money of one currency.
  fileprivate static func sentence(_ money: FundingSums.Row) -> String {
    func amount(_ value: Double) -> String { String(format: "%.0f", value) }
    return "\(money.currency): \(RecordKind.budgetLines.counted(money.lines)), whole cost "
      + "\(amount(money.amount)), asked \(amount(money.asked)), approved \(amount(money.approved)), "
      + "spent \(amount(money.spent))"
      + (money.unspoken > 0 ? " (\(money.unspoken) without a word on it)" : "")
      + (money.currency == "JPY"
        ? ""
        : money.rate.map { "; 1 \(money.currency) = \($0) JPY (\(money.rateSource ?? ""))" }
          ?? "; no rate is kept for \(money.fiscalYear)")
  }
}

/// What changed between two fiscal years.
struct ProjectsDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what changed between two fiscal years' reports.",
    discussion: "Example: airaccord projects diff FY2017 FY2018")

  @Argument(help: "Earlier fiscal year.")
  var earlier: FiscalYear
  @Argument(help: "Later fiscal year.")
  var later: FiscalYear
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry()
      let difference = ReportDifference(
        YearlyReport(registry, fiscalYear: earlier), YearlyReport(registry, fiscalYear: later))
      var table = PlainTable(["what", "pair", "property", "before", "after"])
      for pair in difference.begun { table.add(["begun", pair, "", "", ""]) }
      for pair in difference.ended { table.add(["ended", pair, "", "", ""]) }
      for change in difference.changes {
        table.add([
          "changed", "\(change.japanese) – \(change.chinese)", change.property, change.before,
          change.after,
        ])
      }
      if output.format == .json { return try printJSON(difference) }
      try printRows([difference], as: output.format, table: table)
    }
  }
}

/// The steps of a preparation.
struct ProjectsPrepare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare",
    abstract: "List what to do before a training, dispatch or research, with dates.",
    discussion: """
      The CSV can be imported as checklist items of the project.

      Example:
        airaccord projects prepare P2014-HYOGO-GUANGDONG "training in Japan" 2027-05-10 \\
          --format csv > checklist.csv
      """)

  @Argument(help: "Id of the project.")
  var project: String
  @Argument(help: "Mode.")
  var mode: CooperationMode
  @Argument(help: "First day.")
  var start: CivilDate
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry([.projects])
      guard registry.project(project) != nil else {
        throw RegistryError.unknownRecord(
          project, kind: "project",
          nearest: Registry.nearest(to: project, in: registry.projects.map(\.id)))
      }
      let records = try PreparationChecklist.records(
        project: project, mode: mode, start: start, prefix: "CL-\(project)-\(start)")
      var table = PlainTable(["due", "step"])
      for record in records { table.add([record["due"], record["step"]]) }
      if output.format == .csv {
        print(RecordFile.text(records, of: .checklistItems), terminator: "")
        return
      }
      try printRows(records, as: output.format, table: table)
      if records.isEmpty { StandardError.print("no steps are known for \(mode.rawValue)") }
    }
  }
}
