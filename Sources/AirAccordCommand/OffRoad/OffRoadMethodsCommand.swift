import Documents
import ArgumentParser
import Evidence
import OffRoad

/// Counts one fleet by every method.
struct OffRoadMethodsCommand: ParsableCommand {
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
  @OptionGroup var page: OffRoadPageOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingFleetErrors {
      let register = try list.register(register)
      let inventory = try counting.inventory(of: .nonroad)
      let fleet = try counting.fleet(register, year: list.year)
      let comparison = try MethodComparison(inventory, fleet)
      var report = FleetReport(.methods, try inventory.tally(fleet), register: register)
      report.methods = comparison
      try page.show(
        report.document, comparison, named: "methods", beside: register.notices, as: output)
    }
  }
}
