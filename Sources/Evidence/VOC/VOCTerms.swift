import Documents
import VOC

/// The words of the pages on organic compounds in three languages.
enum VOCTerms {
  /// A compound under its usual name in a language.
  static func compound(_ name: String, _ language: Language) -> String {
    guard case .compound(let compound) = CompoundCatalogue.embedded.match(name) else {
      return name
    }
    switch language {
    case .english: return compound.name
    case .japanese: return compound.japaneseName ?? compound.name
    case .chinese: return compound.chineseName ?? compound.name
    }
  }

  static func family(_ family: CompoundFamily) -> Phrase {
    switch family {
    case .alkane: Phrase("alkanes", "アルカン", "烷烃")
    case .alkene: Phrase("alkenes", "アルケン", "烯烃")
    case .alkyne: Phrase("alkynes", "アルキン", "炔烃")
    case .aromatic: Phrase("aromatics", "芳香族炭化水素", "芳香烃")
    case .carbonyl: Phrase("carbonyls", "カルボニル化合物", "羰基化合物（醛酮类）")
    case .alcohol: Phrase("alcohols", "アルコール", "醇")
    case .ester: Phrase("esters", "エステル", "酯")
    case .ether: Phrase("ethers", "エーテル", "醚")
    case .halocarbon: Phrase("halocarbons", "ハロゲン化炭化水素", "卤代烃")
    case .terpene: Phrase("terpenes", "テルペン", "萜烯")
    case .other: Phrase("others", "その他", "其他")
    }
  }

  static func quantity(_ quantity: WeighedQuantity) -> Phrase {
    switch quantity {
    case .mass: Phrase("mass", "質量濃度", "质量浓度")
    case .ozoneFormation: Phrase("ozone formation potential", "オゾン生成能", "臭氧生成潜势")
    case .hydroxylReactivity: Phrase("OH reactivity", "OH 反応性", "OH 反应活性")
    case .aerosolPotential: Phrase("SOA potential (SOAP)", "SOA 生成能（SOAP）", "SOA 生成潜势（SOAP）")
    case .aerosolFormation: Phrase("SOA (FAC)", "SOA（FAC）", "SOA（FAC）")
    }
  }

  static func subject(_ subject: ImpactSubject, _ language: Language) -> String {
    let reference = subject.reference.map { " / " + compound($0, language) } ?? ""
    return name(subject, language) + reference
  }

  private static func name(_ subject: ImpactSubject, _ language: Language) -> String {
    switch subject.kind {
    case .total: Phrase("all compounds", "全成分", "全部组分").text(language)
    case .family:
      CompoundFamily(rawValue: subject.name).map { family($0).text(language) } ?? subject.name
    case .compound: compound(subject.name, language)
    case .factor: subject.name
    }
  }

