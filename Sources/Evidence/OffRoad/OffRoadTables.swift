import AirQuality
import Estimation
import OffRoad

/// The tables of a page about off-road machinery.
struct OffRoadTables {
  let language: Language

  private func say(_ english: String, _ japanese: String, _ chinese: String) -> String {
    Phrase(english, japanese, chinese).text(language)
  }

  /// A sentence or word of the module of machines in the page's language.
  private func words(_ english: String) -> String { Sentences.text(english, language) }

  private var perCent: String { NumberText.perCent(language) }
  private var source: String { say("source", "出典", "来源") }
  private var machines: String { say("machines", "台数", "保有量") }
  private var typeName: String { say("type", "機種", "机型") }
  private var stageName: String { say("stage", "規制区分", "排放阶段") }

  private func number(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    let size = abs(value)
    return size < 0.01
      ? NumberText.fixed(value, 5) : size < 1 ? NumberText.fixed(value, 3) : NumberText.value(value)
  }

  private func interval(_ value: IntervalEstimate?) -> String {
    guard let value else { return "–" }
    return value.lower == value.upper
      ? number(value.central)
      : "\(number(value.central)) (\(number(value.lower))–\(number(value.upper)))"
  }

  private func interval(_ value: ConfidenceInterval, _ scale: Double = 1) -> String {
    number(value.lower * scale) + " " + say("to", "～", "至") + " " + number(value.upper * scale)
  }

  // MARK: Inventory

  /// One row a pollutant, with coverage and sources.
  func totals(_ tally: EmissionTally, _ uncertainty: UncertaintyResult?) -> OffRoadTable {
    var header = [say("pollutant", "物質", "污染物"), say("t/a", "t/年", "t/a")]
    var numeric: Set<Int> = [1, 2]
    if let uncertainty {
      let level = NumberText.fixed(uncertainty.analysis.confidenceLevel * 100, 0)
      header.append(
        say("{l} % interval", "{l} % 不確かさ区間", "{l}% 不确定性区间").replacing("{l}", with: level))
      header.append(
        say(
          "range if guessed activity is at its ends", "推定活動量が両端の場合の範囲",
          "估计活动水平取两端时的范围"))
      numeric.insert(3)
    }
    header += [say("share of work covered", "対象となった仕事量の割合", "覆盖的工作量比例"), source]
    numeric.insert(header.count - 2)
    let rows = tally.totals.map { total -> [String] in
      var row = [
        total.pollutant == .hc
          ? "HC (\(tally.inventory.method.hydrocarbons))" : total.pollutant.displayName,
        number(total.tonnes),
      ]
      if let uncertainty {
        let own = uncertainty.total(total.pollutant)
        let range = uncertainty.ranges.first { $0.pollutant == total.pollutant }
        row.append(own.map { "\(number($0.lower))–\(number($0.upper))" } ?? "–")
        row.append(range.map { "\(number($0.low))–\(number($0.high))" } ?? "–")
      }
      return row + [NumberText.percent(total.coverage, language), total.backing.text]
    }
    let exact = tally.totals.map { total -> [String] in
      var row = [total.pollutant.rawValue, "\(total.tonnes)"]
      if let uncertainty {
        let own = uncertainty.total(total.pollutant)
        let range = uncertainty.ranges.first { $0.pollutant == total.pollutant }
        row.append(own.map { "\($0.lower)–\($0.upper)" } ?? "")
        row.append(range.map { "\($0.low)–\($0.high)" } ?? "")
      }
      return row + ["\(total.coverage)", total.backing.text]
    }
    return OffRoadTable(
      "totals", title: say("Emissions", "排出量", "排放量"), header: header, numeric: numeric,
      rows: rows, exact: exact)
  }

  /// One row a type, stage and band.
  func classes(_ tally: EmissionTally) -> OffRoadTable {
    let shown: [ExhaustPollutant] = [.nox, .pm25, .bc, .hc, .co, .so2, .co2]
    let band = say("power", "出力", "功率")
    return OffRoadTable(
      "classes", title: say("By class", "区分別", "按类别"),
      header: [typeName, stageName, band, machines, "MWh/a"]
        + shown.map { "\($0.displayName) t/a" } + [source],
      numeric: Set(3..<(5 + shown.count)),
      rows: tally.rows.map { row in
        [
          OffRoadTerms.type(row.type, language), OffRoadTerms.stage(row.stage, language), row.band,
          number(row.machines), number(row.work),
        ] + shown.map { row.tonnes[$0].map(number) ?? "–" } + [sources(row)]
      },
      exact: tally.rows.map { row in
        [row.type, row.stage, row.band, "\(row.machines)", "\(row.work)"]
          + shown.map { row.tonnes[$0].map { "\($0)" } ?? "" } + [sources(row)]
      })
  }

