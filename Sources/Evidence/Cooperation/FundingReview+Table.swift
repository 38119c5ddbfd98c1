import Cooperation
public import Documents
public import Studies

extension FundingReview.Outcome: Tabulated {
  /// One line a budget line, with the verdict and why.
  public var table: Table {
    Table("funding", "record-kind.budget_lines", lines) {
      Column("line", "record-kind-one.budget_lines") { $0.line }
      Column("project", "record.project") { $0.project }
      Column("year", "record.year") { $0.fiscalYear }
      Column("verdict", "record.verdict") {
        Message("funding.\($0.verdict)").coded($0.verdict.rawValue)
      }
      Column("yen", "record.yen") { $0.yen?.decimals(0) }
      Column("asked", "record.asked") { $0.askedYen?.decimals(0) }
      Column("why", "record.why") { $0.reasons }
    }
  }

  /// That there is nothing to judge, and which rates took the place of those of the records.
  public var remarks: [Message] { (lines.isEmpty ? ["funding.no-lines"] : []) + replaced }
}

extension FundingSummation.Outcome: Tabulated {
  /// One line a year, key and currency, with the rate and where it comes from.
  public var table: Table {
    let names = NameBook(registry)
    return Table("sums", "funding.sums", rows) {
      Column("year", "record.year") { $0.fiscalYear }
      Column(
        key == .year ? "all" : key.rawValue, Message("funding.by-\(key.rawValue)"),
        isOptional: true
      ) { row in
        .filled(row.key) { key == .project ? .text($0) : .party($0, names) }
      }
      Column("currency", "funding.currency") { $0.currency }
      Column("lines", "record-kind.budget_lines") { $0.lines }
      Column("amount", "funding.amount") { $0.amount.decimals(2) }
      Column("asked", "funding.asked") { $0.asked.decimals(2) }
      Column("approved", "funding.approved") { $0.approved.decimals(2) }
      Column("unanswered", "funding.unanswered") { $0.unanswered }
      Column("spent", "funding.spent") { $0.spent.decimals(2) }
      Column("unspoken", "funding.unspoken") { $0.unspoken }
      Column("rate", "funding.rate", isOptional: true) { row in
        row.currency == "JPY" ? nil : row.rate.map { "\($0)" }
      }
      Column("rate_source", "funding.rate-source", isOptional: true) {
        $0.currency == "JPY" ? nil : $0.rateSource
      }
    }
  }

  /// That cities overlap, and which lines are in no sum.
  public var remarks: [Message] {
    (key == .city ? ["funding.cities-overlap"] : [])
      + (refused.isEmpty ? [] : [say("funding.in-no-sum", lines: refused)])
  }
}

extension PlanFundingReview.Outcome: Tabulated {
  /// One line of the plan each, with its words.
  public var table: Table {
    let names = NameBook(registry)
    let plan = Dictionary(
      PlanTable(registry).lines.map { ($0.row, $0.projects) }, uniquingKeysWith: { $0 + $1 })
    return Table("plan-funding", "record.funding", lines) {
      Column("line", "record.line") { $0.row }
      Column("organisation", "record.organisation") { names[$0.organisation] }
      Column("partners", "record.partners") {
        plan[$0.row].map(names.partners) ?? names.list($0.partners)
      }
      Column("case", "record.case") { .term($0.funding) }
      Column("basis", "record.basis") {
        ($0.isStated ? "funding.stated" : "funding.inferred") as Message
      }
      Column("rule", "record.rule") { $0.funding.rule }
      Column("words of the plan", "record.words") { $0.words }
    }
  }
}
