import Ingest
public import AirQuality
import Documents
public import Store

/// Looks at series before they are believed, and keeps what it marks where that is asked for.
public struct SeriesCheck: Job {
  /// The series that are judged; neighbours and partners are looked for among all of their networks.
  public let selection: SeriesSelection
  /// Where they are; open for writing where marks are kept.
  public let store: Archive
  /// Whether the marks of the selection are replaced by the new ones. Default: no.
  public var keepsMarks = false
  /// Threads; `nil` for the machine's. The findings do not depend on it.
  public var threads: Int?

  /// A check of some series of an archive.
  public init(_ selection: SeriesSelection, in store: Archive) {
    self.selection = selection
    self.store = store
  }

  /// What was found.
  public struct Answer: Sendable {
    /// Findings, years and verdicts of the chosen series.
    public let report: QualityReport
    /// The chosen series.
    public let series: [MonitoringSeries]
    /// What reading their files repaired or left out.
    public let repairs: [QualityRepair]
    /// How many marks were kept; `nil` where none were to be.
    public let kept: Int?
  }

  /// - Throws: `SettingFault`, `JobError`, `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.check("threads", threads, 1...)
    let chosen = try selection.summaries(in: store)
    let networks = Set(chosen.map(\.station.network))
    let list = try store.seriesList().filter { networks.contains($0.station.network) }
    var series: [MonitoringSeries] = []
    for (number, summary) in list.enumerated() {
      try watch.begin(number, of: list.count, .verbatim(summary.station.name))
      if let one = try store.series(summary.key) { series.append(one) }
    }
    let checked = QualityCheck.run(series, threads: threads)
    let wanted = Set(chosen.map(\.key.place))
    func isWanted(_ station: String, _ pollutant: Pollutant) -> Bool {
      wanted.contains(.init(station, pollutant))
    }
    var kept: Int?
    if keepsMarks {
      let flags = checked.flags.filter { isWanted($0.station, $0.pollutant) }
      for station in selection.stations.isEmpty ? [nil] : selection.stations.map(Optional.some) {
        let place = try station.map { try store.station(named: $0) }
        try store.setFlags(
          flags.filter { place == nil || $0.station == place?.key },
          for: FlagScope(station: place, pollutant: selection.pollutant))
      }
      kept = flags.count
    }
    let files = Set(chosen.flatMap(\.sources).map(\.sha256))
    return Answer(
      report: QualityReport(
        findings: checked.findings.filter { isWanted($0.station, $0.pollutant) },
        years: checked.years.filter { isWanted($0.station, $0.pollutant) },
        verdicts: checked.verdicts),
      series: series.filter { isWanted($0.station.key, $0.pollutant) },
      repairs: try store.notices().filter { files.contains($0.source.sha256) }
        .map { source, notice in QualityRepair(file: source.name, notice: notice) },
      kept: kept)
  }
}
