import AirQuality
import ArchiveFiles
import ArgumentParser
import Documents
import Evidence
import Foundation
import Ingest
import Store
import Studies
import TextFiles

/// Reads monitoring files into an archive.
struct IngestCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Read monitoring files into an archive.",
    discussion: """
      A file is stored whole or not at all. The format is found by the file's content; gzip, zip \
      and other archives are read as they are. Reading a file again changes nothing; reading it \
      with a corrected description or other options takes the place of the earlier reading. Of \
      many files those that cannot be read are listed at the end, with exit code 65, and the \
      others are stored.

      Examples:
        airaccord ingest PRSA_Data_*.csv --archive air.sqlite
        airaccord ingest daily.csv.gz --archive air.sqlite
        airaccord ingest mine.csv --description mine.yaml --archive air.sqlite
      """)

  @Argument(help: "Monitoring files, plain or packed.")
  var files: [String]

  @OptionGroup var archive: ArchiveOption

  @Option(help: "Read every file as this format; see “airaccord formats”.")
  var inputFormat: String?

  @Option(help: "A YAML description of your own format; may be given several times.")
  var description: [String] = []

  @Option(help: "Which end of its period a stamp names, where the source is silent.")
  var stamp: StampConvention?

  @Option(
    help: "Whether dates such as 01/06/2019 begin with the day or the month, where no date tells.")
  var dateOrder: DateOrder?

  @Option(help: "Name of the network, instead of the format’s own.")
  var network: String?

  @Option(help: "The station of files that do not say it, instead of their names.")
  var station: String?

  @Flag(help: "Read files whose units or clock rest on what their layout lets one assume.")
  var assume = false

  @Option(
    help: "Where a file and the archive differ: refuse the file, replace or keep the archive’s.")
  var onConflict: ConflictRule = .refuse

  @Flag(
    inversion: .prefixedNo,
    help: "Go on past a file that cannot be read, and list such files at the end.")
  var keepGoing = true

  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    var options = IngestOptions()
    options.format = inputFormat
    options.stamp = stamp
    options.dateOrder = dateOrder
    options.network = network
    options.station = station
    options.acceptsAssumptions = assume
    options.archives = LibraryArchives()
    options.foreign = PythonTables()
    options.descriptions = try description.map {
      try FormatDescription(yaml: TextContent.utf8(path: $0).text, file: $0)
    }
    let isNew = !FileManager.default.fileExists(atPath: archive.archive)
    let store = try Archive(path: archive.archive, mode: .create)
    var ingestion = Ingestion(files, into: store)
    ingestion.options = options
    ingestion.rule = onConflict
    ingestion.keepsGoing = keepGoing
    let found = try outcome(of: ingestion)
    let isEmpty = try store.sources().isEmpty
    try store.close()
    // An archive that this run made and nothing came into would only be in the way.
    if !found.failures.isEmpty, isNew, isEmpty {
      try? FileManager.default.removeItem(atPath: archive.archive)
    }
    if let only = found.failures.first, files.count == 1, found.files.isEmpty { throw only.error }
    var result = Presentation(found.files, found.table)
    if found.files.isEmpty, !found.failures.isEmpty { result = Presentation(found.files, []) }
    result.remarks = found.remarks
    if !found.failures.isEmpty { try tell(of: found, after: &result) }
    return result
  }

  /// Every file of which nothing was stored, with its reason.
  private func tell(of found: Ingestion.Outcome, after result: inout Presentation) throws {
    for failure in found.failures {
      guard let explained = failure.error as? any Explained else { throw failure.error }
      StandardError.print(explanation(of: explained))
    }
    result.epilogue = found.shortfall(of: files.count)
    result.isSound = false
  }
}
