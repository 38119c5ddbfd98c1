import Documents
import Estimation

/// The figure of a fit's table.
struct TableFigure {
  private let source: FindingTable
  private let finding: String
  private let language: Language

  /// - Parameter finding: the finding's name, for the caption.
  init(_ source: FindingTable, finding: String, language: Language) {
    self.source = source
    self.finding = finding
    self.language = language
  }

  private var table: FitTable { source.table }

  /// `nil` for a table that is not drawn.
  var figure: Figure? {
    guard let drawing = table.drawing else { return nil }
    let caption = finding + ": " + Terms.tableCaption(table, language)
    let members: [String: JSONValue]
    switch drawing {
    case .intervals(let x, let estimate, let lower, let upper):
      members = intervals(x, estimate, lower, upper)
    case .lines(let x, let values): members = lines(x, values)
    case .fan(let x, let value, let group, let highlighted):
      members = fan(x, value, group, highlighted)
    case .bars(let label, let value): members = bars(label, value)
    case .places(let latitude, let longitude, let value, let label):
      members = places(latitude, longitude, value, label)
    }
    var height = 260
    if case .places = drawing { height = 420 }
    if case .bars = drawing { height = max(120, 18 * table.rows.count) }
    return Figure(
      name: source.name, caption: caption,
      specification: FigureStyle.specification(
        width: 700, height: height, description: caption, members))
  }

  /// Points with their intervals, and a line at no effect.
  private func intervals(
    _ x: String, _ estimate: String, _ lower: String, _ upper: String
  ) -> [String: JSONValue] {
    [
      "data": rows([x, estimate, lower, upper]),
      "layer": [
        [
          "mark": ["type": "rule", "color": "#333", "strokeDash": [3, 3]],
          "encoding": ["y": ["datum": 0]],
        ],
        [
          "mark": ["type": "rule", "strokeWidth": 2, "color": .string(FigureStyle.treated)],
          "encoding": [
            "x": axis(x),
            "y": [
              "field": .string(Self.field(lower)), "type": "quantitative",
              "title": .string(title(estimate)),
            ],
            "y2": ["field": .string(Self.field(upper))],
          ],
        ],
        [
          "mark": [
            "type": "point", "filled": true, "size": 60, "tooltip": true,
            "color": .string(FigureStyle.treated),
          ],
          "encoding": [
            "x": axis(x),
            "y": ["field": .string(Self.field(estimate)), "type": "quantitative"],
          ],
        ],
      ],
    ]
  }

  /// One line a column, told apart by colour.
  private func lines(_ x: String, _ values: [String]) -> [String: JSONValue] {
    var members: [JSONValue] = []
    for row in table.rows.indices {
      for value in values {
        members.append([
          "x": cell(row, x), "series": .string(word(value)), "value": cell(row, value),
        ])
      }
    }
    var encoding: [String: JSONValue] = [
      "y": ["field": "value", "type": "quantitative", "title": .string(title(values.first ?? x))],
      "color": [
        "field": "series", "type": "nominal",
        "scale": [
          "domain": .array(values.map { .string(word($0)) }),
          "range": [
            .string(FigureStyle.treated), .string(FigureStyle.expected),
            .string(FigureStyle.donors), "#009E73", "#CC79A7",
          ],
        ],
      ],
    ]
    encoding["x"] = axis(x, field: "x")
    return [
      "data": ["values": .array(members)],
      "mark": ["type": "line", "strokeWidth": 2, "tooltip": true],
      "encoding": .object(encoding),
    ]
  }

  /// Thin grey lines and one thick one over them.
  private func fan(
    _ x: String, _ value: String, _ group: String, _ highlighted: String
  ) -> [String: JSONValue] {
    let quoted = highlighted.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    let isChosen = "datum['\(Self.field(group))'] == '\(quoted)'"
    func layer(_ test: String, _ colour: String, _ width: Double) -> JSONValue {
      [
        "transform": [["filter": .string(test)]],
        "mark": [
          "type": "line", "color": .string(colour), "strokeWidth": .number(width),
          "opacity": .number(width > 1 ? 1 : 0.6),
        ],
        "encoding": [
          "x": axis(x),
          "y": [
            "field": .string(Self.field(value)), "type": "quantitative",
            "title": .string(title(value)),
          ],
          "detail": ["field": .string(Self.field(group)), "type": "nominal"],
        ],
      ]
    }
    return [
      "data": rows([x, value, group]),
      "layer": [
        layer("!(\(isChosen))", FigureStyle.donors, 0.8),
        layer(isChosen, FigureStyle.treated, 2.4),
      ],
    ]
  }

