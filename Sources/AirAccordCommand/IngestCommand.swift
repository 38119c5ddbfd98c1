import AirQuality
import Archive
import ArgumentParser
import Foundation
import Ingest
import NumericKernels
import ArchiveFiles
import ByteKernels

/// Reads monitoring files into an archive.
struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Read monitoring files into an archive.",
    discussion: """
      Each file is one transaction: it is in the archive wholly or not at all, and reading it \
      again changes nothing. The format is found by the file's content; gzip is read as it is.

      Examples:
        airaccord ingest PRSA_Data_*.csv --archive air.sqlite
        airaccord ingest daily.csv.gz --archive air.sqlite
        airaccord ingest mine.csv --description mine.yaml --archive air.sqlite
      """)

  @Argument(help: "Monitoring files, plain or gzip.")
  var files: [String]

  @OptionGroup var archive: ArchiveOption

  @Option(name: .long, help: "Read every file as this format; see “airaccord formats”.")
  var inputFormat: String?

  @Option(
    name: .long, help: "A YAML description of your own format; may be given several times.")
  var description: [String] = []

  @Option(name: .long, help: "Which end of its period a stamp names, where the source is silent.")
  var stamp: StampConvention?

  @Option(name: .long, help: "Name of the network, instead of the format’s own.")
  var network: String?

  @Option(
    name: .long,
    help: "Where a file and the archive differ: refuse the file, replace or keep the archive’s.")
  var onConflict: ConflictRule = .refuse

  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      var options = IngestOptions()
      options.format = inputFormat
      options.stamp = stamp
      options.network = network
      options.archives = LibraryArchives()
      for path in description { options.descriptions.append(try Self.description(path)) }
      let isNew = !FileManager.default.fileExists(atPath: archive.archive)
      let store = try Archive(path: archive.archive, mode: .create)
      let outcome = try FileIngestion(store: store, options: options, rule: onConflict)
        .ingest(files)
      try print(outcome)
      let isEmpty = try store.sources().isEmpty
      try store.close()
      if let error = outcome.firstError {
        // An archive that this run made and nothing came into would only be in the way.
        if isNew, isEmpty { try? FileManager.default.removeItem(atPath: archive.archive) }
        throw error
      }
    }
  }

  private static func description(_ path: String) throws -> FormatDescription {
    try FormatDescription(yaml: TextContent.utf8(path: path).text, file: path)
  }

  private func print(_ outcome: FileIngestion.Outcome) throws {
    var table = PlainTable(
      ["file", "format", "rows", "series", "new values", "known values", "note"],
      numeric: [2, 3, 4, 5])
    for file in outcome.files {
      table.add([
        file.report.file, file.format, String(file.rows), String(file.series),
        String(file.report.newValues), String(file.report.equalValues),
        file.report.isRepeat ? "read before, nothing changed" : "",
      ])
    }
    if !outcome.files.isEmpty || outcome.firstError == nil {
      try printRows(outcome.files, as: output.format, table: table)
    }
    for file in outcome.files where !file.report.isRepeat {
      for notice in file.notices {
        StandardError.print("\(file.report.file): \(notice.message)")
      }
      for remark in file.report.remarks {
        StandardError.print("\(file.report.file): \(remark)")
      }
    }
  }
}

/// Files that are parsed on all cores and written by one connection, in the order given.
struct FileIngestion {
  let store: Archive
  let options: IngestOptions
  let rule: ConflictRule

  /// What became of one file.
  struct IngestedRow: Encodable {
    let report: IngestReport
    let format: String
    let rows: Int
    let series: Int
    let notices: [IngestNotice]
  }

  struct Outcome {
    var files: [IngestedRow] = []
    /// The first file that could not be read or written; the files after it were not tried.
    var firstError: (any Error)?
  }

  /// Reads and writes files until one fails.
  ///
  /// A few files at a time are in memory, so a thousand of them need no more than four. Files of
  /// many short series, such as a network's days, wait until a batch of them can be joined.
  func ingest(_ paths: [String]) throws -> Outcome {
    var outcome = Outcome()
    let progress = ProgressLine(total: paths.count)
    let width = max(1, defaultThreadCount)
    let options = options
    var waiting: [IngestedFile] = []
    var waitingValues = 0
    for start in stride(from: 0, to: paths.count, by: 2 * width) {
      let batch = Array(paths[start..<min(start + 2 * width, paths.count)])
      progress.show(start, (batch[0] as NSString).lastPathComponent)
      let read = parallelMap(count: batch.count) { index in
        Result { () throws(IngestError) -> Read in
          let file = try FileReader.read(path: batch[index], options: options)
          return file.isPartOfNetwork
            ? .waiting(file) : .ready(PreparedFile(file), file.series.count)
        }
      }
      for result in read {
        do {
          switch try result.get() {
          case .waiting(let file):
            if let last = waiting.last, last.source.format != file.source.format {
              try write(&waiting, &outcome)
            }
            waitingValues = waiting.isEmpty ? file.valueCount : waitingValues + file.valueCount
            waiting.append(file)
            if waitingValues >= Self.largestBatch { try write(&waiting, &outcome) }
          case .ready(let file, let series):
            try write(&waiting, &outcome)
            try write(file, series: series, &outcome)
          }
        } catch {
          // What was read before the failure is written, as if it had come alone.
          try? write(&waiting, &outcome)
          outcome.firstError = error
          progress.finish()
          return outcome
        }
      }
    }
    do { try write(&waiting, &outcome) } catch { outcome.firstError = error }
    progress.finish()
    return outcome
  }

  private enum Read {
    case waiting(IngestedFile)
    case ready(PreparedFile, Int)
  }

  /// Values in memory before a batch is written: 48 million doubles are 384 MB. Each batch unpacks
  /// and packs the blocks of its year again, so a year of a network takes few of them.
  private static let largestBatch = 48_000_000

  /// Writes the waiting files together where they continue each other, else one by one.
  private func write(_ waiting: inout [IngestedFile], _ outcome: inout Outcome) throws {
    let files = waiting
    waiting = []
    if let batch = PreparedBatch(files), let reports = try store.write(batch) {
      for (file, report) in zip(files, reports) {
        outcome.files.append(
          IngestedRow(
            report: report, format: file.source.format, rows: file.source.rowCount,
            series: file.series.count, notices: file.notices))
      }
      return
    }
    for file in files { try write(PreparedFile(file), series: file.series.count, &outcome) }
  }

  private func write(_ file: PreparedFile, series: Int, _ outcome: inout Outcome) throws {
    let report = try store.write(file, onConflict: rule)
    outcome.files.append(
      IngestedRow(
        report: report, format: file.source.format, rows: file.source.rowCount, series: series,
        notices: file.notices))
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
