import Foundation
import TestSupport
import Testing

@testable import Documents

/// What a narrow screen and a printer need, and what a chart's legend shows.
@Suite("Wide figures, stamps and legends")
struct WideFigureTests {
  private func chart(_ mark: Chart.Layer.Mark, names: [Message]? = nil) -> Chart {
    Chart(
      "c", "answer", groups: [Chart.Group("answer", .treated, isDashed: true)],
      y: Chart.Axis(names: names),
      layers: [
        Chart.Layer(mark, ["b", "a", "c"], x: { _ in 1.0 }, y: { $0 }, group: 0)
      ])
  }

  private func json(_ chart: Chart) throws -> [String: Any] {
    let data = try StableJSON.encode(VegaLite(chart, language: .english).specification)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test(
    "A time is written with its minutes and its clock; a day stays as it is", .tags(.analytical),
    arguments: [
      ("2013-09-18T03:00:00+08:00", "2013-09-18 03:00 (UTC+08:00)"),
      ("2013-09-18T03:00:30Z", "2013-09-18 03:00:30 (UTC)"),
      ("2013-09-18T03:00", "2013-09-18 03:00"),
      ("2013-09-18", "2013-09-18"), ("2013-09", "2013-09"),
      ("2013-09-18..2014-01-01", "2013-09-18..2014-01-01"),
    ])
  func stamps(_ written: String, _ shown: String) {
    for language in Language.allCases { #expect(Value.date(written).text(in: language) == shown) }
    // Files keep what ISO 8601 says.
    let table = Table("t", "answer", [0]) { Column<Int>("from") { _ in .date(written) } }
    #expect(table.csv == "from\n\(written)\n")
  }

  @Test("A legend of lines shows lines, one of bars shows squares", .tags(.analytical))
  func legends() throws {
    func symbol(_ mark: Chart.Layer.Mark) throws -> String? {
      let config = try #require(try json(chart(mark))["config"] as? [String: Any])
      return (config["legend"] as? [String: Any])?["symbolType"] as? String
    }
    #expect(try symbol(.line) == "stroke")
    #expect(try symbol(.bar) == nil)
    #expect(try symbol(.point) == nil)
  }

  @Test(
    "Names stand in the order that an axis gives, else in that of the points", .tags(.analytical))
  func order() throws {
    func sort(_ names: [Message]?) throws -> [String] {
      let layers = try #require(try json(chart(.cell, names: names))["layer"] as? [[String: Any]])
      let encoding = try #require(layers.first?["encoding"] as? [String: Any])
      return try #require((encoding["y"] as? [String: Any])?["sort"] as? [String])
    }
    #expect(try sort(nil) == ["b", "a", "c"])
    #expect(try sort([.verbatim("a"), .verbatim("b")]) == ["a", "b", "c"])
  }

  @Test("What is wider than the screen scrolls in its own box and says so, not on paper")
  func scrolling() throws {
    for language in Language.allCases {
      let page = try HTMLRenderer(language: language, stamp: HTMLRenderer.Stamp(tool: "t")).page(
        Document(title: "answer") { Section("answer") { Message("answer") } })
      let hint = Catalogue.builtIn.text("swipe", language)
      #expect(page.contains("--swipe: \"\(hint)\""))
      // The hint stands inside a string of the style sheet.
      #expect(!hint.contains(/["\\<\n]/))
    }
    let style = PageTemplate.style
    for box in ["wide", "figure"] {
      let rule = try #require(style.firstMatch(of: try Regex("(?m)^ *\\.\(box) \\{[^}]*\\}")))
      #expect(style[rule.range].contains("overflow-x: auto"), "\(box)")
    }
    let print = try #require(style.firstRange(of: "@media print"))
    let printed = style[print.lowerBound...]
    #expect(printed.contains("overflow: visible") && printed.contains("mask-image: none"))
    #expect(printed.contains("content: none"))
  }
}
