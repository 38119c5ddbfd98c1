public import Documents
import Estimation
public import Foundation
import Mustache
public import OffRoad

/// An inventory, its uncertainty, scenarios or an impact as a page with tables and figures.
///
/// Headings, tables, figures and notes are in the page’s language. Every default stands in a table of
/// its own with its source.
public struct OffRoadPage: Sendable {
  /// What the page shows; parts that are `nil` are left out.
  public struct Content: Sendable {
    /// Above the page.
    public var title: String
    /// Emissions of a fleet.
    public var tally: EmissionTally?
    /// The same fleet by every method.
    public var methods: MethodComparison?
    /// How sure they are.
    public var uncertainty: UncertaintyResult?
    /// Measures side by side.
    public var comparison: ScenarioComparison?
    /// Cost over abatement.
    public var curve: AbatementCurve?
    /// For costs.
    public var currency = ""
    /// What a measure did.
    public var impact: ImpactReport?
    /// Assumptions made before, such as those of reading.
    public var defaults: [DefaultUse] = []
    /// What reading noticed.
    public var notices: [String] = []

    /// A page without content.
    public init(title: String) { self.title = title }
  }

  /// The title of an inventory’s page.
  public static func inventoryTitle(year: Int, _ language: Language) -> String {
    Phrase(
      "Off-road machinery {year}", "{year}年 オフロード機械の排出量", "{year} 年非道路移动机械排放"
    ).text(language, ["year": "\(year)"])
  }

  private let content: Content
  private let language: Language
  private let renderer: FigureRenderer

  /// A page in a language.
  public init(
    _ content: Content, language: Language = .english, renderer: FigureRenderer = FigureRenderer()
  ) {
    self.content = content
    self.language = language
    self.renderer = renderer
  }

