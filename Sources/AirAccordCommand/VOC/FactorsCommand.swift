import AirAccord
import ArgumentParser

/// Tells what the factors of a receptor model amount to.
struct FactorsCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.factors")

  @Argument(help: "sources.json of “voc pmf”.")
  var report: String
  @Option(help: "Wind and mixing height of the place; may be repeated.")
  var weather: [String] = []
  @Option(help: "The place, where samples of several were fitted together.")
  var site: String?
  @Option(help: "Temperature of the air, kelvin; needed where profiles are ppb.")
  var kelvin: Double?
  @Option(help: "Pressure of the air, kilopascal.")
  var kilopascals: Double?
  @Option(help: "Sectors of the compass.")
  var sectors = ConditionalProbability().sectors
  @Option(help: "Contributions above this quantile count as high, 0 to 1.")
  var quantile = ConditionalProbability().quantile
  @Option(help: "Wind below it is calm, m/s.")
  var calm = ConditionalProbability().calm
  @Option(help: "Fewest samples of a sector that are answered.")
  var leastSamples = ConditionalProbability().leastSamples
  @OptionGroup var own: ConstantsOption
  @Option(help: "Own compounds and lumps before the catalogue’s, a YAML file.")
  var ownSpecies: String?
  @Option(help: "Draws of the intervals.")
  var draws = ReactivityAssessment().draws
  @Option(help: "Seed of the draws.")
  var seed = ReactivityAssessment().seed
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var study = FactorInterpretation(report)
    study.weather = weather
    study.kelvin = kelvin
    study.kilopascals = kilopascals
    study.constants = own.constants
    study.ownSpecies = ownSpecies
    study.settings.site = site
    study.settings.assessment.draws = draws
    study.settings.assessment.seed = seed
    study.settings.directions.sectors = sectors
    study.settings.directions.quantile = quantile
    study.settings.directions.calm = calm
    study.settings.directions.leastSamples = leastSamples
    let reading = try outcome(of: study)
    var result = Presentation(
      reading, reading.document, page: "factors.html", json: "factors",
      tables: reading.tables.map { ($0.name, $0.table) })
    result.asides = reading.notes.map(\.message)
    return result
  }
}
