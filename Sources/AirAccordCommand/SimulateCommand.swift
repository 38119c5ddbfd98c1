import AirQuality
import ArgumentParser
import Documents
import Foundation
import Simulation

/// Makes monitoring data whose truth is known.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make monitoring data with weather, season, gaps and a known effect.",
    discussion: """
      Writes simulated.csv, truth.json and counterfactual.csv. The same seed gives the same \
      bytes.

      Example: airaccord simulate --stations 40 --treated 6 --effect -0.1 --seed 7 --output sim
      """)

  @Option(help: "How many stations.")
  var stations = SimulatedNetwork().stations

  @Option(help: "How many of them the measure reaches.")
  var treated = SimulatedNetwork().treatedStations

  // Unconditional, since most effects begin with a minus sign.
  @Option(
    parsing: .unconditional,
    help: "Change of the concentration, a share; −0.12 is twelve per cent less.")
  var effect = SimulatedNetwork().relativeEffect

  @Option(help: "Averaging period: hour or day.")
  var step: SimulatedNetwork.Step = SimulatedNetwork().step

  @Option(help: "First local day.")
  var first: CivilDate = SimulatedNetwork().firstDay

  @Option(help: "Last local day.")
  var last: CivilDate = SimulatedNetwork().lastDay

  @Option(help: "First local day of the measure.")
  var start: CivilDate = SimulatedNetwork().start

  @Option(help: "Seed.")
  var seed = SimulatedNetwork().seed

  @OptionGroup var speech: LanguageOption

  @Option(help: "Folder for the files.")
  var output: String

  @OptionGroup var replacement: ReplaceOption

  func run() throws {
    try explainingErrors {
      var network = SimulatedNetwork()
      network.stations = stations
      network.treatedStations = treated
      network.relativeEffect = effect
      network.step = step
      network.firstDay = first
      network.lastDay = last
      network.start = start
      network.seed = seed
      let data = try network.generate()
      try data.write(
        to: URL(fileURLWithPath: output, isDirectory: true), replacing: replacement.replace)
      StandardOutput.say(
        Message(
          "command.simulated",
          [
            "stations": .count(stations), "treated": .count(treated),
            "start": .date("\(start)"), "names": .names(data.truth.treatedStations),
          ]), speech.language)
    }
  }
}
