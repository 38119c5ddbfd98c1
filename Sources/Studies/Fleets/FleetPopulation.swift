import Documents
public import OffRoad

/// Makes a fleet list from counts by type, with NONROAD's powers, ages and stages.
public struct FleetPopulation: Job {
  /// Counts such as `excavator=4200`; `nil` takes all diesel types with EPA's own counts of 2000.
  public let counts: [String]?
  /// Year of the fleet.
  public let year: Int
  /// Year in which the machines were counted; `nil` for the year of the fleet.
  public var countYear: Int?
  /// Law of the stages, and growth.
  public var fleet = NonroadFleet()

  /// A list of a year.
  public init(_ counts: [String]?, year: Int) {
    self.counts = counts
    self.year = year
  }

  /// - Throws: `SettingFault` for a count that cannot be read; `OffRoadError`.
  public func run(_ watch: JobWatch) throws -> FleetRegister {
    guard let counts else { return try fleet.unitedStates(year: year) }
    let numbers = try [String: Double](
      assignments: counts, of: "counts", "error.command.write-type-number-excavator")
    let order = counts.compactMap { $0.split(separator: "=").first.map(String.init) }
    var seen: Set<Int> = []
    let machines = try order.map { name in
      guard let type = MachineType.position(named: name) else {
        throw SettingFault.unknownType(name, of: "counts")
      }
      guard seen.insert(type).inserted else {
        throw SettingFault(
          "counts", saying: Message("error.command.names-twice", ["parts": .fact(name)]),
          "error.command.give-each-type-once")
      }
      return NonroadFleet.Count(type: type, machines: numbers[name] ?? 0)
    }
    return try fleet.machines(machines, countYear: countYear ?? year, year: year)
  }
}

extension SettingFault {
  /// A type of machine that is none.
  static func unknownType(_ name: String, of setting: String) -> SettingFault {
    SettingFault(
      setting, saying: Message("error.command.names-no-type-of-machine", ["parts": .fact(name)]),
      MachineType.suggestion(for: name))
  }
}

extension RateTable {
  /// NONROAD's rates of one type of machine, or of every type.
  ///
  /// - Throws: `SettingFault` for a type that is none; `OffRoadError`.
  public func rows(machinery: String?) throws -> [Row] {
    let type = try machinery.map { name in
      guard let position = MachineType.position(named: name) else {
        throw SettingFault.unknownType(name, of: "machinery")
      }
      return position
    }
    return try rows(type: type)
  }
}
