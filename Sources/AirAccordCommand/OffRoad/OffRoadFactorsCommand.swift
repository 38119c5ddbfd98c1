import AirAccord
import ArgumentParser

/// Prints the factors of a class, or of every class, with their sources.
struct OffRoadFactorsCommand: Verb {
  static let configuration = CommandConfiguration.of("off-road.factors")

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
      if year == nil { throw refusal("usage.all-needs-year") }
      if stage != nil || powerKw != nil { throw refusal("usage.all-has-stages") }
    } else {
      if machinery == nil || stage == nil { throw refusal("usage.machinery-and-stage") }
      if year != nil || firstModelYear != nil { throw refusal("usage.year-with-all") }
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
  static let configuration = CommandConfiguration.of("off-road.sources")

  @Flag(help: "Only those that no stored source backs.")
  var unbacked = false
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    Presentation(figures: SourcedFigure.all.filter { !unbacked || !$0.backing.isBacked })
  }
}
