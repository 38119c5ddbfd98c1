import AirAccord
import ArgumentParser

/// Checks a chromatograph's record before anything is made of it.
struct CheckRecordCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.check")

  @OptionGroup var input: RecordInput
  @OptionGroup var detection: DetectionOption
  @Option(help: "Samples in canisters at the same place, in the record’s unit.")
  var canister: String?
  @Option(
    help: "A compound in the order of the peaks; repeat it for each, or leave it.")
  var peak: [String] = []
  @Option(help: "How many peaks further a name can slip.")
  var reach = RecordCheck().reach
  @Option(help: "Fewest steps with both compounds.")
  var leastSteps = RecordCheck().leastSteps
  @Option(help: "Least correlation of isomers, of the logarithms.")
  var leastIsomerCorrelation = RecordCheck().leastIsomerCorrelation
  @Option(help: "Least correlation of neighbours on the carbon ladder.")
  var leastLadderCorrelation = RecordCheck().leastLadderCorrelation
  @Option(help: "Share by which the sum may exceed the total at a step.")
  var toleratedExcess = RecordCheck().toleratedExcess
  @Option(help: "Share of steps at which the sum may exceed it by more.")
  var toleratedShare = RecordCheck().toleratedShare
  @Option(help: "Least sum of scores of a section; higher calls fewer.")
  var threshold = RecordCheck().threshold
  @Option(help: "Share by which the slope of canister against instrument may be off.")
  var toleratedSlope = RecordCheck().toleratedSlope
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var screening = RecordScreening(input.reading)
    screening.canister = canister
    screening.settings.rule = detection.belowDetection
    screening.settings.order = peak.isEmpty ? nil : peak
    screening.settings.reach = reach
    screening.settings.leastSteps = leastSteps
    screening.settings.leastIsomerCorrelation = leastIsomerCorrelation
    screening.settings.leastLadderCorrelation = leastLadderCorrelation
    screening.settings.toleratedExcess = toleratedExcess
    screening.settings.toleratedShare = toleratedShare
    screening.settings.threshold = threshold
    screening.settings.toleratedSlope = toleratedSlope
    let found = try outcome(of: screening)
    var result = Presentation(
      found.report, found.report.document, page: "check.html", json: "check",
      remarks: found.record.remarks)
    result.asides = found.report.notes.map(\.message)
    return result
  }
}
