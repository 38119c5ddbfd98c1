/// What went wrong in a scan, in the terms of the file.
extension RowScanner {
  /// The fault in the reader's terms, or `nil` when the scan reached the end.
  func failure(firstLine: Int) -> TableError? {
    let count = steps.count
    guard let fault = fault else {
      // Some rows have empty fields behind the last column and some have none.
      guard furtherFieldRows > 0, furtherFieldRows < row else { return nil }
      return .fieldCount(
        expected: count, found: count + furtherFields,
        line: firstLine + furtherLineRows.prefix { $0 == 0 }.count)
    }
    let line = firstLine + row + furtherLineRows.count { $0 <= row }
    // A field too many or too few shifts the others: that is the fault to name then.
    var counter = self
    let found = counter.countFields()
    if let fault = counter.fault {
      let opened = line + lineEnds(before: counter.at)
      return fault == .openQuote
        ? .openQuote(field: counter.faultField, line: opened)
        : .textBehindQuote(field: counter.faultField, line: opened)
    }
    if found != count { return .fieldCount(expected: count, found: found, line: line) }
    switch fault {
    case .notANumber: return .notANumber(faultText(), field: faultField, line: line)
    case .notATime: return .notATime(faultText(), field: faultField, line: line)
    case .impossibleTime: return .impossibleTime(clock.text, line: line)
    case .fieldCount, .openQuote, .textBehindQuote:
      return .fieldCount(expected: count, found: found, line: line)
    }
  }

  private func faultText() -> [UInt8] {
    var copy = self
    copy.at = faultBegin
    guard let range = copy.content() else { return [] }
    return copy.text(range)
  }

  /// How many fields the present row has; a fault where its quotation marks do not close, with
  /// `at` where that field begins.
  private mutating func countFields() -> Int {
    at = rowBegin
    fault = nil
    faultField = 0
    while true {
      let begin = at
      guard content() != nil else {
        at = begin
        return faultField + 1
      }
      guard bytes[at] == separator else { return faultField + 1 }
      at += 1
      faultField += 1
    }
  }

  /// Line ends between the beginning of the present row and a place in it.
  private func lineEnds(before position: Int) -> Int {
    (rowBegin..<position).count { bytes[$0] == 0x0a }
  }
}
