import AirQuality
import Foundation
import Yams

/// The fields of one mapping of a study file, with errors that name field, file and line.
struct StudyFields {
  /// One entry of a list.
  struct Item {
    let text: String
    let node: Node
  }

  private let mapping: Node.Mapping
  private let path: String
  private let file: String
  private let own: Node

  init(_ node: Node, path: String, file: String) throws(EstimationError) {
    guard let mapping = node.mapping else {
      throw .field(
        path.isEmpty ? "the file" : path, problem: "is not a list of “field: value”",
        remedy: "write the fields below it, indented", file: file, line: Self.line(of: node))
    }
    self.mapping = mapping
    self.path = path
    self.file = file
    own = node
  }

  /// Refuses fields that no study has, since a misspelt field would silently be a default.
  func allow(_ known: [String]) throws(EstimationError) {
    for (key, _) in mapping {
      let name = key.string ?? ""
      guard !known.contains(name) else { continue }
      throw .field(
        qualified(name), problem: "is no field of a study",
        remedy: "choose one of: \(known.joined(separator: ", "))", file: file,
        line: Self.line(of: key))
    }
  }

  func node(_ name: String) -> Node? {
    guard let node = mapping[name], node.null == nil else { return nil }
    return node
  }

  func fields(_ name: String) throws(EstimationError) -> StudyFields {
    guard let node = node(name) else { throw missing(name, example: "\(name): { … }") }
    return try StudyFields(node, path: qualified(name), file: file)
  }

  /// The fields of one entry of a list.
  func fields(of item: Item, in name: String) throws(EstimationError) -> StudyFields {
    try StudyFields(item.node, path: qualified(name), file: file)
  }

  func text(_ name: String) throws(EstimationError) -> String {
    guard let text = try optionalText(name) else { throw missing(name, example: "\(name): …") }
    return text
  }

  func optionalText(_ name: String) throws(EstimationError) -> String? {
    guard let node = node(name) else { return nil }
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw bad(name, "is not a text", "write it on one line")
    }
    return text
  }

  func date(_ name: String) throws(EstimationError) -> CivilDate {
    guard let date = try optionalDate(name) else {
      throw missing(name, example: "\(name): 2015-04-01")
    }
    return date
  }

  func optionalDate(_ name: String) throws(EstimationError) -> CivilDate? {
    guard let text = try optionalText(name) else { return nil }
    guard let date = CivilDate(text) else {
      throw bad(name, "is “\(text)”, which is no date", "write it as 2015-04-01")
    }
    return date
  }

  func period(_ name: String) throws(EstimationError) -> DatePeriod {
    guard let text = try optionalText(name) else {
      throw missing(name, example: "\(name): 2014-01-01..2014-12-31")
    }
    guard let period = DatePeriod(text) else {
      throw bad(
        name, "is “\(text)”, which is no period", "write it as 2014-01-01..2014-12-31")
    }
    return period
  }

  func number(_ name: String) throws(EstimationError) -> Double? {
    guard let text = try optionalText(name) else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw bad(name, "is “\(text)”, which is no number", "write a number such as 150")
    }
    return number
  }

  func wholeNumber(_ name: String) throws(EstimationError) -> Int? {
    guard let text = try optionalText(name) else { return nil }
    guard let number = Int(text) else {
      throw bad(name, "is “\(text)”, which is no whole number", "write a number such as 200")
    }
    return number
  }

  func share(_ name: String) throws(EstimationError) -> Double? {
    guard let value = try number(name) else { return nil }
    guard (0...1).contains(value) else {
      throw bad(name, "is \(value), which is no share", "write a number from 0 to 1")
    }
    return value
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, default fallback: Choice
  ) throws(EstimationError) -> Choice where Choice.RawValue == String {
    guard let text = try optionalText(name) else { return fallback }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw bad(name, "is “\(text)”", "choose one of: \(known)")
    }
    return choice
  }

  func list(_ name: String) throws(EstimationError) -> [Item]? {
    guard let node = node(name) else { return nil }
    guard let sequence = node.sequence else {
      throw bad(name, "is not a list", "write it as [first, second]")
    }
    return sequence.map { Item(text: $0.scalar?.string ?? "", node: $0) }
  }

  /// A list of pollutants or weather variables; two names of one are refused with both.
  func pollutants(_ name: String) throws(EstimationError) -> [Pollutant]? {
    guard let items = try list(name) else { return nil }
    if let meeting = Pollutant.meeting(of: items.map(\.text)) {
      throw bad(
        name,
        "has “\(meeting.first)” and “\(meeting.second)”, which are both "
          + meeting.pollutant.identifier, "leave one of them out")
    }
    return items.map { Pollutant($0.text) }
  }

  func requiredList(_ name: String) throws(EstimationError) -> [Item] {
    guard let items = try list(name), !items.isEmpty else {
      throw missing(name, example: "\(name): [first, second]")
    }
    return items
  }

  func missing(_ name: String, example: String) -> EstimationError {
    .field(
      qualified(name), problem: "is missing", remedy: "add a line such as “\(example)”",
      file: file, line: Self.line(of: own))
  }

  func bad(
    _ name: String, _ problem: String, _ remedy: String, at place: Node? = nil
  ) -> EstimationError {
    .field(
      qualified(name), problem: problem, remedy: remedy, file: file,
      line: Self.line(of: place ?? mapping[name] ?? own))
  }

  private func qualified(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private static func line(of node: Node) -> Int { node.mark?.line ?? 1 }

  /// A mapping of settings as JSON text with sorted keys; plain scalars keep their type.
  static func json(_ node: Node) -> String {
    if let mapping = node.mapping {
      let members = mapping.map { key, value in
        (key.string ?? "", json(value))
      }.sorted { $0.0 < $1.0 }
      return "{" + members.map { quoted($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
    }
    if let sequence = node.sequence {
      return "[" + sequence.map(json).joined(separator: ",") + "]"
    }
    if node.null != nil { return "{}" }
    let text = node.scalar?.string ?? ""
    if node.scalar?.style == .plain {
      if node.bool != nil { return node.bool == true ? "true" : "false" }
      if let number = Double(text), number.isFinite { return text }
    }
    return quoted(text)
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\t": "\\t"
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
