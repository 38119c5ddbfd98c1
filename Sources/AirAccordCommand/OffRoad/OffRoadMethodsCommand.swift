import ArgumentParser
import Evidence
import Studies

/// Counts one fleet by every method.
struct OffRoadMethodsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "methods",
    abstract: "Count one fleet by every method and say why the figures differ.",
    discussion: """
      Example:
        airaccord off-road methods city.csv --year 2024 --sulphur-ppm 10
      """)

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
