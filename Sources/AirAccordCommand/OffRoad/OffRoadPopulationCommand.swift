import ArgumentParser
import Documents
import Evidence
import OffRoad
import Studies

/// Makes a fleet list from counts by type.
struct OffRoadPopulationCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "population",
    abstract: "Make a fleet list from counts by type, with NONROAD’s powers, ages and stages.",
    discussion: """
      Who knows only how many machines of each type there are gets a fleet list that the other \
      verbs read: powers as in the United States, ages from growth and scrappage, stages by model \
      year. --united-states takes EPA’s own counts of 2000.

      Example:
        airaccord off-road population excavator=4200 forklift=900 --count-year 2020 --year 2024 \
      --regulation china > fleet.csv
      """)

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
      guard counts.isEmpty, countYear == nil else {
        throw ValidationError("--united-states brings its own counts of 2000")
      }
    } else {
      guard !counts.isEmpty, countYear != nil else {
        throw ValidationError("give counts such as excavator=4200 and their --count-year")
      }
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
