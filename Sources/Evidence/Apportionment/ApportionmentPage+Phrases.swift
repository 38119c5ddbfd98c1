extension ApportionmentPage {
  static let title = Phrase("Sources in the samples", "試料から推定した発生源（PMF）", "由样品解析的来源（PMF）")
  static let lead = Phrase(
    "{factors} factors in {samples} samples of {species} species, {from} to {until}.",
    "{from} ～ {until} の {samples} 試料・{species} 成分から {factors} 因子。",
    "{from} 至 {until} 的 {samples} 个样品、{species} 种组分，{factors} 个因子。")
  static let fit = Phrase(
    "Q(true) {true}, Q(robust) {robust}, Q(true) over its expectation {ratio}. {agreeing} of "
      + "{starts} starts agree with the best.",
    "Q(true) {true}、Q(robust) {robust}、期待値との比 {ratio}。{starts} 試行中 {agreeing} 試行が最良解と一致。",
    "Q(true) {true}，Q(robust) {robust}，与期望值之比 {ratio}。{starts} 个起点中有 {agreeing} 个与最优解一致。")
  static let assumption = Phrase(
    "A factor is a set of species that rise and fall together. Which source it is, the samples do "
      + "not say. It is assumed that profiles do not change in time and that species do not react "
      + "on the way.",
    "因子とは、共に増減する成分の組である。どの発生源かはデータからは分からない。発生源の組成は時間的に変化せず、輸送中に反応しないことを前提とする。",
    "因子是同升同降的一组组分，样品本身并不说明它是哪个来源。前提是源谱不随时间变化，且组分在传输中不发生反应。")
  static let factors = Phrase("Factors", "因子", "因子")
  static let factor = Phrase("Factor", "因子", "因子")
  static let mass = Phrase("Mean", "平均", "均值")
  static let share = Phrase("Share", "割合", "占比")
  static let mapped = Phrase("Found again in draws", "再標本での再現", "重抽样中再现")
  static let swaps = Phrase("Exchanged", "入れ替わり", "互换次数")
  static let like = Phrase(
    "Most like (correlation, identity distance)", "最も近い組成（相関、標準化同一性距離 SID）",
    "最相近的源谱（相关、标准化同一性距离（SID））")
  static let figures = Phrase("Figures", "図", "图")
  static let doubts = Phrase("What the reader should know", "留意事項", "读者须知")
  static let notices = Phrase(
    "What was left out or replaced", "除外・置換したもの", "剔除或替换的内容")
  /// The notices of a sample, each with whether its own text follows or precedes the words.
  static let noticePhrases: [(Phrase, Bool)] = [
    (Phrase("left out: ", "除外：", "剔除："), true),
    (
      Phrase(
        " missing values are left out of the fit", " 個の欠測値を除外", " 个缺测值未参与拟合"), false
    ),
    (
      Phrase(
        " samples with missing values are left out", " 個の欠測を含む試料を除外", " 个含缺测的样品被剔除"), false
    ),
    (
      Phrase(
        " values are replaced as asked for", " 個の値を指定どおり置換", " 个值已按要求替换"), false
    ),
  ]
  static let settings = Phrase("Settings", "設定", "设置")
  static let note = Phrase(
    "All numbers are in sources.json, the tables in profiles.csv, contributions.csv and starts.csv.",
    "数値はすべて sources.json に、表は profiles.csv、contributions.csv、starts.csv にある。",
    "全部数值见 sources.json，表格见 profiles.csv、contributions.csv 和 starts.csv。")
  static let unstable = Phrase(
    "No second start came to the best solution. Make more starts or take fewer factors.",
    "最良解に達した試行は 1 回のみ。試行を増やすか、因子数を減らすこと。",
    "仅有一个起点达到最优解。请增加起点数或减少因子数。")
  static let highQ = Phrase(
    "Q is {ratio} times its expectation: the uncertainties are too small, or the samples hold more "
      + "than these factors. Ranges of displacement are then too narrow.",
    "Q は期待値の {ratio} 倍。不確かさが過小か、因子が不足している。このとき変位範囲は狭すぎる。",
    "Q 为期望值的 {ratio} 倍：不确定度过小，或因子不足。此时位移区间偏窄。")
  static let bootstrapped = Phrase(
    "{draws} draws of blocks of {length} samples; every factor was found again in at least {least} % "
      + "of them.",
    "{length} 試料のブロックを {draws} 回再抽出。どの因子も {least} % 以上で再現。",
    "以 {length} 个样品为一块重抽样 {draws} 次；每个因子至少在 {least}% 的抽样中再现。")
  static let noBootstrap = Phrase(
    "Nobody asked how far chance in the samples goes (--bootstrap).",
    "標本の偶然による変動は調べていない（--bootstrap）。", "未考察样品随机性的影响（--bootstrap）。")
  static let ranged = Phrase(
    "The 90 % ranges are the 5th to 95th percentiles of the draws, extended to where Q rises by "
      + "{rise} when the element is displaced. They hold element by element, if the number of "
      + "factors is right: in 60 simulated sample sets of three sources 98 % of the true elements, the "
      + "worst of 36 elements in 88 %, where the percentiles alone hold 73 %.",
    "90 % 不確かさ区間は再抽出の 5～95 パーセンタイルを、要素を変位させて Q が {rise} 増える点まで広げたもの。因子数が正しい場合に、要素ごとに成り立つ。3 発生源の模擬試料 60 組では真値の 98 % を含み、36 要素中最も悪い要素でも 88 % であった（パーセンタイルのみでは 73 %）。",
    "90% 不确定性区间为重抽样的第 5 至第 95 百分位，并扩展到移动该元素使 Q 增加 {rise} 之处；在因子数正确的前提下逐元素成立。在 60 组三来源模拟样品中，98% 的真值落入区间，36 个元素中最差者为 88%（仅用百分位为 73%）。"
  )
  static let percentilesOnly = Phrase(
    "The draws’ percentiles do not count the freedom to rotate: of species that factors share they "
      + "often miss the truth. Leave out --no-ranges.",
    "再抽出のパーセンタイルは回転の自由度を含まず、因子が共有する成分では真値を外すことが多い。--no-ranges を外すこと。",
    "重抽样百分位未计入旋转自由度，对因子共有的组分常常不含真值。请去掉 --no-ranges。")
  static let displaced = Phrase(
    "When single elements are displaced until Q rises by {rise}, factors exchange their identities "
      + "{swaps} times.",
    "Q が {rise} 増えるまで要素を変位させたとき、因子の入れ替わりは {swaps} 回。",
    "将单个元素移动至 Q 增加 {rise} 时，因子互换 {swaps} 次。")
  static let noDisplacement = Phrase(
    "Nobody asked how far the factors can be rotated (--displacement).",
    "因子の回転の自由度は調べていない（--displacement）。", "未考察因子的旋转自由度（--displacement）。")
  static let fell = Phrase(
    "Displacement found a Q lower by more than 1 %: this solution is no global minimum.",
    "変位により Q が 1 % 以上低い解が見つかった。本解は大域的最小ではない。",
    "位移发现了低 1% 以上的 Q：本解不是全局最小。")
  static let both = Phrase(
    "Bootstrap and displacement: {kept} draws displaced, {dropped} left out because their factors "
      + "were others.",
    "ブートストラップと変位の併用：{kept} 回を変位、因子が異なる {dropped} 回を除外。",
    "自助法与位移并用：{kept} 次抽样作位移，{dropped} 次因因子不同而剔除。")
  static let constrained = Phrase(
    "The constraints raise Q by {rise} %; the constrained factors stand in "
      + "constrained-profiles.csv and constrained-contributions.csv, with ranges of their own. Contributions "
      + "in the figures are those of the free factors.",
    "制約により Q は {rise} % 増加。制約付きの因子は constrained-profiles.csv と constrained-contributions.csv にあり、区間も制約付きで求めた。図の寄与は制約なしの因子のもの。",
    "约束使 Q 增加 {rise}%。受约束的因子见 constrained-profiles.csv 和 constrained-contributions.csv。其区间亦在约束下求得。图中的贡献属于无约束的因子。"
  )
  static let rotated = Phrase(
    "The rotation that was asked for raises Q by {rise} %; the rotated factors stand in "
      + "rotated-profiles.csv and rotated-contributions.csv.",
    "指定した回転により Q は {rise} % 増加。回転後の因子は rotated-profiles.csv と rotated-contributions.csv にある。",
    "所要求的旋转使 Q 增加 {rise}%。旋转后的因子见 rotated-profiles.csv 和 rotated-contributions.csv。")

  static let template = """
    <!DOCTYPE html>
    <html lang="{{lang}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <main>
    <header><p class="brand">AirAccord</p><h1>{{title}}</h1>
    <p class="periods">{{lead}}</p></header>
    <section class="answer"><h2>{{factorsHeading}}</h2>
    <p>{{fit}}</p><p class="doubt">{{assumption}}</p></section>
    <section>
    <div class="wide"><table><thead><tr><th>{{factorHeading}}</th><th class="n">{{massHeading}}</th>
    <th class="n">{{shareHeading}}</th><th class="n">{{mappedHeading}}</th>
    <th class="n">{{swapsHeading}}</th><th>{{likeHeading}}</th></tr></thead><tbody>
    {{#factors}}<tr><td>{{name}}</td><td class="n">{{mass}}</td><td class="n">{{share}}</td>
    <td class="n">{{mapped}}</td><td class="n">{{swaps}}</td><td>{{like}}</td></tr>
    {{/factors}}</tbody></table></div>
    </section>
    <section>
    <h2>{{figuresHeading}}</h2>
    {{#noFigures}}<p class="missing">{{.}}</p>{{/noFigures}}
    {{#figures}}<figure><div id="figure-{{name}}" class="figure">{{{svg}}}</div>
    <figcaption>{{caption}}</figcaption></figure>
    {{/figures}}</section>
    <section>
    <h2>{{doubtsHeading}}</h2>
    <ul class="diagnostics">{{#doubts}}<li class="{{severity}}">{{text}}</li>
    {{/doubts}}</ul>
    </section>
    <section>
    <h2>{{noticesHeading}}</h2>
    <ul>{{#notices}}<li>{{.}}</li>{{/notices}}</ul>
    <p>{{note}}</p>
    </section>
    <section>
    <h2>{{settingsHeading}}</h2>
    <pre>{{settings}}</pre>
    </section>
    <footer><p>{{madeBy}}</p></footer>
    </main>
    </body>
    </html>

    """
}
