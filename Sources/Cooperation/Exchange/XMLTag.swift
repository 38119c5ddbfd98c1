import Documents

/// What stands between the angles of a start tag.
struct XMLTag {
  private let bytes: ArraySlice<UInt8>
  private let line: Int
  private let reader: XMLPullReader
  private var index: Int

  init(_ bytes: ArraySlice<UInt8>, line: Int, reader: XMLPullReader) {
    self.bytes = bytes
    self.line = line
    self.reader = reader
    index = bytes.startIndex
  }

  mutating func node() throws(RegistryError) -> XMLElementNode {
    let name = try self.name()
    var attributes: [String: String] = [:]
    while true {
      let hadBlank = skipBlanks()
      guard index < bytes.endIndex else { break }
      guard hadBlank else { throw fault }
      let attribute = try self.name()
      _ = skipBlanks()
      guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "=") else { throw fault }
      index += 1
      _ = skipBlanks()
      guard index < bytes.endIndex, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[index]),
        let end = bytes[(index + 1)...].firstIndex(of: bytes[index])
      else { throw fault }
      let content = bytes[(index + 1)..<end]
      guard !content.contains(UInt8(ascii: "<")), attributes[attribute] == nil else { throw fault }
      attributes[attribute] = try value(content)
      index = end + 1
    }
    return XMLElementNode(name: name, attributes: attributes, line: line)
  }

  private var fault: RegistryError {
    .document("the file is no well-formed XML", file: reader.file, line: line)
  }

  private mutating func skipBlanks() -> Bool {
    let start = index
    while index < bytes.endIndex, XMLPullReader.isBlank(bytes[index]) { index += 1 }
    return index > start
  }

  private mutating func name() throws(RegistryError) -> String {
    let start = index
    while index < bytes.endIndex, !XMLPullReader.isBlank(bytes[index]),
      bytes[index] != UInt8(ascii: "=")
    { index += 1 }
    let text = try reader.string(bytes[start..<index], line: line)
    guard let first = text.unicodeScalars.first,
      first == "_" || first == ":" || first.properties.isAlphabetic,
      text.utf8.allSatisfy({ byte in
        byte >= 0x80 || (97...122).contains(byte) || (65...90).contains(byte)
          || (48...58).contains(byte) || byte == 45 || byte == 46 || byte == 95
      })
    else { throw fault }
    return text
  }

  /// Line ends and tabs that stand in the value are blanks; those that are numbered stay.
  private func value(_ content: ArraySlice<UInt8>) throws(RegistryError) -> String {
    let needsWork = content.contains { $0 == UInt8(ascii: "&") || $0 < 0x20 }
    guard needsWork else { return try reader.string(content, line: line) }
    var plain: [UInt8] = []
    var previous: UInt8 = 0
    for byte in content {
      defer { previous = byte }
      if byte == 10, previous == 13 { continue }
      plain.append(XMLPullReader.isBlank(byte) ? 0x20 : byte)
    }
    return try reader.unescaped(plain[...], line: line)
  }
}
