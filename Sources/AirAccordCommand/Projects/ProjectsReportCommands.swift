import Documents
import AirQuality
import ArgumentParser
import Cooperation
import Evidence
import Foundation
import Studies

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
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry().named(in: year)
      let report = YearlyReport(registry, fiscalYear: year)
      let difference = since.map {
        ReportDifference(YearlyReport(registry, fiscalYear: $0), report)
      }
      let document = report.document(registry, since: difference)
      if output.format == .csv {
        print(report.csv, terminator: "")
      } else {
        try output.print(report, document, speech)
      }
      try replacement.write(into: folder, in: speech.language) {
        var files = [
          ("report.csv", Data(report.csv.utf8)), ("report.json", try StableJSON.encode(report)),
        ]
        if let difference {
          files.append(("difference.json", try StableJSON.encode(difference)))
        }
        return try PageOutput(language: speech.language).write(
          document, page: "report.html", files: files, to: $0, replacing: $1)
      }
    }
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
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry()
      let difference = ReportDifference(
        YearlyReport(registry, fiscalYear: earlier), YearlyReport(registry, fiscalYear: later))
      let names = output.format == .csv ? nil : NameBook(registry)
      try output.print(difference, difference.table(names), speech)
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
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry([.projects])
      guard registry.project(project) != nil else {
        throw RegistryError.unknownRecord(
          project, kind: .projects,
          nearest: Registry.nearest(to: project, in: registry.projects.map(\.id)))
      }
      var records = try PreparationChecklist.records(
        project: project, mode: mode, start: start, prefix: "CL-\(project)-\(start)")
      for place in records.indices {
        let step = RecordTranslations.of(records[place]["step"])
        try records[place].set("step", to: Value.named(step).text(in: speech.language))
      }
      if output.format == .csv {
        print(RecordFile.text(records, of: .checklistItems), terminator: "")
        return
      }
      let table = Table("steps", "record-kind.checklist_items", records) {
        Column("due", heading: "record.due") { .date($0["due"]) }
        Column("step", heading: "record.step") { .text($0["step"]) }
      }
      try output.print(records, table, speech)
      if records.isEmpty { speech.note(Message("projects.no-steps", ["mode": .term(mode)])) }
    }
  }
}
