public import AirQuality
public import Archive
import Estimation
import Ingest

/// An archive as the place from which a study takes its series.
public struct ArchiveLibrary: ProvenanceLibrary {
  private let archive: Archive
  /// What there is, asked once: a study of thousands of stations asks for each of them.
  private let summaries: [SeriesSummary]
  private let sources: [String: [SourceRecord]]

  /// A library of everything that an archive has now.
  ///
  /// - Throws: `ArchiveError` when the archive cannot be read.
  public init(_ archive: Archive) throws(ArchiveError) {
    self.archive = archive
    summaries = try archive.seriesList()
    var sources: [String: [SourceRecord]] = [:]
    for summary in summaries {
      sources[Self.key(summary.pollutant, summary.station), default: []] += summary.sources.map {
        SourceRecord(name: $0.name, sha256: $0.sha256, format: $0.format)
      }
    }
    self.sources = sources
  }

  private static func key(_ pollutant: Pollutant, _ station: Station) -> String {
    "\(pollutant) \(station.key)"
  }

  /// By network and identifier.
  public func stations(measuring pollutant: Pollutant) -> [Station] {
    summaries.filter { $0.pollutant == pollutant }.map(\.station)
  }

  /// The whole series.
  public func series(_ pollutant: Pollutant, at station: Station) throws -> MonitoringSeries? {
    try archive.series(pollutant, at: station)
  }

  /// The files behind a series, in the order in which they were read.
  public func sources(of pollutant: Pollutant, at station: Station) -> [SourceRecord] {
    sources[Self.key(pollutant, station)] ?? []
  }
}