  /// Horizontal bars in the rows' order.
  private func bars(_ label: String, _ value: String) -> [String: JSONValue] {
    [
      "data": rows([label, value]),
      "mark": ["type": "bar", "color": .string(FigureStyle.treated), "tooltip": true],
      "encoding": [
        "y": [
          "field": .string(Self.field(label)), "type": "nominal", "title": .null, "sort": .null,
          "axis": ["labelLimit": 260],
        ],
        "x": [
          "field": .string(Self.field(value)), "type": "quantitative",
          "title": .string(title(value)),
        ],
      ],
    ]
  }

  /// Circles in degrees, negative values in another colour; no base map, so that the page works
  /// without a network.
  private func places(
    _ latitude: String, _ longitude: String, _ value: String, _ label: String
  ) -> [String: JSONValue] {
    func degrees(_ name: String) -> JSONValue {
      [
        "field": .string(Self.field(name)), "type": "quantitative",
        "title": .string(title(name)), "scale": ["zero": false],
      ]
    }
    let size = Self.field(value)
    return [
      "data": rows([latitude, longitude, value, label]),
      "transform": [["calculate": .string("abs(datum['\(size)'])"), "as": "size"]],
      "layer": [
        [
          "mark": ["type": "circle", "opacity": 0.75, "tooltip": true],
          "encoding": [
            "x": degrees(longitude), "y": degrees(latitude),
            "size": [
              "field": "size", "type": "quantitative", "title": .string(word(value)),
              "scale": ["range": [8, 900]],
            ],
            "color": [
              "condition": [
                "test": .string("datum['\(size)'] < 0"), "value": .string(FigureStyle.expected),
              ],
              "value": .string(FigureStyle.treated),
            ],
          ],
        ],
        [
          "transform": [
            [
              "window": [["op": "rank", "as": "rank"]],
              "sort": [["field": "size", "order": "descending"]],
            ],
            ["filter": "datum.rank <= 12"],
          ],
          "mark": ["type": "text", "fontSize": 10, "dy": -10, "color": "#333"],
          "encoding": [
            "x": degrees(longitude), "y": degrees(latitude),
            "text": ["field": .string(Self.field(label))],
          ],
        ],
      ],
    ]
  }

  /// Vega-Lite reads dots and brackets in a field's name as paths.
  private static func field(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  private func rows(_ names: [String]) -> JSONValue {
    [
      "values": .array(
        table.rows.indices.map { row in
          .object(
            Dictionary(
              names.map { (Self.field($0), cell(row, $0)) }, uniquingKeysWith: { $1 }))
        })
    ]
  }

  private func cell(_ row: Int, _ name: String) -> JSONValue {
    guard let column = table.columns.firstIndex(where: { $0.name == name }) else { return .null }
    return switch table.rows[row][column] {
    case .number(let value): .number(value)
    case .text(let text): .string(text)
    case .missing: .null
    }
  }

  /// The name of a column with its unit.
  private func title(_ name: String) -> String {
    guard let column = table.columns.first(where: { $0.name == name }),
      !column.unit.isEmpty, column.unit != "1"
    else { return word(name) }
    return "\(word(name)) (\(word(column.unit)))"
  }

  /// A column or unit of a word in the page's language; symbols stay.
  private func word(_ english: String) -> String { Sentences.text(english, language) }

  /// Numbers or, for text cells, dates.
  private func axis(_ name: String, field: String? = nil) -> JSONValue {
    let isDate = table[column: name].contains { if case .text = $0 { true } else { false } }
    return [
      "field": .string(field ?? Self.field(name)),
      "type": isDate ? "temporal" : "quantitative",
      "title": isDate ? .null : .string(title(name)),
      "axis": isDate ? ["format": "%Y-%m", "labelOverlap": true] : ["tickMinStep": 1],
    ]
  }
}
