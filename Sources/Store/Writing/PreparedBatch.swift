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
  let members: [GrowingBatch.Member]
  let series: [PreparedSeries]

  /// Packs the joined series.
  ///
  /// - Returns: `nil` of a single file.
  public init?(_ batch: GrowingBatch, threads: Int? = nil) {
    guard batch.count > 1 else { return nil }
    members = batch.members
    let joined = batch.joined
    series = parallelMap(count: joined.count, threads: threads) { index in
      let (first, values) = (joined[index].first, joined[index].values)
      return PreparedSeries(first.with(storage: values, axis: first.axis.part(0..<values.count)))
    }
  }

  /// Joins files and packs their series.
  ///
  /// - Returns: `nil` when the files do not continue each other series by series.
  public init?(_ files: [IngestedFile], threads: Int? = nil) {
    var batch = GrowingBatch()
    for file in files where !batch.append(file) { return nil }
    self.init(batch, threads: threads)
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
    let sources = members.map(\.source)
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
    for member in members {
      identifiers.append(try writer.insert(member.source, member.notices, span: member.span))
    }
    // Inserted one after the other under one lock, so their numbers follow each other.
    guard let first = identifiers.first, let last = identifiers.last,
      last - first == Int64(identifiers.count - 1)
    else { return nil }
    var total = IngestReport(named, isRepeat: false)
    try writer.writeSeries(from: first, through: last, &total)
    return members.enumerated().map { index, member in
      var report = IngestReport(member.source, isRepeat: false)
      report.newValues = member.valid
      report.newSeries = index == 0 ? total.newSeries : 0
      report.mergedSeries = member.seriesCount - report.newSeries
      if index == 0 { report.remarks = total.remarks }
      return report
    }
  }
}
