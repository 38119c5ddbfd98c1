public import AirQuality
public import Store
import Estimation
import Ingest

/// An archive as the place from which a study takes its series.
public struct ArchiveLibrary: ProvenanceLibrary {
  private let archive: Archive
  /// Which of several series of a pollutant is meant at stations that have several.
  public var choices: [Pollutant: SeriesChoice] = [:]
  /// What there is, asked once: a study of thousands of stations asks for each of them.
  private let summaries: [SeriesSummary]
  /// The files behind each series, by pollutant and station.
  private let files: [String: [(key: SeriesKey, sources: [SourceRecord])]]
  /// What each station measures, by network and identifier.
  private let measured: [(station: Station, pollutants: [Pollutant])]

  /// A library of everything that an archive has now.
  ///
  /// - Throws: `ArchiveError` when the archive cannot be read.
  public init(_ archive: Archive) throws(ArchiveError) {
    self.archive = archive
    summaries = try archive.seriesList()
    files = Dictionary(grouping: summaries) { Self.key($0.pollutant, $0.station) }
      .mapValues { series in
        series.map { one in
          (
            key: one.key,
            sources: one.sources.map {
              SourceRecord(name: $0.name, sha256: $0.sha256, format: $0.format)
            }
          )
        }
      }
    var measured: [(station: Station, pollutants: [Pollutant])] = []
    for summary in summaries {
      if measured.last?.station.key != summary.station.key {
        measured.append((summary.station, []))
      }
      if measured[measured.count - 1].pollutants.last != summary.pollutant {
        measured[measured.count - 1].pollutants.append(summary.pollutant)
      }
    }
    self.measured = measured
  }

  private static func key(_ pollutant: Pollutant, _ station: Station) -> String {
    "\(pollutant) \(station.key)"
  }

  /// By network and identifier.
  ///
  /// A station measures a derived quantity when it measures all of its components.
  public func stations(measuring pollutant: Pollutant) -> [Station] {
    let choice = choices[pollutant] ?? .only
    var own: [Station] = []
    for summary in summaries
    where summary.pollutant == pollutant && choice.admits(summary.key)
      && own.last?.key != summary.station.key
    {
      own.append(summary.station)
    }
    guard own.isEmpty, let derived = DerivedPollutant(pollutant) else { return own }
    return measured.filter { derived.components(among: $0.pollutants) != nil }.map(\.station)
  }

  /// The whole series.
  public func series(_ pollutant: Pollutant, at station: Station) throws -> MonitoringSeries? {
    try archive.series(pollutant, at: station, choice: choices[pollutant] ?? .only)
  }

  /// What checks left on the series.
  public func flags(of pollutant: Pollutant, at station: Station) throws -> [QualityFlag] {
    try archive.flags(pollutant: pollutant, at: station)
  }

  /// The files behind the series that are meant, in the order in which they were read.
  public func sources(of pollutant: Pollutant, at station: Station) -> [SourceRecord] {
    if let own = own(pollutant, station) { return own }
    let all = measured.first { $0.station.key == station.key }?.pollutants ?? []
    let components = DerivedPollutant(pollutant)?.components(among: all) ?? []
    return components.flatMap { own($0, station) ?? [] }
  }

  private func own(_ pollutant: Pollutant, _ station: Station) -> [SourceRecord]? {
    let choice = choices[pollutant] ?? .only
    return files[Self.key(pollutant, station)]?.filter { choice.admits($0.key) }
      .flatMap(\.sources)
  }

  /// The same archive with choices.
  public func choosing(_ choices: [Pollutant: SeriesChoice]) -> ArchiveLibrary {
    var library = self
    library.choices.merge(choices) { _, new in new }
    return library
  }
}
