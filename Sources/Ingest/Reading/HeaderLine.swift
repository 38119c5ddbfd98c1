import TextFiles

/// The names in a file's header.
struct HeaderLine {
  /// Names in the order of the columns, without quotation marks and blanks around them.
  let names: [String]
  /// Its line, from 1.
  let line: Int
  /// Where it begins, or blank lines before it.
  let begin: Int
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
    let lines = TableLines(description)
    if lines.isSplitHere || description.comments != nil {
      guard
        let header = lines.header(
          bytes, from: start, encoding: isUTF8 ? .utf8 : description.textEncoding)
      else { return nil }
      self = header
      return
    }
    guard
      let line = HeaderLine(
        bytes, from: start, preamble: description.preamble, syntax: description.syntax,
        encoding: isUTF8 ? .utf8 : description.textEncoding)
    else { return nil }
    guard let columns = description.columns else {
      self = line
      return
    }
    // Without a header the first line that is no preamble is a row, and has to have as many fields.
    guard line.names.count == columns.count else { return nil }
    self.init(names: columns, line: line.line, end: line.begin, lineBelow: line.line)
  }

  /// A header that is not written in the file as such.
  init(names: [String], line: Int, end: Int = 0, lineBelow: Int) {
    self.names = names
    self.line = line
    self.begin = end
    self.end = end
    self.lineBelow = lineBelow
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
    self.begin = begin
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
  var syntax: DelimitedReader.Syntax {
    .init(separator: separatorByte, isQuoted: separator != .bar)
  }

  /// The byte between fields.
  var separatorByte: UInt8 {
    switch separator {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: 0x09
    case .bar: UInt8(ascii: "|")
    // Such tables are rewritten with tabs first.
    case .blank, .fixed: 0x09
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
