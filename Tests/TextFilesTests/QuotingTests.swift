import TextFiles
import NumericKernels
import TestSupport
import Testing

@Suite("Quoting after RFC 4180")
struct QuotingTests {
  private func scan(
    _ text: String, _ fields: [TablePlan.Field] = [.category(0), .number(0)],
    isQuoted: Bool = true, numbers: [NumberColumn] = [NumberColumn()]
  ) throws(TableError) -> ScannedTable {
    let bytes = Array(text.utf8)
    return try TableScanner.scan(
      bytes, from: 0, firstLine: 1, rowLimit: TextSurvey(bytes).lineEnds,
      plan: TablePlan(isQuoted: isQuoted, fields: fields, numbers: numbers))
  }

  private func names(_ table: ScannedTable) -> [String] {
    table.categories[0].map {
      String(decoding: table.categoryNames[0][Int($0)], as: UTF8.self)
    }
  }

  @Test("Doubled quotation marks are one, wherever they stand", .tags(.analytical))
  func doubled() throws {
    let table = try scan("\"a \"\"b\"\"\",1\n\"\"\"\",2\n\"a \"\"b\"\"\",3\na b,4\n")
    #expect(names(table) == ["a \"b\"", "\"", "a \"b\"", "a b"])
    #expect(table.numbers == [[1, 2, 3, 4]])
  }

