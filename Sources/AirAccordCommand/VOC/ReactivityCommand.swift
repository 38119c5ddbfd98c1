import AirAccord
import ArgumentParser

/// Ozone formation potential, OH reactivity and aerosol potential of a record.
struct ReactivityCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.reactivity")

  @OptionGroup var input: RecordInput
  @OptionGroup var detection: DetectionOption
  @OptionGroup var own: ConstantsOption
  @Option(help: "Rows to print: families, compounds, or the constants’ sources.")
  var by: ReactivityRows = .families
  @Option(help: "First local day; the whole record without it.")
  var from: CivilDate?
  @Option(help: "Last local day.")
  var to: CivilDate?
  @Option(help: "Relative standard deviation of each compound’s calibration.")
  var calibrationDeviation = ReactivityAssessment().calibrationDeviation
  @Option(help: "Draws of the Monte Carlo intervals.")
  var draws = ReactivityAssessment().draws
  @Option(help: "Seed of the draws.")
  var seed = ReactivityAssessment().seed
  @Option(name: .customLong("level"), help: "Coverage of the intervals, 0 to 1.")
  var confidenceLevel = ReactivityAssessment().confidenceLevel
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    var study = ReactivityStudy(input.reading)
    study.assessment.rule = detection.belowDetection
    study.assessment.calibrationDeviation = calibrationDeviation
    study.assessment.draws = draws
    study.assessment.seed = seed
    study.assessment.confidenceLevel = confidenceLevel
    study.constants = own.constants
    study.from = from
    study.to = to
    let (result, record) = try outcome(of: study)
    return Presentation(
      result, result.document(by), notes: result.notes, remarks: record.remarks)
  }
}
