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

  /// From the beginning of the first period of any series to the end of the last, seconds since
  /// the epoch.
  var span: Range<Int>? { TimeAxis.span(of: series.map(\.axis)) }

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

extension TimeAxis {
  /// From the earliest beginning to the latest end, seconds since the epoch; `nil` of empty axes.
  static func span(of axes: [TimeAxis]) -> Range<Int>? {
    let filled = axes.filter { $0.count > 0 }
    guard let first = filled.map(\.start).min(), let end = filled.map(\.end).max() else {
      return nil
    }
    return first.secondsSinceEpoch..<end.secondsSinceEpoch
  }
}

extension Archive {
  /// Packs every series of a file; pure, on any thread.
  public static func prepare(_ file: IngestedFile) -> PreparedFile { PreparedFile(file) }
}

/// One series in blocks of local years.
struct PreparedSeries: Sendable {
  let key: SeriesKey
  let station: Station
  let traits: SeriesTraits
  let axis: TimeAxis
  let blocks: [PreparedBlock]

  init(_ series: MonitoringSeries) {
    key = series.key
    station = series.station
    traits = SeriesTraits(series)
    axis = series.axis
    let key = key
    blocks = Self.stretches(of: series.axis).map { year, range in
      PreparedBlock(
        of: key, year: year, start: series.axis.instant(at: range.lowerBound).secondsSinceEpoch,
        values: series.storage, range)
    }
  }

  /// The same instants in the local years of another clock.
  func onClock(utcOffset: Int) throws(PackedBlock.Damage) -> PreparedSeries {
    var storage = [Double](repeating: .nan, count: axis.count)
    for block in blocks {
      let start = Instant(secondsSinceEpoch: block.start)
      try PackedBlock.decode(
        [UInt8](block.payload), count: block.count,
        seal: BlockSeal(key, year: block.year, start: block.start), into: &storage,
        at: axis.ceilingPosition(of: start))
    }
    return PreparedSeries(
      MonitoringSeries(
        station: station, pollutant: key.pollutant, unit: MeasurementUnit(stored: traits.unit),
        referenceState: ReferenceState(archiveText: traits.referenceState) ?? .unstated,
        axis: axis.onClock(utcOffset: utcOffset), averaging: key.averaging,
        instrument: key.instrument, storage: storage))
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

  init(of key: SeriesKey, year: Int, start: Int, values: [Double], _ range: Range<Int>) {
    self.year = year
    self.start = start
    count = range.count
    let bytes = PackedBlock.encode(
      values, range, seal: BlockSeal(key, year: year, start: start))
    valid = PackedBlock.validCount(of: bytes)
    payload = Data(bytes)
  }

  /// A block whose values are packed already.
  init(year: Int, start: Int, count: Int, payload: [UInt8]) {
    self.year = year
    self.start = start
    self.count = count
    valid = PackedBlock.validCount(of: payload)
    self.payload = Data(payload)
  }
}
