import Store
import ArgumentParser
import Documents
import Ingest

/// Lists what has been read into an archive.
struct SourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources",
    abstract: "List the files that were read into an archive, and how.",
    discussion: """
      A reading is a file's bytes with the description and options it was read with; its first \
      digits name it for “airaccord forget”.

      Examples:
        airaccord sources --archive air.sqlite
        airaccord sources --archive air.sqlite --format json
      """)

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var output: FormatOption
  @OptionGroup var speech: LanguageOption

  private struct Row: Encodable {
    let file: SourceFile
    let settings: String
  }

  func run() throws {
    try explainingErrors {
      let sources = try archive.opened().sources()
      let isWhole = output.format == .csv
      let table = Table("sources", "command.sources", sources) {
        Column("reading") { .text(String($0.reading.prefix(12))) }
        Column("file") { .text(isWhole ? $0.path : $0.name) }
        Column("format") { .text($0.format) }
        Column("rows") { .count($0.rowCount) }
        Column("bytes") { .count($0.byteCount) }
        Column("sha256") { .text(isWhole ? $0.sha256 : String($0.sha256.prefix(12))) }
      }
      try output.print(
        sources.map { Row(file: $0, settings: $0.settings) }, table, speech.language)
    }
  }
}

/// Takes a reading back.
struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Take the reading of a file back: its values leave the archive.",
    discussion: """
      Values that another reading brought as well stay. Values that this reading had replaced are \
      gone until their file is read again. Findings keep the checksum of the files they rest on.

      Examples:
        airaccord forget station7.csv --archive air.sqlite
        airaccord forget 3f2a90c1be77 --archive air.sqlite
      """)

  @Argument(help: "The file's name or path, or the first digits of its reading or checksum.")
  var files: [String]

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var output: FormatOption
  @OptionGroup var speech: LanguageOption

  func run() throws {
    try explainingErrors {
      let store = try archive.opened(.readWrite)
      var reports: [ForgetReport] = []
      for file in files { reports.append(try store.forget(file)) }
      try store.close()
      let table = Table("forgotten", "command.forgotten", reports) {
        Column("file") { .text($0.file) }
        Column("values removed", heading: "column.values-removed") { .count($0.removedValues) }
        Column("kept for other readings", heading: "column.values-kept") {
          .count($0.sharedValues)
        }
        Column("series removed", heading: "column.series-removed") { .count($0.removedSeries) }
        Column("marks removed", heading: "column.marks-removed") { .count($0.removedFlags) }
      }
      try output.print(reports, table, speech.language)
      for path in reports.flatMap(\.toReadAgain) {
        StandardError.say(Message("command.read-again", ["path": .text(path)]), speech.language)
      }
    }
  }
}
