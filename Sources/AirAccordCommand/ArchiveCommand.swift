import Store
import ArgumentParser
import Documents
import Foundation

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
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Look at every page, table, reference, row and block; exit 65 where one is damaged.",
      discussion: """
        Example:
          airaccord archive verify --archive air.sqlite
        """)

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var speech: LanguageOption
    @OptionGroup var output: FormatOption

    func run() throws {
      try explainingErrors {
        let found = try Archive(path: archive.archive).verify()
        let table = Table("faults", "column.what-is-wrong", found.faults) {
          Column("check") { .text($0.check.rawValue) }
          Column("what is wrong", heading: "column.what-is-wrong") { .message($0.detail) }
        }
        if output.format == .text {
          StandardOutput.say(
            Message(
              "command.archive-read",
              [
                "stations": .count(found.stations), "series": .count(found.series),
                "blocks": .count(found.blocks), "values": .count(found.values),
              ]), speech.language)
        }
        if output.format == .text, found.isSound {
          StandardOutput.say("command.archive-sound", speech.language)
        } else {
          try output.print([found], table, speech.language)
        }
        guard found.isSound else {
          StandardError.say(
            Message(
              "command.archive-damaged",
              ["count": .count(found.faults.count), "path": .text(archive.archive)]),
            speech.language)
          throw ExitCode(65)
        }
      }
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

    @Option(name: .long, help: "The copy; there must be no such file yet.")
    var output: String

    func run() throws {
      try explainingErrors {
        try archive.opened().backUp(to: output)
        StandardError.say(
          Message("command.written", ["path": .text(output)]), speech.language)
      }
    }
  }

  /// Saves what is whole.
  struct Repair: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Save what is whole of a damaged archive into a new one, and name what is lost.",
      discussion: """
        Example:
          airaccord archive repair --archive air.sqlite --output whole.sqlite
        """)

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var speech: LanguageOption

    @Option(name: .long, help: "The new archive; there must be no such file yet.")
    var output: String

    func run() throws {
      try explainingErrors {
        let rescue = try Archive.rescue(archive.archive, into: output)
        for (id, lines) in [("lost", rescue.lost), ("doubtful", rescue.doubtful)] {
          for line in lines {
            StandardOutput.say(
              Message("command.rescue-\(id)", ["what": .text(line)]), speech.language)
          }
        }
        StandardOutput.say(
          Message(
            "command.rescue-kept",
            [
              "blocks": .count(rescue.blocks), "series": .count(rescue.series),
              "values": .count(rescue.values),
            ]), speech.language)
        StandardError.say(
          Message("command.rescue-written", ["path": .text(output)]), speech.language)
        if !(rescue.lost + rescue.doubtful).isEmpty { throw ExitCode(65) }
      }
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
  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print format, size and counts of an archive.",
      discussion: """
        Example:
          airaccord archive info --archive air.sqlite
        """)

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var speech: LanguageOption
    @OptionGroup var output: FormatOption

    func run() throws {
      try explainingErrors {
        let info = try Archive(path: archive.archive).info()
        let table = Table("info", "column.what", info.counts) {
          Column("what") { row in
            .message(Message("command.archive.\(row.name.replacing(" ", with: "-"))"))
          }
          Column("count", heading: "command.count") { .count($0.count) }
        }
        try output.print([info], table, speech.language)
      }
    }
  }
}
