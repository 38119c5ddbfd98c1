import AirQuality
import ArgumentParser
import Documents
import Evidence
import Foundation
import Ingest
import SourceApportionment
import Studies
import TextFiles
import VOC

/// Tells what the factors of a receptor model amount to.
struct FactorsCommand: ParsableCommand {
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

  @Option(name: .long, help: "Wind and mixing height of the place; may be repeated.")
  var weather: [String] = []

  @Option(name: .long, help: "Temperature of the air, kelvin; needed where profiles are ppb.")
  var kelvin: Double?

  @Option(name: .long, help: "Pressure of the air, kilopascal.")
  var kilopascals: Double?

  @Option(name: .long, help: "Sectors of the compass.")
  var sectors = ConditionalProbability().sectors

  @Option(name: .long, help: "Contributions above this quantile count as high, 0 to 1.")
  var quantile = ConditionalProbability().quantile

  @Option(name: .long, help: "Wind below it is calm, m/s.")
  var calm = ConditionalProbability().calm

  @Option(name: .long, help: "Fewest samples of a sector that are answered.")
  var leastSamples = ConditionalProbability().leastSamples

  @Option(name: .long, help: "Own constants before the catalogue’s: species,constant,value,source.")
  var constants: String?

  @Option(name: .long, help: "Draws of the intervals.")
  var draws = ReactivityAssessment().draws

  @Option(name: .long, help: "Seed of the draws.")
  var seed = ReactivityAssessment().seed

  @Option(
    name: .customLong("output"), help: "Also write a page, figures and tables into this folder.")
  var folder: String?

  @Option(name: .long, help: "Language of the page and of what is printed: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func validate() throws {
    guard (kelvin == nil) == (kilopascals == nil) else {
      throw ValidationError("--kelvin and --kilopascals describe one air; give both")
    }
    guard kelvin.map({ $0 > 0 }) ?? true, kilopascals.map({ $0 > 0 }) ?? true else {
      throw ValidationError("temperature and pressure are above zero")
    }
    try WorkLimit.counts.check(["draws": draws])
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      var study = FactorInterpretation(try FactorReportFile.read(path: report))
      study.weather = try weather.flatMap { try FileReader.read(path: $0).series }
      if let kelvin, let kilopascals {
        study.settings.assessment.air = AirState(kelvin: kelvin, kilopascals: kilopascals)
      }
      if let constants {
        study.settings.assessment.ownConstants = try OwnConstants(
          table: try RecordInput.text(constants), file: constants)
      }
      study.settings.assessment.draws = draws
      study.settings.assessment.seed = seed
      study.settings.directions.sectors = sectors
      study.settings.directions.quantile = quantile
      study.settings.directions.calm = calm
      study.settings.directions.leastSamples = leastSamples
      let reading = try study.run()
      try replacement.write(into: folder, in: language) {
        try PageOutput(language: language).write(
          reading.document, page: "factors.html",
          files: [("factors.json", try StableJSON.encode(reading))]
            + reading.tables.map { ("\($0.name).csv", Data($0.table.csv.utf8)) }, to: $0,
          replacing: $1)
      }
      try output.print(reading, as: reading.document, notes: reading.notes, language: language)
    }
  }
}
