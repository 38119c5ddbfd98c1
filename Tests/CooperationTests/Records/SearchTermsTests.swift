import Documents
import AirQuality
import Cooperation
import TestSupport
import Testing

@Suite("Words by which records are found")
struct SearchTermsTests {
  @Test(
    "The plan's own terms, their forms and their spellings find projects",
    arguments: [
      "汚染源解析", "機動車", "揮発性有機化合物", "VOCs", "“VOC”", "オフロード", "おふろーど", "ｵﾌﾛｰﾄﾞ", "ＶＯＣ",
      "“off-road”", "non‑road",
    ])
  func found(_ question: String) {
    let needs = Registry.builtIn.search(
      question, kinds: [.projects, .needs, .documents, .platformFunctions], limit: 5)
    #expect(!needs.isEmpty, "\(question)")
  }

  @Test("All ways of writing one kana are one, and voiced half-width ones too", .tags(.analytical))
  func kana() {
    #expect(SearchText.key("ｶﾞｲｺｸ・ﾎﾟｽﾄ・ヴ") == SearchText.key("がいこく・ぽすと・ゔ"))
    #expect(SearchText.key("カタカナ") == "かたかな")
  }

  @Test("What is found by its term has the term")
  func exact() {
    let found = Registry.builtIn.search("汚染源解析", kinds: [.projects], limit: 100)
    let expected = Registry.builtIn.projects.filter { $0.fields.contains(.sourceApportionment) }
    #expect(Set(expected.map(\.id)).isSubset(of: found.map(\.id)))
  }

  @Test(
    "A slip is answered with what is near",
    arguments: [("Shangai", "Shanghai"), ("vehicel", "vehicle"), ("汚染源解折", "汚染源解析")])
  func slip(_ question: String, _ near: String) {
    #expect(Registry.builtIn.search(question, limit: 1).isEmpty)
    let suggestions = Registry.builtIn.suggestions(for: question)
    #expect(suggestions.contains { $0.lowercased().contains(near.lowercased()) }, "\(suggestions)")
  }

  @Test("Two columns of one name are refused by their name")
  func twice() {
    let text = "id,org,id\nN1,CN-DALIAN,N2\n"
    #expect {
      _ = try RecordFile(bytes: Array(text.utf8), file: "n.csv", kind: .needs)
    } throws: { error in
      (error as? RegistryError)?.explanation
        == "n.csv:1, column id: two columns are called “id”; rename or remove one of them"
    }
  }

  @Test("Numbers of records stand in the singular and the plural")
  func counted() {
    #expect(RecordKind.projects.counted(1) == "1 project")
    #expect(RecordKind.budgetLines.counted(2) == "2 budget lines")
  }

  @Test("Two sources are one by their pages, not by their words")
  func sources() {
    let one = SourceAddresses("http://www.a.cn/x/ (Daily, 2017)")
    #expect(one.repeats(SourceAddresses("see https://a.cn/x#top")))
    #expect(!SourceAddresses("http://a.cn/x ; http://b.cn").repeats(one))
    #expect(SourceAddresses("office file 1").repeats(SourceAddresses("Office file 1")))
  }

  @Test(
    "A term is found by its words, which do not stand in the text of a record", .tags(.analytical))
  func codes() throws {
    let activity = try #require(Registry.builtIn.all(.activities).first { $0["field"] == "VOC" })
    let text = SearchText.of(activity) { _ in nil }
    #expect(!text.contains("挥发性有机化合物"))
    #expect(SearchText.alternatives("挥发性有机化合物").dropFirst().contains { text.contains($0) })
    #expect(!SearchText.alternatives("柴油车").contains { text.contains($0) })
    // No two terms share a code, and no text of ours holds one.
    let codes = SearchText.alternatives("").dropFirst()
    #expect(Set(codes).count == codes.count && codes.count > 40)
    let reserved = Registry.builtIn.all(.projects).flatMap(\.cells).joined().unicodeScalars
      .filter { (0xE000...0xF8FF).contains($0.value) }
    #expect(reserved.isEmpty)
  }
}
