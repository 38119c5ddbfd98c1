import Documents
import AirQuality
import ArgumentParser
import Store
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
      var review = YearReview(of: year, in: try source.source())
      review.since = since
      let outcome = try review.run()
      let document = outcome.document
      switch output.format {
      case .csv: print(outcome.report.csv, terminator: "")
      case .json: try printJSON(outcome)
      case .text: output.print(document, language: speech.language)
      }
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          document, page: "report.html", files: outcome.files, to: $0, replacing: $1)
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
  @OptionGroup var view: RegistryView

  func run() throws {
    try view.show { try FiscalYearComparison(of: earlier, with: later, in: $0).run() }
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
  @OptionGroup var view: RegistryView

  func run() throws {
    try explainingErrors {
      var preparation = Preparation(
        of: mode, of: project, from: start, in: try view.source.source())
      preparation.language = view.speech.language
      let outcome = try preparation.run()
      if view.output.format == .csv { return print(outcome.file, terminator: "") }
      try view.output.show(outcome, view.speech)
    }
  }
}
