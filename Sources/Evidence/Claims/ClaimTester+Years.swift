import AirQuality
import Cooperation

/// The calendar years that a claim compares: those that it names, and where it names none, all that
/// it can mean.
struct ClaimYears {
  private let claim: Claim
  private let registry: Registry

  init(_ claim: Claim, _ registry: Registry) {
    self.claim = claim
    self.registry = registry
  }

  /// Base years and end years; every pair is tried.
  var pairs: (bases: [Int], ends: [Int]) {
    (claim.baseYear.map { [$0] } ?? bases, claim.endYear.map { [$0] } ?? ends)
  }

  /// Fiscal years that the stated period names, in its own words: `about FY2014-FY2018`.
  private var stated: ClosedRange<Int>? {
    let text = claim.record["period_stated"]
    let years = text.split { !$0.isLetter && !$0.isNumber }.compactMap { word -> Int? in
      FiscalYear(String(word))?.beginning
    }
    guard let first = years.min(), let last = years.max() else { return nil }
    return first...last
  }

  /// The year before the stated period, or before the programme, and its first year: both are usual.
  private var bases: [Int] {
    let start =
      stated?.lowerBound ?? registry.programme.map(\.lowerBound.beginning).min() ?? 2014
    return [start - 1, start]
  }

  /// The last two calendar years that were over when the claim was made; where nobody says when,
  /// those with which the stated period or the first phase ends; of a claim that names its base
  /// year alone, every year behind it that has values up to then.
  private var ends: [Int] {
    let last =
      PartialDate(claim.record["as_of"]).map { $0.first.year - 1 }
      ?? stated?.upperBound ?? registry.programme.map(\.upperBound.beginning).min() ?? 2018
    guard let base = claim.baseYear, claim.record["as_of"].isEmpty, stated == nil else {
      return [last - 1, last]
    }
    return Array(Set(registry.annualMeans.map(\.year).filter { $0 > base && $0 <= last })).sorted()
  }
}

/// What is said of the independence of a claim from its inputs, in three languages.
enum ClaimVerdictPhrases {
  static let compared = Phrase(
    "compared by {estimators}; {allowance} points are allowed: {own} for the claim’s own rounding, the "
      + "rest for that of the means",
    "比較方法：{estimators}。許容差は {allowance} ポイント（うち主張の丸めが {own}、残りは年平均値の丸め）",
    "比较方法：{estimators}；允许相差 {allowance} 个百分点（其中主张自身的舍入为 {own}，其余为年均值的舍入）")
  static let repeated = Phrase(
    "{count} of {all} values come from the claim’s own page", "{all}個の値のうち{count}個は主張自身の出典による",
    "{all} 个数值中有 {count} 个出自该主张自身的来源")
  static let own = Phrase(
    "that anybody but the claim’s own source found it", "主張自身の出典以外がそれを確認したこと",
    "该主张来源以外的任何一方发现了这一点")
  static let countRepeated = Phrase(
    "{words}; {count} of them are named by the claim’s own page alone",
    "{words}。うち{count}件は主張自身の出典のみによる", "{words}；其中 {count} 项仅见于该主张自身的来源")
  static let countUnverified = Phrase(
    "{words}; {count} of them are unverified", "{words}。うち{count}件は未確認", "{words}；其中 {count} 项未核实")

  static func name(_ estimator: ClaimEvaluation.Estimator) -> Phrase {
    switch estimator {
    case .meanOfChanges: Phrase("the mean of the cities’ changes", "都市の変化率の平均", "各城市变化率的平均")
    case .changeOfMean: Phrase("the change of the cities’ mean", "都市平均値の変化率", "城市平均值的变化率")
    }
  }
}
