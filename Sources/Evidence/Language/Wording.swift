import Documents
import AirQuality
import Cooperation
import Estimation
import Foundation

/// Turns numbers into the two sentences that a dialogue will quote: one of result and one of
/// doubt, with the same numbers in each language.
///
/// An uncontrolled design only ever describes a change; no sentence of it says what made the
/// change.
struct Wording {
  let dossier: Dossier
  let language: Language

  /// The sentence of result of the study's first method.
  var result: String? { dossier.findings.first.map(result) }

  /// The sentence of result of one finding.
  func result(_ finding: Finding) -> String {
    let effect = finding.effect
    let isLower = effect.estimate < 0
    let low = effect.interval.map { amount($0.lower, of: effect) } ?? "–"
    let high = effect.interval.map { amount($0.upper, of: effect) } ?? "–"
    let level = effect.interval.map { NumberText.fixed($0.level * 100, 0) } ?? "–"
    let values: [String: String] = [
      "pollutant": (effect.isGeometric ? Self.geometricMean : Self.concentration).text(
        language, ["pollutant": dossier.study.outcome.pollutant.displayName]),
      "treated": String(effect.sample.treated),
      "donors": String(effect.sample.donors),
      "size": amount(abs(effect.estimate), of: effect),
      "low": low, "high": high, "level": level,
      "measure": dossier.study.measure.name,
    ]
    let phrase =
      effect.method.design.isControlled
      ? effect.sample.donors == 0
        ? (isLower ? Self.laterLower : Self.laterHigher)
        : (isLower ? Self.controlledLower : Self.controlledHigher)
      : (isLower ? Self.uncontrolledLower : Self.uncontrolledHigher)
    return Self.singular(phrase.text(language, values), language)
  }

  /// English puts one place into the singular; Japanese and Chinese have none.
  private static func singular(_ text: String, _ language: Language) -> String {
    guard language == .english else { return text }
    return text.replacing("with 1 places", with: "with one place")
      .replacing("at the 1 places with", with: "at the one place with")
      .replacing(
        /at the 1 places was (.*) than their own/,
        with: { "at the one place was \($0.output.1) than its own" })
  }

  /// The sentence of doubt of the study's first method.
  var doubt: String? { dossier.findings.first.map(doubt) }

  /// The sentence of doubt of one finding: the strongest reason not to believe it.
  func doubt(_ finding: Finding) -> String {
    var sentences: [String] = []
    if let arithmetic = finding.effect.arithmetic {
      let places = NumberText.decimals(
        forError: arithmetic.interval.map { ($0.upper - $0.lower) / 3.92 } ?? 0)
      func percent(_ value: Double?) -> String {
        value.map { NumberText.value($0, decimals: places) + NumberText.perCent(language) } ?? "–"
      }
      sentences.append(
        Self.arithmeticMean.text(
          language,
          [
            "change": percent(arithmetic.percent), "low": percent(arithmetic.interval?.lower),
            "high": percent(arithmetic.interval?.upper),
            "level": NumberText.fixed(100 * (arithmetic.interval?.level ?? 0.95), 0),
          ]))
    }
    if let calibration = finding.calibration {
      let values: [String: String] = [
        "count": String(calibration.controls.count),
        "p": NumberText.relation(calibration.pValue.value),
        "rank": NumberText.relation(calibration.rankP.value),
        "low": amount(calibration.interval.lower, of: finding.effect),
        "high": amount(calibration.interval.upper, of: finding.effect),
        "alarms": NumberText.percent(calibration.falseAlarms),
      ]
      sentences.append(Self.calibrated.text(language, values))
      if calibration.interval.contains(0) { sentences.append(Self.coversZero.text(language)) }
      if calibration.falseAlarms > 0.1 {
        sentences.append(Self.criesWolf.text(language, values))
      }
    } else {
      if finding.effect.interval?.contains(0) == true {
        sentences.append(Self.coversZero.text(language))
      }
      sentences.append(Self.notCalibrated.text(language))
    }
    if !finding.effect.method.design.isControlled {
      sentences.append(Self.noControl.text(language))
    }
    return sentences.joined(separator: language == .english ? " " : "")
  }

