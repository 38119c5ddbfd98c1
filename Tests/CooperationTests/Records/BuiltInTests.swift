import Documents
import AirQuality
import Cooperation
import Foundation
import TestSupport
import Testing

@Suite("The records that come with the program")
struct BuiltInTests {
  private let registry = Registry.builtIn

  @Test("They pass every check that an import makes")
  func pass() { #expect(registry.problems() == []) }

  @Test("The plan's table has its twelve organisations in order")
  func planTable() {
    let lines = PlanTable(registry).lines
    #expect(lines.map(\.row) == Array(1...12))
    #expect(
      lines.map(\.organisation) == [
        "JP-TOKYO", "JP-TOYAMA", "JP-NAGANO", "JP-HYOGO", "JP-FUKUOKA", "JP-KAWASAKI",
        "JP-YOKKAICHI", "JP-KOBE", "JP-KITAKYUSHU", "JP-NIES", "JP-JICA", "JP-JCEA",
      ])
    #expect(
      Set(lines[8].partners) == ["CN-SHANGHAI", "CN-WUHAN", "CN-TANGSHAN", "CN-TIANJIN"])
    #expect(lines[2].statuses == [.awaitingReply])
    #expect(lines[11].projects.map(\.component) == [.business])
  }

  @Test("Every row names its source and how it was checked")
  func sources() {
    for kind in RecordKind.allCases where kind != .checklistItems {
      for record in registry.all(kind) {
        #expect(!record["source"].isEmpty, "\(record.id)")
        #expect(Verification(rawValue: record["verified"]) != nil, "\(record.id)")
      }
    }
    let means = registry.annualMeans
    #expect(means.count == 171)
    #expect(means.count { $0.verification == .storedSource } == 48)
  }

  @Test(
    "Every record has its name, title and summary in three languages",
    arguments: RecordKind.allCases)
  func languages(_ kind: RecordKind) {
    for record in registry.all(kind) {
      // A city of the table of means is found among the places; a name is a name.
      if kind == .annualMeans {
        #expect(!record["city"].isEmpty && !record["name_zh"].isEmpty, "\(record.id)")
        continue
      }
      let names = record.names
      #expect(!names.english.isEmpty, "\(record.id)")
      for text in [names.japanese, names.chinese] {
        #expect(!text.isEmpty, "\(record.id): \(names.english)")
        // Han or kana: a translation is not the English text again.
        #expect(text.unicodeScalars.contains { $0.value >= 0x3040 }, "\(record.id): \(text)")
      }
      let summaries = record.summaries
      let hasSummary =
        RecordSchema.of(kind).position("summary_en") != nil || kind == .measures
      guard hasSummary, !summaries.english.isEmpty else { continue }
      #expect(!summaries.japanese.isEmpty && !summaries.chinese.isEmpty, "\(record.id)")
    }
  }

  @Test("Chinese texts have no kana, and Japanese texts of more than a name have some")
  func scripts() {
    func hasKana(_ text: String) -> Bool {
      text.unicodeScalars.contains { (0x3041...0x3096).contains($0.value) }
    }
    for record in registry.projects.map(\.record) {
      // A quotation of the plan's own word stays in Japanese.
      let chinese = record["title_zh"] + record["summary_zh"]
      #expect(!hasKana(chinese), "\(record.id): \(chinese)")
      #expect(hasKana(record["summary_ja"]), "\(record.id)")
    }
  }

  @Test("A text that was edited keeps no translation of what it said before")
  func edited() throws {
    var record = try #require(registry.record(.activities, "A068"))
    #expect(record.summaries.japanese == "5年間の成果を公表")
    try record.set("summary_en", to: "Results of six years published")
    #expect(record.summaries.japanese.isEmpty && record.names.japanese.isEmpty)
  }

  @Test("The fields of the plan's lines are those of its words")
  func fields() throws {
    let lines = PlanTable(registry).lines
    #expect(lines[0].fields == [.waste, .notStated])
    #expect(lines[1].fields == [.vehicles, .monitoring])
    #expect(lines[2].fields == [.notStated] && lines[8].fields == [.notStated])
    #expect(lines[3].fields == [.fineParticlesAndOzone, .general])
    #expect(lines[4].fields == [.general] && lines[11].fields == [.general])
    #expect(lines[5].fields == [.monitoring, .general])
    #expect(
      lines[9].fields == [.monitoring, .fineParticlesAndOzone, .health, .transboundary])
    #expect(lines[10].fields == [.fineParticlesAndOzone, .planning, .general])
    // Other sources name the partners of two JICA projects; the plan's column is empty.
    #expect(lines[10].projects.allSatisfy { $0.inferred.contains("partners") })
    let report = YearlyReport(registry, fiscalYear: FiscalYear(beginning: 2_014))
    #expect(report.unstated > 0)
  }

  @Test("The rule of funding answers for each of the plan's twelve lines in its words")
  func funding() {
    let lines = PlanFunding.lines(registry)
    #expect(lines.map(\.row) == Array(1...12))
    #expect(lines.filter { $0.funding == .existing }.map(\.row) == [1, 10])
    #expect(lines.filter { $0.funding == .outside }.map(\.row) == [2, 11, 12])
    #expect(lines.filter { $0.funding == .strengthened }.map(\.row) == [7])
    #expect(lines.filter(\.isStated).map(\.row) == [2, 7, 11])
    #expect(lines[6].words.japanese.hasPrefix("従来からの天津セミナー"))
    for line in lines {
      for names in [line.words, line.funding.rule, line.funding.names] {
        #expect(![names.english, names.japanese, names.chinese].contains(""))
      }
    }
  }

  @Test("Chinese cities stand where a public gazetteer has them, without the shift of BD-09")
  func places() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/geonames_cities.csv")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst()
    var shifts: [(north: Double, east: Double)] = []
    for line in lines {
      let cells = line.split(separator: ",").map(String.init)
      let place = try #require(registry.record(.places, cells[0]))
      // Two points are GeoNames' own and say nothing about the others.
      guard !place["source"].contains("GEONAMES") else { continue }
      let own = try #require(Double(place["latitude"]))
      let ownEast = try #require(Double(place["longitude"]))
      let north = try #require(Double(cells[3]))
      let east = try #require(Double(cells[4]))
      let kilometres = 111.195
      shifts.append(
        ((own - north) * kilometres, (ownEast - east) * kilometres * cos(north * .pi / 180)))
    }
    #expect(shifts.count == 72)
    let mean = (
      shifts.map(\.north).reduce(0, +) / 72, shifts.map(\.east).reduce(0, +) / 72
    )
    // Before the inversion 0.38 km north and 0.98 km east.
    #expect((mean.0 * mean.0 + mean.1 * mean.1).squareRoot() < 0.3, "\(mean)")
  }

  @Test("The scheme has money, guidance, support, coordination and cooperation")
  func flows() {
    #expect(Set(registry.flows.map(\.kind)) == Set(FlowKind.allCases))
    #expect(
      registry.flows.contains {
        $0.giver == "JP-MOEJ" && $0.receiver == "JP-IGES" && $0.kind == .money
      })
  }

  @Test(
    "Texts of any script and form find a record",
    arguments: [
      ("沈阳", "CN-SHENYANG"), ("瀋陽", "CN-SHENYANG"), ("沈陽", "CN-SHENYANG"),
      ("shenyang", "CN-SHENYANG"), ("四日", "JP-YOKKAICHI"), ("ＩＧＥＳ", "JP-IGES"),
    ])
  func search(_ question: String, _ id: String) {
    let found = registry.search(question, kinds: [.organisations], limit: 10)
    #expect(found.map(\.id).contains(id))
  }
}
