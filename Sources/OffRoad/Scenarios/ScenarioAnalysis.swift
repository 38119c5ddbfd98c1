import Documents
import NumericKernels

/// Compares sets of measures on one fleet: emissions, abatement, cost, with intervals.
///
/// Every draw of the fleet's numbers and of each measure's is the same in all scenarios, so that
/// differences between scenarios are not blurred by what they share.
public struct ScenarioAnalysis: Hashable, Codable, Sendable {
  /// How emissions are counted.
  public var inventory: MachineInventory
  /// What is uncertain. Default: as in `UncertaintyAnalysis`, with 1,000 draws.
  public var uncertainty: UncertaintyAnalysis
  /// Threads; the result does not depend on it.
  public var threads: Int?

  /// An analysis with the settings of an inventory.
  public init(_ inventory: MachineInventory) {
    self.inventory = inventory
    uncertainty = UncertaintyAnalysis()
    uncertainty.draws = 1_000
  }

  /// Compares scenarios over years.
  ///
  /// - Parameters:
  ///   - scenarios: at least one.
  ///   - fleets: one a year, without measures; see `FleetProjection`.
  /// - Throws: `OffRoadError` when measures cannot be combined or lack a factor.
  public func compare(
    _ scenarios: [Scenario], _ fleets: [ClassFleet]
  ) throws(OffRoadError) -> ScenarioComparison {
    for scenario in scenarios { for measure in scenario.measures { try Self.check(measure) } }
    var baseline: [ScenarioOutcome] = []
    var outcomes: [ScenarioOutcome] = []
    var spreads: [DefaultUse] = []
    for fleet in fleets {
      let run = try Run(self, scenarios, fleet)
      spreads = uncertainty.defaultUses(run.fleet)
      let results = try run.results(threads: threads)
      baseline.append(results[0])
      outcomes += results.dropFirst()
    }
    return ScenarioComparison(
      analysis: self, baseline: baseline, outcomes: outcomes,
      defaults: (fleets.last.map { defaults(scenarios, $0) } ?? []) + spreads)
  }

  private static func check(_ measure: ControlMeasure) throws(OffRoadError) {
    let share = measure.share
    guard share.low >= 0, share.high <= 1 else {
      throw .setting(
        measure.name,
        problem: Message("error.off-road.has-share", ["central": .fact(share.central)]),
        remedy: "error.off-road.give-share-of-per-cent")
    }
    guard measure.phaseInYears >= 0, measure.rebound >= -1 else {
      throw .setting(
        measure.name, problem: "error.off-road.has-negative-phase-rebound",
        remedy: "error.off-road.give-years-rebound-share")
    }
    for type in measure.target.types where MachineType.position(named: type) == nil {
      throw .setting(
        measure.name,
        problem: Message("error.off-road.names-no-type-of-machine", ["type": .fact(type)]),
        remedy: MachineType.suggestion(for: type))
    }
    for stage in measure.target.stages where EngineStage.position(of: stage) == nil {
      throw .setting(
        measure.name,
        problem: Message("error.off-road.names-no-stage", ["stage": .fact(stage)]),
        remedy: EngineStage.suggestion(for: stage))
    }
    if let cost = measure.cost, cost.years < 1 {
      throw .setting(
        measure.name,
        problem: Message("error.off-road.is-written-off-over", ["years": .fact(cost.years)]),
        remedy: "error.off-road.give-one-year-more")
    }
    switch measure.action {
    case .idlingLimit(let cut), .inspection(let cut):
      guard cut.low >= 0, cut.high <= 1 else {
        throw .setting(
          measure.name, problem: Message("error.off-road.cuts", ["central": .fact(cut.central)]),
          remedy: "error.off-road.give-share")
      }
    default: break
    }
  }

