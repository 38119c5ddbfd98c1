import Documents
import AirQuality
import Foundation
import SourceApportionment

/// The figures of a factor report.
struct ApportionmentFigures {
  let report: FactorReport
  let language: Language

  var all: [Figure] {
    [
      profiles, constrainedProfiles, contributions, hours, weekdays, factorCounts, residuals,
      starts,
    ].compactMap(\.self)
  }

  private var solution: FactorSolution { report.solution }
  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  /// The factor's name in the page's language, with its leading species.
  func label(_ factor: Int) -> String {
    guard language != .english else { return solution.label(ofFactor: factor) }
    let names = solution.leadingSpecies(ofFactor: factor).map(species).joined(separator: "、")
    return "因子 \(factor + 1)" + (names.isEmpty ? "" : "（\(names)）")
  }

  /// A species in the page's language where the tables of compounds know it and no other column of
  /// the samples has the same name; its own name else.
  private func species(_ name: String) -> String {
    guard language != .english else { return name }
    let own = VOCTerms.compound(name, language)
    let namesakes = solution.species.count { VOCTerms.compound($0, language) == own }
    return namesakes == 1 ? own : name
  }

  /// The same of the factors under constraints.
  private var constrainedProfiles: Figure? {
    guard let constrained = report.constrained else { return nil }
    let own = ApportionmentFigures(report: FactorReport(constrained), language: language).profiles
    let caption =
      say(Phrase("Under the constraints. ", "制約付きの因子。", "受约束的因子。")) + own.caption
    return Figure(
      name: "constrained-profiles", caption: caption, specification: own.specification)
  }

