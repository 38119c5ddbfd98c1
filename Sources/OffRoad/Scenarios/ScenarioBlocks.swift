import AirQuality

/// Cells of a fleet under a scenario, added up as far as the same drawn numbers multiply them.
///
/// Each cell is split into the part that stays and one part for every measure that takes machines
/// out of it. The parts are kept at full size; their weights, products of shares, are multiplied
/// in later, so that one set of blocks serves every year's progress and every draw.
struct ScenarioBlocks: Sendable {
  struct Key: Hashable, Sendable {
    let activity: EmissionBlocks.Key
    /// Stage of the engine that does the work; −1 for electric machines.
    let stage: Int
    /// Measure that brought the engine here; −1 for the part that stays.
    let path: Int
    /// Bits of the measures that take machines out before or by this path.
    let movers: UInt64
    /// Bits of the later measures that touch this part.
    let touching: UInt64
  }

  /// Sums of one fuel: g a year by pollutant in three parts, and the same times idling.
  struct Sums: Sendable {
    var zeroHour = PollutantVector.zero
    var deterioration = PollutantVector.zero
    var subtraction = PollutantVector.zero
    var idleZeroHour = PollutantVector.zero
    var idleDeterioration = PollutantVector.zero
    var idleSubtraction = PollutantVector.zero

    mutating func add(
      _ zero: PollutantVector, _ worse: PollutantVector, _ less: PollutantVector, _ idle: Double
    ) {
      zeroHour += zero
      deterioration += worse
      subtraction += less
      idleZeroHour += zero * idle
      idleDeterioration += worse * idle
      idleSubtraction += less * idle
    }
  }

  struct Block: Sendable {
    let key: Key
    var machines = 0.0
    var fuel = 0.0
    var sums = Sums()
    /// With the cleaner fuel; empty when no measure changes the fuel.
    var cleaner: Sums?
  }

  let measures: [ControlMeasure]
  let blocks: [Block]

  /// Fuel at idle over fuel on average, and share of the hours, where nobody knows better:
  /// 20 % of the fuel in 40 % of the hours (`IDLE-KOMATSU`, `IDLE-SHARE`).
  static let idleFuelRatio = 0.5
  static let idleShare = 0.4

  /// - Throws: `OffRoadError.setting` when measures cannot be combined or lack a factor.
  init(
    _ scenario: Scenario, inventory: MachineInventory, emissions: ClassEmissions, year: Int,
    factors: inout FactorCache
  ) throws(OffRoadError) {
    let measures = scenario.ordered
    self.measures = measures
    guard measures.count < 60 else {
      throw .setting(
        scenario.name, problem: "has \(measures.count) measures",
        remedy: "give at most 59, or split the scenario")
    }
    var sulphur: Double?
    for measure in measures {
      guard case .lowSulphurFuel(let wanted) = measure.action else { continue }
      guard sulphur == nil else {
        throw .setting(
          scenario.name, problem: "changes the fuel twice",
          remedy: "leave one low-sulphur fuel in the scenario")
      }
      guard wanted >= 0, wanted <= inventory.sulphurPartsPerMillion else {
        throw .setting(
          measure.name,
          problem: "asks for \(wanted) ppm and the fuel in use has "
            + "\(inventory.sulphurPartsPerMillion)",
          remedy: "give less sulphur than the fuel in use has")
      }
      sulphur = wanted
    }
    var positions: [Key: Int] = [:]
    var blocks: [Block] = []
    var reach = Reach(measures)
    for cell in emissions.cells {
      let own = cell.cell
      let activity = EmissionBlocks.Key(
        type: Int(own.key.type), stage: cell.factors < 0 ? -1 : Int(own.key.stage),
        hasHours: own.key.hasHours, hasLoadFactor: own.key.hasLoadFactor)
      let idle =
        own.work > 0
        ? (own.idlingWork + own.workOfUnknownIdling * Self.idleShare) / own.work
          * Self.idleFuelRatio : 0
      let targets = cell.factors >= 0 ? reach.of(own.key, stage: Int(own.key.stage)) : 0
      var movers: UInt64 = 0
      for (index, measure) in measures.enumerated()
      where measure.action.movesMachines && targets >> UInt64(index) & 1 == 1 {
        let before = movers
        movers |= 1 << UInt64(index)
        try Self.addMoved(
          cell, activity, idle, index, measure, movers: before, measures, inventory, sulphur,
          year: year, emissions.age, &factors, &reach, &positions, &blocks)
      }
      let key = Key(
        activity: activity, stage: activity.stage, path: -1, movers: movers,
        touching: targets & reach.stayers)
      let place = Self.place(key, &positions, &blocks)
      blocks[place].machines += own.machines
      blocks[place].fuel += cell.fuel
      blocks[place].sums.add(cell.zeroHour, cell.deterioration, cell.subtraction, idle)
      if let sulphur {
        let terms =
          cell.factors >= 0
          ? factors.terms(own.key, stage: Int(own.key.stage), sulphur: sulphur) : nil
        Self.add(cell, cleaner: terms, idle, &blocks[place])
      }
    }
    self.blocks = blocks
  }

