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
              id, kind: "need", nearest: registry.needs.map(\.id))
          }
          return Need(record)
        }
      let others = registry.needs.count - chosen.count
      if needs.isEmpty, others > 0 {
        StandardError.print(
          "\(RecordKind.needs.counted(others)) served or withdrawn \(others == 1 ? "is" : "are") left "
            + "out; name their ids to see them")
      }
      let matches = chosen.map(matcher.match)
      let names = NameBook(registry, .english)
      if output.format == .text {
        for (need, match) in zip(chosen, matches) {
          print(
            "\(need.id)  \(names[need.organisation]): \(need.names.english) [\(mark(need.record))]")
          print("  wish: \(need.record["fields"]); through \(need.record["modes"])")
          for candidate in match.candidates.prefix(limit) {
            let isTied = match.candidates.count { $0.rank == candidate.rank } > 1
            print(
              "  \(String(format: "%3.0f", candidate.score))  \(names[candidate.organisation])"
                + (isTied ? " (rank \(candidate.rank), shared: their order says nothing)" : ""))
            for reason in candidate.reasons {
              print("       \(String(format: "%+3.0f", reason.points))  \(reason.text)")
            }
            let open =
              candidate.missingFields.map(\.names.english)
              + candidate.missingModes.map(\.names.english)
            if !open.isEmpty { print("       not shown: \(open.joined(separator: ", "))") }
            for remark in candidate.remarks { print("       not counted: \(remark)") }
          }
          if match.candidates.count > limit {
            print("  and \(match.candidates.count - limit) more")
          }
          if !match.together.isEmpty {
            print("  together: \(names.list(match.together))")
          }
          if let gap = match.gap { print("  gap: \(gap)") }
          if let platform = match.platform {
            print(
              "  platform: no single organisation covers it; \(names.list(platform.organisations)): "
                + "\(platform.words) (\(platform.function))")
          }
        }
        return
      }
      var table = PlainTable([
        "need", "requester", "candidate", "rank", "score", "reasons", "missing_fields",
        "missing_modes", "not_counted", "gap", "platform",
      ])
      for match in matches {
        if match.candidates.isEmpty {
          table.add([
            match.need, match.requester, "", "", "", "", "", "", "", match.gap ?? "",
            match.platform?.function ?? "",
          ])
        }
        for candidate in match.candidates {
          table.add([
            match.need, match.requester, candidate.organisation, String(candidate.rank),
            String(format: "%.1f", candidate.score),
            candidate.reasons.map(\.text).joined(separator: "; "),
            candidate.missingFields.map(\.rawValue).joined(separator: "; "),
            candidate.missingModes.map(\.rawValue).joined(separator: "; "),
            candidate.remarks.joined(separator: "; "), match.gap ?? "",
            match.platform?.function ?? "",
          ])
        }
      }
      try printRows(matches, as: output.format, table: table)
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
  @Option(name: .long, help: "Language of the answers of --plan: en, ja or zh.")
  var language: Language = .english
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
      var table = PlainTable(
        ["line", "project", "year", "verdict", "yen", "asked", "why"], numeric: [4, 5])
      func yen(_ value: Double?) -> String { value.map { String(format: "%.0f", $0) } ?? "" }
      for line in lines {
        table.add([
          line.line, line.project, line.fiscalYear.description, line.verdict.rawValue,
          yen(line.yen), yen(line.askedYen), line.reasons.joined(separator: "; "),
        ])
      }
      try printRows(lines, as: output.format, table: table)
      if lines.isEmpty {
        StandardError.print(
          "the records hold no budget line, since no source was found; name a file with --budget, "
            + "or ask for the lines of the plan with --plan")
      }
    }
  }

  private func printPlan(_ registry: Registry) throws {
    let names = NameBook(registry, language)
    let lines = PlanFunding.lines(registry)
    let plan = PlanTable(registry).lines
    var table = PlainTable(
      names.columns(
        ["line", "organisation", "partners", "case", "basis", "rule", "words of the plan"],
        output.format))
    let basis = (
      TrilingualName("stated", "計画に記載", "计划载明"),
      TrilingualName("inferred", "推定", "推定")
    )
    for line in lines {
      table.add([
        "\(line.row)", names[line.organisation],
        plan.first { $0.row == line.row }.map { names.partners($0) } ?? names.list(line.partners),
        names.text(line.funding.names), names.text(line.isStated ? basis.0 : basis.1),
        names.text(line.funding.rule), names.text(line.words),
      ])
    }
    try printRows(lines, as: output.format, table: table)
  }

  private func printSums(_ registry: Registry, by key: FundingSums.Key) throws {
    let rows = FundingSums(registry).rows(by: key)
    var table = PlainTable(
      [
        "year", key == .year ? "all" : key.rawValue, "currency", "lines", "amount", "asked",
        "approved", "spent", "unspoken", "rate", "rate_source",
      ], numeric: [3, 4, 5, 6, 7, 8, 9], optional: [1, 9, 10])
    func amount(_ value: Double) -> String { String(format: "%.2f", value) }
    for row in rows {
      table.add([
        row.fiscalYear.description, row.key, row.currency, String(row.lines), amount(row.amount),
        amount(row.asked), amount(row.approved), amount(row.spent), String(row.unspoken),
        row.currency == "JPY" ? "" : row.rate.map { "\($0)" } ?? "", row.rateSource ?? "",
      ])
    }
    try printRows(rows, as: output.format, table: table)
    if key == .city {
      StandardError.print(
        "a project with several cities counts for each of them: the cities do not add up")
    }
  }

  private func rates() throws -> FundingCheck.ExchangeRates {
    var rates: FundingCheck.ExchangeRates = [:]
    for (year, text) in try assignments(rate) {
      guard let year = FiscalYear(year), let value = Double(text) else {
        throw ProjectsError.assignment("\(year)=\(text)")
      }
      if let fault = Currency.yuan.problem(ofRate: value) {
        throw RegistryError.unanswerable(
          "--rate \(year)=\(text): \(fault.problem)", remedy: fault.remedy)
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
