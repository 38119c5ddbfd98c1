import AirAccord
import ArgumentParser

/// Candidates for needs.
struct ProjectsMatch: Verb {
  static let configuration = CommandConfiguration.of("projects.match")

  @Argument(help: "Ids of needs; all open ones when none is named.")
  var needs: [String] = []
  @Option(help: "Most candidates printed for a need.")
  var limit = 3
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    var review = NeedReview(of: try shown.source.source())
    (review.needs, review.most) = (needs, limit)
    let outcome = try review.run()
    return Presentation(records: outcome, epilogue: outcome.remarks)
  }
}

/// The funding rule.
struct ProjectsCheckFunding: Verb {
  static let configuration = CommandConfiguration.of("projects.check-funding")

  @Option(help: "CSV file of budget lines, besides those of the records.")
  var budget: String?
  @Flag(help: "Answer for the twelve lines of the plan of 2014.")
  var plan = false
  @OptionGroup var speech: LanguageOption
  @Option(help: "JPY for one CNY in a fiscal year, for example FY2014=17.2.")
  var rate: [String] = []
  @Option(
    help: "Most JPY that may be asked for one project in a fiscal year, for example FY2024=3000000."
  )
  var ceiling: [String] = []
  @Option(help: "Print sums instead of lines: by year, project, payer or city.")
  var sums: FundingSums.Key?
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  var shown: Answer { Answer(format: output.format, language: speech.language) }

  func validate() throws {
    let isGiven = !rate.isEmpty || !ceiling.isEmpty
    if plan, budget != nil || sums != nil || isGiven { throw refusal("usage.plan-alone") }
    if sums != nil, isGiven { throw refusal("usage.sums-alone") }
  }

  func presentation() throws -> Presentation {
    let source = try source.source()
    if plan { return Presentation(try PlanFundingReview(of: source).run()) }
    var input = BudgetInput(of: source)
    input.file = budget
    if let sums { return Presentation(try FundingSummation(of: input, by: sums).run()) }
    var review = FundingReview(of: input)
    review.rates = try CellTexts.yearly(rate)
    review.ceilings = try CellTexts.yearly(ceiling, isAmount: true)
    return Presentation(try review.run())
  }
}
