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
      "description": .string(description), "background": "white", "config": theme,
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

  /// Whether everything that is told apart by colour is a line, with or without a band.
  private var hasOnlyLines: Bool {
    let grouped = chart.panels.flatMap(\.layers).filter { layer in
      layer.points.contains { $0.group != nil }
    }
    return grouped.contains { $0.mark == .line }
      && grouped.allSatisfy { [.line, .steps, .area, .rule].contains($0.mark) }
  }

  private var theme: JSONValue {
    var legend: [String: JSONValue] = [
      "labelFontSize": 12, "labelLimit": 420, "orient": "top", "symbolStrokeWidth": 3,
      // A band’s faintness must not reach the legend.
      "columns": 3, "symbolOpacity": 1,
    ]
    // Of lines a short line is shown, dashed where the line is.
    if hasOnlyLines { legend["symbolType"] = "stroke" }
    return [
      "font": "Noto Sans, Noto Sans CJK JP, Noto Sans CJK SC, Helvetica, Arial, sans-serif",
      "axis": [
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "gridColor": "#e6e6e6", "domainColor": "#888", "tickColor": "#888",
      ],
      "legend": .object(legend), "view": ["stroke": .null],
    ]
  }

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
        // Of several panels Vega takes the size of none, and draws each rose a few pixels wide.
        "scale": [
          "type": "sqrt", "zero": true,
          "range": [8, .number(Double(min(chart.width, chart.height)) / 2)],
        ],
      ]
    } else {
      encode("x", panel.x, \.x)
      encode("x2", panel.x, \.x2)
      encode("y", panel.y, \.y)
      encode("y2", panel.y, \.y2)
    }
    if layer.points.contains(where: { $0.group != nil }) {
      encoding["color"] = byGroup { .string($0.colour.hex) }
      // Stacked in the legend's order.
      if layer.mark == .bar && layer.style != .sideBySide {
        encoding["order"] = ["field": "rank", "type": "quantitative"]
      }
      if layer.mark == .line && chart.groups.contains(where: \.isDashed) {
        encoding["strokeDash"] = byGroup { $0.isDashed ? [6, 4] : [1, 0] }
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
    let size = layer.size.map { JSONValue.number($0) }
    let hasHeight = layer.points.contains { $0.y != nil }
    var mark: [String: JSONValue] =
      switch layer.mark {
      case .line: ["type": "line", "strokeWidth": size ?? 2.2]
      case .steps: ["type": "line", "strokeWidth": size ?? 2.2, "interpolate": "step-after"]
      case .area: ["type": "area"]
      case .bar: ["type": "bar"]
      case .cell: ["type": "rect"]
      case .point: ["type": "point", "filled": true, "size": size ?? 60]
      case .rule: ["type": "rule", "strokeWidth": size ?? 2]
      case .text:
        [
          "type": "text", "fontSize": size ?? 11, "align": "left", "dx": 5,
          hasHeight ? "dy" : "y": hasHeight ? -9 : 10,
        ]
      case .tick: ["type": "tick", "thickness": 1.5, "orient": "horizontal", "size": size ?? 7]
      case .arc: ["type": "arc", "stroke": "white"]
      }
    mark["opacity"] = .number(layer.opacity)
    if layer.mark == .bar, let size { mark["size"] = size }
    if layer.shades == nil && !layer.points.contains(where: { $0.group != nil }) {
      mark["color"] = .string(layer.colour.hex)
    }
    if layer.style == .pointed { mark["point"] = ["size": 45] }
    if layer.style == .dashed { mark["strokeDash"] = [5, 4] }
    if layer.mark != .text { mark["tooltip"] = true }
    return mark
  }

  private func row(_ point: Chart.Point) -> JSONValue {
    func written(_ place: Chart.Coordinate?) -> JSONValue? {
      switch place {
      case nil: nil
      // Six significant digits draw the same figure and keep the file small.
      case .number(let value): .number(Self.rounded(value))
      case .date(let date): .string(date)
      case .name(let name): .string(say(name))
      case .gap: .null
      }
    }
    let members: [String: JSONValue?] = [
      "x": written(point.x), "x2": written(point.x2), "y": written(point.y),
      "y2": written(point.y2), "group": point.group.map { .string(say(chart.groups[$0].name)) },
      "rank": point.group.map { .number(Double($0)) },
      "label": point.label.map { .string(say($0)) }, "line": point.line.map { .string($0) },
      "shade": point.shade.map { .number(Self.rounded($0)) },
      "size": point.shade.map { .number(Self.rounded(abs($0))) },
    ]
    return .object(members.compactMapValues(\.self))
  }

  private static func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    return Double(String(format: "%.6g", value)) ?? value
  }

  // MARK: Scales

  private var names: JSONValue { .array(chart.groups.map { .string(say($0.name)) }) }

  /// Groups told apart by a property of each.
  private func byGroup(_ property: (Chart.Group) -> JSONValue) -> JSONValue {
    [
      "field": "group", "type": "nominal", "title": .null, "sort": .null,
      "scale": ["domain": names, "range": .array(chart.groups.map(property))],
    ]
  }

  private func shade(_ shades: Chart.Shades) -> JSONValue {
    [
      "field": "shade", "type": "quantitative",
      "title": .string(heading(shades.title, shades.unit)),
      "scale": shades.isCompressed
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
      let names =
        (axis.names ?? []).map { JSONValue.string(say($0)) }
        + panel.layers.flatMap(\.points).compactMap { point -> JSONValue? in
          if case .name(let name)? = path(point) { .string(say(name)) } else { nil }
        }
      members["type"] = "nominal"
      members["sort"] = .array(names.unique())
      var look: [String: JSONValue] = ["labelLimit": .number(Double(axis.labelLimit))]
      if let angle = axis.labelAngle {
        look["labelAngle"] = .number(Double(angle))
        look["labelOverlap"] = false
      }
      members["axis"] = .object(look)
    case .date:
      members["type"] = "temporal"
      members["axis"] = [
        "format": .string(axis.dateFormat ?? "%Y-%m"), "labelOverlap": true, "labelSeparation": 6,
      ]
    case .number, .gap:
      members["type"] = "quantitative"
      // A bar whose foot is not at zero would lie about its length.
      let standsAtZero =
        layer.mark == .bar && !layer.points.contains { $0.x2 != nil || $0.y2 != nil }
      var scale: [String: JSONValue] = ["zero": .bool(axis.hasZero || standsAtZero)]
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
