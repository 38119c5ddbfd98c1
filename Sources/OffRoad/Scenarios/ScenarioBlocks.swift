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
    var zeroHour = [Double](repeating: 0, count: 8)
    var deterioration = [Double](repeating: 0, count: 8)
    var subtraction = [Double](repeating: 0, count: 8)
    var idleZeroHour = [Double](repeating: 0, count: 8)
    var idleDeterioration = [Double](repeating: 0, count: 8)
    var idleSubtraction = [Double](repeating: 0, count: 8)
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
    _ scenario: Scenario, inventory: EmissionInventory, emissions: ClassEmissions, year: Int,
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
    for cell in emissions.cells {
      let own = cell.cell
      let activity = EmissionBlocks.Key(
        type: Int(own.key.type), stage: cell.factors < 0 ? -1 : Int(own.key.stage),
        hasHours: own.key.hasHours, hasLoadFactor: own.key.hasLoadFactor)
      let idle =
        own.work > 0
        ? (own.idlingWork + own.workOfUnknownIdling * Self.idleShare) / own.work
          * Self.idleFuelRatio : 0
      var movers: UInt64 = 0
      for (index, measure) in measures.enumerated()
      where measure.action.movesMachines && cell.factors >= 0 && measure.targets(own.key) {
        let before = movers
        movers |= 1 << UInt64(index)
        try Self.addMoved(
          cell, activity, idle, index, measure, movers: before, measures, inventory, sulphur,
          year: year, emissions.age, &factors, &positions, &blocks)
      }
      let touching = Self.touching(own.key, stage: Int(own.key.stage), measures, cell.factors >= 0)
      let key = Key(
        activity: activity, stage: activity.stage, path: -1, movers: movers, touching: touching)
      let place = Self.place(key, &positions, &blocks)
      blocks[place].machines += own.machines
      blocks[place].fuel += cell.fuel
      Self.add(cell, idle, &blocks[place].sums)
      if let sulphur {
        let terms =
          cell.factors >= 0
          ? factors.terms(own.key, stage: Int(own.key.stage), sulphur: sulphur) : nil
        Self.add(cell, cleaner: terms, idle, &blocks[place])
      }
    }
    self.blocks = blocks
  }

  private static func touching(
    _ key: ClassCell.Key, stage: Int, _ measures: [ControlMeasure], _ hasEngine: Bool
  ) -> UInt64 {
    guard hasEngine else { return 0 }
    var bits: UInt64 = 0
    var moved = key
    moved.stage = UInt8(stage)
    for (index, measure) in measures.enumerated()
    where !measure.action.movesMachines && measure.targets(moved) {
      bits |= 1 << UInt64(index)
    }
    return bits
  }

  private static func place(
    _ key: Key, _ positions: inout [Key: Int], _ blocks: inout [Block]
  ) -> Int {
    if let known = positions[key] { return known }
    positions[key] = blocks.count
    blocks.append(Block(key: key))
    return blocks.count - 1
  }

  private static func add(_ cell: ClassEmissions.Cell, _ idle: Double, _ sums: inout Sums) {
    for position in 0..<8 {
      sums.zeroHour[position] += cell.zeroHour[position]
      sums.deterioration[position] += cell.deterioration[position]
      sums.subtraction[position] += cell.subtraction[position]
      sums.idleZeroHour[position] += cell.zeroHour[position] * idle
      sums.idleDeterioration[position] += cell.deterioration[position] * idle
      sums.idleSubtraction[position] += cell.subtraction[position] * idle
    }
  }

  /// The same cell with the cleaner fuel.
  private static func add(
    _ cell: ClassEmissions.Cell, cleaner terms: FactorCache.Terms?, _ idle: Double,
    _ block: inout Block
  ) {
    var sums = block.cleaner ?? Sums()
    guard let terms else {
      add(cell, idle, &sums)
      block.cleaner = sums
      return
    }
    let retrofit = MeasureEffect.retrofitShares[Int(cell.cell.key.retrofit.rawValue)]
    add(
      terms, work: cell.cell.work, aged: cell.cell.agedWork, kept: retrofit.map { 1 - $0 }, idle,
      &sums)
    block.cleaner = sums
  }

  private static func add(
    _ terms: FactorCache.Terms, work: Double, aged: Double, kept: [Double], _ idle: Double,
    _ sums: inout Sums
  ) {
    for position in 0..<8 {
      let zero = terms.zeroHour[position] * work * kept[position]
      let worse = terms.deterioration[position] * aged * kept[position]
      let less = terms.subtraction[position] * work * kept[position]
      sums.zeroHour[position] += zero
      sums.deterioration[position] += worse
      sums.subtraction[position] += less
      sums.idleZeroHour[position] += zero * idle
      sums.idleDeterioration[position] += worse * idle
      sums.idleSubtraction[position] += less * idle
    }
  }

  private static let everything = [Double](repeating: 1, count: 8)

  private static func addMoved(
    _ cell: ClassEmissions.Cell, _ activity: EmissionBlocks.Key, _ idle: Double, _ index: Int,
    _ measure: ControlMeasure, movers: UInt64, _ measures: [ControlMeasure],
    _ inventory: EmissionInventory, _ sulphur: Double?, year: Int, _ convention: AgeConvention,
    _ factors: inout FactorCache,
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
      touching: touching(key, stage: max(stage, 0), measures, stage >= 0))
    let place = Self.place(blockKey, &positions, &blocks)
    blocks[place].machines += own.machines
    if case .electrification(let grid) = measure.action {
      for (pollutant, factor) in grid {
        blocks[place].sums.zeroHour[pollutant.position] +=
          factor * own.work * EmissionInventory.electricityPerWork
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
    add(
      terms, work: own.work, aged: own.work * age, kept: everything, idle, &blocks[place].sums)
    if let sulphur {
      let cleaner = factors.terms(own.key, stage: stage, sulphur: sulphur)
      var sums = blocks[place].cleaner ?? Sums()
      add(cleaner, work: own.work, aged: own.work * age, kept: everything, idle, &sums)
      blocks[place].cleaner = sums
    }
  }
}

