import AirQuality
import Store
public import ArgumentParser
public import Cooperation
import Evidence
import Foundation

/// Which records are asked.
struct RegistryOption: ParsableArguments {
  @Option(
    name: .long,
    help: "Archive with records of your own; without it the records that come with the program.")
  var archive: String?

  /// The archive for reading, or `nil` for the built-in records.
  ///
  /// - Throws: when the archive has no records yet.
  func store() throws -> Archive? {
    guard let archive else { return nil }
    let store = try Archive(path: archive)
    try store.checkStructure()
    guard try store.hasRegistry() else { throw ProjectsError.noRecords(archive) }
    return store
  }

  /// Records of some kinds in memory.
  func registry(_ kinds: [RecordKind] = RecordKind.allCases) throws -> Registry {
    try store().map { try $0.registry(kinds) } ?? .builtIn
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

/// What only these commands can get wrong.
enum ProjectsError: Error, Equatable {
  /// An archive without records of the cooperation.
  case noRecords(String)
  /// `column=text` without the sign.
  case assignment(String)
  /// One column with two texts.
  case repeated(String)
}

extension ProjectsError: Explained {
  var what: String {
    switch self {
    case .noRecords: "the archive has no records of the cooperation"
    case .assignment(let text): "“\(text)” is no assignment"
    case .repeated(let name): "“\(name)” is given twice"
    }
  }
  var location: String {
    switch self {
    case .noRecords(let path): path
    case .assignment, .repeated: ""
    }
  }
  var remedy: String {
    switch self {
    case .noRecords:
      "bring in the records of the program with “airaccord projects import --built-in --office "
        + "NAME”, or your own files"
    case .assignment: "write it as column=text, for example status=done"
    case .repeated: "give it once; several ids stand in one text, separated by semicolons"
    }
  }
}

/// `column=text` pairs.
func assignments(_ texts: [String]) throws -> [String: String] {
  var values: [String: String] = [:]
  for text in texts {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw ProjectsError.assignment(text)
    }
    let name = String(text[..<sign])
    // The later of two would silently win.
    guard values[name] == nil else { throw ProjectsError.repeated(name) }
    values[name] = String(text[text.index(after: sign)...])
  }
  return values
}
