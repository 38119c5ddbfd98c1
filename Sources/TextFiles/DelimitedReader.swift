package import Documents

/// Records of delimited text (RFC 4180), one after the other, as ranges of the file's bytes.
///
/// It is the reader of everything but measurements, which `TableScanner` takes straight into
/// columns by the same rules: a field that begins with a quotation mark ends with one, and holds
/// separators and line ends; two quotation marks inside it are one; a quotation mark inside another
/// field is a letter; what cannot be closed is refused and swallows nothing.
package struct DelimitedReader: Sendable {
  /// How the text is written.
  package struct Syntax: Sendable, Hashable {
    /// The byte between fields.
    package var separator: UInt8
    /// Whether fields may stand in quotation marks.
    package var isQuoted: Bool
    /// Whether blanks around a field, outside its quotation marks, are no part of it.
    package var trims: Bool

    /// Commas, quotation marks, blanks trimmed, unless said otherwise.
    package init(
      separator: UInt8 = UInt8(ascii: ","), isQuoted: Bool = true, trims: Bool = true
    ) {
      self.separator = separator
      self.isQuoted = isQuoted
      self.trims = trims
    }
  }

  /// A place between two records.
  package struct Position: Sendable, Hashable {
    /// Where the next record, or blank lines before it, begins.
    package let byte: Int
    /// The line of that place, from 1.
    package let line: Int
  }

  private struct Field {
    let content: Range<Int>
    let hasDoubledQuotes: Bool
  }

  private let bytes: [UInt8]
  private let syntax: Syntax
  /// Behind the last byte that is read.
  private let end: Int
  private var at: Int
  private var nextLine: Int
  private var fields: [Field] = []
  /// The line on which the present record begins, from 1.
  package private(set) var line = 0

  /// A reader before the first record.
  ///
  /// - Parameters:
  ///   - bytes: text in UTF-8, or in another encoding in which the ASCII bytes are no part of
  ///     other characters.
  ///   - start: where the first record begins; behind a byte-order mark in any case.
  ///   - firstLine: that place's line in the file.
  package init(
    _ bytes: [UInt8], from start: Int = 0, firstLine: Int = 1, syntax: Syntax = Syntax()
  ) {
    self.bytes = bytes
    self.syntax = syntax
    end = bytes.count
    at = start == 0 && bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : start
    nextLine = firstLine
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>, firstLine: Int, _ syntax: Syntax) {
    self.bytes = bytes
    self.syntax = syntax
    end = range.upperBound
    at = range.lowerBound
    nextLine = firstLine
  }

  /// Where the next record begins.
  package var position: Position { Position(byte: at, line: nextLine) }

  /// Goes to a place that `position` named before.
  package mutating func move(to position: Position) {
    at = position.byte
    nextLine = position.line
  }

  /// The records that follow, in parts that end with a line, to be read on several threads; each
  /// part knows its lines. Text with quotation marks is one part, because a quoted field may hold
  /// the end of a line.
  ///
  /// - Parameter size: bytes a part, about.
  package func parts(size: Int) -> [DelimitedReader] {
    guard end - at > size, !(syntax.isQuoted && bytes[at..<end].contains(Self.quote)) else {
      return [DelimitedReader(bytes, at..<end, firstLine: nextLine, syntax)]
    }
    var parts: [DelimitedReader] = []
    var start = at
    var firstLine = nextLine
    while start < end {
      var stop = min(start + size, end)
      while stop < end, bytes[stop - 1] != 0x0a { stop += 1 }
      parts.append(DelimitedReader(bytes, start..<stop, firstLine: firstLine, syntax))
      firstLine += bytes[start..<stop].reduce(0) { $1 == 0x0a ? $0 + 1 : $0 }
      start = stop
    }
    return parts
  }

  /// How many fields the present record has.
  package var count: Int { fields.count }

  /// Moves to the next record, over blank lines; `false` behind the last.
  ///
  /// - Throws: `TableError.openQuote` or `.textBehindQuote`.
  package mutating func advance() throws(TableError) -> Bool {
    passBlankLines()
    guard at < end else { return false }
    fields.removeAll(keepingCapacity: true)
    line = nextLine
    while true {
      try readField()
      guard at < end, bytes[at] == syntax.separator else { break }
      at += 1
    }
    if at < end, bytes[at] == 0x0d { at += 1 }
    at += 1
    nextLine += 1
    return true
  }

  /// The text of a field; empty behind the last. Bytes that are no UTF-8 become U+FFFD.
  package func text(_ field: Int) -> String {
    fields.indices.contains(field) ? String(decoding: content(field), as: UTF8.self) : ""
  }

  /// The bytes of a field without its quotation marks.
  package func content(_ field: Int) -> [UInt8] {
    let content = bytes[fields[field].content]
    guard fields[field].hasDoubledQuotes else { return Array(content) }
    var single: [UInt8] = []
    var position = content.startIndex
    while position < content.endIndex {
      single.append(content[position])
      position += content[position] == Self.quote ? 2 : 1
    }
    return single
  }

  /// The bytes of a field as they stand in the file: doubled quotation marks stand doubled.
  package func slice(_ field: Int) -> ArraySlice<UInt8>? {
    fields.indices.contains(field) ? bytes[fields[field].content] : nil
  }

  /// Whether a field is absent or has no content.
  package func isEmpty(_ field: Int) -> Bool {
    !fields.indices.contains(field) || fields[field].content.isEmpty
  }

  /// The texts of the present record.
  package var texts: [String] { fields.indices.map { text($0) } }

  /// The number of a field of digits and one decimal point; `nil` for anything else.
  package func number(_ field: Int) -> Double? {
    guard let range = slice(field)?.indices else { return nil }
    var mantissa = 0.0
    var digits = 0
    var scale = 1.0
    var isFraction = false
    var isNegative = false
    for position in range {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        // Fifteen digits are exact in a double; beyond that the library reads the text.
        guard digits < 15 else { return Double(text(field)) }
        mantissa = mantissa * 10 + Double(byte - UInt8(ascii: "0"))
        digits += 1
        if isFraction { scale *= 10 }
      case UInt8(ascii: "."):
        guard !isFraction else { return nil }
        isFraction = true
      case UInt8(ascii: "-"):
        guard position == range.lowerBound else { return nil }
        isNegative = true
      default:
        let value = Double(text(field))
        return value?.isFinite == true ? value : nil
      }
    }
    guard digits > 0 else { return nil }
    return (isNegative ? -1 : 1) * mantissa / scale
  }

  // MARK: Steps

  private static let quote = UInt8(ascii: "\"")

  private func isLineEnd(_ position: Int) -> Bool {
    position >= end || bytes[position] == 0x0a
      || (bytes[position] == 0x0d && (position + 1 == end || bytes[position + 1] == 0x0a))
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte == 0x09 && syntax.separator != 0x09)
  }

  /// A line of nothing, or where blanks are trimmed of nothing but blanks, is no record.
  private mutating func passBlankLines() {
    while at < end {
      var position = at
      while syntax.trims, position < end {
        let width = bytes[position] == 0x0d ? 1 : blankWidth(at: position)
        if width == 0 { break }
        position += width
      }
      guard isLineEnd(position) else { return }
      while position < end, bytes[position] != 0x0a { position += 1 }
      at = min(position + 1, end)
      nextLine += 1
    }
  }

  private mutating func readField() throws(TableError) {
    var begin = at
    while syntax.trims, begin < end {
      let width = blankWidth(at: begin)
      if width == 0 { break }
      begin += width
    }
    if syntax.isQuoted, begin < end, bytes[begin] == Self.quote {
      try readQuotedField(from: begin + 1)
      return
    }
    var stop = begin
    while stop < end, bytes[stop] != syntax.separator, !isLineEnd(stop) { stop += 1 }
    at = stop
    while syntax.trims, stop > begin {
      let width = blankWidth(before: stop, after: begin)
      if width == 0 { break }
      stop -= width
    }
    fields.append(Field(content: begin..<stop, hasDoubledQuotes: false))
  }

  private mutating func readQuotedField(from begin: Int) throws(TableError) {
    let opened = nextLine
    var hasDoubledQuotes = false
    var position = begin
    while true {
      guard position < end else {
        throw .openQuote(field: fields.count, line: opened)
      }
      let byte = bytes[position]
      if byte == Self.quote {
        guard position + 1 < end, bytes[position + 1] == Self.quote else { break }
        hasDoubledQuotes = true
        position += 1
      } else if byte == 0x0a {
        nextLine += 1
      }
      position += 1
    }
    fields.append(Field(content: begin..<position, hasDoubledQuotes: hasDoubledQuotes))
    position += 1
    while position < end {
      let width = blankWidth(at: position)
      if width == 0 { break }
      position += width
    }
    guard position >= end || bytes[position] == syntax.separator || isLineEnd(position)
    else { throw .textBehindQuote(field: fields.count - 1, line: opened) }
    at = position
  }

  private func blankWidth(at position: Int) -> Int {
    let byte = bytes[position]
    if byte > 0x20 && byte < 0xc2 { return 0 }
    if isBlank(byte) { return 1 }
    if bytes[position...].starts(with: [0xc2, 0xa0]) { return 2 }
    return bytes[position...].starts(with: [0xe3, 0x80, 0x80]) ? 3 : 0
  }

  private func blankWidth(before position: Int, after begin: Int) -> Int {
    let byte = bytes[position - 1]
    if byte > 0x20 && byte < 0x80 { return 0 }
    if isBlank(byte) { return 1 }
    let before = bytes[begin..<position]
    if before.suffix(2).elementsEqual([0xc2, 0xa0]) { return 2 }
    return before.suffix(3).elementsEqual([0xe3, 0x80, 0x80]) ? 3 : 0
  }
}

