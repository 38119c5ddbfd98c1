public import Documents

/// One fleet counted by every method, with what makes them differ.
///
/// No method is the truth: they rest on different engines, different fuels and different
/// assumptions about age. Where two differ by more than a factor of two somebody must choose, and
/// should know why.
public struct MethodComparison: Codable, Hashable, Sendable {
  /// One method's count.
  public struct Count: Codable, Hashable, Sendable {
    /// How factors were made.
    public let method: EmissionMethod
    /// t a year; a pollutant without a figure for the whole fleet is missing.
    public let tonnes: [ExhaustPollutant: Double]
    /// t of diesel a year.
    public let fuel: Double
    /// What age adds to a new engine's emission, a share; nothing with EMEP.
    public let deterioration: [ExhaustPollutant: Double]
    /// What cleaner fuel than the certification's takes from it, a share; of particles only.
    public let fuelCredit: [ExhaustPollutant: Double]
  }

  /// How far the methods are apart in one pollutant.
  public struct Spread: Codable, Hashable, Sendable {
    /// What is counted.
    public let pollutant: ExhaustPollutant
    /// The method with the smallest figure.
    public let lowest: EmissionMethod
    /// The method with the largest figure.
    public let highest: EmissionMethod
    /// Largest over smallest.
    public let ratio: Double
    /// What makes them differ, one sentence each.
    public let reasons: [Message]

    /// Whether the two differ by more than a factor of two.
    public var isWide: Bool { ratio > 2 }
  }

  /// One a method, in the order of `EmissionMethod.allCases`.
  public let counts: [Count]
  /// One a pollutant that two methods know.
  public let spreads: [Spread]
  /// kWh a year.
  public let work: Double

  /// Counts a fleet by every method with the settings of one inventory.
  ///
  /// - Throws: `OffRoadError.setting` for sulphur that no fuel has.
  public init(_ inventory: MachineInventory, _ fleet: ClassFleet) throws(OffRoadError) {
    var counts: [Count] = []
    for method in EmissionMethod.allCases {
      var own = inventory
      own.method = method
      counts.append(Count(method, try ClassEmissions(own, fleet)))
    }
    self.counts = counts
    let work = fleet.cells.filter { $0.key.fuel == .diesel }.reduce(0) { $0 + $1.work }
    self.work = work
    spreads = ExhaustPollutant.allCases.compactMap { Spread($0, counts, work: work) }
  }

  /// A warning for each pollutant in which another method differs by more than a factor of two
  /// from the one in use, with the reasons.
  public func warnings(of method: EmissionMethod) -> [Message] {
    guard let own = counts.first(where: { $0.method == method }) else { return [] }
    return ExhaustPollutant.allCases.compactMap { pollutant in
      guard let tonnes = own.tonnes[pollutant], tonnes > 0 else { return nil }
      let far = counts.filter { other in
        guard let theirs = other.tonnes[pollutant], theirs > 0 else { return false }
        return theirs > 2 * tonnes || tonnes > 2 * theirs
      }
      guard !far.isEmpty else { return nil }
      let ratios = far.map { other in
        Value.message(
          Message(
            "off-road.counts-times",
            [
              "method": .text(other.method.name),
              "ratio": .number((other.tonnes[pollutant] ?? 0) / tonnes),
            ]))
      }
      var reasons: [Message] = []
      for other in far {
        for reason in Spread.reasons(pollutant, own, other, work: work)
        where !reasons.contains(reason) {
          reasons.append(reason)
        }
      }
      let head = Message(
        "off-road.methods-far",
        [
          "pollutant": .text(pollutant.displayName), "ratios": .list(ratios),
          "method": .text(method.name),
        ])
      return .joined([head] + reasons)
    }
  }
}

extension MethodComparison.Count {
  init(_ method: EmissionMethod, _ emissions: ClassEmissions) {
    self.method = method
    var tonnes: [ExhaustPollutant: Double] = [:]
    var aged: [ExhaustPollutant: Double] = [:]
    var credit: [ExhaustPollutant: Double] = [:]
    for pollutant in ExhaustPollutant.allCases {
      let position = pollutant.position
      guard emissions.cells.allSatisfy({ $0.isKnown[position] || $0.cell.work == 0 }) else {
        continue
      }
      let new = emissions.cells.reduce(0) { $0 + $1.zeroHour[position] }
      let worse = emissions.cells.reduce(0) { $0 + $1.deterioration[position] }
      let less = emissions.cells.reduce(0) { $0 + $1.subtraction[position] }
      tonnes[pollutant] = (new + worse - less) * 1e-6
      // CO2 and SO2 subtract unburnt fuel, which is no matter of the fuel's quality.
      guard new > 0, !pollutant.followsFuel else { continue }
      if worse != 0 { aged[pollutant] = worse / new }
      if less != 0 { credit[pollutant] = less / new }
    }
    self.tonnes = tonnes
    deterioration = aged
    fuelCredit = credit
    fuel = emissions.cells.reduce(0) { $0 + $1.fuel } * 1e-6
  }
}

extension MethodComparison.Spread {
  init?(_ pollutant: ExhaustPollutant, _ counts: [MethodComparison.Count], work: Double) {
    let known = counts.filter { ($0.tonnes[pollutant] ?? 0) > 0 }
    guard known.count > 1,
      let low = known.min(by: { ($0.tonnes[pollutant] ?? 0) < ($1.tonnes[pollutant] ?? 0) }),
      let high = known.max(by: { ($0.tonnes[pollutant] ?? 0) < ($1.tonnes[pollutant] ?? 0) }),
      let least = low.tonnes[pollutant], let most = high.tonnes[pollutant]
    else { return nil }
    self.pollutant = pollutant
    lowest = low.method
    highest = high.method
    ratio = most / least
    reasons = Self.reasons(pollutant, low, high, work: work)
  }

  fileprivate static func reasons(
    _ pollutant: ExhaustPollutant, _ low: MethodComparison.Count, _ high: MethodComparison.Count,
    work: Double
  ) -> [Message] {
    var found: [Message] = []
    for own in [high, low] {
      found.append(
        Message("off-road.knows.\(own.method.rawValue)", ["method": .text(own.method.name)]))
      guard own.method == .nonroad else { continue }
      if let worse = own.deterioration[pollutant] {
        found.append(
          Message("off-road.age-adds", ["share": .number(worse * 100, unit: "%")]))
      }
      if let less = own.fuelCredit[pollutant], less > 0 {
        found.append(
          Message("off-road.clean-fuel-subtracts", ["share": .number(less * 100, unit: "%")]))
      }
    }
    if work > 0, abs(high.fuel / low.fuel - 1) > 0.02 {
      func consumption(_ count: MethodComparison.Count) -> Value {
        .number(count.fuel * 1e6 / work, unit: "g/kWh")
      }
      found.append(
        Message(
          "off-road.fuel-differs",
          [
            "highest": .text(high.method.name), "high": consumption(high),
            "lowest": .text(low.method.name), "low": consumption(low),
          ]))
    }
    if pollutant == .hc, high.method.hydrocarbons != low.method.hydrocarbons {
      found.append(
        Message(
          "off-road.hydrocarbons-differ",
          [
            "highest": .text(high.method.name), "high": .message(high.method.hydrocarbons),
            "lowest": .text(low.method.name), "low": .message(low.method.hydrocarbons),
          ]))
    }
    return found
  }
}
