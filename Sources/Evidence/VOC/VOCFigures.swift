import Documents
import AirQuality
import Cooperation
import Estimation
import VOC

/// The figures of an impact on organic compounds.
struct VOCFigures {
  let impact: VOCImpact
  let record: SpeciatedRecord
  let language: Language

  var all: [Figure] {
    [
      months, changes(relative: false), changes(relative: true), attribution, mixture, profile, day,
      polar, factorPolar,
    ].compactMap(\.self)
  }

  func say(_ phrase: Phrase) -> String { phrase.text(language) }

  /// Ten colours that stay apart in their order, for families.
  private static let colours: [JSONValue] = [
    "#0072B2", "#E69F00", "#999999", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#F0E442",
    "#7F3C8D", "#8C564B", "#444444",
  ]

  private var familyScale: JSONValue {
    [
      "domain": .array(
        CompoundFamily.allCases.filter { family in
          record.compounds.contains { $0.family == family }
        }.map { .string(say(VOCTerms.family($0))) }),
      "range": .array(
        CompoundFamily.allCases.indices.filter { index in
          record.compounds.contains { $0.family == CompoundFamily.allCases[index] }
        }.map { Self.colours[$0] }),
    ]
  }

  /// Ozone formation by family as stacked monthly means, with the measure's date.
  private var months: Figure? {
    guard
      let weighed = try? record.weighed(.ozoneFormation, impact.settings.assessment)
    else { return nil }
    var sums: [String: [String: (Double, Int)]] = [:]
    for family in CompoundFamily.allCases {
      guard let values = weighed.family(family) else { continue }
      let name = say(VOCTerms.family(family))
      for (row, value) in values.enumerated() {
        guard let value else { continue }
        let month = "\(weighed.axis.date(at: row).description.prefix(7))-01"
        let old = sums[month]?[name] ?? (0, 0)
        sums[month, default: [:]][name] = (old.0 + value, old.1 + 1)
      }
    }
    let order = CompoundFamily.allCases.map { say(VOCTerms.family($0)) }
    let rows: [JSONValue] = sums.sorted { $0.key < $1.key }.flatMap { month, families in
      families.sorted { $0.key < $1.key }.map { family, sum in
        [
          "month": .string(month), "family": .string(family),
          "value": .number(sum.0 / Double(sum.1)),
          "order": .number(Double(order.firstIndex(of: family) ?? 0)),
        ]
      }
    }
    let caption = say(
      Phrase(
        "Ozone formation potential by family, monthly means. Dashed: the measure starts.",
        "族別オゾン生成能の月平均。破線は施策開始。", "各类组分的臭氧生成潜势月均值。虚线为措施开始。"))
    return Figure(
      name: "ozone-families", caption: caption,
      specification: FigureStyle.specification(
        width: 680, height: 260, description: caption,
        [
          "layer": [
            [
              "data": ["values": .array(rows)], "mark": ["type": "bar", "tooltip": true],
              "encoding": [
                "x": [
                  "field": "month", "type": "temporal", "timeUnit": "yearmonth", "title": .null,
                  "axis": ["format": "%Y-%m", "labelOverlap": true],
                ],
                "y": [
                  "field": "value", "type": "quantitative", "stack": "zero",
                  "title": "µg O3/m³",
                ],
                "order": ["field": "order", "type": "quantitative"],
                "color": [
                  "field": "family", "type": "nominal", "title": .null, "scale": familyScale,
                ],
              ],
            ],
            [
              "data": ["values": [["start": .string(impact.measure.start.description)]]],
              "mark": ["type": "rule", "strokeDash": [6, 4], "strokeWidth": 2],
              "encoding": ["x": ["field": "start", "type": "temporal"]],
            ],
          ]
        ]))
  }

  /// A point with its interval a row.
  private func intervals(
    _ name: String, _ caption: String, _ rows: [JSONValue], title: String, order: [String]
  ) -> Figure? {
    guard !rows.isEmpty else { return nil }
    let y: JSONValue = [
      "field": "name", "type": "nominal", "title": .null,
      "sort": .array(order.map { .string($0) }), "axis": ["labelLimit": 240],
    ]
    return Figure(
      name: name, caption: caption,
      specification: FigureStyle.specification(
        width: 520, height: max(80, 20 * rows.count), description: caption,
        [
          "data": ["values": .array(rows)],
          "layer": [
            [
              "mark": ["type": "rule", "strokeWidth": 2, "color": .string(FigureStyle.treated)],
              "encoding": [
                "y": y,
                "x": ["field": "lower", "type": "quantitative", "title": .string(title)],
                "x2": ["field": "upper"],
              ],
            ],
            [
              "mark": [
                "type": "point", "filled": true, "size": 60, "tooltip": true,
                "color": .string(FigureStyle.treated),
              ],
              "encoding": [
                "y": y,
                "x": ["field": "value", "type": "quantitative", "title": .string(title)],
              ],
            ],
            [
              "data": ["values": [["zero": 0]]],
              "mark": ["type": "rule", "strokeDash": [4, 3], "color": "#666666"],
              "encoding": ["x": ["field": "zero", "type": "quantitative"]],
            ],
          ],
        ]))
  }