  /// Writes `off-road.html`, one CSV a table and `figures/` into a folder, all of them or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    to folder: URL, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let sections = sections
    let figures = sections.flatMap(\.figures)
    let drawn = DrawnFigures(figures, by: renderer)
    return try drawn.write(to: folder, replacing: replacing) {
      var files: [(String, Data)] = [
        ("off-road.html", Data(try page(sections, drawn).utf8))
      ]
      for table in sections.flatMap(\.tables) + filesOnly {
        files.append(("\(table.name).csv", Data(table.csv.utf8)))
      }
      return files
    }
  }

  // MARK: Sections

  private struct Section {
    let heading: String
    var sentences: [String] = []
    var tables: [OffRoadTable] = []
    var figures: [Figure] = []
    var notes: [String] = []
  }

  private func say(_ english: String, _ japanese: String, _ chinese: String) -> String {
    Phrase(english, japanese, chinese).text(language)
  }

  private var tables: OffRoadTables { OffRoadTables(language: language) }
  private var figures: OffRoadFigures { OffRoadFigures(language: language) }

  /// Tables too long for the page.
  private var filesOnly: [OffRoadTable] {
    var found: [OffRoadTable] = []
    if let uncertainty = content.uncertainty { found.append(tables.intervals(uncertainty)) }
    if let comparison = content.comparison {
      found.append(tables.scenarios(comparison, currency: content.currency)[2])
    }
    return found
  }

  private var sections: [Section] {
    var found: [Section] = []
    if let tally = content.tally { found.append(inventory(tally)) }
    if let methods = content.methods {
      found.append(
        Section(
          heading: say("Methods side by side", "手法の比較", "方法比较"),
          tables: [tables.methods(methods)],
          notes: content.tally.map {
            methods.warnings(of: $0.inventory.method).map { Sentences.text($0, language) }
          } ?? []))
    }
    if let uncertainty = content.uncertainty {
      found.append(
        Section(
          heading: say("How sure", "不確かさ", "不确定性"),
          tables: [tables.shares(uncertainty)],
          figures: [figures.tornado(uncertainty)].compactMap(\.self)))
    }
    if let comparison = content.comparison {
      found.append(
        Section(
          heading: say("Scenarios", "シナリオ", "情景"),
          tables: Array(tables.scenarios(comparison, currency: content.currency).prefix(2)),
          figures: [ExhaustPollutant.nox, .pm25, .bc, .co2].map {
            figures.scenarios(comparison, $0)
          }))
    }
    if let curve = content.curve {
      found.append(
        Section(
          heading: say("What a tonne costs", "1 t 当たりの費用", "每吨成本"),
          tables: [tables.curve(curve, currency: content.currency)],
          figures: [figures.curve(curve, currency: content.currency)].compactMap(\.self)))
    }
    if let impact = content.impact { found.append(self.impact(impact)) }
    found.append(assumptions)
    return found
  }

  private func inventory(_ tally: EmissionTally) -> Section {
    let sentence = say(
      "{machines} machines in {year}, {fuel} t of diesel; {method}, fuel with {sulphur} ppm of "
        + "sulphur{backed}.",
      "{year} 年、{machines} 台、軽油 {fuel} t。手法：{method}、燃料硫黄分 {sulphur} ppm{backed}。",
      "{year} 年共 {machines} 台机械，耗柴油 {fuel} t；方法：{method}，燃料含硫 {sulphur} ppm{backed}。"
    ).replacing("{machines}", with: NumberText.fixed(tally.machines, 0))
      .replacing("{year}", with: "\(tally.year)")
      .replacing("{fuel}", with: NumberText.fixed(tally.fuel, 0))
      .replacing("{method}", with: tally.inventory.method.name)
      .replacing("{sulphur}", with: NumberText.fixed(tally.inventory.sulphurPartsPerMillion, 0))
      .replacing(
        "{backed}",
        with: tally.inventory.onlyBacked
          ? say(
            "; only figures that a stored source backs", "、保存された出典のある値のみ使用",
            "；仅使用有存档来源的数值") : "")
    var sentences = [sentence]
    if let period = tally.period { sentences.append(self.period(period)) }
    var notes = (tally.notes + tally.limitNotes.map(\.sentence)).map {
      Sentences.text($0, language)
    }
    // Gaps of one reason are one note.
    let gaps = Dictionary(grouping: tally.gaps) { "\($0.pollutant.displayName): \($0.reason)" }
    notes += gaps.sorted { $0.key < $1.key }.map { reason, own in
      let stages = Set(own.map(\.stage)).sorted().map { OffRoadTerms.stage($0, language) }
      return Sentences.text(reason, language) + say("; ", "：", "：")
        + stages.joined(separator: say(", ", "、", "、"))
    }
    return Section(
      heading: say("Inventory", "排出インベントリ", "排放清单"), sentences: sentences,
      tables: [tables.totals(tally, content.uncertainty), tables.classes(tally)],
      figures: [figures.classes(tally)], notes: notes)
  }

  /// Which part of the year the figures are of; without it they would be read as a year's.
  private func period(_ period: ActivityProfile.Period) -> String {
    let months = period.months.map { "\($0)" }.joined(separator: ", ")
    let text: String
    switch period.day {
    case nil:
      text = say(
        "Figures in tonnes are of the months {months} together, not of a year.",
        "トン数は {months} 月の合計であり、年間値ではない。", "吨数为 {months} 月合计，并非全年。")
    case .weekday:
      text = say(
        "Figures in tonnes are of one typical weekday of the months {months}, not of a year.",
        "トン数は {months} 月の平均的な平日 1 日の値であり、年間値ではない。",
        "吨数为 {months} 月中一个典型工作日的数值，并非全年。")
    case .weekend:
      text = say(
        "Figures in tonnes are of one typical weekend day of the months {months}, not of a year.",
        "トン数は {months} 月の平均的な休日 1 日の値であり、年間値ではない。",
        "吨数为 {months} 月中一个典型周末日的数值，并非全年。")
    }
    return text.replacing("{months}", with: months)
  }

  private func impact(_ report: ImpactReport) -> Section {
    var section = Section(
      heading: say("What the measure did", "対策の効果", "措施的效果"),
      tables: tables.impact(report),
      figures: report.compliance.map { [figures.compliance($0)] } ?? [],
      notes: (report.compliance?.diagnostics ?? []).map {
        Catalogue.builtIn.text(.diagnostic($0), language)
      })
    if let verdict = report.rollback?.verdict {
      section.sentences.append(OffRoadTerms.verdict(verdict, language))
    }
    return section
  }

  private var assumptions: Section {
    let uses =
      content.defaults + (content.tally?.defaults ?? []) + (content.uncertainty?.defaults ?? [])
      + (content.comparison?.defaults ?? []) + (content.impact?.assumptions ?? [])
    return Section(
      heading: say("Assumptions", "仮定", "假设"),
      tables: uses.isEmpty ? [] : [tables.defaults(uses)],
      notes: content.notices.map { Sentences.text($0, language) })
  }

  // MARK: Page

  private func page(
    _ sections: [Section], _ drawn: DrawnFigures
  ) throws -> String {
    var values: [String: Any] = [
      "lang": language.tag, "title": content.title, "style": HTMLTemplate.style,
      "madeBy": "airaccord \(ToolVersion.current) off-road",
      "notesHeading": say("Notes", "注記", "说明"),
    ]
    if drawn.rendering == nil { values["noFigures"] = Phrases.noFigures.text(language) }
    values["sections"] = sections.map { section -> [String: Any] in
      var own: [String: Any] = [
        "heading": section.heading, "sentences": section.sentences,
        "tables": section.tables.map(\.content),
      ]
      own["figures"] = drawn.content(of: section.figures)
      if !section.notes.isEmpty { own["notes"] = ["rows": section.notes] }
      return own
    }
    return try MustacheTemplate(string: Self.template).render(values)
  }

  private static let template = """
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
    <header><p class="brand">AirAccord</p><h1>{{title}}</h1></header>
    {{#noFigures}}<p class="missing">{{.}}</p>{{/noFigures}}
    {{#sections}}<section>
    <h2>{{heading}}</h2>
    {{#sentences}}<p class="result">{{.}}</p>
    {{/sentences}}{{#figures}}<figure><div id="figure-{{name}}" class="figure">{{{svg}}}</div>
    <figcaption>{{caption}}</figcaption></figure>
    {{/figures}}{{#tables}}<h3>{{title}}</h3>
    <div class="wide"><table>
    <thead><tr>{{#header}}<th class="{{class}}">{{text}}</th>{{/header}}</tr></thead>
    <tbody>
    {{#rows}}<tr>{{#cells}}<td class="{{class}}">{{text}}</td>{{/cells}}</tr>
    {{/rows}}</tbody></table></div>
    {{/tables}}{{#notes}}<h3>{{notesHeading}}</h3>
    <ul>{{#rows}}<li>{{.}}</li>
    {{/rows}}</ul>{{/notes}}
    </section>
    {{/sections}}<footer><p>{{madeBy}}</p></footer>
    </main>
    </body>
    </html>

    """
}
