public import AirAccord
public import ArgumentParser

/// Which records are asked.
struct RegistryOption: ParsableArguments {
  @Option(
    help: "Archive with records of your own; without it the records that come with the program.")
  var archive: String?

  /// The records that are asked.
  ///
  /// - Throws: when the archive has no records yet.
  func source() throws -> RegistrySource {
    guard let archive else { return .builtIn }
    let store = try Archive.looked(at: archive)
    guard try store.hasRegistry() else { throw NoRecords(archive: archive) }
    return .archive(store)
  }
}

/// Which records are asked, and how the answer is printed.
struct RegistryView: ParsableArguments, Ending {
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  var format: OutputFormat { output.format }
  var language: Language { speech.language }
}

/// Which records are asked, and how the answer is printed and written.
struct RegistryPage: ParsableArguments {
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var output: FormatOption

  /// - Parameter folder: of the page.
  func answer(in folder: String?) -> Answer {
    Answer(
      format: output.format, language: speech.language, folder: folder,
      replaces: replacement.replace)
  }
}

/// Where records are changed.
struct RegistryChangeOptions: ParsableArguments {
  @Option(help: "The archive that is changed, one SQLite file.")
  var archive: String
  @Option(
    help: "Office that makes the change, for the history; never a person's name.")
  var office: String

  func store(_ mode: Archive.Mode = .readWrite) throws -> Archive {
    let store = try Archive(path: archive, mode: mode)
    if mode != .create { try store.checkStructure() }
    return store
  }
}

extension RecordKind: ExpressibleByArgument {}
extension CooperationField: ExpressibleByArgument {}
extension CooperationMode: ExpressibleByArgument {}
extension ProjectStatus: ExpressibleByArgument {}
extension ProjectComponent: ExpressibleByArgument {}
extension FundingClass: ExpressibleByArgument {}
extension CoverageMatrix.Side: ExpressibleByArgument {}
extension FundingSums.Key: ExpressibleByArgument {}

/// An archive without records of the cooperation.
struct NoRecords: Error, Equatable, Explained {
  let archive: String
  var problem: Message { "error.command.archive-has-no-records" }
  var place: Message? { .verbatim(archive) }
  var advice: Message { "error.command.bring-records-program-airaccord" }
}
