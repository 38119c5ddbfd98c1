import Documents

/// Counts machines by class, one after the other.
///
/// A register is counted in parts of a fixed size and the parts are added in order, so that sums do
/// not depend on the number of threads.
struct ClassCounter: Sendable {
  private let year: Int
  private let age: AgeConvention
  private(set) var cells: [ClassCell] = []
  private var positions: [UInt64: Int] = [:]
  /// Machines that took each type's default power, hours and load factor.
  private var missingPower: [Double]
  private var missingHours: [Double]
  private var missingLoad: [Double]
  private var missingYear = 0.0
  /// Machines of Tier 4 that were built before its final limits.
  private var interim = 0.0

  /// Machines a part.
  static let size = 1 << 16

  init(year: Int, age: AgeConvention) {
    self.year = year
    self.age = age
    missingPower = Array(repeating: 0, count: MachineType.all.count)
    missingHours = missingPower
    missingLoad = missingPower
  }

  mutating func add(_ machine: Machine) throws(OffRoadError) {
    if let built = machine.modelYear, built > year {
      throw .setting(
        "year",
        problem: Message(
          "error.off-road.is-before-model-year", ["year": .fact(year), "built": .fact(built)]),
        remedy: "error.off-road.give-year-fleet-list")
    }
    let defaults = MachineDefaults.all[machine.type]
    let power = machine.power ?? defaults.power
    let hours = machine.hours ?? defaults.hours
    let load = machine.loadFactor ?? defaults.load
    let count = machine.count
    let stage = EngineStage.resolved(machine.stage, power: power, modelYear: machine.modelYear)
    if stage != machine.stage { interim += count }
    if machine.retrofit != .none { try Self.checkRetrofit(machine, stage: stage, power: power) }
    if machine.power == nil { missingPower[machine.type] += count }
    if machine.hours == nil { missingHours[machine.type] += count }
    if machine.loadFactor == nil { missingLoad[machine.type] += count }
    let used: Double
    if let built = machine.modelYear {
      used = min(
        1, age.years(from: built, to: year) * hours * load / MedianLife.hours(power: power))
    } else {
      missingYear += count
      used = ClassFleet.unknownAge
    }
    let place = position(
      of: ClassCell.Key(
        type: UInt8(machine.type), stage: UInt8(stage),
        band: UInt8(PowerBand.position(of: power)), fuel: machine.fuel,
        retrofit: machine.retrofit, modelYear: UInt16(machine.modelYear ?? 0),
        hasHours: machine.hours != nil, hasLoadFactor: machine.loadFactor != nil,
        isExempt: machine.isExempt))
    let own = power * hours * load
    let work = count * own
    cells[place].machines += count
    cells[place].work += work
    cells[place].agedWork += work * used
    cells[place].squaredWork += work * own
    cells[place].fullLoadHours += count * hours * load
    if let share = machine.idlingShare {
      cells[place].idlingWork += work * share
    } else {
      cells[place].workOfUnknownIdling += work
    }
  }

  /// Adds what another counter counted of the same year.
  mutating func add(_ other: ClassCounter) {
    for cell in other.cells { cells[position(of: cell.key)].add(cell) }
    for type in missingPower.indices {
      missingPower[type] += other.missingPower[type]
      missingHours[type] += other.missingHours[type]
      missingLoad[type] += other.missingLoad[type]
    }
    missingYear += other.missingYear
    interim += other.interim
  }

  private mutating func position(of key: ClassCell.Key) -> Int {
    let packed = key.packed
    if let known = positions[packed] { return known }
    positions[packed] = cells.count
    cells.append(ClassCell(key))
    return cells.count - 1
  }

  /// What the fleet list did not say, and what was made of it.
  var defaults: [DefaultUse] {
    var found: [DefaultUse] = []
    for (index, type) in MachineType.all.enumerated() {
      for (quantity, value, unit, count) in [
        ("assumed.rated-power" as Message, type.ratedPower, "kW", missingPower[index]),
        ("assumed.annual-hours", type.annualHours, "h/a", missingHours[index]),
        ("assumed.load-factor", type.loadFactor, "1", missingLoad[index]),
      ] where count > 0 {
        found.append(
          DefaultUse(
            quantity: quantity, subject: type.identifier, value: value, unit: unit,
            machines: count, backing: Backing(type.provenance)))
      }
    }
    if missingYear > 0 {
      found.append(
        DefaultUse(
          quantity: "assumed.age", subject: "all", value: ClassFleet.unknownAge,
          unit: "median lives",
          machines: missingYear,
          backing: Backing(sources: ["AIRACCORD-AGE"], isBacked: false)))
    }
    if interim > 0 {
      found.append(
        DefaultUse(
          quantity: "assumed.interim-stage", subject: "all", value: interim, unit: "machines",
          machines: interim, backing: NonroadTechnology.backing))
    }
    return found
  }

  private static func checkRetrofit(
    _ machine: Machine, stage: Int, power: Double
  ) throws(OffRoadError) {
    let type = MachineType.all[machine.type].identifier
    if machine.fuel == .electric {
      throw .setting(
        "retrofit",
        problem: Message(
          "error.off-road.is-electric",
          ["retrofit": .fact(machine.retrofit.identifier), "type": .fact(type)]),
        remedy: "error.off-road.leave-empty-there-is")
    }
    let engine = EngineStage.all[stage]
    guard engine.alreadyHas(machine.retrofit, power: power) else { return }
    throw .setting(
      "retrofit",
      problem: Message(
        "error.off-road.is-machine-whose-engine",
        [
          "retrofit": .fact(machine.retrofit.identifier), "type": .fact(type),
          "engine": .fact(engine.identifier),
        ]),
      remedy: "error.off-road.leave-empty-stages-factor")
  }
}
