import Documents
import Cooperation

/// A figure for each claim that can mean several pairs of years: how they decide the number.
struct ClaimFigures {
  let evaluations: [ClaimEvaluation]
  let language: Language

  var all: [Figure] {
    evaluations.filter { $0.windows.count > 1 }.map(figure)
  }

  private func say(_ phrase: Phrase) -> String { phrase.text(language) }

  private func figure(_ evaluation: ClaimEvaluation) -> Figure {
    let kinds = [
      say(Phrase("cities of the claim, mean", "対象都市の平均", "相关城市平均")),
      say(Phrase("each of them", "各対象都市", "各相关城市")),
      say(Phrase("other cities, mean", "他都市の平均", "其他城市平均")),
      say(Phrase("each other city", "各他都市", "各其他城市")),
      say(Phrase("74 cities together", "74都市全体", "74个城市整体")),
    ]
    var rows: [JSONValue] = []
    func add(_ window: ClaimEvaluation.Window, _ kind: Int, _ value: Double, _ name: String) {
      rows.append([
        "years": .string("\(window.cities.baseYear)–\(window.cities.endYear)"),
        "kind": .string(kinds[kind]),
        "value": .number((value * 10).rounded() / 10), "city": .string(name),
        "size": .number(kind.isMultiple(of: 2) ? 150 : 40),
      ])
    }
    for window in evaluation.windows {
      for city in window.cities.cities { add(window, 1, city.change, city.name) }
      for city in window.others.cities { add(window, 3, city.change, city.name) }
      if let mean = window.cities.mean { add(window, 0, mean, "mean") }
      if let mean = window.others.mean { add(window, 2, mean, "mean") }
      if let mean = window.aggregate?.mean { add(window, 4, mean, "74 cities") }
    }
    let caption = say(
      Phrase(
        "Change of annual mean PM2.5 by base and end year. The line is the claimed figure. Most "
          + "values are unverified.",
        "比較年ごとの年平均PM2.5の変化率。線は公表値。多くの値は未確認。", "按基准年与终止年计算的PM2.5年均值变化。竖线为所称数值。多数数值未核实。"))
    // The number as it was written, whatever sign or unit stands behind it.
    let claimed = Double(evaluation.figure.prefix { "+-.0123456789".contains($0) }) ?? 0
    let title = say(Phrase("change (%)", "変化率（%）", "变化率（%）"))
    return Figure(
      name: "claim-\(evaluation.claim)", caption: caption,
      specification: FigureStyle.specification(
        width: 640, height: 56 * evaluation.windows.count, description: caption,
        [
          "layer": [
            [
              "data": ["values": .array(rows)],
              "mark": ["type": "point", "filled": true, "tooltip": true],
              "encoding": [
                "x": ["field": "value", "type": "quantitative", "title": .string(title)],
                "y": ["field": "years", "type": "nominal", "title": .null],
                "yOffset": [
                  "field": "kind", "sort": .null,
                  "scale": ["domain": .array(kinds.map { .string($0) })],
                ],
                "color": [
                  "field": "kind", "type": "nominal", "title": .null,
                  "legend": ["columns": 3],
                  "scale": [
                    "domain": .array(kinds.map { .string($0) }),
                    "range": ["#0072B2", "#8fc1e3", "#555555", "#bbbbbb", "#D55E00"],
                  ],
                ],
                "size": [
                  "field": "size", "type": "quantitative", "legend": .null, "scale": .null,
                ],
              ],
            ],
            [
              "data": ["values": [["value": .number(claimed)]]],
              "mark": [
                "type": "rule", "color": "#333", "strokeDash": [5, 4], "strokeWidth": 1.5,
              ],
              "encoding": ["x": ["field": "value", "type": "quantitative"]],
            ],
          ]
        ]))
  }
}
