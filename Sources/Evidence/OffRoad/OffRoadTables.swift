import Documents
import AirQuality
import Estimation
import OffRoad

/// The tables of a page about off-road machinery.
struct OffRoadTables {
  let language: Language

  func say(_ english: String, _ japanese: String, _ chinese: String) -> String {
    Phrase(english, japanese, chinese).text(language)
  }

  /// A sentence or word of the module of machines in the page's language.
  func words(_ english: String) -> String { Sentences.text(english, language) }

  var perCent: String { NumberText.perCent(language) }
  private var source: String { say("source", "出典", "来源") }
  private var machines: String { say("machines", "台数", "保有量") }
  private var typeName: String { say("type", "機種", "机型") }
  private var stageName: String { say("stage", "規制区分", "排放阶段") }

  func number(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    let size = abs(value)
    return size < 0.01
      ? NumberText.fixed(value, 5) : size < 1 ? NumberText.fixed(value, 3) : NumberText.value(value)
  }

  func interval(_ value: IntervalEstimate?) -> String {
    guard let value else { return "–" }
    return value.lower == value.upper
      ? number(value.central)
      : "\(number(value.central)) (\(number(value.lower))–\(number(value.upper)))"
  }

  func interval(_ value: ConfidenceInterval, _ scale: Double = 1) -> String {
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
}