/// Factors by type, stage, band and sulphur, each looked up once.
struct FactorCache {
  /// g/kWh by pollutant's position.
  struct Terms {
    var zeroHour = [Double](repeating: 0, count: 8)
    var deterioration = [Double](repeating: 0, count: 8)
    var subtraction = [Double](repeating: 0, count: 8)
    var isKnown = [Bool](repeating: false, count: 8)
    var fuel = 0.0
  }

  private let inventory: EmissionInventory
  private var known: [Key: Terms] = [:]

  private struct Key: Hashable {
    let type: UInt8
    let stage: Int
    let band: UInt8
    let sulphur: Double
  }

  init(_ inventory: EmissionInventory) { self.inventory = inventory }

  mutating func terms(_ cell: ClassCell.Key, stage: Int, sulphur: Double) -> Terms {
    let key = Key(type: cell.type, stage: stage, band: cell.band, sulphur: sulphur)
    if let found = known[key] { return found }
    var changed = inventory
    changed.sulphurPartsPerMillion = sulphur
    let factors = changed.lookup.factors(
      type: MachineType.all[Int(cell.type)], stage: EngineStage.all[stage],
      power: PowerBand.power(of: Int(cell.band)))
    var terms = Terms()
    for (pollutant, own) in factors.terms {
      terms.zeroHour[pollutant.position] = own.zeroHour
      terms.deterioration[pollutant.position] = own.deterioration
      terms.subtraction[pollutant.position] = own.subtraction
      terms.isKnown[pollutant.position] = true
    }
    terms.fuel = factors.fuel.zeroHour
    known[key] = terms
    return terms
  }
}
