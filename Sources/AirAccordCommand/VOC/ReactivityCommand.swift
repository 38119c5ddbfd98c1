import AirQuality
import ArgumentParser
import Documents
import Evidence
import TextFiles
import Foundation
import VOC

/// Ozone formation potential, OH reactivity and aerosol potential of a record.
struct ReactivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reactivity",
    abstract: "Weigh compounds by ozone formation, OH reactivity and aerosol potential.",
    discussion: """
      Ozone formation uses the maximum incremental reactivities of January 2010 (SAPRC-07). \
      Intervals hold the stated uncertainties of the values and our assumed uncertainty of the \
      constants. Compounds without a constant are listed and in no sum.

      Example:
        airaccord voc reactivity gc.csv --unit ppb --kelvin 298.15 --kilopascals 101.325
      """)

  @OptionGroup var input: RecordInput

  @Option(name: .long, help: "Rows to print: families, compounds, or the constants’ sources.")
  var by: ReactivityRows = .families

  @Option(name: .long, help: "First local day; the whole record without it.")
  var from: CivilDate?

  @Option(name: .long, help: "Last local day.")
  var to: CivilDate?

  @Option(name: .long, help: "Relative standard deviation of each compound’s calibration.")
  var calibrationDeviation = ReactivityAssessment().calibrationDeviation

  @Option(name: .long, help: "Draws of the Monte Carlo intervals.")
  var draws = ReactivityAssessment().draws

  @Option(name: .long, help: "Seed of the draws.")
  var seed = ReactivityAssessment().seed

  @Option(name: .customLong("level"), help: "Coverage of the intervals, 0 to 1.")
  var confidenceLevel = ReactivityAssessment().confidenceLevel

  @Option(
    name: .long,
    help:
      "Own constants before the catalogue’s: species,constant,value,source (mir, koh, soap, fac).")
  var constants: String?

  @Option(name: .long, help: "Language of what is printed: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var output: FormatOption

  func validate() throws { try WorkLimit.counts.check(["draws": draws]) }

  func run() throws {
    try explainingErrors {
      let record = try input.record()
      StandardError.say(record.remarks, language)
      var assessment = ReactivityAssessment()
      assessment.air = input.air
      assessment.rule = input.belowDetection
      if let constants {
        assessment.ownConstants = try OwnConstants(
          table: try RecordInput.text(constants), file: constants)
      }
      assessment.calibrationDeviation = calibrationDeviation
      assessment.draws = draws
      assessment.seed = seed
      assessment.confidenceLevel = confidenceLevel
      let offset = record.axis.utcOffset
      let result = try assessment.assess(
        record, from: from.map { Instant($0, utcOffset: offset) },
        until: to.map { Instant($0, hour: 24, utcOffset: offset) })
      try output.print(
        result, as: result.document(by), notes: result.notes, language: language)
    }
  }
}
