import ArgumentParser
import Evidence
import OffRoad
import Studies

/// Prints the factors of a class, or of every class, with their sources.
struct OffRoadFactorsCommand: Verb {
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

  @Option(help: "Type of machine, for example excavator.")
  var machinery: String?

  @Option(help: "Stage, for example china-iii.")
  var stage: String?

  @Option(help: "Rated power, kW; without it the type’s default.")
  var powerKw: Double?

  @Flag(help: "Every type, power, model year and technology that NONROAD knows.")
  var all = false

  @Option(help: "With --all: year in which the engines emit.")
  var year: Int?

  @Option(help: "With --all: first model year.")
  var firstModelYear: Int?

  @OptionGroup var counting: OffRoadInventoryOptions
  @OptionGroup var shown: ResultOptions

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

  func presentation() throws -> Presentation {
    let counting = try counting.counting()
    guard all else {
      let rows = try FactorRow.rows(
        machinery: machinery ?? "", stage: stage ?? "", power: powerKw,
        inventory: counting.inventory())
      return Presentation(rows, OffRoadLists.factors(rows))
    }
    var rates = RateTable(try counting.inventory(of: .nonroad), year: year ?? 0)
    rates.inventory.method = .nonroad
    rates.age = counting.age ?? rates.age
    rates.firstModelYear = firstModelYear ?? rates.firstModelYear
    return Presentation(rates: try rates.rows(machinery: machinery), of: rates)
  }
}

/// Lists every figure of the tables with its source.
struct OffRoadSourcesCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "sources",
    abstract: "List every factor, adjustment, limit and reading of stages with its source.",
    discussion: """
      Example:
        airaccord off-road sources --unbacked
      """)

  @Flag(help: "Only those that no stored source backs.")
  var unbacked = false

  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    Presentation(figures: SourcedFigure.all.filter { !unbacked || !$0.backing.isBacked })
  }
}
