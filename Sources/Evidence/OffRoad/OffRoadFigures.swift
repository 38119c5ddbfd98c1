import Documents
import AirQuality
import OffRoad

/// The figures of a page about off-road machinery.
struct OffRoadFigures {
  let language: Language

  func say(_ english: String, _ japanese: String, _ chinese: String) -> String {
    Phrase(english, japanese, chinese).text(language)
  }

  /// Okabe and Ito's colours, in an order in which neighbours differ in lightness too.
  private static let colours: [JSONValue] = [
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999",
    "#332288", "#661100",
  ]

  /// Emissions by type of machine, stacked by stage, one panel a pollutant.
  func classes(_ tally: EmissionTally) -> Figure {
    let pollutants: [ExhaustPollutant] = [.nox, .pm25, .bc, .co2]
    let totals = Dictionary(grouping: tally.rows, by: \.type)
      .mapValues { $0.reduce(0) { $0 + ($1.tonnes[.nox] ?? $1.tonnes[.co2] ?? 0) } }
    // The types that weigh most by name, the others together.
    let main = totals.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(10).map(\.key)
    let others = say("others", "その他", "其他")
    var sums: [String: Double] = [:]
    var stages: [String] = []
    var order = main.map { OffRoadTerms.type($0, language) }
    for row in tally.rows {
      let type = main.contains(row.type) ? OffRoadTerms.type(row.type, language) : others
      let stage = OffRoadTerms.stage(row.stage, language)
      if !stages.contains(stage) { stages.append(stage) }
      for pollutant in pollutants {
        guard let tonnes = row.tonnes[pollutant] else { continue }
        sums["\(pollutant.displayName)|\(type)|\(stage)", default: 0] += tonnes
      }
    }
    if totals.count > main.count { order.append(others) }
    let byLaw = EngineStage.all.map { OffRoadTerms.stage($0.identifier, language) }
    stages.sort {
      (byLaw.firstIndex(of: $0) ?? byLaw.count) < (byLaw.firstIndex(of: $1) ?? byLaw.count)
    }
    let rows: [JSONValue] = sums.sorted { $0.key < $1.key }.map { key, value in
      let parts = key.split(separator: "|", maxSplits: 2).map(String.init)
      return [
        "pollutant": .string(parts[0]), "type": .string(parts[1]), "stage": .string(parts[2]),
        "tonnes": .number(value),
        "order": .number(Double(stages.firstIndex(of: parts[2]) ?? 0)),
      ]
    }
    let caption = say(
      "Emissions in {year} by type and engine stage, t/a.",
      "{year} 年の機種・規制区分別排出量（t/年）。", "{year} 年按机型和排放阶段划分的排放量（t/a）。"
    ).replacing("{year}", with: "\(tally.year)")
    return Figure(
      name: "classes", caption: caption,
      specification: FigureStyle.specification(
        width: 300, height: 220, description: caption,
        [
          "data": ["values": .array(rows)],
          "facet": [
            "field": "pollutant", "type": "nominal", "title": .null,
            "sort": .array(pollutants.map { .string($0.displayName) }),
          ],
          "columns": 2,
          "resolve": ["scale": ["x": "independent"]],
          "spec": [
            "width": 270, "height": .number(Double(22 * order.count)),
            "mark": ["type": "bar", "tooltip": true],
            "encoding": [
              "y": [
                "field": "type", "type": "nominal", "title": .null,
                "sort": .array(order.map { .string($0) }), "axis": ["labelLimit": 170],
              ],
              "x": [
                "field": "tonnes", "type": "quantitative", "stack": "zero",
                "title": .string(say("t/a", "t/年", "t/a")), "axis": ["tickCount": 5],
              ],
              "color": [
                "field": "stage", "type": "nominal", "title": .null,
                "scale": [
                  "domain": .array(stages.map { .string($0) }),
                  "range": .array(stages.indices.map { Self.colours[$0 % Self.colours.count] }),
                ],
              ],
              "order": ["field": "order", "type": "quantitative"],
            ],
          ],
        ]))
  }