  private func sources(_ row: EmissionTally.Row) -> String {
    let backings = row.backing.values.sorted { $0.sources.joined() < $1.sources.joined() }
    guard let first = backings.first else { return "user" }
    return backings.dropFirst().reduce(first) { $0.and($1) }.text
  }

  /// One row a pollutant, one column a method.
  func methods(_ comparison: MethodComparison) -> OffRoadTable {
    let count = comparison.counts.count
    func row(_ pollutant: ExhaustPollutant, _ text: (Double) -> String) -> [String] {
      let spread = comparison.spreads.first { $0.pollutant == pollutant }
      return [pollutant.displayName]
        + comparison.counts.map { $0.tonnes[pollutant].map(text) ?? "–" }
        + [spread.map { text($0.ratio) } ?? "–"]
    }
    return OffRoadTable(
      "methods",
      title: say(
        "One fleet by every method, t", "同じ機械群の手法別排出量（t）", "同一机械群按各方法计算的排放量（t）"),
      header: [say("pollutant", "物質", "污染物")] + comparison.counts.map(\.method.name)
        + [say("largest over smallest", "最大／最小", "最大与最小之比")],
      numeric: Set(1...(count + 1)),
      rows: ExhaustPollutant.allCases.map { row($0, number) },
      exact: ExhaustPollutant.allCases.map { row($0) { "\($0)" } })
  }

  /// Everything that was assumed; always shown.
  func defaults(_ uses: [DefaultUse]) -> OffRoadTable {
    var seen: Set<DefaultUse> = []
    let used = uses.filter { seen.insert($0).inserted }
    let mark = say("default", "既定値", "默认值")
    let given = say("given by the user", "利用者の入力", "用户给定")
    return OffRoadTable(
      "defaults",
      title: say(
        "What was assumed (defaults; * no stored source backs it)",
        "仮定した値（既定値。* は保存された出典で裏付けられないもの）", "所作假设（默认值；* 表示没有存档来源支持）"),
      header: [
        say("quantity", "項目", "项目"), say("for", "対象", "对象"), say("value", "値", "数值"),
        say("unit", "単位", "单位"), machines, say("status", "区分", "性质"), source,
      ], numeric: [2, 4],
      rows: used.map { use in
        [
          OffRoadTerms.quantity(use.quantity, language), OffRoadTerms.type(use.subject, language),
          number(use.value), words(use.unit), use.machines > 0 ? number(use.machines) : "",
          use.backing == .user ? given : mark, use.backing.text,
        ]
      },
      exact: used.map { use in
        [
          use.quantity, use.subject, "\(use.value)", use.unit, "\(use.machines)",
          use.backing == .user ? "user" : "default", use.backing.text,
        ]
      })
  }

  /// Which survey would help most.
  func shares(_ result: UncertaintyResult) -> OffRoadTable {
    OffRoadTable(
      "variance-shares",
      title: say(
        "Which survey would help most: shares of the variance of {p}", "どの調査が最も有効か：{p} の分散への寄与",
        "哪项调查最有用：对 {p} 方差的贡献"
      ).replacing("{p}", with: result.analysis.pollutant.displayName),
      header: [
        say("quantity", "項目", "项目"), say("for", "対象", "对象"),
        say("alone (Sobol)", "単独（Sobol）", "单独（Sobol）"),
        say("with interactions", "交互作用を含む", "含交互作用"),
        say("rank regression", "順位回帰", "秩回归"),
      ], numeric: [2, 3, 4],
      rows: result.shares.prefix(15).map { share in
        [
          OffRoadTerms.uncertain(share.quantity.rawValue, language),
          share.quantity == .emissionFactor
            ? OffRoadTerms.stage(share.subject, language)
            : OffRoadTerms.type(share.subject, language),
          NumberText.fixed(share.firstOrder, 3), NumberText.fixed(share.total, 3),
          NumberText.fixed(share.rankShare, 3),
        ]
      },
      exact: result.shares.map { share in
        [
          share.quantity.rawValue, share.subject, "\(share.firstOrder)", "\(share.total)",
          "\(share.rankShare)",
        ]
      })
  }

  /// Classes with their intervals, for the file.
  func intervals(_ result: UncertaintyResult) -> OffRoadTable {
    let rows = result.classes.flatMap { row in
      ExhaustPollutant.allCases.compactMap { pollutant -> [String]? in
        guard let own = row.tonnes[pollutant] else { return nil }
        return [
          row.type, row.stage, pollutant.rawValue, "\(own.central)", "\(own.mean)", "\(own.lower)",
          "\(own.upper)",
        ]
      }
    }
    return OffRoadTable(
      "intervals", title: "",
      header: [
        "type", "stage", "pollutant", "central", "mean", "lower", "upper",
      ], numeric: [], rows: rows)
  }

