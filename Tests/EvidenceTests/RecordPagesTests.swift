import Documents
import Cooperation
import Foundation
import Store
import Studies
import TestSupport
import Testing

@testable import Evidence

/// The pages that are made from the built-in records, read as a Japanese or Chinese reader does.
@Suite("Pages of the records")
struct RecordPagesTests {
  private let registry = Registry.builtIn

  private var plan: ProjectFilter {
    var filter = ProjectFilter()
    filter.isInPlan = true
    return filter
  }

  private func terminal(_ document: Document, _ language: Language = .english) -> String {
    TerminalRenderer(language: language).text(document)
  }

  /// The page; English sentences in it are none of ours where sources or English records stand.
  private func page(_ document: Document, _ language: Language) throws -> String {
    try HTMLRenderer(language: language, stamp: HTMLRenderer.Stamp(tool: "")).page(document)
  }

  private func report(_ year: Int, since: Int? = nil) -> Document {
    let report = YearlyReport(registry, fiscalYear: FiscalYear(beginning: year))
    return report.document(
      registry,
      since: since.map {
        ReportDifference(
          YearlyReport(registry, fiscalYear: FiscalYear(beginning: $0)), report)
      })
  }

  /// Titles and addresses of sources, which stay as they were published.
  private var sources: [String] {
    (registry.projects.map(\.source) + registry.flows.map(\.source) + registry.claims.map(\.source))
      .map { $0.replacing("&", with: "&amp;") }
  }

  @Test("A year’s report is as it was looked at, in three languages", .tags(.golden))
  func yearlyReport() throws {
    try DocumentSnapshot.check(report(2_018, since: 2_017), named: "report-2018")
  }

  @Test("A report tells the year’s money by currency, with the rate’s day and source")
  func money() throws {
    var registry = registry
    registry.add(
      try RegistryRecord(
        kind: .exchangeRates,
        [
          "id": "R18", "currency": "CNY", "fiscal_year": "FY2018", "yen": "16.5",
          "date": "2018-04-02", "source": "bank", "verified": "reported",
        ]))
    for (id, currency, spent) in [("B1", "CNY", "900"), ("B2", "USD", ""), ("B3", "JPY", "5")] {
      registry.add(
        try RegistryRecord(
          kind: .budgetLines,
          [
            "id": id, "project": "P2018-KITAKYUSHU-SHANGHAI", "fiscal_year": "FY2018",
            "item": "air fares", "cost": "travel", "amount": "1000", "currency": currency,
            "share_asked": "0.5", "payer": "JP-KITAKYUSHU", "approved": "400", "spent": spent,
            "source": "x", "verified": "reported",
          ]))
    }
    let report = YearlyReport(registry, fiscalYear: FiscalYear(beginning: 2_018))
    let text = terminal(report.document(registry)).replacing(/\s+/, with: " ")
    for sentence in [
      "CNY: 1 budget line, whole cost 1000, asked 500, approved 400, spent 900; 1 CNY = 16.5 JPY "
        + "(2018-04-02, bank)",
      "JPY: 1 budget line, whole cost 1000, asked 500, approved 400, spent 5",
      "USD: 1 budget line, whole cost 1000, asked 500, approved 400, spent 0 (1 without a word on "
        + "it); no rate is kept for FY2018",
    ] { #expect(text.contains(sentence), "\(sentence)") }
  }

  @Test("The scheme’s tables are as they were looked at, in three languages", .tags(.golden))
  func scheme() throws {
    // The drawing has tests of its own; here it would be a third of a megabyte.
    for language in Language.allCases {
      let document = SchemeDrawing(registry, filter: plan, language: language).document
      let bare = Document(
        title: document.title, subtitles: document.subtitles, footer: document.footer
      ) { Array(document.sections.dropFirst()) }
      try DocumentSnapshot.check(bare, named: "scheme", in: [language])
    }
  }

  @Test("Claims are as they were looked at, in three languages", .tags(.golden))
  func claims() throws {
    let chosen = ["C01", "C02", "C05", "C12", "C15"]
    let tester = ClaimTester(registry)
    let evaluations = try registry.claims.filter { chosen.contains($0.id) }
      .map { try tester.evaluate($0) }
    try DocumentSnapshot.check(evaluations.document, named: "claims")
  }

  @Test(
    "No page of the records has an English sentence in Japanese and Chinese",
    arguments: [Language.japanese, .chinese])
  func noEnglish(_ language: Language) throws {
    let tester = ClaimTester(registry)
    var documents = (2_014...2_019).map { report($0, since: $0 - 1) }
    documents.append(SchemeDrawing(registry, filter: plan, language: language).document)
    documents.append(try registry.claims.map { try tester.evaluate($0) }.document)
    for document in documents {
      for text in [try page(document, language), terminal(document, language)] {
        let found = EnglishWords.sentences(text, without: sources)
        #expect(found.isEmpty, "\(document.title.id): \(found)")
        #expect(
          language != .chinese || EnglishWords.looseSigns(text, without: sources).isEmpty)
      }
    }
    // The reader of sentences finds one where there is one.
    #expect(EnglishWords.sentences("<p>a plan for the year</p>").count == 1)
  }

