public import Documents
import AirQuality
public import Cooperation
public import Foundation
import Mustache

/// A fiscal year of the cooperation as a page and tables, with what changed since another year.
public struct YearlyReportPage: Sendable {
  private let registry: Registry
  private let report: YearlyReport
  private let difference: ReportDifference?
  private let language: Language

  /// A page of a report.
  ///
  /// - Parameter earlier: the year to compare with; `nil` for none.
  public init(
    _ registry: Registry, fiscalYear: FiscalYear, comparedWith earlier: FiscalYear? = nil,
    language: Language = .english
  ) {
    self.registry = registry
    self.language = language
    let report = YearlyReport(registry, fiscalYear: fiscalYear)
    self.report = report
    difference = earlier.map {
      ReportDifference(YearlyReport(registry, fiscalYear: $0), report)
    }
  }

  /// Writes `report.html`, `report.csv`, `report.json` and, with a comparison, `difference.json`,
  /// all or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    to folder: URL, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    try PageFolder.place(
      {
        var contents: [(String, Data)] = [
          ("report.csv", Data(report.csv.utf8)), ("report.html", Data(try page().utf8)),
          ("report.json", try StableJSON.encode(report)),
        ]
        if let difference {
          contents.append(("difference.json", try StableJSON.encode(difference)))
        }
        return contents
      }, in: folder, replacing: replacing)
  }

  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  private func page() throws -> String {
    let names = NameBook(registry, language)
    let year = report.fiscalYear
    var content: [String: Any] = [
      "lang": language.tag, "style": HTMLTemplate.style,
      "title": say(Self.title, ["year": name(year)]),
      "span": "\(year.firstDay) – \(year.lastDay)", "note": names.translationNote,
      "headings": [
        "pair": say(Self.pair), "title": say(Self.what), "fields": say(Self.fields),
        "status": say(Self.status), "events": say(Self.events), "source": say(Self.source),
      ],
      "lines": report.lines.map { line in
        [
          "japanese": names[line.japanese], "chinese": names.list(line.chinese),
          "title": registry.project(line.project).map { names.text($0.names) } ?? line.title,
          "fields": terms(CooperationField.self, line.fields, names),
          "modes": terms(CooperationMode.self, line.modes, names),
          "status": terms(ProjectStatus.self, line.status, names),
          "funding": registry.project(line.project).map { names.funding($0) } ?? line.funding,
          "events": events(line),
          "source": line.source,
          "verified": names.text((Verification(rawValue: line.verified) ?? .reported).names),
        ]
      },
      "gapsHeading": say(Self.gaps),
      "gaps": gaps(names)
        + report.openNeeds.compactMap { id in
          registry.record(.needs, id).map { "\(id): \(names.text($0.names))" }
        },
      "evaluation": say(Self.notEvaluated), "empty": emptyKinds,
      "madeBy": "airaccord \(ToolVersion.current) projects report",
    ]
    if let difference {
      content["difference"] = [
        "heading": say(Self.changed, ["year": name(difference.years[0])]),
        "begun": difference.begun.map { pair($0, names) },
        "ended": difference.ended.map { pair($0, names) },
        "begunHeading": say(Self.begun), "endedHeading": say(Self.ended),
        "changes": difference.changes.map { change in
          "\(pair([change.japanese, change.chinese], names)): \(say(Self.property(change.property))): "
            + "\(terms(change.property, change.before, names)) → "
            + terms(change.property, change.after, names)
        },
      ]
    }
    return try MustacheTemplate(string: Self.template).render(content)
  }

  /// `FY2018`; in Japanese with the era, in Chinese with its months.
  private func name(_ year: FiscalYear) -> String {
    let first = year.beginning
    let values = [
      "year": "\(first)", "next": "\(first + 1)", "heisei": "\(first - 1_988)",
      "reiwa": first == 2_019 ? "元" : "\(first - 2_018)",
    ]
    switch language {
    case .english: return year.description
    case .japanese where (1_989..<2_019).contains(first):
      return Phrase("", "{year}年度（平成{heisei}年度）", "").text(.japanese, values)
    case .japanese where first >= 2_019:
      return Phrase("", "{year}年度（令和{reiwa}年度）", "").text(.japanese, values)
    case .japanese: return "\(first)年度"
    case .chinese:
      return Phrase("", "", "{year} 财年（{year}年4月—{next}年3月）").text(.chinese, values)
    }
  }

  private func events(_ line: YearlyReport.Line) -> String {
    let values = [
      "all": "\(line.activities)", "people": "\(line.people)", "count": "\(line.uncounted)",
    ]
    switch (line.people > 0, line.uncounted > 0) {
    case (true, true): return say(Self.someCounted, values)
    case (true, false): return say(Self.allCounted, values)
    case (false, true): return say(Self.noneCounted, values)
    case (false, false): return say(Self.number, values)
    }
  }

  /// Kinds of records that hold nothing or one line: the page says so instead of leaving them out.
  private var emptyKinds: [String] {
    let kinds: [(RecordKind, Phrase)] = [
      (.offers, Phrase("offers", "提供の申出", "可提供的支持")),
      (.planningSheets, Phrase("planning sheets", "計画書", "规划表")),
      (.checklistItems, Phrase("checklists", "準備の確認項目", "准备清单")),
      (.budgetLines, Phrase("budget lines", "予算の内訳", "预算明细")),
      (.communications, Phrase("communications", "連絡記録", "往来记录")),
    ]
    func sentence(_ phrase: Phrase, _ holds: (Int) -> Bool) -> [String] {
      let found = kinds.filter { holds(registry.all($0.0).count) }.map { say($0.1) }
      let list = found.joined(separator: language == .english ? ", " : "、")
      return found.isEmpty ? [] : [say(phrase, ["kinds": list])]
    }
    return sentence(Self.noSource) { $0 == 0 } + sentence(Self.oneSource) { $0 == 1 }
  }

  private static let noSource = Phrase(
    "No source was found for: {kinds}. That none is recorded does not mean that there was none.",
    "出典が見つからず登録のないもの：{kinds}。登録がないことは、存在しなかったことを意味しない。",
    "未找到来源、没有记录的：{kinds}。没有记录不等于不存在。")

  private static let oneSource = Phrase(
    "A source was found for one line only of: {kinds}. That no more are recorded does not mean that "
      + "there were no more.",
    "出典の見つかったものが 1 件のみ：{kinds}。他に登録がないことは、存在しなかったことを意味しない。",
    "只有一项找到来源的：{kinds}。没有更多记录不等于不存在。")

  /// Fields that no project of the year names. A project that names none may be about any of them,
  /// so that this is no list of what was not done.
  private func gaps(_ names: NameBook) -> [String] {
    let fields = report.emptyFields.map { names.text($0.names) }
      .joined(separator: language == .english ? ", " : "、")
    guard !fields.isEmpty else { return [] }
    return report.unstated > 0
      ? [say(Self.unnamed, ["fields": fields, "count": "\(report.unstated)"])]
      : [say(Self.noProject, ["fields": fields])]
  }

  /// Terms of a vocabulary as a cell holds them.
  private func terms<Term: VocabularyTerm>(
    _ vocabulary: Term.Type, _ cell: String, _ names: NameBook
  ) -> String {
    let found = RegistryRecord.parts(of: cell).compactMap { Term(rawValue: $0) }
    return found.isEmpty ? cell : names.terms(found)
  }

  private func terms(_ property: String, _ cell: String, _ names: NameBook) -> String {
    switch property {
    case "component": terms(ProjectComponent.self, cell, names)
    case "fields": terms(CooperationField.self, cell, names)
    case "modes": terms(CooperationMode.self, cell, names)
    case "status": terms(ProjectStatus.self, cell, names)
    case "funding": terms(FundingClass.self, cell, names)
    default: cell
    }
  }

  private func pair(_ ids: [String], _ names: NameBook) -> String {
    ids.filter { !$0.isEmpty }.map { names[$0] }.joined(separator: " – ")
  }

  private func pair(_ text: String, _ names: NameBook) -> String {
    let ids = text.split(separator: " – ").map(String.init)
    return pair(ids, names)
  }

  private static func property(_ name: String) -> Phrase {
    switch name {
    case "component": Phrase("component", "構成", "构成")
    case "fields": Phrase("fields", "分野", "领域")
    case "modes": Phrase("modes", "方式", "方式")
    case "status": Phrase("status", "状況", "状况")
    case "funding": Phrase("funding", "費用", "经费")
    default: Phrase("activities", "活動", "活动")
    }
  }

  private static let number = Phrase("{all}", "{all}件", "{all} 项")
  private static let allCounted = Phrase(
    "{all} activities, {people} people", "{all}件、{people}人", "{all} 项，{people} 人")
  private static let someCounted = Phrase(
    "{all} activities, {people} people (number unknown for {count})",
    "{all}件、判明分{people}人（{count}件は人数不明）", "{all} 项，已知 {people} 人（{count} 项人数不详）")
  private static let noneCounted = Phrase(
    "{all} activities (number of people unknown for {count})", "{all}件（{count}件は人数不明）",
    "{all} 项（{count} 项人数不详）")
  private static let unnamed = Phrase(
    "Fields that no project names: {fields}. {count} projects state no field and may be about any "
      + "of them.",
    "分野として記載のないもの：{fields}。分野の記載がない事業が{count}件あり、いずれの分野も含みうる。",
    "没有项目载明的领域：{fields}。有 {count} 个项目未载明领域，可能涉及其中任何领域。")
  private static let title = Phrase(
    "The cooperation in {year}", "{year}の都市間連携協力", "{year}城市间合作")
  private static let pair = Phrase("Partners", "連携先", "合作双方")
  private static let what = Phrase("Project", "事業", "项目")
  private static let fields = Phrase("Fields and modes", "分野と方式", "领域与方式")
  private static let status = Phrase("Status and funding", "状況と費用", "状况与经费")
  private static let events = Phrase("Activities", "活動", "活动")
  private static let source = Phrase("Source", "出典", "来源")
  private static let gaps = Phrase(
    "Fields without a project and open needs", "事業のない分野と未対応の要望", "无项目的领域与未满足的需求")
  private static let noProject = Phrase(
    "No project in: {fields}.", "事業のない分野：{fields}。", "无项目的领域：{fields}。")
  private static let notEvaluated = Phrase(
    "This report does not assess whether the air became cleaner as a result.",
    "これらにより大気が改善したかは本書では評価していない。", "本报告不评估空气是否因此改善。")
  private static let changed = Phrase(
    "What changed since {year}", "{year}からの変化", "自{year}以来的变化")
  private static let begun = Phrase("begun", "新規", "新增")
  private static let ended = Phrase("ended", "終了", "已结束")

  private static let template = """
    <!DOCTYPE html>
    <html lang="{{lang}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>{{{style}}} main { max-width: 78rem; } td { overflow-wrap: anywhere; }</style>
    </head>
    <body>
    <main>
    <header><p class="brand">AirAccord</p><h1>{{title}}</h1><p class="periods">{{span}}</p>
    <p>{{evaluation}}</p></header>
    <section><div class="wide"><table><thead><tr><th>{{headings.pair}}</th>
    <th>{{headings.title}}</th><th>{{headings.fields}}</th><th>{{headings.status}}</th>
    <th>{{headings.events}}</th><th>{{headings.source}}</th></tr></thead><tbody>
    {{#lines}}<tr><td>{{japanese}}<br>{{chinese}}</td><td>{{title}}</td>
    <td>{{fields}}<br><small>{{modes}}</small></td><td>{{status}}<br><small>{{funding}}</small></td>
    <td>{{events}}</td><td><small>{{source}} · {{verified}}</small></td></tr>
    {{/lines}}</tbody></table></div></section>
    <section><h2>{{gapsHeading}}</h2><ul>{{#gaps}}<li>{{.}}</li>{{/gaps}}</ul>
    {{#empty}}<p>{{.}}</p>{{/empty}}</section>
    {{#difference}}<section><h2>{{heading}}</h2>
    <h3>{{begunHeading}}</h3><ul>{{#begun}}<li>{{.}}</li>{{/begun}}</ul>
    <h3>{{endedHeading}}</h3><ul>{{#ended}}<li>{{.}}</li>{{/ended}}</ul>
    <ul>{{#changes}}<li>{{.}}</li>{{/changes}}</ul></section>{{/difference}}
    <footer><p>{{note}}</p><p>{{madeBy}}</p></footer>
    </main>
    </body>
    </html>

    """
}
