import ArgumentParser
import Evidence
import OffRoad
import Studies

/// Counts a fleet's emissions.
struct OffRoadEmissionsCommand: Verb {
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
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var listing = try list.listing(register, age: counting.age)
    period.narrow(&listing)
    return try Presentation(
      fleet: outcome(of: FleetStudy(listing, counting.counting())), .emissions)
  }
}

/// Says how sure an inventory is.
struct OffRoadUncertaintyCommand: Verb {
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

  @Option(help: "Draws.")
  var draws = UncertaintyAnalysis().draws

  @Option(help: "Of the random numbers.")
  var seed: UInt64 = UncertaintyAnalysis().seed

  @Option(help: "Share of an error that machines of a type have in common.")
  var correlation = UncertaintyAnalysis().correlation

  @Option(help: "Whose variance is shared out.")
  var pollutant: ExhaustPollutant = UncertaintyAnalysis().pollutant

  @Option(help: "Coverage of the intervals.")
  var confidenceLevel = UncertaintyAnalysis().confidenceLevel

  @Option(
    parsing: .upToNextOption,
    help: "Spreads by quantity, such as hours=0.2 or default-hours=0.4..1.8.")
  var spread: [String] = []

  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var analysis = UncertaintyAnalysis()
    analysis.draws = draws
    analysis.seed = seed
    analysis.correlation = correlation
    analysis.pollutant = pollutant
    analysis.confidenceLevel = confidenceLevel
    try analysis.setSpreads(spread)
    var study = FleetStudy(
      try list.listing(register, age: counting.age), try counting.counting())
    study.question = .uncertainty(analysis)
    return try Presentation(fleet: outcome(of: study), .uncertainty)
  }
}
