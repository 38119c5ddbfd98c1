import ArgumentParser
import Documents
import Evidence
import OffRoad

/// Prints the factors of a class, or of every class, with their sources.
struct OffRoadFactorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factors",
    abstract: "Print emission factors and limits with their sources, of one class or of all.",
    discussion: """
      With --all, NONROAD’s g/kWh, g/hp-hr and g/h of every type, power, model year and technology \
      are printed, as old as the engines are in --year; --machinery keeps one type. CSV and JSON \
      have full precision.

      Example:
        airaccord off-road factors --machinery excavator --stage china-iii
      """)

  @Option(name: .long, help: "Type of machine, for example excavator.")
  var machinery: String?

  @Option(name: .long, help: "Stage, for example china-iii.")
  var stage: String?

  @Option(name: .long, help: "Rated power, kW; without it the type’s default.")
  var powerKw: Double?

  @Flag(name: .long, help: "Every type, power, model year and technology that NONROAD knows.")
  var all = false

  @Option(name: .long, help: "With --all: year in which the engines emit.")
  var year: Int?

  @Option(name: .long, help: "With --all: first model year.")
  var firstModelYear: Int?

  @OptionGroup var counting: OffRoadInventoryOptions
  @OptionGroup var speech: OffRoadLanguageOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    if all {
      guard year != nil else { throw ValidationError("--all needs --year, in which engines emit") }
      guard stage == nil, powerKw == nil else {
        throw ValidationError("--all lists every stage and power: leave --stage and --power-kw out")
      }
    } else {
      guard machinery != nil, stage != nil else {
        throw ValidationError("name --machinery and --stage, or ask for --all")
      }
      guard year == nil, firstModelYear == nil else {
        throw ValidationError("--year and --first-model-year belong to --all")
      }
    }
  }

  func run() throws {
    try explainingFleetErrors {
      if all { try printAll() } else { try printClass() }
    }
  }

  private func printClass() throws {
    let rows = try FactorRow.rows(
      machinery: machinery ?? "", stage: stage ?? "", power: powerKw,
      inventory: counting.inventory())
    try output.print(OffRoadLists.factors(rows), of: rows, speech)
  }

  private func printAll() throws {
    let type = try machinery.map { name -> Int in
      guard let position = MachineType.position(named: name) else {
        throw OffRoadError.setting(
          "machinery", problem: Message("error.command.is-2", ["name": .fact(name)]),
          remedy: Message(
            "error.command.did-you-mean", ["name": .names(MachineType.nearest(to: name))]))
      }
      return position
    }
    var inventory = try counting.inventory(of: .nonroad)
    inventory.method = .nonroad
    var rates = RateTable(inventory, year: year ?? 0)
    rates.age = counting.age ?? rates.age
    rates.firstModelYear = firstModelYear ?? rates.firstModelYear
    let rows = try rates.rows(type: type)
    try output.print(OffRoadLists.rates(rows), of: rows, speech)
    speech.tell([
      Message(
        "off-road.rate-rows", ["rows": .count(rows.count), "year": .text(String(rates.year))])
    ])
  }
}

/// Lists every figure of the tables with its source.
struct OffRoadSourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources",
    abstract: "List every factor, adjustment, limit and reading of stages with its source.",
    discussion: """
      Example:
        airaccord off-road sources --unbacked
      """)

  @Flag(name: .long, help: "Only those that no stored source backs.")
  var unbacked = false

  @OptionGroup var speech: OffRoadLanguageOption
  @OptionGroup var output: FormatOption

  func run() throws {
    let rows = SourcedFigure.all.filter { !unbacked || !$0.backing.isBacked }
    try output.print(OffRoadLists.sources(rows), of: rows, speech)
    let open = SourcedFigure.all.filter { !$0.backing.isBacked }.count
    speech.tell([
      Message(
        "off-road.figures-backed",
        ["figures": .count(SourcedFigure.all.count), "open": .count(open)])
    ])
  }
}