  /// Change of totals, families' and compounds' mass, and factors by the first method; or of
  /// compounds and factors over the untouched reference.
  private func changes(relative: Bool) -> Figure? {
    var order: [String] = []
    let chosen = impact.rows.filter { ($0.subject.reference != nil) == relative }
    let rows = chosen.compactMap { row -> JSONValue? in
      let isShown =
        row.subject.kind == .compound || row.subject.kind == .factor
        || (row.subject.kind == .total && row.subject.quantity == .ozoneFormation)
        || (row.subject.kind != .compound && row.subject.quantity == .mass)
      guard isShown, let relative = row.effects.first?.relative, let interval = relative.interval
      else { return nil }
      var name = VOCTerms.subject(row.subject, language)
      if row.subject.kind == .total { name += ", \(say(VOCTerms.quantity(row.subject.quantity)))" }
      order.append(name)
      return [
        "name": .string(name), "value": .number(relative.percent),
        "lower": .number(interval.lower), "upper": .number(interval.upper),
      ]
    }
    let method =
      impact.rows.first?.effects.first.map { Terms.methodName($0.method, language) } ?? ""
    let caption =
      relative
      ? Phrase(
        "Change of the ratio to {name} by “{method}”, with intervals.",
        "「{method}」による {name} との比の変化と信頼区間。", "“{method}”给出的与 {name} 之比的变化及置信区间。")
      : Phrase(
        "Change with the measure by “{method}”, with intervals.",
        "「{method}」による施策前後の変化と信頼区間。", "“{method}”给出的变化及置信区间。")
    return intervals(
      relative ? "relative-changes" : "changes",
      caption.text(
        language,
        [
          "method": method,
          "name": VOCTerms.compound(impact.settings.relativeTo ?? "", language),
        ]), rows, title: "%", order: order)
  }

  /// Each compound's share of the change of ozone formation.
  private var attribution: Figure? {
    let shares = impact.attribution.shares.prefix(20)
    guard !shares.isEmpty else { return nil }
    let names = shares.map { VOCTerms.compound($0.compound, language) }
    let rows: [JSONValue] = zip(shares, names).map { share, name in
      [
        "name": .string(name), "value": .number(share.change),
        "family": .string(say(VOCTerms.family(share.family))),
      ]
    }
    let caption = say(
      Phrase(
        "Share of each compound in the change of ozone formation potential (at most 20 largest).",
        "オゾン生成能の変化に対する各成分の寄与（大きい順に最大 20 成分）。",
        "各组分对臭氧生成潜势变化的贡献（最大的至多 20 种）。"))
    return Figure(
      name: "attribution", caption: caption,
      specification: FigureStyle.specification(
        width: 520, height: 20 * rows.count, description: caption,
        [
          "data": ["values": .array(rows)], "mark": ["type": "bar", "tooltip": true],
          "encoding": [
            "y": [
              "field": "name", "type": "nominal", "title": .null,
              "sort": .array(names.map { .string($0) }), "axis": ["labelLimit": 240],
            ],
            "x": ["field": "value", "type": "quantitative", "title": "µg O3/m³"],
            "color": [
              "field": "family", "type": "nominal", "title": .null, "scale": familyScale,
            ],
          ],
        ]))
  }

  /// Centred log-ratios: which compounds won and lost weight in the mixture.
  private var mixture: Figure? {
    let sorted = impact.composition.compounds.sorted { ($0.change, $0.name) < ($1.change, $1.name) }
    let names = sorted.map { VOCTerms.compound($0.name, language) }
    let rows: [JSONValue] = zip(sorted, names).map { ratio, name in
      [
        "name": .string(name), "value": .number(ratio.change),
        "lower": .number(ratio.interval.lower), "upper": .number(ratio.interval.upper),
      ]
    }
    return intervals(
      "mixture",
      say(
        Phrase(
          "Change of each compound’s place in the mixture: centred log-ratio, season and weather "
            + "taken out.",
          "組成の変化：季節と気象を除いた有心対数比。", "组成的变化：扣除季节和气象后的中心化对数比。")), rows,
      title: say(Phrase("change of the log-ratio", "対数比の変化", "对数比的变化")), order: names)
  }

  /// Mean shares before and after.
  private var profile: Figure? {
    let before = impact.composition.meanBefore.sorted {
      ($1.share, $0.compound) < ($0.share, $1.compound)
    }
    guard !before.isEmpty else { return nil }
    let shown = before.prefix(20).map(\.compound)
    let names = shown.map { VOCTerms.compound($0, language) }
    let periods = [
      (say(Phrases.before), impact.composition.meanBefore),
      (say(Phrases.after), impact.composition.meanAfter),
    ]
    let rows: [JSONValue] = periods.flatMap { period, shares in
      zip(shown, names).map { compound, name in
        [
          "name": .string(name), "period": .string(period),
          "share": .number(100 * (shares.first { $0.compound == compound }?.share ?? 0)),
        ]
      }
    }
    let caption = say(
      Phrase(
        "Profile: mean share of the mass before and after (closed geometric means, at most 20 "
          + "largest).",
        "組成プロファイル：前後の平均質量比（幾何平均、最大 20 成分）。",
        "成分谱：前后平均质量占比（闭合几何平均，至多 20 种）。"))
    return Figure(
      name: "profile", caption: caption,
      specification: FigureStyle.specification(
        width: 640, height: 220, description: caption,
        [
          "data": ["values": .array(rows)], "mark": ["type": "bar", "tooltip": true],
          "encoding": [
            "x": [
              "field": "name", "type": "nominal", "title": .null,
              "sort": .array(names.map { .string($0) }), "axis": ["labelAngle": -45],
            ],
            "xOffset": [
              "field": "period", "type": "nominal",
              "sort": .array(periods.map { .string($0.0) }),
            ],
            "y": ["field": "share", "type": "quantitative", "title": "%"],
            "color": [
              "field": "period", "type": "nominal", "title": .null,
              "sort": .array(periods.map { .string($0.0) }),
              "scale": [
                "domain": .array(periods.map { .string($0.0) }),
                "range": [.string(FigureStyle.donors), .string(FigureStyle.treated)],
              ],
            ],
          ],
        ]))
  }
}
