import Estimation
import Foundation

/// The catalogue's sentences for methods, designs, checklist parts and diagnostics.
///
/// What has no entry is shown in the English of its author rather than not at all.
enum Terms {
  static func methodName(_ method: Method, _ language: Language) -> String {
    methods[method.identifier]?.name.text(language) ?? method.name
  }

  static func assumption(_ method: Method, _ language: Language) -> String {
    methods[method.identifier]?.assumption.text(language) ?? method.assumption
  }

  static func design(_ design: DesignLabel, _ language: Language) -> String {
    let phrase =
      switch design {
      case .uncontrolledBeforeAfter:
        Phrase(design.name, "対照のない前後比較", "无对照前后比较")
      case .interruptedTimeSeries: Phrase(design.name, "分割時系列", "中断时间序列")
      case .controlledBeforeAfter: Phrase(design.name, "対照付き前後比較", "有对照前后比较")
      case .controlledInterruptedTimeSeries:
        Phrase(design.name, "対照付き分割時系列", "有对照中断时间序列")
      }
    return "\(phrase.text(language)) (\(design.rawValue))"
  }

  static func checklist(_ item: ChecklistItem, _ language: Language) -> String {
    checklistParts[item.identifier]?.text(language, texts(item.facts)) ?? item.identifier
  }

  static func diagnostic(_ diagnostic: Diagnostic, _ language: Language) -> String {
    guard language != .english, let phrase = diagnostics[diagnostic.identifier] else {
      return diagnostic.message
    }
    return phrase.text(language, texts(diagnostic.facts))
  }

  /// The caption of a fit's table.
  static func tableCaption(_ table: FitTable, _ language: Language) -> String {
    tables[table.name]?.text(language) ?? table.caption
  }

