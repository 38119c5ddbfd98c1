import AirQuality
import TextFiles
import NumericKernels
import TestSupport
import Testing

@Suite("Scanning tables")
struct TableScannerTests {
  private func scan(_ text: String, _ plan: TablePlan) throws(TableError) -> ScannedTable {
    let bytes = Array(text.utf8)
    return try TableScanner.scan(
      bytes, from: 0, firstLine: 1, rowLimit: TextSurvey(bytes).lineEnds, plan: plan)
  }

  private static let oneNumber = TablePlan(fields: [.number(0)], numbers: [NumberColumn()])

  @Test(
    "Decimals are exactly rounded", .tags(.golden),
    arguments: [
      "0.1", "-0.7", "1023.2", "65.0694024417915", "178.435529964698", "9007199254740993",
      "123456789012345678901234567890", "0.000000000000000000000000000123", "1e-5", "2.5E+3",
      "+4", "5.", ".5", "-.5", "-0.0", "0.30000000000000004", "18446744073709551616",
      "00000000000000000000001.5",
    ])
  func exactDecimals(_ text: String) throws {
    let standard = text == "5." ? "5" : text.replacing(/^(-?)\./) { "\($0.output.1)0." }
    let expected = try #require(Double(standard))
    let value = try #require(try scan(text + "\n", Self.oneNumber).numbers.first?.first)
    #expect(value.bitPattern == expected.bitPattern)
  }

  @Test("Any decimal of up to 17 digits reads as the library reads it", .tags(.property))
  func randomDecimals() throws {
    var stream = RandomStream(seed: 7, index: 0)
    var texts: [String] = []
    for _ in 0..<5_000 {
      let digits = 1 + Int(stream.uniform() * 17)
      var text = stream.uniform() < 0.5 ? "-" : ""
      for position in 0..<digits {
        if position > 0 && stream.uniform() < 0.1 && !text.contains(".") { text += "." }
        text += String(Int(stream.uniform() * 10))
      }
      texts.append(text.hasSuffix(".") ? text + "0" : text)
    }
    let table = try scan(texts.joined(separator: "\n") + "\n", Self.oneNumber)
    for (text, value) in zip(texts, table.numbers[0]) {
      #expect(Double(text)?.bitPattern == value.bitPattern)
    }
  }

  @Test("A power of ten shifts the decimals without a second rounding", .tags(.analytical))
  func exponents() throws {
    let plan = TablePlan(
      fields: [.number(0), .number(1)],
      numbers: [NumberColumn(exponent: 1), NumberColumn(sentinels: [9_999], exponent: -1)])
    let table = try scan("203.241,5.43\n0.1,9999\n", plan)
    #expect(table.numbers[0] == [2_032.41, 1])
    #expect(table.numbers[1][0] == 0.543)
    let exception = try #require(table.exceptions.first)
    #expect(exception.row == 1 && exception.column == 1 && exception.value == 9_999)
    #expect(exception.reason == .sentinel && table.exceptions.count == 1)
  }

