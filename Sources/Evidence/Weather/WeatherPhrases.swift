import Documents
/// The string catalogue of what concerns weather.
enum WeatherPhrases {
  static let title = Phrase(
    "{pollutant} with weather taken out", "{pollutant} の気象正規化（気象の影響を除いた濃度）",
    "{pollutant} 的气象归一化（剔除气象影响）")
  static let section = Phrase(
    "With weather taken out", "気象正規化後の変化（気象の影響を除いた変化）", "气象归一化后的变化（剔除气象影响）")
  static let observed = Phrase("measured", "実測値", "实测值")
  static let normalised = Phrase("weather taken out", "気象正規化後", "气象归一化后")
  static let years = Phrase("Years", "年別", "年份")
  static let changes = Phrase("Change between years", "年々の変化", "年际变化")
  static let changesNote = Phrase(
    "Measured, and with weather taken out: season and weather are partialled out of the two years "
      + "that are compared, so that a change which weather resembles by chance is not laid to "
      + "weather. It may therefore differ a little from the means of the years below.",
    "実測値と気象正規化後の値。比較する 2 年から季節と気象の影響を同時に取り除くため、偶然気象と似た変化が気象の影響とみなされることはない。"
      + "そのため、下の年平均値の差とわずかに異なることがある。",
    "实测值与气象归一化后的值。对所比较的两年同时剔除季节与气象的影响，因而与气象偶然相似的变化不会被归于气象；"
      + "故与下方年均值之差可能略有不同。")
  static let kind = Phrase("Kind of year", "年の区切り", "年份划分")
  static let calendar = Phrase("January to December", "1 月～12 月", "1 月至 12 月")
  static let seasonal = Phrase("March to February", "3 月～翌年 2 月", "3 月至次年 2 月")
  static let year = Phrase("Year", "年", "年")
  static let change = Phrase("Change", "変化", "变化")
  static let stations = Phrase("Stations", "測定局数", "站点数")
  static let band = Phrase("{level} % band", "{level} % 信頼帯", "{level}% 置信带")
  static let disagreement = Phrase(
    "Calendar years and March-to-February years point in opposite directions ({series}): "
      + "{calendar} by calendar years {calendarYears}, {seasonal} by years from March "
      + "{seasonalYears}. One winter decides the result.",
    "年の区切りによって変化の方向が異なる（{series}）：暦年 {calendarYears} では {calendar}、"
      + "3 月始まりの年 {seasonalYears} では {seasonal}。一つの冬が結果を左右している。",
    "年份划分不同，变化方向相反（{series}）：自然年 {calendarYears} 为 {calendar}，"
      + "自 3 月起的年 {seasonalYears} 为 {seasonal}。结果取决于一个冬季。")
  static let skill = Phrase(
    "How well the model predicts time it has not seen", "学習に用いなかった期間に対するモデルの予測精度", "模型对未参与训练时段的预测精度"
  )
  static let skillNote = Phrase(
    "Share of variance predicted (R²) on whole weeks and whole years left out. The random split "
      + "is not a skill: a random hour’s neighbours give it away. It stands here as a warning, "
      + "because other packages report it.",
    "週単位・年単位で除外した期間に対する決定係数（R²）。無作為分割の値は予測精度ではない："
      + "前後の時刻から答えが分かってしまう。他のパッケージが報告するため、警告として示す。",
    "对整周、整年留出数据的决定系数（R²）。随机划分不代表预测精度：相邻时刻会泄露答案。"
      + "因其他软件包报告该值，此处仅作警示。")
  static let weeks = Phrase("weeks left out", "週を除外", "留出整周")
  static let wholeYears = Phrase("years left out", "年を除外", "留出整年")
  static let random = Phrase(
    "random split (a warning, no skill)", "無作為分割（警告、予測精度ではない）", "随机划分（仅警示，非预测精度）")
  static let error = Phrase("Error (RMSE)", "誤差（RMSE）", "误差（RMSE）")
  static let importance = Phrase(
    "Share of each predictor in the model", "モデルにおける各変数の寄与", "各变量在模型中的贡献")
  static let dependence = Phrase(
    "What the model expects with one predictor held and everything else as it was",
    "部分従属プロット（PDP）：一つの変数を固定し、他は実際のままとした場合の予測値", "部分依赖图（PDP）：固定一个变量、其余保持实际值时的预测值")
  static let expected = Phrase("expected", "予測値", "预测值")
  static let course = Phrase(
    "Monthly means, measured and with weather taken out; the band is the model’s uncertainty.",
    "月平均値：実測値と気象正規化後。帯はモデルの不確かさを示す。", "月平均：实测值与气象归一化后的值；带状区域为模型不确定性。")
  static let yearsFigure = Phrase(
    "The same series by two kinds of year.", "同じ系列を二通りの年の区切りで示す。", "同一序列按两种年份划分。")
  static let pool = Phrase(
    "Over which weather was averaged", "平均に用いた気象", "所平均的气象")
  static let poolSeason = Phrase(
    "Each step meets the weather of its season: ±{days} days of the year, all years. Averaged over "
      + "all weather of the whole year the mean would be {year} instead of {season} (measured: "
      + "{observed}). Whole-year averaging gives January hours the weather of July, and asks the "
      + "model about air that never was.",
    "各時刻には同じ季節（通日 ±{days} 日、全年）の気象を用いた。年間全体の気象で平均すると、平均値は {season} ではなく "
      + "{year} となる（実測 {observed}）。年間全体で平均すると 1 月に 7 月の気象を与えることになり、実際には起こり得ない条件での推定となる。",
    "每个时刻采用同一季节（年内 ±{days} 天、所有年份）的气象。若用全年气象平均，均值为 {year} 而非 {season}（实测 "
      + "{observed}）。全年平均会把七月的气象赋予一月，让模型回答从未出现过的大气状况。")
  static let poolYear = Phrase(
    "Each step meets all weather of the whole year, as rmweather, deweather and normet draw it: the "
      + "mean is {year} (measured: {observed}). January hours meet July weather, air that never "
      + "was; with the weather of the season the mean is {season}.",
    "各時刻に年間全体の気象を用いた（rmweather、deweather、normet と同じ）：平均値は {year}（実測 {observed}）。"
      + "1 月に 7 月の気象という、実際には起こり得ない条件を含む。季節内の気象では平均値は {season}。",
    "每个时刻采用全年气象（与 rmweather、deweather、normet 相同）：均值为 {year}（实测 {observed}）。"
      + "一月会遇到七月的气象，即从未出现过的大气；采用本季节气象时均值为 {season}。")
  static let variance = Phrase(
    "Of the variance of the predictions, weather explains {weather}, hour, weekday and season "
      + "{calendar}, the trend {trend}; {interactions} lies in their interplay.",
    "予測値の分散のうち、気象が {weather}、時刻・曜日・季節が {calendar}、長期傾向が {trend}、それらの相互作用が {interactions} を占める。",
    "预测方差中，气象占 {weather}，时刻、星期与季节占 {calendar}，趋势占 {trend}，其相互作用占 {interactions}。")
  static let notes = Phrase("What the reader should know", "留意事項", "读者须知")
  static let settings = Phrase("Settings", "設定", "设置")
  static let madeBy = Phrase(
    "Made by {tool}. Every number on this page is in normalised.json.",
    "{tool} により作成。本ページの数値はすべて normalised.json にあります。", "由 {tool} 生成。本页所有数字均载于 normalised.json。")
  static let comparedFirst = Phrase(
    "Figures of single stations show {station}.", "個別の図は {station} のもの。", "单站图为 {station}。")

