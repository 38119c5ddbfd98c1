/// An element of an XML document, with the line on which it begins.
struct XMLElementNode: Hashable, Sendable {
  let name: String
  private(set) var attributes: [String: String]
  var children: [XMLElementNode] = []
  var text = ""
  let line: Int

  /// Children of a name.
  func all(_ name: String) -> [XMLElementNode] { children.filter { $0.name == name } }
  /// The first child of a name.
  func first(_ name: String) -> XMLElementNode? { children.first { $0.name == name } }
  /// An attribute; empty for none.
  subscript(_ attribute: String) -> String { attributes[attribute] ?? "" }

  /// Takes an attribute of what stands around, unless the element has its own.
  mutating func inherit(_ attribute: String, of parent: XMLElementNode) {
    guard let text = parent.attributes[attribute], attributes[attribute] == nil else { return }
    attributes[attribute] = text
  }

  /// The most levels that a document may have; IATI has eight.
  static let deepest = 256

  /// Reads a whole document; entities from elsewhere are not fetched.
  ///
  /// - Throws: `RegistryError.document` with the line of the fault.
  static func read(_ bytes: [UInt8], file: String) throws(RegistryError) -> XMLElementNode {
    var reader = try XMLPullReader(bytes, file: file)
    return try reader.whole()
  }
}

/// Writes XML with two blanks for each level.
struct XMLWriter {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var open: [String] = []

  /// What was written since the last time, to be put where it belongs.
  mutating func take() -> String {
    defer { text = "" }
    return text
  }

  private var indent: String { String(repeating: "  ", count: open.count) }

  mutating func begin(_ name: String, _ attributes: [(String, String)] = []) {
    text += "\(indent)<\(name)\(Self.written(attributes))>\n"
    open.append(name)
  }

  mutating func end() {
    guard let name = open.popLast() else { return }
    text += "\(indent)</\(name)>\n"
  }

  mutating func empty(_ name: String, _ attributes: [(String, String)]) {
    text += "\(indent)<\(name)\(Self.written(attributes))/>\n"
  }

  mutating func element(_ name: String, _ content: String) { element(name, [], content) }

  mutating func element(_ name: String, _ attributes: [(String, String)], _ content: String) {
    text += "\(indent)<\(name)\(Self.written(attributes))>\(Self.escaped(content))</\(name)>\n"
  }

  private static func written(_ attributes: [(String, String)]) -> String {
    attributes.filter { !$0.1.isEmpty }.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
  }

  // A line end in an attribute would come back as a blank.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || [0x26, 0x3C, 0x3E, 0x22].contains($0) }) else {
      return text
    }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\n": escaped += "&#10;"
      case "\r": escaped += "&#13;"
      case "\t": escaped += "&#9;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
