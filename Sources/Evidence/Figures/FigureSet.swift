import Documents
import AirQuality
import Cooperation
import Estimation
import Foundation

/// The figures of a dossier in one language.
struct FigureSet {
  let dossier: Dossier
  let language: Language

  var all: [Figure] {
    let names = FindingLabels.names(dossier, language)
    return [course, effects, nullDistribution].compactMap(\.self)
      + FindingTable.all(dossier).compactMap {
        TableFigure($0, finding: names[$0.place], language: language).figure
      }
  }

  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  /// Measured, expected and donors' average in time, with the measure's date.
  private var course: Figure {
    let finding = dossier.findings.first { $0.counterfactual != nil }
    var rows: [JSONValue] = []
    func add(_ series: MonitoringSeries?, _ name: String) {
      guard let series else { return }
      for (date, value) in Self.weekly(series) {
        rows.append([
          "date": .string(date.description), "series": .string(name),
          "value": value.map { .number(Double(Int(($0 * 1_000).rounded())) / 1_000) } ?? .null,
        ])
      }
    }
    let names = [
      say(Phrases.observedSeries), say(Phrases.expectedSeries), say(Phrases.donorSeries),
    ]
    add(dossier.observed, names[0])
    add(finding?.counterfactual, names[1])
    add(dossier.donors, names[2])
    let caption = say(
      Phrases.weekly,
      ["method": finding.map { Terms.methodName($0.effect.method, language) } ?? "–"])
    let axisTitle =
      "\(dossier.study.outcome.pollutant.displayName) (\(dossier.observed.unit.symbol))"
    let colours: JSONValue = [
      "field": "series", "type": "nominal", "title": .null,
      "scale": [
        "domain": .array(names.map { .string($0) }),
        "range": [
          .string(FigureStyle.treated), .string(FigureStyle.expected),
          .string(FigureStyle.donors),
        ],
      ],
    ]
    let lines: JSONValue = [
      "mark": ["type": "line", "interpolate": "linear", "tooltip": true],
      "encoding": [
        "x": [
          "field": "date", "type": "temporal", "title": .null,
          "axis": ["format": "%Y-%m", "labelOverlap": true],
        ],
        "y": [
          "field": "value", "type": "quantitative", "title": .string(axisTitle),
          "scale": ["zero": true],
        ],
        "color": colours,
        "strokeDash": [
          "field": "series", "type": "nominal", "title": .null,
          "scale": [
            "domain": .array(names.map { .string($0) }), "range": [[1, 0], [6, 4], [1, 0]],
          ],
        ],
        "strokeWidth": [
          "condition": ["test": .string("datum.series == '\(names[2])'"), "value": 1.2],
          "value": 2.2,
        ],
      ],
    ]
    let rule: JSONValue = [
      "data": ["values": [["date": .string(dossier.study.measure.startText)]]],
      "layer": [
        [
          "mark": ["type": "rule", "color": "#333", "strokeWidth": 1.2],
          "encoding": ["x": ["field": "date", "type": "temporal"]],
        ],
        [
          "mark": [
            "type": "text", "align": "left", "dx": 5, "y": 10, "color": "#333", "fontSize": 12,
            "text": .string(
              "\(say(Phrases.measureStart)) \(dossier.study.measure.startText)"),
          ],
          "encoding": ["x": ["field": "date", "type": "temporal"]],
        ],
      ],
    ]
    return Figure(
      name: "course", caption: caption,
      specification: FigureStyle.specification(
        width: 800, height: 300, description: say(Phrases.course),
        ["data": ["values": .array(rows)], "layer": [lines, rule]]))
  }

