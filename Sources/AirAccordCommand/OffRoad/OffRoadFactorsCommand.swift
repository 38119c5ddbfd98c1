import ArgumentParser
import OffRoad

/// Prints the factors of a class with their sources.
struct OffRoadFactorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factors",
    abstract: "Print the emission factors and limits of a class of engines with their sources.")

  @Option(name: .long, help: "Type of machine, for example excavator.")
  var machinery: String

  @Option(name: .long, help: "Stage, for example china-iii.")
  var stage: String

  @Option(name: .long, help: "Rated power, kW; without it the type’s default.")
  var powerKw: Double?

  @OptionGroup var counting: OffRoadInventoryOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingFleetErrors {
      let rows = try FactorRow.rows(
        machinery: machinery, stage: stage, power: powerKw, inventory: counting.inventory())
      var table = PlainTable(
        ["what", "new", "added by age", "subtracted", "limit", "unit", "source"],
        numeric: [1, 2, 3, 4])
      for row in rows {
        table.add([
          row.name, OffRoadText.number(row.zeroHour), OffRoadText.number(row.deterioration),
          OffRoadText.number(row.subtraction), row.limit.map(OffRoadText.number) ?? "", "g/kWh",
          row.backing.text,
        ])
      }
      try printRows(rows, as: output.format, table: table)
      StandardError.print("* no stored source backs it")
    }
  }
}