  /// What each parameter does to the total, the widest on top.
  func tornado(_ result: UncertaintyResult) -> Figure? {
    let shares = result.shares.prefix(12)
    guard let total = result.total(result.analysis.pollutant), !shares.isEmpty else { return nil }
    func name(_ share: VarianceShare) -> String {
      let subject =
        share.quantity == .emissionFactor
        ? OffRoadTerms.stage(share.subject, language)
        : OffRoadTerms.type(share.subject, language)
      return OffRoadTerms.uncertain(share.quantity.rawValue, language) + ": " + subject
    }
    let low = say("at its lower end", "下限のとき", "取下限时")
    let high = say("at its upper end", "上限のとき", "取上限时")
    let rows: [JSONValue] = shares.flatMap { share -> [JSONValue] in
      [(low, share.swing[0]), (high, share.swing[1])].map { end, value in
        [
          "parameter": .string(name(share)), "end": .string(end), "value": .number(value),
          "centre": .number(total.central), "share": .number(share.total),
        ]
      }
    }
    let order = shares.map { JSONValue.string(name($0)) }
    let caption = say(
      "{pollutant} total when one parameter alone goes to an end of its interval. Order: total "
        + "Sobol index, the share of variance a survey could take away.",
      "各パラメータのみを区間の端に動かしたときの {pollutant} 総排出量。順序は Sobol 総合指数（調査で減らせる分散の割合）。",
      "仅将单个参数移至其区间端点时的 {pollutant} 总排放量。按 Sobol 总指数（调查可减少的方差份额）排序。"
    ).replacing("{pollutant}", with: result.analysis.pollutant.displayName)
    return Figure(
      name: "tornado", caption: caption,
      specification: FigureStyle.specification(
        width: 420, height: 24 * shares.count, description: caption,
        [
          "data": ["values": .array(rows)],
          "layer": [
            [
              "mark": ["type": "bar", "tooltip": true, "height": 15],
              "encoding": [
                "y": [
                  "field": "parameter", "type": "nominal", "title": .null,
                  "sort": .array(order), "axis": ["labelLimit": 330],
                ],
                "x": [
                  "field": "centre", "type": "quantitative", "scale": ["zero": false],
                  "title": .string(
                    result.analysis.pollutant.displayName + say(", t/a", "（t/年）", "（t/a）")),
                ],
                "x2": ["field": "value"],
                "color": [
                  "field": "end", "type": "nominal", "title": .null,
                  "scale": [
                    "domain": [.string(low), .string(high)],
                    "range": [.string(FigureStyle.treated), .string(FigureStyle.expected)],
                  ],
                ],
              ],
            ],
            [
              "mark": ["type": "rule", "color": "#333"],
              "encoding": ["x": ["datum": .number(total.central)]],
            ],
          ],
        ]))
  }

