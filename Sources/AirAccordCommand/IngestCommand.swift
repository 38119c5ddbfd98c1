import AirAccord
import ArchiveFiles
import ArgumentParser
import TextFiles

/// Reads monitoring files into an archive.
struct IngestCommand: Verb {
  static let configuration = CommandConfiguration.of("ingest")

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
    let found = try Archive.filled(at: archive.archive) { store in
      var ingestion = Ingestion(files, into: store)
      ingestion.options = options
      ingestion.rule = onConflict
      ingestion.keepsGoing = keepGoing
      return try outcome(of: ingestion)
    }
    if let only = found.failures.first, files.count == 1, found.files.isEmpty { throw only.error }
    for failure in found.failures {
      guard let explained = failure.error as? any Explained else { throw failure.error }
      StandardError.print(explanation(of: explained))
    }
    return Presentation(ingested: found, of: files.count)
  }
}
