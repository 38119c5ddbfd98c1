public import AirQuality
public import FoundationEssentials

/// What a simulated panel measured, and what is true about it.
public struct SimulatedPanelData: Hashable, Sendable {
  /// Station after station: the pollutant, then wind speed (m/s), to one decimal.
  public let series: [MonitoringSeries]
  /// The pollutant without the measure at every station that it reaches, complete, unrounded.
  public let counterfactual: [MonitoringSeries]
  /// The numbers an evaluation should find.
  public let truth: PanelTruth

  /// Writes observations, how to read them, the counterfactual and the truth into a folder, all of them
  /// or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `SimulationError.unwritable`, `SimulationError.folder`.
  public func write(to folder: URL, replacing: Bool = false) throws(SimulationError) {
    try place(
      SimulatedFiles.all(series: series, counterfactual: counterfactual, truth: truth)
        + [("description.yaml", Data(description.utf8))], in: folder, replacing: replacing)
  }

  /// What `airaccord ingest --description` asks for.
  var description: String {
    guard let first = series.first else { return "" }
    let values = series.prefix { $0.station == first.station }.map {
      let name = $0.pollutant.identifier
      return "  - { column: \(name), pollutant: \(name), unit: \($0.unit.symbol) }\n"
    }
    let hours = first.axis.utcOffset / 3_600
    return """
      identifier: simulated-panel
      network: simulated
      station: { column: station }
      latitude: latitude
      longitude: longitude
      time: { column: date, pattern: yyyy-MM-dd, utc_offset: "+\(hours < 10 ? "0" : "")\(hours):00", \
      stamp: beginning, step: \(first.axis.step) }
      values:
      \(values.joined())
      """
  }
}

/// The known effect of the measure in a simulated panel, and what else was put into it.
public struct PanelTruth: Codable, Hashable, Sendable {
  /// A station.
  public struct Place: Codable, Hashable, Sendable {
    /// Its identifier.
    public let station: String
    /// Its first day under the measure; `nil` where it has none of its own.
    public let start: CivilDate?
    /// Mean change of the log concentration from its start to the end of the measure.
    public let averageLogEffect: Double?
    /// Mean change of the concentration over the same steps, in the unit of the series.
    public let averageAbsoluteEffect: Double?
    /// Share of the effect that reaches it: 1 where it is treated.
    public let spillover: Double
    /// What its instrument gains in a year, log units.
    public let drift: Double
    /// Whether its record wanders off.
    public let isFaulty: Bool
  }

  /// A regional episode.
  public struct Episode: Codable, Hashable, Sendable {
    /// Its first day.
    public let first: CivilDate
    /// Its length.
    public let steps: Int
    /// Largest rise of the log concentration in its middle.
    public let rise: Double
    /// Its middle, km east of the region's.
    public let kilometresEast: Double
    /// Its middle, km north of the region's.
    public let kilometresNorth: Double
  }

  /// By station, in the order of the network.
  public let places: [Place]
  /// In order.
  public let episodes: [Episode]
  /// Mean over treated stations of their mean log effect; `nil` without treated ones.
  public let averageLogEffect: Double?
  /// The recipe, seed included.
  public let settings: SimulatedPanel

  /// Identifiers of the treated stations.
  public var treatedStations: [String] { places.filter { $0.start != nil }.map(\.station) }
}