  /// Each factor's share of every species, with bootstrap boxes and displacement ranges.
  private var profiles: Figure {
    let shares = solution.shares
    let sums = solution.species.indices.map { position in
      solution.profiles.reduce(0) { $0 + $1[position] }
    }
    var rows: [JSONValue] = []
    for factor in 0..<solution.factorCount {
      for (position, name) in solution.species.enumerated() where sums[position] > 0 {
        var row: [String: JSONValue] = [
          "factor": .string(label(factor)), "species": .string(species(name)),
          "order": .number(Double(position)), "share": .number(100 * shares[factor][position]),
        ]
        let scale = 100 / sums[position]
        if let values = report.bootstrap?.profiles[factor]?[position] {
          row["low"] = .number(values.fifth * scale)
          row["quarter"] = .number(values.lowerQuartile * scale)
          row["median"] = .number(values.median * scale)
          row["threequarters"] = .number(values.upperQuartile * scale)
          row["high"] = .number(values.ninetyFifth * scale)
        }
        if let ranges = report.ranges {
          row["displacedlow"] = .number(ranges.lower[factor][position] * scale)
          row["displacedhigh"] = .number(min(ranges.upper[factor][position] * scale, 150))
        } else if let displacement = report.displacement, let level = displacement.levels.first,
          let place = displacement.species.firstIndex(of: name)
        {
          row["displacedlow"] = .number(level.lower[factor][place] * scale)
          // A range without an upper end is drawn to the top of the axis.
          row["displacedhigh"] = .number(min(level.upper[factor][place] * scale, 150))
        }
        rows.append(.object(row))
      }
    }
    let order: JSONValue = .array(solution.species.map { .string(species($0)) })
    let across: JSONValue = [
      "field": "species", "type": "nominal", "title": .null, "sort": order,
      "axis": ["labelAngle": -60, "labelLimit": 160, "labelOverlap": false],
    ]
    func vertical(_ field: String) -> JSONValue {
      [
        "field": .string(field), "type": "quantitative",
        "title": .string(say(Phrase("share (%)", "割合（%）", "占比（%）"))),
        "scale": ["domainMin": 0, "domainMax": 120, "clamp": true],
      ]
    }
    var layers: [JSONValue] = [
      [
        "mark": ["type": "bar", "color": "#9ecae1", "tooltip": true],
        "encoding": ["x": across, "y": vertical("share")],
      ]
    ]
    if report.displacement != nil || report.ranges != nil {
      layers.append([
        "mark": ["type": "rule", "color": .string(FigureStyle.expected), "strokeWidth": 1.4],
        "encoding": [
          "x": across, "y": vertical("displacedlow"), "y2": ["field": "displacedhigh"],
        ],
      ])
    }
    if report.bootstrap != nil {
      layers.append([
        "mark": ["type": "bar", "size": 5, "color": .string(FigureStyle.treated), "opacity": 0.8],
        "encoding": [
          "x": across, "y": vertical("quarter"), "y2": ["field": "threequarters"],
        ],
      ])
      for field in ["low", "high"] {
        layers.append([
          "mark": [
            "type": "tick", "orient": "horizontal", "size": 7, "thickness": 1.5,
            "color": .string(FigureStyle.treated),
          ],
          "encoding": ["x": across, "y": vertical(field)],
        ])
      }
    }
    let caption = say(
      report.ranges != nil
        ? Phrase(
          "Bars: share of each species that a factor brings. Orange lines: 90 % ranges that count "
            + "chance in the samples and the freedom to rotate. Blue boxes: middle half of the "
            + "bootstrap draws, ticks: 5th and 95th percentiles, which alone are too narrow.",
          "棒：各成分に占める因子の割合。橙の線：標本の偶然と回転の自由度を含む 90 % 不確かさ区間。青い箱：ブートストラップの中央 50 %、目盛：5・95 パーセンタイル（単独では狭すぎる）。",
          "柱：各组分中该因子所占比例。橙色线：计入样品随机性与旋转自由度的 90% 不确定性区间。蓝色框：自助法结果的中间一半，短线：第 5 与第 95 百分位（单独使用偏窄）。")
        : report.bootstrap == nil && report.displacement == nil
          ? Phrase(
            "Bars: share of each species that a factor brings.", "棒：各成分に占める因子の割合。",
            "柱：各组分中该因子所占比例。")
          : Phrase(
            "Bars: share of each species that a factor brings. Blue boxes: middle half of the bootstrap "
              + "draws, ticks: 5th and 95th percentiles. Orange lines: range of displacement by the "
              + "least rise of Q.",
            "棒：各成分に占める因子の割合。青い箱：ブートストラップの中央 50 %、目盛：5・95 パーセンタイル。橙の線：Q の最小の増分による変位範囲。",
            "柱：各组分中该因子所占比例。蓝色框：自助法结果的中间一半，短线：第 5 与第 95 百分位。橙色线：Q 最小增量对应的位移区间。"))
    return Figure(
      name: "profiles", caption: caption,
      specification: FigureStyle.specification(
        width: 760, height: 110, description: caption,
        [
          "data": ["values": .array(rows)],
          "facet": [
            "row": [
              "field": "factor", "type": "nominal", "title": .null,
              "sort": .array((0..<solution.factorCount).map { .string(label($0)) }),
              "header": [
                "labelAngle": 0, "labelAnchor": "start", "labelOrient": "top", "labelFontSize": 12,
              ],
            ]
          ],
          "spec": ["width": 760, "height": 110, "layer": .array(layers)],
        ]))
  }

