import ArgumentParser
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

  @OptionGroup var output: FormatOption

  func validate() throws {
    guard types || stages || (register != nil && year != nil) else {
      throw ValidationError("name the fleet list and its --year, or ask for --types or --stages")
    }
  }

  func run() throws {
    if types { return try printTypes() }
    if stages { return try printStages() }
    guard let register, let year else { return }
    try explainingFleetErrors {
      let list = try FleetRegister(contentsOf: register, dataYear: year, regulation: regulation)
      let fleet = try ClassFleet(list.machines, year: year)
      struct Key: Hashable, Comparable, Encodable {
        let type: String
        let stage: String
        static func < (left: Key, right: Key) -> Bool {
          (left.type, left.stage) < (right.type, right.stage)
        }
      }
      struct Row: Encodable {
        let type: String
        let stage: String
        let machines: Double
      }
      var counts: [Key: Double] = [:]
      for machine in list.machines {
        let stage =
          machine.fuel == .electric ? "electric" : EngineStage.all[machine.stage].identifier
        counts[
          Key(type: MachineType.all[machine.type].identifier, stage: stage), default: 0] +=
          machine.count
      }
      let rows = counts.sorted { $0.key < $1.key }.map {
        Row(type: $0.key.type, stage: $0.key.stage, machines: $0.value)
      }
      var table = PlainTable(["machinery", "stage", "machines"], numeric: [2])
      for row in rows { table.add([row.type, row.stage, OffRoadText.number(row.machines)]) }
      try printRows(rows, as: output.format, table: table)
      if output.format == .text, let defaults = OffRoadText.defaults(list.defaults + fleet.defaults)
      {
        print("\n" + defaults.text)
      }
      for notice in list.notices { StandardError.print(notice) }
      StandardError.print(
        "\(OffRoadText.number(list.count)) machines in \(fleet.classes) classes, "
          + "\(list.sites.count) sites")
    }
  }

  private func printTypes() throws {
    var table = PlainTable(
      ["machinery", "English", "日本語", "中文", "sector", "kW", "load", "h/a", "life h", "source"],
      numeric: [5, 6, 7, 8])
    for type in MachineType.all {
      table.add(
        [type.identifier, type.english, type.japanese, type.chinese, type.sector]
          + [type.ratedPower, type.loadFactor, type.annualHours, type.medianLife].map { "\($0)" }
          + [Backing(type.provenance).text])
    }
    try printRows(MachineType.all, as: output.format, table: table)
  }

  private func printStages() throws {
    var table = PlainTable(["stage", "law", "name"])
    for stage in EngineStage.all {
      table.add([stage.identifier, stage.regulation.rawValue, stage.name])
    }
    try printRows(EngineStage.all, as: output.format, table: table)
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
