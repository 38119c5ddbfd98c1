public import Documents
public import AirQuality
import Estimation
public import Foundation
import Mustache

/// The findings about an archive's data as a page, tables and figures.
///
/// Headings and findings are in the page's language; the tables have the sentences as `check` prints
/// them.
public struct QualityPage: Sendable {
  private let report: QualityReport
  private let repairs: [QualityRepair]
  private let language: Language
  private let renderer: FigureRenderer

  /// A page of a report.
  ///
  /// - Parameter repairs: what reading the files repaired or left out.
  public init(
    _ report: QualityReport, repairs: [QualityRepair] = [], language: Language = .english,
    renderer: FigureRenderer = FigureRenderer()
  ) {
    self.report = report
    self.repairs = repairs
    self.language = language
    self.renderer = renderer
  }

  /// Writes `check.html`, `findings.csv`, `findings.json`, `flags.csv`, `years.csv` and
  /// `figures/` into a folder, all of them or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    to folder: URL, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let figures = QualityFigures(report: report, language: language).all
    let drawn = DrawnFigures(figures, by: renderer)
    return try drawn.write(to: folder, replacing: replacing) {
      [
        ("check.html", Data(try page(drawn).utf8)),
        ("findings.csv", Data(findingsTable.utf8)),
        ("findings.json", try StableJSON.encode(report.findings)),
        ("flags.csv", Data(flagsTable.utf8)), ("years.csv", Data(yearsTable.utf8)),
      ]
    }
  }

  // MARK: Page

  private func say(_ phrase: Phrase) -> String { phrase.text(language) }

  private func page(_ drawn: DrawnFigures) throws -> String {
    let counts = QualityGrade.allCases.reversed().map { grade in
      [
        "grade": say(Self.grades[grade] ?? Self.title),
        "count": String(report.findings.count { $0.grade == grade }),
        "class": grade == .unusable ? "worrying" : grade == .suspect ? "open" : "covered",
      ]
    }
    var content: [String: Any] = [
      "lang": language.tag, "title": say(Self.title), "style": HTMLTemplate.style,
      "grades": counts, "findingsHeading": say(Self.findings),
      "repairsHeading": say(Self.repairs), "figuresHeading": say(Self.figures),
      "gradeHeading": say(Self.grade), "whereHeading": say(Self.place),
      "whatHeading": say(Self.what), "note": say(Self.note),
      "madeBy": "airaccord \(ToolVersion.current) check",
      "redLines": report.verdicts.filter { !$0.isMeasured }.map(redLine),
      "findings": grouped, "repairs": repairs.map { $0.text(language) },
    ]
    content.merge(drawn.content(language)) { _, drawn in drawn }
    return try MustacheTemplate(string: Self.template).render(content)
  }

  private func redLine(_ verdict: NetworkVerdict) -> String {
    let sentence = Catalogue.builtIn.text(.sentence(verdict.sentence), language)
    return language == .english
      ? sentence : "\(verdict.network), \(verdict.pollutant.displayName): \(sentence)"
  }

  /// Findings that stations share word for word stand once; notes are left to the tables.
  private var grouped: [[String: String]] {
    struct Key: Hashable {
      let grade: QualityGrade
      let pollutant: Pollutant
      let sentence: String
    }
    var order: [Key] = []
    var stations: [Key: [String]] = [:]
    for finding in report.findings where finding.grade > .note && finding.rule != .unmeasuredYear {
      let key = Key(
        grade: finding.grade, pollutant: finding.pollutant,
        sentence: QualityPhrases.sentence(finding, language))
      if stations[key] == nil { order.append(key) }
      stations[key, default: []].append(finding.station)
    }
    return order.map { key in
      let names = stations[key] ?? []
      return [
        "grade": say(Self.grades[key.grade] ?? Self.title),
        "class": key.grade == .unusable ? "worrying" : "open",
        "place": names.prefix(6).joined(separator: ", ")
          + (names.count > 6 ? " … (\(names.count))" : ""),
        "pollutant": key.pollutant.displayName, "sentence": key.sentence,
      ]
    }
  }

  // MARK: Tables

  private static func table(_ rows: [[String]]) -> String {
    rows.map { DelimitedField.line($0) + "\n" }.joined()
  }

  private var findingsTable: String {
    let header = ["grade", "rule", "station", "pollutant", "from", "until", "finding"]
    return Self.table(
      [header]
        + report.findings.map {
          [
            $0.grade.rawValue, $0.rule.identifier, $0.station, $0.pollutant.identifier,
            $0.from.formatted(utcOffset: 0), $0.until.formatted(utcOffset: 0), $0.sentence,
          ]
        })
  }

  private var flagsTable: String {
    let header = ["station", "pollutant", "rule", "grade", "from", "until"]
    return Self.table(
      [header]
        + report.flags.map {
          [
            $0.station, $0.pollutant.identifier, $0.rule.identifier, $0.grade.rawValue,
            $0.from.formatted(utcOffset: 0), $0.until.formatted(utcOffset: 0),
          ]
        })
  }

  private var yearsTable: String {
    let header = [
      "station", "pollutant", "year", "share", "repeated_share", "lag1", "neighbours", "findings",
    ]
    func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return Self.table(
      [header]
        + report.years.map {
          [
            $0.station, $0.pollutant.identifier, String($0.year), number($0.share),
            number($0.repeatedShare), number($0.dailyAutocorrelation),
            number($0.neighbourCorrelation),
            $0.findings.map(\.rawValue).joined(separator: " "),
          ]
        })
  }
}

