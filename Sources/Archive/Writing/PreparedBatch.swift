import AirQuality
import GRDB
public import Ingest
import NumericKernels

/// Files that continue each other, such as one a day of a whole network, joined before writing.
///
/// Writing a day into a year's block unpacks and packs the block. A network of 1,500 stations and
/// 15 quantities has 22,500 of them, so days are joined in memory and each block is touched once a
/// batch.
public struct PreparedBatch: Sendable {
  /// The files in the order given.
  public let sources: [SourceFile]
  let notices: [[IngestNotice]]
  let series: [PreparedSeries]
  /// The span of each file, see `PreparedFile.span`.
  let spans: [Range<Int>?]
  /// Values that are not missing, and series, of each file.
  let counts: [(values: Int, series: Int)]

  /// A gap between two files that is filled with missing values, seconds; a longer one ends the
  /// batch.
  static let longestGap = 40 * 86_400

  /// Joins files and packs their series.
  ///
  /// - Returns: `nil` when the files do not continue each other series by series.
  public init?(_ files: [IngestedFile], threads: Int? = nil) {
    struct Joined {
      let first: MonitoringSeries
      let traits: SeriesTraits
      var values: [Double]
    }
    guard files.count > 1 else { return nil }
    var places: [SeriesKey: Int] = [:]
    var joined: [Joined] = []
    for file in files {
      for series in file.series {
        guard let place = places[series.key] else {
          places[series.key] = joined.count
          joined.append(
            Joined(first: series, traits: SeriesTraits(series), values: series.storage))
          continue
        }
        let axis = joined[place].first.axis
        let gap = axis.ceilingPosition(of: series.axis.start) - joined[place].values.count
        guard joined[place].traits == SeriesTraits(series), gap >= 0,
          gap * axis.step.meanSeconds <= Self.longestGap,
          joined[place].first.station == series.station
        else { return nil }
        joined[place].values += Array(repeating: .nan, count: gap)
        joined[place].values += series.storage
      }
    }
    // Files that follow each other in time can be told apart in the joined series later on.
    spans = files.map { TimeAxis.span(of: $0.series.map(\.axis)) }
    let filled = spans.compactMap(\.self)
    guard zip(filled, filled.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound }) else {
      return nil
    }
    sources = files.map(\.source)
    notices = files.map(\.notices)
    counts = files.map { file in
      (
        file.series.reduce(0) { $0 + $1.storage.reduce(0) { $0 + ($1.isNaN ? 0 : 1) } },
        file.series.count
      )
    }
    let all = joined
    series = parallelMap(count: all.count, threads: threads) { index in
      let first = all[index].first
      return PreparedSeries(
        first.with(
          storage: all[index].values, axis: first.axis.part(0..<all[index].values.count)))
    }
  }
}

extension Archive {
  /// Writes several files in one transaction, each of them wholly or not at all.
  ///
  /// - Returns: one report a file; `nil`, with the archive as it was, when one of the files was
  ///   written before or its values meet values already there: then write them one by one.
  public func write(_ batch: PreparedBatch) throws(ArchiveError) -> [IngestReport]? {
    try attempt {
      try connection.writeWithoutTransaction { database -> [IngestReport]? in
        var reports: [IngestReport]?
        do {
          try database.inTransaction(.immediate) {
            reports = try batch.write(database)
            return reports == nil ? .rollback : .commit
          }
        } catch is FileWriter.Overlap {
          return nil
        }
        return reports
      }
    }
  }
}

extension PreparedBatch {
  fileprivate func write(_ database: Database) throws -> [IngestReport]? {
    for source in sources where try FileWriter.contains(source.reading, database) { return nil }
    // Another reading of the same bytes may have to be taken back: one file after the other.
    for source in sources {
      let isKnown = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM source WHERE sha256 = ?)",
        arguments: [source.sha256])
      if isKnown == true { return nil }
    }
    guard Set(sources.map(\.sha256)).count == sources.count, let named = sources.last else {
      return nil
    }
    let writer = FileWriter(
      database, PreparedFile(source: named, notices: [], series: series), rule: .refuse,
      onlyAppends: true)
    var identifiers: [Int64] = []
    for (index, source) in sources.enumerated() {
      identifiers.append(try writer.insert(source, notices[index], span: spans[index]))
    }
    // Inserted one after the other under one lock, so their numbers follow each other.
    guard let first = identifiers.first, let last = identifiers.last,
      last - first == Int64(identifiers.count - 1)
    else { return nil }
    var total = IngestReport(named, isRepeat: false)
    try writer.writeSeries(from: first, through: last, &total)
    return sources.enumerated().map { index, source in
      var report = IngestReport(source, isRepeat: false)
      report.newValues = counts[index].values
      report.newSeries = index == 0 ? total.newSeries : 0
      report.mergedSeries = counts[index].series - report.newSeries
      if index == 0 { report.remarks = total.remarks }
      return report
    }
  }
}
