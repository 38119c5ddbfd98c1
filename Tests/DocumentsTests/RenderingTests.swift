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
