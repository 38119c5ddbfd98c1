import Documents
import Estimation
import Foundation

/// The catalogue's sentences for methods, designs, checklist parts and diagnostics.
///
/// What has no entry is shown in the English of its author rather than not at all.
enum Terms {
  static func methodName(_ method: Method, _ language: Language) -> String {
    methods[method.identifier]?.name.text(language) ?? method.name
  }

  /// A word that stands in a blank of a sentence: a method by name or identifier, a stage of engines;
  /// `nil` for what keeps its own name.
  static func word(_ word: String, _ language: Language) -> String? {
    if let identifier = methodIdentifiers[word] {
      return methods[identifier]?.name.text(language)
    }
    let stage = OffRoadTerms.stage(word, language)
    return stage == word ? nil : stage
  }

  /// By each method's own English name and by its identifier.
  private static let methodIdentifiers: [String: String] = {
    let known = EstimatorCatalogue.all.map(\.method)
    return Dictionary(
      known.flatMap { [($0.name, $0.identifier), ($0.identifier, $0.identifier)] },
      uniquingKeysWith: { first, _ in first })
  }()

  static func assumption(_ method: Method, _ language: Language) -> String {
    methods[method.identifier]?.assumption.text(language) ?? method.assumption
  }

  /// Where simulation found a method outside its bands; `nil` where it did not.
  static func weakness(_ method: Method, _ language: Language) -> String? {
    method.weakness.map { weaknesses[method.identifier]?.text(language) ?? $0 }
  }

  static func design(_ design: DesignLabel, _ language: Language) -> String {
    let phrase =
      switch design {
      case .uncontrolledBeforeAfter:
        Phrase(design.name, "対照群のない前後比較", "无对照组的前后对照研究（UBA）")
      case .interruptedTimeSeries: Phrase(design.name, "分割時系列デザイン", "中断时间序列设计")
      case .controlledBeforeAfter: Phrase(design.name, "対照群を置いた前後比較", "有对照组的前后对照研究（CBA）")
      case .controlledInterruptedTimeSeries:
        Phrase(design.name, "対照群を置いた分割時系列デザイン（CITS）", "有对照组的中断时间序列设计")
      }
    let text = phrase.text(language)
    // Some of the names carry the label already.
    return text.contains(design.rawValue) ? text : "\(text) (\(design.rawValue))"
  }

  static func checklist(_ item: ChecklistItem, _ language: Language) -> String {
    checklistParts[item.identifier]?.text(language, texts(item.facts)) ?? item.identifier
  }

  static func diagnostic(_ diagnostic: Diagnostic, _ language: Language) -> String {
    guard language != .english else { return diagnostic.message }
    if let phrase = diagnostics[diagnostic.identifier] {
      // No test gives a probability of nothing.
      return phrase.text(language, texts(diagnostic.facts))
        .replacing("p = 0.000", with: "p < 0.001")
    }
    // A weather model's note stands behind the name of its station.
    let prefix = "weather-"
    let parts = diagnostic.message.split(separator: ": ", maxSplits: 1)
    guard diagnostic.identifier.hasPrefix(prefix), parts.count == 2 else {
      let text = Sentences.text(diagnostic.message, language)
      // The author's English has no full stop; a sentence of the catalogue has one.
      return text == diagnostic.message || text.hasSuffix("。") ? text : text + "。"
    }
    let note = WeatherPhrases.note(
      String(diagnostic.identifier.dropFirst(prefix.count)), String(parts[1]), diagnostic.facts,
      language)
    return "\(parts[0])：\(note)"
  }

  /// The caption of a fit's table.
  static func tableCaption(_ table: FitTable, _ language: Language) -> String {
    tables[table.name]?.text(language) ?? Sentences.text(table.caption, language)
  }

