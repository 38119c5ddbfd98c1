public import AirQuality

/// What a simulated network measured, and what is true about it.
public struct SimulatedData: Hashable, Sendable {
  /// Station after station: PM2.5 (µg/m³), temperature (°C), wind speed (m/s), precipitation (mm in
  /// the step) and boundary-layer height (m), all to one decimal.
  public let series: [MonitoringSeries]
  /// PM2.5 of the treated stations as it would have been without the measure, complete, unrounded.
  public let counterfactual: [MonitoringSeries]
  /// The numbers an evaluation should find.
  public let truth: SimulatedTruth

  /// The series of one pollutant, in the order of the stations.
  public func series(of pollutant: Pollutant) -> [MonitoringSeries] {
    series.filter { $0.pollutant == pollutant }
  }
}

/// The known effect of the measure in a simulated network.
///
/// Absolute effects are means over treated stations and steps from `start` to the last day of
/// concentration with the measure minus concentration without it, before gaps and rounding.
public struct SimulatedTruth: Codable, Hashable, Sendable {
  /// First local day of the measure.
  public let start: CivilDate
  /// Identifiers of the treated stations in the order of the network.
  public let treatedStations: [String]
  /// The effect once fully in force, a share of the concentration without the measure.
  public let relativeEffect: Double
  /// log(1 + `relativeEffect`), the coefficient on the log scale.
  public let logEffect: Double
  /// Mean of with − without over all steps after the start, µg/m³; `nil` without treated stations.
  public let averageAbsoluteEffect: Double?
  /// Mean of with − without over the steps after the start that have a value, µg/m³.
  public let observedAverageAbsoluteEffect: Double?
  /// Sum of with − without over the sum of without; differs from `relativeEffect` when the
  /// effect grows in.
  public let averageRelativeEffect: Double?
  /// Mean over stations and steps of log(with) − log(without).
  public let averageLogEffect: Double?
  /// The recipe, seed included.
  public let settings: SimulatedNetwork
}
