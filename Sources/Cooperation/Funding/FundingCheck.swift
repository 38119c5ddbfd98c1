public import Documents

/// Says of every budget line whether the platform may pay for it, and why.
///
/// The plan's rule: a cooperation that goes on as before is borne by each city; of a new or a
/// strengthened one, part of the cost, mainly direct cost, may be paid through the platform. The
/// cities of the project pay the rest: that is no double funding.
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
    /// The project was called off.
    case cancelled = "not fundable: cancelled project"
    /// What was set for the project and year is used up by the lines before it.
    case overCeiling = "not fundable: over the ceiling"
    /// Somebody else pays for it, or it is asked for twice.
    case doubleFunding = "double funding"
    /// An amount that cannot be.
    case refused
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
    public internal(set) var verdict: Verdict
    /// Why, and what else must be looked at.
    public internal(set) var reasons: [Message]
    /// The amount in yen; `nil` without an exchange rate for the year.
    public let yen: Double?
    /// What is asked of the platform, yen.
    public let askedYen: Double?
  }

  /// Yen for one yuan by fiscal year.
  public typealias ExchangeRates = [FiscalYear: Double]

  private let registry: Registry
  private let rates: ExchangeRates
  private let kept: RegistryRates
  private let checks = RecordChecks(.budgetLines)
  /// Ceilings that the registry keeps, by fiscal year and project; empty for all projects.
  private let keptCeilings: [String: [String: RegistryRecord]]
  /// Most yen that may be asked for one project in a fiscal year, where the records set none of
  /// their own.
  public var ceilings: [FiscalYear: Double] = [:]

  /// A check of a registry's budget lines.
  ///
  /// - Parameter rates: yen for one yuan, before those that the registry keeps; a rate is never
  ///   assumed.
  public init(_ registry: Registry, rates: ExchangeRates = [:]) {
    self.registry = registry
    self.rates = rates
    kept = RegistryRates(registry)
    keptCeilings = Dictionary(grouping: registry.all(.ceilings)) { $0["fiscal_year"] }
      .mapValues { records in
        Dictionary(records.map { ($0["project"], $0) }, uniquingKeysWith: { first, _ in first })
      }
  }

  /// All lines with their verdicts, in the order of the records.
  public var lines: [Line] {
    // The same thing asked for twice: the same item, amount and currency of one project and year,
    // by whatever payer. Two projects may have the same fee.
    var first: [[String]: String] = [:]
    let judged = registry.all(.budgetLines).compactMap { record -> Line? in
      guard isAsked(record) else { return line(record, twin: nil) }
      let key = Self.matter(record)
      let twin = first[key]
      if twin == nil { first[key] = record.id }
      return line(record, twin: twin)
    }
    return underCeilings(judged)
  }

  /// What a line asks for, whatever its spelling: capital letters, blanks, widths of letters and
  /// decimal points that are no part of the matter.
  private static func matter(_ record: RegistryRecord) -> [String] {
    let item = SearchText.key(record["item"]).filter { $0.isLetter || $0.isNumber }
    let amount = Double(record["amount"]).map { "\($0)" } ?? record["amount"]
    return [
      record["project"], record["fiscal_year"], record["cost"], item, amount, record["currency"],
    ]
  }

  private func isAsked(_ record: RegistryRecord) -> Bool {
    (Double(record["share_asked"]) ?? 0) > 0
  }

  private func rate(_ currency: String, _ year: FiscalYear) -> Double? {
    guard let currency = Currency(rawValue: currency) else { return nil }
    if currency == .yuan, let rate = rates[year] { return rate }
    return kept.rate(of: currency, in: year)?.yen
  }

  private func line(_ record: RegistryRecord, twin: String?) -> Line? {
    guard let year = FiscalYear(record["fiscal_year"]), let amount = Double(record["amount"])
    else { return nil }
    let share = Double(record["share_asked"]) ?? 0
    let rate = rate(record["currency"], year)
    let yen = rate.map { $0 * amount }
    var (verdict, reasons) = verdict(record, year, share, twin)
    if rate == nil {
      reasons.append(
        Message(
          "funding.no-rate",
          ["year": .fiscalYear(year.beginning), "currency": .text(record["currency"])]))
    }
    if verdict != .refused { reasons += Self.beyond(record, asked: amount * share) }
    return Line(
      line: record.id, project: record["project"], fiscalYear: year, verdict: verdict,
      reasons: reasons, yen: yen, askedYen: yen.map { $0 * share })
  }

  /// That more was approved than asked, or more spent than approved: each is told, none decides.
  private static func beyond(_ record: RegistryRecord, asked: Double) -> [Message] {
    let currency = Value.text(record["currency"])
    var told: [Message] = []
    if let approved = Double(record["approved"]), approved > asked * (1 + 1e-12) {
      told.append(
        Message(
          "funding.approved-beyond",
          [
            "approved": .text(record["approved"]), "asked": .number(asked, .decimals(0)),
            "currency": currency,
          ]))
    }
    if let approved = Double(record["approved"]), let spent = Double(record["spent"]),
      spent > approved
    {
      told.append(
        Message(
          "funding.spent-beyond",
          [
            "spent": .text(record["spent"]), "approved": .text(record["approved"]),
            "currency": currency,
          ]))
    }
    return told
  }

  private func verdict(
    _ record: RegistryRecord, _ year: FiscalYear, _ share: Double, _ twin: String?
  ) -> (Verdict, [Message]) {
    let faults = checks.problems(record, row: 0)
    if let fault = faults.first {
      return (
        .refused,
        [
          Message(
            "funding.refusal",
            ["problem": .message(fault.problem), "remedy": .message(fault.remedy)])
        ]
      )
    }
    guard let project = registry.project(record["project"]) else {
      return (.undecided, [unknown(record["project"], .projects)])
    }
    var reasons = ([record["payer"]] + record.list("other_payers"))
      .filter { registry.record(.organisations, $0) == nil }
      .map { unknown($0, .organisations) }
    let isOfTheYear = project.years.contains(year)
    if !isOfTheYear {
      reasons.append(
        Message(
          "funding.other-year",
          ["year": .fiscalYear(year.beginning), "years": .years(project.years)]))
    }
    guard share > 0 else { return (.ownCost, reasons + ["funding.nothing-asked"]) }
    guard project.status != .cancelled else {
      return (
        .cancelled, reasons + [Message("funding.project-cancelled", ["project": .text(project.id)])]
      )
    }
    // The cities that work together share the cost; anybody else pays for it a second time.
    let cities = Set([project.japanese] + project.chinese)
    let others = record.list("other_payers").filter { $0 != record["payer"] }
    let strangers = others.filter { !cities.contains($0) }
    let alsoPaid =
      strangers.isEmpty ? [] : [Message("funding.also-paid", ["payers": payers(strangers)])]
    switch project.fundingClass {
    case .outside:
      return (.doubleFunding, reasons + ["funding.paid-outside"])
    case .existing:
      return (
        .existing,
        reasons + ["funding.at-own-cost"] + alsoPaid + basis(project)
      )
    case .newOrStrengthened: break
    }
    if let twin {
      return (.doubleFunding, reasons + [Message("funding.twin", ["line": .text(twin)])])
    }
    if !alsoPaid.isEmpty { return (.doubleFunding, reasons + alsoPaid) }
    guard let kind = CostKind(rawValue: record["cost"]), kind.isDirect else {
      let kind = CostKind(rawValue: record["cost"]).map { Value.term($0) }
      return (
        .indirect,
        reasons + [Message("funding.no-direct-cost", ["kind": kind ?? .text(record["cost"])])]
      )
    }
    // Who does not know the payer cannot say that the cities bear the rest.
    guard isOfTheYear, registry.record(.organisations, record["payer"]) != nil else {
      return (.undecided, reasons + basis(project))
    }
    reasons.append(Message("funding.direct-cost", ["kind": .term(kind)]))
    if share >= 1 {
      reasons.append("funding.whole-amount")
      return (.undecided, reasons + basis(project))
    }
    if !others.isEmpty {
      reasons.append(Message("funding.bears-rest", ["payers": payers(others)]))
    }
    return (.fundable, reasons + basis(project))
  }

  /// That a line names what the records have not, with what may be meant.
  private func unknown(_ id: String, _ kind: RecordKind) -> Message {
    let error = RegistryError.unknownRecord(
      id, kind: kind, nearest: Registry.nearest(to: id, in: registry.all(kind).map(\.id)))
    return Message(
      "funding.refusal", ["problem": .message(error.problem), "remedy": .message(error.advice)])
  }

  /// A class that was inferred must be confirmed before money moves.
  private func basis(_ project: Project) -> [Message] {
    project.record["funding_basis"] == "inferred"
      ? [Message("funding.class-inferred", ["class": .term(project.fundingClass)])] : []
  }

  /// Organisations by name; others stand as the line names them.
  private func payers(_ names: [String]) -> Value {
    .list(names.map { name in registry.organisation(name).map { .named($0.names) } ?? .text(name) })
  }

  // MARK: Ceilings

  /// The lines, those that go beyond what was set for their project and year marked, in the order of
  /// the records.
  private func underCeilings(_ lines: [Line]) -> [Line] {
    struct Place: Hashable {
      let project: String
      let year: FiscalYear
    }
    var left: [Place: Double] = [:]
    return lines.map { line in
      guard line.verdict == .fundable else { return line }
      let place = Place(project: line.project, year: line.fiscalYear)
      guard let ceiling = ceiling(line.project, line.fiscalYear) else { return line }
      var line = line
      guard let asked = line.askedYen, let most = ceiling.yen else {
        line.verdict = .undecided
        line.reasons.append("funding.ceiling-without-rate")
        return line
      }
      let rest = left[place] ?? most
      guard asked <= rest * (1 + 1e-12) else {
        line.verdict = .overCeiling
        line.reasons.append(
          Message(
            "funding.beyond-ceiling",
            [
              "asked": .number(asked, .decimals(0)), "ceiling": ceiling.name,
              "left": .number(max(rest, 0), .decimals(0)),
            ]))
        return line
      }
      left[place] = rest - asked
      return line
    }
  }

  /// The ceiling of a project in a year: its own, else that of all projects, else the one given.
  private func ceiling(_ project: String, _ year: FiscalYear) -> (name: Value, yen: Double?)? {
    let kept = keptCeilings.isEmpty ? nil : keptCeilings[year.description]
    if let record = kept?[project] ?? kept?[""] {
      let rate = rate(record["currency"], year)
      return (
        .text(record.id), Double(record["amount"]).flatMap { amount in rate.map { $0 * amount } }
      )
    }
    return ceilings[year].map { (.number($0, .decimals(0), unit: "JPY"), $0) }
  }
}
