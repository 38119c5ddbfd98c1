import Documents
import Foundation
import TestSupport
import Testing

/// The named forms of figures, held against the rules of Vega-Lite 5 and against counts made by hand.
@Suite("Forms of figures")
struct ChartFormTests {
  private struct Ends: Bounded {
    let lower: Double
    let upper: Double
  }

  private static let x = Chart.Axis(.verbatim("x"), unit: "km")
  private static let forms: [Chart] = [
    .timeSeries(
      "series", .verbatim("s"),
      lines: [
        Chart.Line(
          Chart.Group(.verbatim("a"), .treated), ["2014-01-01"], x: { Chart.Coordinate.date($0) },
          y: { _ in 1 },
          band: { _ in Ends(lower: 0, upper: 2) })
      ], events: [Chart.Event(Chart.Coordinate.date("2014-01-01"), .verbatim("start"))], y: x),
    .forest(
      "forest", .verbatim("f"),
      rows: [
        Chart.Entry("a", 1, Ends(lower: 0, upper: 2)), Chart.Entry("b", 3),
      ], x: x),
    .histogram("histogram", .verbatim("h"), values: [1, 2, 2, 3], classes: 3, x: x),
    .heatMap(
      "heat", .verbatim("m"), cells: [(.date("2014-01-01"), .name(.verbatim("a")), 0.5)],
      shades: Chart.Shades(.verbatim("share"))),
    .bars(
      "bars", .verbatim("b"), [Chart.Entry("a", 2, Ends(lower: 1, upper: 3))], value: x),
    .tornado(
      "tornado", .verbatim("t"), bars: [(.verbatim("a"), 1, 3)], middle: 2,
      ends: (.verbatim("low"), .verbatim("high")), x: x),
    .map(
      "map", .verbatim("m"), places: [(139.7, 35.7, 1, .verbatim("Tokyo"))],
      size: Chart.Shades(.verbatim("weight"))),
  ]

  private func members(_ value: JSONValue?) -> [String: JSONValue] {
    if case .object(let members)? = value { members } else { [:] }
  }

  private func elements(_ value: JSONValue?) -> [JSONValue] {
    if case .array(let values)? = value { values } else { [] }
  }

  @Test(
    "Every form is a Vega-Lite specification whose fields stand in its data", .tags(.property),
    arguments: forms.indices, Language.allCases)
  func specification(_ index: Int, _ language: Language) {
    // Of the schema https://vega.github.io/schema/vega-lite/v5.json: Mark and StandardType.
    let marks = [
      "arc", "area", "bar", "image", "line", "point", "rect", "rule", "text", "tick", "trail",
      "circle", "square", "geoshape",
    ]
    let types = ["quantitative", "ordinal", "temporal", "nominal", "geojson"]
    let chart = Self.forms[index]
    let specification = members(VegaLite(chart, language: language).specification)
    #expect(specification["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json")
    let layers = elements(specification["layer"])
    #expect(!layers.isEmpty, "\(chart.name)")
    for layer in layers.map(members) {
      guard case .string(let mark)? = members(layer["mark"])["type"] else {
        Issue.record("\(chart.name) has a layer without a mark")
        continue
      }
      #expect(marks.contains(mark))
      let values = elements(members(layer["data"])["values"]).map(members)
      #expect(!values.isEmpty)
      for (channel, definition) in members(layer["encoding"]) {
        if case .string(let type)? = members(definition)["type"] { #expect(types.contains(type)) }
        guard case .string(let field)? = members(definition)["field"] else { continue }
        #expect(values.contains { $0[field] != nil }, "\(chart.name), \(channel): \(field)")
      }
    }
  }

  @Test("A histogram counts every value once, the largest in the last class", .tags(.analytical))
  func histogram() {
    // 0 … 9 in five classes: two in each, by hand; 9 is the upper end of the last.
    let chart = Chart.histogram(
      "h", .verbatim("h"), values: (0..<10).map(Double.init) + [.nan], classes: 5, x: Self.x)
    let heights = chart.panels[0].layers[0].points.compactMap {
      if case .number(let height)? = $0.y2 { height } else { nil }
    }
    #expect(heights == [2, 2, 2, 2, 2])
  }

  @Test("Values that are all the same are one line and no histogram", .tags(.analytical))
  func constant() {
    let chart = Chart.histogram("h", .verbatim("h"), values: [2, 2, 2], x: Self.x)
    #expect(chart.panels[0].layers.map(\.mark) == [.rule])
    #expect(chart.panels[0].layers[0].points.map(\.x) == [.number(2)])
  }

  @Test("A forest has its intervals, its estimates and a line at no effect", .tags(.analytical))
  func forest() {
    let layers = Self.forms[1].panels[0].layers
    #expect(layers.map(\.mark) == [.rule, .rule, .point])
    #expect(layers[0].points.map(\.x) == [.number(0)])
    #expect(layers[1].points.count == 1)
    #expect(layers[2].points.map(\.x) == [.number(1), .number(3)])
  }

  @Test("A sector of the wind spans its width around its direction", .tags(.analytical))
  func polar() throws {
    // From the east, 90° ± 15°: π/2 ∓ π/12.
    let layer = Chart.polar(
      sectors: [(degrees: 90, width: 30, value: 4)], shades: Chart.Shades(.verbatim("mean")))
    guard case .number(let from)? = layer.points[0].x, case .number(let to)? = layer.points[0].x2
    else {
      Issue.record("a sector has no ends")
      return
    }
    #expect(abs(from - 5 * Double.pi / 12) < 1e-12)
    #expect(abs(to - 7 * Double.pi / 12) < 1e-12)
  }

  @Test("Roses of several panels fill their panels")
  func roses() throws {
    let panel = Chart.Panel(
      title: nil,
      layers: [
        Chart.polar(
          sectors: [(degrees: 90, width: 30, value: 4)], shades: Chart.Shades(.verbatim("mean")))
      ])
    let chart = Chart(
      "roses", .verbatim("roses"), width: 220, height: 200, panels: [panel, panel], columns: 2)
    let text = String(
      decoding: try StableJSON.encode(VegaLite(chart, language: .english).specification),
      as: UTF8.self)
    #expect(text.filter { !$0.isWhitespace }.contains("\"range\":[8,100]"), "\(text)")
  }
}
