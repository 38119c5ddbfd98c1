import Documents
import OffRoad

/// Names of machines, stages, quantities and measures in the page's language.
enum OffRoadTerms {
  static func type(_ identifier: String, _ language: Language) -> String {
    guard let type = MachineType.all.first(where: { $0.identifier == identifier }) else {
      return identifier == "all" ? all.text(language) : identifier
    }
    switch language {
    case .english: return type.english
    case .japanese: return type.japanese
    case .chinese: return type.chinese
    }
  }

  static func stage(_ identifier: String, _ language: Language) -> String {
    if identifier == "electric" {
      return Phrase("electric", "電動", "电动").text(language)
    }
    if identifier == "all" { return all.text(language) }
    guard let stage = EngineStage.all.first(where: { $0.identifier == identifier }) else {
      return identifier
    }
    return stageName(stage, language)
  }

  /// As each language's regulations and papers call a stage: 国三（国Ⅲ）, 2011 年規制, China III.
  private static func stageName(_ stage: EngineStage, _ language: Language) -> String {
    let before = Phrase("before limits", "規制前", "无限值阶段")
    switch (stage.regulation, language) {
    case (.china, .chinese):
      guard stage.name != "before" else { return "国一前" }
      let numerals = ["I": "国一（国Ⅰ）", "II": "国二（国Ⅱ）", "III": "国三（国Ⅲ）", "IV": "国四（国Ⅳ）"]
      return numerals[stage.name] ?? "国\(stage.name)"
    case (.japan, .japanese):
      return stage.name == "before" ? "規制前（日本）" : "\(stage.name) 年規制"
    default:
      let law =
        switch stage.regulation {
        case .china: Phrase("China", "中国", "中国")
        case .japan: Phrase("Japan", "日本", "日本")
        case .eu: Phrase("EU", "EU", "欧盟")
        case .us: Phrase("US", "米国", "美国")
        }
      let name = stage.name == "before" ? before.text(language) : stage.name
      return "\(law.text(language)) \(name)"
    }
  }

  static func quantity(_ text: String, _ language: Language) -> String {
    if let phrase = quantities[text] { return phrase.text(language) }
    if text.hasPrefix("reduction of "), let by = text.firstRange(of: " by ") {
      let values = [
        "pollutant": String(text[..<by.lowerBound].dropFirst("reduction of ".count)),
        "device": String(text[by.upperBound...]),
      ]
      return Phrase(
        "reduction of {pollutant} by {device}", "{device} による {pollutant} の低減率",
        "{device} 对 {pollutant} 的削减率"
      ).text(language, values)
    }
    if text.hasPrefix("spread of ") {
      let own = String(text.dropFirst("spread of ".count))
      return Phrase(
        "spread of {own} (97.5 % point over centre, minus 1)",
        "{own}の不確かさ幅（97.5 % 点÷中央値 − 1）", "{own}的不确定幅度（97.5% 分位点与中心值之比减 1）"
      ).text(language, ["own": uncertain(own, language)])
    }
    return text
  }

  static func uncertain(_ identifier: String, _ language: Language) -> String {
    uncertainties[identifier]?.text(language) ?? identifier
  }

  static let all = Phrase("all", "全体", "全部")

  private static let uncertainties: [String: Phrase] = [
    "population": Phrase("number of machines", "台数", "保有量"),
    "hours": Phrase("hours (given)", "稼働時間（記載値）", "使用小时数（已填报）"),
    "default-hours": Phrase("hours (default)", "稼働時間（既定値）", "使用小时数（默认值）"),
    "load-factor": Phrase("load factor (given)", "負荷率（記載値）", "负载因子（已填报）"),
    "default-load-factor": Phrase("load factor (default)", "負荷率（既定値）", "负载因子（默认值）"),
    "emission-factor": Phrase("emission factor", "排出係数", "排放因子"),
    "fuel-consumption": Phrase("fuel consumption", "燃料消費率", "燃油消耗率"),
    "deterioration": Phrase("deterioration", "劣化", "劣化"),
  ]

