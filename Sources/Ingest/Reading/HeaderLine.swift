import ByteKernels

/// The names in a file's header.
struct HeaderLine {
  /// Names in the order of the columns, without quotation marks and blanks around them.
  let names: [String]
  /// Its line, from 1.
  let line: Int
  /// Where the line below it begins.
  let end: Int
  /// That line's number, which is more than one further where names hold line ends.
  let lineBelow: Int

  /// Reads the header that a description expects; `nil` when the file ends before it, its
  /// quotation marks do not close, or its bytes are not of the description's encoding.
  ///
  /// - Parameter isUTF8: whether the bytes are UTF-8 in any case.
  init?(
    _ bytes: [UInt8], from start: Int, description: FormatDescription, isUTF8: Bool = false
  ) {
    self.init(
      bytes, from: start, preamble: description.preamble, syntax: description.syntax,
      encoding: isUTF8 ? .utf8 : description.textEncoding)
  }

  init?(
    _ bytes: [UInt8], from start: Int, preamble: Int, syntax: DelimitedReader.Syntax,
    encoding: TextEncoding
  ) {
    var begin = start
    for _ in 0..<preamble {
      guard let lineEnd = bytes[begin...].firstIndex(of: 0x0a) else { return nil }
      begin = lineEnd + 1
    }
    var reader = DelimitedReader(bytes, from: begin, firstLine: preamble + 1, syntax: syntax)
    guard (try? reader.advance()) == true else { return nil }
    var names: [String] = []
    for field in 0..<reader.count {
      guard let name = encoding.decode(reader.content(field)) else { return nil }
      names.append(Self.trimmed(name))
    }
    self.names = names
    line = reader.line
    end = min(reader.position.byte, bytes.count)
    lineBelow = reader.position.line
  }

  static func trimmed(_ name: String) -> String {
    var text = Substring(name)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

extension FormatDescription {
  /// How its files are delimited.
  var syntax: DelimitedReader.Syntax { .init(separator: separatorByte) }

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
    case .windows1252: .windows1252
    case .codePage863: .codePage863
    case .shiftJIS: .shiftJIS
    case .gb18030: .gb18030
    }
  }
}
