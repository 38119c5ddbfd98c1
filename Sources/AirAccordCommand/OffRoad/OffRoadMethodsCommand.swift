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
      var content = OffRoadPage.Content(
        title: OffRoadPage.inventoryTitle(year: list.year, page.language))
      content.tally = try inventory.tally(fleet)
      content.methods = comparison
      content.defaults = register.defaults
      content.notices = register.notices
      try page.write(content)
      let isFile = output.format == .csv
      func number(_ value: Double?) -> String {
        value.map { isFile ? "\($0)" : OffRoadText.number($0) } ?? (isFile ? "" : "–")
      }
      var table = PlainTable(
        ["t/a"] + comparison.counts.map(\.method.name) + ["largest/smallest"],
        numeric: Set(1...(comparison.counts.count + 1)))
      for pollutant in ExhaustPollutant.allCases {
        let spread = comparison.spreads.first { $0.pollutant == pollutant }
        table.add(
          [pollutant.displayName] + comparison.counts.map { number($0.tonnes[pollutant]) }
            + [number(spread?.ratio)])
      }
      table.add(["fuel"] + comparison.counts.map { number($0.fuel) } + [""])
      switch output.format {
      case .json: try printJSON(comparison)
      case .csv: print(table.csv)
      case .text:
        print(table.text)
        for spread in comparison.spreads where spread.ratio > 1.05 {
          print(
            "\(spread.pollutant.displayName), \(spread.highest.name) over \(spread.lowest.name): "
              + spread.reasons.joined(separator: "; "))
        }
      }
      for notice in register.notices { StandardError.print(notice) }
    }
  }
}