  /// Emissions of each scenario over the years, with bands.
  func scenarios(_ comparison: ScenarioComparison, _ pollutant: ExhaustPollutant) -> Figure {
    let baseline = say("without measures", "対策なし", "无措施")
    var names = [baseline]
    var rows: [JSONValue] = []
    func add(_ outcome: ScenarioOutcome, _ name: String) {
      guard let value = outcome.emissions[pollutant] else { return }
      rows.append([
        "year": .string("\(outcome.year)"), "scenario": .string(name),
        "value": .number(value.central), "lower": .number(value.lower),
        "upper": .number(value.upper),
      ])
    }
    for outcome in comparison.baseline { add(outcome, baseline) }
    for outcome in comparison.outcomes {
      if !names.contains(outcome.scenario) { names.append(outcome.scenario) }
      add(outcome, outcome.scenario)
    }
    let level = NumberText.fixed(comparison.analysis.uncertainty.confidenceLevel * 100, 0)
    let caption = say(
      "{pollutant}, t/a, with {level} % bands. The bands of two scenarios share most of their "
        + "uncertainty: what a measure saves is surer than where bands overlap; see the table.",
      "{pollutant}（t/年）と {level} % 不確かさ区間。各シナリオの不確かさは大部分が共通であり、削減量は区間の重なりから受ける印象より確かである（表を参照）。",
      "{pollutant}（t/a）及 {level}% 不确定性区间。各情景的不确定性大部分相同，减排量比区间重叠所显示的更可靠，见表。"
    ).replacing("{pollutant}", with: pollutant.displayName).replacing("{level}", with: level)
    let colour: JSONValue = [
      "field": "scenario", "type": "nominal", "title": .null,
      // The band’s faintness must not reach the legend.
      "legend": ["symbolOpacity": 1, "symbolType": "stroke", "symbolSize": 300],
      "scale": [
        "domain": .array(names.map { .string($0) }),
        "range": .array(
          names.indices.map { $0 == 0 ? "#555555" : Self.colours[($0 - 1) % Self.colours.count] }),
      ],
    ]
    let isSeries = comparison.baseline.count > 1
    let x: JSONValue = [
      "field": .string(isSeries ? "year" : "scenario"), "type": isSeries ? "ordinal" : "nominal",
      "title": .null, "sort": .null, "axis": ["labelAngle": 0, "labelLimit": 160],
    ]
    let band: JSONValue =
      isSeries
      ? ["type": "area", "opacity": 0.1] : ["type": "rule", "strokeWidth": 3]
    let line: JSONValue =
      isSeries
      ? ["type": "line", "point": true, "strokeWidth": 2.2, "tooltip": true]
      : ["type": "point", "filled": true, "size": 120, "tooltip": true]
    return Figure(
      name: "scenarios-\(pollutant.rawValue)", caption: caption,
      specification: FigureStyle.specification(
        width: 640, height: 280, description: caption,
        [
          "data": ["values": .array(rows)],
          "layer": [
            [
              "mark": band,
              "encoding": [
                "x": x,
                "y": [
                  "field": "lower", "type": "quantitative", "scale": ["zero": true],
                  "title": .string(pollutant.displayName + say(", t/a", "（t/年）", "（t/a）")),
                ],
                "y2": ["field": "upper"], "color": colour,
              ],
            ],
            [
              "mark": line,
              "encoding": [
                "x": x, "y": ["field": "value", "type": "quantitative"], "color": colour,
              ],
            ],
          ],
        ]))
  }

  /// Cost a tonne over what is abated, cheapest first.
  func curve(_ curve: AbatementCurve, currency: String) -> Figure? {
    var sum = 0.0
    var rows: [JSONValue] = []
    var names: [JSONValue] = []
    for step in curve.steps {
      guard let price = step.costPerTonne else { continue }
      let next = sum + step.added.central
      rows.append([
        "measure": .string(step.measure), "from": .number(sum), "to": .number(next),
        "middle": .number((sum + next) / 2), "price": .number(price.central),
        "lower": .number(price.lower), "upper": .number(price.upper), "zero": 0,
      ])
      names.append(.string(step.measure))
      sum = next
    }
    guard !rows.isEmpty else { return nil }
    let caption = say(
      "Cost of a tonne of {pollutant} in {year}, each measure on top of the cheaper ones; width: "
        + "what it adds; lines: intervals.",
      "{year} 年の {pollutant} 1 t 当たりの費用。各対策は安価な対策の実施後に加えた場合。幅は追加削減量、線は不確かさ区間。",
      "{year} 年每吨 {pollutant} 的减排成本，各措施均在更便宜的措施之上叠加；宽度为新增减排量，竖线为不确定性区间。"
    ).replacing("{pollutant}", with: curve.pollutant.displayName)
      .replacing("{year}", with: "\(curve.year)")
    let unit = currency.isEmpty ? say("currency", "通貨", "货币") : currency
    return Figure(
      name: "abatement-curve", caption: caption,
      specification: FigureStyle.specification(
        width: 640, height: 300, description: caption,
        [
          "data": ["values": .array(rows)],
          "layer": [
            [
              "mark": ["type": "rect", "stroke": "white", "strokeWidth": 1, "tooltip": true],
              "encoding": [
                "x": [
                  "field": "from", "type": "quantitative",
                  "title": .string(
                    curve.pollutant.displayName
                      + say(" abated, t/a", " 削減量（t/年）", " 减排量（t/a）")),
                ],
                "x2": ["field": "to"],
                "y": [
                  "field": "zero", "type": "quantitative",
                  "title": .string("\(unit)/t"),
                ],
                "y2": ["field": "price"],
                "color": [
                  "field": "measure", "type": "nominal", "title": .null, "sort": .null,
                  "scale": [
                    "domain": .array(names),
                    "range": .array(names.indices.map { Self.colours[$0 % Self.colours.count] }),
                  ],
                ],
              ],
            ],
            [
              "mark": ["type": "rule", "color": "#333", "strokeWidth": 1.5],
              "encoding": [
                "x": ["field": "middle", "type": "quantitative"],
                "y": ["field": "lower", "type": "quantitative"], "y2": ["field": "upper"],
              ],
            ],
          ],
        ]))
  }

