import AirQuality
public import Ingest

/// Files that continue each other, joined series by series as they are read.
///
/// A day of a network is tens of thousands of series of 24 values, whose names weigh more than the
/// values: only the values are kept, and where each file's lie.
public struct GrowingBatch: Sendable {
  /// A gap between two files that is filled with missing values, seconds; a longer one ends the
  /// batch.
  static let longestGap = 40 * 86_400

  struct Joined: Sendable {
    /// As it was in the first file that has the series.
    let first: MonitoringSeries
    var values: [Double]
  }

  /// The values of a file in one of the joined series.
  fileprivate struct Part {
    let place: Int32
    let start: Int32
    let count: Int32
  }

  /// A file without its values.
  public struct Member: Sendable {
    /// The file it came from.
    public let source: SourceFile
    /// What the reader had to say.
    public let notices: [IngestNotice]
    /// See `PreparedFile.span`.
    let span: Range<Int>?
    /// Values that are not missing.
    let valid: Int
    fileprivate let parts: [Part]

    /// How many series the file has.
    public var seriesCount: Int { parts.count }
  }

  private var places: [SeriesKey: Int32] = [:]
  private(set) var joined: [Joined] = []
  /// The files in the order in which they were added.
  public private(set) var members: [Member] = []
  /// Values of all files, missing ones included.
  public private(set) var valueCount = 0

  /// A batch without files.
  public init() {}

  /// How many files it has.
  public var count: Int { members.count }
  /// The format of the last file.
  public var format: String? { members.last?.source.format }

  /// Adds a file behind the others.
  ///
  /// - Returns: whether the file continues the others series by series; if not, the batch is as it
  ///   was.
  public mutating func append(_ file: IngestedFile) -> Bool {
    let span = TimeAxis.span(of: file.series.map(\.axis))
    // Files that follow each other in time can be told apart in the joined series later on.
    if let span, let last = members.last(where: { $0.span != nil })?.span,
      span.lowerBound < last.upperBound
    {
      return false
    }
    guard let parts = parts(of: file) else { return false }
    var valid = 0
    for (series, part) in zip(file.series, parts) {
      let place = Int(part.place)
      if place == joined.count {
        places[series.key] = part.place
        joined.append(Joined(first: series, values: series.storage))
      } else {
        let gap = Int(part.start) - joined[place].values.count
        if gap > 0 { joined[place].values += repeatElement(.nan, count: gap) }
        joined[place].values += series.storage
      }
      valid += series.storage.reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
      valueCount += series.count
    }
    members.append(
      Member(
        source: file.source, notices: file.notices, span: span, valid: valid, parts: parts))
    return true
  }

  /// Where the file's series go; `nil` where one of them does not continue what is there.
  private func parts(of file: IngestedFile) -> [Part]? {
    var parts: [Part] = []
    parts.reserveCapacity(file.series.count)
    var isTaken = [Bool](repeating: false, count: joined.count)
    var added: Set<SeriesKey> = []
    // Files of one network have their series in one order: the next one is mostly the right one.
    var guess = 0
    for series in file.series {
      guard let length = Int32(exactly: series.count) else { return nil }
      var place = guess
      if place >= joined.count || !joined[place].first.isOfSeries(series) {
        guard let known = places[series.key] else {
          guard added.insert(series.key).inserted else { return nil }
          parts.append(
            Part(place: Int32(joined.count + added.count - 1), start: 0, count: length))
          continue
        }
        place = Int(known)
      }
      guess = place + 1
      let there = joined[place]
      let axis = there.first.axis
      let start = axis.ceilingPosition(of: series.axis.start)
      let gap = start - there.values.count
      guard !isTaken[place], there.first.isContinued(by: series), gap >= 0,
        gap * axis.step.meanSeconds <= Self.longestGap, let start = Int32(exactly: start)
      else { return nil }
      isTaken[place] = true
      parts.append(Part(place: Int32(place), start: start, count: length))
    }
    return parts
  }

  /// The files again, as they were added.
  public func files() -> [IngestedFile] {
    members.map { member in
      IngestedFile(
        source: member.source,
        series: member.parts.map { part in
          let series = joined[Int(part.place)]
          let range = Int(part.start)..<Int(part.start + part.count)
          return series.first.with(
            storage: Array(series.values[range]), axis: series.first.axis.part(range))
        }, notices: member.notices)
    }
  }
}

extension MonitoringSeries {
  /// Whether the other has the same key; without making the text of either.
  fileprivate func isOfSeries(_ other: Self) -> Bool {
    pollutant == other.pollutant && averaging == other.averaging && instrument == other.instrument
      && station.identifier == other.station.identifier && station.network == other.station.network
  }

  /// Whether the other, of the same key, is the same in all that a series is beside it.
  fileprivate func isContinued(by other: Self) -> Bool {
    station == other.station && unit == other.unit && referenceState == other.referenceState
      && axis.utcOffset == other.axis.utcOffset && axis.stamp == other.axis.stamp
      && axis.isAligned(with: other.axis)
  }
}
