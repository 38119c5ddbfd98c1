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
      "title": say(Self.title, ["year": year.description]),
      "span": "\(year.firstDay) – \(year.lastDay)",
      "headings": [
        "pair": say(Self.pair), "title": say(Self.what), "fields": say(Self.fields),
        "status": say(Self.status), "events": say(Self.events), "source": say(Self.source),
      ],
      "lines": report.lines.map { line in
        [
          "japanese": names[line.japanese], "chinese": names.list(line.chinese),
          "title": line.title, "fields": line.fields, "modes": line.modes,
          "status": line.status, "funding": line.funding,
          "events": "\(line.activities)"
            + (line.people > 0 ? ", \(line.people) " + say(Self.people) : "")
            + (line.uncounted > 0
              ? " (" + say(Self.uncounted, ["count": "\(line.uncounted)"]) + ")" : ""),
          "source": line.source,
          "verified": names.text((Verification(rawValue: line.verified) ?? .reported).names),
        ]
      },
      "gapsHeading": say(Self.gaps),
      "gaps": report.emptyFields.map { say(Self.noProject) + names.text($0.names) }
        + report.openNeeds.compactMap { id in
          registry.record(.needs, id).map { "\(id): \(names.text($0.names))" }
        },
      "evaluation": say(Self.notEvaluated),
      "madeBy": "airaccord \(ToolVersion.current) projects report",
    ]
    if let difference {
      content["difference"] = [
        "heading": say(Self.changed, ["year": difference.years[0].description]),
        "begun": difference.begun, "ended": difference.ended,
        "begunHeading": say(Self.begun), "endedHeading": say(Self.ended),
        "changes": difference.changes.map { change in
          "\(names[change.japanese]) – \(names[change.chinese]): \(change.property): "
            + "\(change.before) → \(change.after)"
        },
      ]
    }
    return try MustacheTemplate(string: Self.template).render(content)
  }

  private static let title = Phrase(
    "The cooperation in {year}", "{year} の都市間連携協力", "{year} 的城市间合作")
  private static let pair = Phrase("Partners", "相手", "合作双方")
  private static let what = Phrase("Project", "事業", "项目")
  private static let fields = Phrase("Fields and modes", "分野と方式", "领域与方式")
  private static let status = Phrase("Status and funding", "状況と費用", "状况与经费")
  private static let events = Phrase("Activities", "活動", "活动")
  private static let source = Phrase("Source", "出典", "来源")
  private static let people = Phrase("people", "人", "人")
  private static let uncounted = Phrase(
    "people of {count} not known", "{count} 件は人数不明", "其中 {count} 项人数不详")
  private static let gaps = Phrase("Holes and open needs", "空白と未対応の要望", "空白与未满足的需求")
  private static let noProject = Phrase("no project: ", "事業なし：", "无项目：")
  private static let notEvaluated = Phrase(
    "Whether the air became cleaner by any of it is not evaluated here.",
    "これらにより大気が改善したかは本書では評価していない。", "本报告不评估空气是否因此改善。")
  private static let changed = Phrase(
    "What changed since {year}", "{year} からの変化", "自 {year} 以来的变化")
  private static let begun = Phrase("begun", "新規", "新增")
  private static let ended = Phrase("no longer there", "終了", "不再有")

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
    <section><h2>{{gapsHeading}}</h2><ul>{{#gaps}}<li>{{.}}</li>{{/gaps}}</ul></section>
    {{#difference}}<section><h2>{{heading}}</h2>
    <h3>{{begunHeading}}</h3><ul>{{#begun}}<li>{{.}}</li>{{/begun}}</ul>
    <h3>{{endedHeading}}</h3><ul>{{#ended}}<li>{{.}}</li>{{/ended}}</ul>
    <ul>{{#changes}}<li>{{.}}</li>{{/changes}}</ul></section>{{/difference}}
    <footer><p>{{madeBy}}</p></footer>
    </main>
    </body>
    </html>

    """
}
