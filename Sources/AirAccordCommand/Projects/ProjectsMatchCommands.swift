import Documents
import AirQuality
import ArgumentParser
import Store
import Studies
import TextFiles
import Cooperation
import Evidence
import Foundation

/// Candidates for needs.
struct ProjectsMatch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Find who can serve a need, with the reasons and what stays open.",
    discussion: """
      The Chinese side's wish comes first, the Japanese side's ability second: what an organisation \
      had done by the need's year, its open offers for that year, and ties that are in force in it. \
      Without ids, open needs are matched. A need that nobody can serve is printed as a gap, and \
      where no single organisation can serve it the plan's help of the platform is named.

      Examples:
        airaccord projects match
        airaccord projects match N07 --format json
      """)

  @Argument(help: "Ids of needs; all open ones when none is named.")
  var needs: [String] = []
  @Option(name: .long, help: "Most candidates printed for a need.")
  var limit = 3
  @OptionGroup var view: RegistryView

  func run() throws {
    try explainingErrors {
      var review = NeedReview(of: try view.source.source())
      (review.needs, review.most) = (needs, limit)
      let outcome = try review.run()
      try view.output.show(outcome, outcome.remarks, view.speech)
    }
  }
}

/// The funding rule.
struct ProjectsCheckFunding: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-funding",
    abstract: "Say of every budget line whether the platform may pay for it, and why.",
    discussion: """
      Existing cooperation is borne by each city; of new or strengthened cooperation part of the \
      direct cost may be paid. --plan answers for each of the twelve lines of the plan of 2014, \
      with its words. The built-in records hold no budget, since no source was found; bring your \
      own lines. Rates and ceilings that the archive keeps (exchange_rates, ceilings) are used; \
      --rate and --ceiling give others.

      Examples:
        airaccord projects check-funding --plan --language ja
        airaccord projects check-funding --budget budget_lines.csv --rate FY2014=17.2
        airaccord projects check-funding --archive air.sqlite --ceiling FY2024=3000000 --sums city
      """)

  @Option(name: .long, help: "CSV file of budget lines, besides those of the records.")
  var budget: String?
  @Flag(name: .long, help: "Answer for the twelve lines of the plan of 2014.")
  var plan = false
  @OptionGroup var speech: LanguageOption
  @Option(name: .long, help: "JPY for one CNY in a fiscal year, for example FY2014=17.2.")
  var rate: [String] = []
  @Option(
    name: .long,
    help: "Most JPY that may be asked for one project in a fiscal year, for example FY2024=3000000."
  )
  var ceiling: [String] = []
  @Option(name: .long, help: "Print sums instead of lines: by year, project, payer or city.")
  var sums: FundingSums.Key?
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let source = try source.source()
      if plan { return try output.show(PlanFundingReview(of: source).run(), speech) }
      var input = BudgetInput(of: source)
      input.file = budget
      if let sums { return try output.show(FundingSummation(of: input, by: sums).run(), speech) }
      var review = FundingReview(of: input)
      review.rates = try CellTexts.yearly(rate)
      review.ceilings = try CellTexts.yearly(ceiling, isAmount: true)
      try output.show(review.run(), speech)
    }
  }
}
