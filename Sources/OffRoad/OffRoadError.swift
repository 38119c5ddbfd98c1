public import Documents
import AirQuality
public import TextFiles

/// A cell of a fleet list that cannot be taken, with what to do about it.
public struct RegisterProblem: Hashable, Codable, Sendable {
  /// Line in the file, the header being 1.
  public let line: Int
  /// The column's name in the file.
  public let column: String
  /// What stands there.
  public let text: String
  /// What is wrong with it.
  public let problem: Message
  /// What to do.
  public let remedy: Message
}

/// Why a fleet, an inventory or a scenario cannot be had.
public enum OffRoadError: Error, Equatable, Sendable {
  /// A file that cannot be had as text.
  case file(FileFault)
  /// A file that holds nothing to read.
  case unreadable(file: String, reason: Message)
  /// A column that is needed.
  case missingColumn(String, file: String, found: [String])
  /// A column that says nothing about its unit.
  case unitUnknown(column: String, file: String)
  /// Cells that cannot be taken: the first ones, and how many there are.
  case register(file: String, problems: [RegisterProblem], total: Int)
  /// A setting that cannot be.
  case setting(String, problem: Message, remedy: Message)
  /// Too little data for a statistic.
  case tooFew(what: Message, found: Int, needed: Int)
  /// The calculation itself does not go through.
  case numerical(Message)
}

extension OffRoadError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .file(let fault): fault.problem
    case .unreadable(_, let reason):
      Message("error.off-road.file-cannot-read", ["reason": .fact(reason)])
    case .missingColumn(let name, _, _):
      Message("error.off-road.column-is-missing", ["name": .fact(name)])
    case .unitUnknown(let column, _):
      Message("error.off-road.column-does-not-say", ["column": .fact(column)])
    case .register(_, let problems, let total):
      Message(
        total > 1 ? "error.off-road.cells-refused" : "error.off-road.cell-refused",
        [
          "text": .fact(problems.first?.text ?? ""), "more": .count(total - 1),
          "problem": .fact(problems.first?.problem ?? "error.off-road.rows-cannot-taken"),
        ])
    case .setting(let name, let problem, _): .field(name, problem)
    case .tooFew(let what, let found, let needed):
      Message(
        "error.off-road.least-are-needed",
        ["found": .fact(found), "what": .fact(what), "needed": .fact(needed)])
    case .numerical(let problem): problem
    }
  }

  /// Where.
  public var place: Message? {
    switch self {
    case .file(let fault): fault.place
    case .unreadable(let file, _), .missingColumn(_, let file, _), .unitUnknown(_, let file):
      .verbatim(file)
    case .register(let file, let problems, _):
      problems.first.map { .line($0.line, of: file, column: $0.column) } ?? .verbatim(file)
    default: nil
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .file(let fault): fault.advice
    case .unreadable: "error.off-road.check-exists-you-may"
    case .missingColumn(_, _, let found):
      Message("error.off-road.name-one-so-file", ["found": .names(found)])
    case .unitUnknown: "error.off-road.call-power-kw-power"
    case .register(_, let problems, _): problems.first?.remedy ?? "error.off-road.correct-file"
    case .setting(_, _, let remedy): remedy
    case .tooFew: "error.off-road.widen-window-gather-more"
    case .numerical: "error.off-road.check-data-went"
    }
  }
}

extension OffRoadError {
  /// A table whose quotation marks do not close.
  init(_ error: TableError, file: String) {
    self = .register(
      file: file,
      problems: [
        RegisterProblem(
          line: error.line, column: "\(error.field + 1)", text: "\"", problem: error.problem,
          remedy: error.remedy)
      ], total: 1)
  }
}
