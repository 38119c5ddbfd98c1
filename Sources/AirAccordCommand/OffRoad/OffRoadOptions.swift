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
  var method: EmissionMethod = MachineInventory(sulphurPartsPerMillion: 0).method

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
  func inventory(of used: EmissionMethod? = nil) throws -> MachineInventory {
    var inventory = MachineInventory(sulphurPartsPerMillion: sulphurPpm)
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

/// In which language an answer is printed.
struct OffRoadLanguageOption: ParsableArguments {
  @Option(name: .long, help: "Language of what is printed: en, ja or zh.")
  var language: Language = .english

  /// Says on standard error what must be known beside an answer.
  func tell(_ messages: [Message]) { StandardError.say(messages, language) }
}

/// Where a page goes, and in which language.
struct OffRoadPageOptions: ParsableArguments {
  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all tables as CSV into this folder.")
  var folder: String?

  @OptionGroup var speech: OffRoadLanguageOption
  @OptionGroup var replacement: ReplaceOption

  /// Writes the page where one is asked for, and prints the result.
  ///
  /// - Parameters:
  ///   - name: of the file that holds the result beside the page.
  ///   - tables: that are too long for the page.
  ///   - beside: what is said on standard error beside CSV and JSON, which do not hold it.
  func show(
    _ document: Document, _ result: some Encodable, named name: String, tables: [Table] = [],
    beside: [Message] = [], as output: FormatOption
  ) throws {
    try replacement.write(into: folder, in: speech.language) {
      try PageOutput(language: speech.language).write(
        document, page: "off-road.html",
        files: tables.map { ("tables/\($0.id).csv", Data($0.csv.utf8)) } + [
          ("\(name).json", try StableJSON.encode(result))
        ], to: $0, replacing: $1)
    }
    if output.format == .json {
      try printJSON(result)
    } else {
      output.print(document, language: speech.language)
    }
    if output.format != .text { speech.tell(beside) }
  }
}

/// What the verbs of off-road machinery print alike.
enum OffRoadText {
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

extension FormatOption {
  /// Prints a list: its table, or its rows as JSON.
  func print(
    _ table: Table, of rows: some Encodable, _ speech: OffRoadLanguageOption
  ) throws {
    if format == .json {
      try printJSON(rows)
    } else {
      print(table, language: speech.language)
    }
  }
}
