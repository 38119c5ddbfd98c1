/// The sentences of diagnostics, by identifier; English comes from the author of each.
extension Terms {
  static let diagnostics: [String: Phrase] = [
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
    "covariates-adjusted": Phrase(
      "",
      "施策の及ばない値での回帰（地点・時点効果を含む）により共変量を平均にそろえた。差と重みは残りについてのもので、予測値には実施地点自身の共変量が入る。",
      "以未受措施影响的值做回归（含站点与时点效应），把协变量调整到均值；差距和权重针对其余部分，预期值含实施站点自身的协变量。"),
    "covariates-predictors": Phrase(
      "", "施策前の共変量の平均も、結果の平均と並ぶ予測変数とした。",
      "措施前协变量的均值也作为预测变量，与结果的均值并用。"),
    "covariate-gaps-filled": Phrase(
      "", "共変量の欠測 {count} 件を地点・時点効果で補った。", "协变量的 {count} 个缺测值由站点与时点效应填补。"),
    "donors-without-covariates": Phrase(
      "", "共変量が測られていない、期間が足りない、または時間間隔・時刻・単位が異なるため、対照局候補 {count} 局を除外した。",
      "因协变量未测、时段不足或步长、时钟、单位不同，排除 {count} 个候选对照站点。"),
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
    "linear-effects": Phrase(
      "", "効果が開始から一定の割合で増すなら、{percent} % で棄却されない傾きは 1 日あたり {lower} から {upper}（傾きなしの p = {p}）。",
      "若效应自开始起匀速增长，{percent} % 水平下未被拒绝的斜率为每天 {lower} 至 {upper}（无斜率的 p = {p}）。"),
    "linear-effects-parts": Phrase(
      "", "一定の割合で増す効果のうち {percent} % で棄却されない傾きは複数の区間に分かれる（表を参照、傾きなしの p = {p}）。",
      "匀速增长的效应在 {percent} % 水平下未被拒绝的斜率分为数段（见表，无斜率的 p = {p}）。"),
    "linear-effects-endless": Phrase(
      "", "一定の割合で増す効果のうち {percent} % で棄却されない傾きには端がない（表を参照、傾きなしの p = {p}）。",
      "匀速增长的效应在 {percent} % 水平下未被拒绝的斜率没有端点（见表，无斜率的 p = {p}）。"),
    "linear-effects-empty": Phrase(
      "", "一定の割合で増す効果はどの傾きも {percent} % で棄却される。効果があるなら別の経過をたどる。",
      "匀速增长的效应在 {percent} % 水平下任何斜率都被拒绝；若有效应，其过程另有形状。"),
    "linear-effects-undefined": Phrase(
      "", "施策前に誤差なく一致する地点またはプラセボがあり誤差の比が定まらないため、一定の割合で増す効果の集合は示さない。",
      "有站点或安慰剂在措施前完全吻合，误差之比无定义，故不给出匀速增长效应的集合。"),
    "jackknife-plus-guarantee": Phrase(
      "",
      "ジャックナイフ+ の {asked} % 区間が効果を含む保証は {certain} % までで、施策前後の時点のブロックが交換可能な場合に限る。各時点の区間はその時点のみのもの。",
      "刀切法+ 的 {asked} % 区间只保证以 {certain} % 的概率包含效应，且须措施前后的时段块可交换；各时点的区间只针对该时点。"),
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
