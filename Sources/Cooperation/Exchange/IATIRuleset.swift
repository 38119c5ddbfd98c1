import AirQuality
import Documents

/// The standard rule set of IATI 2.03: what the schema cannot say, and the IATI validator judges.
///
/// - Source: IATI/IATI-Rulesets, version 2.03, `rulesets/standard.json` (read for this file), and the
///   rule on the beginning of identifiers in the text of the standard rule set. Rules on loans
///   (`crs-add`, `fss`) and on organisation files are left out: nothing here has them.
extension IATIRules {
  /// Breaches of the rule set in one activity that follows the schema.
  ///
  /// - Parameter today: actual dates do not lie after it.
  static func ruleset(
    _ activity: XMLElementNode, today: CivilDate = RecordChecks.today
  ) -> [Problem] {
    var judge = RulesetJudge(today: today)
    judge.identity(of: activity)
    judge.dates(of: activity)
    judge.content(of: activity)
    judge.shares(of: activity)
    for element in activity.children { judge.walk(element, in: activity) }
    return judge.problems
  }
}

/// Gathers breaches of the rule set.
private struct RulesetJudge {
  let today: CivilDate
  var problems: [IATIRules.Problem] = []

  mutating func note(_ element: XMLElementNode, _ rule: Message, _ facts: [String: Value] = [:]) {
    var facts = facts
    facts["element"] = .text(element.name)
    problems.append(
      IATIRules.Problem(
        line: element.line, problem: Message(rule.id, facts), origin: .ruleset))
  }

  // MARK: Identity

  mutating func identity(of activity: XMLElementNode) {
    guard let element = activity.first("iati-identifier") else { return }
    let identifier = element.text.trimmed
    check(identifier, of: element)
    let own = activity.first("reporting-org")?["ref"] ?? ""
    let former = activity.all("other-identifier").filter { $0["type"] == "B1" }.map { $0["ref"] }
    let starts = ([own] + former).filter { !$0.isEmpty }
    if !starts.isEmpty, !starts.contains(where: { identifier.hasPrefix($0) }) {
      note(
        element, "iati.rule-beginning",
        ["identifier": .text(identifier), "reporter": .text(own)])
    }
  }

  private mutating func check(_ text: String, of element: XMLElementNode) {
    if text.contains(where: { "/&|?".contains($0) }) {
      note(element, "iati.rule-signs", ["text": .text(text)])
    }
  }

  // MARK: Dates

  mutating func dates(of activity: XMLElementNode) {
    func day(_ type: String) -> (XMLElementNode, CivilDate)? {
      activity.all("activity-date").first { $0["type"] == type }.flatMap { element in
        IATIFile.isoDay(element["iso-date"]).map { (element, $0) }
      }
    }
    for (first, last) in [("1", "3"), ("2", "4")] {
      guard let start = day(first), let end = day(last), end.1 < start.1 else { continue }
      note(
        end.0, "iati.rule-order",
        ["start": .date(start.1.description), "end": .date(end.1.description)])
    }
    for type in ["2", "4"] {
      if let actual = day(type) { ended(actual.0, actual.1) }
    }
    if let changed = IATIFile.isoDay(String(activity["last-updated-datetime"].prefix(10))) {
      ended(activity, changed)
    }
  }

  private mutating func ended(_ element: XMLElementNode, _ day: CivilDate) {
    if day > today { note(element, "iati.rule-future", ["day": .date(day.description)]) }
  }

  /// From `period-start` to `period-end`, at most a year where a year is the most.
  private mutating func period(_ element: XMLElementNode, withinYear: Bool = false) {
    guard let start = element.first("period-start").flatMap({ IATIFile.isoDay($0["iso-date"]) }),
      let end = element.first("period-end").flatMap({ IATIFile.isoDay($0["iso-date"]) })
    else { return }
    let facts: [String: Value] = [
      "start": .date(start.description), "end": .date(end.description),
    ]
    if end < start { note(element, "iati.rule-order", facts) }
    if withinYear, end.daysSinceEpoch - start.daysSinceEpoch > 366 {
      note(element, "iati.rule-year", facts)
    }
  }

  // MARK: What must be there

  mutating func content(of activity: XMLElementNode) {
    let transactions = activity.all("transaction")
    if activity.first("sector") == nil, !transactions.contains(where: { $0.first("sector") != nil })
    {
      note(activity, "iati.rule-sector")
    }
    let isPlaced =
      activity.first("recipient-country") != nil || activity.first("recipient-region") != nil
    if isPlaced,
      let twice = transactions.first(where: {
        $0.first("recipient-country") != nil || $0.first("recipient-region") != nil
      })
    {
      note(twice, "iati.rule-country-twice")
    }
    let ours = activity.all("sector").filter { ["98", "99"].contains($0["vocabulary"]) }
    if let first = ours.first, activity.all("sector").allSatisfy({ $0.first("narrative") == nil }) {
      note(first, "iati.rule-sector-words")
    }
  }

  mutating func shares(of activity: XMLElementNode) {
    let places = activity.all("recipient-country") + activity.all("recipient-region")
    let stated = places.filter { !$0["percentage"].isEmpty }
    if let first = stated.first {
      let total = stated.reduce(0) { $0 + (Double($1["percentage"]) ?? 0) }
      if abs(total - 100) > 1e-6 {
        note(first, "iati.rule-countries", ["total": .text("\(total)")])
      }
    } else if places.count > 1 {
      note(places[0], "iati.rule-countries", ["total": .text("0")])
    }
    // Several are judged with the code lists; one alone may say its share.
    for (_, sectors) in Dictionary(grouping: activity.all("sector"), by: { $0["vocabulary"] })
    where sectors.count == 1 {
      let share = sectors[0]["percentage"]
      if !share.isEmpty, Double(share) != 100 {
        note(sectors[0], "iati.rule-share-alone", ["share": .text(share)])
      }
    }
  }

  // MARK: Elements, wherever they stand

  mutating func walk(_ element: XMLElementNode, in activity: XMLElementNode) {
    switch element.name {
    case "budget": period(element, withinYear: true)
    case "planned-disbursement", "period": period(element)
    case "reporting-org": check(element["ref"], of: element)
    case "participating-org", "provider-org", "receiver-org", "owner-org":
      check(element["ref"], of: element)
      if element["ref"].isEmpty, element.first("narrative") == nil {
        note(element, "iati.rule-nameless")
      }
    case "transaction-date":
      if let day = IATIFile.isoDay(element["iso-date"]) { ended(element, day) }
    case "policy-marker":
      let vocabulary = element["vocabulary"]
      if ["", "1"].contains(vocabulary), element["significance"].isEmpty {
        note(element, "iati.rule-significance")
      }
      if vocabulary == "99", element.first("narrative") == nil {
        note(element, "iati.rule-marker-words")
      }
    case "value":
      if element["currency"].isEmpty, activity["default-currency"].isEmpty {
        note(element, "iati.rule-currency")
      }
    default: break
    }
    if !element["percentage"].isEmpty, let share = Double(element["percentage"]),
      !(0...100).contains(share)
    {
      note(element, "iati.rule-share", ["share": .text(element["percentage"])])
    }
    if element.name == "transaction",
      let day = element.first("value").flatMap({ IATIFile.isoDay($0["value-date"]) })
    {
      ended(element, day)
    }
    for child in element.children { walk(child, in: activity) }
  }
}
