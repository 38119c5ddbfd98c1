import AirQuality
public import Foundation
public import VOC

/// An inventory with its measures as a page, tables and figures.
public struct InventoryPage: Sendable {
  private let tally: InventoryTally
  private let language: Language
  private let renderer: FigureRenderer

  /// A page of a tally.
  public init(
    _ tally: InventoryTally, language: Language = .english,
    renderer: FigureRenderer = FigureRenderer()
  ) {
    self.tally = tally
    self.language = language
    self.renderer = renderer
  }

  /// Writes `inventory.html`, `inventory.json` and `figures/` into a folder, all or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    to folder: URL, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let page = TablePage(
      title: tally.title,
      subtitle: say(
        Phrase(
          "activity × factor × (1 − capture × control); intervals at {level} %",
          "活動量 × 排出係数 × (1 − 捕集率 × 処理率)、{level} % 不確かさ区間",
          "活动水平 × 排放因子 × (1 − 收集效率 × 去除效率)，{level}% 不确定性区间"),
        ["level": NumberText.fixed(100 * tally.settings.confidenceLevel, 0)]),
      language: language, answers: answers, answerHeading: say(VOCTerms.answer),
      tables: [processes, measures, species], figureHeading: say(VOCTerms.figures),
      doubtHeading: say(VOCTerms.doubts), doubts: doubts,
      madeBy: "airaccord \(ToolVersion.current) voc inventory")
    let json: Data
    do {
      json = try StableJSON.encode(tally)
    } catch {
      throw .cannotWrite(folder: folder.path, reason: "\(error)")
    }
    return try page.write(
      to: folder, replacing: replacing, page: "inventory.html",
      figures: [tornado, abatement].compactMap(\.self),
      files: [("inventory.json", json)], renderer: renderer)
  }

  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  private func text(_ estimate: InventoryTally.Estimate?) -> String {
    guard let estimate else { return say(Phrases.noValue) }
    return NumberText.value(estimate.value) + " (" + NumberText.value(estimate.lower)
      + say(Phrases.to) + NumberText.value(estimate.upper) + ")"
  }

  private var answers: [String] {
    var answers = [
      say(
        Phrase(
          "Emission: {value} tonnes a year.", "排出量：年間 {value} トン。", "排放量：每年 {value} 吨。"),
        ["value": text(tally.total)])
    ]
    if !tally.measures.isEmpty {
      answers.append(
        say(
          Phrase(
            "With the measures: {value} tonnes a year.", "施策後：年間 {value} トン。",
            "采取措施后：每年 {value} 吨。"), ["value": text(tally.remaining)]))
    }
    if tally.ozone != nil {
      answers.append(
        say(
          Phrase(
            "Ozone formation potential: {value} tonnes of ozone a year.",
            "オゾン生成能：年間 {value} トン（O3）。", "臭氧生成潜势：每年 {value} 吨 O3。"),
          ["value": text(tally.ozone)]))
    }
    return answers
  }

  private var doubts: [(severity: String, text: String)] {
    var found: [(severity: String, text: String)] = []
    let recalled = tally.measures.filter { !$0.provenance.isBacked }.map(\.name)
    if !recalled.isEmpty {
      found.append(
        (
          "warning",
          say(
            Phrase(
              "Efficiencies from memory, not from a stored source: {names}. Check before citing.",
              "出典を確認していない効率値：{names}。引用前に確認すること。",
              "效率值无存档来源：{names}。引用前请核对。"),
            ["names": recalled.joined(separator: ", ")])
        ))
    }
    found.append(
      (
        "note",
        say(
          Phrase(
            "{share} of the emission has no speciation and is in no ozone figure.",
            "排出量の {share} は組成不明のためオゾンの数値に含まれない。",
            "排放量中 {share} 没有成分谱，不计入臭氧数值。"),
          ["share": NumberText.percent(tally.unspeciatedShare)])
      ))
    return found
  }

  private var processes: TablePage.Table {
    TablePage.Table(
      heading: say(Phrase("Processes", "工程", "工序")),
      columns: [
        say(Phrase("Facility", "施設", "设施")), say(Phrase("Process", "工程", "工序")),
        say(Phrase("Emission, t/a", "排出量 t/年", "排放量 t/年")),
        say(Phrase("With measures, t/a", "施策後 t/年", "措施后 t/年")),
        say(Phrase("Ozone formation, t O3/a", "オゾン生成能 t O3/年", "臭氧生成潜势 t O3/年")),
      ], numeric: [2, 3, 4],
      rows: tally.processes.map {
        [$0.facility, $0.process, text($0.emission), text($0.remaining), text($0.ozone)]
      })
  }

  private var measures: TablePage.Table {
    TablePage.Table(
      heading: say(Phrase("Measures, in their order", "施策（実施順）", "措施（按顺序）")),
      columns: [
        say(Phrase("Measure", "施策", "措施")), say(Phrase("Abated, t/a", "削減量 t/年", "减排量 t/年")),
        say(Phrase("Abated, t O3/a", "削減量 t O3/年", "减排量 t O3/年")),
        say(Phrase("Cost a tonne", "トン当たり費用", "每吨成本")),
        say(Phrase("Cost a tonne of ozone", "O3 トン当たり費用", "每吨 O3 成本")),
        say(VOCTerms.source),
      ], numeric: [1, 2, 3, 4],
      rows: tally.measures.map {
        [
          $0.name, text($0.abated), text($0.abatedOzone), text($0.costPerTonne),
          text($0.costPerTonneOzone), $0.provenance.source + ($0.provenance.isBacked ? "" : " *"),
        ]
      })
  }

  private var species: TablePage.Table {
    TablePage.Table(
      heading: say(Phrase("Compounds", "成分", "组分")),
      columns: [
        say(VOCTerms.compoundHeading), say(Phrase("Emission, t/a", "排出量 t/年", "排放量 t/年")),
        say(VOCTerms.change) + " (%)",
      ], numeric: [1, 2],
      rows: tally.species.map {
        [VOCTerms.compound($0.compound, language), text($0.emission), text($0.changePercent)]
      })
  }

  private var tonnes: String { say(Phrase("t/a", "t/年", "t/年")) }

  /// The name of an uncertain number in the page's language: the process keeps its own, after the
  /// last comma stands what of it is uncertain.
  private func parameter(_ name: String) -> String {
    guard let comma = name.range(of: ", ", options: .backwards) else { return name }
    let known: [String: Phrase] = [
      "activity": Phrase("activity", "活動量", "活动水平"),
      "factor": Phrase("factor", "排出係数", "排放因子"),
      "capture": Phrase("capture", "捕集率", "收集效率"),
      "control": Phrase("control", "処理率", "去除效率"),
      "efficiency": Phrase("efficiency", "効率", "效率"),
      "capital": Phrase("capital", "設備費", "投资"),
      "operating": Phrase("operating cost", "運転費", "运行费"),
    ]
    let leak = "leak rate of "
    let what = String(name[comma.upperBound...])
    let process = String(name[..<comma.upperBound])
    if what.hasPrefix(leak) {
      return process + say(Phrase(leak, "漏えい率：", "泄漏率：")) + what.dropFirst(leak.count)
    }
    return process + (known[what].map { say($0) } ?? what)
  }

  /// What each uncertain number does to the outcome.
  private var tornado: Figure? {
    let bars = tally.tornado.filter { $0.low != $0.high }
    guard !bars.isEmpty else { return nil }
    let middle =
      tally.measures.isEmpty
      ? tally.total.value : tally.total.value - tally.remaining.value
    let rows: [JSONValue] = bars.flatMap { bar -> [JSONValue] in
      [
        (say(Phrase("at its 5 % point", "5% 点", "5% 分位")), bar.low),
        (say(Phrase("at its 95 % point", "95% 点", "95% 分位")), bar.high),
      ].map { side, value in
        [
          "name": .string(parameter(bar.parameter)), "side": .string(side), "from": .number(middle),
          "to": .number(value),
        ]
      }
    }
    let caption =
      tally.measures.isEmpty
      ? say(
        Phrase(
          "What each uncertain number does to the emission, all others at their middle.",
          "各不確実量が排出量に与える影響（他は中央値）。", "各不确定量对排放量的影响（其余取中值）。"))
      : say(
        Phrase(
          "What each uncertain number does to the abatement, all others at their middle.",
          "各不確実量が削減量に与える影響（他は中央値）。", "各不确定量对减排量的影响（其余取中值）。"))
    return Figure(
      name: "tornado", caption: caption,
      specification: FigureStyle.specification(
        width: 460, height: 26 * bars.count, description: caption,
        [
          "data": ["values": .array(rows)], "mark": ["type": "bar", "tooltip": true],
          "encoding": [
            "y": [
              "field": "name", "type": "nominal", "title": .null,
              "sort": .array(bars.map { .string(parameter($0.parameter)) }),
              "axis": ["labelLimit": 320],
            ],
            "x": [
              "field": "from", "type": "quantitative", "scale": ["zero": false],
              "title": .string(tonnes),
            ],
            "x2": ["field": "to"],
            "color": [
              "field": "side", "type": "nominal", "title": .null,
              "scale": [
                "range": [.string(FigureStyle.treated), .string(FigureStyle.expected)]
              ],
            ],
          ],
        ]))
  }

  /// What each measure takes off.
  private var abatement: Figure? {
    guard !tally.measures.isEmpty else { return nil }
    let rows: [JSONValue] = tally.measures.map { row in
      [
        "name": .string(row.name), "value": .number(row.abated.value),
        "lower": .number(row.abated.lower), "upper": .number(row.abated.upper),
      ]
    }
    let caption = say(
      Phrase(
        "What each measure takes off, after the measures before it, with intervals.",
        "各施策の削減量（先行施策の後）と不確かさ区間。", "各措施的减排量（在前面的措施之后）及不确定性区间。"))
    let y: JSONValue = [
      "field": "name", "type": "nominal", "title": .null,
      "sort": .array(tally.measures.map { .string($0.name) }), "axis": ["labelLimit": 320],
    ]
    return Figure(
      name: "abatement", caption: caption,
      specification: FigureStyle.specification(
        width: 460, height: 36 * rows.count, description: caption,
        [
          "data": ["values": .array(rows)],
          "layer": [
            [
              "mark": ["type": "bar", "color": .string(FigureStyle.treated), "opacity": 0.7],
              "encoding": [
                "y": y,
                "x": ["field": "value", "type": "quantitative", "title": .string(tonnes)],
              ],
            ],
            [
              "mark": ["type": "rule", "strokeWidth": 2],
              "encoding": [
                "y": y, "x": ["field": "lower", "type": "quantitative", "title": .string(tonnes)],
                "x2": ["field": "upper"],
              ],
            ],
          ],
        ]))
  }
}
