import AirQuality
import Estimation
import Yams

/// The fields of one mapping of a YAML file, with errors that name field, file and line.
struct DescriptionFields {
  private let mapping: Node.Mapping
  private let path: String
  private let file: String

  /// The mapping at the top of a file.
  init(yaml: String, file: String) throws(VOCError) {
    if let line = YAMLText.lineOfComplexKey(yaml) {
      throw .field(
        "?", problem: "begins a complex key", remedy: "write “name: value”",
        file: "\(file):\(line)")
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      throw .field(
        "the file", problem: "is not YAML: \(error)", remedy: "correct the line", file: file)
    }
    guard let node else {
      throw .field("the file", problem: "is empty", remedy: "write its fields", file: file)
    }
    try self.init(node, path: "", file: file)
  }

  private init(_ node: Node, path: String, file: String) throws(VOCError) {
    guard let mapping = node.mapping else {
      throw .field(
        path.isEmpty ? "the file" : path, problem: "is not a list of “field: value”",
        remedy: "write the fields below it, indented", file: Self.place(node, file))
    }
    self.mapping = mapping
    self.path = path
    self.file = file
  }

  private static func place(_ node: Node, _ file: String) -> String {
    node.mark.map { "\(file):\($0.line)" } ?? file
  }

  /// Refuses fields that do not exist, since a misspelt field would silently be a default.
  func allow(_ known: [String]) throws(VOCError) {
    for (key, _) in mapping where !known.contains(key.string ?? "") {
      throw .field(
        qualified(key.string ?? ""), problem: "is no field",
        remedy: "choose one of: \(known.joined(separator: ", "))", file: Self.place(key, file))
    }
  }

  /// Every field's name, in the file's order.
  var names: [String] { mapping.keys.compactMap(\.string) }

  func qualified(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func node(_ name: String) -> Node? {
    guard let node = mapping[name], node.null == nil else { return nil }
    return node
  }

  func has(_ name: String) -> Bool { node(name) != nil }

  func error(_ name: String, _ problem: String, _ remedy: String) -> VOCError {
    .field(
      qualified(name), problem: problem, remedy: remedy,
      file: node(name).map { Self.place($0, file) } ?? file)
  }

  func fields(_ name: String) throws(VOCError) -> DescriptionFields? {
    guard let node = node(name) else { return nil }
    return try DescriptionFields(node, path: qualified(name), file: file)
  }

  /// Mappings of a list; empty without it.
  func list(_ name: String) throws(VOCError) -> [DescriptionFields] {
    guard let node = node(name) else { return [] }
    guard let sequence = node.sequence else {
      throw error(name, "is no list", "begin each entry with “- ”")
    }
    var entries: [DescriptionFields] = []
    for (index, entry) in sequence.enumerated() {
      entries.append(
        try DescriptionFields(entry, path: "\(qualified(name))[\(index + 1)]", file: file))
    }
    return entries
  }

  /// Texts of a list, or the one text; empty without it.
  func texts(_ name: String) throws(VOCError) -> [String] {
    guard let node = node(name) else { return [] }
    if let text = node.scalar?.string { return [text] }
    guard let sequence = node.sequence else {
      throw error(name, "is no list", "write it as [one, another]")
    }
    var texts: [String] = []
    for entry in sequence {
      guard let text = entry.scalar?.string else {
        throw error(name, "holds something that is no text", "write it as [one, another]")
      }
      texts.append(text)
    }
    return texts
  }

  func optionalText(_ name: String) throws(VOCError) -> String? {
    guard let node = node(name) else { return nil }
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw error(name, "is no text", "write it on one line")
    }
    return text
  }

  func text(_ name: String) throws(VOCError) -> String {
    guard let text = try optionalText(name) else {
      throw error(name, "is missing", "write “\(name): …”")
    }
    return text
  }

  func number(_ name: String) throws(VOCError) -> Double? {
    guard let text = try optionalText(name) else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw error(name, "is “\(text)”, which is no number", "write a number such as 0.5")
    }
    return number
  }

  /// `0.9`, `0.85..0.95`, or `{ value: 1200, relative_deviation: 0.1 }`.
  func uncertain(_ name: String) throws(VOCError) -> UncertainNumber? {
    guard let node = node(name) else { return nil }
    if node.mapping != nil, let inner = try fields(name) {
      try inner.allow(["value", "relative_deviation", "unit", "source"])
      guard let value = try inner.number("value") else {
        throw inner.error("value", "is missing", "write “value: 1200”")
      }
      guard let deviation = try inner.number("relative_deviation") else {
        return UncertainNumber(value)
      }
      guard deviation >= 0, value > 0 || deviation == 0 else {
        throw inner.error(
          "relative_deviation", "is \(deviation) of \(value)", "give a share of a positive value")
      }
      return deviation == 0
        ? UncertainNumber(value)
        : UncertainNumber(value, spread: .logarithmic(deviation: deviation))
    }
    let text = try text(name)
    guard let number = UncertainNumber(text) else {
      throw error(
        name, "is “\(text)”, which is no number",
        "write 0.9, 0.85..0.95 or { value: 0.9, relative_deviation: 0.1 }")
    }
    return number
  }

  func date(_ name: String) throws(VOCError) -> CivilDate {
    let text = try text(name)
    guard let date = CivilDate(text) else {
      throw error(name, "is “\(text)”, which is no date", "write it as 2015-04-01")
    }
    return date
  }

  func period(_ name: String) throws(VOCError) -> DatePeriod {
    let text = try text(name)
    guard let period = DatePeriod(text) else {
      throw error(
        name, "is “\(text)”, which is no period", "write it as 2014-01-01..2014-12-31")
    }
    return period
  }
}
