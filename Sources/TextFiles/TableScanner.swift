/// Scans a delimited table once, from bytes straight into columns.
///
/// No field becomes a string unless an error needs it. Every loop ends at the latest at the line
/// end that the array's last byte is required to be.
package enum TableScanner {
  /// Reads all rows from `start` to the end.
  ///
  /// - Parameters:
  ///   - bytes: the file; its last byte is a line end.
  ///   - start: where the first row begins.
  ///   - firstLine: that row's line in the file, from 1.
  ///   - rowLimit: at least the number of rows, usually the number of line ends.
  /// - Returns: the columns that the plan names.
  /// - Throws: `TableError` at the first row that does not follow the plan.
  package static func scan(
    _ bytes: [UInt8], from start: Int, firstLine: Int, rowLimit: Int, plan: TablePlan
  ) throws(TableError) -> ScannedTable {
    precondition(start >= bytes.count || bytes[bytes.count - 1] == 0x0a)
    precondition(start >= 0)
    let columns = plan.numbers.count
    let categories = plan.fields.reduce(0) { count, field in
      if case .category = field { count + 1 } else { count }
    }
    let hasTime = plan.fields.contains(where: \.isTime)
    var failure: TableError?
    var table = ScannedTable()
    table.firstLine = firstLine
    var codeColumns: [[Int32]] = []
    var stampColumns: [[Int]] = []
    table.numbers = ColumnWriter<Double>.columns(columns, capacity: rowLimit) { values in
      codeColumns = ColumnWriter<Int32>.columns(categories, capacity: rowLimit) { codes in
        stampColumns = ColumnWriter<Int>.columns(hasTime ? 1 : 0, capacity: rowLimit) { stamps in
          unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let guarded = unsafe GuardedBytes(buffer) else { return }
            var scanner = RowScanner(
              bytes: guarded, at: start, plan: plan, values: values, codes: codes,
              stamps: stamps, categories: categories)
            scanner.run()
            failure = scanner.failure(firstLine: firstLine)
            table.rowCount = scanner.row
            table.furtherLineRows = scanner.furtherLineRows
            table.quotedLineEnds = scanner.quotedLineEnds
            table.furtherFields = scanner.furtherFields
            table.exceptions = scanner.exceptions
            table.categoryNames = scanner.names
          }
          return table.rowCount
        }
        return table.rowCount
      }
      return table.rowCount
    }
    if let failure { throw failure }
    table.categories = codeColumns
    table.stamps = stampColumns.first ?? []
    return table
  }
}

extension TablePlan.Field {
  /// Whether the field is part of the row's stamp.
  var isTime: Bool {
    switch self {
    case .year, .month, .day, .hour, .minute, .stamp: true
    case .skip, .category, .number: false
    }
  }
}

/// The state of one scan: where it is, what it has read, what went wrong.
struct RowScanner {
  /// What stopped the scan.
  enum Fault { case fieldCount, notANumber, notATime, impossibleTime, openQuote, textBehindQuote }
  /// A column's settings that the fast path needs, without references to count.
  struct Limits {
    let lowest: Double
    let highest: Double
    let exponent: Int
    /// Whether a sentinel lies among the numbers that are believed.
    let hasInnerSentinels: Bool
  }
  /// A step of a row: what to do, and for which column.
  struct Step {
    let action: UInt8
    let column: Int
  }
  static let skip: UInt8 = 0
  static let part: UInt8 = 1
  static let stamp: UInt8 = 2
  static let category: UInt8 = 3
  static let number: UInt8 = 4

  let bytes: GuardedBytes
  var at: Int
  let separator: UInt8
  let decimalMark: UInt8
  /// The quotation mark, or zero where fields are not quoted.
  let quote: UInt8
  let steps: [Step]
  let limits: [Limits]
  let plan: TablePlan
  let values: ColumnWriter<Double>
  let codes: ColumnWriter<Int32>
  let stamps: ColumnWriter<Int>
  let words: WordTable
  let patterns: [TimePattern]

  var row = 0
  var furtherLineRows: [Int] = []
  var quotedLineEnds = (count: 0, firstRow: 0)
  /// Empty fields behind the last column, and how many rows have had them.
  var furtherFields = 0
  var furtherFieldRows = 0
  /// Whether the field that `content` read last has doubled quotation marks inside.
  var hasDoubledQuotes = false
  var exceptions: [ScannedTable.Exception] = []
  var names: [[[UInt8]]]
  var known: [[UInt64: Int32]]
  /// Where the field of the row before began, how long it was, and its code, a category column.
  var last: [(begin: Int, length: Int, code: Int32)]
  var fault: Fault?
  var faultField = 0
  var faultBegin = 0
  var rowBegin = 0
  var clock = ClockReading()

