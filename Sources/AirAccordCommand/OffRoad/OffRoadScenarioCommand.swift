import AirAccord
import ArgumentParser

/// Compares measures on a fleet.
struct OffRoadScenarioCommand: Verb {
  static let configuration = CommandConfiguration.of("off-road.scenario")

  @Argument(help: "The scenario file, YAML.")
  var file: String
  @Option(help: "The fleet list, CSV.")
  var register: String
  @OptionGroup var list: OffRoadRegisterOptions
  @OptionGroup var counting: OffRoadInventoryOptions
  @Option(help: "Draws.")
  var draws = ScenarioAnalysis(MachineInventory(sulphurPartsPerMillion: 0)).uncertainty.draws
  @Option(help: "Of the random numbers.")
  var seed: UInt64 = UncertaintyAnalysis().seed
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var study = try ScenarioStudy(
      file: file, on: try list.listing(register, age: counting.age), try counting.counting())
    study.analysis.uncertainty.draws = draws
    study.analysis.uncertainty.seed = seed
    return try Presentation(scenarios: outcome(of: study), of: study)
  }
}
