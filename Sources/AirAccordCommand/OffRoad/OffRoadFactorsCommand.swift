import ArgumentParser
import Foundation
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
    // A file keeps every digit; the terminal shows what can be read.
    func number(_ value: Double) -> String {
      output.format == .text ? OffRoadText.number(value) : "\(value)"
    }
    var table = PlainTable(
      ["what", "new", "added by age", "subtracted", "limit", "unit", "source"],
      numeric: [1, 2, 3, 4])
    for row in rows {
      table.add([
        row.name, number(row.zeroHour), number(row.deterioration), number(row.subtraction),
        row.limit.map(number) ?? "", "g/kWh", row.backing.text,
      ])
    }
    try printRows(rows, as: output.format, table: table)
    StandardError.print("* no stored source backs it")
  }

  private func printAll() throws {
    let type = try machinery.map { name -> Int in
      guard let position = MachineType.position(named: name) else {
        throw OffRoadError.setting(
          "machinery", problem: "is “\(name)”",
          remedy: "did you mean \(MachineType.nearest(to: name).joined(separator: ", "))?")
      }
      return position
    }
    var inventory = try counting.inventory(of: .nonroad)
    inventory.method = .nonroad
    var rates = RateTable(inventory, year: year ?? 0)
    rates.age = counting.age ?? rates.age
    rates.firstModelYear = firstModelYear ?? rates.firstModelYear
    let rows = try rates.rows(type: type)
    if output.format == .json { return try printJSON(rows) }
    let pollutants = ExhaustPollutant.allCases.filter { pollutant in
      rows.contains { $0.perKilowattHour[pollutant] != nil }
    }
    let isFile = output.format == .csv
    func number(_ value: Double?) -> String {
      value.map { isFile ? "\($0)" : OffRoadText.number($0) } ?? ""
    }
    var table = PlainTable(
      [
        "machinery", "hp_above", "hp_to", "power_kw", "model_year", "technology", "stage", "share",
        "age_median_lives", "fuel_g_kwh",
      ]
        + pollutants.flatMap {
          ["\($0.rawValue)_g_kwh", "\($0.rawValue)_g_hph", "\($0.rawValue)_g_h"]
        })
    for row in rows {
      table.add(
        [
          row.type, number(row.horsepowerAbove), number(row.horsepowerTo), number(row.power),
          "\(row.modelYear)", row.technology.rawValue, row.stage, number(row.share),
          number(row.age), number(row.fuel),
        ]
          + pollutants.flatMap {
            [
              number(row.perKilowattHour[$0]), number(row.perHorsepowerHour($0)),
              number(row.perHour($0)),
            ]
          })
    }
    print(isFile ? table.csv : table.text)
    StandardError.print(
      "\(rows.count) rows of US EPA NONROAD2008, engines as old as in \(rates.year)")
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

  @OptionGroup var output: FormatOption

  func run() throws {
    let rows = SourcedFigure.all.filter { !unbacked || !$0.backing.isBacked }
    var table = PlainTable(
      ["kind", "table", "for", "what", "value", "unit", "source", "notes"], numeric: [4])
    for row in rows {
      table.add([
        row.kind, row.table, row.subject, row.quantity, row.value.map { "\($0)" } ?? "", row.unit,
        row.backing.text, row.notes,
      ])
    }
    try printRows(rows, as: output.format, table: table)
    let open = SourcedFigure.all.filter { !$0.backing.isBacked }.count
    StandardError.print(
      "\(SourcedFigure.all.count) figures, \(open) of them marked *: no stored source backs them")
  }
}
