import Documents
public import AirQuality

/// Where a study's series come from: an archive, or memory.
public protocol SeriesLibrary {
  /// The stations that have at least one series of a pollutant, in a fixed order.
  func stations(measuring pollutant: Pollutant) throws -> [Station]
  /// A station's series of a pollutant, `nil` when it has none.
  func series(_ pollutant: Pollutant, at station: Station) throws -> MonitoringSeries?
  /// The marks that checks left on a station's series of a pollutant.
  func flags(of pollutant: Pollutant, at station: Station) throws -> [QualityFlag]
  /// The same library with a choice among the several series that a station may have of a quantity.
  ///
  /// - Parameter choices: by quantity; those that are not named stay as they were.
  func choosing(_ choices: [Pollutant: SeriesChoice]) throws -> Self
}

extension SeriesLibrary {
  /// No marks.
  public func flags(of pollutant: Pollutant, at station: Station) throws -> [QualityFlag] { [] }
}

/// Series held in memory.
public struct SeriesCollection: SeriesLibrary {
  private let series: [MonitoringSeries]

  /// A library of the given series; of two for one station and pollutant the first counts.
  public init(_ series: [MonitoringSeries]) { self.series = series }

  /// The stations in the order of the series.
  public func stations(measuring pollutant: Pollutant) -> [Station] {
    var seen: Set<String> = []
    return series.filter { $0.pollutant == pollutant && seen.insert($0.station.key).inserted }
      .map(\.station)
  }

  /// The first series that fits.
  public func series(_ pollutant: Pollutant, at station: Station) -> MonitoringSeries? {
    series.first { $0.pollutant == pollutant && $0.station.key == station.key }
  }

  /// The series that the choices admit, several instruments' mean in the place of their first.
  ///
  /// - Throws: `EstimationError.axesDiffer` when the instruments of a mean do not share averaging
  ///   time, unit, reference state and steps.
  public func choosing(
    _ choices: [Pollutant: SeriesChoice]
  ) throws(EstimationError) -> SeriesCollection {
    var chosen: [MonitoringSeries] = []
    var averaged: Set<String> = []
    for one in series {
      guard let choice = choices[one.pollutant] else {
        chosen.append(one)
        continue
      }
      guard choice.admits(one.key) else { continue }
      guard choice.instrument == SeriesChoice.mean else {
        chosen.append(one)
        continue
      }
      guard averaged.insert("\(one.pollutant) \(one.station.key)").inserted else { continue }
      let all = series.filter {
        $0.pollutant == one.pollutant && $0.station.key == one.station.key
          && choice.admits($0.key)
      }
      guard let mean = all.count == 1 ? one : MonitoringSeries.mean(ofInstruments: all) else {
        throw .axesDiffer(
          station: one.station.key,
          reason:
            Message(
              "error.study.instruments-differ-unit-reference",
              ["pollutant": .fact(one.pollutant.displayName)]))
      }
      chosen.append(mean)
    }
    return SeriesCollection(chosen)
  }
}
