import AirAccord
import ArgumentParser
import Foundation

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

  func validate() throws {
    if panel != nil, step != nil { throw refusal("usage.step-of-panel") }
    if panel == nil, let idle = shape.given { throw refusal("usage.needs-panel", option: idle) }
  }

  func presentation() throws -> Presentation {
    let folder = URL(fileURLWithPath: output, isDirectory: true)
    guard let kind = panel else { return Presentation(said: [try city(in: folder)]) }
    var panel = SimulatedPanel(like: kind)
    panel.stations = stations ?? panel.stations
    panel.treatedStations = treated ?? panel.treatedStations
    panel.relativeEffect = effect ?? panel.relativeEffect
    panel.firstDay = first ?? panel.firstDay
    panel.lastDay = last ?? panel.lastDay
    panel.start = start ?? panel.start
    panel.seed = seed
    shape.add(to: &panel)
    let data = try panel.generate()
    try data.write(to: folder, replacing: replacement.replace)
    return Presentation(said: [
      say(
        "command.simulated-panel", stations: panel.stations, treated: panel.treatedStations,
        network: Message("simulation.network.\(kind.rawValue)"),
        start: Value.date("\(panel.start)"), names: Value.names(data.truth.treatedStations),
        effect: Value.number(data.truth.averageLogEffect ?? 0, .decimals(3)))
    ])
  }

  private func city(in folder: URL) throws -> Message {
    var network = Self.standard
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
    return say(
      "command.simulated", stations: network.stations, treated: network.treatedStations,
      start: Value.date("\(network.start)"), names: Value.names(data.truth.treatedStations))
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

  /// The first option that was given.
  var given: String? {
    let all: [(String, Bool)] = [
      ("--stagger-days", staggerDays != nil), ("--end", end != nil),
      ("--fade-half-life-days", fadeHalfLifeDays != nil), ("--rebound", rebound != nil),
      ("--winter-strength", winterStrength != nil), ("--spillover", spillover != nil),
      ("--drift-per-year", driftPerYear != nil), ("--faulty-share", faultyShare != nil),
    ]
    return all.first(where: \.1)?.0
  }

  func add(to panel: inout SimulatedPanel) {
    panel.staggerDays = staggerDays ?? panel.staggerDays
    panel.end = end
    panel.fadeHalfLifeDays = fadeHalfLifeDays ?? panel.fadeHalfLifeDays
    panel.rebound = rebound ?? panel.rebound
    panel.winterStrength = winterStrength ?? panel.winterStrength
    panel.spillover = spillover ?? panel.spillover
    panel.driftPerYear = driftPerYear ?? panel.driftPerYear
    panel.faultyShare = faultyShare ?? panel.faultyShare
  }
}
