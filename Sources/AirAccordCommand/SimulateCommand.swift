import AirAccord
import ArgumentParser
import Foundation

/// Makes monitoring data whose truth is known.
struct SimulateCommand: Verb {
  static let configuration = CommandConfiguration.of("simulate")

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
  @OptionGroup var shown: LanguageOption
  @Option(help: "Folder for the files.")
  var output: String
  @OptionGroup var replacement: ReplaceOption

  func presentation() throws -> Presentation {
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
    return Presentation(said: [
      say(
        "command.simulated", stations: stations, treated: treated, start: Value.date("\(start)"),
        names: Value.names(data.truth.treatedStations))
    ])
  }
}
