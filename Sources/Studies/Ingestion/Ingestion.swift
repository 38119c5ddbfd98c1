import AirQuality
import Documents
import Foundation
public import Ingest
import NumericKernels
public import Store

/// Reads monitoring files into an archive: parsed on all cores, written by one connection in the order
/// given.
public struct Ingestion: Job {
  /// The files, plain or packed.
  public let paths: [String]
  /// Where they are stored.
  public let store: Archive
  /// How they are read.
  public var options = IngestOptions()
  /// What happens where a file and the archive differ. Default: the file is refused, because which of
  /// the two is right nobody but the user knows.
  public var rule: ConflictRule = .refuse
  /// Whether the files after one that cannot be read or written are still tried. Default: yes.
  public var keepsGoing = true

  /// A job for some files.
  public init(_ paths: [String], into store: Archive) {
    self.paths = paths
    self.store = store
  }

  /// What became of one file.
  public struct IngestedRow: Encodable, Sendable {
    /// What was written.
    public let report: IngestReport
    /// The format it was read as.
    public let format: String
    /// Rows of the file.
    public let rows: Int
    /// Series of the file.
    public let series: Int
    /// What reading assumed, repaired or left out.
    public let notices: [IngestNotice]
  }

  /// A file of which nothing is in the archive.
  public struct Failure: Sendable {
    /// The file.
    public let path: String
    /// Why.
    public let error: any Error
  }

  /// What became of all files.
  public struct Outcome: Sendable {
    /// Files that are stored.
    public internal(set) var files: [IngestedRow] = []
    /// Files that hold a header and no rows: nothing to read is no mistake among many files.
    public internal(set) var empty: [String] = []
    /// Files of which nothing is stored.
    public internal(set) var failures: [Failure] = []
    /// Files that were not tried, because an earlier one failed or the job was stopped.
    public internal(set) var untried: [String] = []
  }

  /// Reads and writes the files. A file that cannot be read is no error of the job; a job that is
  /// stopped writes what it has read and lists the others as untried.
  ///
  /// A few files at a time are in memory, so a thousand of them need no more than four. Files of
  /// many short series, such as a network's days, wait until a batch of them can be joined.
  public func run(_ watch: JobWatch) -> Outcome {
    var outcome = Outcome()
    let width = max(1, defaultThreadCount)
    let options = options
    var waiting = GrowingBatch()
    for start in stride(from: 0, to: paths.count, by: 2 * width) {
      let batch = Array(paths[start..<min(start + 2 * width, paths.count)])
      if watch.isCancelled {
        outcome.untried = Array(paths[start...])
        break
      }
      watch.tell(start, of: paths.count, .verbatim((batch[0] as NSString).lastPathComponent))
      let read = parallelMap(count: batch.count) { index in
        Result { () throws(IngestError) -> [Read] in
          try FileReader.readAll(path: batch[index], options: options).map { file in
            file.isPartOfNetwork
              ? .waiting(file) : .ready(PreparedFile(file), file.series.count)
          }
        }
      }
      for (path, result) in zip(batch, read) {
        switch result {
        case .success(let reads):
          for read in reads { take(read, &waiting, &outcome) }
        case .failure(.noRows) where paths.count > 1:
          outcome.empty.append(path)
        case .failure(let error):
          outcome.failures.append(Failure(path: path, error: error))
        }
      }
      if !outcome.failures.isEmpty, !keepsGoing {
        outcome.untried = Array(paths[(start + batch.count)...])
        break
      }
    }
    // What was read before a failure is written, as if it had come alone.
    write(&waiting, &outcome)
    return outcome
  }

  private func take(_ read: Read, _ waiting: inout GrowingBatch, _ outcome: inout Outcome) {
    switch read {
    case .waiting(let file):
      if let format = waiting.format, format != file.source.format { write(&waiting, &outcome) }
      if !waiting.append(file) {
        write(&waiting, &outcome)
        guard waiting.append(file) else {
          write(PreparedFile(file), series: file.series.count, &outcome)
          return
        }
      }
      if waiting.valueCount >= Self.largestBatch { write(&waiting, &outcome) }
    case .ready(let file, let series):
      write(&waiting, &outcome)
      write(file, series: series, &outcome)
    }
  }

  private enum Read {
    case waiting(IngestedFile)
    case ready(PreparedFile, Int)
  }

  /// Values in memory before a batch is written: 24 million doubles are 192 MB. Each batch unpacks
  /// and packs the blocks of its year again, so a year of a network takes few of them.
  private static let largestBatch = 24_000_000

  /// Writes the waiting files together where they continue each other, else one by one.
  private func write(_ waiting: inout GrowingBatch, _ outcome: inout Outcome) {
    let batch = waiting
    waiting = GrowingBatch()
    do {
      if let prepared = PreparedBatch(batch), let reports = try store.write(prepared) {
        outcome.files += zip(batch.members, reports).map { file, report in
          IngestedRow(
            report: report, format: file.source.format, rows: file.source.rowCount,
            series: file.seriesCount, notices: file.notices)
        }
        return
      }
    } catch ArchiveError.incompatible, ArchiveError.conflict {
      // Which of the files it was, the writing of each will tell.
    } catch {
      outcome.failures += batch.members.map { Failure(path: $0.source.path, error: error) }
      return
    }
    for file in batch.files() {
      write(PreparedFile(file), series: file.series.count, &outcome)
    }
  }

  private func write(_ file: PreparedFile, series: Int, _ outcome: inout Outcome) {
    if !outcome.failures.isEmpty, !keepsGoing {
      outcome.untried.append(file.source.path)
      return
    }
    do {
      let report = try store.write(file, onConflict: rule)
      outcome.files.append(
        IngestedRow(
          report: report, format: file.source.format, rows: file.source.rowCount, series: series,
          notices: file.notices))
    } catch {
      outcome.failures.append(Failure(path: file.source.path, error: error))
    }
  }
}

extension IngestedFile {
  /// How many values its series hold, missing ones included.
  fileprivate var valueCount: Int { series.reduce(0) { $0 + $1.count } }

  /// Whether it is one of many files that together make long series.
  fileprivate var isPartOfNetwork: Bool {
    series.count >= 100 && valueCount < 200 * series.count
  }
}
