import NumericKernels

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
  /// How engines age.
  public let age: AgeConvention
  /// Part of the year whose work is counted; `nil` for all of it.
  public let period: ActivityProfile.Period?

  /// Machines, survey weights counted.
  public var machines: Double { cells.reduce(0) { $0 + $1.machines } }
  /// How many classes there are.
  public var classes: Int { cells.count }

  package init(
    year: Int, cells: [ClassCell], defaults: [DefaultUse], age: AgeConvention = .endOfYear,
    period: ActivityProfile.Period? = nil
  ) {
    self.year = year
    self.cells = cells
    self.defaults = defaults
    self.age = age
    self.period = period
  }

  /// Counts a fleet list by classes.
  ///
  /// An engine's age in median lives is years × hours × load factor over the median life at full
  /// load of its power. Where the model year is unknown, half a median life is assumed and told of.
  ///
  /// - Parameters:
  ///   - year: of the inventory, not before any model year.
  ///   - age: how years are counted. Default: as NONROAD does, the one method that lets engines age.
  /// - Throws: `OffRoadError.setting` when a machine is younger than the inventory, or has a
  ///   retrofit that its engine came with.
  public init(
    _ machines: [Machine], year: Int, age convention: AgeConvention = .endOfYear
  ) throws(OffRoadError) {
    let parts = (machines.count + ClassCounter.size - 1) / ClassCounter.size
    let counters = try parallelMap(count: parts) { part throws(OffRoadError) in
      var counter = ClassCounter(year: year, age: convention)
      let first = part * ClassCounter.size
      for index in first..<min(first + ClassCounter.size, machines.count) {
        try counter.add(machines[index])
      }
      return counter
    }
    var counted = counters.first ?? ClassCounter(year: year, age: convention)
    for other in counters.dropFirst() { counted.add(other) }
    self.year = year
    self.age = convention
    period = nil
    cells = counted.cells.sorted { $0.key.packed < $1.key.packed }
    defaults = counted.defaults
  }

  /// Median lives of an engine whose year nobody knows.
  static let unknownAge = 0.5
}
