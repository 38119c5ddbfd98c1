import Cooperation
import AirQuality
public import Documents

/// Why estimates cannot be calibrated or a study cannot be planned.
public enum PlanningError: Explained, Equatable, Sendable {
  /// A table lacks a column.
  case missingColumn(String, file: String, found: [String])
  /// A cell holds no number.
  case notNumber(String, column: String, file: String, line: Int)
  /// A standard error is zero or below.
  case notPositive(String, column: String, file: String, line: Int)
  /// Two rows have one name.
  case repeatedName(String, file: String, line: Int)
  /// Too few negative controls for a null distribution.
  case tooFewControls(found: Int, needed: Int, rule: String, file: String)
  /// Every row is a negative control.
  case nothingToCalibrate(rule: String, file: String)
  /// The series hold too little for the plan.
  case tooShort(Message, advice: Message)
  /// A setting cannot be.
  case setting(String, problem: Message, advice: Message)

  /// What is wrong.
  public var problem: Message {
    switch self {
    case .missingColumn(let name, _, _):
      Message("error.planning.no-column", ["name": .fact(name)])
    case .notNumber(let text, let column, _, _):
      Message("error.planning.no-number", ["text": .fact(text), "column": .fact(column)])
    case .notPositive(let text, let column, _, _):
      Message("error.planning.not-positive", ["text": .fact(text), "column": .fact(column)])
    case .repeatedName(let name, _, _):
      Message("error.planning.name-twice", ["name": .fact(name)])
    case .tooFewControls(let found, let needed, let rule, _):
      Message(
        "error.planning.few-controls",
        ["found": .count(found), "needed": .count(needed), "rule": .fact(rule)])
    case .nothingToCalibrate(let rule, _):
      Message("error.planning.only-controls", ["rule": .fact(rule)])
    case .tooShort(let words, _): words
    case .setting(let name, let words, _):
      Message("error.planning.setting", ["name": .fact(name), "words": .message(words)])
    }
  }

  /// Where.
  public var place: Message? {
    switch self {
    case .missingColumn(_, let file, _), .tooFewControls(_, _, _, let file),
      .nothingToCalibrate(_, let file):
      .verbatim(file)
    case .notNumber(_, _, let file, let line), .notPositive(_, _, let file, let line),
      .repeatedName(_, let file, let line):
      .verbatim("\(file):\(line)")
    case .tooShort, .setting: nil
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .missingColumn(_, _, let found):
      Message("error.planning.name-column", ["found": .names(found)])
    case .notNumber, .notPositive: "error.planning.mend-cell"
    case .repeatedName: "error.planning.name-once"
    case .tooFewControls: "error.planning.add-controls"
    case .nothingToCalibrate: "error.planning.name-fewer-controls"
    case .tooShort(_, let advice), .setting(_, _, let advice): advice
    }
  }
}
