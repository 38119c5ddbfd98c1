import Documents
import AirQuality
import Store
public import ArgumentParser
import Studies
public import Cooperation
import Evidence
import Foundation

/// Which records are asked.
struct RegistryOption: ParsableArguments {
  @Option(
    name: .long,
    help: "Archive with records of your own; without it the records that come with the program.")
  var archive: String?

  /// The records that are asked.
  ///
  /// - Throws: when the archive has no records yet.
  func source() throws -> RegistrySource {
    guard let archive else { return .builtIn }
    let store = try Archive(path: archive)
    try store.checkStructure()
    guard try store.hasRegistry() else { throw NoRecords(archive: archive) }
    return .archive(store)
  }
}

/// Which records are asked, and how the answer is printed.
struct RegistryView: ParsableArguments {
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  /// Asks the records and prints rows; what is wrong is explained.
  func show<Rows: Tabulated>(_ ask: (RegistrySource) throws -> Rows) throws {
    try explainingErrors { try output.show(ask(source.source()), speech) }
  }
}

/// Where records are changed.
struct RegistryChangeOptions: ParsableArguments {
  @Option(name: .long, help: "The archive that is changed, one SQLite file.")
  var archive: String

  @Option(
    name: .long, help: "Office that makes the change, for the history; never a person's name.")
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

extension FiscalYear: ExpressibleByArgument {
  /// Reads `FY2014`.
  public init?(argument: String) { self.init(argument) }
}

/// An archive without records of the cooperation.
struct NoRecords: Error, Equatable, Explained {
  let archive: String
  var problem: Message { "error.command.archive-has-no-records" }
  var place: Message? { .verbatim(archive) }
  var advice: Message { "error.command.bring-records-program-airaccord" }
}