  @Test("Words, quotes, blanks and empty fields", .tags(.analytical))
  func fields() throws {
    let plan = TablePlan(
      separator: UInt8(ascii: ";"), decimalMark: UInt8(ascii: ","),
      fields: [.category(0), .skip, .number(0)],
      numbers: [NumberColumn(words: [("NA", .nan), ("north-north-west", 337.5)])])
    let text =
      "\"A;1\";\"x;y\";\"1,5\"\r\n\"A;1\";;NA\r\nB ; ; \r\nB;;\r\nA;z;north-north-west\r\n\n"
    let table = try scan(text, plan)
    #expect(
      table.categoryNames == [[Array("A;1".utf8), Array("B".utf8), Array("A".utf8)]])
    #expect(table.categories == [[0, 0, 1, 1, 2]])
    #expect(table.numbers[0].map { $0.isNaN ? -1 : $0 } == [1.5, -1, -1, -1, 337.5])
    #expect(table.exceptions.map(\.reason) == [.blank])
    #expect(table.furtherLineRows == [5])
  }

  @Test("A row names its line, its field and its text when it is wrong", .tags(.analytical))
  func faults() {
    let plan = TablePlan(
      fields: [.number(0), .number(1)], numbers: [NumberColumn(), NumberColumn()])
    #expect(throws: TableError.fieldCount(expected: 2, found: 1, line: 2)) {
      try scan("1,2\n3\n", plan)
    }
    #expect(throws: TableError.fieldCount(expected: 2, found: 3, line: 2)) {
      try scan("\n1,2,3\n", plan)
    }
    #expect(throws: TableError.notANumber(Array("x".utf8), field: 1, line: 1)) {
      try scan("1, x \n", plan)
    }
    #expect(throws: TableError.notANumber(Array("1 2".utf8), field: 0, line: 1)) {
      try scan("1 2,3\n", plan)
    }
    #expect(throws: TableError.notANumber(Array("inf".utf8), field: 0, line: 1)) {
      try scan("inf,3\n", plan)
    }
    #expect(throws: TableError.openQuote(field: 1, line: 1)) { try scan("1,\"2\n", plan) }
  }

  @Test("Stamps are the domain's days and seconds", .tags(.property))
  func calendar() throws {
    let pattern = try #require(TimePattern("yyyy-MM-dd"))
    let days = stride(from: -30_000, to: 60_000, by: 97)
    let text = days.map { CivilDate(daysSinceEpoch: $0).description + "\n" }.joined()
    let table = try scan(text, TablePlan(fields: [.stamp(pattern)], numbers: []))
    #expect(table.stamps == days.map { $0 * 86_400 })
  }

  @Test("24:00 is the next midnight, 24:01 and 30 February are nothing", .tags(.analytical))
  func impossibleTimes() throws {
    let pattern = try #require(TimePattern("yyyy-MM-dd H:mm"))
    let plan = TablePlan(fields: [.stamp(pattern)], numbers: [])
    #expect(try scan("1970-01-01 24:00\n", plan).stamps == [86_400])
    #expect(throws: TableError.impossibleTime("1970-01-01 24:01", line: 1)) {
      try scan("1970-01-01 24:01\n", plan)
    }
    #expect(throws: TableError.impossibleTime("2015-02-30 00:00", line: 1)) {
      try scan("2015-02-30 0:00\n", plan)
    }
    #expect(throws: TableError.notATime(Array("2015-02".utf8), field: 0, line: 1)) {
      try scan("2015-02\n", plan)
    }
    #expect(TimePattern("yyyy-MM HH") == nil)
    #expect(TimePattern("yyyy-dd") == nil)
    #expect(TimePattern("yy-MM-dd") == nil)
    #expect(TimePattern("yyyy-MM-dd hh:mm") == nil)
  }

  @Test(
    "Months and years are their first day", .tags(.analytical),
    arguments: [
      ("yyyy-MM", "1970-02", 31), ("yyyy/M", "1971/1", 365), ("yyyy", "1972", 730),
    ])
  func calendarStamps(_ pattern: String, _ stamp: String, _ days: Int) throws {
    let pattern = try #require(TimePattern(pattern))
    #expect(!pattern.hasDay)
    let table = try scan(stamp + "\n", TablePlan(fields: [.stamp(pattern)], numbers: []))
    #expect(table.stamps == [days * 86_400])
  }

  @Test("Random bytes never read beyond the table", .tags(.property))
  func randomBytes() throws {
    let pattern = try #require(TimePattern("yyyy-MM-dd"))
    let plan = TablePlan(
      fields: [.stamp(pattern), .category(0), .number(0), .skip],
      numbers: [NumberColumn(words: [("NA", .nan)])])
    let alphabet = Array("0123456789-.,\"\n\r NAe".utf8)
    var stream = RandomStream(seed: 3, index: 1)
    var refused = 0
    for _ in 0..<3_000 {
      let length = Int(stream.uniform() * 60)
      let bytes =
        Array("2014-01-01,a,1,x\n2014-01-02,".utf8)
        + (0..<length).map { _ in alphabet[Int(stream.uniform() * Double(alphabet.count))] } + [10]
      do throws(TableError) {
        let table = try TableScanner.scan(
          bytes, from: 0, firstLine: 1, rowLimit: TextSurvey(bytes).lineEnds, plan: plan)
        #expect(table.rowCount >= 1)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 1_000)
  }

  @Test("A survey counts line ends and sees zeros and letters", .tags(.property))
  func survey() {
    for length in [0, 1, 239, 240, 241, 1_000] {
      let bytes = [UInt8](repeating: 0x0a, count: length)
      #expect(TextSurvey(bytes).lineEnds == length)
      #expect(!TextSurvey(bytes).hasZero)
      #expect(TextSurvey(bytes + [0]).hasZero)
      #expect(TextSurvey(bytes).isASCII)
      #expect(!TextSurvey(bytes + [0x80]).isASCII)
    }
    #expect(TextSurvey.firstLineOutsideUTF8(Array("ab\nµ\n".utf8) + [0xff]) == 3)
    #expect(TextSurvey.firstLineOutsideUTF8(Array("ab\nµ\n".utf8)) == nil)
  }
}