/// One record of a small table, read as texts.
package struct DelimitedRecord: Sendable, Equatable {
  /// Without quotation marks and, as the syntax says, blanks around them.
  package let fields: [String]
  /// The line on which it begins, from 1.
  package let line: Int

  package init(fields: [String], line: Int) {
    self.fields = fields
    self.line = line
  }
}

extension DelimitedReader {
  /// All records of a text, for tables of which no speed is asked.
  ///
  /// - Throws: `TableError.openQuote` or `.textBehindQuote`.
  package static func records(
    _ bytes: [UInt8], syntax: Syntax = Syntax()
  ) throws(TableError) -> [DelimitedRecord] {
    var reader = DelimitedReader(bytes, syntax: syntax)
    var records: [DelimitedRecord] = []
    while try reader.advance() {
      records.append(DelimitedRecord(fields: reader.texts, line: reader.line))
    }
    return records
  }

  /// The same of a string.
  package static func records(
    _ text: String, syntax: Syntax = Syntax()
  ) throws(TableError) -> [DelimitedRecord] {
    try records(Array(text.utf8), syntax: syntax)
  }
}

extension TableError {
  /// What is wrong, in one sentence without a full stop, for readers whose fields have no names.
  package var problem: Message {
    switch self {
    case .fieldCount(let expected, let found, _):
      Message(
        "error.files.row-has-fields-header", ["found": .fact(found), "expected": .fact(expected)])
    case .notANumber(let text, _, _):
      Message("error.files.is-not-number", ["text": .fact(String(decoding: text, as: UTF8.self))])
    case .notATime(let text, _, _):
      Message("error.files.is-not-time", ["text": .fact(String(decoding: text, as: UTF8.self))])
    case .impossibleTime(let text, _): Message("error.files.does-not-exist", ["text": .fact(text)])
    case .openQuote: "error.files.quotation-mark-opens-here"
    case .textBehindQuote: "error.files.text-follows-closing-quotation"
    }
  }

