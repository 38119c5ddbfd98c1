public import Documents
public import AirQuality
public import Cooperation
public import Estimation

/// The ambient side of a measure: what sites or roadsides add to the air around them, before and
/// after, with the designs of `Estimation`.
public struct AmbientImpact: Sendable {
  /// One design’s answer.
  public struct Finding: Codable, Sendable {
    /// Identifier of the method.
    public let method: String
    /// The effect; `nil` when the design cannot answer.
    public let effect: EffectEstimate?
    /// Why it cannot.
    public let reason: Message?
  }

  /// A study of site increments, put together in memory.
  ///
  /// - Parameters:
  ///   - sites: series near machines, all of one pollutant on one daily or hourly axis.
  ///   - background: series whose mean is subtracted step by step; empty for none.
  ///   - controls: series where nothing was done, subtracted from in the same way.
  ///   - measure: what was done, with its first day.
  /// - Throws: `EstimationError` when series do not fit together or periods overlap.
  public static func study(
    sites: [MonitoringSeries], background: [MonitoringSeries] = [],
    controls: [MonitoringSeries] = [], measure: Measure, before: DatePeriod, after: DatePeriod,
    scale: Outcome.Scale = .linear
  ) throws(EstimationError) -> Study {
    guard let first = sites.first else { throw .noTreatedStation }
    let all = sites + controls
    var columns: [MonitoringSeries] = []
    for series in all {
      guard series.axis == first.axis, series.unit == first.unit else {
        throw .axesDiffer(
          station: series.station.key, reason: "error.off-road.axis-unit-is-not")
      }
      guard !background.isEmpty else {
        columns.append(series)
        continue
      }
      guard let increment = series.increment(over: background) else {
        throw .axesDiffer(
          station: series.station.key,
          reason: "error.off-road.unit-step-clock-is")
      }
      columns.append(increment)
    }
    let begin = Instant(measure.start, utcOffset: first.axis.utcOffset)
    let panel = Panel(
      stations: all.map(\.station), pollutant: first.pollutant, unit: columns[0].unit,
      axis: columns[0].axis
    ) { columns[$1][$0] }
    return try Study(
      title: measure.name, measure: measure,
      outcome: Outcome(
        pollutant: first.pollutant, average: first.axis.step >= .day ? .day : .hour,
        scale: scale, background: background.map(\.station.key)),
      panel: panel,
      treatments: all.indices.map { $0 < sites.count ? .since(begin) : .never },
      before: before, after: after, background: background.map(\.station))
  }

  /// Asks every design of the catalogue, or those that are named.
  ///
  /// - Throws: `EstimationError.unknownMethod` for a name that no design has.
  public static func estimate(
    _ study: Study, methods: [String] = []
  ) throws(EstimationError) -> [Finding] {
    let known = EstimatorCatalogue.all
    for name in methods where !known.contains(where: { $0.method.identifier == name }) {
      throw .unknownMethod(name, known: known.map(\.method.identifier))
    }
    return known.filter { methods.isEmpty || methods.contains($0.method.identifier) }
      .map { estimator in
        do throws(EstimationError) {
          let fit = try estimator.anyEstimate(study)
          return Finding(method: estimator.method.identifier, effect: fit.effect, reason: nil)
        } catch {
          return Finding(
            method: estimator.method.identifier, effect: nil, reason: error.reason)
        }
      }
  }
}
