import AirAccord
import ArgumentParser

/// Looks after the archive file itself.
struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration.of(
    "archive", subcommands: [Verify.self, Backup.self, Repair.self, Compact.self, Info.self])

  /// Reads everything and says what is wrong.
  struct Verify: Verb {
    static let configuration = CommandConfiguration.of("archive.verify")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var shown: ResultOptions

    func presentation() throws -> Presentation {
      try Presentation(verification: Archive(path: archive.archive).verify(), of: archive.archive)
    }
  }

  /// Copies an archive while others read and write.
  struct Backup: Verb {
    static let configuration = CommandConfiguration.of("archive.backup")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var shown: LanguageOption
    @Option(help: "The copy; there must be no such file yet.")
    var output: String

    func presentation() throws -> Presentation {
      try archive.opened().backUp(to: output)
      return Presentation(said: [], epilogue: [say("command.written", path: output)])
    }
  }

  /// Saves what is whole.
  struct Repair: Verb {
    static let configuration = CommandConfiguration.of("archive.repair")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var shown: ResultOptions
    @Option(help: "The new archive; there must be no such file yet.")
    var output: String

    func presentation() throws -> Presentation {
      try Presentation(rescue: Archive.rescue(archive.archive, into: output), into: output)
    }
  }

  /// Gives unused room back.
  struct Compact: Verb {
    static let configuration = CommandConfiguration.of("archive.compact")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var shown: LanguageOption

    func presentation() throws -> Presentation {
      let store = try archive.opened(.readWrite)
      let before = try store.info().bytes
      try store.compact()
      let after = try store.info().bytes
      try store.close()
      return Presentation(said: [say("command.compacted", before: before, after: after)])
    }
  }

  /// What there is in the file.
  struct Info: Verb {
    static let configuration = CommandConfiguration.of("archive.info")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var shown: ResultOptions

    func presentation() throws -> Presentation {
      let info = try Archive(path: archive.archive).info()
      return Presentation([info], .info(info))
    }
  }
}
