import AirQuality
import Store
import Foundation
import Ingest
import NumericKernels

/// Files that are parsed on all cores and written by one connection, in the order given.
struct FileIngestion {
  let store: Archive
  let options: IngestOptions
  let rule: ConflictRule
  /// Whether the files after one that cannot be read or written are still tried.
  let keepsGoing: Bool

  /// What became of one file.
  struct IngestedRow: Encodable {
    let report: IngestReport
    let format: String
    let rows: Int
    let series: Int
    let notices: [IngestNotice]
  }

  /// A file of which nothing is in the archive.
  struct Failure {
    let path: String
    let error: any Error
  }

  struct Outcome {
    var files: [IngestedRow] = []
    /// Files that hold a header and no rows: nothing to read is no mistake among many files.
    var empty: [String] = []
    var failures: [Failure] = []
    /// Files that were not tried, because an earlier one failed.
    var untried: [String] = []
  }

  /// Reads and writes files.
  ///
  /// A few files at a time are in memory, so a thousand of them need no more than four. Files of
  /// many short series, such as a network's days, wait until a batch of them can be joined.
  func ingest(_ paths: [String]) -> Outcome {
    var outcome = Outcome()
    let progress = ProgressLine(total: paths.count)
    let width = max(1, defaultThreadCount)
    let options = options
    var waiting = GrowingBatch()
    for start in stride(from: 0, to: paths.count, by: 2 * width) {
      let batch = Array(paths[start..<min(start + 2 * width, paths.count)])
      progress.show(start, (batch[0] as NSString).lastPathComponent)
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
    progress.finish()
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
