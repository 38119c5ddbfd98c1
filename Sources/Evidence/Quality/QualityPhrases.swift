import Documents
import AirQuality
import Foundation

/// What the checks found, in the page's language, from the rule and its facts.
///
/// English is the sentence that `check` prints. The other languages leave out dates of single
/// steps, which stand in the table of findings.
enum QualityPhrases {
  static func sentence(_ finding: QualityFinding, _ language: Language) -> String {
    guard language != .english else { return finding.sentence }
    guard let phrase = phrase(finding) else {
      return other.text(language, ["rule": finding.rule.identifier])
    }
    return phrase.text(language, facts(finding))
  }

  /// Facts as they are printed: shares in per cent, logarithms as changes.
  private static func facts(_ finding: QualityFinding) -> [String: String] {
    var texts: [String: String] = [:]
    for (name, value) in finding.facts {
      switch name {
      case "usual" where finding.rule == .civilClock:
        texts[name] = NumberText.fixed(100 * value, value < 0.01 ? 2 : 0) + " %"
      case "share": texts[name] = NumberText.fixed(100 * value, value < 0.01 ? 2 : 0) + " %"
      case "logStep", "logSlope":
        texts[name] = NumberText.value((exp(value) - 1) * 100, decimals: 0) + " %"
      default:
        texts[name] =
          value == value.rounded() && abs(value) < 1e9
          ? NumberText.fixed(value, 0) : NumberText.fixed(value, 3)
      }
    }
    return texts
  }

  private static func phrase(_ finding: QualityFinding) -> Phrase? {
    switch finding.rule {
    case .sentinel: sentinel
    case .negative: negative
    case .constantRun: finding.facts["runs"] == 1 ? constantRun : constantRuns
    case .spike: finding.facts["others"] == nil ? spike : detached
    case .pmOrder: finding.facts["far"] == 0 ? pmOrder : pmOrderFar
    case .nitrogenSum: nitrogenSum
    case .resolution: resolution
    case .digits: digits
    case .limitHeaping: limitHeaping
    case .step: step
    case .drift: drift
    case .hourShift: hourShift
    case .civilClock: civilClock
    case .incompleteYear: incompleteYear
    default: nil
    }
  }

  private static let other = Phrase(
    "", "規則 {rule} に該当する（詳細は findings.csv）。", "符合规则 {rule}（详见 findings.csv）。")
  private static let sentinel = Phrase(
    "", "多くの出典で欠測を意味する値 {value} が {count} 回現れ、近い値はほとんどない。",
    "在许多来源中表示缺测的数值 {value} 出现 {count} 次，附近几乎没有其他值。")
  private static let negative = Phrase(
    "", "{count} 個の値が {limit} を下回り、負の値 {negatives} 個のばらつきでは説明できない。",
    "{count} 个值低于 {limit}，{negatives} 个负值的离散程度无法解释。")
  private static let constantRun = Phrase(
    "", "同じ値が {longest} 時点続く。偶然では説明できない長さである。", "同一数值连续 {longest} 个时点，偶然无法解释。")
  private static let constantRuns = Phrase(
    "", "同じ値の連続が {runs} か所、計 {count} 時点ある（最長 {longest} 時点）。偶然では説明できない長さである。",
    "同一数值连续出现 {runs} 处，共 {count} 个时点（最长 {longest} 个），偶然无法解释。")
  private static let spike = Phrase(
    "", "前後の値からかけ離れた時点が {count} 個ある（最大の頑健 z は {largest}）。",
    "有 {count} 个时点远离前后值（最大稳健 z 为 {largest}）。")
  private static let detached = Phrase(
    "", "{lowest}～{highest} の値 {count} 個が、他のすべての値（最大 {others}）からかけ離れて孤立している。",
    "{count} 个 {lowest} 至 {highest} 的值孤立地远高于其他所有值（最高 {others}）。")
  private static let pmOrder = Phrase(
    "", "対応する {paired} 時点の {share} で PM2.5 が PM10 を上回る。",
    "在 {paired} 个对应时点中，PM2.5 高于 PM10 的占 {share}。")
  private static let pmOrderFar = Phrase(
    "", "対応する {paired} 時点の {share} で PM2.5 が PM10 を上回り、うち {far} 時点は測定器の誤差では説明できない。",
    "在 {paired} 个对应时点中，PM2.5 高于 PM10 的占 {share}，其中 {far} 个超出仪器误差。")
  private static let nitrogenSum = Phrase(
    "", "{paired} 時点の {share} で NO と NO2 の和が NOx と 5 ppb および 2 割を超えて食い違う。",
    "在 {paired} 个时点中有 {share} 的 NO 与 NO2 之和与 NOx 相差超过 5 ppb 且超过五分之一。")
  private static let resolution = Phrase(
    "", "{year} 年の値の小数桁数は {decimals}、他の年は {usual} であり、書き方が異なる。",
    "{year} 年的数值有 {decimals} 位小数，其他年份为 {usual} 位，记录方式不同。")
  private static let digits = Phrase(
    "", "値の {share} が 0 または 5 で終わる（本来は 2 割）。", "{share} 的数值以 0 或 5 结尾（本应为五分之一）。")
  private static let limitHeaping = Phrase(
    "", "基準や指数の境界 {border} のすぐ上の日値が、すぐ下より少ない（対数密度の差 {logJump}）。",
    "标准或指数界限 {border} 之上的日值比之下的少（对数密度差 {logJump}）。")
  private static let step = Phrase(
    "", "最寄りの局に対する水準が途中から {logStep} 変化している（p {p}）。",
    "相对最近站点的水平自某时起变化 {logStep}（p {p}）。")
  private static let drift = Phrase(
    "", "最寄りの局に対する水準が年 {logSlope} の割合でずれていく（p {p}）。",
    "相对最近站点的水平每年偏移 {logSlope}（p {p}）。")
  private static let hourShift = Phrase(
    "", "他の局と比べて時刻が {lag} 時点ずれている（{halfYears} 半年分）。",
    "与其他站点相比时刻偏移 {lag} 个时点（{halfYears} 个半年）。")
  private static let civilClock = Phrase(
    "",
    "夏時間の始まる日に限って 1 時間が欠けている（{gaps} 回のうち {springs} 回、他の日は {usual}）。時計は夏時間のある常用時とみられる。出典に確認し、そうであれば地域を指定して読み直すこと。",
    "只有在夏令时开始的日子缺少一小时（{gaps} 次中的 {springs} 次，其他日子为 {usual}）：时钟似为有夏令时的民用时。请向来源确认，如属实请指定时区重新读取。")
  private static let incompleteYear = Phrase(
    "", "{year} 年は {share} しか測定されていない。", "{year} 年只测量了 {share}。")
}
