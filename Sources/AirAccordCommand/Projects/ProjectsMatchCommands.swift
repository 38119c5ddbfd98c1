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
      let names = NameBook(registry, .english)
      if output.format == .text {
        for (need, match) in zip(chosen, matches) {
          print(
            "\(need.id)  \(names[need.organisation]): \(need.names.english) [\(mark(need.record))]")
          print("  wish: \(need.record["fields"]); through \(need.record["modes"])")
          for candidate in match.candidates.prefix(limit) {
            print("  \(String(format: "%3.0f", candidate.score))  \(names[candidate.organisation])")
            for reason in candidate.reasons {
              print("       \(String(format: "%+3.0f", reason.points))  \(reason.text)")
            }
            let open =
              candidate.missingFields.map(\.names.english)
              + candidate.missingModes.map(\.names.english)
            if !open.isEmpty { print("       not shown: \(open.joined(separator: ", "))") }
          }
          if match.candidates.count > limit {
            print("  and \(match.candidates.count - limit) more")
          }
          if !match.together.isEmpty {
            print("  together: \(names.list(match.together))")
          }
          if let gap = match.gap { print("  gap: \(gap)") }
        }
        return
      }
      var table = PlainTable([
        "need", "requester", "candidate", "score", "reasons", "missing_fields", "missing_modes",
        "gap",
      ])
      for match in matches {
        if match.candidates.isEmpty {
          table.add([match.need, match.requester, "", "", "", "", "", match.gap ?? ""])
        }
        for candidate in match.candidates {
          table.add([
            match.need, match.requester, candidate.organisation,
            String(format: "%.1f", candidate.score),
            candidate.reasons.map(\.text).joined(separator: "; "),
            candidate.missingFields.map(\.rawValue).joined(separator: "; "),
            candidate.missingModes.map(\.rawValue).joined(separator: "; "), match.gap ?? "",
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
      own lines.

      Examples:
        airaccord projects check-funding --plan --language ja
        airaccord projects check-funding --budget budget_lines.csv --rate FY2014=17.2
      """)

  @Option(name: .long, help: "CSV file of budget lines, besides those of the records.")
  var budget: String?
  @Flag(name: .long, help: "Answer for the twelve lines of the plan of 2014.")
  var plan = false
  @Option(name: .long, help: "Language of the answers of --plan: en, ja or zh.")
  var language: Language = .english
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
