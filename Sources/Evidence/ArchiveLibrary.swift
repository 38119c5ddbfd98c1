public import AirQuality
public import Archive
import Estimation
import Ingest

/// An archive as the place from which a study takes its series.
public struct ArchiveLibrary: ProvenanceLibrary {
  private let archive: Archive

  /// A library of everything in an archive.
  public init(_ archive: Archive) { self.archive = archive }

  /// By network and identifier.
  public func stations(measuring pollutant: Pollutant) throws -> [Station] {
    try archive.seriesList(pollutant: pollutant).map(\.station)
  }

  /// The whole series.
  public func series(_ pollutant: Pollutant, at station: Station) throws -> MonitoringSeries? {
    try archive.series(pollutant, at: station)
  }

  /// The files behind a series, in the order in which they were read.
  public func sources(of pollutant: Pollutant, at station: Station) throws -> [SourceRecord] {
    try archive.seriesList(station: station, pollutant: pollutant).flatMap(\.sources).map {
      SourceRecord(name: $0.name, sha256: $0.sha256, format: $0.format)
    }
  }
}
