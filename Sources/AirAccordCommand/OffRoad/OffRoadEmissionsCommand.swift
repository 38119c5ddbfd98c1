import AirAccord
import ArgumentParser

/// Counts a fleet's emissions.
struct OffRoadEmissionsCommand: Verb {
  static let configuration = CommandConfiguration.of("off-road.emissions")

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
  static let configuration = CommandConfiguration.of("off-road.uncertainty")

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