  /// Contributions in time.
  private var contributions: Figure {
    // More points than pixels say nothing; means of neighbouring samples do.
    let bin = max(1, solution.instants.count / 800)
    let gaps = gaps
    var rows: [JSONValue] = []
    for factor in 0..<solution.factorCount {
      for first in stride(from: 0, to: solution.instants.count, by: bin) {
        if (first..<min(first + bin, solution.instants.count)).contains(where: gaps.contains) {
          // A line over a gap would claim that something was measured there.
          let end = solution.instants[first].advanced(bySeconds: -1)
            .formatted(utcOffset: solution.utcOffset)
          rows.append([
            "factor": .string(label(factor)), "time": .string(String(end.prefix(19))),
            "value": .null,
          ])
        }
        let range = first..<min(first + bin, solution.instants.count)
        let mean = solution.contributions[factor][range].reduce(0, +) / Double(range.count)
        let local = solution.instants[first].formatted(utcOffset: solution.utcOffset)
        rows.append([
          "factor": .string(label(factor)), "time": .string(String(local.prefix(19))),
          "value": .number((mean * 10_000).rounded() / 10_000),
        ])
      }
    }
    let caption = say(
      Phrase(
        "Contributions in time, each with mean one{bin}.",
        "寄与の時間変化（平均を 1 とする{bin}）。", "贡献随时间的变化（均值为 1{bin}）。"),
      [
        "bin": bin == 1
          ? ""
          : say(
            Phrase(
              "; means of {n} samples", "、{n} 試料の平均", "，{n} 个样品的平均"), ["n": String(bin)])
      ])
    return Figure(
      name: "contributions", caption: caption,
      specification: FigureStyle.specification(
        width: 760, height: 90, description: caption,
        [
          "data": ["values": .array(rows)],
          "facet": [
            "row": [
              "field": "factor", "type": "nominal", "title": .null,
              "sort": .array((0..<solution.factorCount).map { .string(label($0)) }),
              "header": [
                "labelAngle": 0, "labelAnchor": "start", "labelOrient": "top", "labelFontSize": 12,
              ],
            ]
          ],
          "resolve": ["scale": ["y": "independent"]],
          "spec": [
            "width": 760, "height": 90,
            "mark": [
              "type": "line", "strokeWidth": 1, "color": .string(FigureStyle.treated),
            ],
            "encoding": [
              "x": [
                "field": "time", "type": "temporal", "title": .null,
                "axis": ["format": "%Y-%m-%d", "labelOverlap": true],
              ],
              "y": ["field": "value", "type": "quantitative", "title": .null],
            ],
          ],
        ]))
  }

  /// Samples before which nothing was taken for thirty times the usual distance.
  private var gaps: Set<Int> {
    let instants = solution.instants.map(\.secondsSinceEpoch)
    let distances = zip(instants, instants.dropFirst()).map { $1 - $0 }
    guard !distances.isEmpty else { return [] }
    let usual = max(distances.sorted()[distances.count / 2], 1)
    return Set(distances.indices.filter { distances[$0] > 30 * usual }.map { $0 + 1 })
  }

  /// Q over its expectation by the number of factors.
  private var factorCounts: Figure? {
    guard let selection = report.selection, selection.entries.count > 1 else { return nil }
    let rows: [JSONValue] = selection.entries.map { entry in
      [
        "factors": .number(Double(entry.factors)), "ratio": .number(entry.qRatio),
        "stability": .number(100 * entry.stability),
      ]
    }
    let caption = say(
      Phrase(
        "Q(true) over the expected Q by the number of factors; the figures say what share of the "
          + "starts agrees with the best.",
        "因子数ごとの Q(true)/Q(期待値)。数字は最良解と一致した試行の割合。",
        "不同因子数的 Q(true)/Q(期望)。数字为与最优解一致的起点比例。"))
    let x: JSONValue = [
      "field": "factors", "type": "ordinal", "axis": ["labelAngle": 0],
      "title": .string(say(Phrase("factors", "因子数", "因子数"))),
    ]
    let y: JSONValue = [
      "field": "ratio", "type": "quantitative", "title": "Q/Qexp", "scale": ["zero": true],
    ]
    return Figure(
      name: "factor-counts", caption: caption,
      specification: FigureStyle.specification(
        width: 420, height: 220, description: caption,
        [
          "data": ["values": .array(rows)],
          "transform": [["calculate": "format(datum.stability, '.0f') + ' %'", "as": "text"]],
          "layer": [
            [
              "mark": ["type": "line", "point": true, "color": .string(FigureStyle.treated)],
              "encoding": ["x": x, "y": y],
            ],
            [
              "mark": ["type": "text", "dy": -12, "fontSize": 11],
              "encoding": ["x": x, "y": y, "text": ["field": "text"]],
            ],
          ],
        ]))
  }

