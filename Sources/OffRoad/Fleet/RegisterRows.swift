import NumericKernels

/// Rows of comma-separated bytes, one after the other; fields may be quoted.
///
/// A register of a city has a million rows, so that fields are ranges of the file's bytes and a
/// text is made only where one is needed.
struct RegisterRows: Sendable {
  private let bytes: [UInt8]
  private var next: Int
  /// Behind the last byte that is read.
  private let end: Int
  /// Line on which the present row begins, from 1.
  private(set) var line = 0
  private var following: Int
  /// The line on which a quoted field begins that is closed nowhere.
  private(set) var openQuoteLine: Int?
  /// The fields of the present row, without enclosing quotes and blanks.
  private(set) var fields: [Range<Int>] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // A byte order mark is no part of the first name.
    next = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    end = bytes.count
    following = 1
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>, line: Int) {
    self.bytes = bytes
    next = range.lowerBound
    end = range.upperBound
    following = line
  }

  /// The rows that follow in parts that end with a line, to be read on several threads.
  ///
  /// Lines are counted through, so that each row knows its own. A file with quotes is one part,
  /// because a quoted field may hold the end of a line.
  ///
  /// - Parameter size: bytes a part, about.
  func parts(size: Int) -> [RegisterRows] {
    guard end - next > size, !bytes[next..<end].contains(UInt8(ascii: "\"")) else {
      return [RegisterRows(bytes, next..<end, line: following)]
    }
    var ranges: [Range<Int>] = []
    var start = next
    while start < end {
      var stop = min(start + size, end)
      while stop < end, bytes[stop - 1] != UInt8(ascii: "\n") { stop += 1 }
      ranges.append(start..<stop)
      start = stop
    }
    let cuts = ranges
    let lines = parallelMap(count: cuts.count) { part in
      bytes[cuts[part]].reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    }
    var line = following
    return cuts.enumerated().map { part, range in
      defer { line += lines[part] }
      return RegisterRows(bytes, range, line: line)
    }
  }

  /// Moves to the next row that is not empty; `false` behind the last.
  mutating func advance() -> Bool {
    while next < end {
      fields.removeAll(keepingCapacity: true)
      line = following
      var start = next
      var quoted = false
      var position = next
      while position < end {
        let byte = bytes[position]
        if quoted, byte == UInt8(ascii: "\"") {
          // Two quotation marks inside a quoted field are one.
          if position + 1 < end, bytes[position + 1] == UInt8(ascii: "\"") {
            position += 1
          } else {
            quoted = false
          }
        } else if byte == UInt8(ascii: "\""), trimmed(start, position).isEmpty {
          // Elsewhere a quotation mark is a letter and swallows nothing.
          quoted = true
        } else if byte == UInt8(ascii: "\n") {
          following += 1
          if !quoted { break }
        } else if byte == UInt8(ascii: ","), !quoted {
          fields.append(trimmed(start, position))
          start = position + 1
        }
        position += 1
      }
      if quoted { openQuoteLine = line }
      next = position + 1
      let last = trimmed(start, position)
      if fields.isEmpty && last.isEmpty { continue }
      fields.append(last)
      return true
    }
    return false
  }

  /// The text of a field; doubled quotes are made single.
  func text(_ field: Int) -> String {
    guard field < fields.count else { return "" }
    let text = String(decoding: bytes[fields[field]], as: UTF8.self)
    guard text.utf8.contains(UInt8(ascii: "\"")) else { return text }
    return text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
  }

  /// The bytes of a short field, by which a text that comes again is known without being made;
  /// `nil` for an empty or a long one.
  func key(_ field: Int) -> TextKey? {
    guard field < fields.count, !fields[field].isEmpty, fields[field].count <= 15 else {
      return nil
    }
    return TextKey(bytes[fields[field]])
  }

  func isEmpty(_ field: Int) -> Bool { field >= fields.count || fields[field].isEmpty }

  /// The number of a field of digits and one decimal point; `nil` for anything else.
  func number(_ field: Int) -> Double? {
    guard field < fields.count else { return nil }
    var mantissa = 0.0
    var digits = 0
    var scale = 1.0
    var isFraction = false
    var isNegative = false
    for position in fields[field] {
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
        guard position == fields[field].lowerBound else { return nil }
        isNegative = true
      default:
        let value = Double(text(field))
        return value?.isFinite == true ? value : nil
      }
    }
    guard digits > 0 else { return nil }
    return (isNegative ? -1 : 1) * mantissa / scale
  }

  private func trimmed(_ from: Int, _ until: Int) -> Range<Int> {
    var start = from
    var end = until
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    if end - start >= 2, bytes[start] == UInt8(ascii: "\""), bytes[end - 1] == UInt8(ascii: "\"") {
      start += 1
      end -= 1
    }
    return start..<end
  }
}

/// Up to fifteen bytes of text in two numbers.
struct TextKey: Hashable, Sendable {
  private let first: UInt64
  private let second: UInt64

  init(_ bytes: ArraySlice<UInt8>) {
    var first: UInt64 = 0
    var second = UInt64(bytes.count)
    for (place, byte) in bytes.enumerated() {
      if place < 8 {
        first = first << 8 | UInt64(byte)
      } else {
        second = second << 8 | UInt64(byte)
      }
    }
    self.first = first
    self.second = second
  }
}
