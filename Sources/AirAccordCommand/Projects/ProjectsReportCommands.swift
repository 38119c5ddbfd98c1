import AirAccord
import ArgumentParser

/// A fiscal year as a report.
struct ProjectsReport: Verb {
  static let configuration = CommandConfiguration.of("projects.report")

  @Argument(help: "Fiscal year, for example FY2018 (April 2018 to March 2019).")
  var year: FiscalYear
  @Option(help: "Also say what changed since this fiscal year.")
  var since: FiscalYear?
  @Option(name: .customLong("output"), help: "Folder for the page and its tables.")
  var folder: String?
  @OptionGroup var page: RegistryPage

  var shown: Answer { page.answer(in: folder) }

  func presentation() throws -> Presentation {
    var review = YearReview(of: year, in: try page.source.source())
    review.since = since
    let outcome = try review.run()
    var result = Presentation(
      records: outcome, page: "report.html", files: try outcome.files)
    result.ownCSV = { outcome.report.csv }
    return result
  }
}

/// What changed between two fiscal years.
struct ProjectsDiff: Verb {
  static let configuration = CommandConfiguration.of("projects.diff")

  @Argument(help: "Earlier fiscal year.")
  var earlier: FiscalYear
  @Argument(help: "Later fiscal year.")
  var later: FiscalYear
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    Presentation(
      try FiscalYearComparison(of: earlier, with: later, in: shown.source.source()).run())
  }
}

/// The steps of a preparation.
struct ProjectsPrepare: Verb {
  static let configuration = CommandConfiguration.of("projects.prepare")

  @Argument(help: "Id of the project.")
  var project: String
  @Argument(help: "Mode.")
  var mode: CooperationMode
  @Argument(help: "First day.")
  var start: CivilDate
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    var preparation = Preparation(
      of: mode, of: project, from: start, in: try shown.source.source())
    preparation.language = shown.language
    let outcome = try preparation.run()
    var result = Presentation(outcome)
    result.ownCSV = { outcome.file }
    return result
  }
}