  /// All scaled residuals in classes of half an uncertainty.
  private var residuals: Figure {
    let limit = 8.0
    var counts = [Int](repeating: 0, count: 32)
    var total = 0
    for value in solution.scaledResiduals.joined() {
      guard let value else { continue }
      total += 1
      counts[min(max(Int(((value + limit) * 2).rounded(.down)), 0), 31)] += 1
    }
    let rows: [JSONValue] = counts.indices.map { index in
      [
        "from": .number(Double(index) / 2 - limit), "to": .number(Double(index + 1) / 2 - limit),
        "share": .number(100 * Double(counts[index]) / Double(max(total, 1))),
      ]
    }
    let caption = say(
      Phrase(
        "Residuals over uncertainties of all values; those beyond ±{limit} stand in the last "
          + "classes. When model and uncertainties are right, nearly all lie between −3 and 3.",
        "全データの残差÷不確かさ。±{limit} を超える値は両端の階級に含む。モデルと不確かさが正しければ、ほぼすべて −3～3 に入る。",
        "全部数据的残差与不确定度之比；超出 ±{limit} 的计入两端。若模型与不确定度正确，几乎全部位于 −3 至 3 之间。"),
      ["limit": NumberText.fixed(limit, 0)])
    return Figure(
      name: "residuals", caption: caption,
      specification: FigureStyle.specification(
        width: 420, height: 200, description: caption,
        [
          "data": ["values": .array(rows)],
          "mark": [
            "type": "bar", "color": .string(FigureStyle.donors), "binSpacing": 1,
          ],
          "encoding": [
            "x": [
              "field": "from", "type": "quantitative", "bin": ["binned": true, "step": 0.5],
              "title": .string(say(Phrase("scaled residual", "スケール残差（scaled residual）", "标准化残差"))),
              "axis": ["values": [-8, -6, -4, -2, 0, 2, 4, 6, 8]],
            ],
            "x2": ["field": "to"],
            "y": [
              "field": "share", "type": "quantitative",
              "title": .string(say(Phrase("share (%)", "割合（%）", "占比（%）"))),
            ],
          ],
        ]))
  }

  /// The loss of every start beside its likeness with the best.
  private var starts: Figure? {
    guard solution.starts.count > 1 else { return nil }
    let rows: [JSONValue] = solution.starts.map { start in
      ["q": .number(start.objective), "likeness": .number(start.likeness)]
    }
    let caption = say(
      Phrase(
        "Minimised loss of every start and the lowest correlation of its contributions with the best "
          + "start’s. A low loss with a low correlation means that several solutions fit alike.",
        "各試行の損失と、最良解との寄与の相関の最小値。損失が小さく相関も低い場合、同程度に適合する解が複数ある。",
        "每个起点的损失及其贡献与最优解相关系数的最小值。损失低而相关也低，说明存在多个拟合相当的解。"))
    return Figure(
      name: "starts", caption: caption,
      specification: FigureStyle.specification(
        width: 420, height: 200, description: caption,
        [
          "data": ["values": .array(rows)],
          "mark": [
            "type": "point", "filled": true, "size": 70, "opacity": 0.6,
            "color": .string(FigureStyle.treated),
          ],
          "encoding": [
            "x": [
              "field": "q", "type": "quantitative", "scale": ["zero": false],
              "title": .string(say(Phrase("minimised loss", "損失", "损失"))),
            ],
            "y": [
              "field": "likeness", "type": "quantitative", "scale": ["domainMax": 1],
              "title": .string(
                say(Phrase("lowest correlation", "相関の最小値", "最低相关系数"))),
            ],
          ],
        ]))
  }
}