  @Test("A line end inside quotation marks belongs to the field, and lines stay right")
  func lineEnds() throws {
    let table = try scan("\"a\nb\",1\n\n\"a\nb\",2\n\"a\nb\",3\nc,4\n")
    #expect(names(table) == ["a\nb", "a\nb", "a\nb", "c"])
    #expect((0..<4).map { table.line(of: $0) } == [1, 4, 6, 8])
    #expect(table.quotedLineEnds == (3, 0))
    #expect(throws: TableError.notANumber(Array("x".utf8), field: 1, line: 4)) {
      try scan("\"a\nb\",1\nc,2\n\"d\n\",x\n")
    }
  }

  @Test("A quotation mark inside an unquoted field is a letter", .tags(.analytical))
  func loneMark() throws {
    let table = try scan("Pier 5\" line,1\nPier 5\" line,2\nx,3\n")
    #expect(names(table) == ["Pier 5\" line", "Pier 5\" line", "x"])
    let bare = try scan("\"x,1\n\"y,2\n", isQuoted: false)
    #expect(names(bare) == ["\"x", "\"y"])
  }

  @Test("What does not close is refused where it opens", .tags(.analytical))
  func open() {
    #expect(throws: TableError.openQuote(field: 0, line: 2)) { try scan("a,1\n\"b,2\nc,3\n") }
    #expect(throws: TableError.openQuote(field: 1, line: 3)) {
      try scan("\"a\nb\",1\nc,\"2\nd,3\n")
    }
    #expect(throws: TableError.textBehindQuote(field: 0, line: 1)) { try scan("\"b\"x,2\n") }
    // The second row's quotation mark closes the first row's: text behind it tells.
    #expect(throws: TableError.textBehindQuote(field: 0, line: 1)) {
      try scan("\"a,1\n\"b,2\n")
    }
    #expect(throws: TableError.openQuote(field: 2, line: 1)) { try scan("a,1,\"x\nb,2\n") }
  }

  @Test("Every row may have the same empty fields behind its last, and only then")
  func furtherFields() throws {
    let table = try scan("a,1,\nb,2, \r\nc,3,\"\"\n")
    #expect(table.furtherFields == 1)
    #expect(table.numbers == [[1, 2, 3]])
    #expect(throws: TableError.fieldCount(expected: 2, found: 3, line: 2)) {
      try scan("a,1\nb,2,\n")
    }
    #expect(throws: TableError.fieldCount(expected: 2, found: 3, line: 1)) {
      try scan("a,1,\nb,2\n")
    }
    #expect(throws: TableError.fieldCount(expected: 2, found: 4, line: 2)) {
      try scan("a,1,\nb,2,,\n")
    }
    #expect(throws: TableError.fieldCount(expected: 2, found: 3, line: 1)) {
      try scan("a,1,5\nb,2,6\n")
    }
  }

  @Test("Blanks of web pages and East Asian tables are blank", .tags(.analytical))
  func blanks() throws {
    let table = try scan(
      "a,\"\u{a0}\"\n\u{3000}\nb,\u{3000}\u{3000}\nc,\u{a0}5\u{3000}\n\u{3000}d\u{a0},6\n")
    #expect(table.numbers[0].map { $0.isNaN ? -1 : $0 } == [-1, -1, 5, 6])
    #expect(table.exceptions.map(\.reason) == [.blank, .blank])
    #expect(names(table) == ["a", "b", "c", "d"])
  }

  @Test("The minus sign U+2212 is a minus, and is told", .tags(.analytical))
  func minusSign() throws {
    let table = try scan("a,−5\nb,-5\nc,−0.25\n", numbers: [NumberColumn(sentinels: [-5])])
    #expect(table.numbers[0].map { $0.isNaN ? 99 : $0 } == [99, 99, -0.25])
    #expect(table.exceptions.map(\.reason) == [.minusSign, .sentinel, .sentinel, .minusSign])
    for text in ["▲5", "△5", "--5", "−−5", "1−2", "<0.5", "1,234.5", "１２"] {
      #expect(throws: TableError.self) { try scan("a,\"\(text)\"\n") }
    }
  }

  @Test("Drawn fields come back from both readers, whatever they hold", .tags(.property))
  func roundTrip() throws {
    var stream = RandomStream(seed: 4_180, index: 0)
    let letters = ["a", "\"", ",", "\n", " ", "é", "測", "7", "\u{3000}", ";"]
    for _ in 0..<400 {
      let columns = 1 + Int(stream.uniform() * 4)
      let rows = 1 + Int(stream.uniform() * 6)
      var cells: [[String]] = []
      for _ in 0..<rows {
        cells.append(
          (0..<columns).map { _ in
            (0..<(1 + Int(stream.uniform() * 6))).map { _ in
              letters[Int(stream.uniform() * Double(letters.count))]
            }.joined()
          })
      }
      let end = stream.uniform() < 0.5 ? "\n" : "\r\n"
      let text = cells.map { row in
        row.map { cell in
          "\""
            + cell.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
        }.joined(separator: ",") + end
      }.joined()
      let records = try DelimitedReader.records(text)
      #expect(records.map(\.fields) == cells)
      let table = try scan(text, (0..<columns).map { .category($0) }, numbers: [])
      for column in 0..<columns {
        #expect(
          table.categories[column].map {
            String(decoding: table.categoryNames[column][Int($0)], as: UTF8.self)
          } == cells.map { $0[column] })
      }
      #expect(records.map(\.line) == (0..<rows).map { table.line(of: $0) })
    }
  }

  @Test("Both readers agree on any text: the same fields, or a refusal of both", .tags(.property))
  func agreement() throws {
    let alphabet = Array("ab,\"\"\n\r \u{3000}1".utf8)
    var stream = RandomStream(seed: 3, index: 5)
    var read = 0
    for _ in 0..<4_000 {
      let length = Int(stream.uniform() * 24)
      let bytes =
        (0..<length).map { _ in alphabet[Int(stream.uniform() * Double(alphabet.count))] } + [10]
      let records = try? DelimitedReader.records(bytes)
      guard let columns = records?.first?.fields.count,
        records?.allSatisfy({ $0.fields.count == columns }) == true
      else { continue }
      let table = try TableScanner.scan(
        bytes, from: 0, firstLine: 1, rowLimit: TextSurvey(bytes).lineEnds,
        plan: TablePlan(fields: (0..<columns).map { .category($0) }, numbers: []))
      read += 1
      for column in 0..<columns {
        #expect(
          table.categories[column].map {
            String(decoding: table.categoryNames[column][Int($0)], as: UTF8.self)
          } == records?.map { $0.fields[column] }, "\(bytes)")
      }
    }
    #expect(read > 500)
  }
}
