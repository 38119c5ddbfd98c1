import AirQuality

/// Sums of budget lines by project, by payer, by partner city and by fiscal year, each currency for
/// itself, with the rate of the archive beside them.
public struct FundingSums: Sendable {
  /// What lines are put together by.
  public enum Key: String, Sendable, CaseIterable {
    /// The fiscal year alone.
    case year
    case project
    /// The organisation that pays.
    case payer
    /// Each organisation on the Chinese side of the project: a project with several counts for each.
    case city
  }

  /// One sum.
  public struct Row: Hashable, Codable, Sendable {
    /// Id of the project or organisation; empty for a sum over the year, and for projects without a
    /// city.
    public let key: String
    /// Fiscal year.
    public let fiscalYear: FiscalYear
    /// ISO 4217.
    public let currency: String
    /// Budget lines.
    public let lines: Int
    /// Whole cost, in the currency.
    public let amount: Double
    /// What is asked of the platform.
    public let asked: Double
    /// What was approved, as far as the lines say it.
    public let approved: Double
    /// Lines that say nothing of what was approved.
    public let unanswered: Int
    /// What was spent, as far as the lines say it.
    public let spent: Double
    /// Lines that say nothing of what was spent.
    public let unspoken: Int
    /// Yen for one unit; `nil` where the archive has no rate of the year.
    public let rate: Double?
    /// Day of the rate and where it comes from.
    public let rateSource: String?
  }

  private let registry: Registry
  private let leftOut: Set<String>

  /// Sums of a registry's budget lines.
  ///
  /// - Parameter leftOut: ids of lines that are in no sum.
  public init(_ registry: Registry, without leftOut: Set<String> = []) {
    self.registry = registry
    self.leftOut = leftOut
  }

  /// The sums, by fiscal year, key and currency.
  public func rows(by key: Key) -> [Row] {
    struct Place: Hashable {
      let key: String
      let year: FiscalYear
      let currency: String
    }
    struct Sum {
      var lines = 0
      var amount = 0.0
      var asked = 0.0
      var approved = 0.0
      var unanswered = 0
      var spent = 0.0
      var unspoken = 0
    }
    var sums: [Place: Sum] = [:]
    for line in registry.all(.budgetLines) where !leftOut.contains(line.id) {
      guard let year = FiscalYear(line["fiscal_year"]), let amount = Double(line["amount"]) else {
        continue
      }
      let keys: [String] =
        switch key {
        case .year: [""]
        case .project: [line["project"]]
        case .payer: [line["payer"]]
        case .city: cities(line)
        }
      for each in keys {
        let place = Place(key: each, year: year, currency: line["currency"])
        var sum = sums[place] ?? Sum()
        sum.lines += 1
        sum.amount += amount
        sum.asked += amount * (Double(line["share_asked"]) ?? 0)
        sum.approved += Double(line["approved"]) ?? 0
        sum.unanswered += line["approved"].isEmpty ? 1 : 0
        sum.spent += Double(line["spent"]) ?? 0
        sum.unspoken += line["spent"].isEmpty ? 1 : 0
        sums[place] = sum
      }
    }
    let rates = RegistryRates(registry)
    return sums.sorted {
      ($0.key.year, $0.key.key, $0.key.currency) < ($1.key.year, $1.key.key, $1.key.currency)
    }.map { place, sum in
      let rate = Currency(rawValue: place.currency).flatMap { rates.rate(of: $0, in: place.year) }
      return Row(
        key: place.key, fiscalYear: place.year, currency: place.currency, lines: sum.lines,
        amount: sum.amount, asked: sum.asked, approved: sum.approved,
        unanswered: sum.unanswered, spent: sum.spent, unspoken: sum.unspoken, rate: rate?.yen,
        rateSource: rate?.source)
    }
  }

  /// The cities of a line's project; work within Japan and unknown projects have none, and count
  /// nevertheless.
  private func cities(_ line: RegistryRecord) -> [String] {
    let cities = registry.project(line["project"])?.chinese ?? []
    return cities.isEmpty ? [""] : cities
  }
}

/// Exchange rates that a registry keeps, with day and source.
public struct RegistryRates: Sendable {
  /// One rate.
  public struct Rate: Hashable, Sendable {
    /// Yen for one unit.
    public let yen: Double
    /// Day and source.
    public let source: String
  }

  private var rates: [String: Rate] = [:]

  /// The rates of a registry.
  public init(_ registry: Registry) {
    for record in registry.all(.exchangeRates) {
      guard let yen = Double(record["yen"]) else { continue }
      rates[record["currency"] + record["fiscal_year"]] = Rate(
        yen: yen, source: "\(record["date"]), \(record["source"])")
    }
  }

  /// The rate of a year; 1 of the yen itself; `nil` where none is kept.
  public func rate(of currency: Currency, in year: FiscalYear) -> Rate? {
    currency == .yen ? Rate(yen: 1, source: "yen") : rates[currency.rawValue + year.description]
  }
}
