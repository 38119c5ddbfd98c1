import AirAccord
import ArgumentParser

/// Lists what has been read into an archive.
struct SourcesCommand: Verb {
  static let configuration = CommandConfiguration.of("sources")

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    Presentation(sources: try archive.opened().sources(), isWhole: shown.format == .csv)
  }
}

/// Takes a reading back.
struct ForgetCommand: Verb {
  static let configuration = CommandConfiguration.of("forget")

  @Argument(help: "The file's name or path, or the first digits of its reading or checksum.")
  var files: [String]
  @OptionGroup var archive: ArchiveOption
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    let store = try archive.opened(.readWrite)
    let reports = try files.map { try store.forget($0) }
    try store.close()
    return Presentation(forgotten: reports)
  }
}