  /// Compliance month by month, with the course that was to be expected without the rule.
  func compliance(_ result: ComplianceResult) -> Figure {
    let seen = say("inspected", "検査結果", "检查结果")
    let fitted = say("fitted", "当てはめ", "拟合")
    let without = say("expected without the rule", "規制がない場合の予測値（反実仮想）", "无规定时的反事实预测值")
    var points: [JSONValue] = []
    var lines: [JSONValue] = []
    for (index, month) in result.months.enumerated() {
      points.append([
        "month": .string(month.month.description), "series": .string(seen),
        "share": .number(month.share), "lower": .number(month.lower),
        "upper": .number(month.upper),
      ])
      guard let interruption = result.interruption else { continue }
      for (name, values) in [(fitted, interruption.fitted), (without, interruption.withoutRule)]
      where name == fitted || month.month >= result.start {
        // The course breaks where the rule begins.
        lines.append([
          "month": .string(month.month.description), "series": .string(name),
          "share": .number(values[index]),
          "part": month.month < result.start ? "before" : "after",
        ])
      }
    }
    let caption = say(
      "Share of inspected machines that comply, by month, with Wilson intervals.",
      "検査した機械の適合率（月別）と Wilson 信頼区間。", "逐月受检机械的达标率及 Wilson 置信区间。")
    let names: [JSONValue] = [.string(seen), .string(fitted), .string(without)]
    let colour: JSONValue = [
      "field": "series", "type": "nominal", "title": .null,
      "scale": [
        "domain": .array(names),
        "range": ["#333333", .string(FigureStyle.treated), .string(FigureStyle.expected)],
      ],
    ]
    let x: JSONValue = [
      "field": "month", "type": "temporal", "title": .null,
      "axis": ["format": "%Y-%m", "labelOverlap": true],
    ]
    let y: JSONValue = [
      "field": "share", "type": "quantitative", "scale": ["domain": [0, 1]],
      "title": .string(say("share", "割合", "比例")), "axis": ["format": "%"],
    ]
    return Figure(
      name: "compliance", caption: caption,
      specification: FigureStyle.specification(
        width: 680, height: 260, description: caption,
        [
          "layer": [
            [
              "data": ["values": .array(points)],
              "mark": ["type": "rule", "strokeWidth": 1.2, "color": "#999"],
              "encoding": [
                "x": x,
                "y": ["field": "lower", "type": "quantitative", "scale": ["domain": [0, 1]]],
                "y2": ["field": "upper"],
              ],
            ],
            [
              "data": ["values": .array(points)],
              "mark": ["type": "point", "filled": true, "size": 55, "tooltip": true],
              "encoding": ["x": x, "y": y, "color": colour],
            ],
            [
              "data": ["values": .array(lines)],
              "mark": ["type": "line", "strokeWidth": 2.2],
              "encoding": [
                "x": x, "y": y, "color": colour,
                "strokeDash": [
                  "field": "series", "type": "nominal", "title": .null,
                  "scale": ["domain": .array(names), "range": [[1, 0], [1, 0], [6, 4]]],
                ],
                "detail": ["field": "part"],
              ],
            ],
            [
              "data": ["values": [["month": .string(result.start.description)]]],
              "mark": ["type": "rule", "color": "#333", "strokeDash": [3, 3]],
              "encoding": ["x": x],
            ],
          ]
        ]))
  }
}