  // MARK: Scenarios

  func scenarios(_ comparison: ScenarioComparison, currency: String) -> [OffRoadTable] {
    let shown: [ExhaustPollutant] = [.nox, .pm25, .bc, .co2]
    let unit = currency.isEmpty ? "" : ", \(currency)"
    let year = say("year", "年", "年份")
    let scenario = say("scenario", "シナリオ", "情景")
    let saved = say("saved", "削減", "减排")
    let main = OffRoadTable(
      "scenarios",
      title: say(
        "What each scenario saves, t/a", "各シナリオの削減量（t/年）", "各情景的减排量（t/a）"),
      header: [scenario, year] + shown.map { "\($0.displayName) \(saved)" }
        + [say("cost a year", "年間費用", "年成本") + unit]
        + shown.prefix(2).map { "\(say("cost", "費用", "成本"))/t \($0.displayName)\(unit)" },
      numeric: Set(1..<(5 + shown.count)),
      rows: comparison.outcomes.map { outcome in
        [outcome.scenario, "\(outcome.year)"] + shown.map { interval(outcome.abatement[$0]) }
          + [interval(outcome.cost)]
          + shown.prefix(2).map { interval(outcome.costPerTonne[$0]) }
      },
      exact: comparison.outcomes.map { outcome in
        [outcome.scenario, "\(outcome.year)"]
          + shown.map { exact(outcome.abatement[$0]) } + [exact(outcome.cost)]
          + shown.prefix(2).map { exact(outcome.costPerTonne[$0]) }
      })
    let reach = comparison.outcomes.flatMap { outcome in
      outcome.reach.map { (outcome, $0) }
    }
    let second = OffRoadTable(
      "reach",
      title: say("What each measure reaches", "各対策の対象", "各措施的覆盖范围"),
      header: [
        scenario, year, say("measure", "対策", "措施"), machines,
        say("cost a year", "年間費用", "年成本") + unit,
      ], numeric: [1, 3, 4],
      rows: reach.map { outcome, own in
        [
          outcome.scenario, "\(outcome.year)", own.measure, number(own.machines),
          own.cost.map(number) ?? "–",
        ]
      })
    let emissions = (comparison.baseline + comparison.outcomes).flatMap { outcome in
      ExhaustPollutant.allCases.map { pollutant in
        [
          outcome.scenario, "\(outcome.year)", pollutant.rawValue,
          exact(outcome.emissions[pollutant]), exact(outcome.abatement[pollutant]),
        ]
      }
    }
    let third = OffRoadTable(
      "scenario-emissions", title: "",
      header: ["scenario", "year", "pollutant", "emission", "abatement"], numeric: [],
      rows: emissions)
    return [main, second, third]
  }

  private func exact(_ value: IntervalEstimate?) -> String {
    value.map { "\($0.central) (\($0.lower)–\($0.upper))" } ?? ""
  }

  func curve(_ curve: AbatementCurve, currency: String) -> OffRoadTable {
    let unit = currency.isEmpty ? "" : ", \(currency)"
    return OffRoadTable(
      "abatement-curve",
      title: say(
        "Cost of {p} abated, cheapest first, {y}", "{p} の限界削減費用（安価な順）、{y} 年",
        "{p} 边际减排成本（由低到高），{y} 年"
      ).replacing("{p}", with: curve.pollutant.displayName)
        .replacing("{y}", with: "\(curve.year)"),
      header: [
        say("measure", "対策", "措施"), say("alone, t/a", "単独（t/年）", "单独（t/a）"),
        say("on top, t/a", "追加（t/年）", "新增（t/a）"),
        say("cost a tonne", "1 t 当たり費用", "每吨成本") + unit,
      ], numeric: [1, 2, 3],
      rows: curve.steps.map {
        [$0.measure, interval($0.alone), interval($0.added), interval($0.costPerTonne)]
      },
      exact: curve.steps.map {
        [$0.measure, exact($0.alone), exact($0.added), exact($0.costPerTonne)]
      })
  }

  // MARK: Impact

  func impact(_ report: ImpactReport) -> [OffRoadTable] {
    [statistics(report), ambient(report), rollback(report)].compactMap(\.self)
  }

