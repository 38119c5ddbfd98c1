import AirQuality
import Documents
import NumericKernels

/// How sure an inventory is, and which survey would make it surer.
///
/// Parameters are drawn by a Latin hypercube; machines of a class share part of their error, and
/// what they do not share averages out over them. Emissions are linear in what the classes add up,
/// so that ten thousand draws of a million machines cost no more than of a hundred classes.
///
/// It assumes that parameters are independent of each other and that the age of the engines is
/// known; the default spreads are our own and marked as such.
///
/// - Source: McKay, Beckman and Conover (1979), doi:10.2307/1268522; Saltelli et al. (2010),
///   doi:10.1016/j.cpc.2009.09.018; IPCC (2006) guidelines, volume 1, chapter 3.
public struct UncertaintyAnalysis: Hashable, Codable, Sendable {
  /// Draws. Default: 10,000.
  public var draws = 10_000
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95
  /// Of the random streams. Default: 1.
  public var seed: UInt64 = 1
  /// What is believed, by quantity. Default: see `defaultDistributions`.
  public var distributions: [UncertainQuantity: ParameterDistribution] = Self.defaultDistributions
  /// Share of the error's variance that machines of one type have in common. Default: 0.5.
  ///
  /// 1: the whole type is wrong together; 0: every machine has an error of its own, which averages
  /// out.
  public var correlation = 0.5
  /// Pollutant whose variance is shared out. Default: NOx.
  public var pollutant = ExhaustPollutant.nox
  /// Draws of each of the two samples for the Sobol indices. Default: 1,024.
  public var sobolDraws = 1_024

  /// All settings at their defaults.
  public init() {}

  /// Spreads that stand in where no survey says better: counts 10 %, known hours 15 %, default
  /// hours anywhere from half to one and a half, known load factors 15 %, default load factors
  /// 0.6 to 1.4, factors 30 %, fuel consumption 10 %, deterioration from none to twice.
  public static let defaultDistributions: [UncertainQuantity: ParameterDistribution] = [
    .population: .lognormal(spread: 0.10), .hours: .lognormal(spread: 0.15),
    .defaultHours: .uniform(low: 0.5, high: 1.5), .loadFactor: .lognormal(spread: 0.15),
    .defaultLoadFactor: .uniform(low: 0.6, high: 1.4),
    .emissionFactor: .lognormal(spread: 0.30), .fuelConsumption: .lognormal(spread: 0.10),
    .deterioration: .triangular(low: 0, mode: 1, high: 2),
  ]

  /// Draws a fleet's emissions.
  ///
  /// - Throws: `OffRoadError.setting` for impossible settings.
  public func analyse(
    _ inventory: MachineInventory, _ fleet: ClassFleet
  ) throws(OffRoadError) -> UncertaintyResult {
    try check()
    let emissions = try ClassEmissions(inventory, fleet)
    let blocks = EmissionBlocks(emissions)
    let parameters = DrawnParameters(self, blocks, draws: draws, seed: seed)
    let outcome = DrawnOutcome(blocks, parameters, draws: draws, level: confidenceLevel)
    let (shares, rSquared) = try shares(blocks, parameters, outcome)
    return UncertaintyResult(
      analysis: self, classes: outcome.classes, totals: [outcome.total], shares: shares,
      rankRSquared: rSquared, ranges: ranges(blocks), defaults: defaultUses(blocks))
  }

  private func check() throws(OffRoadError) {
    guard draws >= 100, draws <= 1_000_000 else {
      throw .setting(
        "draws", problem: Message("error.off-road.is-draws", ["draws": .fact(draws)]),
        remedy: "error.off-road.give-draws")
    }
    guard confidenceLevel > 0, confidenceLevel < 1 else {
      throw .setting(
        "confidence-level",
        problem: Message(
          "error.off-road.is-confidence-level", ["confidenceLevel": .fact(confidenceLevel)]),
        remedy: "error.off-road.give-coverage")
    }
    guard (0...1).contains(correlation) else {
      throw .setting(
        "correlation",
        problem: Message("error.off-road.is-correlation", ["correlation": .fact(correlation)]),
        remedy: "error.off-road.give-share")
    }
    for (quantity, distribution) in distributions where !distribution.isPossible {
      throw .setting(
        quantity.rawValue, problem: "error.off-road.has-impossible-distribution",
        remedy: "error.off-road.low-mode-high-must")
    }
  }

