public import AirQuality

/// Where a study's series come from: an archive, or memory.
public protocol SeriesLibrary {
  /// The stations that have at least one series of a pollutant, in a fixed order.
  func stations(measuring pollutant: Pollutant) throws -> [Station]
  /// A station's series of a pollutant, `nil` when it has none.
  func series(_ pollutant: Pollutant, at station: Station) throws -> MonitoringSeries?
  /// The marks that checks left on a station's series of a pollutant.
  func flags(of pollutant: Pollutant, at station: Station) throws -> [QualityFlag]
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
}
