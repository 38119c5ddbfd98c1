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
  /// No record of the kind, or of any, answers to the name.
  case unknownRecord(String, kind: RecordKind?, nearest: [String])
  /// Somebody else changed the record meanwhile.
  case changedMeanwhile(String, kind: RecordKind, expected: Int, found: Int, differences: [String])
  /// The record exists already.
  case exists(String, kind: RecordKind)
  /// Bytes that are no text, or text in more than one encoding.
  case encoding(Message, file: String, line: Int, remedy: Message)
  /// A text that the wanted encoding cannot write.
  case unwritable(character: String, encoding: String, id: String)
  /// An XML file that is not what it should be.
  case document(Message, file: String, line: Int)
  /// A question that the records cannot answer.
  case unanswerable(Message, remedy: Message)

  /// What is wrong with one cell of a file.
  public struct RowProblem: Hashable, Sendable, Codable {
    /// Line of the file on which the row begins, from 1; 0 for a record that is in no file.
    public let row: Int
    /// Heading.
    public let column: String
    /// In a few words.
    public let problem: Message
    /// What to do.
    public let remedy: Message

    /// What is wrong with a cell, and what to do about it.
    public init(row: Int, column: String, problem: Message, remedy: Message) {
      self.row = row
      self.column = column
      self.problem = problem
      self.remedy = remedy
    }
  }
}

extension RegistryError {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .rows(let problems, _):
      Self.once(problems).count == 1
        ? problems[0].problem
        : Message(
          "registry.cells",
          [
            "count": .count(Self.once(problems).count),
            "cells": .message(Self.list(Self.once(problems))),
          ])
    case .missingColumns(let columns, _, let kind):
      Message(
        "registry.missing-columns",
        ["kind": kind.several, "count": .count(columns.count), "columns": .names(columns)])
    case .unknownColumn(let name, let kind, _):
      Message("registry.unknown-column", ["kind": kind.one, "name": .text(name)])
    case .unknownFile: "registry.unknown-file"
    case .unknownRecord(let name, let kind?, _):
      Message("registry.unknown-record-of-kind", ["kind": kind.one, "name": .text(name)])
    case .unknownRecord(let name, nil, _):
      Message("registry.unknown-record", ["name": .text(name)])
    case .changedMeanwhile(let id, let kind, let expected, let found, let differences):
      Message(
        differences.isEmpty ? "registry.changed-meanwhile" : "registry.changed-meanwhile-to",
        [
          "kind": kind.one, "id": .text(id), "found": .count(found), "expected": .count(expected),
          "differences": .names(differences),
        ])
    case .exists(let id, let kind):
      Message("registry.exists", ["kind": kind.one, "id": .text(id)])
    case .encoding(let problem, _, _, _), .document(let problem, _, _),
      .unanswerable(let problem, _):
      problem
    case .unwritable(let character, let encoding, _):
      Message("registry.unwritable", ["character": .text(character), "encoding": .text(encoding)])
    }
  }

  /// Each problem once: several records may begin on one line of an IATI file, with one fault.
  private static func once(_ problems: [RowProblem]) -> [RowProblem] {
    var seen: Set<RowProblem> = []
    return problems.filter { seen.insert($0).inserted }
  }

  /// Whether one thing is to be done about all of them.
  private static func haveOneRemedy(_ problems: [RowProblem]) -> Bool {
    problems.allSatisfy { $0.remedy == problems.first?.remedy }
  }

  /// Twenty problems, a line each, with what to do about it where that differs.
  private static func list(_ problems: [RowProblem]) -> Message {
    let most = 20
    let isOne = haveOneRemedy(problems)
    var list: Message? =
      problems.count > most
      ? Message("registry.more-cells", ["count": .count(problems.count - most)]) : nil
    for problem in problems.prefix(most).reversed() {
      let line = Message(
        problem.row > 0 ? "registry.cell-of-row" : "registry.cell",
        [
          "row": .count(problem.row), "column": .text(problem.column),
          "problem": .message(
            isOne
              ? problem.problem
              : Message(
                "registry.cell-remedy",
                ["problem": .message(problem.problem), "remedy": .message(problem.remedy)])),
        ])
      list =
        list.map { Message("registry.lines", ["first": .message(line), "rest": .message($0)]) }
        ?? line
    }
    return list ?? "registry.no-cells"
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .rows(let problems, _):
      guard let first = problems.first else { return "registry.no-cells" }
      return Self.haveOneRemedy(problems) ? first.remedy : "registry.as-each-says"
    case .missingColumns: return "registry.add-columns"
    case .unknownColumn(let name, _, let known):
      let near = Registry.nearest(to: name, in: known)
      return near.isEmpty
        ? Message("remedy.choose-one", ["terms": .names(known)])
        : Message("registry.did-you-mean", ["names": .names(near)])
    case .unknownFile(_, let known):
      return Message("remedy.choose-one", ["terms": .names(known)])
    case .unknownRecord(_, _, let nearest):
      return nearest.isEmpty
        ? "registry.list-records" : Message("registry.did-you-mean", ["names": .names(nearest)])
    case .changedMeanwhile: return "registry.look-again"
    case .exists: return "registry.edit-or-other-id"
    case .encoding(_, _, _, let remedy): return remedy
    case .unwritable: return "registry.choose-utf8"
    case .document(let problem, _, _):
      return problem.id == "iati.unknown-organisation"
        ? "remedy.organisations-first" : "registry.correct-file"
    case .unanswerable(_, let remedy): return remedy
    }
  }
}

extension RegistryError: Explained {
  /// File, row and column.
  public var place: Message? {
    switch self {
    case .rows(let problems, let file):
      Self.once(problems).count == 1
        ? (problems[0].row > 0
          ? .line(problems[0].row, of: file, column: problems[0].column)
          : Message("registry.column", ["column": .text(problems[0].column)])) : .verbatim(file)
    case .missingColumns(_, let file, _): .line(1, of: file)
    case .unknownFile(let file, _): .line(1, of: file)
    case .encoding(_, let file, let line, _), .document(_, let file, let line):
      line > 0 ? .line(line, of: file) : .verbatim(file)
    case .unwritable(_, _, let id): .verbatim(id)
    case .unknownColumn, .unknownRecord, .changedMeanwhile, .exists, .unanswerable: nil
    }
  }
}
