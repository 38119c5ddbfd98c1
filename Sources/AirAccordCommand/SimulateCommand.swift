import AirAccord
import ArgumentParser

/// Makes monitoring data whose truth is known.
struct SimulateCommand: Verb {
  private static let standard = SimulatedNetwork()
  static let configuration = CommandConfiguration.of("simulate")

  @Option(help: "A wide panel like a real network: cities or prefectures.")
  var panel: SimulatedPanel.Network?
  @Option(help: "How many stations: \(standard.stations), of a panel as many as the network has.")
  var stations: Int?
  @Option(help: "How many of them the measure reaches: \(standard.treatedStations), of a panel 5.")
  var treated: Int?
  // Unconditional, since most effects begin with a minus sign.
  @Option(
    parsing: .unconditional,
    help: "Change of the concentration, a share; −0.12 is twelve per cent less; of a panel −0.1.")
  var effect: Double?
  @Option(help: "Averaging period: hour or day; a panel has its network’s.")
  var step: SimulatedNetwork.Step?
  @Option(help: "First local day: \(standard.firstDay), of a panel its network’s.")
  var first: CivilDate?
  @Option(help: "Last local day: \(standard.lastDay), of a panel its network’s.")
  var last: CivilDate?
  @Option(help: "First local day of the measure: \(standard.start), of a panel the middle.")
  var start: CivilDate?
  @OptionGroup var shape: PanelShapeOptions
  @Option(help: "Seed.")
  var seed = standard.seed
  @OptionGroup var shown: LanguageOption
  @Option(help: "Folder for the files.")
  var output: String
  @OptionGroup var replacement: ReplaceOption

  func presentation() throws -> Presentation {
    var simulation = NetworkSimulation(into: output)
    simulation.panel = panel
    simulation.stations = stations
    simulation.treated = treated
    simulation.effect = effect
    simulation.step = step
    simulation.first = first
    simulation.last = last
    simulation.start = start
    simulation.shape = shape.shape
    simulation.seed = seed
    simulation.replaces = replacement.replace
    return Presentation(said: [try outcome(of: simulation)])
  }
}

/// What only a wide panel has.
struct PanelShapeOptions: ParsableArguments {
  @Option(help: "With --panel: days over which treated stations begin one after the other.")
  var staggerDays: Int?
  @Option(help: "With --panel: last day of the measure.")
  var end: CivilDate?
  @Option(help: "With --panel: days after which half of the effect has faded.")
  var fadeHalfLifeDays: Double?
  @Option(help: "With --panel: share of the effect that turns its sign for 60 days after the end.")
  var rebound: Double?
  @Option(help: "With --panel: by which share the effect is larger in January, smaller in July.")
  var winterStrength: Double?
  @Option(
    help: "With --panel: share of the effect right beside a treated station, less with distance.")
  var spillover: Double?
  @Option(help: "With --panel: spread between instruments of what they gain in a year, log units.")
  var driftPerYear: Double?
  @Option(help: "With --panel: share of stations whose record wanders off.")
  var faultyShare: Double?

  var shape: NetworkSimulation.PanelShape {
    var shape = NetworkSimulation.PanelShape()
    shape.staggerDays = staggerDays
    shape.end = end
    shape.fadeHalfLifeDays = fadeHalfLifeDays
    shape.rebound = rebound
    shape.winterStrength = winterStrength
    shape.spillover = spillover
    shape.driftPerYear = driftPerYear
    shape.faultyShare = faultyShare
    return shape
  }
}
