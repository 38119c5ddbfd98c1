import ArgumentParser
import Documents
import Evidence
import Foundation
import Ingest
import Studies
import VOC

/// Checks a chromatograph's record before anything is made of it.
struct CheckRecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a chromatograph’s record: total, isomers, exchanged peaks, canisters.",
    discussion: """
      The sum over compounds against a total such as TNMOC, isomers and neighbours on the carbon \
      ladder that should go together, peaks that seem to have changed places for a while, ratios \
      over ratios, and canisters against the instrument. A finding says where to look at the \
      chromatograms; nothing is changed.

      Examples:
        airaccord voc check gc.csv --unit ppbC
        airaccord voc check gc.csv --unit ppbC --canister canisters.csv --output check
      """)

  @OptionGroup var input: RecordInput

  @Option(name: .long, help: "Samples in canisters at the same place, in the record’s unit.")
  var canister: String?

  @Option(
    name: .long, help: "A compound in the order of the peaks; repeat it for each, or leave it.")
  var peak: [String] = []

  @Option(name: .long, help: "How many peaks further a name can slip.")
  var reach = RecordCheck().reach

  @Option(name: .long, help: "Fewest steps with both compounds.")
  var leastSteps = RecordCheck().leastSteps

  @Option(name: .long, help: "Least correlation of isomers, of the logarithms.")
  var leastIsomerCorrelation = RecordCheck().leastIsomerCorrelation

  @Option(name: .long, help: "Least correlation of neighbours on the carbon ladder.")
  var leastLadderCorrelation = RecordCheck().leastLadderCorrelation

  @Option(name: .long, help: "Share by which the sum may exceed the total at a step.")
  var toleratedExcess = RecordCheck().toleratedExcess

  @Option(name: .long, help: "Share of steps at which the sum may exceed it by more.")
  var toleratedShare = RecordCheck().toleratedShare

  @Option(name: .long, help: "Least sum of scores of a section; higher calls fewer.")
  var threshold = RecordCheck().threshold

  @Option(name: .long, help: "Share by which the slope of canister against instrument may be off.")
  var toleratedSlope = RecordCheck().toleratedSlope

  @Option(
    name: .customLong("output"), help: "Also write a page, figures and tables into this folder.")
  var folder: String?

  @Option(name: .long, help: "Language of the page and of what is printed: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let record = try input.record()
      StandardError.say(record.remarks, language)
      var screening = RecordScreening(record)
      screening.canister = try canister.map { try input.record(files: [$0]) }
      screening.settings.rule = input.belowDetection
      screening.settings.air = input.air
      screening.settings.order = peak.isEmpty ? nil : peak
      screening.settings.reach = reach
      screening.settings.leastSteps = leastSteps
      screening.settings.leastIsomerCorrelation = leastIsomerCorrelation
      screening.settings.leastLadderCorrelation = leastLadderCorrelation
      screening.settings.toleratedExcess = toleratedExcess
      screening.settings.toleratedShare = toleratedShare
      screening.settings.threshold = threshold
      screening.settings.toleratedSlope = toleratedSlope
      let report = try screening.run()
      try replacement.write(into: folder, in: language) {
        try PageOutput(language: language).write(
          report.document, page: "check.html",
          files: [("check.json", try StableJSON.encode(report))], to: $0, replacing: $1)
      }
      try output.print(report, as: report.document, notes: report.notes, language: language)
    }
  }
}
