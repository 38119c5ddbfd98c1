import Documents
import Foundation

/// Reads an XML document from its beginning to its end, the children of the root one at a time, so
/// that a file of any size needs the memory of its largest child.
///
/// Names, attributes and texts are read as XML 1.0 has them: the five entities of XML itself,
/// numbered characters, CDATA, comments. Documents that declare entities of their own are refused,
/// nothing from elsewhere is fetched.
///
/// - Source: W3C, Extensible Markup Language (XML) 1.0 (fifth edition).
struct XMLPullReader {
  /// Gives the next bytes of the document; none at its end.
  typealias Source = () throws(RegistryError) -> [UInt8]

  let file: String
  private let source: Source
  private var buffer: [UInt8] = []
  private var position = 0
  private var isDry = false
  private(set) var line = 1
  /// Where the child that is being read begins, so that its bytes can be given as they stand.
  private var mark: Int?
  /// The root's name, attributes and line, once `begin` was called.
  private(set) var root: XMLElementNode?
  private var isOver = false

  /// How large a child of the root may be, in bytes and in elements and texts: all of it is held in memory.
  var largestChild = (bytes: 64 << 20, parts: 1_000_000)

  init(file: String, source: @escaping Source) {
    self.file = file
    self.source = source
  }

  /// A reader of bytes in memory, in any encoding that the document names.
  init(_ bytes: [UInt8], file: String) throws(RegistryError) {
    var rest: [UInt8]? = try XMLEncoding.utf8(bytes, file: file)
    self.init(file: file) { () throws(RegistryError) -> [UInt8] in
      defer { rest = nil }
      return rest ?? []
    }
  }

