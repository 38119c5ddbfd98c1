import Foundation

/// Writes a chart as Vega-Lite, the form that JupyterLab, Altair and the Vega editor open.
public struct VegaLite: Sendable, Speaker {
  private let chart: Chart
  let language: Language
  let catalogue: Catalogue

  /// The writer of a chart in a language.
  public init(_ chart: Chart, language: Language, catalogue: Catalogue = .builtIn) {
    self.chart = chart
    self.language = language
    self.catalogue = catalogue
  }

  /// The caption in the language.
  public var caption: String { say(chart.caption) }

  /// What readers who cannot see the figure are told.
  public var description: String { say(chart.description ?? chart.caption) }

  /// The specification.
  public var specification: JSONValue {
    var members: [String: JSONValue] = [
      "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
      "description": .string(description), "background": "white", "config": Self.theme,
    ]
    if chart.panels.count == 1 {
      for (name, value) in body(of: chart.panels[0]) { members[name] = value }
    } else {
      members["concat"] = .array(
        chart.panels.map { panel in
          var body = body(of: panel)
          if let title = panel.title {
            body["title"] = [
              "text": .string(say(title)), "anchor": "start", "fontSize": 12,
              "fontWeight": "normal",
            ]
          }
          return .object(body)
        })
      members["columns"] = .number(Double(chart.columns))
      if chart.hasOwnAxes { members["resolve"] = ["scale": ["color": "independent"]] }
    }
    return .object(members)
  }

  private static let theme: JSONValue = [
    "font": "Noto Sans, Noto Sans CJK JP, Noto Sans CJK SC, Helvetica, Arial, sans-serif",
    "axis": [
      "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
      "gridColor": "#e6e6e6", "domainColor": "#888", "tickColor": "#888",
    ],
    "legend": [
      "labelFontSize": 12, "labelLimit": 420, "orient": "top", "symbolStrokeWidth": 3,
      // A band’s faintness must not reach the legend.
      "columns": 3, "symbolOpacity": 1,
    ],
    "view": ["stroke": .null],
  ]

  private func body(of panel: Chart.Panel) -> [String: JSONValue] {
    [
      "width": .number(Double(chart.width)), "height": .number(Double(chart.height)),
      "layer": .array(panel.layers.filter { !$0.points.isEmpty }.map { layer($0, panel) }),
    ]
  }

  // MARK: Layers

  private func layer(_ layer: Chart.Layer, _ panel: Chart.Panel) -> JSONValue {
    var encoding: [String: JSONValue] = [:]
    func encode(_ channel: String, _ axis: Chart.Axis, _ place: (Chart.Point) -> Chart.Coordinate?)
    {
      guard layer.points.contains(where: { place($0) != nil }) else { return }
      encoding[channel] =
        channel.hasSuffix("2")
        ? ["field": .string(channel)]
        : self.axis(axis, channel, panel, layer)
    }
    if layer.mark == .arc {
      encoding["theta"] = ["field": "x", "type": "quantitative", "scale": .null]
      encoding["theta2"] = ["field": "x2"]
      encoding["radius"] = [
        "field": "shade", "type": "quantitative",
        "scale": ["type": "sqrt", "zero": true, "rangeMin": 8],
      ]
    } else {
      encode("x", panel.x, \.x)
      encode("x2", panel.x, \.x2)
      encode("y", panel.y, \.y)
      encode("y2", panel.y, \.y2)
    }
    if layer.points.contains(where: { $0.group != nil }) {
      encoding["color"] = colours
      // Stacked in the legend's order.
      if layer.mark == .bar && layer.style != .sideBySide {
        encoding["order"] = ["field": "rank", "type": "quantitative"]
      }
      if layer.mark == .line && chart.groups.contains(where: \.isDashed) {
        encoding["strokeDash"] = dashes
      }
      if layer.style == .sideBySide && chart.groups.count > 1 {
        let across = if case .name? = layer.points.first?.x { "xOffset" } else { "yOffset" }
        // Layers with other groups than this one have the same places.
        encoding[across] = ["field": "group", "sort": .null, "scale": ["domain": names]]
      }
    } else if let shades = layer.shades {
      if layer.mark == .point {
        encoding["size"] = [
          "field": "size", "type": "quantitative",
          "title": .string(heading(shades.title, shades.unit)),
          "scale": ["range": [8, 900]],
        ]
        encoding["color"] = [
          "condition": ["test": "datum.shade < 0", "value": .string(Chart.Colour.expected.hex)],
          "value": .string(Chart.Colour.treated.hex),
        ]
      } else {
        encoding["color"] = shade(shades)
      }
    }
    if layer.mark == .text { encoding["text"] = ["field": "label"] }
    if layer.points.contains(where: { $0.line != nil }) {
      encoding["detail"] = ["field": "line", "type": "nominal"]
    }
    if layer.mark != .text && layer.points.contains(where: { $0.label != nil }) {
      encoding["tooltip"] = ["field": "label", "type": "nominal"]
    }
    return [
      "data": ["values": .array(layer.points.map(row))], "mark": .object(mark(layer)),
      "encoding": .object(encoding),
    ]
  }

