import Documents
import ArgumentParser
import Evidence
import SourceApportionment
import Studies
import VOC

/// Tells what the factors of a receptor model amount to.
struct FactorsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "factors",
    abstract: "Ozone, aerosol and directions of factors, and their course in air that thins alike.",
    discussion: """
      Reads sources.json that “voc pmf --output” wrote. With --weather, a file with wind_direction, \
      wind_speed and boundary_layer_height of the place, it says from where the wind comes when a \
      factor is high, and multiplies contributions with the ventilation of their sample.

      Example:
        airaccord voc factors sources/sources.json --kelvin 298.15 --kilopascals 101.325 \
      --weather met.csv --output factors
      """)

  @Argument(help: "sources.json of “voc pmf”.")
  var report: String

  @Option(help: "Wind and mixing height of the place; may be repeated.")
  var weather: [String] = []

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
    study.settings.assessment.draws = draws
    study.settings.assessment.seed = seed
    study.settings.directions.sectors = sectors
    study.settings.directions.quantile = quantile
    study.settings.directions.calm = calm
    study.settings.directions.leastSamples = leastSamples
    let reading = try outcome(of: study)
    var result = try Presentation(
      reading, reading.document, page: "factors.html", json: "factors",
      tables: reading.tables.map { ($0.name, $0.table) })
    result.asides = reading.notes.map(\.message)
    return result
  }
}
