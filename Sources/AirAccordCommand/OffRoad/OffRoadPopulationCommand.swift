import AirAccord
import ArgumentParser

/// Makes a fleet list from counts by type.
struct OffRoadPopulationCommand: Verb {
  static let configuration = CommandConfiguration.of("off-road.population")

  @Argument(help: "Counts such as excavator=4200.")
  var counts: [String] = []
  @Flag(help: "All diesel types with the counts of EPA’s NONROAD.")
  var unitedStates = false
  @Option(help: "Year in which they were counted.")
  var countYear: Int?
  @Option(help: "Year of the fleet.")
  var year: Int
  @Option(help: "Law whose stages the engines are of: china, japan, eu, us.")
  var regulation: EngineStage.Regulation = NonroadFleet().regulation
  @Option(
    help: "Growth of the number of machines a year, a share; without it EPA’s for the sector.")
  var growth: Double?
  @OptionGroup var shown: ResultOptions

  func validate() throws {
    if unitedStates {
      if !counts.isEmpty || countYear != nil { throw refusal("usage.own-counts") }
    } else if counts.isEmpty || countYear == nil {
      throw refusal("usage.counts-and-year")
    }
  }

  func presentation() throws -> Presentation {
    var population = FleetPopulation(unitedStates ? nil : counts, year: year)
    population.countYear = countYear
    population.fleet.regulation = regulation
    if let growth { population.fleet.growth = .rate(growth) }
    let register = try outcome(of: population)
    var result = Presentation(population: register)
    result.epilogue.append(
      .verbatim(
        TerminalRenderer(language: shown.language).text(
          OffRoadLists.assumptions(register.defaults))))
    return result
  }
}
