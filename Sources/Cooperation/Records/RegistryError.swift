import AirQuality
public import Documents

/// Why records cannot be read, kept or changed.
public enum RegistryError: Error, Equatable, Sendable {
  /// Rows that cannot be taken; none of the file was.
  case rows([RowProblem], file: String)
  /// A file's header lacks columns.
  case missingColumns([String], file: String, kind: RecordKind)
  /// A column that the kind does not have.
  case unknownColumn(String, kind: RecordKind, known: [String])
  /// A file whose columns fit no kind of record.
  case unknownFile(String, known: [String])
  /// No record answers to the name.
  case unknownRecord(String, kind: String, nearest: [String])
  /// Somebody else changed the record meanwhile.
  case changedMeanwhile(String, kind: RecordKind, expected: Int, found: Int, differences: [String])
  /// The record exists already.
  case exists(String, kind: RecordKind)
  /// Bytes that are no text, or text in more than one encoding.
  case encoding(String, file: String, line: Int, remedy: String)
  /// A text that the wanted encoding cannot write.
  case unwritable(character: String, encoding: String, id: String)
  /// An XML file that is not what it should be.
  case document(String, file: String, line: Int)
  /// A question that the records cannot answer.
  case unanswerable(String, remedy: String)

  /// What is wrong with one cell of a file.
  public struct RowProblem: Hashable, Sendable, Codable {
    /// Line of the file on which the row begins, from 1; 0 for a record that is in no file.
    public let row: Int
    /// Heading.
    public let column: String
    /// In a few words.
    public let problem: String
    /// What to do.
    public let remedy: String

    /// A problem from its parts.
    public init(row: Int, column: String, problem: String, remedy: String) {
      self.row = row
      self.column = column
      self.problem = problem
      self.remedy = remedy
    }
  }
}

extension RegistryError: Explained {
  /// What is wrong.
  public var problem: Message { .verbatim(what) }
  /// File, row and column.
  public var place: Message? { location.isEmpty ? nil : .verbatim(location) }
  /// What to do.
  public var advice: Message { .verbatim(remedy) }

  /// What is wrong.
  public var what: String {
    switch self {
    case .rows(let problems, _):
      problems.count == 1
        ? problems[0].problem
        : "\(problems.count) cells cannot be taken; nothing was changed"
          + problems.prefix(20).map {
            "\n  " + ($0.row > 0 ? "row \($0.row), " : "") + "\($0.column): \($0.problem)"
          }.joined()
          + (problems.count > 20 ? "\n  … and \(problems.count - 20) more" : "")
    case .missingColumns(let columns, _, let kind):
      "the file of \(kind.rawValue) lacks \(columns.count == 1 ? "the column" : "the columns") "
        + columns.joined(separator: ", ")
    case .unknownColumn(let name, let kind, _): "a \(kind.singular) has no column “\(name)”"
    case .unknownFile: "the columns fit no kind of record"
    case .unknownRecord(let name, let kind, _): "there is no \(kind) “\(name)”"
    case .changedMeanwhile(let id, let kind, let expected, let found, let differences):
      "the \(kind.singular) \(id) was changed meanwhile: it is at version \(found), not "
        + "\(expected)"
        + (differences.isEmpty ? "" : "; it now has \(differences.joined(separator: ", "))")
    case .exists(let id, let kind): "there is already a \(kind.singular) “\(id)”"
    case .encoding(let problem, _, _, _): problem
    case .unwritable(let character, let encoding, _):
      "“\(character)” cannot be written in \(encoding)"
    case .document(let problem, _, _): problem
    case .unanswerable(let problem, _): problem
    }
  }

  /// File, row and column.
  public var location: String {
    switch self {
    case .rows(let problems, let file):
      problems.count == 1
        ? (problems[0].row > 0
          ? "\(file):\(problems[0].row), column \(problems[0].column)"
          : "column \(problems[0].column)") : file
    case .missingColumns(_, let file, _): "\(file):1"
    case .unknownFile(let file, _): "\(file):1"
    case .encoding(_, let file, let line, _), .document(_, let file, let line):
      line > 0 ? "\(file):\(line)" : file
    case .unwritable(_, _, let id): id
    case .unknownColumn, .unknownRecord, .changedMeanwhile, .exists, .unanswerable: ""
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .rows(let problems, _):
      problems.count == 1
        ? problems[0].remedy
        : Set(problems.map(\.remedy)).sorted().prefix(4).joined(separator: "; ")
    case .missingColumns: "export the kind to see all columns, and add the missing ones"
    case .unknownColumn(_, _, let known), .unknownFile(_, let known):
      "choose one of: \(known.joined(separator: ", "))"
    case .unknownRecord(_, _, let nearest):
      nearest.isEmpty
        ? "list the records to see which there are"
        : "did you mean \(nearest.joined(separator: ", "))?"
    case .changedMeanwhile: "look at the record as it is now, then edit it again"
    case .exists: "edit it, or choose another id"
    case .encoding(_, _, _, let remedy): remedy
    case .unwritable: "choose utf-8"
    case .document: "correct the file, or export one to see the form"
    case .unanswerable(_, let remedy): remedy
    }
  }
}
