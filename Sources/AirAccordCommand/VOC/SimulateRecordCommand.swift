import AirAccord
import ArgumentParser
import Foundation
import TextFiles

/// Makes a record of compounds whose truth is known.
struct SimulateRecordCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.simulate")

  @Option(
    name: .customLong("effect"), parsing: .unconditional,
    help: "Change of the solvent source, a share; −0.3 is thirty per cent less.")
  var solventEffect = SimulatedSpeciation().solventEffect
  @Option(help: "How many days.")
  var days = SimulatedSpeciation().days
  @Option(help: "Days before the measure.")
  var daysBefore = SimulatedSpeciation().daysBefore
  @Option(help: "Seed.")
  var seed = SimulatedSpeciation().seed
  @Option(help: "Folder for the files.")
  var output: String
  @OptionGroup var shown: LanguageOption
  @OptionGroup var replacement: ReplaceOption

  func validate() throws {
    guard let words = WorkLimit.counts.refusal(of: days) else { return }
    throw refusal("usage.limit", option: "days", number: "\(days)", words: words)
  }

  func presentation() throws -> Presentation {
    var speciation = SimulatedSpeciation()
    speciation.solventEffect = solventEffect
    speciation.days = days
    speciation.daysBefore = daysBefore
    speciation.seed = seed
    let record = try speciation.generate()
    try record.write(
      to: URL(fileURLWithPath: output, isDirectory: true), replacing: replacement.replace)
    return Presentation(said: [
      say(
        "voc.simulated", compounds: record.compounds.count, days: days,
        start: Value.date(record.start.description))
    ])
  }
}
