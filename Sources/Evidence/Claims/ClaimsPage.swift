import AirQuality
import Cooperation
import Estimation
public import Foundation
import Mustache

/// What became of the claims, as a page, a table and a figure.
///
/// Headings, verdicts and reasons are in the page's language, as `projects evaluate-claims` prints
/// them.
public struct ClaimsPage: Sendable {
  private let evaluations: [ClaimEvaluation]
  private let language: Language
  private let renderer: FigureRenderer

  /// A page of evaluations.
  public init(
    _ evaluations: [ClaimEvaluation], language: Language = .english,
    renderer: FigureRenderer = FigureRenderer()
  ) {
    self.evaluations = evaluations
    self.language = language
    self.renderer = renderer
  }

  /// Writes `claims.html`, `claims.csv`, `claims.json` and `figures/`, all or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    to folder: URL, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let figures = ClaimFigures(evaluations: evaluations, language: language).all
    let drawn = DrawnFigures(figures, by: renderer)
    return try drawn.write(to: folder, replacing: replacing) {
      [
        ("claims.csv", Data(Self.table(evaluations).utf8)),
        ("claims.html", Data(try page(drawn).utf8)),
        ("claims.json", try StableJSON.encode(evaluations)),
      ]
    }
  }

  /// One line a claim.
  public static func table(_ evaluations: [ClaimEvaluation]) -> String {
    let header = [
      "claim", "statement", "figure", "verdict", "reason", "inputs", "unverified_inputs",
      "claim_verified", "source",
    ]
    let rows = evaluations.map { evaluation in
      [
        evaluation.claim, evaluation.statement, evaluation.figure, evaluation.verdict.rawValue,
        evaluation.reason, String(evaluation.inputs.all), String(evaluation.inputs.unverified),
        evaluation.verification.rawValue, evaluation.source,
      ]
    }
    return ([header] + rows).map { DelimitedField.line($0) + "\n" }.joined()
  }

  // MARK: Page

  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  private func percent(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, 1) + NumberText.perCent(language) } ?? "–"
  }

  private func page(_ drawn: DrawnFigures) throws -> String {
    var content: [String: Any] = [
      "lang": language.tag, "title": say(Self.title), "style": HTMLTemplate.style,
      "lead": say(Self.lead), "canHeading": say(Self.can), "cannotHeading": say(Self.cannot),
      "windowsHeading": say(Self.windows), "panelHeading": say(Self.panel),
      "headings": [
        "years": say(Self.years), "cities": say(Self.cities), "others": say(Self.others),
        "aggregate": say(Self.aggregate), "difference": say(Self.difference),
        "unverified": say(Self.unverified), "agrees": say(Self.agrees),
        "against": say(Self.against), "interval": say(Self.calibrated),
      ],
      "counts": ClaimEvaluation.Verdict.allCases.map { verdict in
        [
          "class": Self.style(verdict), "verdict": say(Self.verdicts(verdict)),
          "count": String(evaluations.count { $0.verdict == verdict }),
        ]
      },
      "madeBy": "airaccord \(ToolVersion.current) projects evaluate-claims",
      "claims": evaluations.map { claim($0, drawn) },
    ]
    if drawn.rendering == nil, !drawn.figures.isEmpty {
      content["noFigures"] = say(Phrases.noFigures)
    }
    return try MustacheTemplate(string: Self.template).render(content)
  }

  private func claim(
    _ evaluation: ClaimEvaluation, _ drawn: DrawnFigures
  ) -> [String: Any] {
    let inputs = evaluation.inputs
    var content: [String: Any] = [
      "id": evaluation.claim, "statement": evaluation.statement, "figure": evaluation.figure,
      "source": evaluation.source, "class": Self.style(evaluation.verdict),
      "verdict": say(Self.verdicts(evaluation.verdict)), "reason": evaluation.reason,
      "degree": NameBook(Registry(), language).text(evaluation.verification.names),
      "can": evaluation.canSay, "cannot": evaluation.cannotSay,
    ]
    if inputs.unverified > 0 {
      content["warning"] = say(
        Self.marked, ["count": String(inputs.unverified), "all": String(inputs.all)])
    }
    if !evaluation.windows.isEmpty {
      content["hasWindows"] = true
      content["windows"] = evaluation.windows.map { window in
        [
          "years": "\(window.cities.baseYear)–\(window.cities.endYear)",
          "cities": "\(percent(window.cities.mean)) (\(percent(window.cities.changeOfMean)))",
          "others": window.others.cities.isEmpty
            ? "–" : "\(percent(window.others.mean)) (n \(window.others.cities.count))",
          "aggregate": percent(window.aggregate?.mean),
          "difference": window.comparison.map {
            "\(NumberText.fixed($0.difference, 1)), p \(NumberText.fixed($0.pValue, 2))"
          } ?? "–",
          "unverified": "\(window.cities.unverified)/\(window.cities.inputs)",
          "agrees": window.agrees ? "✓" : "",
        ]
      }
    }
    if !evaluation.panel.isEmpty {
      content["hasPanel"] = true
      content["panel"] = evaluation.panel.map { finding in
        [
          "against": finding.comparedWith,
          "years": finding.period, "cities": percent(finding.change),
          "others": percent(finding.othersChange),
          "difference":
            "\(NumberText.fixed(finding.effect.estimate, 1)) "
            + (finding.effect.unit == "percentage points"
              ? say(Wording.percentagePoints) : finding.effect.unit),
          "interval": finding.calibrated.map {
            "\(NumberText.fixed($0.lower, 1)) – \(NumberText.fixed($0.upper, 1))"
              + NumberText.perCent(language)
          } ?? "–",
        ]
      }
    }
    if let figure = drawn.figures.first(where: { $0.name == "claim-\(evaluation.claim)" }),
      let svg = drawn.rendering?.svg[figure.name]
    {
      content["svg"] = svg
      content["caption"] = figure.caption
    }
    return content
  }

  private static func style(_ verdict: ClaimEvaluation.Verdict) -> String {
    switch verdict {
    case .supported: "covered"
    case .contradicted: "worrying"
    case .notDistinguishable, .notTestable, .repeatsSource, .restsOnUnverified, .dependsOnYears:
      "open"
    }
  }

  /// The verdict in a language, capital letters in English, as the terminal shows it.
  public static func verdict(
    _ verdict: ClaimEvaluation.Verdict, _ language: Language
  ) -> String {
    language == .english ? verdict.rawValue.uppercased() : verdicts(verdict).text(language)
  }

  static func verdicts(_ verdict: ClaimEvaluation.Verdict) -> Phrase {
    switch verdict {
    case .supported: Phrase("supported", "裏付けられる", "有依据")
    case .repeatsSource: Phrase("repeats its source", "出典自身の値の繰り返し", "重复其来源")
    case .restsOnUnverified:
      Phrase("rests on unverified values", "未確認の値に基づく", "依据未核实的数值")
    case .dependsOnYears: Phrase("depends on the years", "年の取り方による", "取决于年份")
    case .notDistinguishable:
      Phrase(
        "not distinguishable from what other cities saw", "他都市の変化と区別できない", "与其他城市的变化无法区分")
    case .contradicted: Phrase("contradicted", "矛盾する", "不符")
    case .notTestable: Phrase("not testable", "検証できない", "无法检验")
    }
  }
}

