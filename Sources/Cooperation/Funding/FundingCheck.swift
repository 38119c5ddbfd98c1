/// Says of every budget line whether the platform may pay for it, and why.
///
/// The plan's rule: a cooperation that goes on as before is borne by each city; of a new or a
/// strengthened one, part of the cost, mainly direct cost, may be paid through the platform.
public struct FundingCheck: Sendable {
  /// What the rule says of a line.
  public enum Verdict: String, Codable, Sendable, CaseIterable {
    /// Direct cost of a new or strengthened cooperation: part of it may be paid.
    case fundable
    /// Nothing is asked of the platform.
    case ownCost = "own cost"
    /// An existing cooperation, which each city bears.
    case existing = "not fundable: existing cooperation"
    /// An indirect cost.
    case indirect = "not fundable: indirect cost"
    /// Somebody else pays for it, or it is asked for twice.
    case doubleFunding = "double funding"
    /// Cannot be decided with what is known.
    case undecided
  }

  /// One line with its verdict.
  public struct Line: Hashable, Codable, Sendable {
    /// Id of the budget line.
    public let line: String
    /// Id of the project.
    public let project: String
    /// Fiscal year.
    public let fiscalYear: FiscalYear
    /// The answer.
    public let verdict: Verdict
    /// Why, and what else must be looked at.
    public let reasons: [String]
    /// The amount in yen; `nil` without an exchange rate for the year.
    public let yen: Double?
    /// What is asked of the platform, yen.
    public let askedYen: Double?
  }

  /// Yen for one yuan by fiscal year.
  public typealias ExchangeRates = [FiscalYear: Double]

  private let registry: Registry
  private let rates: ExchangeRates

  /// A check of a registry's budget lines.
  ///
  /// - Parameter rates: yen for one yuan; a rate is never assumed.
  public init(_ registry: Registry, rates: ExchangeRates = [:]) {
    self.registry = registry
    self.rates = rates
  }

  /// All lines with their verdicts, in the order of the records.
  public var lines: [Line] {
    let all = registry.all(.budgetLines)
    // The same thing asked for twice: the same item, amount and currency of a year, by one payer
    // for whatever project, or for one project by whatever payer.
    var first: [[String]: String] = [:]
    return all.compactMap { record in
      let item = ["fiscal_year", "item", "cost", "amount", "currency"].map { record[$0] }
      let keys = ["payer", "project"].map { [$0, record[$0]] + item }
      let twin = isAsked(record) ? keys.compactMap { first[$0] }.first : nil
      if isAsked(record) {
        for key in keys where first[key] == nil { first[key] = record.id }
      }
      return line(record, twin: twin)
    }
  }

  private func isAsked(_ record: RegistryRecord) -> Bool {
    (Double(record["share_asked"]) ?? 0) > 0
  }

  private func line(_ record: RegistryRecord, twin: String?) -> Line? {
    guard let year = FiscalYear(record["fiscal_year"]), let amount = Double(record["amount"])
    else { return nil }
    let share = Double(record["share_asked"]) ?? 0
    let rate = record["currency"] == Currency.yen.rawValue ? 1 : rates[year]
    let yen = rate.map { $0 * amount }
    var (verdict, reasons) = verdict(record, year, share, twin)
    if rate == nil {
      reasons.append("no exchange rate for \(year): give one as JPY for one CNY")
    }
    return Line(
      line: record.id, project: record["project"], fiscalYear: year, verdict: verdict,
      reasons: reasons, yen: yen, askedYen: yen.map { $0 * share })
  }

  private func verdict(
    _ record: RegistryRecord, _ year: FiscalYear, _ share: Double, _ twin: String?
  ) -> (Verdict, [String]) {
    guard let project = registry.project(record["project"]) else {
      return (.undecided, ["the project \(record["project"]) is not in the records"])
    }
    var reasons: [String] = []
    if project.fiscalYear != year {
      reasons.append("the line is of \(year), the project of \(project.fiscalYear)")
    }
    guard share > 0 else { return (.ownCost, reasons + ["nothing is asked of the platform"]) }
    if let twin {
      return (.doubleFunding, reasons + ["the same item and amount is asked for in \(twin)"])
    }
    let others = record.list("other_payers").filter { $0 != record["payer"] }
    if !others.isEmpty {
      return (
        .doubleFunding, reasons + ["\(others.joined(separator: ", ")) pays for it as well"]
      )
    }
    switch project.fundingClass {
    case .outside:
      return (
        .doubleFunding, reasons + ["the project is paid outside the platform, for example by JICA"]
      )
    case .existing:
      return (
        .existing,
        reasons + ["an existing cooperation goes on at each city’s own cost"] + basis(project)
      )
    case .newOrStrengthened:
      guard let kind = CostKind(rawValue: record["cost"]), kind.isDirect else {
        return (
          .indirect, reasons + ["\(record["cost"]) is no direct cost of the cooperation"]
        )
      }
      reasons.append("\(kind.rawValue) is a direct cost of a new or strengthened cooperation")
      if share >= 1 {
        reasons.append("the whole amount is asked for; the plan pays a part")
        return (.undecided, reasons + basis(project))
      }
      return (.fundable, reasons + basis(project))
    }
  }

  /// A class that was inferred must be confirmed before money moves.
  private func basis(_ project: Project) -> [String] {
    project.record["funding_basis"] == "inferred"
      ? ["the class “\(project.fundingClass.rawValue)” is inferred, not stated: confirm it"] : []
  }
}