  private static func place(
    _ key: Key, _ positions: inout [Key: Int], _ blocks: inout [Block]
  ) -> Int {
    if let known = positions[key] { return known }
    positions[key] = blocks.count
    blocks.append(Block(key: key))
    return blocks.count - 1
  }

  /// The same cell with the cleaner fuel.
  private static func add(
    _ cell: ClassEmissions.Cell, cleaner terms: FactorVector?, _ idle: Double,
    _ block: inout Block
  ) {
    var sums = block.cleaner ?? Sums()
    if let terms {
      let kept = 1 - MeasureEffect.retrofitShares[Int(cell.cell.key.retrofit.rawValue)]
      sums.add(terms, work: cell.cell.work, aged: cell.cell.agedWork, kept: kept, idle)
    } else {
      sums.add(cell.zeroHour, cell.deterioration, cell.subtraction, idle)
    }
    block.cleaner = sums
  }

  private static func addMoved(
    _ cell: ClassEmissions.Cell, _ activity: EmissionBlocks.Key, _ idle: Double, _ index: Int,
    _ measure: ControlMeasure, movers: UInt64, _ measures: [ControlMeasure],
    _ inventory: MachineInventory, _ sulphur: Double?, year: Int, _ convention: AgeConvention,
    _ factors: inout FactorCache, _ reach: inout Reach,
    _ positions: inout [Key: Int], _ blocks: inout [Block]
  ) throws(OffRoadError) {
    let own = cell.cell
    var key = own.key
    key.retrofit = .none
    let stage: Int
    switch measure.action {
    case .replacement(let wanted), .lowEmissionZone(let wanted):
      stage = EngineStage.resolved(
        wanted, power: PowerBand.power(of: Int(key.band)), modelYear: measure.start.year)
    default: stage = -1
    }
    let blockKey = Key(
      activity: activity, stage: stage, path: index, movers: movers,
      touching: stage >= 0 ? reach.of(key, stage: stage) & reach.stayers : 0)
    let place = Self.place(blockKey, &positions, &blocks)
    blocks[place].machines += own.machines
    if case .electrification(let grid) = measure.action {
      for (pollutant, factor) in grid {
        blocks[place].sums.zeroHour[pollutant.position] +=
          factor * own.work * MachineInventory.electricityPerWork
      }
      if sulphur != nil { blocks[place].cleaner = blocks[place].sums }
      return
    }
    let terms = factors.terms(own.key, stage: stage, sulphur: inventory.sulphurPartsPerMillion)
    for position in 0..<8 where cell.isKnown[position] && !terms.isKnown[position] {
      throw .setting(
        measure.name,
        problem: "brings engines of \(EngineStage.all[stage].identifier), for which no allowed "
          + "\(ExhaustPollutant.allCases[position].displayName) factor exists",
        remedy: "choose another method, or allow figures that no stored source backs")
    }
    // The new engines are as old as the measure.
    let rate =
      own.machines > 0
      ? own.fullLoadHours / own.machines
        / MedianLife.hours(power: PowerBand.power(of: Int(own.key.band))) : 0
    let used = year < measure.start.year ? 0 : convention.years(from: measure.start.year, to: year)
    let age = min(1, rate * used)
    blocks[place].fuel += terms.fuel * own.work
    blocks[place].sums.add(terms, work: own.work, aged: own.work * age, kept: .one, idle)
    if let sulphur {
      let cleaner = factors.terms(own.key, stage: stage, sulphur: sulphur)
      var sums = blocks[place].cleaner ?? Sums()
      sums.add(cleaner, work: own.work, aged: own.work * age, kept: .one, idle)
      blocks[place].cleaner = sums
    }
  }
}

extension ScenarioBlocks.Sums {
  fileprivate mutating func add(
    _ terms: FactorVector, work: Double, aged: Double, kept: PollutantVector, _ idle: Double
  ) {
    add(
      terms.zeroHour * work * kept, terms.deterioration * aged * kept,
      terms.subtraction * work * kept, idle)
  }
}

/// Factors by type, stage, band and sulphur, each looked up once.
struct FactorCache: Sendable {
  private let inventory: MachineInventory
  private var known: [Key: FactorVector] = [:]

  private struct Key: Hashable, Sendable {
    let type: UInt8
    let stage: Int
    let band: UInt8
    let sulphur: Double
  }

  init(_ inventory: MachineInventory) { self.inventory = inventory }

  mutating func terms(_ cell: ClassCell.Key, stage: Int, sulphur: Double) -> FactorVector {
    let key = Key(type: cell.type, stage: stage, band: cell.band, sulphur: sulphur)
    if let found = known[key] { return found }
    var changed = inventory
    changed.sulphurPartsPerMillion = sulphur
    let terms = FactorVector(
      changed.lookup.factors(
        type: MachineType.all[Int(cell.type)], stage: EngineStage.all[stage],
        power: PowerBand.power(of: Int(cell.band))))
    known[key] = terms
    return terms
  }
}
