import AirQuality
import ArgumentParser
import Documents
import Foundation
import Simulation

/// Makes monitoring data whose truth is known.
struct SimulateCommand: ParsableCommand {
  private static let standard = SimulatedNetwork()

  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make monitoring data with weather, season, gaps and a known effect.",
    discussion: """
      Writes simulated.csv, truth.json and counterfactual.csv. The same seed gives the same \
      bytes. A city’s network by default; --panel makes a wide one like 183 Chinese cities (daily \
      PM2.5) or the 47 prefectures of Japan (weekly NO2), with weather that neighbours share, regional \
      episodes, holidays, instruments that drift, and a measure that may come place by place, reach \
      neighbours, fade and end.

      Example: airaccord simulate --stations 40 --treated 6 --effect -0.1 --seed 7 --output sim
      Example: airaccord simulate --panel cities --treated 5 --stagger-days 180 --spillover 0.3 --output sim
      """)

  @Option(
    help:
      "A wide panel like a real network: \(SimulatedPanel.Network.allValueStrings.joined(separator: " or "))."
  )
  var panel: SimulatedPanel.Network?

  @Option(
    help:
      "How many stations: \(SimulateCommand.standard.stations), of a panel as many as the network has."
  )
  var stations: Int?

  @Option(
    help:
      "How many of them the measure reaches: \(SimulateCommand.standard.treatedStations), of a panel 5."
  )
  var treated: Int?

  // Unconditional, since most effects begin with a minus sign.
  @Option(
    parsing: .unconditional,
    help:
      "Change of the concentration, a share; −0.12 is twelve per cent less, and what is taken; of a panel −0.1."
  )
  var effect: Double?

  @Option(help: "Averaging period: hour or day; a panel has its network’s.")
  var step: SimulatedNetwork.Step?

  @Option(help: "First local day: \(SimulateCommand.standard.firstDay), of a panel its network’s.")
  var first: CivilDate?

  @Option(help: "Last local day: \(SimulateCommand.standard.lastDay), of a panel its network’s.")
  var last: CivilDate?

  @Option(
    help:
      "First local day of the measure: \(SimulateCommand.standard.start), of a panel the middle.")
  var start: CivilDate?

  @Option(help: "With --panel: days over which treated stations begin one after the other.")
  var staggerDays: Int?

  @Option(help: "With --panel: last day of the measure.")
  var end: CivilDate?

  @Option(help: "With --panel: days after which half of the effect has faded.")
  var fadeHalfLifeDays: Double?

  @Option(
    help:
      "With --panel: share of the effect that comes back with its sign turned for 60 days after the end."
  )
  var rebound: Double?

  @Option(
    help:
      "With --panel: by which share the effect is larger in mid-January and smaller in mid-July.")
  var winterStrength: Double?

  @Option(
    help: "With --panel: share of the effect right beside a treated station, less with distance.")
  var spillover: Double?

  @Option(help: "With --panel: spread between instruments of what they gain in a year, log units.")
  var driftPerYear: Double?

  @Option(help: "With --panel: share of stations whose record wanders off.")
  var faultyShare: Double?

  @Option(help: "Seed.")
  var seed = SimulatedNetwork().seed

  @OptionGroup var speech: LanguageOption

  @Option(help: "Folder for the files.")
  var output: String

  @OptionGroup var replacement: ReplaceOption

  func validate() throws {
    guard panel == nil else {
      if step != nil {
        throw ValidationError("--step is not for --panel, which has the step of its network")
      }
      return
    }
    let given: [(String, Bool)] = [
      ("--stagger-days", staggerDays != nil), ("--end", end != nil),
      ("--fade-half-life-days", fadeHalfLifeDays != nil), ("--rebound", rebound != nil),
      ("--winter-strength", winterStrength != nil), ("--spillover", spillover != nil),
      ("--drift-per-year", driftPerYear != nil), ("--faulty-share", faultyShare != nil),
    ]
    if let idle = given.first(where: \.1) {
      throw ValidationError("\(idle.0) has an effect with --panel alone; add --panel cities")
    }
  }

  func run() throws {
    try explainingErrors {
      let folder = URL(fileURLWithPath: output, isDirectory: true)
      if let panel {
        try simulate(panel, in: folder)
        return
      }
      var network = SimulatedNetwork()
      network.stations = stations ?? network.stations
      network.treatedStations = treated ?? network.treatedStations
      network.relativeEffect = effect ?? network.relativeEffect
      network.step = step ?? network.step
      network.firstDay = first ?? network.firstDay
      network.lastDay = last ?? network.lastDay
      network.start = start ?? network.start
      network.seed = seed
      let data = try network.generate()
      try data.write(to: folder, replacing: replacement.replace)
      StandardOutput.say(
        Message(
          "command.simulated",
          [
            "stations": .count(network.stations), "treated": .count(network.treatedStations),
            "start": .date("\(network.start)"), "names": .names(data.truth.treatedStations),
          ]), speech.language)
    }
  }

  private func simulate(_ kind: SimulatedPanel.Network, in folder: URL) throws {
    var panel = SimulatedPanel(like: kind)
    panel.stations = stations ?? panel.stations
    panel.treatedStations = treated ?? panel.treatedStations
    panel.relativeEffect = effect ?? panel.relativeEffect
    panel.firstDay = first ?? panel.firstDay
    panel.lastDay = last ?? panel.lastDay
    panel.start = start ?? panel.start
    panel.staggerDays = staggerDays ?? panel.staggerDays
    panel.end = end
    panel.fadeHalfLifeDays = fadeHalfLifeDays ?? panel.fadeHalfLifeDays
    panel.rebound = rebound ?? panel.rebound
    panel.winterStrength = winterStrength ?? panel.winterStrength
    panel.spillover = spillover ?? panel.spillover
    panel.driftPerYear = driftPerYear ?? panel.driftPerYear
    panel.faultyShare = faultyShare ?? panel.faultyShare
    panel.seed = seed
    let data = try panel.generate()
    try data.write(to: folder, replacing: replacement.replace)
    StandardOutput.say(
      Message(
        "command.simulated-panel",
        [
          "stations": .count(panel.stations), "treated": .count(panel.treatedStations),
          "network": .message(Message("simulation.network.\(kind.rawValue)")),
          "start": .date("\(panel.start)"), "names": .names(data.truth.treatedStations),
          "effect": .number(data.truth.averageLogEffect ?? 0, .decimals(3)),
        ]), speech.language)
  }
}