  private static let tables: [String: Phrase] = [
    "event-study": Phrase(
      "Effect by time since the measure started, with intervals", "施策開始からの期間別の効果と区間",
      "按措施开始后时间的效应与区间"),
    "weights": Phrase("Donors’ weights", "対照局の重み", "对照站点权重"),
    "conformal-points": Phrase(
      "Effect at single steps, each tested alone", "個々の時点の効果（それぞれ単独で検定）", "各时点的效应（逐一检验）"),
    "paths": Phrase(
      "Treated stations and what the weighted donors expect", "実施地点と重み付き対照局による予測",
      "实施地点与加权对照站点的预期"),
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
      "按对照站点距离的效应"),
    "leave-one-donor-out": Phrase(
      "The effect without one donor", "対照局を一つ除いた場合の効果", "剔除一个对照站点后的效应"),
  ]

  private static func texts(_ facts: [String: Double]) -> [String: String] {
    facts.mapValues { value in
      value == value.rounded() && abs(value) < 1e9
        ? NumberText.fixed(value, 0) : NumberText.fixed(value, 3)
    }
  }

  private static let methods: [String: (name: Phrase, assumption: Phrase)] = [
    "difference-in-differences": (
      Phrase("Difference in differences", "差の差分析", "双重差分"),
      Phrase(
        "Without the measure the treated stations would have moved like the donors, and the "
          + "measure does not reach the donors.",
        "施策がなければ実施地点も対照局と同じように推移し、施策は対照局に及ばない。",
        "若无措施，实施地点会与对照站点同样变化，且措施不影响对照站点。")
    ),
    "event-study": (
      Phrase("Event study, two-way", "イベントスタディ（二元固定効果）", "事件研究（双向固定效应）"),
      Phrase(
        "Without the measure the treated stations would have moved like the donors, all groups of "
          + "stations react alike, and the measure does not reach the donors.",
        "施策がなければ実施地点は対照局と同じように推移し、すべての群が同じように反応し、施策は対照局に及ばない。",
        "若无措施，实施地点会与对照站点同样变化，各组反应相同，且措施不影响对照站点。")
    ),
    "group-time": (
      Phrase(
        "Group-time effects (Callaway and Sant’Anna)", "群・時点別効果（Callaway–Sant’Anna）",
        "组别时点效应（Callaway–Sant’Anna）"),
      Phrase(
        "Without the measure each group of treated stations would have moved like the untreated "
          + "ones since its last period before the measure, and the measure does not reach them.",
        "施策がなければ各群は直前の期間以降、未実施の地点と同じように推移し、施策はそれらに及ばない。",
        "若无措施，各组自措施前最后一期起会与未实施站点同样变化，且措施不影响后者。")
    ),
    "sun-abraham": (
      Phrase(
        "Interaction-weighted event study (Sun and Abraham)",
        "交互作用加重イベントスタディ（Sun–Abraham）", "交互加权事件研究（Sun–Abraham）"),
      Phrase(
        "Without the measure each group of treated stations would have moved like the donors, "
          + "nobody reacted in advance, and the measure does not reach the donors.",
        "施策がなければ各群は対照局と同じように推移し、事前の反応がなく、施策は対照局に及ばない。",
        "若无措施，各组会与对照站点同样变化，无提前反应，且措施不影响对照站点。")
    ),
    "imputation": (
      Phrase(
        "Imputation (Borusyak, Jaravel and Spiess)", "補完推定（Borusyak–Jaravel–Spiess）",
        "插补估计（Borusyak–Jaravel–Spiess）"),
      Phrase(
        "Without the measure treated stations and donors would have moved alike at all times, "
          + "nobody reacted in advance, and the measure does not reach the donors.",
        "施策がなければ実施地点と対照局は常に同じように推移し、事前の反応がなく、施策は対照局に及ばない。",
        "若无措施，实施地点与对照站点在所有时期变化相同，无提前反应，且措施不影响对照站点。")
    ),
    "two-stage": (
      Phrase(
        "Two-stage difference in differences (Gardner)", "二段階の差の差分析（Gardner）",
        "两阶段双重差分（Gardner）"),
      Phrase(
        "Without the measure treated stations and donors would have moved alike at all times, "
          + "nobody reacted in advance, and the measure does not reach the donors.",
        "施策がなければ実施地点と対照局は常に同じように推移し、事前の反応がなく、施策は対照局に及ばない。",
        "若无措施，实施地点与对照站点在所有时期变化相同，无提前反应，且措施不影响对照站点。")
    ),
    "synthetic-difference-in-differences": (
      Phrase(
        "Synthetic difference in differences", "合成差の差分析", "合成双重差分"),
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
        "Ridge-augmented synthetic control", "リッジ補正付き合成コントロール法", "岭增强合成控制法"),
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
      Phrase("Partially pooled synthetic control", "部分プール合成コントロール法", "部分合并合成控制法"),
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
      Phrase("Interactive fixed effects", "交互固定効果", "交互固定效应"),
      Phrase(
        "Treated stations and donors respond, each in its own strength, to the same few factors, "
          + "before and after the measure, and the measure does not reach the donors.",
        "実施地点と対照局は施策の前後を通じて同じ少数の因子にそれぞれの強さで反応し、施策は対照局に及ばない。",
        "实施地点和对照站点在措施前后以各自的强度响应同样的少数因子，且措施不影响对照站点。")
    ),
    "interrupted-time-series": (
      Phrase("Interrupted time series", "分割時系列回帰", "中断时间序列回归"),
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
      Phrase("Business-as-usual counterfactual", "現状継続シナリオとの比較", "基准情景反事实"),
      Phrase(
        "How weather and calendar act on the air would have stayed as before the measure, and "
          + "nothing else changed on its date.",
        "気象と暦が大気に及ぼす影響は施策前と変わらず、同じ日に他の変化がない。",
        "气象与日历对空气的影响与措施前相同，且当日没有其他变化。")
    ),
  ]

  private static let checklistParts: [String: Phrase] = [
    "design-controlled": Phrase(
      "Places without the measure stand beside those with it.", "施策のない地点を比較対象としている。",
      "有未实施措施的地点作为对照。"),
    "design-uncontrolled": Phrase(
      "Nothing untreated to compare with: supporting evidence only.",
      "比較対象がなく、補助的な証拠にとどまる。", "没有对照：只能作为辅助证据。"),
    "donors": Phrase(
      "Donors: {count}. Why others were left out is listed above.",
      "対照局：{count} 局。除外の理由は上に示す。", "对照站点：{count} 个。排除理由见上。"),
    "completeness": Phrase(
      "Lowest share of measured steps at a treated station: {percent} %.",
      "実施地点の最低充足率：{percent} %。", "实施地点的最低数据完整率：{percent} %。"),
    "reference-state": Phrase(
      "The window does not cross China’s change of reference state on 2018-09-01.",
      "期間は中国の基準状態変更（2018-09-01）をまたがない。", "时间窗未跨越中国 2018-09-01 的参比状态变更。"),
    "reference-state-crossed": Phrase(
      "The window crosses 2018-09-01, when China changed the reference state of concentrations, "
        + "and the series were not harmonised: the step of about −8 % is in the estimate.",
      "期間が中国の基準状態変更（2018-09-01）をまたぐが、系列は調整されておらず、約 −8 % の段差が推定に含まれる。",
      "时间窗跨越中国 2018-09-01 的参比状态变更，而序列未作统一，约 −8 % 的阶跃包含在估计中。"),
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
      "陰性対照 {count} 組で検証。順位 p 値の最小値は {smallest}。",
      "在 {count} 组阴性对照上重复；秩 p 值的最小可能值为 {smallest}。"),
    "negative-controls-open": Phrase(
      "Not repeated on negative controls: none were asked for, too few donors, or weather in "
        + "the model that the donors lack.",
      "陰性対照による検証なし（指定がない、対照局が不足、または対照局にない気象をモデルが用いる）。", "未用阴性对照检验（未要求、对照站点太少，或模型使用了对照站点没有的气象数据）。"),
    "false-alarms": Phrase(
      "At most {percent} % of negative controls are called significant at 5 %.",
      "陰性対照のうち 5 % 水準で有意となる割合は最大 {percent} %。",
      "阴性对照在 5 % 水平上被判显著的比例至多 {percent} %。"),
    "false-alarms-many": Phrase(
      "A method calls {percent} % of negative controls significant at 5 %: it is marked down.",
      "陰性対照の {percent} % を 5 % 水準で有意とする手法があり、評価を下げる。",
      "有方法把 {percent} % 的阴性对照判为显著：其可信度下调。"),
    "false-alarms-open": Phrase(
      "How often the methods cry wolf is not known.", "手法の誤警報率は不明。", "方法的误报率未知。"),
    "agreement": Phrase(
      "{count} methods agree about the direction.", "{count} 手法で変化の方向が一致。",
      "{count} 种方法方向一致。"),
    "agreement-signs": Phrase(
      "{count} methods do not agree about the direction.", "{count} 手法で変化の方向が一致しない。",
      "{count} 种方法方向不一致。"),
    "agreement-open": Phrase("Only one method.", "手法は一つのみ。", "只有一种方法。"),
    "weather": Phrase(
      "Weather: as covariates where a method takes them, or only through the comparison with donors.",
      "気象：対応する手法では共変量として、その他は対照局との比較のみで考慮。", "气象：部分方法作为协变量，或仅通过与对照站点比较加以考虑。"),
    "weather-normalised": Phrase(
      "Weather: taken out of every series before estimation, with the model’s uncertainty in each "
        + "interval; its skill on weeks left out is given above.",
      "気象：推定前に全系列から除去し、モデルの不確かさを各区間に反映。未知の週に対する予測力は上に示す。",
      "气象：估计前已从所有序列中剔除，模型不确定性已计入各区间；对留出周的预测能力见上。"),
    "emissions": Phrase(
      "The size was not compared with a change of emissions.", "排出量の変化との比較なし。",
      "未与排放变化比较。"),
    "registration": Phrase(
      "No record says that the study was set down before the data were seen.",
      "データを見る前に計画を登録した記録なし。", "没有在查看数据前登记方案的记录。"),
  ]

  private static let diagnostics: [String: Phrase] = [
    "pre-periods": Phrase(
      "", "施策前の {periods} 期間の効果がすべて 0 であるとの同時検定：p = {p}。採択されても平行な推移の証明にはならない。",
      "措施前 {periods} 个时期的效应均为 0 的联合检验：p = {p}；未被拒绝并不证明路径平行。"),
    "pre-trend-power": Phrase(
      "", "施策前の期間が 80 % の確率で検出できる直線的なずれは 1 期間あたり {slope}。見逃せば推定に {bias} が混入する（Roth 2022）。",
      "措施前各期以 80 % 的概率可发现的线性偏离为每期 {slope}；若未被发现，会在结果中混入 {bias}（Roth 2022）。"),
    "drift-breakdown": Phrase(
      "",
      "平均効果の区間が 0 を含まないのは、施策後の 1 期間のずれが施策前の最大の {breakdown} 倍以下の場合に限る（0 は平行でも含むことを示す；Rambachan・Roth 2023）。",
      "仅当措施后每期偏离不超过措施前最大值的 {breakdown} 倍时，平均效应的区间才不含 0（0 表示即使路径平行也含 0；Rambachan 与 Roth 2023）。"),
    "borrowed-variance": Phrase(
      "", "同時に開始する地点が少ない {groups} 群は対照局の分散を借りる。両者の変動が同程度であることが前提。",
      "{groups} 个同期开始站点过少的组借用对照站点的方差，前提是二者变动相近。"),
    "staggered-event-study": Phrase(
      "", "開始日が異なるため、全群の反応が同じでなければ、各係数に他の期間の効果が混ざる（Sun・Abraham 2021）。",
      "开始日期不一致：除非各组反应相同，否则系数会混入其他时期的效应（Sun 与 Abraham 2021）。"),
    "not-imputed": Phrase(
      "", "地点または期間に施策前・対照の値がないため、実施後の値 {count} 件を除外した。",
      "因其站点或时期没有未受措施影响的值，剔除了 {count} 个措施后的值。"),
    "comparisons-left-out": Phrase(
      "", "群と期間の比較 {count} 件は行えなかった（うち {support} 件は共通の範囲がない）。",
      "{count} 个组与时期的比较无法进行（其中 {support} 个没有共同支撑）。"),
    "gaps-filled": Phrase(
      "", "欠測 {count} 件（{percent} %）を地点・時点効果で補った。", "{count} 个缺测值（{percent} %）由站点与时点效应填补。"),
    "not-yet-treated": Phrase(
      "", "期間後に施策が始まる {count} 地点を除外した。", "剔除了 {count} 个在研究期之后才实施措施的站点。"),
    "randomisation-without-end": Phrase(
      "",
      "全測定局での無作為化では、片側でどれほど大きな効果も棄却されない。区間は対照局どうしのプラセボによるもので、実施地点が複数の場合は正確な検定ではない。",
      "在全部站点间随机化时，某一侧再大的效果也不被拒绝；区间来自对照站点间的安慰剂检验，实施站点多于一个时并非精确检验。"),
    "few-placebos": Phrase(
      "", "プラセボは {count} 組で、p 値は {smallest} より小さくなりえない。", "只有 {count} 个安慰剂，p 值不会低于 {smallest}。"),
    "fit-before": Phrase(
      "", "施策前の予測誤差（標準偏差）は {error}、実施地点自身の変動の {percent} %。",
      "措施前的预测误差（标准差）为 {error}，占实施地点自身变动的 {percent} %。"),
    "one-donor": Phrase(
      "", "一つの対照局が比較の {percent} % を占め、そこでの出来事が推定に含まれる。",
      "一个对照站点占比较的 {percent} %，那里发生的一切都在估计之中。"),
    "placebo-in-time": Phrase(
      "", "開始日を施策前に移すと、手法は {effect} の効果を示す。", "若把开始日移到措施之前，方法会得到 {effect} 的效应。"),
    "ratio-rank": Phrase(
      "", "施策後の誤差は施策前の {ratio} 倍、順位による p = {p}。", "措施后的误差为措施前的 {ratio} 倍，秩检验 p = {p}。"),
    "spillover": Phrase(
      "", "対照局の周囲 {distance} km の地点のうち {percent} % が施策地点であり、対照局が効果の一部を隠す可能性がある。",
      "对照站点周围 {distance} km 内的站点有 {percent} % 实施了措施，对照站点可能掩盖部分效应。"),
    "ring": Phrase(
      "", "遠い対照局のみでは効果は {far}、近い対照局のみでは {near}。", "仅用远处对照站点时效应为 {far}，仅用近处时为 {near}。"),
    "weather-normalised": Phrase(
      "",
      "推定前に {stations} 系列を季節内（通日 ±{days} 日）の平均的な気象に揃えた。抽出ブロックで学習した {models} "
        + "モデルの不確かさを各区間に反映。除外した週に対する R² は {skill}。",
      "估计前已将 {stations} 个序列置于本季节（年内 ±{days} 天）的平均气象；由抽取时段训练的 {models} 个模型将不确定性计入各区间；对留出周的 R² 为 {skill}。"
    ),
    "weather-normalised-year": Phrase(
      "",
      "推定前に {stations} 系列を年間全体の平均的な気象に揃えた。抽出ブロックで学習した {models} モデルの不確かさを各区間に反映。"
        + "除外した週に対する R² は {skill}。",
      "估计前已将 {stations} 个序列置于全年平均气象；由抽取时段训练的 {models} 个模型将不确定性计入各区间；对留出周的 R² 为 {skill}。"),
    "weather-model-skill": Phrase(
      "", "気象モデルは未知の週をほとんど予測できず（R² {skill}）、気象の影響はわずかしか除かれていない。",
      "气象模型对未见周的预测能力差（R² {skill}），因此剔除的气象影响很少。"),
    "donors-without-weather": Phrase(
      "", "気象を除去できない対照局候補 {count} 局を除外した。", "{count} 个候选对照站点无法剔除气象，已排除。"),
    "years-disagree": Phrase(
      "", "実測値の変化の方向が年の区切りで異なる：暦年では {calendar} %、3 月始まりの年では {seasonal} %。一つの冬が結果を左右している。",
      "实测变化方向因年度划分而异：日历年 {calendar} %，自 3 月起的年度 {seasonal} %。结果取决于一个冬季。"),
    "season-overlap": Phrase(
      "", "両期間の季節構成が異なる（不一致の割合 {distance}）ため、変化には季節変動が含まれる。",
      "两个时期的季节构成不同（不一致比例 {distance}），变化中含有季节因素。"),
    "no-logarithm": Phrase(
      "", "0 以下の値 {count} 件は対数がないため欠測とした。", "{count} 个零或负值没有对数，按缺测处理。"),
    "short-before": Phrase(
      "", "施策前が 1 年に満たない（{days} 日）ため、季節と傾向を十分に分離できない。",
      "措施前不足一年（{days} 天），难以区分季节与趋势。"),
    "no-weather": Phrase(
      "", "研究に気象の共変量がないため、予測は暦のみに基づき、変化には気象の影響が含まれる。",
      "研究未给出气象协变量，预期仅依据日历，变化中含有气象影响。"),
    "trend-left-out": Phrase(
      "", "施策前が 2 年に満たない（{days} 日）ため傾向と季節を分離できず、施策前の水準が続くと仮定した。",
      "措施前不足两年（{days} 天），无法区分趋势与季节，假定措施前的水平延续。"),
    "outside-training": Phrase(
      "", "施策後の時刻のうち割合 {share} で気象が学習範囲の外にあり、モデルは外挿している。",
      "措施后有比例为 {share} 的时刻气象超出训练范围，模型在外推。"),
    "weather-missing": Phrase(
      "", "測定された時刻のうち割合 {share} は気象が揃わないため除外した。",
      "有比例为 {share} 的测量时刻因气象不全而被剔除。"),
    "weather-skill": Phrase(
      "", "学習に使わなかった日のまとまりに対するモデルの説明率は {skill} にとどまる。",
      "模型对未参与训练的时段的解释率仅为 {skill}。"),
    "constant-weather": Phrase(
      "", "値が変化しない気象変数 {count} 件をモデルから除いた。", "{count} 个从不变化的气象变量未进入模型。"),
    "autocorrelation": Phrase(
      "", "残差の 1 次自己相関は {lag1} で、区間は Newey-West 補正に依存する。",
      "残差的一阶自相关为 {lag1}，区间依赖 Newey-West 校正。"),
    "few-treated": Phrase(
      "", "実施地点が {treated} と少なく、クラスター標準誤差もブートストラップも信頼できない。陰性対照を重視すべきである。",
      "实施地点只有 {treated} 个，聚类标准误和自助法均不可靠，应以阴性对照为准。"),
    "pre-trend": Phrase(
      "", "施策前の実施地点と対照局の差の傾き：年 {slope} ± {error}（p = {p}）。",
      "措施前实施地点与对照站点之差的斜率：每年 {slope} ± {error}（p = {p}）。"),
    "reference-state-change": Phrase(
      "",
      "中国は 2018-09-01 に濃度の基準温度・圧力を変更した。本研究の期間はこの日をまたぐが、{count} 系列が同一状態に換算されていない。"
        + "ガスは 8.4 %、粒子は暖かい日に同程度、大気が変わらなくても低下する。「reference_state: current」を指定すること。",
      "中国于 2018-09-01 改变了浓度的参比温度和压力，本研究跨越该日，而 {count} 个序列未换算到同一状态："
        + "空气没有变化时气体也会下降 8.4 %，颗粒物在暖日下降幅度相近。请使用“reference_state: current”。"),
    "reference-state-unstated": Phrase(
      "", "{count} 系列の出典は温度・圧力を明記していない。中国のデータであれば 2018-09-01 に約 8 % 見かけ上低下する。",
      "{count} 个序列的来源未说明温度和压力；若为中国数据，2018-09-01 会出现约 8 % 的虚假下降。"),
    "reference-state-converted": Phrase(
      "",
      "{count} 系列を同一の基準状態に換算した。必要な時間のうち {percent} % は気候値を用い、平均の不確かさは最大 {deviation} %（1 標準偏差）。",
      "{count} 个序列已换算到同一参比状态；其中 {percent} % 的时段采用气候值，均值的不确定度至多 {deviation} %（1 个标准差）。"),
    "unmeasured-year": Phrase(
      "",
      "{year} 年のデータは測定値らしい振る舞いを示さない：最寄り 5 地点との日平均の相関は平均 {neighbours}、翌日との相関は {memory}。",
      "{year} 年的数据不像测量值：与最近 5 个站点日均值的平均相关为 {neighbours}，与次日的相关为 {memory}。"),
    "increment": Phrase(
      "", "解析対象は背景局 {count} 局の平均に対する増分であり、背景への施策の効果は含まれない。",
      "分析对象为相对 {count} 个背景站点均值的增量，措施对背景的影响不在其中。"),
    "flagged-values": Phrase(
      "", "品質フラグの付いた {count} 個の値を除外した。", "剔除了 {count} 个带质量标记的值。"),
    "donors-unconverted": Phrase(
      "", "基準状態への換算に必要な気温・気圧が不明のため {count} 局を対照局から除外した。",
      "因缺少换算参比状态所需的气温和气压，排除 {count} 个对照站点。"),
    "donors-near": Phrase(
      "", "実施地点に近い {count} 局を対照局から除外した。", "因距实施地点过近，排除 {count} 个对照站点。"),
    "donors-downwind": Phrase(
      "", "実施地点の風下にある {count} 局を対照局から除外した。", "因位于实施地点下风向，排除 {count} 个对照站点。"),
    "donors-incomplete": Phrase(
      "", "データ不足のため {count} 局を対照局から除外した。", "因数据不足，排除 {count} 个对照站点。"),
    "donors-different": Phrase(
      "", "時間間隔・時刻・単位が異なる {count} 局を対照局から除外した。",
      "因步长、时钟或单位不同，排除 {count} 个对照站点。"),
  ]
}
