public import Documents
import FoundationEssentials
import Yams

/// What is wrong in a YAML file: one wording for every kind of file.
public struct YAMLFault: Error, Equatable, Sendable {
  /// The field with the fields above it, such as `time.pattern`.
  public let field: String
  /// What is wrong with it, the field being the subject.
  public let problem: Message
  /// What to do, as an imperative.
  public let remedy: Message
  /// The file's name.
  public let file: String
  /// The line, from 1.
  public let line: Int

  /// Stands for the file itself where no field of it is at fault.
  package static let wholeFile = "the file"

  /// What is wrong, in one sentence without a full stop.
  public var what: Message { .field(field, problem) }
  /// File and line.
  public var place: Message { .line(line, of: file) }
}

/// The text of a YAML file, parsed and found to be harmless.
package enum YAMLDocument {
  /// The most bytes that are read: a description or study has some thousands.
  private static let largest = 4 << 20
  /// How many values there may be for each byte of the text, aliases written out.
  private static let valuesPerByte = 4
  /// A text that is as long again counts as one value more.
  private static let bytesPerValue = 16

  /// The value at the top of a file.
  ///
  /// - Throws: `YAMLFault` for what is no YAML, for keys that stand twice, for keys that are lists
  ///   or mappings, and for aliases that stand for far more than the text has.
  package static func top(of text: String, file: String) throws(YAMLFault) -> YAMLValue {
    func fault(_ problem: Message, _ remedy: Message, line: Int = 1) -> YAMLFault {
      YAMLFault(
        field: YAMLFault.wholeFile, problem: problem, remedy: remedy, file: file, line: line)
    }
    guard text.utf8.count <= largest else {
      throw fault(
        Message(
          "error.files.has-bytes-more-than",
          ["count": .fact(text.utf8.count), "largest": .fact(largest)]), "error.files.split")
    }
    if let line = YAMLText.lineOfComplexKey(text) {
      throw fault(
        "error.files.has-key-written-one", "error.files.write-name-value",
        line: line)
    }
    let node: Node
    do {
      guard let composed = try Yams.compose(yaml: text) else {
        throw fault("error.files.is-empty", "error.files.write-fields")
      }
      node = composed
    } catch let error as YAMLFault {
      throw error
    } catch let error as YamlError {
      let (words, line) = words(error)
      if case .duplicatedKeysInMapping(let keys, _) = error {
        throw YAMLFault(
          field: keys.first ?? "", problem: "error.files.stands-twice",
          remedy: "error.files.keep-one-two",
          file: file, line: max(1, line))
      }
      throw fault(
        Message("error.files.is-not-yaml", ["words": .fact(words)]), "error.files.correct-line",
        line: max(1, line))
    } catch {
      throw fault(
        Message("error.files.is-not-yaml-because", ["error": .fact("\(error)")]),
        "error.files.correct")
    }
    var values = 0
    let limit = max(1_000, text.utf8.count * valuesPerByte)
    guard count(node, &values, limit: limit) else {
      throw fault(
        Message("error.files.has-aliases-name-stand", ["limit": .fact(limit)]),
        "error.files.write-them-out")
    }
    return YAMLValue(node)
  }

  private static func words(_ error: YamlError) -> (String, Int) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (problem, mark.line)
    case .duplicatedKeysInMapping(_, let context): ("", context.mark.line)
    case .reader(let problem, _, _, _): (problem, 1)
    default: ("\(error)", 1)
    }
  }

  /// Counts values with aliases written out, a long text as several; `false` as soon as there are
  /// too many.
  private static func count(_ node: Node, _ values: inout Int, limit: Int) -> Bool {
    values += 1
    guard values <= limit else { return false }
    if let mapping = node.mapping {
      for (_, value) in mapping where !count(value, &values, limit: limit) { return false }
    } else if let scalar = node.scalar {
      values += scalar.string.utf8.count / bytesPerValue
      return values <= limit
    } else if let sequence = node.sequence {
      for value in sequence where !count(value, &values, limit: limit) { return false }
    }
    return true
  }
}

/// One value of a YAML file: a text, a list, or a mapping.
package struct YAMLValue {
  let node: Node

  init(_ node: Node) { self.node = node }

  /// The text as it is written, also where YAML would see a number, a truth value or nothing; `nil`
  /// for lists and mappings.
  package var text: String? { node.scalar?.string }

  /// Whether it is written as nothing: empty, `null` or `~`.
  package var isNothing: Bool { node.null != nil }

  /// The members of a list.
  package var items: [YAMLValue]? { node.sequence.map { $0.map(YAMLValue.init) } }

  /// Whether it is a mapping of fields.
  package var isMapping: Bool { node.mapping != nil }

  /// The fields of a mapping, in the file's order.
  package var entries: [(key: String, value: YAMLValue)]? {
    node.mapping.map { $0.map { ($0.key.string ?? "", YAMLValue($0.value)) } }
  }

  /// Its line in the file, from 1.
  package var line: Int { max(1, node.mark?.line ?? 1) }

  /// The value as a tree; plain scalars keep their type, quoted ones are texts.
  package var tree: JSONValue {
    if let entries {
      return .object(
        Dictionary(entries.map { ($0.key, $0.value.tree) }, uniquingKeysWith: { first, _ in first })
      )
    }
    if let items { return .array(items.map(\.tree)) }
    if isNothing { return .null }
    let text = text ?? ""
    if node.scalar?.style == .plain {
      if let flag = node.bool { return .bool(flag) }
      if let whole = UInt64(text) { return .exact(whole) }
      if let number = Double(text), number.isFinite { return .number(number) }
    }
    return .string(text)
  }
}