  private static let tables: [String: Phrase] = [
    "event-study": Phrase(
      "Effect by time since the measure started, with intervals", "施策開始からの期間別の効果と信頼区間",
      "按措施开始后时间的效果与置信区间"),
    "weights": Phrase("Donors’ weights", "対照局の重み", "对照站点权重"),
    "conformal-points": Phrase(
      "Effect at single steps, each tested alone", "個々の時点の効果（それぞれ単独で検定）", "各时点的效果（逐一检验）"),
    "jackknife-plus-points": Phrase(
      "Effect at single steps; if blocks of steps are exchangeable, an interval at 1 − α is "
        + "guaranteed to hold it in 1 − 2α",
      "個々の時点の効果（ブロックが交換可能なら、水準 1 − α の区間が効果を含むことが 1 − 2α まで保証される）",
      "各时点的效果（若时段块可交换，水平 1 − α 的区间保证以 1 − 2α 的概率包含效果）"),
    "linear-effects": Phrase(
      "Slopes of an effect that grows evenly from the start which are not rejected",
      "開始から一定の割合で増す効果のうち棄却されない傾き", "自开始起匀速增长的效果中未被拒绝的斜率"),
    "paths": Phrase(
      "Treated stations and what the weighted donors expect", "実施地点と重み付き対照局による予測",
      "实施地点的实测值与加权对照站点的预测值"),
    "balance": Phrase(
      "Treated stations and donors before the measure", "施策前の実施地点と対照局",
      "措施前的实施地点与对照站点"),
    "placebos": Phrase(
      "The same estimate where nothing was done", "施策のない地点での同じ推定", "未实施措施地点的同样估计"),
    "placebo-gaps": Phrase(
      "Gap between observed and expected, treated and placebos", "観測と予測の差：実施地点とプラセボ",
      "观测与预期之差：实施地点与安慰剂"),
    "rings": Phrase(
      "The effect by distance of the donors it is compared with", "対照局の距離別の効果",
      "按对照站点距离的效果"),
    "leave-one-donor-out": Phrase(
      "The effect without one donor", "対照局を一つ除いた場合の効果", "剔除一个对照站点后的效果"),
  ]

  private static func texts(_ facts: [String: Double]) -> [String: String] {
    var texts = facts.mapValues { value in
      value == value.rounded() && abs(value) < 1e9
        ? NumberText.fixed(value, 0) : NumberText.fixed(value, 3)
    }
    for (name, value) in facts where name == "percent" && value.rounded() != value {
      texts[name] = NumberText.fixed(value, abs(value) < 1 ? 2 : abs(value) < 10 ? 1 : 0)
    }
    // A share reads as per cent; below one per cent with the digit that tells it from none.
    for (name, value) in facts where ["share", "distance"].contains(name) {
      texts["\(name)Percent"] = NumberText.fixed(100 * value, value < 0.01 ? 1 : 0)
    }
    return texts
  }

  private static let weaknesses: [String: Phrase] = [
    "event-study": Phrase(
      "With one treated station and four weeks after the measure, 31 of 400 true nulls "
        + "of simulated daily panels were rejected at 5 %: lean on the negative controls.",
      "実施地点が一つで施策後が四週間のとき、模擬した日別データの真の帰無仮説 400 件のうち 31 件が 5 % で棄却された。陰性対照を重視すること。",
      "实施站点仅一个且措施后仅四周时，模拟的逐日数据中 400 个真零假设有 31 个在 5% 水平被拒绝：应倚重阴性对照。"),
    "group-time": Phrase(
      "With one treated station and four weeks after the measure, 31 of 400 true nulls "
        + "of simulated daily panels were rejected at 5 %: lean on the negative controls.",
      "実施地点が一つで施策後が四週間のとき、模擬した日別データの真の帰無仮説 400 件のうち 31 件が 5 % で棄却された。陰性対照を重視すること。",
      "实施站点仅一个且措施后仅四周时，模拟的逐日数据中 400 个真零假设有 31 个在 5% 水平被拒绝：应倚重阴性对照。"),
    "sun-abraham": Phrase(
      "With one treated station and four weeks after the measure, 31 of 400 true nulls "
        + "of simulated daily panels were rejected at 5 %: lean on the negative controls.",
      "実施地点が一つで施策後が四週間のとき、模擬した日別データの真の帰無仮説 400 件のうち 31 件が 5 % で棄却された。陰性対照を重視すること。",
      "实施站点仅一个且措施后仅四周时，模拟的逐日数据中 400 个真零假设有 31 个在 5% 水平被拒绝：应倚重阴性对照。"),
  ]

