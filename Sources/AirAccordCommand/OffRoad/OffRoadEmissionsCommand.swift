import Documents
import ArgumentParser
import TextFiles
import Evidence
import OffRoad

/// Counts a fleet's emissions.
struct OffRoadEmissionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emissions", abstract: "Count a fleet’s emissions in a year, with every default.",
    discussion: """
      Example:
        airaccord off-road emissions city.csv --year 2024 --sulphur-ppm 10
      """)

  @Argument(help: "The fleet list, CSV.")
  var register: String

  @OptionGroup var list: OffRoadRegisterOptions
  @OptionGroup var counting: OffRoadInventoryOptions
  @OptionGroup var period: OffRoadPeriodOptions
  @OptionGroup var page: OffRoadPageOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingFleetErrors {
      let inventory = try counting.inventory()
      let register = try list.register(register)
      let fleet = try period.fleet(counting.fleet(register, year: list.year))
      let tally = try inventory.tally(fleet)
      var report = FleetReport(.emissions, tally, register: register)
      let methods = try MethodComparison(inventory, fleet)
      report.methods = methods
      try page.show(
        report.document, tally, named: "emissions",
        beside: methods.warnings(of: inventory.method) + register.notices, as: output)
    }
  }
}

/// Says how sure an inventory is.
struct OffRoadUncertaintyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uncertainty",
    abstract: "Say how sure an inventory is and which survey would help most.",
    discussion: """
      Draws counts, hours, load factors, factors and deterioration by a Latin hypercube. Spreads \
      are our own unless they are given; “range” shows a guess at its two ends, which is no \
      interval.

      Example:
        airaccord off-road uncertainty city.csv --year 2024 --sulphur-ppm 10 --output city
      """)

  @Argument(help: "The fleet list, CSV.")
  var register: String

  @OptionGroup var list: OffRoadRegisterOptions
  @OptionGroup var counting: OffRoadInventoryOptions

  @Option(name: .long, help: "Draws.")
  var draws = UncertaintyAnalysis().draws

  @Option(name: .long, help: "Of the random numbers.")
  var seed: UInt64 = UncertaintyAnalysis().seed

  @Option(name: .long, help: "Share of an error that machines of a type have in common.")
  var correlation = UncertaintyAnalysis().correlation

  @Option(name: .long, help: "Whose variance is shared out.")
  var pollutant: ExhaustPollutant = UncertaintyAnalysis().pollutant

  @Option(name: .long, help: "Coverage of the intervals.")
  var confidenceLevel = UncertaintyAnalysis().confidenceLevel

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "Spreads by quantity, such as hours=0.2 or default-hours=0.4..1.8.")
  var spread: [String] = []

  @OptionGroup var page: OffRoadPageOptions
  @OptionGroup var output: FormatOption

  func validate() throws { try WorkLimit.counts.check(["draws": draws]) }

  func run() throws {
    try explainingFleetErrors {
      let inventory = try counting.inventory()
      let register = try list.register(register)
      let fleet = try counting.fleet(register, year: list.year)
      let result = try analysis().analyse(inventory, fleet)
      var report = FleetReport(.uncertainty, try inventory.tally(fleet), register: register)
      report.uncertainty = result
      try page.show(
        report.document, result, named: "uncertainty", tables: report.tablesForFiles,
        beside: register.notices, as: output)
    }
  }

  private func analysis() throws -> UncertaintyAnalysis {
    var analysis = UncertaintyAnalysis()
    analysis.draws = draws
    analysis.seed = seed
    analysis.correlation = correlation
    analysis.pollutant = pollutant
    analysis.confidenceLevel = confidenceLevel
    for text in spread {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let quantity = UncertainQuantity(rawValue: parts[0]) else {
        throw OffRoadError.setting(
          "spread", problem: Message("error.command.is", ["text": .fact(text)]),
          remedy: Message(
            "error.command.write-one-of",
            ["names": .names(UncertainQuantity.allCases.map { "\($0.rawValue)=0.2" })]))
      }
      if let dots = parts[1].firstRange(of: ".."),
        let low = Double(parts[1][..<dots.lowerBound]),
        let high = Double(parts[1][dots.upperBound...])
      {
        analysis.distributions[quantity] = .uniform(low: low, high: high)
      } else if let value = Double(parts[1]) {
        analysis.distributions[quantity] = value == 0 ? .fixed : .lognormal(spread: value)
      } else {
        throw OffRoadError.setting(
          "spread", problem: Message("error.command.is", ["text": .fact(text)]),
          remedy: "error.command.write-hours-0-2")
      }
    }
    return analysis
  }
}
