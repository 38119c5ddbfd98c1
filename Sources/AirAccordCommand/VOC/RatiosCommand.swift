import AirAccord
import ArgumentParser

/// Diagnostic ratios, the regime of ozone, weekends and photochemical age.
struct RatiosCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.ratios")

  @OptionGroup var input: RecordInput
  @OptionGroup var detection: DetectionOption
  @OptionGroup var start: ClockOptions
  @Option(help: "First local hour of daylight.")
  var firstHour = RatioAnalysis().firstHour
  @Option(help: "Last local hour of daylight.")
  var lastHour = RatioAnalysis().lastHour
  @Option(help: "Replicates of the bootstrap.")
  var replicates = RatioAnalysis().replicates
  @Option(help: "Seed of the bootstrap.")
  var seed = RatioAnalysis().seed
  @Option(name: .customLong("level"), help: "Coverage of the intervals, 0 to 1.")
  var confidenceLevel = RatioAnalysis().confidenceLevel
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    var study = RatioStudy(input.reading)
    study.analysis.rule = detection.belowDetection
    study.analysis.firstHour = firstHour
    study.analysis.lastHour = lastHour
    study.analysis.replicates = replicates
    study.analysis.seed = seed
    study.analysis.confidenceLevel = confidenceLevel
    study.clock = start.clock
    return Presentation(ratios: try outcome(of: study))
  }
}
