/// How the annual means of some cities changed between two calendar years.
///
/// It describes; it says nothing about why.
public struct AnnualChange: Hashable, Codable, Sendable {
  /// One city or aggregate with a value in both years.
  public struct City: Hashable, Codable, Sendable {
    /// Name as the table has it.
    public let name: String
    /// µg/m³ in the base year.
    public let base: Double
    /// µg/m³ in the end year.
    public let end: Double
    /// Relative change in per cent, the lowest that the rounding of both admits.
    public let lower: Double
    /// The highest.
    public let upper: Double
    /// How many of the two values are recalled: no stored source backs them and no office reports
    /// them.
    public let unverified: Int
    /// Where the two values come from.
    public let sources: [String]
    /// Relative change in per cent.
    public var change: Double { (end / base - 1) * 100 }
  }

  /// Calendar year compared with.
  public let baseYear: Int
  /// Calendar year spoken of.
  public let endYear: Int
  /// By name.
  public let cities: [City]
  /// Cities without a value in one of the years.
  public let missing: [String]

  /// Changes of the cities that a rule picks from a table of annual means.
  ///
  /// - Parameters:
  ///   - means: official series and aggregates are used; other compilations are not mixed in.
  ///   - names: the cities wanted, by the name in the table.
  public init(_ means: [AnnualMean], names: [String], baseYear: Int, endYear: Int) {
    self.baseYear = baseYear
    self.endYear = endYear
    var cities: [City] = []
    var missing: [String] = []
    let wanted = Set(names)
    let used = Dictionary(
      grouping: means.filter { wanted.contains($0.city) && $0.series != "ngo" }, by: \.city)
    for name in names.sorted() {
      func value(_ year: Int) -> AnnualMean? { used[name]?.first { $0.year == year } }
      guard let base = value(baseYear), let end = value(endYear) else {
        missing.append(name)
        continue
      }
      func relative(_ high: Double, _ low: Double) -> Double { (high / low - 1) * 100 }
      cities.append(
        City(
          name: name, base: base.value, end: end.value,
          lower: relative(end.value - end.rounding, base.value + base.rounding),
          upper: relative(end.value + end.rounding, base.value - base.rounding),
          unverified: [base, end].count { $0.verification == .recall },
          sources: [base.source, end.source]))
    }
    self.cities = cities
    self.missing = missing
  }

  /// Mean of the cities' relative changes, per cent; `nil` without a city.
  public var mean: Double? { Self.mean(cities.map(\.change)) }
  /// The mean change when every value is rounded the one way or the other, per cent.
  public var range: ClosedRange<Double>? {
    guard let lower = Self.mean(cities.map(\.lower)), let upper = Self.mean(cities.map(\.upper))
    else { return nil }
    return lower...upper
  }
  /// Relative change of the mean over cities, per cent: large values weigh more in it.
  public var changeOfMean: Double? {
    guard let base = Self.mean(cities.map(\.base)), let end = Self.mean(cities.map(\.end)) else {
      return nil
    }
    return (end / base - 1) * 100
  }
  /// Values that entered.
  public var inputs: Int { 2 * cities.count }
  /// Values that entered and that are recalled.
  public var unverified: Int { cities.reduce(0) { $0 + $1.unverified } }
  /// Values that come from no other page than a source's own.
  public func repeating(_ source: String) -> Int {
    let own = SourceAddresses(source)
    return cities.reduce(0) { sum, city in
      sum + city.sources.count { SourceAddresses($0).repeats(own) }
    }
  }
  /// Whether the reference state of the values changed in between: China's rule of 2018-09-01
  /// makes values from 2019 on differ from earlier ones without any change of the air.
  public var crossesReferenceState: Bool { baseYear <= 2018 && endYear >= 2019 }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

/// Whether some cities changed otherwise than others, judged by all ways of drawing as many.
public struct ExchangeComparison: Hashable, Codable, Sendable {
  /// Mean relative change of the cities minus that of the others, percentage points.
  public let difference: Double
  /// Share of all draws of as many cities whose difference is at least as large, either way.
  public let pValue: Double
  /// How many draws there are.
  public let draws: Int

  /// An exact exchange test on the cities' relative changes.
  ///
  /// It assumes that, had the cooperation done nothing, any of the cities could have been the
  /// partners; cities near each other share their weather and their policies, which makes the
  /// p-value too small rather than too large.
  ///
  /// - Returns: `nil` when a side is empty, or when there are more than a million draws.
  /// - Source: Fisher's exact test by exchange of labels; Ernst (2004),
  ///   doi:10.1214/088342304000000396.
  public init?(_ cities: AnnualChange, others: AnnualChange) {
    let own = cities.cities.map(\.change)
    let all = own + others.cities.map(\.change)
    let size = own.count
    guard size > 0, all.count > size else { return nil }
    var draws = 1.0
    for index in 0..<size { draws = draws * Double(all.count - index) / Double(index + 1) }
    guard draws < 1_000_000.5 else { return nil }
    let total = all.reduce(0, +)
    func difference(_ sum: Double) -> Double {
      sum / Double(size) - (total - sum) / Double(all.count - size)
    }
    let observed = difference(own.reduce(0, +))
    self.difference = observed
    var extreme = 0
    var count = 0
    func draw(from start: Int, left: Int, sum: Double) {
      guard left > 0 else {
        count += 1
        // The observed draw itself must count in spite of another order of summation.
        if abs(difference(sum)) >= abs(observed) - 1e-9 { extreme += 1 }
        return
      }
      guard all.count - start >= left else { return }
      for index in start...(all.count - left) {
        draw(from: index + 1, left: left - 1, sum: sum + all[index])
      }
    }
    draw(from: 0, left: size, sum: 0)
    self.draws = count
    pValue = Double(extreme) / Double(count)
  }
}
