import Cooperation
public import Documents
public import Studies

extension FundingReview.Outcome: Tabulated {
  /// One line a budget line, with the verdict and why.
  public var table: Table {
    Table("funding", "record-kind.budget_lines", lines) {
      Column("line", heading: "record-kind-one.budget_lines") { .text($0.line) }
      Column("project", heading: "record.project") { .text($0.project) }
      Column("year", heading: "record.year") { .fiscalYear($0.fiscalYear.beginning) }
      Column("verdict", heading: "record.verdict") {
        .coded($0.verdict.rawValue, .message(Message("funding.\($0.verdict)")))
      }
      Column("yen", heading: "record.yen") { .optional($0.yen) { .number($0, .decimals(0)) } }
      Column("asked", heading: "record.asked") {
        .optional($0.askedYen) { .number($0, .decimals(0)) }
      }
      Column("why", heading: "record.why") { .list($0.reasons.map { .message($0) }) }
    }
  }

  /// That there is nothing to judge.
  public var remarks: [Message] { lines.isEmpty ? ["funding.no-lines"] : [] }
}

extension FundingSummation.Outcome: Tabulated {
  /// One line a year, key and currency, with the rate and where it comes from.
  public var table: Table {
    let names = NameBook(registry)
    func amount(_ value: Double) -> Value { .number(value, .decimals(2)) }
    return Table("sums", "funding.sums", rows) {
      Column("year", heading: "record.year") { .fiscalYear($0.fiscalYear.beginning) }
      Column(
        key == .year ? "all" : key.rawValue, heading: Message("funding.by-\(key.rawValue)"),
        isOptional: true
      ) { row in
        .filled(row.key) { key == .project ? .text($0) : .party($0, names) }
      }
      Column("currency", heading: "funding.currency") { .text($0.currency) }
      Column("lines", heading: "record-kind.budget_lines") { .count($0.lines) }
      Column("amount", heading: "funding.amount") { amount($0.amount) }
      Column("asked", heading: "funding.asked") { amount($0.asked) }
      Column("approved", heading: "funding.approved") { amount($0.approved) }
      Column("unanswered", heading: "funding.unanswered") { .count($0.unanswered) }
      Column("spent", heading: "funding.spent") { amount($0.spent) }
      Column("unspoken", heading: "funding.unspoken") { .count($0.unspoken) }
      Column("rate", heading: "funding.rate", isOptional: true) { row in
        row.currency == "JPY" ? .missing : .optional(row.rate) { .text("\($0)") }
      }
      Column("rate_source", heading: "funding.rate-source", isOptional: true) {
        $0.currency == "JPY" ? .missing : .optional($0.rateSource) { .text($0) }
      }
    }
  }

  /// That cities overlap, and which lines are in no sum.
  public var remarks: [Message] {
    (key == .city ? ["funding.cities-overlap"] : [])
      + (refused.isEmpty ? [] : [Message("funding.in-no-sum", ["lines": .names(refused)])])
  }
}

extension PlanFundingReview.Outcome: Tabulated {
  /// One line of the plan each, with its words.
  public var table: Table {
    let names = NameBook(registry)
    let plan = Dictionary(
      PlanTable(registry).lines.map { ($0.row, $0.projects) }, uniquingKeysWith: { $0 + $1 })
    return Table("plan-funding", "record.funding", lines) {
      Column("line", heading: "record.line") { .count($0.row) }
      Column("organisation", heading: "record.organisation") { names[$0.organisation] }
      Column("partners", heading: "record.partners") { line in
        plan[line.row].map { names.partners($0) } ?? names.list(line.partners)
      }
      Column("case", heading: "record.case") { .term($0.funding) }
      Column("basis", heading: "record.basis") {
        .message($0.isStated ? "funding.stated" : "funding.inferred")
      }
      Column("rule", heading: "record.rule") { .named($0.funding.rule) }
      Column("words of the plan", heading: "record.words") { .named($0.words) }
    }
  }
}