  init(
    bytes: GuardedBytes, at: Int, plan: TablePlan, values: ColumnWriter<Double>,
    codes: ColumnWriter<Int32>, stamps: ColumnWriter<Int>, categories: Int
  ) {
    self.bytes = bytes
    self.at = at
    self.plan = plan
    self.values = values
    self.codes = codes
    self.stamps = stamps
    separator = plan.separator
    decimalMark = plan.decimalMark
    quote = plan.isQuoted ? UInt8(ascii: "\"") : 0
    var patterns: [TimePattern] = []
    steps = plan.fields.map { field in
      switch field {
      case .skip: return Step(action: Self.skip, column: 0)
      case .year: return Step(action: Self.part, column: 0)
      case .month: return Step(action: Self.part, column: 1)
      case .day: return Step(action: Self.part, column: 2)
      case .hour: return Step(action: Self.part, column: 3)
      case .minute: return Step(action: Self.part, column: 4)
      case .stamp(let pattern):
        patterns.append(pattern)
        return Step(action: Self.stamp, column: patterns.count - 1)
      case .category(let index): return Step(action: Self.category, column: index)
      case .number(let index): return Step(action: Self.number, column: index)
      }
    }
    self.patterns = patterns
    limits = plan.numbers.map { column in
      Limits(
        lowest: column.believed.lowerBound, highest: column.believed.upperBound,
        exponent: column.exponent,
        hasInnerSentinels: column.sentinels.contains { column.believed.contains($0) })
    }
    words = WordTable(plan.numbers)
    names = Array(repeating: [], count: categories)
    known = Array(repeating: [:], count: categories)
    last = Array(repeating: (-1, 0, 0), count: categories)
  }

  /// Reads rows until the end or the first fault.
  mutating func run() {
    let hasTime = plan.fields.contains(where: \.isTime)
    while at < bytes.count {
      if skipBlankLine() { continue }
      rowBegin = at
      guard readRow() else { return }
      if hasTime {
        guard let seconds = clock.secondsSinceEpoch() else {
          fault = .impossibleTime
          return
        }
        stamps.set(0, row, seconds)
      }
      row += 1
    }
  }

  @inline(__always)
  private mutating func readRow() -> Bool {
    let count = steps.count
    var field = 0
    while field < count {
      let step = steps[field]
      let begin = at
      let fine: Bool
      switch step.action {
      case Self.number: fine = readNumber(step.column)
      case Self.part: fine = readPart(step.column)
      case Self.category: fine = readCategory(step.column)
      case Self.stamp: fine = readStamp(patterns[step.column])
      default: fine = passField()
      }
      guard fine else {
        faultField = field
        faultBegin = begin
        return false
      }
      field += 1
      if field < count {
        guard bytes[at] == separator else {
          fault = .fieldCount
          return false
        }
        at += 1
      }
    }
    if bytes[at] == 0x0d { at += 1 }
    guard bytes[at] == 0x0a else { return passFurtherFields() }
    at += 1
    return true
  }

  /// Whether a field may end here: separator, line end, or the carriage return before one.
  @inline(__always)
  func isFieldEnd(_ position: Int) -> Bool {
    let byte = bytes[position]
    return byte == separator || byte == 0x0a
      || (byte == 0x0d && bytes[position + 1] == 0x0a)
  }

  @inline(__always)
  private mutating func readNumber(_ column: Int) -> Bool {
    var position = at
    let negative = bytes[position] == UInt8(ascii: "-")
    if negative { position += 1 }
    let begin = position
    var mantissa: UInt64 = 0
    while true {
      let digit = bytes[position] &- 48
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      position += 1
    }
    var digits = position - begin
    let settings = limits[column]
    var exponent = settings.exponent
    if bytes[position] == decimalMark {
      position += 1
      let decimals = position
      while true {
        let digit = bytes[position] &- 48
        if digit > 9 { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        position += 1
      }
      digits += position - decimals
      exponent -= position - decimals
    }
    // Nineteen digits always fit in 64 bits; beyond that the mantissa above is meaningless.
    guard digits > 0, digits <= 19, mantissa <= DecimalText.exactMantissa,
      exponent >= -22, exponent - settings.exponent >= -22, exponent <= 22, isFieldEnd(position)
    else { return readIrregularNumber(column) }
    at = position
    let value = Self.scaled(mantissa, exponent, negative: negative)
    // Limits and sentinels are stated in the numbers as written.
    let written =
      settings.exponent == 0
      ? value : Self.scaled(mantissa, exponent - settings.exponent, negative: negative)
    if written >= settings.lowest && written <= settings.highest && !settings.hasInnerSentinels {
      values.set(column, row, value)
      return true
    }
    store(value, written: written, column: column)
    return true
  }

  @inline(__always)
  private static func scaled(_ mantissa: UInt64, _ exponent: Int, negative: Bool) -> Double {
    let magnitude =
      exponent < 0
      ? Double(mantissa) / DecimalText.powers[-exponent]
      : Double(mantissa) * DecimalText.powers[exponent]
    return negative ? -magnitude : magnitude
  }

  @inline(__always)
  private mutating func readPart(_ part: Int) -> Bool {
    var position = at
    var number = 0
    while true {
      let digit = bytes[position] &- 48
      if digit > 9 { break }
      number = number &* 10 &+ Int(digit)
      position += 1
    }
    guard position > at, position - at <= 4, isFieldEnd(position) else {
      return readIrregularPart(part)
    }
    at = position
    clock.set(part, number)
    return true
  }

  @inline(__always)
  private mutating func readCategory(_ column: Int) -> Bool {
    let previous = last[column]
    if previous.begin >= 0 {
      var offset = 0
      while offset < previous.length
        && bytes[at + offset] == bytes[previous.begin + offset]
      {
        offset += 1
      }
      if offset == previous.length, isFieldEnd(at + offset) {
        codes.set(column, row, previous.code)
        at += offset
        return true
      }
    }
    return readNewCategory(column)
  }

  @inline(__always)
  private mutating func passField() -> Bool {
    // A quotation mark may stand behind blanks.
    if bytes[at] == quote || bytes[at] == 0x20 { return content() != nil }
    while bytes[at] != separator && bytes[at] != 0x0a { at += 1 }
    if bytes[at] == 0x0a && at > rowBegin && bytes[at - 1] == 0x0d { at -= 1 }
    return true
  }
}
