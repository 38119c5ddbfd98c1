import AirQuality
import FoundationEssentials
public import Ingest

/// A read file whose series are packed already, ready to be written.
///
/// Packing is most of the work of writing and needs no archive, so it runs on the threads that
/// read files while one connection writes.
public struct PreparedFile: Sendable {
  /// The file it came from.
  public let source: SourceFile
  /// What the reader had to say.
  public let notices: [IngestNotice]
  let series: [PreparedSeries]

  init(source: SourceFile, notices: [IngestNotice], series: [PreparedSeries]) {
    self.source = source
    self.notices = notices
    self.series = series
  }

  /// Packs every series of a file; pure.
  public init(_ file: IngestedFile) {
    source = file.source
    notices = file.notices
    series = file.series.map(PreparedSeries.init)
  }
}

extension Archive {
  /// Packs every series of a file; pure, on any thread.
  public static func prepare(_ file: IngestedFile) -> PreparedFile { PreparedFile(file) }
}

/// One series in blocks of local years.
struct PreparedSeries: Sendable {
  let station: Station
  let pollutant: Pollutant
  let traits: SeriesTraits
  let axis: TimeAxis
  let blocks: [PreparedBlock]

  init(_ series: MonitoringSeries) {
    station = series.station
    pollutant = series.pollutant
    traits = SeriesTraits(series)
    axis = series.axis
    blocks = Self.stretches(of: series.axis).map { year, range in
      PreparedBlock(
        year: year, start: series.axis.instant(at: range.lowerBound).secondsSinceEpoch,
        values: series.storage, range)
    }
  }

  /// The local years of an axis and the positions that begin in each.
  static func stretches(of axis: TimeAxis) -> [(year: Int, positions: Range<Int>)] {
    guard axis.count > 0 else { return [] }
    var stretches: [(year: Int, positions: Range<Int>)] = []
    for year in axis.date(at: 0).year...axis.date(at: axis.count - 1).year {
      let positions = axis.positions(
        from: newYear(year, of: axis), until: newYear(year + 1, of: axis))
      if !positions.isEmpty { stretches.append((year, positions)) }
    }
    return stretches
  }

  private static func newYear(_ year: Int, of axis: TimeAxis) -> Instant {
    // The calendar ends with the year 9999, and an axis at its end.
    CivilDate(year: year, month: 1, day: 1).map { Instant($0, utcOffset: axis.utcOffset) }
      ?? axis.end
  }
}

/// One packed stretch, NaN where missing before packing.
struct PreparedBlock: Sendable {
  let year: Int
  /// Beginning of the first period, seconds since the epoch.
  let start: Int
  let count: Int
  let valid: Int
  let payload: Data

  init(year: Int, start: Int, values: [Double], _ range: Range<Int>) {
    self.year = year
    self.start = start
    count = range.count
    let bytes = PackedBlock.encode(values, range)
    valid = PackedBlock.validCount(of: bytes)
    payload = Data(bytes)
  }
}
