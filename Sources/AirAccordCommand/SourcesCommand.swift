import ArgumentParser
import Documents
import Evidence
import Ingest
import Store

/// Lists what has been read into an archive.
struct SourcesCommand: Verb {
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
  @OptionGroup var shown: ResultOptions

  private struct Row: Encodable {
    let file: SourceFile
    let settings: String
  }

  func presentation() throws -> Presentation {
    let sources = try archive.opened().sources()
    return Presentation(
      sources.map { Row(file: $0, settings: $0.settings) },
      .sources(sources, isWhole: shown.format == .csv))
  }
}

/// Takes a reading back.
struct ForgetCommand: Verb {
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
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    let store = try archive.opened(.readWrite)
    let reports = try files.map { try store.forget($0) }
    try store.close()
    var result = Presentation(reports, .forgotten(reports))
    result.epilogue = reports.flatMap(\.toReadAgain).map {
      Message("command.read-again", ["path": .text($0)])
    }
    return result
  }
}
