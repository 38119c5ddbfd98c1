import Documents
import ArgumentParser
import Evidence
import Foundation
import OffRoad

/// Where the fleet list is and how it is meant.
struct OffRoadRegisterOptions: ParsableArguments {
  @Option(name: .long, help: "Year of the data; a model year after it is refused.")
  var year: Int

  @Option(
    name: .long,
    help:
      "Law in which a bare stage (IIIA) is meant, and which dates engines without one: china, japan, eu, us."
  )
  var regulation: EngineStage.Regulation?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "Machines in the city by type, such as excavator=4200, to which a sample is weighted.")
  var population: [String] = []

  /// The list, weighted when that is asked for.
  func register(_ path: String) throws -> FleetRegister {
    let register = try FleetRegister(contentsOf: path, dataYear: year, regulation: regulation)
    guard !population.isEmpty else { return register }
    var totals: [String: Double] = [:]
    for text in population {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let total = Double(parts[1]) else {
        throw OffRoadError.setting(
          "population", problem: "is “\(text)”", remedy: "write type=number, excavator=4200")
      }
      totals[parts[0]] = total
    }
    return try register.weighted(to: totals)
  }
}

/// How emissions are counted.
struct OffRoadInventoryOptions: ParsableArguments {
  @Option(name: .long, help: "Sulphur of the fuel in use, ppm by mass.")
  var sulphurPpm: Double

  @Option(name: .long, help: "emep-tier-1, emep-tier-2, emep-tier-3 or nonroad.")
  var method: EmissionMethod = EmissionInventory(sulphurPartsPerMillion: 0).method

  @Flag(name: .long, help: "Use only figures that a stored source backs.")
  var onlyBacked = false

  @Flag(
    inversion: .prefixedNo,
    help: "With NONROAD: whether crankcase emissions count to HC. (default: --crankcase)")
  var crankcase: Bool?

  @Option(
    name: .long,
    help:
      "With NONROAD: age of an engine, end-of-year (year − model year + 1, as EPA’s program; default) or middle-of-year."
  )
  var age: AgeConvention?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "Emissions of the grid for electric machines, g/kWh, such as co2=550.")
  var grid: [String] = []

  /// The fleet of a list, aged as it was asked for.
  func fleet(_ register: FleetRegister, year: Int) throws -> ClassFleet {
    try ClassFleet(register.machines, year: year, age: age ?? .endOfYear)
  }

  /// The settings.
  ///
  /// - Parameter used: a method that is used besides the one that is named.
  func inventory(of used: EmissionMethod? = nil) throws -> EmissionInventory {
    var inventory = EmissionInventory(sulphurPartsPerMillion: sulphurPpm)
    inventory.method = method
    inventory.onlyBacked = onlyBacked
    if method != .nonroad, used != .nonroad {
      // A setting that would change nothing is refused.
      if crankcase != nil {
        throw OffRoadError.setting(
          "crankcase", problem: "is given and \(method.name) has no crankcase emissions",
          remedy: "leave it out, or take --method nonroad")
      }
      if age != nil {
        throw OffRoadError.setting(
          "age", problem: "is given and with \(method.name) no engine gets worse with age",
          remedy: "leave it out, or take --method nonroad")
      }
    }
    inventory.includesCrankcase = crankcase ?? inventory.includesCrankcase
    for text in grid {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let pollutant = ExhaustPollutant(rawValue: parts[0]),
        let value = Double(parts[1])
      else {
        throw OffRoadError.setting(
          "grid", problem: "is “\(text)”", remedy: "write pollutant=g/kWh, co2=550")
      }
      inventory.grid[pollutant] = value
    }
    return inventory
  }
}

/// Which part of the year.
struct OffRoadPeriodOptions: ParsableArguments {
  @Option(
    name: .long, parsing: .upToNextOption,
    help: "Count only these months, 1 to 12, by NONROAD’s seasons.")
  var months: [Int] = []

  @Option(name: .long, help: "With --months: one typical weekday or weekend day of them.")
  var day: ActivityProfile.Day?

  @Option(
    name: .long,
    help: "With --months: region of the United States whose seasons are taken, such as US or NE.")
  var region: String?

  func validate() throws {
    guard !months.isEmpty || (day == nil && region == nil) else {
      throw ValidationError("--day and --region belong to --months")
    }
  }

  /// The fleet at work in the period; the whole year's when none is named.
  func fleet(_ fleet: ClassFleet) throws -> ClassFleet {
    guard !months.isEmpty else { return fleet }
    return try fleet.during(
      ActivityProfile.Period(months: months.sorted(), day: day),
      ActivityProfile(region: region ?? "US"))
  }
}

/// Where a page goes.
struct OffRoadPageOptions: ParsableArguments {
  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all tables as CSV into this folder.")
  var folder: String?

  @Option(name: .long, help: "Language of the page: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var replacement: ReplaceOption

  func write(_ content: OffRoadPage.Content) throws {
    try replacement.write(into: folder) {
      try OffRoadPage(content, language: language).write(to: $0, replacing: $1)
    }
  }
}

/// What the verbs of off-road machinery print alike.
enum OffRoadText {
  /// Three significant digits without an exponent for what inventories hold.
  static func number(_ value: Double) -> String {
    let size = abs(value)
    if size == value.magnitude.rounded(), size < 1e9 { return String(format: "%.0f", value) }
    let decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 4 : 7
    return String(format: "%.\(decimals)f", value)
  }

  /// A number with its interval.
  static func interval(_ value: IntervalEstimate?) -> String {
    guard let value else { return "–" }
    return "\(number(value.central)) (\(number(value.lower))–\(number(value.upper)))"
  }

  /// Everything that was assumed, each marked as a default with its source.
  static func defaults(_ uses: [DefaultUse]) -> PlainTable? {
    guard !uses.isEmpty else { return nil }
    var table = PlainTable(
      ["assumed", "for", "value", "unit", "machines", "status", "source"], numeric: [2, 4])
    var seen: Set<DefaultUse> = []
    for use in uses where seen.insert(use).inserted {
      table.add([
        use.quantity, use.subject, number(use.value), use.unit,
        use.machines > 0 ? number(use.machines) : "", use.backing == .user ? "given" : "default",
        use.backing.text,
      ])
    }
    return table
  }

  /// All cells of a fleet list that cannot be taken, when there is more than one.
  static func printProblems(_ error: OffRoadError) {
    guard case .register(let file, let problems, let total) = error, total > 1 else { return }
    for problem in problems {
      StandardError.print(
        "\(file):\(problem.line), \(problem.column): “\(problem.text)” \(problem.problem); "
          + problem.remedy)
    }
    if total > problems.count { StandardError.print("… and \(total - problems.count) more") }
  }
}

/// As `explainingErrors`, with every bad cell of a fleet list above the explanation.
func explainingFleetErrors(_ body: () throws -> Void) throws {
  try explainingErrors {
    do {
      try body()
    } catch let error as OffRoadError {
      OffRoadText.printProblems(error)
      throw error
    }
  }
}
