public import AirQuality
import Documents
public import Store

/// The air quality index of stations.
public struct IndexReview: Job {
  /// Which series; an index takes what its scheme has of them.
  public let selection: SeriesSelection
  /// Where they are.
  public let store: Archive
  /// Version and step.
  public var index = AirQualityIndexSeries()
  /// First day; `nil` for the first there is.
  public var from: CivilDate?
  /// Last day; `nil` for the last there is.
  public var to: CivilDate?

  /// A job with the defaults.
  public init(_ selection: SeriesSelection, in store: Archive) {
    self.selection = selection
    self.store = store
  }

  /// Indices, and what must be known beside them.
  public typealias Answer = (indices: [AirQualityIndex], found: SeriesSelection.Found)

  /// - Throws: `ArchiveError.ambiguousSeries` where a station has several instruments of a pollutant,
  ///   which would each give an index of their own; `JobError`, `UnitError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    let found = try selection.series(in: store)
    let usable = found.series.filter { $0.count > 0 && $0.averaging == $0.axis.step }
    var rows: [AirQualityIndex] = []
    let stations = Set(usable.map(\.station)).sorted { $0.key < $1.key }
    for (number, station) in stations.enumerated() {
      try watch.begin(number, of: stations.count, .verbatim(station.name))
      let series = usable.filter { $0.station == station }
      for (pollutant, same) in Dictionary(grouping: series, by: \.pollutant)
      where Set(same.map(\.instrument)).count > 1 {
        throw ArchiveError.ambiguousSeries(
          station: station.key, pollutant: pollutant.identifier,
          candidates: same.map { "\($0.instrument), \($0.averaging)" })
      }
      // Series go in whole, since windows look across midnight.
      rows += try index.indices(of: series).filter { isWanted($0) }
    }
    return (rows, found)
  }

  private func isWanted(_ row: AirQualityIndex) -> Bool {
    guard let date = CivilDate(String(row.time.prefix(10))) else { return true }
    return from.map { $0 <= date } ?? true && to.map { date <= $0 } ?? true
  }
}