  private static let quantities: [String: Phrase] = [
    "rated power": Phrase("rated power", "定格出力", "额定净功率"),
    "annual hours": Phrase("annual hours", "年間稼働時間", "年使用小时数"),
    "load factor": Phrase("load factor", "負荷率", "负载因子"),
    "age": Phrase("age where the year is unknown", "製造年不明の機械の経年（寿命に対する割合）", "出厂年份不明机械的机龄（占中位寿命比例）"),
    "stage from model year": Phrase(
      "stage taken from the model year", "製造年から推定した規制区分", "由出厂年份推定的排放阶段"),
    "interim stage of Tier 4": Phrase(
      "Tier 4 engines built before the final limits: counted as interim",
      "最終規制前に製造された Tier 4 機関（暫定規制として計上）", "最终限值生效前生产的 Tier 4 发动机（按过渡阶段计）"),
    "powers of each type": Phrase(
      "powers of each type (NONROAD, United States)", "機種別の出力分布（NONROAD、米国）",
      "各机型功率分布（NONROAD，美国）"),
    "growth of the sector": Phrase(
      "growth of the sector (NONROAD)", "部門の成長率（NONROAD）", "行业增长率（NONROAD）"),
    "activity by month and day": Phrase(
      "activity by month and day (NONROAD)", "月別・曜日別の稼働割合（NONROAD）",
      "按月份和日类型的活动分配（NONROAD）"),
    "electricity per work": Phrase(
      "electricity for a kWh of work", "仕事 1 kWh 当たりの電力量", "每 kWh 有效功所需电量"),
    "scrappage curve": Phrase("scrappage curve (NONROAD)", "残存率曲線（NONROAD）", "报废曲线（NONROAD）"),
    "fuel at idle over mean fuel": Phrase(
      "fuel at idle over mean fuel", "アイドリング時と平均の燃料消費率の比", "怠速油耗与平均油耗之比"),
    "idling share of hours": Phrase(
      "share of hours at idle", "稼働時間中のアイドリング割合", "工作小时中怠速所占比例"),
    "concentration before": Phrase("concentration before", "対策前の濃度", "措施前浓度"),
    "background": Phrase("background", "バックグラウンド濃度", "背景浓度"),
    "machines’ share of local emissions": Phrase(
      "machines’ share of local emissions", "地域排出に占める機械の割合", "机械占本地排放的比例"),
    "emission of a machine that does not comply": Phrase(
      "emission of a machine that does not comply, over one that does",
      "不適合機械の適合機械に対する排出比", "不达标机械与达标机械的排放比"),
  ]

  static func verdict(_ verdict: RollbackResult.Verdict, _ language: Language) -> String {
    let phrase =
      switch verdict {
      case .consistent:
        Phrase(
          verdict.sentence, "観測された変化の大きさは妥当であり、排出量の変化と整合する。",
          "观测到的变化在量级上合理，与排放变化一致。")
      case .undecided:
        Phrase(
          verdict.sentence, "観測された変化は、変化なしとも、排出量から期待される変化とも区別できない。データからは判断できない。",
          "观测到的变化既无法与无变化区分，也无法与排放所预期的变化区分：数据不足以判断。")
      case .larger:
        Phrase(
          verdict.sentence, "観測された変化は排出量で説明できる以上に大きい。他の要因が寄与したか、排出量が計上以上に減少した。",
          "观测到的变化大于排放所能解释的：有其他因素起作用，或排放降幅超过统计值。")
      case .smaller:
        Phrase(
          verdict.sentence, "観測された変化は排出量から期待されるより小さい。対策の実施が計上より少ないか、逆方向の要因がある。",
          "观测到的变化小于排放所预期的：实际落实少于统计值，或有相反因素。")
      case .beyondTheSource:
        Phrase(
          verdict.sentence, "観測された変化は全機械を停止した場合より大きい。機械だけでは説明できない。",
          "观测到的变化大于所有机械全部停用的效果：仅靠机械无法造成。")
      }
    return phrase.text(language)
  }
}
