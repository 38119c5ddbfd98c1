import AirQuality

/// Budgets, expenditure and what was brought about, as the standard has them.
extension IATIFile {
  /// Sums of budget lines by fiscal year and currency: the whole as a budget, what was approved as a
  /// commitment of the first day of the year, what was spent as expenditure of its last one, which
  /// their descriptions say.
  ///
  /// - Parameter made: day on which the file is made: no transaction lies behind it.
  static func money(
    _ lines: [RegistryRecord], made: CivilDate?, _ writer: inout XMLWriter
  ) {
    struct Place: Hashable {
      let year: FiscalYear
      let currency: String
    }
    var budgets: [Place: Double] = [:]
    var approved: [Place: Double] = [:]
    var spent: [Place: Double] = [:]
    for line in lines {
      guard let year = FiscalYear(line["fiscal_year"]) else { continue }
      let place = Place(year: year, currency: line["currency"])
      budgets[place, default: 0] += Double(line["amount"]) ?? 0
      if let amount = Double(line["approved"]), amount > 0 {
        approved[place, default: 0] += amount
      }
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
    for (place, total) in sorted(approved) {
      let day = min(place.year.firstDay, made ?? place.year.firstDay)
      transaction(
        "2", total, place.currency, on: day,
        "Approved for the fiscal year from \(place.year.firstDay) to \(place.year.lastDay)",
        &writer)
    }
    for (place, total) in sorted(spent) {
      let day = min(place.year.lastDay, made ?? place.year.lastDay)
      transaction(
        "4", total, place.currency, on: day,
        "Spent in the fiscal year from \(place.year.firstDay) to \(place.year.lastDay), as far as "
          + "the records say; the day is its last, or that of the file", &writer)
    }
  }

  private static func transaction(
    _ type: String, _ amount: Double, _ currency: String, on day: CivilDate, _ words: String,
    _ writer: inout XMLWriter
  ) {
    writer.begin("transaction")
    writer.empty("transaction-type", [("code", type)])
    writer.empty("transaction-date", [("iso-date", day.description)])
    value(amount, currency, on: day, &writer)
    writer.begin("description")
    writer.element("narrative", [("xml:lang", "en")], words)
    writer.end()
    writer.end()
  }

  /// The lines of which the sums are made, so that they come back.
  static func budgetLines(_ lines: [RegistryRecord], _ writer: inout XMLWriter) {
    let columns = RecordSchema.of(.budgetLines).columns.map(\.name).filter { $0 != "project" }
    for line in lines {
      writer.empty("airaccord:budget-line", columns.map { ($0, line[$0]) })
    }
  }

  /// The budget lines of a project of ours.
  static func budgetLines(
    _ element: XMLElementNode, file: String
  ) throws(RegistryError) -> [RegistryRecord] {
    var records: [RegistryRecord] = []
    for line in element.all("airaccord:budget-line") {
      var values = line.attributes
      values["project"] = id(element)
      records.append(try checked(.budgetLines, values, line, file: file))
    }
    return records
  }

  /// Whether the budgets and transactions of a project of ours are the sums of its lines; somebody
  /// who changed them in the file changed no record.
  static func isSum(of lines: [RegistryRecord], _ element: XMLElementNode) -> Bool {
    func total(_ elements: [XMLElementNode]) -> Double {
      elements.reduce(0) { $0 + (Double($1.first("value")?.text.trimmed ?? "") ?? .nan) }
    }
    func total(_ column: String) -> Double {
      lines.reduce(0) { $0 + (Double($1[column]) ?? 0) }
    }
    let transactions = element.all("transaction")
    func ofType(_ code: String) -> [XMLElementNode] {
      transactions.filter { $0.first("transaction-type")?["code"] == code }
    }
    let pairs = [
      (total(element.all("budget")), total("amount")), (total(ofType("2")), total("approved")),
      (total(ofType("4")), total("spent")),
    ]
    // Each sum was rounded to hundredths.
    return ofType("2").count + ofType("4").count == transactions.count
      && pairs.allSatisfy { abs($0.0 - $0.1) <= 0.01 * Double(lines.count + 1) }
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