  private static let methods: [String: (name: Phrase, assumption: Phrase)] = [
    "difference-in-differences": (
      Phrase("Difference in differences", "差分の差分法（DID）", "双重差分法（DID）"),
      Phrase(
        "Without the measure the treated stations would have moved like the donors, and the "
          + "measure does not reach the donors.",
        "施策がなければ実施地点も対照局と同じように推移し、施策は対照局に及ばない。",
        "若无措施，实施地点会与对照站点同样变化，且措施不影响对照站点。")
    ),
    "event-study": (
      Phrase("Event study, two-way", "イベントスタディ（双方向固定効果）", "事件研究法（双向固定效应）"),
      Phrase(
        "Without the measure the treated stations would have moved like the donors, all groups of "
          + "stations react alike, and the measure does not reach the donors.",
        "施策がなければ実施地点は対照局と同じように推移し、すべての群が同じように反応し、施策は対照局に及ばない。",
        "若无措施，实施地点会与对照站点同样变化，各组反应相同，且措施不影响对照站点。")
    ),
    "group-time": (
      Phrase(
        "Group-time effects (Callaway and Sant’Anna)",
        "グループ・時点別平均処置効果 ATT(g,t)（Callaway–Sant’Anna）",
        "组别—时期平均处理效应 ATT(g,t)（Callaway–Sant’Anna）"),
      Phrase(
        "Without the measure each group of treated stations would have moved like the untreated "
          + "ones since its last period before the measure, and the measure does not reach them.",
        "施策がなければ各群は直前の期間以降、未実施の地点と同じように推移し、施策はそれらに及ばない。",
        "若无措施，各组自措施前最后一期起会与未实施站点同样变化，且措施不影响后者。")
    ),
    "sun-abraham": (
      Phrase(
        "Interaction-weighted event study (Sun and Abraham)",
        "交互作用加重イベントスタディ（Sun–Abraham）", "交互加权估计量（IW，Sun–Abraham）"),
      Phrase(
        "Without the measure each group of treated stations would have moved like the donors, "
          + "nobody reacted in advance, and the measure does not reach the donors.",
        "施策がなければ各群は対照局と同じように推移し、事前の反応がなく、施策は対照局に及ばない。",
        "若无措施，各组会与对照站点同样变化，无提前反应，且措施不影响对照站点。")
    ),
    "imputation": (
      Phrase(
        "Imputation (Borusyak, Jaravel and Spiess)",
        "補完法による推定（インピュテーション推定量、Borusyak–Jaravel–Spiess）",
        "插补估计量（Borusyak–Jaravel–Spiess）"),
      Phrase(
        "Without the measure treated stations and donors would have moved alike at all times, "
          + "nobody reacted in advance, and the measure does not reach the donors.",
        "施策がなければ実施地点と対照局は常に同じように推移し、事前の反応がなく、施策は対照局に及ばない。",
        "若无措施，实施地点与对照站点在所有时期变化相同，无提前反应，且措施不影响对照站点。")
    ),
    "two-stage": (
      Phrase(
        "Two-stage difference in differences (Gardner)", "二段階差分の差分法（Gardner）",
        "两阶段双重差分法（Gardner）"),
      Phrase(
        "Without the measure treated stations and donors would have moved alike at all times, "
          + "nobody reacted in advance, and the measure does not reach the donors.",
        "施策がなければ実施地点と対照局は常に同じように推移し、事前の反応がなく、施策は対照局に及ばない。",
        "若无措施，实施地点与对照站点在所有时期变化相同，无提前反应，且措施不影响对照站点。")
    ),
    "synthetic-difference-in-differences": (
      Phrase(
        "Synthetic difference in differences", "合成差分の差分法（SDID）", "合成双重差分法（SDID）"),
      Phrase(
        "Without the measure the treated stations would have moved like the weighted donors, and "
          + "the measure does not reach the donors.",
        "施策がなければ実施地点は重み付き対照局と同じように推移し、施策は対照局に及ばない。",
        "若无措施，实施地点会与加权对照站点同样变化，且措施不影响对照站点。")
    ),
    "synthetic-control": (
      Phrase("Synthetic control", "合成コントロール法", "合成控制法"),
      Phrase(
        "A weighted mean of donors that met the treated stations before the measure would have "
          + "met them after it too, and the measure does not reach the donors.",
        "施策前に実施地点と一致した対照局の加重平均は、施策後も一致し続け、施策は対照局に及ばない。",
        "措施前与实施地点吻合的对照站点加权平均在措施后仍会吻合，且措施不影响对照站点。")
    ),
    "augmented-synthetic-control": (
      Phrase(
        "Ridge-augmented synthetic control", "リッジ拡張合成コントロール法（Augmented SCM）", "岭增广合成控制法（ASCM）"),
      Phrase(
        "The outcome without the measure is the same linear function of the outcomes before at "
          + "treated stations and donors, and the measure does not reach the donors.",
        "施策がない場合の濃度は、実施地点でも対照局でも過去の濃度の同じ線形関数であり、施策は対照局に及ばない。",
        "无措施时的结果在实施地点和对照站点都是此前结果的同一线性函数，且措施不影响对照站点。")
    ),
    "penalised-synthetic-control": (
      Phrase("Penalised synthetic control", "罰則付き合成コントロール法", "惩罚合成控制法"),
      Phrase(
        "At each treated station a weighted mean of similar donors that met it before the measure "
          + "would have met it after it too, and the measure does not reach the donors.",
        "各実施地点で施策前に一致した類似対照局の加重平均は、施策後も一致し続け、施策は対照局に及ばない。",
        "在每个实施地点，措施前与之吻合的相似对照站点加权平均在措施后仍会吻合，且措施不影响对照站点。")
    ),
    "partially-pooled-synthetic-control": (
      Phrase("Partially pooled synthetic control", "部分プーリング合成コントロール法", "部分池化合成控制法"),
      Phrase(
        "Weighted means of donors that met the cohorts and their average before the measure would "
          + "have met them after it too, and the measure does not reach the donors.",
        "施策前に各群とその平均に一致した対照局の加重平均は、施策後も一致し続け、施策は対照局に及ばない。",
        "措施前与各批次及其平均吻合的对照站点加权平均在措施后仍会吻合，且措施不影响对照站点。")
    ),
    "matrix-completion": (
      Phrase("Matrix completion, nuclear norm", "行列補完（核ノルム）", "矩阵补全（核范数）"),
      Phrase(
        "Without the measure the panel would be station and step effects plus a few common courses "
          + "in differing strength, and the measure does not reach the donors.",
        "施策がなければパネルは地点・時点効果と少数の共通変動の和であり、施策は対照局に及ばない。",
        "若无措施，面板由站点与时点效应加少数强度不同的共同变化构成，且措施不影响对照站点。")
    ),
    "interactive-fixed-effects": (
      Phrase(
        "Interactive fixed effects", "交互作用固定効果モデル（インタラクティブ固定効果、一般化合成コントロール法）",
        "交互固定效应（广义合成控制法）"),
      Phrase(
        "Treated stations and donors respond, each in its own strength, to the same few factors, "
          + "before and after the measure, and the measure does not reach the donors.",
        "実施地点と対照局は施策の前後を通じて同じ少数の因子にそれぞれの強さで反応し、施策は対照局に及ばない。",
        "实施地点和对照站点在措施前后以各自的强度响应同样的少数因子，且措施不影响对照站点。")
    ),
    "interrupted-time-series": (
      Phrase("Interrupted time series", "分割時系列解析（ITS）", "中断时间序列回归（ITS）"),
      Phrase(
        "The trend and the season before the measure would have continued, and nothing else "
          + "changed on its date.",
        "施策前の傾向と季節変動が続き、同じ日に他の変化がない。", "措施前的趋势和季节变化会延续，且当日没有其他变化。")
    ),
    "before-after": (
      Phrase("Before–after comparison", "前後比較", "前后比较"),
      Phrase(
        "Nothing but the measure changed between the two periods, weather included.",
        "二つの期間の間に、気象も含めて施策以外の変化がない。", "两个时期之间除措施外没有任何变化，包括气象。")
    ),
    "business-as-usual": (
      Phrase("Business-as-usual counterfactual", "現状趨勢（BAU）予測との比較", "照常情景（BAU）反事实"),
      Phrase(
        "How weather and calendar act on the air would have stayed as before the measure, and "
          + "nothing else changed on its date.",
        "気象と暦が大気に及ぼす影響は施策前と変わらず、同じ日に他の変化がない。",
        "气象与日历对空气的影响与措施前相同，且当日没有其他变化。")
    ),
  ]