  /// What was assumed besides the fleet's own defaults.
  private func defaults(_ scenarios: [Scenario], _ fleet: ClassFleet) -> [DefaultUse] {
    var found = fleet.defaults
    var seen: Set<Machine.Retrofit> = []
    var idles = false
    var electrifies = false
    for measure in scenarios.flatMap(\.measures) {
      if case .idlingLimit = measure.action { idles = true }
      if case .electrification = measure.action { electrifies = true }
      guard case .retrofit(let retrofit) = measure.action, seen.insert(retrofit).inserted else {
        continue
      }
      for (pollutant, effect) in MeasureEffect.effects(of: retrofit)
        .sorted(by: { $0.key.position < $1.key.position })
      {
        found.append(.reduction(of: pollutant, by: retrofit, effect, machines: fleet.machines))
      }
    }
    if electrifies {
      found.append(
        DefaultUse(
          quantity: "assumed.electricity", subject: "all",
          value: MachineInventory.electricityPerWork, unit: "kWh/kWh",
          machines: fleet.machines, backing: MachineInventory.electricityBacking))
    }
    if idles {
      let backing = Backing(sources: ["IDLE-KOMATSU", "IDLE-SHARE"], isBacked: true)
      found.append(
        DefaultUse(
          quantity: "assumed.idle-fuel", subject: "all",
          value: ScenarioBlocks.idleFuelRatio, unit: "1", machines: fleet.machines,
          backing: backing))
      if fleet.cells.contains(where: { $0.workOfUnknownIdling > 0 }) {
        found.append(
          DefaultUse(
            quantity: "assumed.idle-share", subject: "all", value: ScenarioBlocks.idleShare,
            unit: "1", machines: fleet.machines, backing: backing))
      }
    }
    return found
  }
}

/// Outcomes side by side.
public struct ScenarioComparison: Hashable, Codable, Sendable {
  /// The settings.
  public let analysis: ScenarioAnalysis
  /// One a year, without measures.
  public let baseline: [ScenarioOutcome]
  /// Year after year, in the order of the scenarios.
  public let outcomes: [ScenarioOutcome]
  /// What was assumed.
  public let defaults: [DefaultUse]
}

extension ScenarioAnalysis {
  /// Everything of one year.
  struct Run: Sendable {
    let analysis: ScenarioAnalysis
    let year: Int
    /// No measures first, then the scenarios.
    let blocks: [ScenarioBlocks]
    /// The fleet without measures.
    let fleet: EmissionBlocks
    let names: [String]
    let parameters: DrawnParameters
    /// All measures, each once.
    let measures: [ControlMeasure]
    let drawn: [MeasureDraws]

    init(
      _ analysis: ScenarioAnalysis, _ scenarios: [Scenario], _ fleet: ClassFleet
    ) throws(OffRoadError) {
      self.analysis = analysis
      year = fleet.year
      let emissions = try ClassEmissions(analysis.inventory, fleet)
      // The first scenario fills the cache of factors, from which all others go on.
      var filled = FactorCache(analysis.inventory)
      let compared = [Scenario(name: "without measures", measures: [])] + scenarios
      var blocks: [ScenarioBlocks] = []
      for scenario in compared.prefix(2) {
        blocks.append(
          try ScenarioBlocks(
            scenario, inventory: analysis.inventory, emissions: emissions, year: fleet.year,
            factors: &filled))
      }
      let known = filled
      let rest = Array(compared.dropFirst(2))
      let others = try parallelMap(count: rest.count, threads: analysis.threads) {
        index throws(OffRoadError) in
        var cache = known
        return try ScenarioBlocks(
          rest[index], inventory: analysis.inventory, emissions: emissions, year: fleet.year,
          factors: &cache)
      }
      self.blocks = blocks + others
      names = ["without measures"] + scenarios.map(\.name)
      var measures: [ControlMeasure] = []
      for measure in scenarios.flatMap(\.ordered) where !measures.contains(measure) {
        measures.append(measure)
      }
      self.measures = measures
      let stages = Set(self.blocks.flatMap { $0.blocks.map(\.key.stage) })
      let uncertainty = analysis.uncertainty
      self.fleet = EmissionBlocks(emissions)
      parameters = DrawnParameters(
        uncertainty, self.fleet, draws: uncertainty.draws, seed: uncertainty.seed,
        stages: stages)
      let all = measures
      drawn = all.indices.map {
        MeasureDraws(
          all[$0], place: $0, draws: uncertainty.draws, seed: uncertainty.seed)
      }
    }