  /// Whether and how the methods disagree; `nil` with one method.
  var agreement: String? {
    guard dossier.findings.count > 1 else { return nil }
    let signs = Set(dossier.findings.map { $0.effect.estimate >= 0 })
    if signs.count > 1 { return Self.signsDiffer.text(language) }
    let intervals = dossier.findings.compactMap(\.effect.interval)
    let apart = intervals.indices.contains { left in
      intervals.indices.contains { right in
        intervals[left].upper < intervals[right].lower
      }
    }
    let sameUnit = Set(dossier.findings.map(\.effect.unit)).count == 1
    return (apart && sameUnit ? Self.intervalsApart : Self.agree).text(language)
  }

  /// A number of an effect with the digits that its error allows: two of the standard error, or of the
  /// number itself where there is no error.
  func number(_ value: Double, of effect: EffectEstimate) -> String {
    let width = effect.interval.map { ($0.upper - $0.lower) / 3.92 } ?? 0
    guard width.isFinite, width > 0 else { return NumberText.value(value) }
    return NumberText.value(value, decimals: NumberText.decimals(forError: width))
  }

  /// A number of an effect with its unit.
  func amount(_ value: Double, of effect: EffectEstimate) -> String {
    let unit = unit(effect.unit)
    if unit == "%" { return number(value, of: effect) + NumberText.perCent(language) }
    return number(value, of: effect) + (unit == "1" ? "" : " " + unit)
  }

  /// A unit in words of the language where it is a word.
  func unit(_ symbol: String) -> String {
    symbol == "percentage points" ? Self.percentagePoints.text(language) : symbol
  }

  static let percentagePoints = Phrase("percentage points", "パーセントポイント", "个百分点")
  static let concentration = Phrase("{pollutant}", "{pollutant} 濃度", "{pollutant} 浓度")
  static let geometricMean = Phrase(
    "the geometric mean of {pollutant}", "{pollutant} 濃度の幾何平均", "{pollutant} 浓度的几何平均值"
  )
  static let arithmeticMean = Phrase(
    "The arithmetic mean changed by {change} ({level} % interval {low} to {high}; the same method on "
      + "the linear scale).",
    "算術平均の変化は {change}（{level} % 信頼区間 {low} ～ {high}、同じ手法を線形尺度で適用）。",
    "算术平均值变化 {change}（{level}% 置信区间 {low} 至 {high}，同一方法用于线性尺度）。")

