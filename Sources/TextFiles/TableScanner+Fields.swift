/// The slower ways: quoted, blank and unusual fields, and what went wrong.
extension RowScanner {
  /// A field without quotes and blanks around it; leaves `at` at its end, or faults.
  ///
  /// Blanks are the space, the tab where it separates nothing, and, in UTF-8, the no-break space
  /// and the ideographic space, with which web pages and East Asian spreadsheets fill empty cells.
  @inline(never)
  mutating func content() -> Range<Int>? {
    var begin = at
    hasDoubledQuotes = false
    while true {
      let width = blankWidth(at: begin)
      if width == 0 { break }
      begin += width
    }
    if bytes[begin] == quote && quote != 0 { return quotedContent(from: begin + 1) }
    var position = begin
    while !isFieldEnd(position) { position += 1 }
    at = position
    while position > begin {
      let width = blankWidth(before: position, after: begin)
      if width == 0 { break }
      position -= width
    }
    return begin..<position
  }

  /// A field in quotation marks (RFC 4180): separators and line ends belong to it, a doubled
  /// quotation mark is one.
  private mutating func quotedContent(from begin: Int) -> Range<Int>? {
    var position = begin
    while true {
      let byte = bytes[position]
      if byte == quote {
        guard bytes[position + 1] == quote else { break }
        hasDoubledQuotes = true
        position += 1
      } else if byte == 0x0a {
        guard position < bytes.count - 1 else {
          fault = .openQuote
          return nil
        }
        if quotedLineEnds.count == 0 { quotedLineEnds.firstRow = row }
        quotedLineEnds.count += 1
        furtherLineRows.append(row + 1)
      }
      position += 1
    }
    let close = position
    position += 1
    while true {
      let width = blankWidth(at: position)
      if width == 0 { break }
      position += width
    }
    guard isFieldEnd(position) else {
      fault = .textBehindQuote
      return nil
    }
    at = position
    return begin..<close
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte == 0x09 && separator != 0x09)
  }

  /// How many bytes the blank at a place has; 0 when there is none.
  @inline(__always)
  private func blankWidth(at position: Int) -> Int {
    let byte = bytes[position]
    if byte > 0x20 && byte < 0xc2 { return 0 }
    if isBlank(byte) { return 1 }
    if byte == 0xc2, bytes[position + 1] == 0xa0 { return 2 }
    if byte == 0xe3, bytes[position + 1] == 0x80, bytes[position + 2] == 0x80 { return 3 }
    return 0
  }

  /// How many bytes the blank before a place has; 0 when there is none.
  @inline(__always)
  private func blankWidth(before position: Int, after begin: Int) -> Int {
    let byte = bytes[position - 1]
    if byte > 0x20 && byte < 0x80 { return 0 }
    if isBlank(byte) { return 1 }
    if byte == 0xa0, position - 2 >= begin, bytes[position - 2] == 0xc2 { return 2 }
    if byte == 0x80, position - 3 >= begin, bytes[position - 2] == 0x80,
      bytes[position - 3] == 0xe3
    {
      return 3
    }
    return 0
  }

  /// Inlined: a call would copy the whole scanner.
  @inline(__always)
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (begin, end) = (range.lowerBound, range.upperBound)
    while begin < end {
      let width = blankWidth(at: begin)
      if width == 0 { break }
      begin += width
    }
    while end > begin {
      let width = blankWidth(before: end, after: begin)
      if width == 0 { break }
      end -= width
    }
    return begin..<max(begin, end)
  }

  /// The bytes of the field that `content` just read.
  func text(_ range: Range<Int>) -> [UInt8] {
    let text = bytes.text(range)
    guard hasDoubledQuotes else { return text }
    var single: [UInt8] = []
    var position = 0
    while position < text.count {
      single.append(text[position])
      position += text[position] == quote ? 2 : 1
    }
    return single
  }

  /// Empty fields behind the last column, which every row must have then.
  @inline(never)
  mutating func passFurtherFields() -> Bool {
    var count = 0
    while bytes[at] == separator {
      at += 1
      count += 1
      guard let range = content(), range.isEmpty else {
        fault = .fieldCount
        return false
      }
    }
    if bytes[at] == 0x0d { at += 1 }
    guard bytes[at] == 0x0a, count > 0, row == furtherFieldRows,
      furtherFields == 0 || furtherFields == count
    else {
      fault = .fieldCount
      return false
    }
    furtherFields = count
    furtherFieldRows += 1
    at += 1
    return true
  }

  /// Puts a number where it belongs, or NaN and a note when it is a sentinel or not believed.
  @inline(never)
  mutating func store(_ value: Double, written: Double, column: Int) {
    let settings = plan.numbers[column]
    let reason: ScannedTable.Exception.Reason
    if settings.sentinels.contains(written) {
      reason = .sentinel
    } else if !settings.believed.contains(written) {
      reason = .outside
    } else {
      values.set(column, row, value)
      return
    }
    values.set(column, row, .nan)
    exceptions.append(.init(row: row, column: column, reason: reason, value: written))
  }

  /// A number column's field that is no plain decimal: empty, a word, quoted, with an exponent.
  @inline(never)
  mutating func readIrregularNumber(_ column: Int) -> Bool {
    let begin = at
    if isFieldEnd(begin) {
      values.set(column, row, .nan)
      return true
    }
    if let end = plainWordEnd(begin), let value = words.value(column, bytes, begin..<end) {
      at = end
      values.set(column, row, value)
      return true
    }
    guard let content = content() else { return false }
    // Blanks inside quotation marks are blanks too where a number is wanted.
    let range = trimmed(content)
    guard !range.isEmpty else {
      values.set(column, row, .nan)
      // Two quotes with nothing between them are an empty field, blanks are a blemish.
      if bytes[begin] != quote || !content.isEmpty {
        exceptions.append(.init(row: row, column: column, reason: .blank, value: .nan))
      }
      return true
    }
    if let value = words.value(column, bytes, range) {
      values.set(column, row, value)
      return true
    }
    var text = text(range)
    let hasMinusSign = text.starts(with: [0xe2, 0x88, 0x92])
    // U+2212, as spreadsheets and web pages print it, means the same as the hyphen.
    if hasMinusSign { text.replaceSubrange(0..<3, with: [UInt8(ascii: "-")]) }
    let exponent = limits[column].exponent
    guard
      let value = DecimalText.value(
        of: text, decimalMark: decimalMark, exponent: exponent),
      let written = DecimalText.value(of: text, decimalMark: decimalMark, exponent: 0)
    else {
      fault = .notANumber
      return false
    }
    if hasMinusSign {
      exceptions.append(.init(row: row, column: column, reason: .minusSign, value: written))
    }
    store(value, written: written, column: column)
    return true
  }

  /// Where a field ends that is neither quoted nor has blanks around it, such as NA; `nil` for others.
  @inline(__always)
  private func plainWordEnd(_ begin: Int) -> Int? {
    let first = bytes[begin]
    guard first > 0x20, first < 0x80, first != quote else { return nil }
    var end = begin + 1
    while !isFieldEnd(end) { end += 1 }
    let last = bytes[end - 1]
    return last > 0x20 && last < 0x80 ? end : nil
  }

  /// A part of the stamp in quotes or among blanks.
  @inline(never)
  mutating func readIrregularPart(_ part: Int) -> Bool {
    guard let range = content() else { return false }
    var number = 0
    for position in range {
      let digit = bytes[position] &- 48
      guard digit <= 9, number < 100_000 else {
        fault = .notATime
        return false
      }
      number = number * 10 + Int(digit)
    }
    guard !range.isEmpty else {
      fault = .notATime
      return false
    }
    clock.set(part, number)
    return true
  }

  /// A category that differs from the row before.
  @inline(never)
  mutating func readNewCategory(_ column: Int) -> Bool {
    let begin = at
    let linesBefore = quotedLineEnds.count
    guard let range = content() else { return false }
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in range { hash = (hash ^ UInt64(bytes[position])) &* 0x100_0000_01b3 }
    let code: Int32
    if !hasDoubledQuotes, let found = known[column][hash],
      isName(names[column][Int(found)], range)
    {
      code = found
    } else {
      let text = text(range)
      if let found = names[column].firstIndex(of: text) {
        code = Int32(found)
      } else {
        code = Int32(names[column].count)
        names[column].append(text)
        if !hasDoubledQuotes { known[column][hash] = code }
      }
    }
    codes.set(column, row, code)
    // A field of several lines is read anew each time, so that its lines are counted.
    last[column] = (quotedLineEnds.count == linesBefore ? begin : -1, at - begin, code)
    return true
  }

  private func isName(_ name: [UInt8], _ range: Range<Int>) -> Bool {
    guard name.count == range.count else { return false }
    for offset in 0..<name.count where name[offset] != bytes[range.lowerBound + offset] {
      return false
    }
    return true
  }

  /// A stamp in a pattern.
  mutating func readStamp(_ pattern: TimePattern) -> Bool {
    if let end = follow(pattern, from: at, upTo: bytes.count), isFieldEnd(end) {
      at = end
      return true
    }
    guard let range = content() else { return false }
    guard follow(pattern, from: range.lowerBound, upTo: range.upperBound) == range.upperBound
    else {
      fault = .notATime
      return false
    }
    return true
  }

  /// Reads a stamp; where it ends, or `nil` when the bytes do not follow the pattern.
  private mutating func follow(_ pattern: TimePattern, from begin: Int, upTo end: Int) -> Int? {
    var position = begin
    var afternoon: Bool?
    var index = 0
    let steps = pattern.steps
    while index < steps.count {
      let code = steps[index]
      if code == TimePattern.literal {
        guard position < end, bytes[position] == steps[index + 1] else { return nil }
        position += 1
        if steps[index + 1] == 0x20 {
          while position < end && bytes[position] == 0x20 { position += 1 }
        }
      } else if code == TimePattern.half {
        guard position + 1 < end, (bytes[position + 1] | 32) == 109,
          (bytes[position] | 32) == 97 || (bytes[position] | 32) == 112
        else { return nil }
        afternoon = (bytes[position] | 32) == 112
        position += 2
      } else {
        let kind = code & ~TimePattern.short
        let most = kind == TimePattern.year ? 4 : 2
        let least = code & TimePattern.short != 0 ? 1 : most
        var number = 0
        var digits = 0
        while digits < most && position < end {
          let digit = bytes[position] &- 48
          if digit > 9 { break }
          number = number * 10 + Int(digit)
          digits += 1
          position += 1
        }
        guard digits >= least else { return nil }
        clock.set(kind == TimePattern.hourOfHalf ? 3 : Int(kind) - 1, number)
      }
      index += 2
    }
    guard let afternoon else { return position }
    return clock.turnToTwentyFourHours(afternoon: afternoon) ? position : nil
  }

  /// Passes a line of nothing but blanks.
  @inline(__always)
  mutating func skipBlankLine() -> Bool {
    let first = bytes[at]
    return (first <= 0x20 || first >= 0xc2) && passBlankLine()
  }

  @inline(never)
  private mutating func passBlankLine() -> Bool {
    var position = at
    while true {
      let width = bytes[position] == 0x0d ? 1 : blankWidth(at: position)
      if width == 0 { break }
      position += width
    }
    guard bytes[position] == 0x0a else { return false }
    at = position + 1
    furtherLineRows.append(row)
    return true
  }
}
