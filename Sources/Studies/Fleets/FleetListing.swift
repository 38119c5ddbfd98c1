public import OffRoad

/// A fleet list, how it is meant, and which part of the year counts.
public struct FleetListing: Sendable {
  /// The list, CSV.
  public let path: String
  /// Year of the data; a model year after it is refused.
  public let year: Int
  /// Law in which a bare stage is meant, and which dates engines without one.
  public var regulation: EngineStage.Regulation?
  /// Machines in the city by type, to which a sample is weighted; empty for a whole register.
  public var population: [String: Double] = [:]
  /// Age of engines; `nil` for the end of the year.
  public var age: AgeConvention?
  /// Only these months, by NONROAD's seasons; empty for the year.
  public var months: [Int] = []
  /// With months: one typical day of them.
  public var day: ActivityProfile.Day?
  /// With months: region of the United States whose seasons are taken.
  public var region = "US"

  /// A list of a year.
  public init(_ path: String, year: Int) {
    self.path = path
    self.year = year
  }

  /// The list, weighted where that is asked for.
  ///
  /// - Throws: `OffRoadError`, `FileFault`.
  public func register() throws -> FleetRegister {
    let register = try FleetRegister(contentsOf: path, dataYear: year, regulation: regulation)
    return population.isEmpty ? register : try register.weighted(to: population)
  }

  /// The fleet of the list at work in the period.
  ///
  /// - Throws: `OffRoadError`.
  public func fleet(_ register: FleetRegister) throws -> ClassFleet {
    let fleet = try ClassFleet(register.machines, year: year, age: age ?? .endOfYear)
    guard !months.isEmpty else { return fleet }
    return try fleet.during(
      ActivityProfile.Period(months: months.sorted(), day: day), ActivityProfile(region: region))
  }
}
