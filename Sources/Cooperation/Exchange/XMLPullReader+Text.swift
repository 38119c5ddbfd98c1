import Documents

/// Texts between tags and in quotation marks.
extension XMLPullReader {
  /// A run of bytes as text, refused at its line where it is no UTF-8 or no character of XML.
  func string(_ bytes: ArraySlice<UInt8>, line: Int) throws(RegistryError) -> String {
    let isControlled = bytes.contains { $0 < 0x20 && !Self.isBlank($0) }
    if !isControlled, let text = String(validating: bytes, as: UTF8.self) { return text }
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    guard let bad else {
      let at = lines.firstIndex { $0.contains { $0 < 0x20 && !Self.isBlank($0) } } ?? 0
      throw .document("xml.malformed", file: file, line: line + at)
    }
    throw .document(
      "xml.no-utf8", file: file, line: line + bad)
  }

  /// The same with entities read and line ends as XML has them.
  func unescaped(_ bytes: ArraySlice<UInt8>, line: Int) throws(RegistryError) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == 13 {
        // One line end, whichever way it is written.
        if index + 1 >= bytes.endIndex || bytes[index + 1] != 10 { plain.append(10) }
      } else if byte == UInt8(ascii: "&") {
        guard let end = bytes[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
          let scalar = Self.entity(bytes[(index + 1)..<end])
        else {
          throw .document("xml.malformed", file: file, line: line)
        }
        plain += Array(String(Character(scalar)).utf8)
        index = end
      } else {
        plain.append(byte)
      }
      index += 1
    }
    return try string(plain[...], line: line)
  }

  private static func entity(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let text = String(decoding: name, as: UTF8.self)
    switch text {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard text.first == "#" else { return nil }
    let digits = text.dropFirst()
    let value =
      digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
    guard let value, value >= 0x20 || value == 9 || value == 10 || value == 13,
      value != 0xFFFE, value != 0xFFFF
    else { return nil }
    return Unicode.Scalar(value)
  }
}
