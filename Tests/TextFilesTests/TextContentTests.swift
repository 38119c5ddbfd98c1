import Documents
import TextFiles
import TestSupport
import Testing

@Suite("From bytes to text")
struct TextContentTests {
  private func content(_ bytes: [UInt8]) throws(FileFault) -> TextContent {
    var content = try TextContent(bytes, path: "in/t.csv")
    try content.decode()
    return content
  }

  @Test("UTF-16 with a mark is read, without one named", .tags(.analytical))
  func utf16() throws {
    let text = "t,値\n1,µ\n"
    for isBig in [false, true] {
      let units = Array(text.utf16).flatMap { unit in
        isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
      }
      let read = try content((isBig ? [0xfe, 0xff] : [0xff, 0xfe]) + units)
      #expect(read.text == text)
      #expect(read.remarks == [.encoding(.utf16, isGuessed: false)])
    }
    let bare = Array("t,v\n2020,5\n".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    #expect(
      throws: FileFault.encoding(
        expected: "utf-8", found: "UTF-16 without a byte-order mark", file: "in/t.csv", line: 1)
    ) { try content(bare) }
  }

  @Test("Zeros behind the last line are left out, others refused with their line")
  func zeros() throws {
    let read = try content(Array("a\nb\n".utf8) + Array(repeating: 0, count: 64))
    #expect(read.text == "a\nb\n")
    #expect(read.remarks == [.zerosDropped(64)])
    #expect(throws: FileFault.zeroByte(file: "in/t.csv", line: 2)) {
      try content(Array("a\nb\0c\n".utf8))
    }
    #expect(throws: FileFault.zeroByte(file: "in/t.csv", line: 1)) { try content([0, 0, 0]) }
  }

  @Test(
    "Unusual line ends become usual ones and are told", .tags(.analytical),
    arguments: [
      ("a\rb\rc\r", "a\nb\nc\n", "CR"), ("a\rb", "a\nb\n", "CR"),
      ("a\r\r\nb\r\r\n", "a\r\nb\r\n", "CR CR LF"),
    ])
  func lineEnds(_ text: String, _ expected: String, _ name: String) throws {
    let read = try content(Array(text.utf8))
    #expect(read.text == expected)
    #expect(read.remarks == [.lineEnds(name)])
    #expect(try content(Array("a\r\nb\r\n".utf8)).remarks.isEmpty)
  }

  /// Texts of the kind that tables hold; the bytes are the C library's, the names are real places
  /// and compounds.
  @Test(
    "The encoding of a table is told from its bytes", .tags(.property),
    arguments: [
      (TextEncoding.gb18030, "时间,苯,甲苯,乙苯,间二甲苯,异戊二烯"),
      (.gb18030, "监测点,日期,二氧化氮\n奥体中心,2019-06-01,38\n万寿西宫,2019-06-01,41"),
      (.gb18030, "城市,北京\n单位,μg/m³"),
      (.shiftJIS, "測定局,日時,二酸化窒素\n国設川崎,2019/06/01 01:00,0.021"),
      (.shiftJIS, "年月日時,気温(℃)\n東京,12.3"), (.shiftJIS, "北九州市,ひびきの"),
      (.windows1252, "x|PARC OCÉANIE|32"), (.windows1252, "München;Düsseldorf;18\nKöln;µg/m³"),
      (.windows1252, "Estación,Málaga\nAño,µg/m³"), (.codePage863, "x|PARC OCÉANIE|32"),
      (.codePage863, "Québec,Trois-Rivières,Montréal"),
    ])
  func guesses(_ encoding: TextEncoding, _ text: String) throws {
    let bytes = try #require(encoding.encode(text))
    let read = try content(bytes)
    #expect(read.text == text + "\n")
    #expect(read.remarks == [.encoding(encoding, isGuessed: true)])
  }

  @Test("Bytes that no encoding explains are refused with the line")
  func noEncoding() {
    #expect(throws: FileFault.unknownEncoding(file: "in/t.csv", line: 2)) {
      try content(Array("a\n1,".utf8) + [0xff, 0x81, 0xff, 0xff, 0x0a])
    }
  }

  @Test("Files that are no tables are named", .tags(.analytical))
  func otherFiles() {
    func what(_ bytes: [UInt8]) -> String? {
      do {
        _ = try content(bytes)
        return nil
      } catch { return error.what }
    }
    #expect(what(Array("<!DOCTYPE html>\n<html>".utf8)) == "this is a web page, not a table")
    #expect(what(Array("\n <html lang=ja>".utf8)) == "this is a web page, not a table")
    #expect(
      what([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0])
        == "this is an old Excel workbook (.xls)")
    let workbook =
      [0x50, 0x4b, 3, 4] + Array(repeating: UInt8(0), count: 22) + [19, 0, 0, 0]
      + Array("[Content_Types].xml".utf8)
    #expect(what(workbook) == "this is an Excel workbook (.xlsx)")
    #expect(
      what([0x50, 0x4b, 3, 4] + Array(repeating: 0, count: 40))
        == "the zip archive is not unpacked by the library alone")
    #expect(what([]) == "the file is empty")
  }
}
