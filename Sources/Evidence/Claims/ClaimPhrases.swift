/// What is said of a claim, in three languages.
///
/// The grammar differs, so that whole sentences are kept and not their parts; the marks between
/// them come from `join`.
enum ClaimPhrases {
  static let because = Phrase("because {reason}", "理由：{reason}", "原因：{reason}")
  static let published = Phrase(
    "that it was published, by whom and when", "公表されたこと、その主体と時期", "该主张已公布，以及公布者和时间")
  static let whetherTrue = Phrase(
    "whether it is true: {reason}", "正しいかどうか：{reason}", "是否属实：{reason}")
  static let noFigure = Phrase("no figure", "数値なし", "无数值")
  static let yes = Phrase("yes", "はい", "是")
  static let no = Phrase("no", "いいえ", "否")
  static let givesNoFigure = Phrase(
    "it gives no figure that data could meet or miss", "データと照合できる数値が示されていない", "没有给出可与数据对照的数值")
  static let onlyPM25 = Phrase(
    "the records hold annual means of PM2.5 only, not of {pollutant}",
    "登録にあるのは PM2.5 の年平均値のみで、{pollutant} はない", "记录中只有 PM2.5 年均值，没有 {pollutant}")
  static let noMeans = Phrase(
    "annual means of {places} for the years of the claim are not in the records",
    "主張の年に対応する {places} の年平均値が登録にない", "记录中没有 {places} 在该主张所涉年份的年均值")
  static let noLevel = Phrase(
    "there is no annual mean of {places} in the records and none of its stations in the archive",
    "登録に {places} の年平均値がなく、アーカイブにもその測定局がない", "记录中没有 {places} 的年均值，档案中也没有其站点")
  static let noBudget = Phrase("the records hold no budget", "登録に予算がない", "记录中没有预算")
  static let nothingMeasured = Phrase(
    "it names nothing that the records or monitors measure", "登録や測定で確かめられる量を示していない",
    "没有提到记录或监测能够衡量的内容")
  static let outsidePanel = Phrase(
    "the whole change from days: the open daily panel holds 2014 and 2015 only, which begins after "
      + "the claim’s base year",
    "日平均値による全期間の変化：公開の日平均値は 2014 年と 2015 年のみで、主張の基準年より後に始まる",
    "以日均值得出的全部变化：公开的日均值只有 2014 年和 2015 年，晚于该主张的基准年")

  // Counts.
  static let counted = Phrase(
    "the records hold {found}, the claim says {claimed}", "登録では {found}、主張では {claimed}",
    "记录为 {found}，主张为 {claimed}")
  static let numberAgrees = Phrase(
    "that the records agree with the number", "登録がその数と一致すること", "记录与该数值一致")
  static let outputOnly = Phrase(
    "whether the air became cleaner by it: an output is no outcome",
    "それによって大気が改善したかどうか：活動量は成果ではない", "空气是否因此改善：产出不等于成效")
  static let incomplete = Phrase(
    "the records of activities are incomplete ({words})", "活動の登録が完全でない（{words}）", "活动记录不完整（{words}）"
  )
  static let unclearCount = Phrase(
    "the source does not tell what it counts ({words})", "出典が何を数えたかを示していない（{words}）",
    "来源没有说明统计对象（{words}）")
  static let mayCountOtherwise = Phrase(
    "{words}; the sources may count otherwise", "{words}。出典の数え方が異なる可能性がある", "{words}；来源的统计口径可能不同")
  static let otherNumber = Phrase(
    "that the records give another number", "登録では異なる数になること", "记录给出的数值不同")
  static let whichIsRight = Phrase(
    "which of the two is right without the sources' own list", "出典の一覧なしにどちらが正しいか",
    "在没有来源自身清单的情况下，哪一个正确")

