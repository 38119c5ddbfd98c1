import ArgumentParser
import Documents
import Evidence
import Store

/// Looks after the archive file itself.
struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Verify, copy, compact or mend an archive file.",
    discussion: """
      Examples:
        airaccord archive verify --archive air.sqlite
        airaccord archive backup --archive air.sqlite --output copy.sqlite
      """,
    subcommands: [Verify.self, Backup.self, Repair.self, Compact.self, Info.self])

  /// Reads everything and says what is wrong.
  struct Verify: Verb {
    static let configuration = CommandConfiguration(
      abstract:
        "Look at every page, table, reference, row and block; exit 65 where one is damaged.",
      discussion: """
        Example:
          airaccord archive verify --archive air.sqlite
        """)

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var shown: ResultOptions

    func presentation() throws -> Presentation {
      try Presentation(verification: Archive(path: archive.archive).verify(), of: archive.archive)
    }
  }

  /// Copies an archive while others read and write.
  struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy an archive as it is at one moment, also while others write to it.",
      discussion: """
        A copy made by the file system may lack what stands in the journal (-wal) beside the file.

        Example:
          airaccord archive backup --archive air.sqlite --output copy.sqlite
        """)

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var speech: LanguageOption

    @Option(help: "The copy; there must be no such file yet.")
    var output: String

    func run() throws {
      try explainingErrors {
        try archive.opened().backUp(to: output)
        speech.note(Message("command.written", ["path": .text(output)]))
      }
    }
  }

  /// Saves what is whole.
  struct Repair: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Save what is whole of a damaged archive into a new one, and name what is lost.",
      discussion: """
        Example:
          airaccord archive repair --archive air.sqlite --output whole.sqlite
        """)

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var shown: ResultOptions

    @Option(help: "The new archive; there must be no such file yet.")
    var output: String

    func presentation() throws -> Presentation {
      try Presentation(rescue: Archive.rescue(archive.archive, into: output), into: output)
    }
  }

  /// Gives unused room back.
  struct Compact: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give the room of what was forgotten or replaced back to the disk.",
      discussion: """
        Example:
          airaccord archive compact --archive air.sqlite
        """)

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var speech: LanguageOption

    func run() throws {
      try explainingErrors {
        let store = try archive.opened(.readWrite)
        let before = try store.info().bytes
        try store.compact()
        let after = try store.info().bytes
        StandardOutput.say(
          Message("command.compacted", ["before": .count(before), "after": .count(after)]),
          speech.language)
        try store.close()
      }
    }
  }

  /// What there is in the file.
  struct Info: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Print format, size and counts of an archive.",
      discussion: """
        Example:
          airaccord archive info --archive air.sqlite
        """)

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var shown: ResultOptions

    func presentation() throws -> Presentation {
      let info = try Archive(path: archive.archive).info()
      return Presentation([info], .info(info))
    }
  }
}
