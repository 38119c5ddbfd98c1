import AirQuality
import ArgumentParser
import Documents
import TextFiles
import Foundation
import Simulation

/// Makes a record of compounds whose truth is known.
struct SimulateRecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make two years of daily compounds with a solvent measure whose effect is known.",
    discussion: """
      Writes voc.csv (as a gas chromatograph’s table), limits.csv, contributions.csv and truth.json. \
      The same seed gives the same bytes.

      Example: airaccord voc simulate --effect -0.3 --seed 7 --output sim
      """)

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

  @OptionGroup var speech: LanguageOption
  @OptionGroup var replacement: ReplaceOption

  func validate() throws { try WorkLimit.counts.check(["days": days]) }

  func run() throws {
    try explainingErrors {
      var speciation = SimulatedSpeciation()
      speciation.solventEffect = solventEffect
      speciation.days = days
      speciation.daysBefore = daysBefore
      speciation.seed = seed
      let record = try speciation.generate()
      try record.write(
        to: URL(fileURLWithPath: output, isDirectory: true), replacing: replacement.replace)
      StandardOutput.say(
        Message(
          "voc.simulated",
          [
            "compounds": .count(record.compounds.count), "days": .count(days),
            "start": .date(record.start.description),
          ]), speech.language)
    }
  }
}
