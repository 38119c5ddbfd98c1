import AirAccord
import ArgumentParser

/// Where the fleet list is and how it is meant.
struct OffRoadRegisterOptions: ParsableArguments {
  @Option(help: "Year of the data; a model year after it is refused.")
  var year: Int
  @Option(help: "Law of a bare stage (IIIA) and of engines without one: china, japan, eu, us.")
  var regulation: EngineStage.Regulation?
  @Option(
    parsing: .upToNextOption,
    help: "Machines in the city by type, such as excavator=4200, to which a sample is weighted.")
  var population: [String] = []

  /// The list.
  ///
  /// - Parameter age: of engines, which belongs to the counting.
  func listing(_ path: String, age: AgeConvention?) throws -> FleetListing {
    var listing = FleetListing(path, year: year)
    listing.regulation = regulation
    listing.age = age
    try listing.weigh(to: population)
    return listing
  }
}

/// How emissions are counted.
struct OffRoadInventoryOptions: ParsableArguments {
  @Option(help: "Sulphur of the fuel in use, ppm by mass.")
  var sulphurPpm: Double
  @Option(help: "emep-tier-1, emep-tier-2, emep-tier-3 or nonroad.")
  var method: EmissionMethod = MachineInventory(sulphurPartsPerMillion: 0).method
  @Flag(help: "Use only figures that a stored source backs.")
  var onlyBacked = false
  @Flag(
    inversion: .prefixedNo,
    help: "With NONROAD: whether crankcase emissions count to HC. (default: --crankcase)")
  var crankcase: Bool?
  @Option(help: "With NONROAD: age of engines, end-of-year (default, as EPA’s) or middle-of-year.")
  var age: AgeConvention?
  @Option(
    parsing: .upToNextOption,
    help: "Emissions of the grid for electric machines, g/kWh, such as co2=550.")
  var grid: [String] = []

  /// The settings.
  func counting() throws -> FleetCounting {
    var counting = FleetCounting(sulphurPartsPerMillion: sulphurPpm)
    counting.method = method
    counting.onlyBacked = onlyBacked
    counting.crankcase = crankcase
    counting.age = age
    try counting.setGrid(grid)
    return counting
  }
}

/// Which part of the year.
struct OffRoadPeriodOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: "Count only these months, 1 to 12, by NONROAD’s seasons.")
  var months: [Int] = []
  @Option(help: "With --months: one typical weekday or weekend day of them.")
  var day: ActivityProfile.Day?
  @Option(
    help: "With --months: region of the United States whose seasons are taken, such as US or NE.")
  var region: String?

  func validate() throws {
    if months.isEmpty, day != nil || region != nil { throw refusal("usage.day-with-months") }
  }

  /// Narrows a list to the period; the whole year without one.
  func narrow(_ listing: inout FleetListing) {
    listing.months = months
    listing.day = day
    listing.region = region ?? listing.region
  }
}
