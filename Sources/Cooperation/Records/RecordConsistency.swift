import AirQuality
import Documents

/// What the cells of one record must be to each other.
struct RecordConsistency {
  let record: RegistryRecord
  let row: Int
  let today: CivilDate

  var problems: [RegistryError.RowProblem] { itself + ofKind }

  private func problem(
    _ column: String, _ problem: Message, _ remedy: Message
  ) -> [RegistryError.RowProblem] {
    [.init(row: row, column: column, problem: problem, remedy: remedy)]
  }

  /// A rule whose sentence names one cell.
  private func rule(_ rule: Message, _ text: String) -> Message {
    Message(rule.id, ["text": .text(text)])
  }

  /// A record that names itself where another is meant.
  private var itself: [RegistryError.RowProblem] {
    RecordSchema.of(record.kind).columns.flatMap { column in
      guard case .reference(let kind) = column.content, kind == record.kind,
        record[column.name] == record.id
      else { return [RegistryError.RowProblem]() }
      return problem(
        column.name, rule("rule.names-itself", record.id),
        Message("remedy.another", ["kind": kind.one]))
    }
  }

  private var ofKind: [RegistryError.RowProblem] {
    switch record.kind {
    case .activities: order("start", "end") + done
    case .measures: order("start", "end")
    case .organisationNames: order("from", "until")
    case .partnerships: order("joined", "left") + distinct("jp_org", "cn_org")
    case .communications: distinct("sender", "receiver")
    case .flows: distinct("giver", "receiver")
    case .phases: years("start", "end")
    case .projects:
      years("fiscal_year", "end_year")
        + (record.list("cn_orgs").contains(record["jp_org"])
          ? problem(
            "cn_orgs", rule("rule.both-sides", record["jp_org"]), "remedy.own-side")
          : [])
    case .claims: claimYears
    case .budgetLines: budget
    case .ceilings: amount("amount")
    case .exchangeRates: rate
    case .places: place
    case .organisations: territory
    default: []
    }
  }

  private func order(_ first: String, _ last: String) -> [RegistryError.RowProblem] {
    guard let start = PartialDate(record[first]), let end = PartialDate(record[last]),
      end.last < start.first
    else { return [] }
    return problem(
      last,
      Message(
        first == "start" ? "rule.end-before-start" : "rule.before",
        ["end": .date(end.description), "start": .date(start.description)]),
      "remedy.correct-one")
  }

  private func years(_ first: String, _ last: String) -> [RegistryError.RowProblem] {
    guard let start = FiscalYear(record[first]), let end = FiscalYear(record[last]), end < start
    else { return [] }
    return problem(
      last,
      Message(
        "rule.end-before-start",
        ["end": .fiscalYear(end.beginning), "start": .fiscalYear(start.beginning)]),
      "remedy.correct-one")
  }

  private func distinct(_ first: String, _ second: String) -> [RegistryError.RowProblem] {
    guard record[first] == record[second] else { return [] }
    return problem(second, rule("rule.both-sides", record[first]), "remedy.two-parties")
  }

  /// What is still to come cannot have taken place.
  private var done: [RegistryError.RowProblem] {
    guard record["status"] == "done",
      let latest = [record["end"], record["start"]].compactMap({ PartialDate($0) }).first,
      latest.first > today
    else { return [] }
    return problem(
      "status", rule("rule.done-to-come", latest.description), "remedy.planned")
  }

  private var claimYears: [RegistryError.RowProblem] {
    guard let base = Int(record["base_year"]), let end = Int(record["end_year"]), end < base
    else { return [] }
    return problem(
      "end_year",
      Message("rule.before", ["end": .text("\(end)"), "start": .text("\(base)")]),
      "remedy.correct-one")
  }

  // MARK: Money

  /// Above it a line is no budget of this programme: ten times the cost of its first five years
  /// (claim C15 of the built-in records: above 1,000,000,000 yen). The bound is ours.
  static let mostYen = 10_000_000_000.0

  private func amount(_ column: String, orZero: Bool = false) -> [RegistryError.RowProblem] {
    guard let amount = Double(record[column]) else { return [] }
    if amount < 0 {
      return problem(column, "rule.amount-negative", "remedy.to-be-paid")
    }
    if amount == 0, !orZero {
      return problem(column, "rule.amount-zero", "remedy.to-be-paid-or-left-out")
    }
    let currency = Currency(rawValue: record["currency"]) ?? .yen
    let most = Self.mostYen / currency.plausibleYen.lowerBound
    guard amount > most else { return [] }
    return problem(
      column,
      Message(
        "rule.amount-beyond",
        ["amount": .text(record[column]), "currency": .text(record["currency"])]),
      Message(
        "remedy.at-most",
        ["most": .text("\(Int(most.rounded()))"), "currency": .text(record["currency"])]))
  }

  private var budget: [RegistryError.RowProblem] {
    var found =
      amount("amount") + amount("approved", orZero: true) + amount("spent", orZero: true)
    if let share = Double(record["share_asked"]), !(0...1).contains(share) {
      found += problem(
        "share_asked", rule("rule.no-share", record["share_asked"]), "remedy.share")
    }
    if let whole = Double(record["amount"]), let approved = Double(record["approved"]),
      approved > whole
    {
      found += problem(
        "approved",
        Message(
          "rule.approved-beyond",
          ["approved": .text(record["approved"]), "amount": .text(record["amount"])]),
        "remedy.correct-one")
    }
    return found
  }

  private var rate: [RegistryError.RowProblem] {
    if let day = PartialDate(record["date"]), day.first > today {
      return self.problem("date", rule("rule.rate-to-come", day.description), "remedy.rate-to-come")
    }
    guard let currency = Currency(rawValue: record["currency"]), let yen = Double(record["yen"]),
      let problem = currency.problem(ofRate: yen)
    else { return [] }
    return self.problem("yen", problem.problem, problem.remedy)
  }

  // MARK: Places

  private var place: [RegistryError.RowProblem] {
    if let latitude = Double(record["latitude"]), abs(latitude) > 90 {
      return problem("latitude", rule("rule.no-latitude", "\(latitude)"), "remedy.degrees")
    }
    if let longitude = Double(record["longitude"]), abs(longitude) > 180 {
      return problem("longitude", rule("rule.no-longitude", "\(longitude)"), "remedy.degrees")
    }
    return []
  }

  private var territory: [RegistryError.RowProblem] {
    guard !record["iso3166_2"].isEmpty, !record["iso3166_2"].hasPrefix(record["country"]) else {
      return []
    }
    return problem(
      "iso3166_2",
      Message(
        "rule.territory",
        ["code": .text(record["iso3166_2"]), "country": .text(record["country"])]),
      "remedy.territory")
  }
}