extension ClaimsPage {
  private static let title = Phrase(
    "Published claims, tested", "公表された成果の検証", "对已公布成果的检验")
  private static let lead = Phrase(
    "Each claim is put beside the data at hand. A figure that is met says nothing about its cause; "
      + "a claim that counts the cooperation among the causes is compared with other cities.",
    "公表された各主張を手元のデータと照合する。数値が一致しても原因は示さない。協力を要因に数える主張は他都市と比較する。",
    "将每项主张与现有数据对照。数值相符并不说明原因；把合作列为原因的主张则与其他城市比较。")
  private static let can = Phrase("What can be said", "言えること", "可以说的")
  private static let cannot = Phrase("What cannot be said", "言えないこと", "不能说的")
  private static let windows = Phrase(
    "Annual means: the result depends on the years chosen", "年平均値：比較年で値が変わる", "年均值：比较年份决定数值")
  private static let panel = Phrase("Daily panel", "日平均値パネル", "日均值面板")
  private static let years = Phrase("Years", "期間", "年份")
  private static let cities = Phrase(
    "Cities, mean of changes (change of mean)", "対象都市の変化率の平均（平均値の変化率）", "相关城市变化率的平均（平均值的变化率）")
  private static let others = Phrase("Other cities", "他都市", "其他城市")
  private static let aggregate = Phrase("74 cities", "74都市", "74个城市")
  private static let difference = Phrase("Difference", "差", "差异")
  private static let unverified = Phrase("Unverified values", "未確認の値", "未核实数值")
  private static let agrees = Phrase("Meets the figure", "数値と一致", "与数值相符")
  private static let against = Phrase("Compared with", "比較対象", "比较对象")
  private static let calibrated = Phrase(
    "95 %, calibrated on negative controls", "陰性対照で経験的に較正した 95 % 区間", "用阴性对照做经验校准的 95% 区间")
  private static let marked = Phrase(
    "{count} of the {all} annual means that enter are unverified (recall): replace them before "
      + "citing any figure of this claim.",
    "用いた年平均値 {all} 個のうち {count} 個は未確認（記憶による）。引用前に置き換えること。",
    "所用 {all} 个年均值中有 {count} 个未经核实，引用前须更换。")

