import AirAccord
import ArgumentParser

/// Counts one fleet by every method.
struct OffRoadMethodsCommand: Verb {
  static let configuration = CommandConfiguration.of("off-road.methods")

  @Argument(help: "The fleet list, CSV.")
  var register: String
  @OptionGroup var list: OffRoadRegisterOptions
  @OptionGroup var counting: OffRoadInventoryOptions
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var study = FleetStudy(
      try list.listing(register, age: counting.age), try counting.counting())
    study.question = .methods
    return try Presentation(fleet: outcome(of: study), .methods)
  }
}