  func distribution(_ quantity: UncertainQuantity) -> ParameterDistribution {
    distributions[quantity] ?? .fixed
  }

  /// Totals with all guessed activity at its low and at its high end, everything else as it is.
  ///
  /// A guess between two ends goes to them; one with tails goes to the ends of its interval.
  private func ranges(_ blocks: EmissionBlocks) -> [UncertaintyResult.Range] {
    func end(_ quantity: UncertainQuantity, _ isHigh: Bool) -> Double {
      let own = distribution(quantity)
      let tail = own.hasEnds ? 1e-9 : (1 - confidenceLevel) / 2
      return own.quantile(isHigh ? 1 - tail : tail)
    }
    func total(_ position: Int, _ isHigh: Bool) -> Double {
      var sum = 0.0
      for block in blocks.blocks {
        var factor = 1.0
        if !block.key.hasHours {
          factor *= end(.defaultHours, isHigh)
        }
        if !block.key.hasLoadFactor {
          factor *= end(.defaultLoadFactor, isHigh)
        }
        sum += factor * block.grams(position)
      }
      return sum * 1e-6
    }
    return ExhaustPollutant.allCases.map { pollutant in
      UncertaintyResult.Range(
        pollutant: pollutant, low: total(pollutant.position, false),
        high: total(pollutant.position, true))
    }
  }

  private func shares(
    _ blocks: EmissionBlocks, _ parameters: DrawnParameters, _ outcome: DrawnOutcome
  ) throws(OffRoadError) -> (shares: [VarianceShare], rSquared: Double) {
    let position = pollutant.position
    let names = parameters.parameters
    let used = names.indices.filter {
      (names[$0].pollutant ?? pollutant) == pollutant && !names[$0].isFixed
        && (names[$0].quantity != .fuelConsumption || pollutant.followsFuel)
    }
    guard !used.isEmpty else { return ([], 0) }
    do {
      let ranks = try RankRegression(
        inputs: used.map { parameters.columns[$0] }, output: outcome.totals[position])
      let first = DrawnParameters(self, blocks, draws: sobolDraws, seed: seed &+ 1)
      let second = DrawnParameters(self, blocks, draws: sobolDraws, seed: seed &+ 2)
      let plan = BlockPlan(blocks, parameters, position: position, used: used)
      let sobol = try SobolIndices(
        first: Matrix(columns: used.map { first.columns[$0] }),
        second: Matrix(columns: used.map { second.columns[$0] }),
        groups: used.indices.map { [$0] }
      ) { plan.total($0) }
      let shares = used.indices.map { index in
        VarianceShare(
          quantity: names[used[index]].quantity, subject: names[used[index]].subject,
          firstOrder: sobol.firstOrder[index], total: sobol.total[index],
          rankShare: ranks.shares[index], swing: plan.swing(index, level: confidenceLevel, self))
      }
      return (
        shares.sorted { ($0.total, $1.subject) > ($1.total, $0.subject) }, ranks.rSquared
      )
    } catch {
      throw .numerical(
        Message("error.off-road.variance-cannot-shared-out", ["error": .message(error.message)]))
    }
  }

  /// The spreads that are our own.
  func defaultUses(_ blocks: EmissionBlocks) -> [DefaultUse] {
    UncertainQuantity.allCases.compactMap { quantity in
      let own = distribution(quantity)
      guard own == Self.defaultDistributions[quantity] else { return nil }
      let machines = blocks.blocks.filter { block in
        switch quantity {
        case .hours: block.key.hasHours
        case .defaultHours: !block.key.hasHours
        case .loadFactor: block.key.hasLoadFactor
        case .defaultLoadFactor: !block.key.hasLoadFactor
        default: true
        }
      }.reduce(0) { $0 + $1.machines }
      guard machines > 0 else { return nil }
      return DefaultUse(
        quantity: Message("assumed.spread", ["of": .message(quantity.name)]), subject: "all",
        value: own.quantile(0.975) - 1, unit: "1",
        machines: machines,
        backing: Backing(sources: ["AIRACCORD-SPREADS"], isBacked: false))
    }
  }
}
