import Documents

/// A fleet from counts by type alone: NONROAD's powers, ages and technologies.
///
/// The machines of a type have the powers of the United States', the ages that growth and
/// scrappage leave, and the stages that were sold in each model year. Where the counts come from
/// another country this is an assumption, and it is told as one.
///
/// - Source: US EPA, NONROAD2008a; see `NonroadAges` and `NonroadTechnology`.
public struct NonroadFleet: Sendable {
  /// How the number of machines changes.
  public enum Growth: Hashable, Sendable {
    /// As EPA's indicator of the type's sector.
    case nonroad
    /// By a share of each year's machines.
    case rate(Double)

    func rate(_ type: MachineType, from first: Int, to last: Int) -> Double {
      switch self {
      case .nonroad: NonroadGrowth.rate(type, from: first, to: last)
      case .rate(let share): share
      }
    }
  }

  /// Machines of one type.
  public struct Count: Hashable, Sendable {
    /// Position in `MachineType.all`.
    public let type: Int
    /// Machines in the year of the counts.
    public let machines: Double

    /// How many machines of a type of equipment there are.
    public init(type: Int, machines: Double) {
      self.type = type
      self.machines = machines
    }
  }

  /// How the numbers change before and after the counts. Default: EPA's indicator.
  public var growth = Growth.nonroad
  /// Which machines go. Default: NONROAD's curve.
  public var curve = ScrappageCurve.nonroad
  /// Whose stages the engines are of. Default: those of the United States, by NONROAD's mix.
  public var regulation = EngineStage.Regulation.us

  /// All settings at their defaults.
  public init() {}

  /// The fleet in a year.
  ///
  /// - Parameters:
  ///   - counts: one a type.
  ///   - countYear: in which they were counted.
  /// - Throws: `OffRoadError.setting` for a year too far away, a negative count, or growth at or
  ///   below −100 %.
  public func machines(
    _ counts: [Count], countYear: Int, year: Int
  ) throws(OffRoadError) -> FleetRegister {
    guard abs(year - countYear) <= 60 else {
      throw .setting(
        "year",
        problem: Message(
          "error.off-road.is-counts-are", ["year": .fact(year), "countYear": .fact(countYear)]),
        remedy: "error.off-road.give-years-most-sixty")
    }
    if case .rate(let share) = growth, share <= -1 {
      throw .setting(
        "growth", problem: Message("error.off-road.is-share", ["share": .fact(share)]),
        remedy: "error.off-road.give-growth")
    }
    var calendar = StageCalendar(regulation)
    var machines: [Machine] = []
    for count in counts {
      let type = MachineType.all[count.type]
      guard count.machines >= 0 else {
        throw .setting(
          type.identifier,
          problem: Message("error.off-road.counts", ["machines": .fact(count.machines)]),
          remedy: "error.off-road.give-zero-more-machines"
        )
      }
      let bins = NonroadPopulation.bins(of: count.type)
      let all = bins.reduce(0) { $0 + $1.machines }
      guard all > 0 else { preconditionFailure("NONROAD counts no \(type.identifier)") }
      for bin in bins {
        add(
          bin, machines: count.machines * bin.machines / all, countYear, year, &calendar,
          &machines)
      }
    }
    let total = counts.reduce(0) { $0 + $1.machines }
    return FleetRegister(
      machines: machines, dataYear: year, defaults: defaults(total, calendar),
      notices: [
        Message(
          "off-road.made-from-counts",
          ["year": .text(String(year)), "counted": .text(String(countYear))])
      ])
  }

  /// The United States' diesel machines of the known types in a year, as NONROAD counts them.
  public func unitedStates(year: Int) throws(OffRoadError) -> FleetRegister {
    let counts = MachineType.all.indices.map { type in
      Count(
        type: type,
        machines: NonroadPopulation.bins(of: type).reduce(0) { $0 + $1.machines })
    }
    return try machines(counts, countYear: NonroadPopulation.baseYear, year: year)
  }

  private func add(
    _ bin: NonroadPopulation.Bin, machines count: Double, _ countYear: Int, _ year: Int,
    _ calendar: inout StageCalendar, _ machines: inout [Machine]
  ) {
    let type = MachineType.all[bin.type]
    let ages = NonroadAges(
      fullLoadHours: type.annualHours * type.loadFactor, medianLife: bin.medianLife,
      baseYear: countYear, year: year, curve: curve
    ) { growth.rate(type, from: $0, to: $1) }
    for (age, share) in ages.shares.enumerated() where share > 0 {
      let built = year - age
      for own in calendar.shares(power: bin.averagePower, modelYear: built) {
        machines.append(
          Machine(
            type: bin.type, stage: own.stage, power: bin.averagePower, modelYear: built,
            count: count * share * own.share))
      }
    }
  }

  private func defaults(_ machines: Double, _ calendar: StageCalendar) -> [DefaultUse] {
    var found = [
      DefaultUse(
        quantity: "assumed.powers", subject: "all",
        value: Double(NonroadPopulation.baseYear), unit: "US machines", machines: machines,
        backing: NonroadTechnology.backing),
      DefaultUse(
        quantity: "assumed.scrappage-curve", subject: "all", value: 1, unit: "median life of half",
        machines: machines, backing: ScrappageCurve.backing),
      DefaultUse(
        quantity: "assumed.stage-from-year", subject: "all", value: machines, unit: "machines",
        machines: machines, backing: calendar.backing),
    ]
    if growth == .nonroad {
      found.append(
        DefaultUse(
          quantity: "assumed.growth", subject: "all", value: 1, unit: "NATION.GRW",
          machines: machines, backing: NonroadTechnology.backing))
    }
    return found
  }
}