  /// What to do about it.
  package var remedy: Message {
    switch self {
    case .fieldCount: "error.files.put-fields-hold-separator"
    case .notANumber: "error.files.write-digits-one-decimal"
    case .notATime, .impossibleTime: "error.files.correct-stamp"
    case .openQuote: "error.files.close-double-inside-quotation"
    case .textBehindQuote: "error.files.double-quotation-marks-are"
    }
  }

  /// Whether a stamp could not be read or does not exist.
  package var isAboutTime: Bool {
    switch self {
    case .notATime, .impossibleTime: true
    case .fieldCount, .notANumber, .openQuote, .textBehindQuote: false
    }
  }

  /// The same fault on another line: that of the row, counted from 1, before rows were rewritten.
  package func moved(to lines: [Int]) -> TableError {
    let line = lines.indices.contains(line - 1) ? lines[line - 1] : self.line
    return switch self {
    case .fieldCount(let expected, let found, _):
      .fieldCount(expected: expected, found: found, line: line)
    case .notANumber(let text, let field, _): .notANumber(text, field: field, line: line)
    case .notATime(let text, let field, _): .notATime(text, field: field, line: line)
    case .impossibleTime(let text, _): .impossibleTime(text, line: line)
    case .openQuote(let field, _): .openQuote(field: field, line: line)
    case .textBehindQuote(let field, _): .textBehindQuote(field: field, line: line)
    }
  }

  /// The field, from 0; the first where the whole row is meant.
  package var field: Int {
    switch self {
    case .fieldCount, .impossibleTime: 0
    case .notANumber(_, let field, _), .notATime(_, let field, _), .openQuote(let field, _),
      .textBehindQuote(let field, _):
      field
    }
  }

  /// The line, from 1.
  package var line: Int {
    switch self {
    case .fieldCount(_, _, let line), .notANumber(_, _, let line), .notATime(_, _, let line),
      .impossibleTime(_, let line), .openQuote(_, let line), .textBehindQuote(_, let line):
      line
    }
  }
}