  private static let checklistParts: [String: Phrase] = [
    "design-controlled": Phrase(
      "Treated places are compared with untreated ones.", "施策のない地点を比較対象としている。",
      "有未实施措施的地点作为对照。"),
    "design-uncontrolled": Phrase(
      "Nothing untreated to compare with: supporting evidence only.",
      "比較対象がなく、補助的な証拠にとどまる。", "没有对照：只能作为辅助证据。"),
    "donors": Phrase(
      "Donors: {count}. Any that was left out stands above with its reason.",
      "対照局：{count} 局。除外した局があれば、その理由は上に示す。", "对照站点：{count} 个。若有排除，其理由见上。"),
    "completeness": Phrase(
      "Lowest share of measured steps at a treated station: {percent} %.",
      "実施地点の最低有効測定率：{percent} %。", "实施地点的最低数据有效率：{percent}%。"),
    "reference-state": Phrase(
      "The window does not cross China’s change of reference state on 2018-09-01.",
      "期間は中国の基準状態変更（2018-09-01）をまたがない。", "时间窗未跨越中国 2018-09-01 的参比状态变更。"),
    "reference-state-crossed": Phrase(
      "The window crosses 2018-09-01, when China changed the reference state of concentrations, "
        + "and the series were not harmonised: the step of about −8 % is in the estimate.",
      "期間が中国の基準状態変更（2018-09-01）をまたぐが、系列は調整されておらず、約 −8 % の水準の変化が推定に含まれる。",
      "时间窗跨越中国 2018-09-01 的参比状态变更，而序列未作统一，约 −8% 的水平突变包含在估计中。"),
    "season": Phrase(
      "Both periods cover the same part of the year, or the season is in the model.",
      "両期間は同じ季節を含む。", "两个时期覆盖相同的季节。"),
    "season-mismatch": Phrase(
      "The periods cover different parts of the year, or less than a year before the measure.",
      "両期間の季節が異なるか、施策前が 1 年に満たない。", "两个时期的季节不同，或措施前不足一年。"),
    "pre-trend": Phrase(
      "No drift between treated and donors before the measure was found (p = {p}).",
      "施策前に実施地点と対照局の乖離は見られない（p = {p}）。", "措施前未见实施地点与对照站点的偏离（p = {p}）。"),
    "pre-trend-drift": Phrase(
      "Treated and donors drifted apart before the measure (p = {p}).",
      "施策前から実施地点と対照局が乖離していた（p = {p}）。", "措施前实施地点与对照站点已出现偏离（p = {p}）。"),
    "pre-trend-open": Phrase(
      "Paths before the measure were not compared.", "施策前の推移は比較されていない。", "未比较措施前的走势。"),
    "negative-controls": Phrase(
      "Repeated on {count} negative controls; the smallest possible rank p is {smallest}.",
      "陰性対照 {count} 組で検証。順位検定の p 値の最小値は {smallest}。",
      "在 {count} 组阴性对照上重复；秩检验 p 值的最小可能值为 {smallest}。"),
    "negative-controls-open": Phrase(
      "Not repeated on negative controls: none were asked for, too few donors, or weather in "
        + "the model that the donors lack.",
      "陰性対照による検証なし（指定がない、対照局が不足、または対照局にない気象をモデルが用いる）。", "未用阴性对照检验（未要求、对照站点太少，或模型使用了对照站点没有的气象数据）。"),
    "false-alarms": Phrase(
      "At most {percent} % of negative controls are called significant at 5 %.",
      "偽陽性率：陰性対照のうち 5 % 水準で有意となる割合は最大 {percent} %。",
      "假阳性率：阴性对照在 5% 水平上被判显著的比例至多 {percent}%。"),
    "false-alarms-many": Phrase(
      "A method calls {percent} % of negative controls significant at 5 %: it is marked down.",
      "陰性対照の {percent} % を 5 % 水準で有意とする手法があり、評価を下げる。",
      "有方法把 {percent}% 的阴性对照判为显著：其可信度下调。"),
    "false-alarms-open": Phrase(
      "The false-alarm rate is unknown: no negative controls were run.", "手法の偽陽性率は不明（陰性対照による検証なし）。",
      "方法的假阳性率未知（未做阴性对照检验）。"),
    "agreement": Phrase(
      "{count} methods agree about the direction.", "{count} 手法で変化の方向が一致。",
      "{count} 种方法方向一致。"),
    "agreement-signs": Phrase(
      "{count} methods do not agree about the direction.", "{count} 手法で変化の方向が一致しない。",
      "{count} 种方法方向不一致。"),
    "agreement-open": Phrase("Only one method.", "手法は一つのみ。", "只有一种方法。"),
    "weather": Phrase(
      "Weather: a covariate where a method takes one; otherwise no adjustment beyond the comparison "
        + "with donors.",
      "気象：対応する手法では共変量として、その他は対照局との比較のみで考慮。", "气象：部分方法作为协变量，或仅通过与对照站点比较加以考虑。"),
    "weather-normalised": Phrase(
      "Weather: taken out of every series before estimation, with the model’s uncertainty in each "
        + "interval; its skill on weeks left out is given above.",
      "気象：推定前に全系列を気象正規化し、モデルの不確かさを各区間に反映。学習に用いなかった週に対する予測精度は上に示す。",
      "气象：估计前已对所有序列做气象归一化，模型不确定性已计入各区间；对留出周的预测精度见上。"),
    "emissions": Phrase(
      "The size was not compared with a change of emissions.", "排出量の変化との比較なし。",
      "未与排放变化比较。"),
    "registration": Phrase(
      "No record says that the study was set down before the data were seen.",
      "データを見る前に計画を登録した記録なし。", "没有在查看数据前登记方案的记录。"),
  ]
}
