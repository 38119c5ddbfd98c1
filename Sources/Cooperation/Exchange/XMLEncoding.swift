import Documents
import TextFiles

/// Brings documents to UTF-8.
enum XMLEncoding {
  /// Whether the first bytes tell of another encoding than UTF-8.
  static func isOther(_ head: [UInt8]) -> Bool {
    head.prefix(4).contains(0) || head.starts(with: [0xFE, 0xFF])
      || head.starts(with: [0xFF, 0xFE]) || named(head).map { !isUTF8($0) } ?? false
  }

  static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  private static func isUTF8(_ name: String) -> Bool {
    ["utf-8", "utf8", "us-ascii", "ascii"].contains(name.lowercased())
  }

  /// The encoding that a declaration names.
  private static func named(_ bytes: [UInt8]) -> String? {
    let head = String(decoding: withoutMark(Array(bytes.prefix(200))), as: UTF8.self)
    guard head.hasPrefix("<?xml"),
      let declaration = head.split(separator: "?>", maxSplits: 1).first,
      let behind = declaration.split(separator: "encoding", maxSplits: 1).dropFirst().first
    else { return nil }
    let name = behind.drop { !$0.isLetter }
      .prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    return String(name)
  }

  /// A whole document as UTF-8 without a byte-order mark.
  static func utf8(_ bytes: [UInt8], file: String) throws(RegistryError) -> [UInt8] {
    guard isOther(bytes) else { return withoutMark(bytes) }
    let isWide =
      bytes.prefix(2).contains(0) || bytes.starts(with: [0xFE, 0xFF])
      || bytes.starts(with: [0xFF, 0xFE])
    if isWide {
      // Without a mark, the place of the zero beside “<” tells the order.
      let marked = bytes.first == 0 ? [0xFE, 0xFF] + bytes : bytes
      if let text = TextEncoding.utf16.decode(marked) { return Array(text.utf8) }
    } else if let name = named(bytes), let encoding = TextEncoding(named: name),
      let text = encoding.decode(bytes)
    {
      return Array(text.utf8)
    }
    throw .document(
      named(bytes).map { Message("xml.encoding", ["name": .text($0)]) } ?? "xml.no-utf16",
      file: file, line: 1)
  }
}