  // Changes.
  static let years = Phrase("{first} to {last}", "{first}年から{last}年", "{first}年至{last}年")
  static let changeFrom = Phrase(
    "{change} from {years}", "{years}は{change}", "{years}为{change}")
  static let unverified = Phrase(
    " ({count} of {all} values are unverified)", "（{all}個の値のうち{count}個は未確認）",
    "（{all} 个数值中有 {count} 个未核实）")
  static let meansGive = Phrase(
    "the annual means give {figures}{marked}", "年平均値では{figures}{marked}", "年均值：{figures}{marked}")
  static let dependsOnYears = Phrase(
    "the result depends on the years chosen: {rest}", "比較する年によって結果が変わる：{rest}", "结果取决于所选年份：{rest}")
  static let metByNone = Phrase(
    "{means}; no pair of years gives {claimed} %", "{means}。{claimed} % となる年の組はない",
    "{means}；没有任何年份组合得出 {claimed}%")
  static let between = Phrase(
    "; it lies between them", "（その間にある）", "（该值介于其间）")
  static let metBy = Phrase(
    "{means}; {claimed} % is met by {which}", "{means}。{claimed} % となるのは{which}",
    "{means}；得出 {claimed}% 的是{which}")
  static let metOnlyBy = Phrase(
    "{means}; {claimed} % is met by {which} only", "{means}。{claimed} % となるのは{which}のみ",
    "{means}；得出 {claimed}% 的只有{which}")
  static let comparison = Phrase(
    "{years}: others {others}, difference {difference} points, p {p}",
    "{years}：他都市 {others}、差 {difference} ポイント、p {p}",
    "{years}：其他城市 {others}，相差 {difference} 个百分点，p {p}")
  static let besideOthers = Phrase(
    "beside other cities ({list})", "他都市との比較（{list}）", "与其他城市比较（{list}）")
  static let inPanel = Phrase(
    "in the daily panel of {period} the cities changed by {change}, {others} by {othersChange}; the "
      + "difference is {difference} {unit}{interval}",
    "日平均値（{period}）では対象都市が {change}、{others}が {othersChange} 変化し、差は {difference} {unit}{interval}",
    "日均值（{period}）：相关城市变化 {change}，{others}变化 {othersChange}，相差 {difference} {unit}{interval}")
  static let interval = Phrase(
    " (calibrated 95 % interval {lower} to {upper} %)", "（較正後の 95 % 区間 {lower}～{upper} %）",
    "（校准后的 95% 区间 {lower} 至 {upper}%）")
  static let differs = Phrase(
    "the cities differ from others", "対象都市は他都市と異なる", "相关城市与其他城市不同")
  static let noDifference = Phrase(
    "no difference from other cities can be told", "他都市との差は認められない", "看不出与其他城市的差别")
  static let meanOfChanges = Phrase(
    "from {years} the mean of the cities’ changes is {change} (the change of their mean {ofMean}); "
      + "{count} of {all} values are unverified",
    "{years}の対象都市の変化率の平均は {change}（平均値の変化率は {ofMean}）。{all}個の値のうち{count}個は未確認",
    "{years}相关城市变化率的平均为 {change}（平均值的变化率为 {ofMean}）；{all} 个数值中有 {count} 个未核实")
  static let aggregate = Phrase(
    "the 74 cities together changed by {change} from {years}", "74都市全体では{years}に {change} 変化した",
    "74个城市总体在{years}变化 {change}")
  static let shared = Phrase(
    "that the cities shared in a fall that other cities saw as well", "対象都市の低下は他都市にも見られた低下と共通すること",
    "相关城市的下降与其他城市所见的下降一致")
  static let oneFigure = Phrase(
    "one figure: the claim names no base year, and the figure depends on it",
    "一つの数値：主張に基準年がなく、値は基準年によって変わる", "单一数值：该主张没有说明基准年，而数值取决于基准年")
  static let citing = Phrase(
    "any figure to be cited before the unverified annual means are replaced",
    "未確認の年平均値を置き換える前に引用できる数値", "在替换未核实的年均值之前可供引用的数值")
  static let referenceState = Phrase(
    "how much of the change is air: values from 2019 on refer to another temperature",
    "変化のうち大気によるものの割合：2019 年以降の値は基準の温度が異なる",
    "变化中有多少来自空气：2019 年起的数值采用另一参比温度")
  static let cause = Phrase(
    "that the cooperation caused any of it: national plans covered all of these cities, and "
      + "trainings are no measure with a date",
    "協力がその原因であること：国の計画がこれらの都市すべてを対象とし、研修は日付のある施策ではない",
    "合作是其原因：国家计划覆盖了所有这些城市，而培训并非有确定日期的措施")
  static let noOutsiders = Phrase(
    "anything against cities wholly outside the programme from the annual table: the other cities in "
      + "it are partners of others or lie in a partner province",
    "年平均値の表による、事業と無関係な都市との比較：表の他都市は別の連携先か連携先の省にある",
    "用年均值表与完全不在项目内的城市比较：表中其他城市是别的合作方或位于合作省份")
  static let weather = Phrase(
    "how much the weather did: annual means are not adjusted for it", "気象の寄与：年平均値は気象を調整していない",
    "气象的作用：年均值没有剔除气象影响")
  static let panelGap = Phrase(
    "anything from the daily panel: {gap}", "日平均値による判断：{gap}", "依据日均值的判断：{gap}")
  static let noArchive = Phrase(
    "no archive with daily data was named", "日平均値のアーカイブが指定されていない", "没有指定含日均值的档案")
  static let noDaily = Phrase(
    "the archive has no daily PM2.5 of {places}", "アーカイブに {places} の PM2.5 日平均値がない",
    "档案中没有 {places} 的 PM2.5 日均值")
  static let nonPartners = Phrase(
    "other cities that are no partners", "連携先でない他都市", "非合作方的其他城市")
  static let withoutPartnership = Phrase(
    "key cities in provinces without any partnership", "連携のない省の重点都市", "没有任何合作的省份的重点城市")
  static let labelled = Phrase("{label}: {text}", "{label}：{text}", "{label}：{text}")
  static let panelChange = Phrase(
    "in the daily panel the mean change of {count} cities from 2014 to 2015 is {change} %, which is "
      + "part of the claim’s period only",
    "日平均値では {count} 都市の 2014 年から 2015 年の変化率の平均は {change} % で、主張の期間の一部のみである",
    "日均值中 {count} 个城市 2014 年至 2015 年变化率的平均为 {change}%，只是该主张所涉期间的一部分")
}