  @Test("Page, terminal and JSON of a claim show the same change", .tags(.analytical))
  func sameNumber() throws {
    let record = try #require(registry.record(.claims, "C01"))
    let evaluation = try ClaimTester(registry).evaluate(Claim(record))
    let mean = try #require(evaluation.windows.first?.cities.mean)
    let shown = Value.number(mean, .decimals(1)).text(in: .english)
    #expect(shown.hasPrefix("−") && shown.contains("."))
    let document = [evaluation].document
    #expect(try page(document, .english).contains(">\(shown)<"))
    #expect(terminal(document).contains(" \(shown) "))
    let json = try #require(
      try JSONSerialization.jsonObject(with: StableJSON.encode([evaluation])) as? [[String: Any]])
    let windows = try #require(json[0]["windows"] as? [[String: Any]])
    let cities = try #require(
      (windows[0]["cities"] as? [String: Any])?["cities"] as? [[String: Any]])
    let changes = cities.compactMap { city -> Double? in
      guard let base = city["base"] as? Double, let end = city["end"] as? Double else { return nil }
      return (end / base - 1) * 100
    }
    let read = changes.reduce(0, +) / Double(changes.count)
    #expect(Value.number(read, .decimals(1)).text(in: .english) == shown)
  }

  @Test("Claims open with a table of all of them", .tags(.analytical))
  func opens() throws {
    let tester = ClaimTester(registry)
    let document = try registry.claims.map { try tester.evaluate($0) }.document
    let first = try #require(document.tables.first)
    #expect(first.rows.count == registry.claims.count)
    #expect(document.sections.map(\.role).first == .answer)
    #expect(
      document.data?.columns.map(\.id) == [
        "claim", "statement", "figure", "verdict", "reason", "inputs", "unverified_inputs",
        "claim_verified", "source",
      ])
  }

  @Test("No line of a drawing is wider than its room", .tags(.property))
  func wrapped() {
    let texts = [
      "资金支持、技术指导，以及对城市间合作的支持（协调等）。", "（日中都市間の連携を資金面、技術面から支援）", "a、b、c。（甲）、",
    ]
    for text in texts {
      for width in stride(from: 20.0, through: 120, by: 7) {
        let lines = SVGCanvas.wrapped(text, width: width, size: 10)
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        for line in lines where line.count > 2 {
          #expect(SVGCanvas.measure(line, size: 10) <= width, "\(line) in \(width)")
        }
      }
    }
  }

  /// Every phrase of reference 2 of the plan of 2014, as it prints them.
  private static let phrases = [
    "2014年度中国大気環境改善のための都市間連携協力の進め方（案）", "都市間連携協力のプラットフォーム",
    "（日中都市間の連携を資金面、技術面から支援）", "各都市間連携協力のサポート（斡旋、調整等）", "資金の管理と執行等",
    "中国各都市", "北京市", "天津市", "上海市", "瀋陽市", "武漢市", "唐山市", "江蘇省", "河北省", "広東省", "等（調整中）",
    "日本の地方自治体", "東京都", "富山県", "長野県", "兵庫県", "福岡県", "川崎市", "四日市市", "神戸市", "北九州市",
    "（今後増加予定）", "都市間連携協力", "（協力方式の例）", "訪日研修", "専門家の派遣", "日中共同研究",
    "モデル事業の実施等", "（協力分野の例）", "VOC対策", "自動車対策（オフロード車等の対策を含む）", "建設工事の揚じん対策",
    "予報・警報システム", "汚染源解析", "モニタリング等", "資金の提供", "指導・助言", "日本（環境省）", "中国（環境保護部）",
    "政府間調整", "全体調整",
    "注；中国側の総合調整機関としては、中国環境保護部から日中友好環境保全センターが指定されている（技術サポート機関として、中国環境科学研究院、中国環境モニタリング総ステーション及び環境保護部政策研究センターが指定されている）。",
  ]

  @Test("The scheme has every phrase of the plan's own figure", .tags(.golden))
  func phrases() {
    let svg = SchemeDrawing(registry, filter: plan, language: .japanese).svg
    // Labels are broken over lines; a line is a text element.
    let text = svg.replacingOccurrences(
      of: "<title>.*?</title>", with: "", options: .regularExpression
    )
    .replacingOccurrences(of: "<[^>]*>|\n", with: "", options: .regularExpression)
    for phrase in Self.phrases { #expect(text.contains(phrase), "\(phrase)") }
    // The plan writes it on both sides.
    for phrase in ["資金の管理と執行等", "各都市間連携協力のサポート（斡旋、調整等）"] {
      #expect(text.ranges(of: phrase).count == 2, "\(phrase)")
    }
  }

  @Test("Groups hold local governments; institutes and agencies have headings of their own")
  func headings() throws {
    let svg = SchemeDrawing(registry, filter: plan, language: .japanese).svg
    let order = ["日本の地方自治体", "研究機関", "国立環境研究所", "援助機関", "国際協力機構", "経済団体", "日中経済協会"]
    let japanese = try #require(svg.range(of: ">日本の地方自治体<"))
    var rest = svg[japanese.lowerBound...]
    for word in order {
      let found = try #require(rest.range(of: ">\(word)<"), "\(word)")
      rest = rest[found.upperBound...]
    }
    // A body that has a box above is not drawn again in a list.
    #expect(svg.ranges(of: ">日中友好環境保全センター</text>").count == 1)
  }

  @Test("A year in which projects state no field is not said to have had none")
  func notStated() {
    let text = terminal(report(2_014), .japanese)
    #expect(!text.contains("事業なし") && text.contains("いずれの分野も含みうる"))
    #expect(text.contains("2014年度（平成26年度）の都市間連携協力"))
    #expect(text.contains("出典が見つからず登録のないもの：提供の申出"))
  }

  @Test("People-days of cities and those of events are told apart")
  func uniquePeopleDays() throws {
    let outcome = try IntensityOverview(of: .builtIn).run()
    let sum = outcome.rows.reduce(0) { $0 + $1.peopleDays }
    #expect(sum > outcome.unique)
    #expect(
      outcome.remarks.map(\.english).contains {
        $0.hasPrefix("the table adds up to \(sum) people-days, the events to \(outcome.unique)")
      })
  }

  @Test("A record without words of its own is shown by what it is and when")
  func nameless() throws {
    func line(_ kind: RecordKind, _ cells: [String: String]) throws -> String {
      RecordReview.Outcome.line(try RegistryRecord(kind: kind, cells)).english
    }
    #expect(
      try line(
        .activities,
        [
          "id": "A", "kind": "training in Japan", "start": "2026-10-05", "end": "2026-10-09",
          "place": "Kitakyushu", "verified": "reported",
        ])
        == "activity A: training in Japan, 2026-10-05..2026-10-09, Kitakyushu [reported by the office]"
    )
    #expect(
      try line(
        .ceilings,
        [
          "id": "C", "fiscal_year": "FY2026", "amount": "1500000", "currency": "JPY",
          "verified": "reported",
        ]) == "ceiling C: FY2026, 1500000, JPY [reported by the office]")
  }

  @Test("Counts take the form of their number", .tags(.analytical))
  func plurals() {
    func answer(_ activities: Int, _ people: Int, _ uncounted: Int) -> String {
      let id = uncounted > 0 ? "report.events-partly-counted" : "report.events-counted"
      let message = Message(
        id, ["all": .count(activities), "people": .count(people), "count": .count(uncounted)])
      return Catalogue.builtIn.text(message, .english)
    }
    #expect(answer(5, 3, 4) == "5 activities, 3 people (for 4 activities the number is unknown)")
    #expect(answer(1, 1, 0) == "1 activity, 1 person")
  }
}
