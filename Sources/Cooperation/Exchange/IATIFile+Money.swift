import AirQuality

/// Budgets, expenditure and what was brought about, as the standard has them.
extension IATIFile {
  /// Sums of budget lines by fiscal year and currency; what was spent stands as expenditure on the
  /// last day of the year, which its description says.
  static func money(_ lines: [RegistryRecord], _ writer: inout XMLWriter) {
    struct Place: Hashable {
      let year: FiscalYear
      let currency: String
    }
    var budgets: [Place: Double] = [:]
    var spent: [Place: Double] = [:]
    for line in lines {
      guard let year = FiscalYear(line["fiscal_year"]) else { continue }
      let place = Place(year: year, currency: line["currency"])
      budgets[place, default: 0] += Double(line["amount"]) ?? 0
      if let amount = Double(line["spent"]), amount > 0 { spent[place, default: 0] += amount }
    }
    func sorted(_ sums: [Place: Double]) -> [(key: Place, value: Double)] {
      sums.sorted { ($0.key.year, $0.key.currency) < ($1.key.year, $1.key.currency) }
    }
    for (place, total) in sorted(budgets) {
      writer.begin("budget", [("type", "1"), ("status", "1")])
      writer.empty("period-start", [("iso-date", place.year.firstDay.description)])
      writer.empty("period-end", [("iso-date", place.year.lastDay.description)])
      value(total, place.currency, on: place.year.firstDay, &writer)
      writer.end()
    }
    for (place, total) in sorted(spent) {
      let day = place.year.lastDay
      writer.begin("transaction")
      writer.empty("transaction-type", [("code", "4")])
      writer.empty("transaction-date", [("iso-date", day.description)])
      value(total, place.currency, on: day, &writer)
      writer.begin("description")
      writer.element(
        "narrative", [("xml:lang", "en")],
        "Spent in the fiscal year from \(place.year.firstDay) to \(day); the day is its last")
      writer.end()
      writer.end()
    }
  }

  private static func value(
    _ amount: Double, _ currency: String, on day: CivilDate, _ writer: inout XMLWriter
  ) {
    writer.element(
      "value", [("currency", currency), ("value-date", day.description)], decimal(amount))
  }

  /// A number without an exponent, which the schema does not admit.
  private static func decimal(_ amount: Double) -> String {
    let hundredths = (amount * 100).rounded()
    guard abs(hundredths) < 9e15 else { return String(Int(amount)) }
    let whole = Int(hundredths)
    let rest = abs(whole % 100)
    return rest == 0 ? "\(whole / 100)" : "\(whole / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// People who took part, by fiscal year: an output, which says nothing of the air.
  static func results(
    _ project: Project, _ activities: [Activity], _ writer: inout XMLWriter
  ) {
    var people: [FiscalYear: Int] = [:]
    for activity in activities where activity.isDone && activity.sameAs == nil {
      guard let count = activity.people else { continue }
      people[activity.fiscalYear(in: project).year, default: 0] += count
    }
    guard !people.isEmpty else { return }
    func title(_ text: String) {
      writer.begin("title")
      writer.element("narrative", [("xml:lang", "en")], text)
      writer.end()
    }
    writer.begin("result", [("type", "1"), ("aggregation-status", "true")])
    title("Exchange of people")
    writer.begin("indicator", [("measure", "1")])
    title(
      "People who took part in trainings, dispatches and meetings, as far as sources count them")
    for (year, count) in people.sorted(by: { $0.key < $1.key }) {
      writer.begin("period")
      writer.empty("period-start", [("iso-date", year.firstDay.description)])
      writer.empty("period-end", [("iso-date", year.lastDay.description)])
      writer.empty("actual", [("value", String(count))])
      writer.end()
    }
    writer.end()
    writer.end()
  }
}