  private func statistics(_ report: ImpactReport) -> OffRoadTable? {
    var rows: [[String]] = []
    func percent(_ share: ComplianceResult.Share) -> [String] {
      [
        NumberText.fixed(share.value * 100, 1) + perCent, interval(share.interval, 100) + perCent,
      ]
    }
    if let compliance = report.compliance {
      rows.append(
        [say("compliance before", "対策前の適合率", "措施前达标率")]
          + percent(compliance.before) + ["", words(compliance.before.interval.method)])
      rows.append(
        [say("compliance after", "対策後の適合率", "措施后达标率")]
          + percent(compliance.after) + ["", words(compliance.after.interval.method)])
      rows.append(
        [say("change of compliance", "適合率の変化", "达标率变化")]
          + percent(compliance.difference)
          + [
            NumberText.probability(compliance.pValue), words(compliance.difference.interval.method),
          ])
      if let series = compliance.interruption {
        rows.append([
          say(
            "odds right after the start, over those expected", "開始直後の適合オッズ比（予測値比）",
            "开始后达标优势与预期之比"), number(series.level.value),
          interval(series.level.interval), NumberText.probability(series.pValue),
          words(series.level.interval.method),
        ])
      }
    }
    if let readings = report.readings {
      let unit = readings.isRelative ? perCent : ""
      for (name, change) in [
        (say("readings, mixed model", "実測値（混合モデル）", "实测值（混合模型）"), Optional(readings.mixed)),
        (say("readings, paired", "実測値（対応あり）", "实测值（配对）"), readings.paired),
      ] {
        guard let change else { continue }
        rows.append([
          name, number(change.value) + unit, interval(change.interval) + unit,
          NumberText.probability(change.pValue), words(change.interval.method),
        ])
      }
    }
    if let fuel = report.fuel {
      rows.append([
        say("fuel sales", "燃料販売量", "燃料销量"), number(fuel.change) + perCent,
        interval(fuel.interval) + perCent, NumberText.probability(fuel.pValue),
        words(fuel.interval.method),
      ])
    }
    guard !rows.isEmpty else { return nil }
    return OffRoadTable(
      "statistics",
      title: say(
        "Machines: before and after", "機械：対策前後", "机械：措施前后"),
      header: [
        say("quantity", "項目", "项目"), say("value", "値", "数值"), say("interval", "信頼区間", "置信区间"), "p",
        say("method", "手法", "方法"),
      ], numeric: [1, 2, 3], rows: rows)
  }

  private func ambient(_ report: ImpactReport) -> OffRoadTable? {
    guard !report.ambient.isEmpty else { return nil }
    return OffRoadTable(
      "ambient",
      title: say("The air: {p}", "大気：{p}", "空气：{p}")
        .replacing("{p}", with: report.pollutant?.displayName ?? ""),
      header: [
        say("method", "手法", "方法"), say("effect", "効果", "效果"), say("interval", "信頼区間", "置信区间"), "p",
        say("note", "備考", "备注"),
      ], numeric: [1, 2, 3],
      rows: report.ambient.map { finding in
        guard let effect = finding.effect else {
          return [
            Terms.word(finding.method, language) ?? finding.method, "–", "–", "–",
            words(finding.reason ?? ""),
          ]
        }
        return [
          Terms.methodName(effect.method, language),
          number(effect.estimate) + " "
            + (effect.unit == "percentage points"
              ? Wording.percentagePoints.text(language) : effect.unit),
          effect.interval.map { interval($0) } ?? "–",
          effect.pValue.map { NumberText.probability($0.value) } ?? "–",
          Terms.design(effect.method.design, language),
        ]
      })
  }

  private func rollback(_ report: ImpactReport) -> OffRoadTable? {
    guard let result = report.rollback else { return nil }
    var rows = [
      [
        say(
          "expected from the emissions", "排出量から期待される変化", "由排放预期的变化"),
        interval(result.expected),
      ],
      [
        say("if every machine were switched off", "全機械を停止した場合", "所有机械全部停用时"),
        interval(result.wholeSector),
      ],
    ]
    if let observed = result.observed {
      rows.append([
        say("observed", "観測された変化", "观测到的变化"),
        "\(number(observed.estimate)) ± \(number(observed.standardError))",
      ])
    }
    if let difference = result.difference {
      rows.append([
        say("observed minus expected", "観測値 − 予測値", "观测值减预测值"), interval(difference),
      ])
    }
    return OffRoadTable(
      "rollback",
      title: say(
        "Does the observed change fit the emissions? (proportional rollback)",
        "観測された変化は排出量と整合するか（ロールバックモデル：比例縮小）", "观测到的变化是否与排放相符？（线性回滚（rollback）模型）"),
      header: [say("change of concentration", "濃度の変化", "浓度变化"), say("value", "値", "数值")],
      numeric: [1], rows: rows)
  }
}
