public import AirQuality
public import Documents
import Foundation
public import Simulation

/// Makes monitoring data whose truth is known, of a city's network or of a wide panel, and writes them.
///
/// What is not stated is as the network has it.
public struct NetworkSimulation: Job {
  /// A wide panel like a real network; `nil` for a city's.
  public var panel: SimulatedPanel.Network?
  /// How many stations.
  public var stations: Int?
  /// How many of them the measure reaches.
  public var treated: Int?
  /// Change of the concentration, a share.
  public var effect: Double?
  /// Averaging period; a panel has its network's.
  public var step: SimulatedNetwork.Step?
  /// First local day.
  public var first: CivilDate?
  /// Last local day.
  public var last: CivilDate?
  /// First local day of the measure.
  public var start: CivilDate?
  /// What only a panel has.
  public var shape = PanelShape()
  /// The same seed gives the same bytes.
  public var seed = SimulatedNetwork().seed
  /// Where the files go.
  public let folder: String
  /// Whether they may take the place of what others wrote there.
  public var replaces = false

  /// A city's network with all else as it is.
  public init(into folder: String) { self.folder = folder }

  /// What only a wide panel has; see `SimulatedPanel`.
  public struct PanelShape: Sendable {
    /// Days over which treated stations begin one after the other.
    public var staggerDays: Int?
    /// Last day of the measure.
    public var end: CivilDate?
    /// Days after which half of the effect has faded.
    public var fadeHalfLifeDays: Double?
    /// Share of the effect that turns its sign for 60 days after the end.
    public var rebound: Double?
    /// By which share the effect is larger in January, smaller in July.
    public var winterStrength: Double?
    /// Share of the effect right beside a treated station.
    public var spillover: Double?
    /// Spread between instruments of what they gain in a year, log units.
    public var driftPerYear: Double?
    /// Share of stations whose record wanders off.
    public var faultyShare: Double?

    /// As the network has it.
    public init() {}

    fileprivate var given: String? {
      let all: [(String, Bool)] = [
        ("staggerDays", staggerDays != nil), ("end", end != nil),
        ("fadeHalfLifeDays", fadeHalfLifeDays != nil), ("rebound", rebound != nil),
        ("winterStrength", winterStrength != nil), ("spillover", spillover != nil),
        ("driftPerYear", driftPerYear != nil), ("faultyShare", faultyShare != nil),
      ]
      return all.first(where: \.1)?.0
    }

    fileprivate func add(to panel: inout SimulatedPanel) {
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

  /// Writes the files.
  ///
  /// - Returns: what was made, in a sentence.
  /// - Throws: `SettingFault`, `SimulationError`.
  public func run(_ watch: JobWatch) throws -> Message {
    guard let panel else {
      if let idle = shape.given {
        throw SettingFault(idle, saying: "error.setting.needs-panel", "error.setting.add-panel")
      }
      return try city()
    }
    if step != nil {
      throw SettingFault("step", saying: "error.setting.step-of-panel", "error.setting.leave-out")
    }
    return try wide(panel)
  }

  private func fill(_ places: inout some SimulatedPlaces) {
    places.stations = stations ?? places.stations
    places.treatedStations = treated ?? places.treatedStations
    places.relativeEffect = effect ?? places.relativeEffect
    places.firstDay = first ?? places.firstDay
    places.lastDay = last ?? places.lastDay
    places.start = start ?? places.start
    places.seed = seed
  }

  private func wide(_ kind: SimulatedPanel.Network) throws -> Message {
    var panel = SimulatedPanel(like: kind)
    fill(&panel)
    shape.add(to: &panel)
    let data = try panel.generate()
    try data.write(to: URL(fileURLWithPath: folder, isDirectory: true), replacing: replaces)
    return say(
      "command.simulated-panel", stations: panel.stations, treated: panel.treatedStations,
      network: Message("simulation.network.\(kind.rawValue)"),
      start: Value.date("\(panel.start)"), names: Value.names(data.truth.treatedStations),
      effect: Value.number(data.truth.averageLogEffect ?? 0, .decimals(3)))
  }

  private func city() throws -> Message {
    var network = SimulatedNetwork()
    fill(&network)
    network.step = step ?? network.step
    let data = try network.generate()
    try data.write(to: URL(fileURLWithPath: folder, isDirectory: true), replacing: replaces)
    return say(
      "command.simulated", stations: network.stations, treated: network.treatedStations,
      start: Value.date("\(network.start)"), names: Value.names(data.truth.treatedStations))
  }
}