    private func draws(of blocks: ScenarioBlocks) -> [MeasureDraws] {
      blocks.measures.map { measure in drawn[measures.firstIndex(of: measure) ?? 0] }
    }

    /// Every draw of one scenario; 0 is the one without measures.
    func evaluation(_ index: Int) -> ScenarioEvaluation {
      ScenarioEvaluation(
        blocks[index], year: year, measures: draws(of: blocks[index]),
        fleet: .init(parameters: parameters), draws: analysis.uncertainty.draws)
    }

    /// With all numbers as they are believed.
    func central(_ index: Int) -> ScenarioEvaluation {
      ScenarioEvaluation(
        blocks[index], year: year,
        measures: blocks[index].measures.map(MeasureDraws.init(central:)),
        fleet: nil, draws: 1)
    }

    /// A year's cost of a scenario at every draw; `nil` when nothing has a cost.
    func cost(_ index: Int, _ evaluation: ScenarioEvaluation, central: Bool) -> [Double]? {
      var total: [Double]?
      for (place, measure) in blocks[index].measures.enumerated() {
        let numbers =
          central ? MeasureDraws(central: measure) : draws(of: blocks[index])[place]
        guard let own = evaluation.cost(place, measure, numbers) else { continue }
        total = total.map { zip($0, own).map { $0 + $1 } } ?? own
      }
      return total
    }

    func results(threads: Int?) throws(OffRoadError) -> [ScenarioOutcome] {
      let baseDraws = evaluation(0).tonnes
      let baseCentral = central(0).tonnes
      return parallelMap(count: blocks.count, threads: threads) { index in
        outcome(index, baseDraws, baseCentral)
      }
    }

    /// Two sums of the same numbers in another order differ by rounding, which saves nothing.
    private static func saved(_ before: Double, _ after: Double) -> Double {
      abs(before - after) <= 1e-12 * abs(before) ? 0 : before - after
    }

    private func outcome(
      _ index: Int, _ baseDraws: [[Double]], _ baseCentral: [[Double]]
    ) -> ScenarioOutcome {
      let level = analysis.uncertainty.confidenceLevel
      let all = evaluation(index)
      let middle = central(index)
      let costDraws = cost(index, all, central: false)
      let costCentral = cost(index, middle, central: true)?[0]
      var emissions: [ExhaustPollutant: IntervalEstimate] = [:]
      var abatement: [ExhaustPollutant: IntervalEstimate] = [:]
      var perTonne: [ExhaustPollutant: IntervalEstimate] = [:]
      for pollutant in ExhaustPollutant.allCases {
        let position = pollutant.position
        emissions[pollutant] = IntervalEstimate(
          centre: middle.tonnes[position][0], draws: all.tonnes[position], level: level)
        let saved = zip(baseDraws[position], all.tonnes[position]).map(Self.saved)
        let centre = Self.saved(baseCentral[position][0], middle.tonnes[position][0])
        abatement[pollutant] = IntervalEstimate(centre: centre, draws: saved, level: level)
        // Rounding of two equal sums must not become a cost of billions a tonne.
        let floor = 1e-9 * abs(baseCentral[position][0])
        if let costDraws, let costCentral, centre > floor, saved.allSatisfy({ $0 > floor }) {
          perTonne[pollutant] = IntervalEstimate(
            centre: costCentral / centre, draws: zip(costDraws, saved).map { $0 / $1 },
            level: level)
        }
      }
      return ScenarioOutcome(
        scenario: names[index], year: year, emissions: emissions, abatement: abatement,
        cost: costDraws.map { draws in
          IntervalEstimate(centre: costCentral ?? 0, draws: draws, level: level)
        },
        costPerTonne: perTonne,
        reach: blocks[index].measures.enumerated().map { place, measure in
          ScenarioOutcome.Reach(
            measure: measure.name, machines: middle.machines[place][0],
            cost: middle.cost(place, measure, MeasureDraws(central: measure))?[0])
        })
    }
  }
}
