import Archive
import ArgumentParser
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
    @OptionGroup var output: FormatOption

    func run() throws {
      try explainingErrors {
        let found = try Archive(path: archive.archive).verify()
        var table = PlainTable(["check", "what is wrong"])
        for fault in found.faults { table.add([fault.check.rawValue, fault.detail]) }
        switch output.format {
        case .text:
          print(
            "\(found.stations) stations, \(found.series) series, \(found.blocks) blocks, "
              + "\(found.values) values read")
          print(found.isSound ? "nothing is wrong" : table.text)
        case .csv, .json: try printRows([found], as: output.format, table: table)
        }
        guard found.isSound else {
          StandardError.print(
            "airaccord: the archive is damaged in \(found.faults.count) places\n"
              + "  where: \(archive.archive)\n"
              + "  do: restore a copy, read the source files anew, or save what is whole with "
              + "“airaccord archive repair”")
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

    @Option(name: .long, help: "The copy; there must be no such file yet.")
    var output: String

    func run() throws {
      try explainingErrors {
        try archive.opened().backUp(to: output)
        StandardError.print("written: \(output)")
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

    @Option(name: .long, help: "The new archive; there must be no such file yet.")
    var output: String

    func run() throws {
      try explainingErrors {
        let rescue = try Archive.rescue(archive.archive, into: output)
        for line in rescue.lost { print("lost: \(line)") }
        for line in rescue.doubtful { print("doubtful: \(line)") }
        print("kept: \(rescue.blocks) blocks of \(rescue.series) series, \(rescue.values) values")
        StandardError.print("written: \(output); the damaged file is as it was")
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

    func run() throws {
      try explainingErrors {
        let store = try archive.opened(.readWrite)
        let before = try store.info().bytes
        try store.compact()
        let after = try store.info().bytes
        print("\(before) bytes before, \(after) after")
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
    @OptionGroup var output: FormatOption

    func run() throws {
      try explainingErrors {
        let info = try Archive(path: archive.archive).info()
        var table = PlainTable(["what", "count"], numeric: [1])
        for (name, count) in info.counts { table.add([name, String(count)]) }
        try printRows([info], as: output.format, table: table)
      }
    }
  }
}
