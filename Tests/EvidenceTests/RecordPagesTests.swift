import Documents
import Cooperation
import Foundation
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

  /// English sentences beside the sources, which stand in `<small>`.
  private func englishSentences(_ page: String) -> [String] {
    EnglishWords.sentences(
      page.replacingOccurrences(
        of: "(?s)<small>.*?</small>", with: "", options: .regularExpression))
  }

  private func page(_ files: [URL], _ name: String) throws -> String {
    let file = try #require(files.first { $0.lastPathComponent == name })
    return try String(contentsOf: file, encoding: .utf8)
  }

  private func scratch() -> URL {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("airaccord-pages-\(UUID().uuidString)", isDirectory: true)
  }

  @Test(
    "Reports of a year and the scheme have no English sentence in Japanese and Chinese",
    arguments: [Language.japanese, .chinese])
  func noEnglish(_ language: Language) throws {
    let folder = scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for year in 2_014...2_019 {
      let files = try YearlyReportPage(
        registry, fiscalYear: FiscalYear(beginning: year),
        comparedWith: FiscalYear(beginning: year - 1), language: language
      ).write(to: folder.appendingPathComponent("\(year)")).files
      let page = try page(files, "report.html")
      let found = englishSentences(page)
      #expect(found.isEmpty, "FY\(year): \(found)")
      #expect(language != .chinese || EnglishWords.looseSigns(page).isEmpty)
    }
    let files = try SchemePage(registry, filter: plan, language: language)
      .write(to: folder.appendingPathComponent("scheme")).files
    let found = englishSentences(try page(files, "scheme.html"))
    #expect(found.isEmpty, "\(found)")
    // The reader of sentences finds one where there is one.
    #expect(englishSentences("<p>a plan for the year</p>").count == 1)
  }

  @Test(
    "Claims have no English sentence in Japanese and Chinese",
    arguments: [Language.japanese, .chinese])
  func claims(_ language: Language) throws {
    var tester = ClaimTester(registry)
    tester.language = language
    let evaluations = try registry.claims.map { try tester.evaluate($0) }
    for one in evaluations {
      for text in [one.statement, one.reason, one.figure] + one.canSay + one.cannotSay {
        #expect(englishSentences(text).isEmpty, "\(one.claim): \(text)")
        #expect(
          language != .chinese || EnglishWords.looseSigns(text).isEmpty, "\(one.claim): \(text)")
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
  func notStated() throws {
    let folder = scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try YearlyReportPage(
      registry, fiscalYear: FiscalYear(beginning: 2_014), language: .japanese
    ).write(to: folder).files
    let text = try page(files, "report.html")
    #expect(!text.contains("事業なし") && text.contains("いずれの分野も含みうる"))
    #expect(text.contains("2014年度（平成26年度）の都市間連携協力"))
    #expect(text.contains("出典が見つからず登録のないもの：提供の申出"))
  }
}
