import Documents
import AirQuality
import Estimation
import OffRoad

/// The tables of what a measure did.
extension OffRoadTables {
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
              ? Catalogue.builtIn.text("unit.percentage points", language) : effect.unit),
          effect.interval.map { interval($0) } ?? "–",
          effect.pValue.map { NumberText.probability($0.value) } ?? "–",
          Catalogue.builtIn.text(.design(effect.method.design), language),
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
