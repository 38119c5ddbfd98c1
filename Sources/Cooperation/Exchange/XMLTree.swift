import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of an XML document, with the line on which it begins.
struct XMLElementNode: Hashable, Sendable {
  let name: String
  let attributes: [String: String]
  var children: [XMLElementNode] = []
  var text = ""
  let line: Int

  /// Children of a name.
  func all(_ name: String) -> [XMLElementNode] { children.filter { $0.name == name } }
  /// The first child of a name.
  func first(_ name: String) -> XMLElementNode? { children.first { $0.name == name } }
  /// An attribute; empty for none.
  subscript(_ attribute: String) -> String { attributes[attribute] ?? "" }

  /// The most levels that a document may have; IATI has eight.
  static let deepest = 256

  /// Reads a document; entities from elsewhere are not fetched.
  ///
  /// - Throws: `RegistryError.document` with the line of the fault.
  static func read(_ bytes: [UInt8], file: String) throws(RegistryError) -> XMLElementNode {
    // The parser leaves entities of a document's own out of the text without a word.
    if let line = lineOfEntity(bytes) {
      throw .document(
        "the file declares entities of its own, which are not read: write their texts out",
        file: file, line: line)
    }
    // The parser ends the process at a name that is no text.
    if let line = lineOutsideUTF8(bytes) {
      throw .document(
        "the file is read as UTF-8, as it says or by default, and this line is not: name its "
          + "encoding in the first line, or save it as UTF-8", file: file, line: line)
    }
    let parser = XMLParser(data: Data(bytes))
    parser.shouldResolveExternalEntities = false
    let builder = TreeBuilder()
    parser.delegate = builder
    let isWhole = parser.parse()
    if builder.isTooDeep {
      throw .document(
        "the file has more than \(deepest) levels of elements", file: file,
        line: max(1, parser.lineNumber))
    }
    guard isWhole, let root = builder.root else {
      throw .document(
        "the file is no well-formed XML", file: file, line: max(1, parser.lineNumber))
    }
    return root
  }
}

extension XMLElementNode {
  /// The line of the first declaration of an entity, in any encoding that holds ASCII.
  private static func lineOfEntity(_ bytes: [UInt8]) -> Int? {
    // In UTF-16 each letter has a zero byte beside it.
    let letters = bytes.filter { $0 != 0 }
    guard let found = letters.firstRange(of: Array("<!ENTITY".utf8)) else { return nil }
    return letters[..<found.lowerBound].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
  }
}

extension XMLElementNode {
  /// The first line of a document in UTF-8 that is not; `nil` for other encodings, which the parser
  /// turns into text itself.
  private static func lineOutsideUTF8(_ bytes: [UInt8]) -> Int? {
    guard !bytes.prefix(4).contains(0), String(validating: bytes, as: UTF8.self) == nil else {
      return nil
    }
    let head = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
    if head.hasPrefix("<?xml") || head.hasPrefix("\u{feff}<?xml"),
      let declaration = head.split(separator: "?>", maxSplits: 1).first,
      let named = declaration.split(separator: "encoding", maxSplits: 1).dropFirst().first
    {
      let name = named.drop { !$0.isLetter }.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
      guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(String(name)) else { return nil }
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
  }
}

/// Collects what the parser reports.
private final class TreeBuilder: NSObject, XMLParserDelegate {
  private var stack: [XMLElementNode] = []
  private(set) var isTooDeep = false
  var root: XMLElementNode?

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    guard stack.count < XMLElementNode.deepest else {
      isTooDeep = true
      parser.abortParsing()
      return
    }
    stack.append(
      XMLElementNode(name: elementName, attributes: attributes, line: parser.lineNumber))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard !stack.isEmpty else { return }
    stack[stack.count - 1].text += string
  }

  func parser(
    _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    guard let done = stack.popLast() else { return }
    if stack.isEmpty { root = done } else { stack[stack.count - 1].children.append(done) }
  }
}

/// Writes XML with two blanks for each level.
struct XMLWriter {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var open: [String] = []

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
  private static func escaped(_ text: String) -> String {
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
