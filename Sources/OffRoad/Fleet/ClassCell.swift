/// Machines that every table treats alike, counted together.
///
/// Emissions are linear in the sums that a cell keeps, so an inventory of cells is exactly the
/// inventory of their machines: work, and work times age because deterioration is proportional to
/// the age up to one median life.
package struct ClassCell: Hashable, Sendable {
  /// What is alike.
  package struct Key: Hashable, Sendable {
    /// Position in `MachineType.all`.
    package var type: UInt8
    /// Position in `EngineStage.all`.
    package var stage: UInt8
    /// Position in `PowerBand.lowerEnds`.
    package var band: UInt8
    package var fuel: Machine.Fuel
    package var retrofit: Machine.Retrofit
    /// Year in which the engines were built; 0 when it is not known.
    package var modelYear: UInt16
    /// Whether the hours stand in the fleet list.
    package var hasHours: Bool
    /// Whether the load factor stands in the fleet list.
    package var hasLoadFactor: Bool
    package var isExempt: Bool

    /// All in one number, by which cells are found and sorted.
    var packed: UInt64 {
      let first = UInt64(type) << 56 | UInt64(stage) << 48 | UInt64(band) << 40
      let second = UInt64(fuel.rawValue) << 36 | UInt64(retrofit.rawValue) << 32
      let third = UInt64(modelYear) << 16
      let flags = (hasHours ? 1 : 0) | (hasLoadFactor ? 2 : 0) | (isExempt ? 4 : 0)
      return first | second | third | UInt64(flags)
    }
  }

  package var key: Key
  /// Machines, survey weights counted.
  package var machines = 0.0
  /// kWh a year.
  package var work = 0.0
  /// kWh a year times age in median lives, each machine's at most one.
  package var agedWork = 0.0
  /// Sum of the squares of each machine's work, (kWh a year)².
  package var squaredWork = 0.0
  /// kWh a year of machines whose idling share is known, times that share.
  package var idlingWork = 0.0
  /// kWh a year of machines whose idling share is not known.
  package var workOfUnknownIdling = 0.0
  /// Hours at full load a year, which wear a machine out.
  package var fullLoadHours = 0.0

  init(_ key: Key) { self.key = key }

  /// The same machines with all sums times a factor.
  func scaled(by factor: Double) -> ClassCell {
    var cell = self
    cell.machines *= factor
    cell.work *= factor
    cell.agedWork *= factor
    cell.squaredWork *= factor
    cell.idlingWork *= factor
    cell.workOfUnknownIdling *= factor
    cell.fullLoadHours *= factor
    return cell
  }
}

/// A fleet in one year, counted by classes.
public struct ClassFleet: Sendable {
  /// Year of the inventory.
  public let year: Int
  /// By type, stage, power, year and the rest, in a fixed order.
  package let cells: [ClassCell]
  /// What the fleet list did not say.
  public let defaults: [DefaultUse]

  /// Machines, survey weights counted.
  public var machines: Double { cells.reduce(0) { $0 + $1.machines } }
  /// How many classes there are.
  public var classes: Int { cells.count }

  package init(year: Int, cells: [ClassCell], defaults: [DefaultUse]) {
    self.year = year
    self.cells = cells
    self.defaults = defaults
  }

  /// Counts a fleet list by classes.
  ///
  /// An engine's age runs from the middle of its model year to the middle of the inventory's; in
  /// median lives it is years × hours × load factor over the type's median life at full load.
  /// Where the model year is unknown, half a median life is assumed and told of.
  ///
  /// - Parameter year: of the inventory, not before any model year.
  /// - Throws: `OffRoadError.setting` when a machine is younger than the inventory.
  public init(_ machines: [Machine], year: Int) throws(OffRoadError) {
    let types = MachineType.all
    var positions: [UInt64: Int] = [:]
    var cells: [ClassCell] = []
    // Machines that took each type's default power, hours and load factor.
    var missingPower = [Double](repeating: 0, count: types.count)
    var missingHours = missingPower
    var missingLoad = missingPower
    var missingYear = 0.0
    for machine in machines {
      if let built = machine.modelYear, built > year {
        throw .setting(
          "year", problem: "is \(year), before the model year \(built) of a machine",
          remedy: "give the year of the fleet list or a later one")
      }
      let type = types[machine.type]
      let power = machine.power ?? type.ratedPower
      let hours = machine.hours ?? type.annualHours
      let load = machine.loadFactor ?? type.loadFactor
      let count = machine.count
      if machine.power == nil { missingPower[machine.type] += count }
      if machine.hours == nil { missingHours[machine.type] += count }
      if machine.loadFactor == nil { missingLoad[machine.type] += count }
      let age: Double
      if let built = machine.modelYear {
        age = min(1, Double(year - built) * hours * load / type.medianLife)
      } else {
        missingYear += count
        age = Self.unknownAge
      }
      let key = ClassCell.Key(
        type: UInt8(machine.type), stage: UInt8(machine.stage),
        band: UInt8(PowerBand.position(of: power)), fuel: machine.fuel,
        retrofit: machine.retrofit, modelYear: UInt16(machine.modelYear ?? 0),
        hasHours: machine.hours != nil, hasLoadFactor: machine.loadFactor != nil,
        isExempt: machine.isExempt)
      let position: Int
      if let known = positions[key.packed] {
        position = known
      } else {
        position = cells.count
        positions[key.packed] = position
        cells.append(ClassCell(key))
      }
      let own = power * hours * load
      let work = count * own
      cells[position].machines += count
      cells[position].work += work
      cells[position].agedWork += work * age
      cells[position].squaredWork += work * own
      cells[position].fullLoadHours += count * hours * load
      if let share = machine.idlingShare {
        cells[position].idlingWork += work * share
      } else {
        cells[position].workOfUnknownIdling += work
      }
    }
    self.year = year
    self.cells = cells.sorted { $0.key.packed < $1.key.packed }
    var defaults: [DefaultUse] = []
    for (index, type) in types.enumerated() {
      for (quantity, value, unit, count) in [
        ("rated power", type.ratedPower, "kW", missingPower[index]),
        ("annual hours", type.annualHours, "h/a", missingHours[index]),
        ("load factor", type.loadFactor, "1", missingLoad[index]),
      ] where count > 0 {
        defaults.append(
          DefaultUse(
            quantity: quantity, subject: type.identifier, value: value, unit: unit,
            machines: count, backing: Backing(type.provenance)))
      }
    }
    if missingYear > 0 {
      defaults.append(
        DefaultUse(
          quantity: "age", subject: "all", value: Self.unknownAge, unit: "median lives",
          machines: missingYear,
          backing: Backing(sources: ["AIRACCORD-AGE"], isBacked: false)))
    }
    self.defaults = defaults
  }

  /// Median lives of an engine whose year nobody knows.
  static let unknownAge = 0.5
}