extension QualityPage {
  private static let title = Phrase(
    "What is wrong with the data", "データの問題点", "数据存在的问题")
  private static let findings = Phrase("Findings", "検出結果", "检查结果")
  private static let repairs = Phrase(
    "What reading repaired or left out", "読み込み時に修復・除外したもの", "读取时修复或剔除的内容")
  private static let figures = Phrase("Figures", "図", "图")
  private static let grade = Phrase("Grade", "等級", "等级")
  private static let place = Phrase("Where", "場所", "位置")
  private static let what = Phrase("What", "内容", "内容")
  private static let note = Phrase(
    "Nothing was changed. All findings, notes included, are in findings.csv and findings.json; the "
      + "marks on single steps are in flags.csv.",
    "データは変更していない。参考を含む全結果は findings.csv と findings.json に、個々の時刻の印は flags.csv にある。",
    "数据未作任何改动。全部结果（含提示）见 findings.csv 和 findings.json，逐时标记见 flags.csv。")
  private static let grades: [QualityGrade: Phrase] = [
    .unusable: Phrase("unusable", "使用不可", "不可用"), .suspect: Phrase("suspect", "要確認", "可疑"),
    .note: Phrase("note", "参考", "提示"),
  ]

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
    {{#redLines}}<p class="red-line" role="alert">{{.}}</p>{{/redLines}}
    <section>
    <table class="checklist"><tbody>
    {{#grades}}<tr class="{{class}}"><td>{{grade}}</td><td>{{count}}</td></tr>
    {{/grades}}</tbody></table>
    <p>{{note}}</p>
    </section>
    <section>
    <h2>{{figuresHeading}}</h2>
    {{#noFigures}}<p class="missing">{{.}}</p>{{/noFigures}}
    {{#figures}}<figure><div id="figure-{{name}}" class="figure">{{{svg}}}</div>
    <figcaption>{{caption}}</figcaption></figure>
    {{/figures}}</section>
    <section>
    <h2>{{findingsHeading}}</h2>
    <table class="checklist"><thead><tr><th>{{gradeHeading}}</th><th>{{whereHeading}}</th>
    <th>{{whatHeading}}</th></tr></thead><tbody>
    {{#findings}}<tr class="{{class}}"><td>{{grade}}</td><td>{{place}}<br>
    <small>{{pollutant}}</small></td><td>{{sentence}}</td></tr>
    {{/findings}}</tbody></table>
    </section>
    <section>
    <h2>{{repairsHeading}}</h2>
    <ul>{{#repairs}}<li>{{.}}</li>{{/repairs}}</ul>
    </section>
    <footer><p>{{madeBy}}</p></footer>
    </main>
    </body>
    </html>

    """
}