  private static let template = """
    <!DOCTYPE html>
    <html lang="{{lang}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>{{{style}}} td { overflow-wrap: anywhere; } .verdict { font-weight: 700; }
    .verdict.covered { color: #1b7837; } .verdict.worrying { color: #d55e00; }</style>
    </head>
    <body>
    <main>
    <header><p class="brand">AirAccord</p><h1>{{title}}</h1><p>{{lead}}</p></header>
    <table class="checklist"><tbody>
    {{#counts}}<tr class="{{class}}"><td>{{count}}</td><td>{{verdict}}</td></tr>
    {{/counts}}</tbody></table>
    {{#noFigures}}<p class="missing">{{.}}</p>{{/noFigures}}
    {{#claims}}<section>
    <h2>{{id}}: {{statement}}</h2>
    <p>{{figure}} · <small>{{source}} · {{degree}}</small></p>
    <p class="verdict {{class}}">{{verdict}}</p>
    <p>{{reason}}</p>
    {{#warning}}<p class="missing" role="alert">{{.}}</p>{{/warning}}
    {{#hasWindows}}<h3>{{windowsHeading}}</h3>
    <div class="wide"><table><thead><tr><th>{{headings.years}}</th>
    <th class="n">{{headings.cities}}</th><th class="n">{{headings.others}}</th>
    <th class="n">{{headings.aggregate}}</th><th class="n">{{headings.difference}}</th>
    <th class="n">{{headings.unverified}}</th><th>{{headings.agrees}}</th></tr></thead><tbody>
    {{#windows}}<tr><td>{{years}}</td><td class="n">{{cities}}</td><td class="n">{{others}}</td>
    <td class="n">{{aggregate}}</td><td class="n">{{difference}}</td>
    <td class="n">{{unverified}}</td><td>{{agrees}}</td></tr>
    {{/windows}}</tbody></table></div>{{/hasWindows}}
    {{#svg}}<figure><div class="figure">{{{svg}}}</div>
    <figcaption>{{caption}}</figcaption></figure>{{/svg}}
    {{#hasPanel}}<h3>{{panelHeading}}</h3>
    <div class="wide"><table><thead><tr><th>{{headings.against}}</th><th>{{headings.years}}</th>
    <th class="n">{{headings.cities}}</th><th class="n">{{headings.others}}</th>
    <th class="n">{{headings.difference}}</th><th class="n">{{headings.interval}}</th></tr></thead>
    <tbody>
    {{#panel}}<tr><td>{{against}}</td><td>{{years}}</td><td class="n">{{cities}}</td>
    <td class="n">{{others}}</td><td class="n">{{difference}}</td>
    <td class="n">{{interval}}</td></tr>
    {{/panel}}</tbody></table></div>{{/hasPanel}}
    <h3>{{canHeading}}</h3><ul>{{#can}}<li>{{.}}</li>{{/can}}</ul>
    <h3>{{cannotHeading}}</h3><ul>{{#cannot}}<li>{{.}}</li>{{/cannot}}</ul>
    </section>
    {{/claims}}
    <footer><p>{{madeBy}}</p></footer>
    </main>
    </body>
    </html>

    """
}
