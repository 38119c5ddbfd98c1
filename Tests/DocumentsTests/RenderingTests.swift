import Documents
import Foundation
import TestSupport
import Testing

@Suite("Renderers of documents")
struct RenderingTests {
  private let table = Table(
    "t", .verbatim("A <b> table"), [("α", 1.5, 0.012), ("=1+1", -2.25, 0.5)]
  ) {
    Column("name", .verbatim("Name")) { .text($0.0) }
    Column("value", .verbatim("Value"), unit: "µg/m³") { .number($0.1, .decimals(1)) }
    Column("p", .verbatim("p")) { .probability($0.2) }
  }

  @Test("CSV keeps every digit and names the unit; a formula is disarmed", .tags(.analytical))
  func csv() {
    #expect(table.csv == "name,value (µg/m³),p\nα,1.5,0.012\n'=1+1,-2.25,0.5\n")
  }

  @Test("Intervals take their own columns in CSV", .tags(.analytical))
  func intervalColumns() {
    let table = Table("t", .verbatim("t"), [0]) {
      Column<Int>("effect", .verbatim("e"), unit: "%") { _ in
        .estimate(1.25, lower: 0.5, upper: 2)
      }
      Column<Int>("range", .verbatim("r")) { _ in .range(1, 2) }
    }
    #expect(
      table.csv
        == "effect (%),effect lower (%),effect upper (%),range lower,range upper\n1.25,0.5,2.0,1.0,2.0\n"
    )
  }

  @Test("The terminal aligns wide characters and sets numbers flush right", .tags(.analytical))
  func terminal() {
    let table = Table("t", .verbatim("t"), [("北京", 10), ("Oslo", 5)]) {
      Column("name", .verbatim("City")) { .text($0.0) }
      Column("count", .verbatim("n")) { .count($0.1) }
    }
    #expect(TerminalRenderer().text(table) == "City   n\n北京  10\nOslo   5")
  }

  @Test("Markup in a name is shown and not run", .tags(.property))
  func escaping() throws {
    let document = Document(title: .verbatim("<script>alert(1)</script>")) {
      Section(.verbatim("s")) { table }
    }
    let page = try HTMLRenderer(stamp: HTMLRenderer.Stamp(tool: "t")).page(document)
    #expect(!page.contains("<script>"))
    #expect(page.contains("&lt;script&gt;alert(1)"))
    #expect(page.contains("A &lt;b&gt; table"))
    let markdown = MarkdownRenderer().text(document)
    #expect(markdown.contains("# \\<script\\>alert(1)"))
  }

  @Test("A sign of markup with an accent behind it is a sign of markup", .tags(.property))
  func accents() throws {
    // One character to Swift; a browser ends the attribute at the quotation mark.
    let trap = "x\"\u{301} onmouseover=alert(1) <\u{308}b>&\u{300}'\u{301}"
    let table = Table("t", .verbatim(trap), [trap]) { Column("n", .verbatim(trap)) { .text($0) } }
    let document = Document(title: .verbatim(trap)) { Section(.verbatim(trap)) { table } }
    let page = try HTMLRenderer(stamp: HTMLRenderer.Stamp(tool: "t")).page(document)
    #expect(page.unicodeScalars.split(separator: "\"").allSatisfy { $0.first?.value != 0x301 })
    let written = "x&quot;\u{301} onmouseover=alert(1) &lt;\u{308}b&gt;&amp;\u{300}&#39;\u{301}"
    // Title twice, label, caption, heading of the section, heading of the column, cell.
    #expect(page.utf8.count(of: written) >= 7)
  }

  @Test("A table comes back from JSON as it was, in the shortest form", .tags(.property))
  func tableAsJSON() throws {
    let cells: [Value] = [
      .missing, .text("a"), .text("1"), .count(-3), .number(2), .date("2018-04-01"),
      .translated("a", japanese: "b", chinese: nil), .marked(.serious, .count(1)),
      .estimate(1, lower: 0, upper: 2), .message(Message("m", ["n": .count(1)])),
    ]
    let table = Table("t", .verbatim("t"), cells) { Column("v", .verbatim("v")) { $0 } }
    let data = try StableJSON.encode(table, pretty: false)
    #expect(try StableJSON.decode(Table.self, from: data) == table)
    #expect(String(decoding: data, as: UTF8.self).contains("[[null],[\"a\"],[\"1\"],[-3],[{"))
  }

  @Test("Fields with line ends of any script stand in quotation marks", .tags(.analytical))
  func lineEnds() {
    let cells = ["a\u{85}b", "a\u{2028}b", "a\u{2029}b", "a\r\nb", "a\"b", "–Âé", "-1", "-x"]
    let table = Table("t", .verbatim("t"), cells) { Column("v", .verbatim("v")) { .text($0) } }
    #expect(
      table.csv
        == "v\n\"a\u{85}b\"\n\"a\u{2028}b\"\n\"a\u{2029}b\"\n\"a\r\nb\"\n\"a\"\"b\"\n–Âé\n-1\n'-x\n"
    )
  }

  @Test("Lines are broken between words and never before a closing mark", .tags(.property))
  func wrapping() {
    let text = String(repeating: "測定局の値。", count: 30)
    let document = Document(title: .verbatim("t")) {
      Section(.verbatim("s")) { Message.verbatim(text) }
    }
    let lines = TerminalRenderer(language: .japanese, width: 40).text(document)
      .split(separator: "\n")
    #expect(lines.count > 5)
    #expect(!lines.contains { $0.hasPrefix("。") })
    #expect(lines.joined().contains("測定局の値。測定局"))
  }

  @Test("A chart names its axes with units and keeps its groups' order", .tags(.analytical))
  func chart() throws {
    let chart = Chart.timeSeries(
      "course", .verbatim("c"),
      lines: [
        Chart.Line(
          Chart.Group(.verbatim("b"), .treated), [("2014-01-01", 1), ("2014-01-02", nil)],
          x: { Chart.Coordinate.date($0.0) }, y: { $0.1 }),
        Chart.Line(
          Chart.Group(.verbatim("a"), .expected, isDashed: true), [("2014-01-01", 2)],
          x: { Chart.Coordinate.date($0.0) }, y: { $0.1 }),
      ], y: Chart.Axis(.verbatim("PM2.5"), unit: "µg/m³"))
    let text = String(
      decoding: try StableJSON.encode(VegaLite(chart, language: .english).specification),
      as: UTF8.self)
    #expect(text.contains("PM2.5 (µg/m³)"))
    let domain = text.replacing(/\s+/, with: "")
    #expect(domain.contains("\"domain\":[\"b\",\"a\"]"))
    #expect(domain.contains("\"y\":null"))
  }
}

extension Sequence<UInt8> {
  /// How often a text stands among the bytes.
  fileprivate func count(of text: String) -> Int {
    let (bytes, sought) = (Array(self), Array(text.utf8))
    return (0...Swift.max(0, bytes.count - sought.count)).count {
      bytes[$0...].starts(with: sought)
    }
  }
}
