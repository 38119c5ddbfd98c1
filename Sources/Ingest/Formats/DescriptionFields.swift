import AirQuality
import Yams

/// The fields of one mapping of a format description, with errors that name field and line.
struct DescriptionFields {
  private let mapping: Node.Mapping
  private let path: String
  private let own: Node
  let file: String

  init(_ node: Node, path: String, file: String) throws(IngestError) {
    guard let mapping = node.mapping else {
      throw .description(
        path.isEmpty ? "the file" : path, problem: "is not a list of “field: value”",
        remedy: "write the fields below it, indented", file: file, line: node.mark?.line ?? 1)
    }
    self.mapping = mapping
    self.path = path
    self.file = file
    own = node
  }

  /// Refuses fields that no description has, since a misspelt one would silently be a default.
  func allow(_ known: [String]) throws(IngestError) {
    for (key, _) in mapping {
      let name = key.string ?? ""
      guard !known.contains(name) else { continue }
      throw .description(
        qualified(name), problem: "is no field of a format description",
        remedy: "choose one of: \(known.joined(separator: ", "))", file: file,
        line: key.mark?.line ?? 1)
    }
  }

  func node(_ name: String) -> Node? {
    guard let node = mapping[name], node.null == nil else { return nil }
    return node
  }

  func fields(_ name: String) throws(IngestError) -> DescriptionFields? {
    guard let node = node(name) else { return nil }
    return try DescriptionFields(node, path: qualified(name), file: file)
  }

  func text(_ name: String) throws(IngestError) -> String? {
    guard let node = node(name) else { return nil }
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw bad(name, "is not a text", "write it on one line")
    }
    return text
  }

  func needed(_ name: String, example: String) throws(IngestError) -> String {
    guard let text = try text(name) else { throw missing(name, example: example) }
    return text
  }

  func number(_ name: String) throws(IngestError) -> Double? {
    guard let text = try text(name) else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw bad(name, "is “\(text)”, which is no number", "write a number such as 500")
    }
    return number
  }

  func count(_ name: String) throws(IngestError) -> Int? {
    guard let text = try text(name) else { return nil }
    guard let count = Int(text), (0...1_000).contains(count) else {
      throw bad(name, "is “\(text)”, which is no count", "write a whole number such as 3")
    }
    return count
  }

  func truth(_ name: String) throws(IngestError) -> Bool? {
    guard let text = try text(name) else { return nil }
    switch text {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw bad(name, "is “\(text)”", "write true or false")
    }
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws(IngestError) -> Choice? where Choice.RawValue == String {
    guard let text = try text(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw bad(name, "is “\(text)”", "choose one of: \(known)")
    }
    return choice
  }

  func texts(_ name: String) throws(IngestError) -> [String]? {
    guard let node = node(name) else { return nil }
    if let one = node.scalar?.string { return [one] }
    guard let sequence = node.sequence else {
      throw bad(name, "is not a list", "write it as [first, second]")
    }
    return sequence.map { $0.scalar?.string ?? "" }
  }

  func numbers(_ name: String) throws(IngestError) -> [Double]? {
    guard let texts = try texts(name) else { return nil }
    var numbers: [Double] = []
    for text in texts {
      guard let number = Double(text), number.isFinite else {
        throw bad(name, "has “\(text)”, which is no number", "write numbers such as [-999]")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// The members of a list of mappings.
  func list(_ name: String) throws(IngestError) -> [DescriptionFields] {
    guard let node = node(name) else { return [] }
    guard let sequence = node.sequence else {
      throw bad(name, "is not a list", "begin each entry with “- ”")
    }
    var all: [DescriptionFields] = []
    for (index, member) in sequence.enumerated() {
      all.append(
        try DescriptionFields(member, path: "\(qualified(name))[\(index + 1)]", file: file))
    }
    return all
  }

  /// The keys of this mapping in order.
  var keys: [String] { mapping.map { $0.key.string ?? "" } }

  func missing(_ name: String, example: String) -> IngestError {
    .description(
      qualified(name), problem: "is missing", remedy: "add a line such as “\(name): \(example)”",
      file: file, line: own.mark?.line ?? 1)
  }

  func bad(_ name: String, _ problem: String, _ remedy: String) -> IngestError {
    .description(
      qualified(name), problem: problem, remedy: remedy, file: file,
      line: (mapping[name] ?? own).mark?.line ?? 1)
  }

  private func qualified(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