  private func mark(_ layer: Chart.Layer) -> [String: JSONValue] {
    let isGrouped = layer.points.contains { $0.group != nil }
    var mark: [String: JSONValue] = ["opacity": .number(layer.opacity)]
    if !isGrouped && layer.shades == nil { mark["color"] = .string(layer.colour.hex) }
    let size = layer.size.map { JSONValue.number($0) }
    switch layer.mark {
    case .line, .steps:
      mark["type"] = "line"
      mark["strokeWidth"] = size ?? 2.2
      if layer.mark == .steps { mark["interpolate"] = "step-after" }
      if layer.style == .pointed { mark["point"] = ["size": 45] }
    case .area: mark["type"] = "area"
    case .bar:
      mark["type"] = "bar"
      if let size { mark["size"] = size }
    case .cell: mark["type"] = "rect"
    case .point:
      mark["type"] = "point"
      mark["filled"] = true
      mark["size"] = size ?? 60
    case .rule:
      mark["type"] = "rule"
      mark["strokeWidth"] = size ?? 2
    case .text:
      mark["type"] = "text"
      mark["fontSize"] = size ?? 11
      mark["align"] = "left"
      mark["dx"] = 5
      let hasPlace = layer.points.contains { $0.y != nil }
      mark[hasPlace ? "dy" : "y"] = hasPlace ? -9 : 10
    case .tick:
      mark["type"] = "tick"
      mark["thickness"] = 1.5
      mark["orient"] = "horizontal"
      mark["size"] = size ?? 7
    case .arc:
      mark["type"] = "arc"
      mark["stroke"] = "white"
    }
    if layer.style == .dashed { mark["strokeDash"] = [5, 4] }
    if layer.mark != .text { mark["tooltip"] = true }
    return mark
  }

  private func row(_ point: Chart.Point) -> JSONValue {
    var row: [String: JSONValue] = [:]
    func set(_ name: String, _ place: Chart.Coordinate?) {
      switch place {
      case nil: break
      // Six significant digits draw the same figure and keep the file small.
      case .number(let value): row[name] = .number(Self.rounded(value))
      case .date(let date): row[name] = .string(date)
      case .name(let name_): row[name] = .string(say(name_))
      case .gap: row[name] = .null
      }
    }
    set("x", point.x)
    set("x2", point.x2)
    set("y", point.y)
    set("y2", point.y2)
    if let group = point.group {
      row["group"] = .string(say(chart.groups[group].name))
      row["rank"] = .number(Double(group))
    }
    if let label = point.label { row["label"] = .string(say(label)) }
    if let line = point.line { row["line"] = .string(line) }
    if let shade = point.shade {
      row["shade"] = .number(Self.rounded(shade))
      row["size"] = .number(Self.rounded(abs(shade)))
    }
    return .object(row)
  }

  private static func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    return Double(String(format: "%.6g", value)) ?? value
  }

  // MARK: Scales

  private var names: JSONValue { .array(chart.groups.map { .string(say($0.name)) }) }

  private var colours: JSONValue {
    [
      "field": "group", "type": "nominal", "title": .null, "sort": .null,
      "scale": [
        "domain": names, "range": .array(chart.groups.map { .string($0.colour.hex) }),
      ],
    ]
  }

  private var dashes: JSONValue {
    [
      "field": "group", "type": "nominal", "title": .null,
      "scale": [
        "domain": names, "range": .array(chart.groups.map { $0.isDashed ? [6, 4] : [1, 0] }),
      ],
    ]
  }

  private func shade(_ shades: Chart.Shades) -> JSONValue {
    [
      "field": "shade", "type": "quantitative",
      "title": .string(heading(shades.title, shades.unit)),
      "scale": shades.isDiverging
        ? ["scheme": "blueorange", "domainMid": 0]
        : shades.isCompressed
          ? ["scheme": "yellowgreenblue", "type": "symlog"] : ["scheme": "yellowgreenblue"],
      "legend": ["orient": "right"],
    ]
  }

  private func axis(
    _ axis: Chart.Axis, _ channel: String, _ panel: Chart.Panel, _ layer: Chart.Layer
  ) -> JSONValue {
    let path: (Chart.Point) -> Chart.Coordinate? = channel == "x" ? { $0.x } : { $0.y }
    var members: [String: JSONValue] = ["field": .string(channel)]
    members["title"] = axis.title.map { .string(heading($0, axis.unit)) } ?? .null
    switch layer.points.lazy.compactMap(path).first(where: { $0 != .gap }) ?? .gap {
    case .name:
      // Names in the order in which they were given, over all layers of the panel.
      var order: [JSONValue] = []
      var seen: Set<JSONValue> = []
      for point in panel.layers.flatMap(\.points) {
        guard case .name(let name)? = path(point) else { continue }
        if seen.insert(.string(say(name))).inserted { order.append(.string(say(name))) }
      }
      members["type"] = "nominal"
      members["sort"] = .array(order)
      var look: [String: JSONValue] = ["labelLimit": .number(Double(axis.labelLimit))]
      if let angle = axis.labelAngle {
        look["labelAngle"] = .number(Double(angle))
        look["labelOverlap"] = false
      }
      members["axis"] = .object(look)
    case .date:
      members["type"] = "temporal"
      members["axis"] = ["format": .string(axis.dateFormat ?? "%Y-%m"), "labelOverlap": true]
    case .number, .gap:
      members["type"] = "quantitative"
      // A bar whose foot is not at zero would lie about its length.
      let standsAtZero =
        layer.mark == .bar && !layer.points.contains { $0.x2 != nil || $0.y2 != nil }
      var scale: [String: JSONValue] = ["zero": .bool(axis.hasZero || standsAtZero)]
      if axis.scale == .logarithmic {
        scale = ["type": "log"]
      } else if axis.scale == .squareRoot {
        scale["type"] = "sqrt"
      }
      if let domain = axis.domain {
        scale["domain"] = [.number(domain.lowerBound), .number(domain.upperBound)]
        scale["clamp"] = true
      }
      members["scale"] = .object(scale)
      members["axis"] = ["labelOverlap": true]
      if layer.mark == .bar && chart.groups.count > 1 && layer.style != .sideBySide {
        members["stack"] = "zero"
      }
    }
    return .object(members)
  }
}
