import ArgumentParser
import Evidence
import OffRoad

/// Reads a fleet list and says what is in it.
struct OffRoadFleetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fleet",
    abstract: "Read a fleet list: machines by type and stage, and its defaults.",
    discussion: """
      Examples:
        airaccord off-road fleet city.csv --year 2024 --regulation china
        airaccord off-road fleet --types --stages
      """)

  @Argument(help: "The fleet list, CSV; not needed with --types and --stages.")
  var register: String?

  @Option(name: .long, help: "Year of the data; a model year after it is refused.")
  var year: Int?

  @Option(name: .long, help: "Law of bare stages and of engines without one: china, japan, eu, us.")
  var regulation: EngineStage.Regulation?

  @Flag(name: .long, help: "List the types of machines with their defaults.")
  var types = false

  @Flag(name: .long, help: "List the stages of engines.")
  var stages = false

  @OptionGroup var speech: OffRoadLanguageOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    guard types || stages || (register != nil && year != nil) else {
      throw ValidationError("name the fleet list and its --year, or ask for --types or --stages")
    }
  }

  func run() throws {
    if types { return try output.print(OffRoadLists.types, of: MachineType.all, speech) }
    if stages { return try output.print(OffRoadLists.stages, of: EngineStage.all, speech) }
    guard let register, let year else { return }
    try explainingFleetErrors {
      let list = try FleetRegister(contentsOf: register, dataYear: year, regulation: regulation)
      let fleet = try ClassFleet(list.machines, year: year)
      let contents = FleetContents(list, fleet)
      if output.format == .json {
        try printJSON(contents.rows)
      } else {
        output.print(contents.document, language: speech.language)
      }
      if output.format != .text { speech.tell(list.notices) }
    }
  }
}

/// Writes a register that nobody owns.
struct OffRoadSimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Print a simulated register of a Chinese city as CSV.",
    discussion: """
      Example:
        airaccord off-road simulate --machines 20000 > city.csv
      """)

  @Option(name: .long, help: "How many machines.")
  var machines = SimulatedRegister().machines

  @Option(name: .long, help: "Seed of the random numbers.")
  var seed: UInt64 = SimulatedRegister().seed

  @Option(name: .long, help: "Year of the data.")
  var year = SimulatedRegister().dataYear

  func run() throws {
    var register = SimulatedRegister()
    register.machines = machines
    register.seed = seed
    register.dataYear = year
    register.write { print($0, terminator: "") }
  }
}
