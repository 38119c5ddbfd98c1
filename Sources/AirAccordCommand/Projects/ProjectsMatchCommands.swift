import Documents
import AirQuality
import ArgumentParser
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
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let registry = try source.registry()
      let matcher = NeedMatcher(registry)
      let chosen =
        try needs.isEmpty
        ? registry.needs.filter(\.isOpen)
        : needs.map { id in
          guard let record = registry.record(.needs, id) else {
            throw RegistryError.unknownRecord(
              id, kind: .needs, nearest: registry.needs.map(\.id))
          }
          return Need(record)
        }
      let others = registry.needs.count - chosen.count
      if needs.isEmpty, others > 0 {
        speech.note(Message("match.left-out", ["count": .count(others)]))
      }
      let matches = chosen.map(matcher.match)
      try output.print(matches, document(matches, of: chosen, registry), speech)
    }
  }

  private func document(
    _ matches: [NeedMatcher.Match], of needs: [Need], _ registry: Registry
  ) -> Document {
    let names = NameBook(registry)
    return Document(title: "match.title", data: Self.table(matches)) {
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
          for candidate in match.candidates.prefix(limit) {
            blocks(
              candidate, isTied: match.candidates.count { $0.rank == candidate.rank } > 1, names)
          }
          if match.candidates.count > limit {
            Message("match.more", ["count": .count(match.candidates.count - limit)])
          }
          if !match.together.isEmpty {
            Message("match.together", ["names": names.list(match.together)])
          }
          if let gap = match.gap { Message("match.gap", ["gap": .message(gap)]) }
          if let platform = match.platform {
            Message(
              "match.platform",
              [
                "names": names.list(platform.organisations),
                "words": registry.record(.platformFunctions, platform.function).map {
                  .named($0.names)
                } ?? .text(platform.words), "function": .text(platform.function),
              ])
          }
        }
      }
    }
  }

  private func blocks(
    _ candidate: NeedMatcher.Candidate, isTied: Bool, _ names: NameBook
  ) -> [Block] {
    let open: [Value] =
      candidate.missingFields.map { .term($0) } + candidate.missingModes.map { .term($0) }
    return [
      .heading(
        Message(
          isTied ? "match.candidate-tied" : "match.candidate",
          [
            "score": .number(candidate.score, .decimals(0)),
            "organisation": names[candidate.organisation], "rank": .count(candidate.rank),
          ])),
      .list(
        candidate.reasons.map {
          Message(
            "match.reason", ["points": .number($0.points, .decimals(0)), "text": .message($0.text)])
        } + (open.isEmpty ? [] : [Message("match.not-shown", ["terms": .list(open)])])
          + candidate.remarks.map { Message("match.not-counted", ["remark": .message($0)]) }),
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
      Column("rank", heading: "match.rank") { .optional($0.1) { .count($0.rank) } }
      Column("score", heading: "match.score") {
        .optional($0.1) { .number($0.score, .decimals(1)) }
      }
      Column("reasons", heading: "record.why") {
        .optional($0.1) { .list($0.reasons.map { .message($0.text) }) }
      }
      Column("missing_fields", heading: "record.fields") {
        .optional($0.1) { .names($0.missingFields.map(\.rawValue)) }
      }
      Column("missing_modes", heading: "record.modes") {
        .optional($0.1) { .names($0.missingModes.map(\.rawValue)) }
      }
      Column("not_counted", heading: "match.not-counted-column") {
        .optional($0.1) { .list($0.remarks.map { .message($0) }) }
      }
      Column("gap", heading: "match.gap-column") { .optional($0.0.gap) { .message($0) } }
      Column("platform", heading: "match.platform-column") {
        .optional($0.0.platform) { .text($0.function) }
      }
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
      var registry = try source.registry()
      if plan { return try printPlan(registry) }
      if let budget {
        let bytes = try FileBytes.read(budget)
        let file = try RecordFile(bytes: bytes, file: budget, kind: .budgetLines)
        var checks = RegistryChecks(programme: registry.programme) { [registry] in
          registry.record($0, $1)
        }
        let rows = try file.rows()
        // An amount that cannot be has a verdict of its own.
        let problems =
          rows.flatMap { row in
            checks.problems(row.record, row: row.line)
              .filter { !["amount", "approved", "spent", "share_asked"].contains($0.column) }
          } + checks.finish()
        guard problems.isEmpty else { throw RegistryError.rows(problems, file: budget) }
        for row in rows { registry.add(row.record) }
      }
      if let sums { return try printSums(registry, by: sums) }
      var check = FundingCheck(registry, rates: try rates())
      check.ceilings = try ceilings()
      let lines = check.lines
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
        Column("why", heading: "record.why") {
          .list($0.reasons.map { .message($0) })
        }
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

  private func printSums(_ registry: Registry, by key: FundingSums.Key) throws {
    let rows = FundingSums(registry).rows(by: key)
    let names = NameBook(registry)
    func amount(_ value: Double) -> Value { .number(value, .decimals(2)) }
    let table = Table("sums", "funding.sums", rows) {
      Column("year", heading: "record.year") { .fiscalYear($0.fiscalYear.beginning) }
      Column(
        key == .year ? "all" : key.rawValue, heading: Message("funding.by-\(key.rawValue)"),
        isOptional: true
      ) {
        $0.key.isEmpty ? .missing : key == .project ? .text($0.key) : output.party($0.key, names)
      }
      Column("currency", heading: "funding.currency") { .text($0.currency) }
      Column("lines", heading: "record-kind.budget_lines") { .count($0.lines) }
      Column("amount", heading: "funding.amount") { amount($0.amount) }
      Column("asked", heading: "funding.asked") { amount($0.asked) }
      Column("approved", heading: "funding.approved") { amount($0.approved) }
      Column("spent", heading: "funding.spent") { amount($0.spent) }
      Column("unspoken", heading: "funding.unspoken") { .count($0.unspoken) }
      Column("rate", heading: "funding.rate", isOptional: true) { row in
        row.currency == "JPY" ? .missing : .optional(row.rate) { .text("\($0)") }
      }
      Column("rate_source", heading: "funding.rate-source", isOptional: true) {
        $0.currency == "JPY" ? .missing : .optional($0.rateSource) { .text($0) }
      }
    }
    try output.print(rows, table, speech)
    if key == .city { speech.note("funding.cities-overlap") }
  }

  private func rates() throws -> FundingCheck.ExchangeRates {
    var rates: FundingCheck.ExchangeRates = [:]
    for (year, text) in try assignments(rate) {
      guard let year = FiscalYear(year), let value = Double(text) else {
        throw ProjectsError.assignment("\(year)=\(text)")
      }
      if let fault = Currency.yuan.problem(ofRate: value) {
        throw RegistryError.unanswerable(
          Message(
            "registry.option",
            ["option": .code("--rate \(year)=\(text)"), "problem": .message(fault.problem)]),
          remedy: fault.remedy)
      }
      rates[year] = value
    }
    return rates
  }

  private func ceilings() throws -> [FiscalYear: Double] {
    var ceilings: [FiscalYear: Double] = [:]
    for (year, text) in try assignments(ceiling) {
      guard let year = FiscalYear(year), let value = Double(text), value > 0, value.isFinite else {
        throw ProjectsError.assignment("\(year)=\(text)")
      }
      ceilings[year] = value
    }
    return ceilings
  }
}
