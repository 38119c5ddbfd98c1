import TextFiles

/// The records of a table by its description: preamble, comments, separators, widths, footer.
struct TableLines {
  private let description: FormatDescription

  init(_ description: FormatDescription) { self.description = description }

  /// Whether the delimited reader alone does not find the fields.
  var isSplitHere: Bool { description.separator == .blank || description.separator == .fixed }

  /// The bytes with nothing on lines that are comments, so that all lines keep their numbers, and
  /// how many there were.
  func withoutComments(
    _ bytes: [UInt8], from start: Int
  ) -> (bytes: [UInt8], count: Int, firstLine: Int?) {
    guard let comments = description.comments?.map({ Array($0.utf8) }), !comments.isEmpty else {
      return (bytes, 0, nil)
    }
    var kept = Array(bytes[..<start])
    kept.reserveCapacity(bytes.count)
    var count = 0
    var first: Int?
    var line = 0
    var begin = start
    while begin < bytes.count {
      let end = bytes[begin...].firstIndex(of: 0x0a) ?? bytes.count - 1
      line += 1
      let text = bytes[begin...end]
      let opening = text.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "\"") }
      // The preamble is counted as it stands.
      if line > description.preamble, comments.contains(where: { opening.starts(with: $0) }) {
        kept.append(0x0a)
        count += 1
        first = first ?? line
      } else {
        kept += text
      }
      begin = end + 1
    }
    return (kept, count, first)
  }

  /// The header where comments or separators hide it from the delimited reader; `nil` where the
  /// file ends before it or its text is not of the encoding.
  func header(_ bytes: [UInt8], from start: Int, encoding: TextEncoding) -> HeaderLine? {
    var begin = start
    var line = 0
    while begin < bytes.count {
      let end = bytes[begin...].firstIndex(of: 0x0a) ?? bytes.count
      line += 1
      let text = Array(bytes[begin..<end])
      let isData =
        line > description.preamble && text.contains { $0 > 0x20 }
        && !(description.comments ?? []).contains { comment in
          text.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "\"") }
            .starts(with: comment.utf8)
        }
      if isData {
        guard let decoded = encoding.decode(text) else { return nil }
        let names = fields(decoded).map(HeaderLine.trimmed)
        guard let columns = description.columns else {
          return HeaderLine(
            names: names, line: line, end: min(end + 1, bytes.count), lineBelow: line + 1)
        }
        guard names.count == columns.count else { return nil }
        return HeaderLine(names: columns, line: line, end: begin, lineBelow: line)
      }
      begin = end + 1
    }
    return nil
  }

  /// The fields of one line.
  func fields(_ line: String) -> [String] {
    switch description.separator {
    case .blank: Self.words(line)
    case .fixed: columns(line)
    case .comma, .semicolon, .tab, .bar:
      (try? DelimitedReader.records(line, syntax: description.syntax))?.first?.fields ?? []
    }
  }

  /// What stands between blanks; a word in quotation marks may hold some.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var rest = Substring(line)
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard let first = rest.first else { return words }
      if first == "\"", let close = rest.dropFirst().firstIndex(of: "\"") {
        words.append(String(rest[rest.index(after: rest.startIndex)..<close]))
        rest = rest[rest.index(after: close)...]
      } else {
        let word = rest.prefix { !$0.isWhitespace }
        words.append(String(word))
        rest = rest.dropFirst(word.count)
      }
    }
  }

  /// What stands in the columns of the widths; letters behind the last belong to it.
  private func columns(_ line: String) -> [String] {
    var fields: [String] = []
    var rest = Substring(line)
    let widths = description.widths ?? []
    for (place, width) in widths.enumerated() {
      let field = place == widths.count - 1 ? rest : rest.prefix(width)
      fields.append(HeaderLine.trimmed(String(field)))
      rest = rest.dropFirst(field.count)
    }
    return fields
  }

  /// The rows below the header, with their lines; those of the footer are not among them.
  ///
  /// - Parameter bytes: UTF-8 without comments.
  func rows(
    _ bytes: [UInt8], below header: HeaderLine
  ) throws(TableError) -> [DelimitedRecord] {
    var begin = header.end
    for _ in 0..<description.linesBelowHeader {
      begin = bytes[begin...].firstIndex(of: 0x0a).map { $0 + 1 } ?? bytes.count
    }
    let firstLine = header.lineBelow + description.linesBelowHeader
    var rows: [DelimitedRecord] = []
    if isSplitHere {
      let lines = bytes[begin...].split(separator: 0x0a, omittingEmptySubsequences: false)
      for (place, line) in lines.enumerated() where line.contains(where: { $0 > 0x20 }) {
        let text = String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
        rows.append(DelimitedRecord(fields: fields(text), line: firstLine + place))
      }
      return rows
    }
    var reader = DelimitedReader(
      bytes, from: begin, firstLine: firstLine, syntax: description.syntax)
    while try reader.advance() {
      rows.append(DelimitedRecord(fields: reader.texts, line: reader.line))
    }
    return rows
  }
}
