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
      let methods = try MethodComparison(inventory, fleet)
      var content = OffRoadPage.Content(
        title: OffRoadPage.inventoryTitle(year: list.year, page.language))
      content.tally = tally
      content.methods = methods
      content.defaults = register.defaults
      content.notices = register.notices
      try page.write(content)
      switch output.format {
      case .json: try printJSON(tally)
      case .csv: print(Self.classes(tally).csv)
      case .text: printText(tally, register)
      }
      for warning in methods.warnings(of: inventory.method) {
        StandardError.print("methods differ: \(warning)")
      }
    }
  }

  private func printText(_ tally: EmissionTally, _ register: FleetRegister) {
    let unit = tally.period == nil ? "t/a" : tally.period?.day == nil ? "t" : "t/d"
    var totals = PlainTable(["pollutant", unit, "of the work", "source"], numeric: [1, 2])
    for total in tally.totals {
      totals.add([
        total.pollutant.displayName, OffRoadText.number(total.tonnes),
        "\(OffRoadText.number(total.coverage * 100)) %", total.backing.text,
      ])
    }
    print(totals.text)
    if let defaults = OffRoadText.defaults(register.defaults + tally.defaults) {
      print("\n" + defaults.text)
    }
    let notes = tally.notes + tally.limitNotes.map(\.sentence)
    for note in notes.prefix(12) { StandardError.print("note: \(note)") }
    if notes.count > 12 {
      StandardError.print("… \(notes.count - 12) more notes: --format json or --output has all")
    }
    StandardError.print(
      "\(OffRoadText.number(tally.machines)) machines, \(OffRoadText.number(tally.fuel)) t of "
        + "diesel, \(tally.inventory.method.name); * no stored source backs it")
  }

  static func classes(_ tally: EmissionTally) -> PlainTable {
    let pollutants = ExhaustPollutant.allCases
    var table = PlainTable(
      ["machinery", "stage", "band", "machines", "work_mwh", "fuel_t"]
        + pollutants.map { "\($0.rawValue)_t" } + ["backed"])
    for row in tally.rows {
      table.add(
        [row.type, row.stage, row.band, "\(row.machines)", "\(row.work)", "\(row.fuel)"]
          + pollutants.map { row.tonnes[$0].map { "\($0)" } ?? "" }
          + [row.backing.values.allSatisfy(\.isBacked) ? "yes" : "no"])
    }
    return table
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
      var content = OffRoadPage.Content(
        title: OffRoadPage.inventoryTitle(year: list.year, page.language))
      content.tally = try inventory.tally(fleet)
      content.uncertainty = result
      content.defaults = register.defaults
      content.notices = register.notices
      try page.write(content)
      var table = PlainTable(
        ["pollutant", "t/a", "lower", "upper", "guess low", "guess high"],
        numeric: [1, 2, 3, 4, 5])
      for range in result.ranges {
        guard let own = result.total(range.pollutant) else { continue }
        table.add(
          [range.pollutant.displayName]
            + [own.central, own.lower, own.upper, range.low, range.high].map(OffRoadText.number))
      }
      switch output.format {
      case .json: try printJSON(result)
      case .csv: print(table.csv)
      case .text:
        print(table.text)
        var shares = PlainTable(
          ["what is uncertain", "for", "alone", "with interactions", "ranks"], numeric: [2, 3, 4])
        for share in result.shares.prefix(10) {
          shares.add(
            [share.quantity.rawValue, share.subject]
              + [share.firstOrder, share.total, share.rankShare].map(OffRoadText.number))
        }
        print(
          "\nshares of the variance of \(result.analysis.pollutant.displayName)\n" + shares.text)
        let uses =
          register.defaults + (content.tally?.defaults ?? []) + result.defaults
        if let defaults = OffRoadText.defaults(uses) { print("\n" + defaults.text) }
      }
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
          "spread", problem: "is “\(text)”",
          remedy: "write one of: "
            + UncertainQuantity.allCases.map { "\($0.rawValue)=0.2" }.joined(separator: ", "))
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
          "spread", problem: "is “\(text)”", remedy: "write hours=0.2 or hours=0.5..1.5")
      }
    }
    return analysis
  }
}
