import ByteKernels

/// The names in a file's header.
struct HeaderLine {
  /// Names in the order of the columns, without quotes and blanks around them.
  let names: [String]
  /// Its line, from 1.
  let line: Int
  /// Where the line below it begins.
  let end: Int

  /// Reads the header that a description expects; `nil` when the file ends before it or its bytes
  /// are not of the description's encoding.
  init?(_ bytes: [UInt8], from start: Int, description: FormatDescription) {
    self.init(
      bytes, from: start, preamble: description.preamble,
      separator: description.separatorByte, encoding: description.textEncoding)
  }

  init?(
    _ bytes: [UInt8], from start: Int, preamble: Int, separator: UInt8, encoding: TextEncoding
  ) {
    var begin = start
    for _ in 0..<preamble {
      guard let lineEnd = bytes[begin...].firstIndex(of: 0x0a) else { return nil }
      begin = lineEnd + 1
    }
    guard let lineEnd = bytes[begin...].firstIndex(of: 0x0a) else { return nil }
    var names: [String] = []
    var field: [UInt8] = []
    var quoted = false
    for byte in bytes[begin...lineEnd] {
      if byte == UInt8(ascii: "\"") {
        quoted.toggle()
      } else if byte == 0x0a || (byte == separator && !quoted) {
        guard let name = encoding.decode(field) else { return nil }
        names.append(Self.trimmed(name))
        field = []
      } else {
        field.append(byte)
      }
    }
    self.names = names
    line = preamble + 1
    end = lineEnd + 1
  }

  static func trimmed(_ name: String) -> String {
    var text = Substring(name)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

extension FormatDescription {
  /// The byte between fields.
  var separatorByte: UInt8 {
    switch separator {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: 0x09
    }
  }

  /// The encoding in the kernel's terms.
  var textEncoding: TextEncoding {
    switch encoding {
    case .utf8: .utf8
    case .latin1: .latin1
    case .shiftJIS: .shiftJIS
    }
  }
}
