import AirQuality
import Store
import ArchiveFiles
import ArgumentParser
import Documents
import Evidence
import Foundation
import Ingest
import Studies
import TextFiles

/// Reads monitoring files into an archive.
struct IngestCommand: ParsableCommand {
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

  @Option(name: .long, help: "Read every file as this format; see “airaccord formats”.")
  var inputFormat: String?

  @Option(
    name: .long, help: "A YAML description of your own format; may be given several times.")
  var description: [String] = []

  @Option(name: .long, help: "Which end of its period a stamp names, where the source is silent.")
  var stamp: StampConvention?

  @Option(
    name: .long,
    help: "Whether dates such as 01/06/2019 begin with the day or the month, where no date tells.")
  var dateOrder: DateOrder?

  @Option(name: .long, help: "Name of the network, instead of the format’s own.")
  var network: String?

  @Option(name: .long, help: "The station of files that do not say it, instead of their names.")
  var station: String?

  @Flag(
    name: .long,
    help: "Read files whose units or clock rest on what their layout lets one assume.")
  var assume = false

  @Option(
    name: .long,
    help: "Where a file and the archive differ: refuse the file, replace or keep the archive’s.")
  var onConflict: ConflictRule = .refuse

  @Flag(
    inversion: .prefixedNo,
    help: "Go on past a file that cannot be read, and list such files at the end.")
  var keepGoing = true

  @OptionGroup var output: FormatOption
  @OptionGroup var speech: LanguageOption

  func run() throws {
    try explainingErrors {
      var options = IngestOptions()
      options.format = inputFormat
      options.stamp = stamp
      options.dateOrder = dateOrder
      options.network = network
      options.station = station
      options.acceptsAssumptions = assume
      options.archives = LibraryArchives()
      options.foreign = PythonTables()
      for path in description { options.descriptions.append(try Self.description(path)) }
      let isNew = !FileManager.default.fileExists(atPath: archive.archive)
      let store = try Archive(path: archive.archive, mode: .create)
      var ingestion = Ingestion(files, into: store)
      ingestion.options = options
      ingestion.rule = onConflict
      ingestion.keepsGoing = keepGoing
      let outcome = ProgressLine.following { ingestion.run($0) }
      try print(outcome)
      let isEmpty = try store.sources().isEmpty
      try store.close()
      guard let first = outcome.failures.first else { return }
      // An archive that this run made and nothing came into would only be in the way.
      if isNew, isEmpty { try? FileManager.default.removeItem(atPath: archive.archive) }
      if files.count == 1 { throw first.error }
      try report(outcome)
      throw ExitCode(65)
    }
  }

  private static func description(_ path: String) throws -> FormatDescription {
    try FormatDescription(yaml: TextContent.utf8(path: path).text, file: path)
  }

  /// Every file of which nothing was stored, with its reason.
  private func report(_ outcome: Ingestion.Outcome) throws {
    for failure in outcome.failures {
      guard let explained = failure.error as? any Explained else { throw failure.error }
      StandardError.print(explanation(of: explained))
    }
    StandardError.say(
      Message(
        "command.not-stored",
        [
          "count": .count(outcome.failures.count), "all": .count(files.count),
          "names": .names(outcome.failures.map(\.path)),
        ]), speech.language)
    if !outcome.untried.isEmpty {
      StandardError.say(
        Message("command.not-tried", ["names": .names(outcome.untried)]), speech.language)
    }
  }

  private func print(_ outcome: Ingestion.Outcome) throws {
    let table = Table("ingested", "command.ingested", outcome.files) {
      Column("file") { .text($0.report.file) }
      Column("format") { .text($0.format) }
      Column("rows") { .count($0.rows) }
      Column("series") { .count($0.series) }
      Column("new values", heading: "column.new-values") { .count($0.report.newValues) }
      Column("known values", heading: "column.known-values") { .count($0.report.equalValues) }
      Column("note", heading: "command.notes", isOptional: true) { note($0.report) }
    }
    if !outcome.files.isEmpty || outcome.failures.isEmpty {
      try output.print(outcome.files, table, speech.language)
    }
    var said: Set<Message> = []
    func say(_ message: Message) {
      if said.insert(message).inserted { StandardError.say(message, speech.language) }
    }
    for file in outcome.files where !file.report.isRepeat {
      for notice in file.notices {
        // What holds for a format or an archive is said once, not for each of a thousand files.
        let isOfFormat = [.assumed, .columnsLeftOut].contains(notice.kind)
        say(
          QualityRepair(
            file: isOfFormat ? file.format : file.report.file,
            notice: isOfFormat
              ? IngestNotice(kind: notice.kind, message: notice.message, count: 1) : notice
          ).messageWithReading)
      }
      for remark in file.report.remarks { say(.at(file.report.file, .verbatim(remark))) }
    }
    for path in outcome.empty { say(.at(path, "command.header-only")) }
  }

  private func note(_ report: IngestReport) -> Value {
    if report.isRepeat { return .message("command.read-before") }
    let notes = [
      report.replacedValues > 0
        ? Message("command.values-replaced", ["count": .count(report.replacedValues)]) : nil,
      report.refusedValues > 0
        ? Message("command.values-refused", ["count": .count(report.refusedValues)]) : nil,
      report.replacedReadings.isEmpty ? nil : "command.reading-replaced",
    ].compactMap(\.self)
    return notes.isEmpty ? .missing : .list(notes.map { .message($0) })
  }
}