  static let answer = Phrases.answer
  static let figures = Phrase("Figures", "図", "图")
  static let doubts = Phrases.doubts
  static let periods = Phrases.periods
  static let changes = Phrase("What changed", "変化", "变化")
  static let changesNote = Phrase(
    "Change against what the method expects without the measure, per cent.",
    "施策がない場合の予測値（反実仮想）に対する変化（％）。", "相对于无措施反事实预测值的变化（%）。")
  static let what = Phrase("What", "対象", "对象")
  static let quantityHeading = Phrase("Quantity", "量", "量")
  static let method = Phrases.method
  static let change = Phrase("Change", "変化", "变化")
  static let interval = Phrases.interval
  static let attribution = Phrase(
    "Whose change it is: ozone formation potential by compound",
    "変化の内訳：成分別オゾン生成能", "变化的归属：各组分的臭氧生成潜势")
  static let attributionNote = Phrase(
    "The shares add up to the total’s change within {remainder} µg O3/m³. Each falls into the part "
      + "of the total mass and the part of the mixture.",
    "各成分の寄与の和は全体の変化に {remainder} µg O3/m³ 以内で一致する。総量の変化分と組成の変化分に分ける。",
    "各组分之和与总变化相差不超过 {remainder} µg O3/m³，并分解为总量部分与组成部分。")
  static let amountPart = Phrase("of which amount", "うち総量", "其中总量")
  static let mixturePart = Phrase("of which mixture", "うち組成", "其中组成")
  static let mixture = Phrase("The composition", "組成", "组成")
  static let mixtureNote = Phrase(
    "Balances (isometric log-ratios) of each family against all other compounds: 0 is no change.",
    "各族と他の全成分の対比（等長対数比）。0 は変化なし。", "各类与其余组分的等距对数比。0 表示无变化。")
  static let constants = Phrase(
    "Where the constants come from", "定数の出所", "常数来源")
  static let constantsNote = Phrase(
    "Constants marked “recalled” are backed by no stored source, “predicted” ones are not "
      + "measured.",
    "「未確認（recalled）」は保存された出典のない値、「推定（predicted）」は測定でなく推定された値。",
    "“未核实（recalled）”表示没有存档来源，“预测（predicted）”表示由结构预测而非测量。")
  /// What stands behind a constant; the identifier stays beside the word where the note and the
  /// tables of `voc species` use it.
  static func basis(_ basis: ReactivityConstant.Basis) -> Phrase {
    switch basis {
    case .tabulated: Phrase("tabulated", "表の値", "表列值")
    case .evaluated: Phrase("evaluated", "評価値（測定に基づく）", "评估值（基于测量）")
    case .mechanism: Phrase("mechanism", "化学機構の値", "化学机制所用值")
    case .predicted: Phrase("predicted", "推定（predicted）", "预测（predicted）")
    case .recalled: Phrase("recalled", "未確認（recalled）", "未核实（recalled）")
    }
  }
  static let compoundHeading = Phrase("Compound", "成分", "组分")
  static let constant = Phrase("Constant", "定数", "常数")
  static let value = Phrase("Value", "値", "数值")
  static let basis = Phrase("Basis", "根拠", "依据")
  static let source = Phrase("Source", "出典", "来源")
  static let ozoneAnswer = Phrase(
    "The ozone formation potential of the measured compounds changed by {value} % "
      + "({interval}), by {method}.",
    "測定成分のオゾン生成能の変化は {value} %（{interval}）であった（{method}）。",
    "所测组分的臭氧生成潜势变化为 {value}%（{interval}，{method}）。")
  static let massAnswer = Phrase(
    "Their mass changed by {value} % ({interval}).", "質量濃度の変化は {value} %（{interval}）。",
    "其质量浓度变化为 {value}%（{interval}）。")
  static let mixtureAnswer = Phrase(
    "The composition: Aitchison distance {distance}, p {p} (permutation test that keeps {count} slow "
      + "components).",
    "組成：Aitchison 距離 {distance}、p {p}（緩やかな変動 {count} 成分を保つ並べ替え検定）。",
    "组成：Aitchison 距离 {distance}，p {p}（保留 {count} 个慢变分量的置换检验）。")
  static let uncontrolled = Phrase(
    "Nothing untreated stands beside this place: the numbers say that a change was seen, not that "
      + "the measure made it.",
    "対照地点がないため、変化が見られたことを示すにとどまり、施策が原因であるとは言えない。",
    "没有对照站点：数字只说明观察到变化，不能说明变化由措施引起。")
  static let treesLearnTooMuch = Phrase(
    "Boosted trees took the weather out of {years} years of days. In 40 simulated records of two "
      + "years, 95 % intervals of a source that follows the temperature then held the truth 24 times; "
      + "with “weather_model: additive” 37 times. Ask the additive model before these intervals are "
      + "relied on.",
    "{years} 年分の日値から勾配ブースティング木で気象の影響を除いた。2 年分の模擬記録 40 組では、気温に従う発生源の 95 % 信頼区間が真値を含んだのは 24 組で、「weather_model: additive」では 37 組であった。区間を用いる前に一般化加法モデル（GAM）でも確かめること。",
    "用梯度提升树从 {years} 年的日值中去除了气象影响。在 40 组两年的模拟记录中，随气温变化的来源的 95% 置信区间有 24 组包含真值，用“weather_model: additive”则为 37 组。采用这些区间之前，请先用广义可加模型（GAM）核对。"
  )
  static let correctedPValue = Phrase("p (Holm)", "p（Holm 補正）", "p（Holm 校正）")
  static let byChance = Phrase(
    "Taken singly these are significant (p ≤ 0.05); after correction for testing all of them they "
      + "are not (Holm): {names}. Take none of them for a finding.",
    "単独では p ≤ 0.05 だが、同時に調べた対象全体では有意でない（Holm 補正）：{names}。発見とみなさないこと。",
    "单独检验时 p ≤ 0.05，但在同时检验的全部对象中不显著（Holm 校正）：{names}。不应视为发现。")
  static let factorsAsControls = Phrase(
    "Factors that the measure cannot have touched are controls: if one of them seems to have "
      + "changed, the method’s errors are too small here, and the other changes are as doubtful. "
      + "Interrupted time series finds a change of an untouched factor somewhat more often than it "
      + "says: after Holm’s correction in 11 of 100 simulated two-year records instead of 5. The contributions’ own uncertainty is not counted.",
    "施策が及ばないはずの因子は対照である。変化が見られた場合、この手法の誤差はここでは過小であり、他の変化も同程度に疑わしい。分割時系列解析は影響のない因子にも名目よりやや多く変化を見いだす（2 年分の模擬記録で Holm 補正後に 100 回中 5 回のはずが 11 回）。寄与自体の不確かさは含まない。",
    "措施不可能影响的因子可作对照：若其中某个看似变化，说明该方法在此处误差偏小，其余变化同样可疑。中断时间序列对未受影响的因子报告变化的频率略高于名义值（两年模拟记录中 Holm 校正后 100 次有 11 次，名义为 5 次）。未计入贡献本身的不确定度。"
  )
  static let power = Phrase(
    "Interrupted time series cannot tell a step from a trend well within {years} years. In a simulated record "
      + "of two years it found a fall of one source by 30 % in 63 of 100 draws, with or without a "
      + "receptor model, and no finding is then no sign that nothing happened; in 11 draws an "
      + "untouched source looked changed after Holm's correction, where 5 would be right. Before–after over "
      + "whole years with “weather_model: additive”, or of the ratio to an untouched compound "
      + "(“relative_to”), found it in all; they assume that there was no trend, or one that both "
      + "share.",
    "分割時系列解析は、{years} 年では水準の変化と傾きの変化を十分に区別できない。2 年分の模擬記録では、発生源の 30 % 減を 100 回中 63 回しか検出できず（レセプターモデルの有無によらない）、検出されないことは変化がなかった証拠にならない。Holm 補正後も 11 回は影響のない発生源が変化したと判定した（正しくは 5 回）。“weather_model: additive” による通年の前後比較、または影響を受けない成分との比（“relative_to”）はすべて検出したが、傾向がないか、両者に共通であることを前提とする。",
    "中断时间序列回归在 {years} 年内难以区分水平突变与趋势。在两年的模拟记录中，它对某来源下降 30% 的 100 次抽样只发现 63 次（与是否使用受体模型无关），因此未发现并不表明没有变化；经 Holm 校正后仍有 11 次把未受影响的来源判为变化（正确应为 5 次）。采用 “weather_model: additive” 的整年前后比较，或与未受影响组分之比（“relative_to”）则全部发现；其前提是没有趋势，或二者趋势相同。"
  )
  static let ratioAssumption = Phrase(
    "Ratios to {name} assume that the measure did not touch it and that nothing else moved it apart "
      + "from the others. What dilutes both cancels.",
    "{name} との比は、施策が {name} に及ばず、他の要因もこれだけを動かさなかったことを前提とする。共通の希釈は打ち消される。",
    "与 {name} 之比的前提是措施没有影响它，且没有其他因素单独改变它。共同的稀释相互抵消。")
  static let relative = Phrase("Relative to {name}", "{name} に対する比", "与 {name} 之比")
  static let potentialOnly = Phrase(
    "Ozone formation potential counts the ozone that compounds could make where ozone responds "
      + "most to them (Carter’s MIR of 2010); it is not the ozone of this place.",
    "オゾン生成能は、VOC に最も敏感な条件で生成しうるオゾン量（Carter 2010 の MIR）であり、当地のオゾン濃度ではない。",
    "臭氧生成潜势是在臭氧对 VOC 最敏感条件下可生成的臭氧量（Carter 2010 年 MIR），并非当地的臭氧浓度。")
  static let withoutConstant = Phrase(
    "Without an incremental reactivity, and in no sum: {names}.",
    "MIR がなく合計に含まれない成分：{names}。", "没有 MIR、未计入合计的组分：{names}。")
  static let unmatched = Phrase(
    "Columns that no compound answers to, left out: {names}.",
    "該当する成分がなく除外した列：{names}。", "无法对应任何组分而剔除的列：{names}。")
  static let censored = Phrase(
    "Values below detection count as {rule}: {names}.",
    "検出下限未満の値は{rule}として扱った：{names}。", "低于检出限的值按{rule}处理：{names}。")

  static func rule(_ rule: CensoringRule) -> Phrase {
    switch rule {
    case .zero: Phrase("zero", "ゼロ", "零")
    case .half: Phrase("half of the limit", "検出下限の二分の一", "检出限的二分之一")
    case .limit: Phrase("the limit", "検出下限値", "检出限")
    case .likelihood:
      Phrase(
        "the mean of a fitted lognormal", "最尤法で当てはめた対数正規分布の平均", "最大似然拟合的对数正态分布均值")
    case .orderStatistics:
      Phrase(
        "what a line through the order statistics gives", "順序統計量への直線の当てはめによる値",
        "由次序统计量拟合直线得出的值")
    }
  }

}