  /// A reader of a file, some hundred kilobytes at a time.
  init(path: String) throws(RegistryError) {
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: place)[.type]
    // Many have no end: /dev/zero would fill the memory. What cannot be looked at says why when opened.
    guard type as? FileAttributeType != .typeCharacterSpecial,
      type as? FileAttributeType != .typeBlockSpecial
    else {
      throw .unanswerable(
        Message("xml.is-device", ["path": .text(path)]), remedy: "error.files.name-file-or-pipe")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .document("xml.not-opened", file: path, line: 0)
    }
    func read(_ count: Int) throws(RegistryError) -> [UInt8] {
      do { return [UInt8](try handle.read(upToCount: count) ?? Data()) } catch {
        throw .document(Message("xml.not-read", ["error": .text("\(error)")]), file: path, line: 0)
      }
    }
    var head: [UInt8]? = try read(1 << 18)
    // Other encodings are brought to UTF-8 as a whole.
    if let start = head, XMLEncoding.isOther(start) {
      try self.init(start + read(Int.max >> 1), file: path)
      return
    }
    self.init(file: path) { () throws(RegistryError) -> [UInt8] in
      if let first = head {
        head = nil
        return XMLEncoding.withoutMark(first)
      }
      return try read(1 << 18)
    }
  }

  // MARK: Documents

  /// Reads up to the root's first child.
  mutating func begin() throws(RegistryError) -> XMLElementNode {
    while true {
      try skipBlanks()
      guard try peek() == UInt8(ascii: "<") else { throw malformed }
      if try skipMarkup(admitsDoctype: true) { continue }
      let (node, isEmpty) = try startTag()
      root = node
      isOver = isEmpty
      if isEmpty { try finish() }
      return node
    }
  }

  /// The whole document as one element.
  mutating func whole() throws(RegistryError) -> XMLElementNode {
    while true {
      try skipBlanks()
      guard try peek() == UInt8(ascii: "<") else { throw malformed }
      if try skipMarkup(admitsDoctype: true) { continue }
      let node = try element(depth: 0)
      try finish()
      return node
    }
  }

  /// The next child of the root with its bytes as they stand; `nil` once the document is over and
  /// was well-formed to its end.
  mutating func next() throws(RegistryError) -> (node: XMLElementNode, raw: [UInt8])? {
    guard let root, !isOver else { return nil }
    while true {
      try skipText()
      guard try peek() != nil else { throw malformed }
      if try skipMarkup(admitsDoctype: false) { continue }
      if try peek(1) == UInt8(ascii: "/") {
        guard try endTag() == root.name else { throw malformed }
        isOver = true
        try finish()
        return nil
      }
      mark = position
      let node = try element(depth: 1)
      let raw = Array(buffer[(mark ?? position)..<position])
      mark = nil
      return (node, raw)
    }
  }

  /// Nothing but blanks, comments and instructions may follow the root.
  private mutating func finish() throws(RegistryError) {
    while true {
      try skipBlanks()
      guard let byte = try peek() else { return }
      guard byte == UInt8(ascii: "<"), try skipMarkup(admitsDoctype: false) else { throw malformed }
    }
  }

  /// One element with everything in it.
  private mutating func element(depth: Int) throws(RegistryError) -> XMLElementNode {
    var stack: [XMLElementNode] = []
    var count = 0
    while true {
      try checkSize(through: position)
      count += 1
      if count > largestChild.parts {
        throw tooLarge("xml.too-many", largestChild.parts)
      }
      if stack.isEmpty {
        let (node, isEmpty) = try startTag()
        if isEmpty { return node }
        stack.append(node)
      }
      try text(into: &stack)
      guard try peek() != nil else { throw malformed }
      if try cdata(into: &stack) { continue }
      if try skipMarkup(admitsDoctype: false) { continue }
      if try peek(1) == UInt8(ascii: "/") {
        guard let done = stack.popLast(), try endTag() == done.name else { throw malformed }
        if stack.isEmpty { return done }
        stack[stack.count - 1].children.append(done)
        continue
      }
      let (node, isEmpty) = try startTag()
      if isEmpty {
        stack[stack.count - 1].children.append(node)
      } else {
        guard stack.count + depth < XMLElementNode.deepest else {
          throw .document(
            Message("xml.too-deep", ["most": .count(XMLElementNode.deepest)]), file: file,
            line: line)
        }
        stack.append(node)
      }
    }
  }

  private func checkSize(through end: Int) throws(RegistryError) {
    if let mark, end - mark > largestChild.bytes {
      throw tooLarge("xml.too-large", largestChild.bytes >> 20)
    }
  }

  private func tooLarge(_ id: String, _ most: Int) -> RegistryError {
    .document(Message(id, ["most": .count(most)]), file: file, line: line)
  }

  var malformed: RegistryError {
    .document("xml.malformed", file: file, line: line)
  }

  // MARK: Bytes

  /// A byte ahead; `nil` behind the end.
  private mutating func peek(_ ahead: Int = 0) throws(RegistryError) -> UInt8? {
    while position + ahead >= buffer.count {
      guard try refill() else { return nil }
    }
    return buffer[position + ahead]
  }

  /// Gets more bytes; what lies before the child that is being read goes.
  private mutating func refill() throws(RegistryError) -> Bool {
    guard !isDry else { return false }
    // More is asked for inside the child: all that is held behind its beginning belongs to it.
    try checkSize(through: buffer.count)
    let more = try source()
    guard !more.isEmpty else {
      isDry = true
      return false
    }
    let kept = mark ?? position
    if kept > 0 {
      buffer.removeSubrange(..<kept)
      position -= kept
      mark = mark.map { _ in 0 }
    }
    buffer += more
    return true
  }

  private mutating func skipBlanks() throws(RegistryError) {
    while let byte = try peek(), Self.isBlank(byte) {
      if byte == 10 { line += 1 }
      position += 1
    }
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 10 || byte == 9 || byte == 13
  }

  /// Whether the bytes ahead are some letters of ASCII.
  private mutating func isAhead(_ word: StaticString) throws(RegistryError) -> Bool {
    let letters = Array(word.description.utf8)
    for (offset, letter) in letters.enumerated() {
      guard try peek(offset) == letter else { return false }
    }
    return true
  }

  /// Goes behind the next place where some bytes stand; what was passed is returned.
  private mutating func pass(until ending: [UInt8]) throws(RegistryError) -> Range<Int> {
    let from = position
    var offset = 0
    while true {
      guard let byte = try peek(offset) else { throw malformed }
      if byte == ending[ending.count - 1], offset + 1 >= ending.count {
        let end = position + offset + 1
        if buffer[(end - ending.count)..<end].elementsEqual(ending) {
          // A refill may have moved what was passed.
          let start = min(from, position)
          for index in position..<end where buffer[index] == 10 { line += 1 }
          position = end
          return start..<(end - ending.count)
        }
      }
      offset += 1
    }
  }

  // MARK: Pieces

  /// Skips a comment, an instruction or a document type.
  ///
  /// - Returns: whether there was one.
  private mutating func skipMarkup(admitsDoctype: Bool) throws(RegistryError) -> Bool {
    switch try peek(1) {
    case UInt8(ascii: "?"):
      _ = try pass(until: Array("?>".utf8))
      return true
    case UInt8(ascii: "!"):
      if try isAhead("<!--") {
        position += 4
        _ = try pass(until: Array("-->".utf8))
        return true
      }
      guard admitsDoctype, try isAhead("<!DOCTYPE") else { throw malformed }
      try skipDoctype()
      return true
    default: return false
    }
  }

  private mutating func skipDoctype() throws(RegistryError) {
    var brackets = 0
    while let byte = try peek() {
      if byte == 10 { line += 1 }
      if byte == UInt8(ascii: "["), brackets == 0 { brackets = 1 }
      if byte == UInt8(ascii: "]") { brackets = 0 }
      if byte == UInt8(ascii: "<"), try isAhead("<!ENTITY") {
        // Their texts would be missing where they are named.
        throw .document(
          "xml.entities", file: file, line: line)
      }
      position += 1
      if byte == UInt8(ascii: ">"), brackets == 0 { return }
    }
    throw malformed
  }

  private mutating func cdata(into stack: inout [XMLElementNode]) throws(RegistryError) -> Bool {
    guard try peek(1) == UInt8(ascii: "!"), try isAhead("<![CDATA[") else { return false }
    position += 9
    let first = line
    let content = try pass(until: Array("]]>".utf8))
    stack[stack.count - 1].text += try string(buffer[content], line: first)
    return true
  }

  /// Text directly in the root, which holds nothing that is read.
  private mutating func skipText() throws(RegistryError) {
    while let byte = try peek(), byte != UInt8(ascii: "<") {
      if byte == 10 { line += 1 }
      position += 1
    }
  }

  /// Text up to the next mark.
  private mutating func text(into stack: inout [XMLElementNode]) throws(RegistryError) {
    let first = line
    var offset = 0
    var isBlank = true
    var isPlain = true
    while let byte = try peek(offset), byte != UInt8(ascii: "<") {
      if byte == 10 { line += 1 }
      if !Self.isBlank(byte) { isBlank = false }
      if byte == UInt8(ascii: "&") || byte == 13 { isPlain = false }
      offset += 1
    }
    defer { position += offset }
    // Blanks between elements are the layout of the file.
    let top = stack.count - 1
    guard offset > 0, !isBlank || stack[top].children.isEmpty else { return }
    let run = buffer[position..<(position + offset)]
    stack[top].text += try isPlain ? string(run, line: first) : unescaped(run, line: first)
  }

  /// The start tag ahead, and whether it is the whole element.
  private mutating func startTag() throws(RegistryError) -> (XMLElementNode, isEmpty: Bool) {
    let first = line
    var offset = 1
    var quotation: UInt8?
    while true {
      guard let byte = try peek(offset) else { throw malformed }
      if byte == 10 { line += 1 }
      if let open = quotation {
        if byte == open { quotation = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quotation = byte
      } else if byte == UInt8(ascii: ">") {
        break
      } else if byte == UInt8(ascii: "<") {
        throw malformed
      }
      offset += 1
    }
    let isEmpty = buffer[position + offset - 1] == UInt8(ascii: "/")
    let inner = buffer[(position + 1)..<(position + offset - (isEmpty ? 1 : 0))]
    position += offset + 1
    var tag = XMLTag(inner, line: first, reader: self)
    return (try tag.node(), isEmpty)
  }

  private mutating func endTag() throws(RegistryError) -> String {
    let first = line
    position += 2
    let inner = buffer[try pass(until: [UInt8(ascii: ">")])]
    var end = inner.endIndex
    while end > inner.startIndex, Self.isBlank(inner[end - 1]) { end -= 1 }
    return try string(inner[..<end], line: first)
  }
}
