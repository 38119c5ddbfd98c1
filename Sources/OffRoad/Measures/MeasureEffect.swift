public import AirQuality

/// What a measure takes away from the exhaust of one pollutant, as a range.
///
/// - Source: `Datasets/off-road/measures.csv`.
public struct MeasureEffect: Hashable, Codable, Sendable {
  /// For example `dpf_retrofit`.
  public let measure: String
  /// For example `wall-flow filter`.
  public let variant: String
  /// As the table names it: `PM`, `NOx`, `HC`, `CO`, `SO2`, `fuel`, …
  public let pollutant: String
  /// Smallest reduction, a share; `nil` when none is known.
  public let low: Double?
  /// Central reduction, a share; `nil` when only an end of the range is known.
  public let central: Double?
  /// Largest reduction, a share.
  public let high: Double?
  /// Where it comes from; of the central value.
  public let provenance: ReferenceProvenance
  /// Caveats, among them which end of the range is recalled.
  public let notes: String?

  /// Every line of the table.
  public static let all: [MeasureEffect] = ReferenceTable(named: "off-road/measures.csv").rows.map {
    row in
    guard let measure = row["measure"], let variant = row["variant"],
      let pollutant = row["pollutant"]
    else { preconditionFailure("line \(row.line) of the measures is incomplete") }
    return MeasureEffect(
      measure: measure, variant: variant, pollutant: pollutant,
      low: row.number("reduction_pct_low").map { $0 / 100 },
      central: row.number("central").map { $0 / 100 }, high: row.number("high").map { $0 / 100 },
      provenance: row.provenance, notes: row["notes"])
  }

  /// Which of our pollutants a name of the table stands for. Black carbon is part of PM: what
  /// takes PM away takes it away in the same share at least.
  static func pollutants(_ name: String) -> [ExhaustPollutant] {
    switch name {
    case "PM": [.pm10, .pm25, .bc]
    case "PM10": [.pm10, .pm25]
    case "BC": [.bc]
    case "NOx": [.nox]
    case "HC", "NMVOC": [.hc]
    case "CO": [.co]
    case "SO2": [.so2]
    default: []
    }
  }

  /// The effects of a retrofit by pollutant; empty for none.
  public static func effects(
    of retrofit: Machine.Retrofit
  ) -> [ExhaustPollutant: MeasureEffect] {
    let name: String
    switch retrofit {
    case .none: return [:]
    case .particulateFilter: name = "dpf_retrofit"
    case .partialFilter: name = "partial_filter_retrofit"
    case .oxidationCatalyst: name = "doc_retrofit"
    case .selectiveReduction: name = "scr_retrofit"
    case .reductionAndFilter: name = "scr_dpf_retrofit"
    }
    var found: [ExhaustPollutant: MeasureEffect] = [:]
    for effect in all where effect.measure == name {
      for pollutant in pollutants(effect.pollutant) { found[pollutant] = effect }
    }
    return found
  }
}
