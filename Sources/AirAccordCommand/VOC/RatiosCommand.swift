import ArgumentParser
import Documents
import Evidence
import TextFiles
import Foundation
import VOC

/// Diagnostic ratios, the regime of ozone, weekends and photochemical age.
struct RatiosCommand: ParsableCommand {
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

  @Option(name: .long, help: "Ratio of the clock’s compounds at emission; starts the clock.")
  var emissionRatio: Double?

  @Option(name: .long, help: "Takes it as this quantile of the measured ratios, 0 to 1.")
  var emissionQuantile: Double?

  @Option(name: .long, help: "The clock’s faster compound.")
  var fast = PhotochemicalAge().fast

  @Option(name: .long, help: "The clock’s slower compound.")
  var slow = PhotochemicalAge().slow

  @Option(name: .long, help: "OH that turns exposure into hours, molecules a cubic centimetre.")
  var hydroxyl: Double?

  @Option(
    name: .long,
    help: "Ozone that takes part in the losses, molecules a cubic centimetre; needs --hydroxyl.")
  var ozone: Double?

  @Option(name: .long, help: "Nitrate radical that takes part, as --ozone.")
  var nitrate: Double?

  @Option(name: .long, help: "First local hour of daylight.")
  var firstHour = RatioAnalysis().firstHour

  @Option(name: .long, help: "Last local hour of daylight.")
  var lastHour = RatioAnalysis().lastHour

  @Option(name: .long, help: "Replicates of the bootstrap.")
  var replicates = RatioAnalysis().replicates

  @Option(name: .long, help: "Seed of the bootstrap.")
  var seed = RatioAnalysis().seed

  @Option(name: .customLong("level"), help: "Coverage of the intervals, 0 to 1.")
  var confidenceLevel = RatioAnalysis().confidenceLevel

  @Option(name: .long, help: "Language of what is printed: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var output: FormatOption

  private struct Everything: Encodable {
    let report: RatioReport
    let clock: PhotochemicalAge.Reading?
  }

  func validate() throws { try WorkLimit.counts.check(["replicates": replicates]) }

  func run() throws {
    try explainingErrors {
      let record = try input.record()
      StandardError.say(record.remarks, language)
      var analysis = RatioAnalysis()
      analysis.rule = input.belowDetection
      analysis.air = input.air
      analysis.firstHour = firstHour
      analysis.lastHour = lastHour
      analysis.replicates = replicates
      analysis.seed = seed
      analysis.confidenceLevel = confidenceLevel
      let report = try analysis.analyse(record)
      var age = PhotochemicalAge()
      age.fast = fast
      age.slow = slow
      age.emissionRatio = emissionRatio
      age.emissionQuantile = emissionQuantile
      age.hydroxyl = hydroxyl
      age.ozone = ozone
      age.nitrate = nitrate
      age.firstHour = firstHour
      age.lastHour = lastHour
      let clock =
        emissionRatio == nil && emissionQuantile == nil
        ? nil : try age.read(record, rule: input.belowDetection)
      try output.print(
        Everything(report: report, clock: clock),
        as: report.document(age: age, clock: clock), notes: report.notes, language: language)
    }
  }
}