  /// A predictor's name for print.
  static func feature(_ name: String, _ language: Language) -> String {
    names[name]?.text(language) ?? name
  }

  private static let names: [String: Phrase] = [
    "trend": Phrase("trend (days)", "長期傾向（日）", "趋势（天）"),
    "day-of-year": Phrase("day of the year", "通日", "年积日"),
    "weekday": Phrase("weekday (1 = Monday)", "曜日（1 = 月曜）", "星期（1 = 周一）"),
    "hour": Phrase("hour", "時刻", "小时"),
    "temperature": Phrase("temperature (°C)", "気温（°C）", "气温（°C）"),
    "dew_point": Phrase("dew point (°C)", "露点温度（°C）", "露点温度（°C）"),
    "pressure": Phrase("pressure (hPa)", "気圧（hPa）", "气压（hPa）"),
    "humidity": Phrase("relative humidity (%)", "相対湿度（%）", "相对湿度（%）"),
    "precipitation": Phrase("precipitation (mm)", "降水量（mm）", "降水量（mm）"),
    "wind_speed": Phrase("wind speed (m/s)", "風速（m/s）", "风速（m/s）"),
    "wind_direction": Phrase("wind direction (°)", "風向（°）", "风向（°）"),
    "wind-east": Phrase("wind from the east (m/s)", "風の東西成分（東風を正、m/s）", "纬向风（东风为正，m/s）"),
    "wind-north": Phrase("wind from the north (m/s)", "風の南北成分（北風を正、m/s）", "经向风（北风为正，m/s）"),
    "boundary_layer_height": Phrase(
      "boundary-layer height (m)", "境界層高度（m）", "边界层高度（m）"),
  ]

  /// A note in the page's language; the author's English where the catalogue has none.
  static func note(
    _ identifier: String, _ message: String, _ facts: [String: Double], _ language: Language
  ) -> String {
    guard language != .english, let phrase = noteTexts[identifier] else { return message }
    return phrase.text(language, facts.mapValues { NumberText.fixed($0, 0) })
  }

  private static let noteTexts: [String: Phrase] = [
    "constant-weather": Phrase(
      "", "変動のない気象変数 {count} 個をモデルから除いた。", "{count} 个从不变化的气象变量已从模型中剔除。"),
    "many-gaps": Phrase(
      "", "{percent} % の時刻が欠測。気象正規化後の系列は実測のある時刻のみ。", "{percent}% 的时刻缺测；气象归一化后的序列仅在有实测值处给出。"),
    "steps-left-out": Phrase(
      "", "気象の欠測などにより {count} 時刻を除外した。", "因缺少气象等原因剔除 {count} 个时刻。"),
    "empty-pool": Phrase(
      "", "対応する気象がない {count} 時刻を除外した。", "{count} 个时刻没有可用气象，已剔除。"),
    "weather-gaps": Phrase(
      "", "ある気象変数の {percent} % が欠測。", "某气象变量缺测 {percent}%。"),
    "change-held-apart": Phrase(
      "", "施策開始日からの水準の変化は、気象モデルの学習から除いた。",
      "措施开始日起的水平变化未参与气象模型的训练。"),
    "change-not-apart": Phrase(
      "", "施策開始日からの変化を季節・傾向と区別できず、気象モデルがその一部を取り込んだ可能性がある。",
      "措施开始日起的变化无法与季节、趋势区分，气象模型可能吸收了其中一部分。"),
    "years-apart": Phrase(
      "", "季節と気象だけで区別できる、または測定日が少ないため、{count} 組の年の変化は示さない。",
      "因季节和气象足以区分两年，或测量日太少，{count} 对年份的变化未给出。"),
    "short-series": Phrase(
      "", "系列は {days} 日しかなく、傾向と季節を区別できない。", "序列仅 {days} 天，无法区分趋势与季节。"),
  ]
}
