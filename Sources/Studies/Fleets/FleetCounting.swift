package import Documents
public import OffRoad

/// How the emissions of machines are counted.
public struct FleetCounting: Sendable {
  /// Sulphur of the fuel in use, ppm by mass.
  public let sulphurPartsPerMillion: Double
  /// The method.
  public var method: EmissionMethod
  /// Whether only figures count that a stored source backs. Default: no.
  public var onlyBacked = false
  /// With NONROAD: whether crankcase emissions count to HC; `nil` for the method's own choice.
  public var crankcase: Bool?
  /// With NONROAD: age of an engine; `nil` for the method's own choice.
  public var age: AgeConvention?
  /// Emissions of the grid for electric machines, g/kWh.
  public var grid: [ExhaustPollutant: Double] = [:]

  /// With the defaults of an inventory.
  public init(sulphurPartsPerMillion: Double) {
    self.sulphurPartsPerMillion = sulphurPartsPerMillion
    method = MachineInventory(sulphurPartsPerMillion: 0).method
  }

  /// The inventory.
  ///
  /// - Parameter used: a method that is used besides the one that is named.
  /// - Throws: `OffRoadError` for a setting that would change nothing.
  public func inventory(of used: EmissionMethod? = nil) throws(OffRoadError) -> MachineInventory {
    var inventory = MachineInventory(sulphurPartsPerMillion: sulphurPartsPerMillion)
    inventory.method = method
    inventory.onlyBacked = onlyBacked
    if method != .nonroad, used != .nonroad {
      for (name, isGiven, problem) in [
        ("crankcase", crankcase != nil, "has-no"), ("age", age != nil, "no-engine"),
      ] where isGiven {
        throw .setting(
          name,
          problem: Message("error.command.is-given-\(problem)", ["name": .fact(method.name)]),
          remedy: "error.command.leave-out-take-method")
      }
    }
    inventory.includesCrankcase = crankcase ?? inventory.includesCrankcase
    inventory.grid.merge(grid) { $1 }
    return inventory
  }
}

extension [String: Double] {
  /// Numbers that are written as assignments, such as `excavator=4200`.
  ///
  /// - Parameters:
  ///   - setting: its name, for the refusal.
  ///   - advice: how it is written.
  /// - Throws: `SettingFault` for a text that is none, and for a name that stands twice.
  package init(
    assignments: [String], of setting: String, _ advice: Message
  ) throws(SettingFault) {
    self = [:]
    for text in assignments {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let number = Double(parts[1]), number.isFinite else {
        throw SettingFault(setting, "“\(text)”", advice)
      }
      guard updateValue(number, forKey: parts[0]) == nil else {
        throw SettingFault(
          setting, saying: Message("error.command.names-twice", ["parts": .fact(parts[0])]),
          "error.setting.give-once")
      }
    }
  }
}

extension FleetListing {
  /// Takes machines by type, such as `excavator=4200`.
  ///
  /// - Throws: `SettingFault`.
  public mutating func weigh(to population: [String]) throws(SettingFault) {
    self.population = try [String: Double](
      assignments: population, of: "population", "error.command.write-type-number-excavator")
  }
}

extension FleetCounting {
  /// Takes the emissions of the grid, such as `co2=550`.
  ///
  /// - Throws: `SettingFault`.
  public mutating func setGrid(_ texts: [String]) throws(SettingFault) {
    let numbers = try [String: Double](
      assignments: texts, of: "grid", "error.command.write-pollutant-g-kwh")
    for (name, number) in numbers {
      guard let pollutant = ExhaustPollutant(rawValue: name) else {
        throw SettingFault("grid", "“\(name)”", "error.command.write-pollutant-g-kwh")
      }
      grid[pollutant] = number
    }
  }
}

extension UncertaintyAnalysis {
  /// Takes spreads by quantity, such as `hours=0.2` or `default-hours=0.4..1.8`.
  ///
  /// - Throws: `SettingFault`.
  public mutating func setSpreads(_ texts: [String]) throws(SettingFault) {
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let quantity = UncertainQuantity(rawValue: parts[0]) else {
        let names = UncertainQuantity.allCases.map { "\($0.rawValue)=0.2" }
        throw SettingFault(
          "spread", "“\(text)”",
          Message("error.command.write-one-of", ["names": .names(names)]))
      }
      if let dots = parts[1].firstRange(of: ".."),
        let low = Double(parts[1][..<dots.lowerBound]),
        let high = Double(parts[1][dots.upperBound...])
      {
        distributions[quantity] = .uniform(low: low, high: high)
      } else if let value = Double(parts[1]) {
        distributions[quantity] = value == 0 ? .fixed : .lognormal(spread: value)
      } else {
        throw SettingFault("spread", "“\(text)”", "error.command.write-hours-0-2")
      }
    }
  }
}
