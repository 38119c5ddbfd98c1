import Documents
import AirQuality
import TextFiles
import Cooperation
import TestSupport
import Testing

@Suite("CSV files of records")
struct RecordFileTests {
  @Test(
    "What is imported is exported byte for byte", .tags(.property),
    arguments: RecordKind.allCases)
  func roundTrip(_ kind: RecordKind) throws {
    let name = "cooperation/\(kind.rawValue).csv"
    let bytes = try #require(EmbeddedFile.bytes(named: name))
    let rows = try RecordFile(bytes: bytes, file: name).rows()
    let text = RecordFile.text(rows.map(\.record), of: kind)
    #expect(text == String(decoding: bytes, as: UTF8.self))
  }

  @Test(
    "Awkward texts come back as they were", .tags(.property),
    arguments: [TextEncoding.utf8, .gb18030, .shiftJIS])
  func awkwardTexts(_ encoding: TextEncoding) throws {
    let texts = [
      "two\nlines, \"quoted\"", "=SUM(A1)", "'=SUM(A1)", "''=SUM(A1)", "-35", "-a", "  blank  ",
      "日本、中国",
    ]
    let records = try texts.enumerated().map { index, text in
      try RegistryRecord(
        kind: .goodPractices,
        [
          "id": "G\(index)", "org": "JP-KOBE", "fields": "VOC", "title_en": text,
          "source": "made up", "verified": "reported",
        ])
    }
    let bytes = try RecordFile.bytes(records, of: .goodPractices, encoding: encoding)
    let back = try RecordFile(bytes: bytes, file: "g.csv", encoding: encoding).rows()
    #expect(back.map(\.record) == records)
    #expect(back.map(\.line) == [2, 4, 5, 6, 7, 8, 9, 10])
  }

  private func organisations(_ name: String, _ encoding: TextEncoding, mark: Bool = false) throws
    -> [UInt8]
  {
    let record = try RegistryRecord(
      kind: .organisations,
      [
        "id": "X", "name_ja": name, "name_en": "X", "country": "JP", "kind": "company",
        "roles": "implementing", "source": "made up", "verified": "reported",
      ])
    return try RecordFile.bytes([record], of: .organisations, encoding: encoding, mark: mark)
  }

  @Test("The encoding is found out where only one can be meant")
  func findsEncoding() throws {
    for (name, encoding, mark) in [
      ("北九州市", TextEncoding.utf8, false), ("北九州市", .utf8, true),
      ("株式会社ひびき", .shiftJIS, false), ("北京环境监测中心", .gb18030, false),
    ] {
      let bytes = try organisations(name, encoding, mark: mark)
      let rows = try RecordFile(bytes: bytes, file: "o.csv").rows()
      #expect(rows.map { $0.record["name_ja"] } == [name], "\(encoding)")
    }
  }

  @Test("An export of our own in GB18030 is known again", arguments: RecordKind.allCases)
  func ownExport(_ kind: RecordKind) throws {
    let records = Registry.builtIn.all(kind)
    let bytes = try RecordFile.bytes(records, of: kind, encoding: .gb18030)
    #expect(try RecordFile(bytes: bytes, file: "o.csv").rows().map(\.record) == records)
  }

  @Test("Two encodings in one file are refused with the line")
  func mixedEncodings() throws {
    let first = try organisations("北九州市", .utf8)
    let second = try organisations("株式会社ひびき", .shiftJIS)
    let mixed = first + second.drop { $0 != 10 }.dropFirst()
    let error = #expect(throws: RegistryError.self) {
      try RecordFile(bytes: Array(mixed), file: "o.csv")
    }
    #expect(
      error?.explanation
        == "o.csv:3: line 2 is UTF-8, but line 3 is in another encoding; save the whole file in "
        + "one encoding")
  }

  @Test("A character that an encoding lacks is named with its record")
  func unwritable() throws {
    #expect(
      throws: RegistryError.unwritable(character: "阳", encoding: "shift-jis", id: "X")
    ) { try organisations("沈阳", .shiftJIS) }
  }

  @Test("Rows prepared on all processors come in the order of the file, with their lines")
  func preparedRows() throws {
    // Every seventh name has a comma, a quote and a line end; more rows than are prepared at once.
    var text = "id,programme,name_en,start,end,source,verified\r\n"
    for row in 0..<17_000 {
      let name = row % 7 == 0 ? "\"a, \"\"b\"\"\nc\(row)\"" : "phase \(row)"
      text += "X\(row),P,\(name),FY2014,\(row == 3 ? "2015" : "FY2015"),made up,reported\r\n"
      if row % 100 == 0 { text += "\r\n" }
    }
    let file = try RecordFile(bytes: Array(text.utf8), file: "p.csv")
    var records: [RegistryRecord] = []
    var lines: [Int] = []
    var problems: [RegistryError.RowProblem] = []
    var texts: [String] = []
    try file.forEach(names: [:]) { prepared in
      records.append(prepared.row.record)
      lines.append(prepared.row.line)
      problems += prepared.problems
      texts.append(prepared.text)
    }
    let rows = try file.rows()
    #expect(records == rows.map(\.record))
    #expect(lines == rows.map(\.line))
    #expect(records[7]["name_en"] == "a, \"b\"\nc7")
    #expect(problems.map(\.row) == [lines[3]])
    #expect(texts == records.map { record in SearchText.of(record) { _ in nil } })
  }

  @Test("Rows before one of the wrong length are given out, then its line is told")
  func shortRowAmongPrepared() throws {
    var text = "id,programme,name_en,start,end,source,verified\n"
    for row in 0..<16_600 { text += "X\(row),P,n,FY2014,FY2015,made up,reported\n" }
    text += "short,P\n" + text.split(separator: "\n")[1] + "\n"
    var count = 0
    #expect {
      try RecordFile(bytes: Array(text.utf8), file: "p.csv").forEach(names: [:]) { _ in count += 1 }
    } throws: { error in
      guard case RegistryError.rows(let problems, "p.csv") = error else { return false }
      return problems.map(\.row) == [16_602]
    }
    #expect(count == 16_600)
  }

  @Test("Missing columns, unknown columns and short rows are told")
  func badShape() {
    func message(_ text: String, _ kind: RecordKind?) -> String {
      do {
        _ = try RecordFile(bytes: Array(text.utf8), file: "f.csv", kind: kind).rows()
        return "read"
      } catch {
        return error.explanation
      }
    }
    #expect(
      message("id,programme,name_en,start\n", .phases)
        == "f.csv:1: the file of phases lacks the columns end, source, verified; "
        + "export the kind to see all columns, and add the missing ones")
    #expect(
      message("id,programme,name_en,start,end,source,verified,colour\n", .phases).hasPrefix(
        "the phase has no column “colour”; choose one of: id, programme"))
    #expect(
      message("id,programme,name_en,start,end,sorce,source,verified\n", .phases).hasPrefix(
        "the phase has no column “sorce”; did you mean source"))
    #expect(
      message("id,programme,name_en,start,end,source,verified\nP1,J\n", .phases)
        == "f.csv:2, column all: the row has 2 fields, the header 7; "
        + "quote fields that hold commas or line ends")
    #expect(message("a,b\n1,2\n", nil).hasPrefix("f.csv:1: the columns fit no kind of record"))
  }
}
