public import Documents

/// What a fleet emits in a year, by class, with everything that was assumed.
public struct EmissionTally: Codable, Hashable, Sendable {
  /// One type, stage and reported band of power.
  public struct Row: Codable, Hashable, Sendable {
    /// Identifier of the type.
    public let type: String
    /// Identifier of the stage; `electric` for machines without an engine.
    public let stage: String
    /// For example `75–130 kW`.
    public let band: String
    /// Machines, survey weights counted.
    public let machines: Double
    /// MWh of work a year.
    public let work: Double
    /// t of diesel a year.
    public let fuel: Double
    /// t a year; a pollutant without an allowed factor is missing.
    public let tonnes: [ExhaustPollutant: Double]
    /// What the factors rest on.
    public let backing: [ExhaustPollutant: Backing]
  }

  /// One pollutant over the whole fleet.
  public struct Total: Codable, Hashable, Sendable {
    /// What is counted.
    public let pollutant: ExhaustPollutant
    /// t a year of the classes that have a factor.
    public let tonnes: Double
    /// Share of the fleet's work in those classes; below 1 the total is incomplete.
    public let coverage: Double
    /// What the factors rest on.
    public let backing: Backing
  }

  /// A pollutant of a class that could not be counted.
  public struct Gap: Codable, Hashable, Sendable {
    /// Identifier of the type.
    public let type: String
    /// Identifier of the stage.
    public let stage: String
    /// What is missing.
    public let pollutant: ExhaustPollutant
    /// Why.
    public let reason: Message
  }

  /// The settings.
  public let inventory: MachineInventory
  /// Year of the inventory.
  public let year: Int
  /// Part of the year that is counted; `nil` for all of it. Figures are of that part.
  public let period: ActivityProfile.Period?
  /// Machines, survey weights counted.
  public let machines: Double
  /// By type, stage and power.
  public let rows: [Row]
  /// One a pollutant.
  public let totals: [Total]
  /// t of diesel a year.
  public let fuel: Double
  /// What the fleet list did not say, and other assumptions.
  public let defaults: [DefaultUse]
  /// Factors above the limit of their own stage.
  public let limitNotes: [LimitNote]
  /// Which factor stands in for one that a table lacks.
  public let notes: [Message]
  /// What could not be counted.
  public let gaps: [Gap]

  /// t a year of one pollutant.
  public func tonnes(_ pollutant: ExhaustPollutant) -> Double {
    totals[pollutant.position].tonnes
  }

  init(_ emissions: ClassEmissions, inventory: MachineInventory, fleet: ClassFleet) {
    self.inventory = inventory
    year = fleet.year
    period = fleet.period
    machines = fleet.machines
    rows = Self.rows(emissions)
    fuel = rows.reduce(0) { $0 + $1.fuel }
    let work = emissions.cells.reduce(0) { $0 + $1.cell.work }
    totals = ExhaustPollutant.allCases.map { pollutant in
      let position = pollutant.position
      var grams = 0.0
      var covered = 0.0
      for cell in emissions.cells where cell.isKnown[position] {
        grams += cell.grams(position)
        covered += cell.cell.work
      }
      let backings = emissions.factors.compactMap { $0.factors.terms[pollutant]?.backing }
      return Total(
        pollutant: pollutant, tonnes: grams * 1e-6, coverage: work > 0 ? covered / work : 1,
        backing: backings.dropFirst().reduce(backings.first ?? .user) { $0.and($1) })
    }
    var notes: Set<Message> = []
    var limitNotes: Set<LimitNote> = []
    var gaps: Set<Gap> = []
    for (type, stage, band, factors) in emissions.factors {
      notes.formUnion(factors.notes)
      limitNotes.formUnion(
        LimitNote.notes(
          type: MachineType.all[type], stage: EngineStage.all[stage],
          power: PowerBand.power(of: band), factors: factors))
      for (pollutant, reason) in factors.missing {
        gaps.insert(
          Gap(
            type: MachineType.all[type].identifier, stage: EngineStage.all[stage].identifier,
            pollutant: pollutant, reason: reason))
      }
    }
    self.notes = notes.map { ($0, Catalogue.builtIn.text($0, .english)) }
      .sorted { $0.1 < $1.1 }.map(\.0)
    self.limitNotes = limitNotes.sorted {
      ($0.stage, $0.pollutant, $0.band, $0.factor) < ($1.stage, $1.pollutant, $1.band, $1.factor)
    }
    self.gaps = gaps.sorted {
      ($0.type, $0.stage, $0.pollutant.rawValue) < ($1.type, $1.stage, $1.pollutant.rawValue)
    }
    defaults = fleet.defaults + Self.defaults(emissions, inventory)
  }

  private static func rows(_ emissions: ClassEmissions) -> [Row] {
    struct Key: Hashable {
      let type: UInt8
      let stage: UInt8
      let band: Int
      let isElectric: Bool
    }
    var order: [Key] = []
    var groups: [Key: [Int]] = [:]
    for (index, cell) in emissions.cells.enumerated() {
      let key = Key(
        type: cell.cell.key.type, stage: cell.cell.key.stage,
        band: PowerBand.reportedPosition(of: Int(cell.cell.key.band)),
        isElectric: cell.factors < 0)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(index)
    }
    return order.map { key in
      let cells = (groups[key] ?? []).map { emissions.cells[$0] }
      var tonnes: [ExhaustPollutant: Double] = [:]
      var backing: [ExhaustPollutant: Backing] = [:]
      for pollutant in ExhaustPollutant.allCases {
        let known = cells.filter { $0.isKnown[pollutant.position] }
        guard known.count == cells.count else { continue }
        tonnes[pollutant] = known.reduce(0) { $0 + $1.grams(pollutant.position) } * 1e-6
        for cell in known where cell.factors >= 0 {
          guard let own = emissions.factors[cell.factors].factors.terms[pollutant]?.backing else {
            continue
          }
          backing[pollutant] = backing[pollutant]?.and(own) ?? own
        }
      }
      return Row(
        type: MachineType.all[Int(key.type)].identifier,
        stage: key.isElectric ? "electric" : EngineStage.all[Int(key.stage)].identifier,
        band: PowerBand.reported[key.band].name,
        machines: cells.reduce(0) { $0 + $1.cell.machines },
        work: cells.reduce(0) { $0 + $1.cell.work } / 1_000,
        fuel: cells.reduce(0) { $0 + $1.fuel } * 1e-6, tonnes: tonnes, backing: backing)
    }
  }

  /// Assumptions that are the method's and not the fleet list's.
  private static func defaults(
    _ emissions: ClassEmissions, _ inventory: MachineInventory
  ) -> [DefaultUse] {
    var found: [DefaultUse] = []
    let electric = emissions.cells.filter { $0.factors < 0 }.reduce(0) { $0 + $1.cell.machines }
    if electric > 0 {
      found.append(
        DefaultUse(
          quantity: "assumed.electricity", subject: "all",
          value: MachineInventory.electricityPerWork, unit: "kWh/kWh", machines: electric,
          backing: MachineInventory.electricityBacking))
    }
    for retrofit in Machine.Retrofit.allCases where retrofit != .none {
      let machines = emissions.cells.filter { $0.cell.key.retrofit == retrofit }
        .reduce(0) { $0 + $1.cell.machines }
      guard machines > 0 else { continue }
      for (pollutant, effect) in MeasureEffect.effects(of: retrofit)
        .sorted(by: { $0.key.position < $1.key.position })
      {
        found.append(.reduction(of: pollutant, by: retrofit, effect, machines: machines))
      }
    }
    return found
  }
}
