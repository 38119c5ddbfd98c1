import Documents
import AirQuality
import ArgumentParser
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
      The Chinese side's wish comes first, the Japanese side's ability second. A need that nobody \
      can serve is printed as a gap.

      Examples:
        airaccord projects match
        airaccord projects match N07 --format json
      """)

  @Argument(help: "Ids of needs; all when none is named.")
  var needs: [String] = []
  @Option(name: .long, help: "Most candidates printed for a need.")
  var limit = 3
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry()
      let matcher = NeedMatcher(registry)
      let chosen =
        try needs.isEmpty
        ? registry.needs
        : needs.map { id in
          guard let record = registry.record(.needs, id) else {
            throw RegistryError.unknownRecord(
              id, kind: "need", nearest: registry.needs.map(\.id))
          }
          return Need(record)
        }
      let matches = chosen.map(matcher.match)
      try output.print(matches, document(matches, of: chosen, NameBook(registry)), speech)
    }
  }

  private func document(
    _ matches: [NeedMatcher.Match], of needs: [Need], _ names: NameBook
  ) -> Document {
    Document(title: "match.title", data: Self.table(matches)) {
      for (need, match) in zip(needs, matches) {
        Section(
          Message(
            "match.need",
            [
              "need": .text(need.id), "organisation": names[need.organisation],
              "name": .named(need.names), "verified": .term(need.verification),
            ])
        ) {
          Message(
            "match.wish", ["fields": .terms(need.fields), "modes": .terms(need.modes)])
          for candidate in match.candidates.prefix(limit) { blocks(candidate, names) }
          if match.candidates.count > limit {
            Message("match.more", ["count": .count(match.candidates.count - limit)])
          }
          if !match.together.isEmpty {
            Message("match.together", ["names": names.list(match.together)])
          }
          if let gap = match.gap { Message("match.gap", ["gap": .text(gap)]) }
        }
      }
    }
  }

  private func blocks(_ candidate: NeedMatcher.Candidate, _ names: NameBook) -> [Block] {
    let open: [Value] =
      candidate.missingFields.map { .term($0) } + candidate.missingModes.map { .term($0) }
    return [
      .heading(
        Message(
          "match.candidate",
          [
            "score": .number(candidate.score, .decimals(0)),
            "organisation": names[candidate.organisation],
          ])),
      .list(
        candidate.reasons.map {
          Message(
            "match.reason", ["points": .number($0.points, .decimals(0)), "text": .text($0.text)])
        } + (open.isEmpty ? [] : [Message("match.not-shown", ["terms": .list(open)])])),
    ]
  }

  /// One line a candidate; a need without any has one, too.
  private static func table(_ matches: [NeedMatcher.Match]) -> Table {
    let rows = matches.flatMap { match -> [(NeedMatcher.Match, NeedMatcher.Candidate?)] in
      match.candidates.isEmpty ? [(match, nil)] : match.candidates.map { (match, $0) }
    }
    return Table("matches", "match.title", rows) {
      Column("need", heading: "record-kind-one.needs") { .text($0.0.need) }
      Column("requester", heading: "match.requester") { .text($0.0.requester) }
      Column("candidate", heading: "record.organisation") {
        .optional($0.1) { .text($0.organisation) }
      }
      Column("score", heading: "match.score") {
        .optional($0.1) { .number($0.score, .decimals(1)) }
      }
      Column("reasons", heading: "record.why") {
        .optional($0.1) { .names($0.reasons.map(\.text)) }
      }
      Column("missing_fields", heading: "record.fields") {
        .optional($0.1) { .names($0.missingFields.map(\.rawValue)) }
      }
      Column("missing_modes", heading: "record.modes") {
        .optional($0.1) { .names($0.missingModes.map(\.rawValue)) }
      }
      Column("gap", heading: "match.gap-column") { .optional($0.0.gap) { .text($0) } }
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
      own lines.

      Examples:
        airaccord projects check-funding --plan --language ja
        airaccord projects check-funding --budget budget_lines.csv --rate FY2014=17.2
      """)

  @Option(name: .long, help: "CSV file of budget lines, besides those of the records.")
  var budget: String?
  @Flag(name: .long, help: "Answer for the twelve lines of the plan of 2014.")
  var plan = false
  @OptionGroup var speech: LanguageOption
  @Option(name: .long, help: "JPY for one CNY in a fiscal year, for example FY2014=17.2.")
  var rate: [String] = []
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      var registry = try source.registry()
      if plan { return try printPlan(registry) }
      if let budget {
        let bytes = try FileBytes.read(budget)
        let file = try RecordFile(bytes: bytes, file: budget, kind: .budgetLines)
        var checks = RegistryChecks(programme: registry.programme) { [registry] in
          registry.record($0, $1) != nil
        }
        let rows = try file.rows()
        let problems = rows.flatMap { checks.problems($0.record, row: $0.line) } + checks.finish()
        guard problems.isEmpty else { throw RegistryError.rows(problems, file: budget) }
        for row in rows { registry.add(row.record) }
      }
      let lines = FundingCheck(registry, rates: try rates()).lines
      let table = Table("funding", "record-kind.budget_lines", lines) {
        Column("line", heading: "record-kind-one.budget_lines") { .text($0.line) }
        Column("project", heading: "record.project") { .text($0.project) }
        Column("year", heading: "record.year") { .fiscalYear($0.fiscalYear.beginning) }
        Column("verdict", heading: "record.verdict") { line in
          output.format == .csv
            ? .text(line.verdict.rawValue) : .message(Message("funding.\(line.verdict)"))
        }
        Column("yen", heading: "record.yen") { .optional($0.yen) { .number($0, .decimals(0)) } }
        Column("asked", heading: "record.asked") {
          .optional($0.askedYen) { .number($0, .decimals(0)) }
        }
        Column("why", heading: "record.why") { .names($0.reasons) }
      }
      try output.print(lines, table, speech)
      if lines.isEmpty { speech.note("funding.no-lines") }
    }
  }

  private func printPlan(_ registry: Registry) throws {
    let names = NameBook(registry)
    let lines = PlanFunding.lines(registry)
    let plan = PlanTable(registry).lines
    let table = Table("plan-funding", "record.funding", lines) {
      Column("line", heading: "record.line") { .count($0.row) }
      Column("organisation", heading: "record.organisation") { names[$0.organisation] }
      Column("partners", heading: "record.partners") { line in
        plan.first { $0.row == line.row }.map { names.partners($0.projects) }
          ?? names.list(line.partners)
      }
      Column("case", heading: "record.case") { .term($0.funding) }
      Column("basis", heading: "record.basis") {
        .message($0.isStated ? "funding.stated" : "funding.inferred")
      }
      Column("rule", heading: "record.rule") { .named($0.funding.rule) }
      Column("words of the plan", heading: "record.words") { .named($0.words) }
    }
    try output.print(lines, table, speech)
  }

  private func rates() throws -> FundingCheck.ExchangeRates {
    var rates: FundingCheck.ExchangeRates = [:]
    for (year, text) in try assignments(rate) {
      guard let year = FiscalYear(year), let value = Double(text), value > 0 else {
        throw ProjectsError.assignment("\(year)=\(text)")
      }
      rates[year] = value
    }
    return rates
  }
}
