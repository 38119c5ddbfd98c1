import ArgumentParser
import Evidence
import Studies
import VOC

/// Diagnostic ratios, the regime of ozone, weekends and photochemical age.
struct RatiosCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "ratios",
    abstract: "Diagnostic ratios, regime of ozone, weekend effect and photochemical age.",
    discussion: """
      Every ratio says what it can tell and what it cannot; a ratio proves no source. Ranges and \
      borders marked with * come from memory, not from a stored source.

      Examples:
        airaccord voc ratios gc.csv --unit ppb --below-detection half --limits mdl.csv
        airaccord voc ratios gc.csv --unit ppb --emission-ratio 3.2 --hydroxyl 2e6
      """)

  @OptionGroup var input: RecordInput
  @OptionGroup var detection: DetectionOption
  @OptionGroup var start: ClockOptions

  @Option(help: "OH that turns exposure into hours, molecules a cubic centimetre.")
  var hydroxyl: Double?

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
    study.clock.hydroxyl = hydroxyl
    return Presentation(ratios: try outcome(of: study))
  }
}
