public import AirQuality
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
  public let problem: String
  /// What to do.
  public let remedy: String
}

/// Why a fleet, an inventory or a scenario cannot be had.
public enum OffRoadError: Error, Equatable, Sendable {
  /// A file that cannot be had as text.
  case file(FileFault)
  /// A file that holds nothing to read.
  case unreadable(file: String, reason: String)
  /// A column that is needed.
  case missingColumn(String, file: String, found: [String])
  /// A column that says nothing about its unit.
  case unitUnknown(column: String, file: String)
  /// Cells that cannot be taken: the first ones, and how many there are.
  case register(file: String, problems: [RegisterProblem], total: Int)
  /// A setting that cannot be.
  case setting(String, problem: String, remedy: String)
  /// Too little data for a statistic.
  case tooFew(what: String, found: Int, needed: Int)
  /// The calculation itself does not go through.
  case numerical(String)
}

extension OffRoadError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .file(let fault): fault.what
    case .unreadable(_, let reason): "the file cannot be read: \(reason)"
    case .missingColumn(let name, _, _): "the column “\(name)” is missing"
    case .unitUnknown(let column, _): "the column “\(column)” does not say kW or hp"
    case .register(_, let problems, let total):
      (problems.first.map { "“\($0.text)” \($0.problem)" } ?? "rows cannot be taken")
        + (total > 1 ? " (and \(total - 1) more)" : "")
    case .setting(let name, let problem, _): "“\(name)” \(problem)"
    case .tooFew(let what, let found, let needed):
      "\(found) \(what), at least \(needed) are needed"
    case .numerical(let problem): problem
    }
  }

  /// Where.
  public var location: String {
    switch self {
    case .file(let fault): fault.location
    case .unreadable(let file, _), .missingColumn(_, let file, _), .unitUnknown(_, let file): file
    case .register(let file, let problems, _):
      problems.first.map { "\(file):\($0.line), column \($0.column)" } ?? file
    default: ""
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .file(let fault): fault.remedy
    case .unreadable: "check that it exists, that you may read it and that it is UTF-8"
    case .missingColumn(_, _, let found):
      "name one so; the file has: \(found.joined(separator: ", "))"
    case .unitUnknown: "call it power_kw or power_hp, or add a column power_unit"
    case .register(_, let problems, _): problems.first?.remedy ?? "correct the file"
    case .setting(_, _, let remedy): remedy
    case .tooFew: "widen the window or gather more records"
    case .numerical: "check the data that went in"
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
