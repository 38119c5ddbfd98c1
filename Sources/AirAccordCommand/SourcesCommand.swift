import Archive
import ArgumentParser
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

  private struct Row: Encodable {
    let file: SourceFile
    let settings: String
  }

  func run() throws {
    try explainingErrors {
      let sources = try archive.opened().sources()
      var table = PlainTable(
        ["reading", "file", "format", "rows", "bytes", "sha256"], numeric: [3, 4])
      for source in sources {
        table.add([
          String(source.reading.prefix(12)), output.format == .csv ? source.path : source.name,
          source.format, String(source.rowCount), String(source.byteCount),
          output.format == .csv ? source.sha256 : String(source.sha256.prefix(12)),
        ])
      }
      try printRows(
        sources.map { Row(file: $0, settings: $0.settings) }, as: output.format, table: table)
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

  func run() throws {
    try explainingErrors {
      let store = try archive.opened(.readWrite)
      var reports: [ForgetReport] = []
      for file in files { reports.append(try store.forget(file)) }
      try store.close()
      var table = PlainTable(
        ["file", "values removed", "kept for other readings", "series removed", "marks removed"],
        numeric: [1, 2, 3, 4])
      for report in reports {
        table.add([
          report.file, String(report.removedValues), String(report.sharedValues),
          String(report.removedSeries), String(report.removedFlags),
        ])
      }
      try printRows(reports, as: output.format, table: table)
      for path in reports.flatMap(\.toReadAgain) {
        StandardError.print("read \(path) again: some of its values had been replaced")
      }
    }
  }
}