  /// Estimates with their own and their calibrated intervals, one row a method.
  private var effects: Figure? {
    guard let unit = dossier.findings.first?.effect.unit else { return nil }
    var rows: [JSONValue] = []
    let own = say(Phrases.interval, ["level": dossier.intervalLevels])
    for (finding, name) in zip(dossier.findings, FindingLabels.names(dossier, language))
    where finding.effect.unit == unit {
      func add(_ kind: String, _ estimate: Double, _ interval: ConfidenceInterval?) {
        rows.append([
          "method": .string(name), "kind": .string(kind), "estimate": .number(estimate),
          "lower": interval.map { .number($0.lower) } ?? .null,
          "upper": interval.map { .number($0.upper) } ?? .null,
        ])
      }
      add(own, finding.effect.estimate, finding.effect.interval)
      if let calibration = finding.calibration {
        add(say(Phrases.calibrated), calibration.estimate, calibration.interval)
      }
    }
    let scale: JSONValue = [
      "domain": [.string(own), .string(say(Phrases.calibrated))],
      "range": [.string(FigureStyle.treated), .string(FigureStyle.expected)],
    ]
    func encoding(_ members: [String: JSONValue]) -> JSONValue {
      var object: [String: JSONValue] = [
        "y": [
          "field": "method", "type": "nominal", "title": .null, "sort": .null,
          "axis": ["labelLimit": 420, "labelFontSize": 13],
        ],
        "yOffset": ["field": "kind", "sort": .null],
        "color": ["field": "kind", "type": "nominal", "scale": scale, "sort": .null],
      ]
      for (name, value) in members { object[name] = value }
      return .object(object)
    }
    let title = "\(say(Phrases.effect)) (\(unit))"
    return Figure(
      name: "effects", caption: say(Phrases.allMethods),
      specification: FigureStyle.specification(
        width: 620, height: 60 * max(1, dossier.findings.count),
        description: say(Phrases.allMethods),
        [
          "data": ["values": .array(rows)],
          "layer": [
            [
              "mark": ["type": "rule", "color": "#333", "strokeDash": [3, 3]],
              "encoding": ["x": ["datum": 0]],
            ],
            [
              "mark": ["type": "rule", "strokeWidth": 2.5, "tooltip": true],
              "encoding": encoding([
                "x": [
                  "field": "lower", "type": "quantitative", "title": .string(title),
                ],
                "x2": ["field": "upper"],
              ]),
            ],
            [
              "mark": ["type": "point", "filled": true, "size": 90, "tooltip": true],
              "encoding": encoding(["x": ["field": "estimate", "type": "quantitative"]]),
            ],
          ],
        ]))
  }

  /// Estimates at the negative controls with the study's own.
  private var nullDistribution: Figure? {
    guard let finding = dossier.findings.first(where: { $0.calibration != nil }),
      let calibration = finding.calibration
    else { return nil }
    let title = "\(say(Phrases.effect)) (\(finding.effect.unit))"
    return Figure(
      name: "negative-controls", caption: say(Phrases.nullFigure),
      specification: FigureStyle.specification(
        width: 620, height: 180, description: say(Phrases.nullFigure),
        [
          "layer": [
            [
              "data": [
                "values": .array(Self.histogram(calibration.controls))
              ],
              "mark": ["type": "bar", "color": .string(FigureStyle.donors), "tooltip": true],
              "encoding": [
                "x": [
                  "field": "from", "type": "quantitative", "title": .string(title),
                ],
                "x2": ["field": "to"],
                "y": ["field": "count", "type": "quantitative", "title": .null],
              ],
            ],
            [
              "data": ["values": [["estimate": .number(finding.effect.estimate)]]],
              "mark": ["type": "rule", "color": .string(FigureStyle.treated), "strokeWidth": 3],
              "encoding": ["x": ["field": "estimate", "type": "quantitative"]],
            ],
          ]
        ]))
  }

  /// Counts in 30 classes of one width. Vega's own classes would label only their own range and
  /// leave the axis bare where the estimate stands.
  private static func histogram(_ values: [Double]) -> [JSONValue] {
    guard let least = values.min(), let most = values.max(), most > least else { return [] }
    let width = (most - least) / 30
    var counts = [Int](repeating: 0, count: 30)
    for value in values { counts[min(Int((value - least) / width), 29)] += 1 }
    return counts.indices.map { index in
      [
        "from": .number(least + Double(index) * width),
        "to": .number(least + Double(index + 1) * width), "count": .number(Double(counts[index])),
      ]
    }
  }

  /// Means of seven days from the first step on; `nil` where none was measured.
  private static func weekly(_ series: MonitoringSeries) -> [(CivilDate, Double?)] {
    let perBin = max(1, 7 * 86_400 / series.axis.step.meanSeconds)
    return stride(from: 0, to: series.count, by: perBin).map { first in
      let values = (first..<min(first + perBin, series.count)).compactMap { series[$0] }
      return (
        series.axis.date(at: first),
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      )
    }
  }
}
