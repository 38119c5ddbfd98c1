/// The slower ways: quoted, blank and unusual fields, and what went wrong.
extension RowScanner {
  /// A field without quotes and blanks around it; leaves `at` at its end, or faults.
  @inline(never)
  mutating func content() -> Range<Int>? {
    var begin = at
    while isBlank(bytes[begin]) { begin += 1 }
    if bytes[begin] == UInt8(ascii: "\"") {
      begin += 1
      var position = begin
      while bytes[position] != UInt8(ascii: "\"") && bytes[position] != 0x0a {
        position += 1
      }
      let close = position
      guard bytes[close] != 0x0a else {
        fault = .openQuote
        return nil
      }
      position += 1
      while isBlank(bytes[position]) { position += 1 }
      guard isFieldEnd(position) else {
        fault = .openQuote
        return nil
      }
      at = position
      return begin..<close
    }
    var position = begin
    while !isFieldEnd(position) { position += 1 }
    at = position
    while position > begin, isBlank(bytes[position - 1]) { position -= 1 }
    return begin..<position
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte == 0x09 && separator != 0x09)
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
    guard let range = content() else { return false }
    guard !range.isEmpty else {
      values.set(column, row, .nan)
      // Two quotes with nothing between them are an empty field, blanks are a blemish.
      if bytes[begin] != UInt8(ascii: "\"") {
        exceptions.append(.init(row: row, column: column, reason: .blank, value: .nan))
      }
      return true
    }
    if let value = words.value(column, bytes, range) {
      values.set(column, row, value)
      return true
    }
    let text = bytes.text(range)
    let exponent = limits[column].exponent
    guard
      let value = DecimalText.value(
        of: text, decimalMark: decimalMark, exponent: exponent),
      let written = DecimalText.value(of: text, decimalMark: decimalMark, exponent: 0)
    else {
      fault = .notANumber
      return false
    }
    store(value, written: written, column: column)
    return true
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
    guard let range = content() else { return false }
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in range { hash = (hash ^ UInt64(bytes[position])) &* 0x100_0000_01b3 }
    let code: Int32
    if let found = known[column][hash], isName(names[column][Int(found)], range) {
      code = found
    } else {
      let text = bytes.text(range)
      if let found = names[column].firstIndex(of: text) {
        code = Int32(found)
      } else {
        code = Int32(names[column].count)
        names[column].append(text)
        known[column][hash] = code
      }
    }
    codes.set(column, row, code)
    last[column] = (begin, at - begin, code)
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
    guard let range = content() else { return false }
    var position = range.lowerBound
    var afternoon: Bool?
    var index = 0
    let steps = pattern.steps
    while index < steps.count {
      let code = steps[index]
      if code == TimePattern.literal {
        guard position < range.upperBound, bytes[position] == steps[index + 1] else {
          fault = .notATime
          return false
        }
        position += 1
      } else if code == TimePattern.half {
        guard position + 1 < range.upperBound, (bytes[position + 1] | 32) == 109,
          (bytes[position] | 32) == 97 || (bytes[position] | 32) == 112
        else {
          fault = .notATime
          return false
        }
        afternoon = (bytes[position] | 32) == 112
        position += 2
      } else {
        let kind = code & ~TimePattern.short
        let most = kind == TimePattern.year ? 4 : 2
        let least = code & TimePattern.short != 0 ? 1 : most
        var number = 0
        var digits = 0
        while digits < most && position < range.upperBound {
          let digit = bytes[position] &- 48
          if digit > 9 { break }
          number = number * 10 + Int(digit)
          digits += 1
          position += 1
        }
        guard digits >= least else {
          fault = .notATime
          return false
        }
        clock.set(kind == TimePattern.hourOfHalf ? 3 : Int(kind) - 1, number)
      }
      index += 2
    }
    guard position == range.upperBound else {
      fault = .notATime
      return false
    }
    guard let afternoon else { return true }
    guard clock.turnToTwentyFourHours(afternoon: afternoon) else {
      fault = .notATime
      return false
    }
    return true
  }

  /// Passes a line of nothing but blanks.
  mutating func skipBlankLine() -> Bool {
    let first = bytes[at]
    guard first <= 0x20 else { return false }
    var position = at
    while isBlank(bytes[position]) || bytes[position] == 0x0d { position += 1 }
    guard bytes[position] == 0x0a else { return false }
    at = position + 1
    blankLineRows.append(row)
    return true
  }

  /// The fault in the reader's terms, or `nil` when the scan reached the end.
  func failure(firstLine: Int) -> TableError? {
    guard let fault = fault else { return nil }
    let line = firstLine + row + blankLineRows.count
    // A field too many or too few shifts the others: that is the fault to name then.
    let found = countFields()
    if fault != .openQuote && found != steps.count {
      return .fieldCount(expected: steps.count, found: found, line: line)
    }
    switch fault {
    case .fieldCount: return .fieldCount(expected: steps.count, found: found, line: line)
    case .notANumber: return .notANumber(faultText(), field: faultField, line: line)
    case .notATime: return .notATime(faultText(), field: faultField, line: line)
    case .impossibleTime: return .impossibleTime(clock.text, line: line)
    case .openQuote: return .openQuote(field: faultField, line: line)
    }
  }

  private func faultText() -> [UInt8] {
    var copy = self
    copy.at = faultBegin
    guard let range = copy.content() else { return [] }
    return bytes.text(range)
  }

  private func countFields() -> Int {
    var fields = 1
    var quoted = false
    var position = rowBegin
    while bytes[position] != 0x0a {
      if bytes[position] == UInt8(ascii: "\"") { quoted.toggle() }
      if !quoted && bytes[position] == separator { fields += 1 }
      position += 1
    }
    return fields
  }
}

/// Texts that stand for numbers, a column, found by their bytes.
struct WordTable {
  /// Words of up to eight bytes as one integer, in the order they were given.
  private let short: [[(key: UInt64, value: Double)]]
  private let long: [[(text: [UInt8], value: Double)]]

  init(_ columns: [NumberColumn]) {
    short = columns.map { column in
      column.words.filter { $0.text.utf8.count <= 8 }.map {
        (Self.key(Array($0.text.utf8)), $0.value)
      }
    }
    long = columns.map { column in
      column.words.filter { $0.text.utf8.count > 8 }.map { (Array($0.text.utf8), $0.value) }
    }
  }

  private static func key(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The number that the bytes stand for, or `nil` when they are no word.
  func value(_ column: Int, _ bytes: GuardedBytes, _ range: Range<Int>) -> Double? {
    guard range.count > 8 else {
      var key: UInt64 = 0
      for position in range { key = key << 8 | UInt64(bytes[position]) }
      for word in short[column] where word.key == key { return word.value }
      return nil
    }
    for word in long[column] where word.text.count == range.count {
      var same = true
      for offset in 0..<range.count where same {
        same = word.text[offset] == bytes[range.lowerBound + offset]
      }
      if same { return word.value }
    }
    return nil
  }
}
