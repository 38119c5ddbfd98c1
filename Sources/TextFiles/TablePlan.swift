/// What to do with each field of a delimited table's rows.
///
/// It knows bytes, numbers and clocks and nothing about what they mean.
package struct TablePlan: Sendable {
  /// The role of one field.
  package enum Field: Sendable, Equatable {
    /// Passed over.
    case skip
    /// Whole numbers that make up the row's stamp.
    case year, month, day, hour, minute
    /// A stamp, or the part of one, in a pattern.
    case stamp(TimePattern)
    /// Text that repeats, kept as a code; the number counts the category columns from 0.
    case category(Int)
    /// A number; the index is into `numbers`.
    case number(Int)
  }

  /// The byte between fields.
  package var separator: UInt8
  /// The byte between a number's whole part and its decimals.
  package var decimalMark: UInt8
  /// Whether a field may stand in quotation marks (RFC 4180). Where it may not, a quotation mark is
  /// a letter like any other.
  package var isQuoted: Bool
  /// One role a field, in the order of the columns.
  package var fields: [Field]
  /// The settings of the number columns.
  package var numbers: [NumberColumn]

  package init(
    separator: UInt8 = UInt8(ascii: ","), decimalMark: UInt8 = UInt8(ascii: "."),
    isQuoted: Bool = true, fields: [Field], numbers: [NumberColumn]
  ) {
    self.separator = separator
    self.decimalMark = decimalMark
    self.isQuoted = isQuoted
    self.fields = fields
    self.numbers = numbers
  }
}

/// How the numbers of one column are written.
package struct NumberColumn: Sendable {
  /// Texts that stand for a number; NaN for those that mean missing. An empty field is missing
  /// without being listed.
  package var words: [(text: String, value: Double)]
  /// Numbers, as written in the file, that mean missing.
  package var sentinels: [Double]
  /// The smallest and largest number, as written, that is believed.
  package var believed: ClosedRange<Double>
  /// Power of ten by which the number as written is multiplied, without rounding twice.
  package var exponent: Int

  /// A column; by default every finite number is believed as it stands.
  package init(
    words: [(text: String, value: Double)] = [], sentinels: [Double] = [],
    believed: ClosedRange<Double> = -.greatestFiniteMagnitude...Double.greatestFiniteMagnitude,
    exponent: Int = 0
  ) {
    self.words = words
    self.sentinels = sentinels
    self.believed = believed
    self.exponent = exponent
  }
}

/// The columns of a scanned table.
package struct ScannedTable: Sendable {
  /// How many rows.
  package var rowCount = 0
  /// The clock reading of each row, seconds since 1970-01-01T00:00 of the same clock; empty when
  /// the plan has no time.
  package var stamps: [Int] = []
  /// One array a number column, `rowCount` long; NaN where missing, a sentinel, or not believed.
  package var numbers: [[Double]] = []
  /// One array a category column, `rowCount` long; indices into `categoryNames`.
  package var categories: [[Int32]] = []
  /// The texts of each category column, as bytes, in order of first appearance.
  package var categoryNames: [[[UInt8]]] = []
  /// Fields worth telling about, in file order; most of them became NaN.
  package var exceptions: [Exception] = []
  /// The line of the first row.
  package var firstLine = 1
  /// The rows before which a line end was passed over that ends no row, ascending: that of a blank
  /// line, or one inside quotation marks.
  package var furtherLineRows: [Int] = []
  /// The line of each row, where the rows were rewritten before they were scanned; empty otherwise.
  package var rowLines: [Int] = []
  /// How many line ends stand inside quotation marks, and the row of the first.
  package var quotedLineEnds = (count: 0, firstRow: 0)
  /// How many empty fields every row has behind its last column.
  package var furtherFields = 0

  /// A number that was read but not believed, a field of blanks, or an unusual spelling.
  package struct Exception: Sendable, Equatable {
    /// Why it became NaN; a number with the minus sign U+2212 did not.
    package enum Reason: Sendable { case blank, sentinel, outside, minusSign }
    package internal(set) var row: Int
    /// Index into the plan's `numbers`.
    package let column: Int
    package let reason: Reason
    /// The number as written; NaN for a blank.
    package let value: Double

    /// The same of a row's place in another order of rows.
    package func at(row: Int) -> Exception {
      var copy = self
      copy.row = row
      return copy
    }
  }

  /// The line of a row in the file, from 1.
  package func line(of row: Int) -> Int {
    guard rowLines.isEmpty else { return rowLines[row] }
    return firstLine + row + furtherLines(before: row)
  }

  private func furtherLines(before row: Int) -> Int {
    var low = 0
    var high = furtherLineRows.count
    while low < high {
      let middle = (low + high) / 2
      if furtherLineRows[middle] <= row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Why a table could not be scanned. Fields count from 0, lines from 1.
package enum TableError: Error, Equatable, Sendable {
  /// A row with more or fewer fields than the plan; `found` is exact.
  case fieldCount(expected: Int, found: Int, line: Int)
  /// A field that is neither a number nor a listed word.
  case notANumber([UInt8], field: Int, line: Int)
  /// A field that does not follow its pattern, or is no whole number.
  case notATime([UInt8], field: Int, line: Int)
  /// A date or time of day that does not exist, such as 30 February or 25 o'clock.
  case impossibleTime(String, line: Int)
  /// A quotation mark that is closed nowhere, with the line on which it opens.
  case openQuote(field: Int, line: Int)
  /// Text between a closing quotation mark and the end of the field.
  case textBehindQuote(field: Int, line: Int)
}
