/// The string catalogue of the pages: headings and fixed texts.
enum Phrases {
  static let question = Phrase("Question", "問い", "问题")
  static let answer = Phrase("Answer", "結果", "结果")
  static let findings = Phrase("Findings", "推定結果", "估计结果")
  static let method = Phrase("Method", "手法", "方法")
  static let effect = Phrase("Effect", "効果", "效果")
  static let interval = Phrase(
    "{level} % interval", "{level} % 信頼区間", "{level}% 置信区间")
  static let pValue = Phrase("p", "p 値", "p 值")
  static let relative = Phrase("Relative", "相対変化", "相对变化")
  static let calibrated = Phrase(
    "Calibrated on negative controls", "陰性対照による経験的較正", "用阴性对照做经验校准")
  /// Behind a method's own estimate on the terminal.
  static let calibratedShort = Phrase(
    "; calibrated {estimate} [{low}, {high}], p {p}, false alarms {alarms}",
    "；較正後 {estimate} [{low}, {high}]、p {p}、偽陽性率 {alarms}",
    "；校准后 {estimate} [{low}, {high}]，p {p}，假阳性率 {alarms}")
  static let falseAlarms = Phrase("False alarms", "偽陽性率", "假阳性率")
  static let rank = Phrase("Rank p", "順位検定の p 値", "秩检验 p 值")
  static let design = Phrase("Design", "研究デザイン", "研究设计")
  static let assumption = Phrase("What must hold: ", "成立すべき前提：", "必须成立的前提：")
  static let course = Phrase(
    "Measured and expected without the measure", "実測値と、施策がない場合の予測値（反実仮想）", "实测值与无措施时的反事实预测值")
  static let allMethods = Phrase("All methods side by side", "全手法の比較", "各方法并列比较")
  static let nullFigure = Phrase(
    "What the method finds where nothing was done", "何も実施していない場所での推定値", "未采取措施地点的估计值")
  static let doubts = Phrase("What the reader should know", "留意事項", "读者须知")
  static let checklist = Phrase(
    "Checklist for credible evidence", "信頼できる証拠の要件と充足状況", "可信证据清单与满足情况")
  static let completeness = Phrase(
    "Data completeness", "有効測定率（データ取得率）", "数据有效率（数据获取率）")
  static let station = Phrase("Station", "測定局", "站点")
  static let before = Phrase("Before", "施策前", "措施前")
  static let after = Phrase("After", "施策後", "措施后")
  static let treated = Phrase("with the measure", "施策あり", "有措施")
  static let donors = Phrase("donors", "対照局", "对照站点")
  static let donorsShare = Phrase(
    "{count} donors, lowest share", "対照局 {count} 局の最低有効測定率", "{count} 个对照站点的最低有效率")
  static let observedSeries = Phrase("measured", "実測値", "实测值")
  static let expectedSeries = Phrase(
    "expected without the measure", "施策がない場合の予測値（反実仮想）", "无措施时的反事实预测值")
  static let donorSeries = Phrase("donors’ average", "対照局の平均", "对照站点平均")
  static let measureStart = Phrase("measure starts", "施策開始", "措施开始")
  static let provenance = Phrase("Where the data come from", "データの出所", "数据来源")
  static let conventions = Phrase("Conventions", "単位・時刻・基準状態", "单位、时间与参比状态")
  static let file = Phrase("File", "ファイル", "文件")
  static let format = Phrase("Format", "形式", "格式")
  static let settings = Phrase("Settings, and how to run it again", "設定と再実行の方法", "设置与重新运行方法")
  static let unanswered = Phrase("Methods that could not answer", "推定できなかった手法", "无法给出估计的方法")
  static let periods = Phrase(
    "Before: {before}. After: {after}. Measure in force from {start}.",
    "施策前の期間：{before}。施策後の期間：{after}。施策開始：{start}。",
    "措施前：{before}。措施后：{after}。措施自 {start} 起实施。")
  static let noFigures = Phrase(
    "The figures are missing because the renderer vl-convert was not found. “make setup” "
      + "installs it; AIRACCORD_PYTHON names a Python that has it.",
    "描画ツール vl-convert が見つからないため図はありません。「make setup」で導入できます。"
      + "別の Python を使うときは AIRACCORD_PYTHON で指定してください。",
    "未找到绘图工具 vl-convert，因此没有图。可用“make setup”安装，或用 AIRACCORD_PYTHON 指定已安装它的 Python。")
  static let weekly = Phrase(
    "Means of seven days. Dashed: what “{method}” expects without the measure.",
    "7 日平均。破線は「{method}」による施策なしの予測値（反実仮想）。", "七日平均值。虚线为“{method}”给出的无措施反事实预测值。")
  static let convention = Phrase(
    "{quantity}. Time zone: {clock}. A label names {stamp}. Reference state: {state}.",
    "{quantity}。時刻：{clock}（{stamp}を表示）。基準状態：{state}。",
    "{quantity}。时区：{clock}。时间标签：{stamp}。参比状态：{state}。")
  static let beginning = Phrase(
    "the beginning of its averaging period", "平均期間の開始時刻", "平均时段的起始时刻")
  static let ending = Phrase("the end of its averaging period", "平均期間の終了時刻", "平均时段的结束时刻")
  static let unstated = Phrase("not stated by the source", "出典に記載なし", "来源未说明")
  static let ambient = Phrase("ambient temperature and pressure", "測定時の気温・気圧", "监测时大气温度和压力")
  static let chinaGB3095 = Phrase(
    "as GB 3095 prescribed at the time (changed on 2018-09-01)",
    "当時の GB 3095 の規定による（2018-09-01 に変更）", "按当时 GB 3095 的规定（2018-09-01 变更）")
  static let notApplicable = Phrase("none", "なし", "无")
  static let madeBy = Phrase(
    "Made by {tool}. Every number on this page is in dossier.json.",
    "{tool} により作成。本ページの数値はすべて dossier.json にあります。", "由 {tool} 生成。本页所有数字均载于 dossier.json。")
  static let to = Phrase(" to ", " ～ ", " 至 ")
  static let noValue = Phrase("–", "–", "–")
  static let statusCovered = Phrase("met", "充足", "具备")
  static let statusWorrying = Phrase("caution", "要注意", "需注意")
  static let statusOpen = Phrase("missing", "欠如", "缺失")
}