  static let controlledLower = Phrase(
    "Compared with {donors} places without the measure, {pollutant} at the {treated} places with "
      + "“{measure}” was {size} lower in the period after ({level} % interval {low} to {high}).",
    "未実施の {donors} 地点と比べ、「{measure}」を実施した {treated} 地点の {pollutant}は、施策後、"
      + "{size} 低かった（{level} % 信頼区間 {low} ～ {high}）。",
    "与未实施该措施的 {donors} 个站点相比，实施“{measure}”的 {treated} 个站点在措施实施后 {pollutant}低了 {size}"
      + "（{level}% 置信区间 {low} 至 {high}）。")
  static let controlledHigher = Phrase(
    "Compared with {donors} places without the measure, {pollutant} at the {treated} places with "
      + "“{measure}” was {size} higher in the period after ({level} % interval {low} to {high}).",
    "未実施の {donors} 地点と比べ、「{measure}」を実施した {treated} 地点の {pollutant}は、施策後、"
      + "{size} 高かった（{level} % 信頼区間 {low} ～ {high}）。",
    "与未实施该措施的 {donors} 个站点相比，实施“{measure}”的 {treated} 个站点在措施实施后 {pollutant}高了 {size}"
      + "（{level}% 置信区间 {low} 至 {high}）。")
  /// Without donors the comparison is with stations that start later.
  static let laterLower = Phrase(
    "Compared with places whose measure had not begun yet, {pollutant} at the {treated} places with "
      + "“{measure}” was {size} lower in the period after ({level} % interval {low} to {high}).",
    "まだ施策が始まっていない地点と比べ、「{measure}」を実施した {treated} 地点の {pollutant}は、施策後、"
      + "{size} 低かった（{level} % 信頼区間 {low} ～ {high}）。",
    "与当时尚未开始该措施的地点相比，实施“{measure}”的 {treated} 个站点在措施实施后 {pollutant}低了 {size}"
      + "（{level}% 置信区间 {low} 至 {high}）。")
  static let laterHigher = Phrase(
    "Compared with places whose measure had not begun yet, {pollutant} at the {treated} places with "
      + "“{measure}” was {size} higher in the period after ({level} % interval {low} to {high}).",
    "まだ施策が始まっていない地点と比べ、「{measure}」を実施した {treated} 地点の {pollutant}は、施策後、"
      + "{size} 高かった（{level} % 信頼区間 {low} ～ {high}）。",
    "与当时尚未开始该措施的地点相比，实施“{measure}”的 {treated} 个站点在措施实施后 {pollutant}高了 {size}"
      + "（{level}% 置信区间 {low} 至 {high}）。")
  static let uncontrolledLower = Phrase(
    "After “{measure}” began, {pollutant} at the {treated} places was {size} lower than their own "
      + "past predicts ({level} % interval {low} to {high}).",
    "「{measure}」の開始後、同じ {treated} 地点の {pollutant}は過去から見込まれる値より{size} 低かった"
      + "（{level} % 信頼区間 {low} ～ {high}）。",
    "“{measure}”开始之后，同样 {treated} 个站点的 {pollutant}比其自身过去所预期的低了 {size}"
      + "（{level}% 置信区间 {low} 至 {high}）。")
  static let uncontrolledHigher = Phrase(
    "After “{measure}” began, {pollutant} at the {treated} places was {size} higher than their own "
      + "past predicts ({level} % interval {low} to {high}).",
    "「{measure}」の開始後、同じ {treated} 地点の {pollutant}は過去から見込まれる値より{size} 高かった"
      + "（{level} % 信頼区間 {low} ～ {high}）。",
    "“{measure}”开始之后，同样 {treated} 个站点的 {pollutant}比其自身过去所预期的高了 {size}"
      + "（{level}% 置信区间 {low} 至 {high}）。")
  static let calibrated = Phrase(
    "Checked against {count} groups of places where nothing was done, "
      + "p {p} (by rank, p {rank}) and the interval is {low} to {high}.",
    "何も実施していない {count} 組の地点で同じ手法が示す値に照らすと、p {p}（順位検定の p {rank}）、"
      + "較正後の 95 % 区間は {low} ～ {high} である。",
    "以同一方法在 {count} 组未采取措施的地点所得结果为参照，p {p}（秩检验 p {rank}），校准后的 95% 区间为 {low} 至 {high}。")
  static let coversZero = Phrase(
    "The interval contains zero: these data are compatible with no effect.",
    "区間は 0 を含み、効果がないこととも矛盾しない。", "区间包含零：这些数据与没有效果并不矛盾。")
  static let criesWolf = Phrase(
    "The method calls {alarms} of those places significant where 5 % would be right, so its own "
      + "p-value should not be used.",
    "この手法は、本来 5 % であるべきところ {alarms} の地点を有意と判定するため、手法自身の p 値は用いるべきでない。",
    "该方法把其中 {alarms} 的地点判为显著，而正确比例应为 5%，因此不应使用其自身的 p 值。")
  static let notCalibrated = Phrase(
    "The finding was not repeated on places where nothing was done.",
    "何も実施していない地点での検証は行われていない。", "该结果未在无措施地点做过重复检验。")
  static let noControl = Phrase(
    "Nothing untreated stands beside it, so it describes a change and not its reason.",
    "比較対象がないため、変化を記述するにとどまり、その理由は示さない。", "没有对照，因此只描述变化，不说明其缘由。")
  static let signsDiffer = Phrase(
    "The methods disagree about the direction of the change.", "手法によって変化の方向が異なる。",
    "各方法对变化方向的判断不一致。")
  static let intervalsApart = Phrase(
    "The methods agree about the direction, but not all of their intervals overlap.",
    "変化の方向は一致するが、区間が重ならない手法がある。", "各方法方向一致，但并非所有区间都重叠。")
  static let agree = Phrase(
    "The methods agree about the direction and their intervals overlap.",
    "手法間で変化の方向は一致し、区間も重なる。", "各方法方向一致，区间相互重叠。")
}

extension Dossier {
  /// Coverage of the intervals in per cent: `95`, or `90/95` when methods differ.
  var intervalLevels: String {
    let levels = Set(findings.compactMap { $0.effect.interval?.level })
    return levels.sorted().map { NumberText.fixed(100 * $0, 0) }.joined(separator: "/")
  }
}
