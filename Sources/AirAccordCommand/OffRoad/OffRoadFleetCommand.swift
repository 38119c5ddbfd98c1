import AirAccord
import ArgumentParser

/// Reads a fleet list and says what is in it.
struct OffRoadFleetCommand: Verb {
  static let configuration = CommandConfiguration.of("off-road.fleet")

  @Argument(help: "The fleet list, CSV; not needed with --types and --stages.")
  var register: String?
  @Option(help: "Year of the data; a model year after it is refused.")
  var year: Int?
  @Option(help: "Law of bare stages and of engines without one: china, japan, eu, us.")
  var regulation: EngineStage.Regulation?
  @Flag(help: "List the types of machines with their defaults.")
  var types = false
  @Flag(help: "List the stages of engines.")
  var stages = false
  @OptionGroup var shown: ResultOptions

  func validate() throws {
    if !types, !stages, register == nil || year == nil { throw refusal("usage.fleet-list") }
  }

  func presentation() throws -> Presentation {
    if types { return Presentation(MachineType.all, OffRoadLists.types) }
    if stages { return Presentation(EngineStage.all, OffRoadLists.stages) }
    var listing = FleetListing(register ?? "", year: year ?? 0)
    listing.regulation = regulation
    let list = try listing.register()
    let contents = FleetContents(list, try listing.fleet(list))
    var result = Presentation(contents.rows, contents.document)
    result.asides = list.notices
    return result
  }
}

/// Writes a register that nobody owns.
struct OffRoadSimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration.of("off-road.simulate")

  @Option(help: "How many machines.")
  var machines = SimulatedRegister().machines
  @Option(help: "Seed of the random numbers.")
  var seed: UInt64 = SimulatedRegister().seed
  @Option(help: "Year of the data.")
  var year = SimulatedRegister().dataYear

  func run() throws {
    var register = SimulatedRegister()
    register.machines = machines
    register.seed = seed
    register.dataYear = year
    register.write { print($0, terminator: "") }
  }
}
