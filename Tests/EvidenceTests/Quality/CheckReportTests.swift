import Documents
import AirQuality
import Foundation
import Ingest
import Studies
import TestSupport
import Testing

@testable import Evidence

@Suite("What check says")
struct CheckReportTests {
  static func report(repairs: [QualityRepair] = [], _ scope: CheckReport.Scope = .doubts) throws
    -> CheckReport
  {
    // Five stations whose days are drawn without memory or neighbours.
    let day = try #require(CivilDate("2015-01-01"))
    let stations = (0..<6).map { station in
      var state = UInt64(station + 1)
      return MonitoringSeries(
        station: Station(
          network: "n", identifier: "S\(station)",
          coordinate: Coordinate(latitude: 30 + Double(station), longitude: 110)),
        pollutant: .pm25, unit: .microgramsPerCubicMetre,
        axis: TimeAxis(
          start: Instant(day, utcOffset: 28_800), step: 86_400, count: 365, utcOffset: 28_800),
        values: (0..<365).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Double(state >> 40).truncatingRemainder(dividingBy: 100)
        })
    }
    // One of them stands still for two weeks.
    var values = stations[0].storage
    for day in 100..<114 { values[day] = 42 }
    let still = MonitoringSeries(
      station: stations[0].station, pollutant: .pm25, unit: .microgramsPerCubicMetre,
      axis: stations[0].axis, values: values.map { $0 })
    let series = [still] + stations.dropFirst()
    return CheckReport(QualityCheck.run(series), repairs: repairs, series: series, scope: scope)
  }

  @Test(
    "Every kind of notice has Japanese and Chinese words", arguments: IngestNotice.Kind.allCases)
  func notices(_ kind: IngestNotice.Kind) {
    let repair = QualityRepair(
      file: "a.csv", notice: IngestNotice(kind: kind, message: .verbatim("m"), count: 1))
    for language in [Language.japanese, .chinese] {
      let text = Catalogue.builtIn.text(repair.message, language)
      #expect(text.hasPrefix("a.csv：") && text.count > 9, "\(text)")
      #expect(EnglishWords.sentences(text).isEmpty, "\(text)")
    }
  }

  @Test("The document is as it was looked at", .tags(.property))
  func snapshot() throws {
    try DocumentSnapshot.check(try Self.report(repairs: [Self.repair]).document, named: "check")
    try DocumentSnapshot.check(try Self.report(.years).document, named: "check-years")
  }

  /// Texts of files stay texts.
  private static let repair = QualityRepair(
    file: "<b>.csv",
    notice: IngestNotice(kind: .blankCell, message: .verbatim("<i> is missing"), line: 3, count: 2))

  @Test(
    "It says in red which year was not measured, and exports every finding", .tags(.analytical),
    arguments: Language.allCases)
  func page(language: Language) throws {
    let report = try Self.report(repairs: [Self.repair], .all)
    try withFolder { folder in
      let written = try DocumentFolder(
        language: language, renderer: FigureRenderer(python: nil)
      ).write(report.document, page: "check.html", files: try report.files(), to: folder)
      let names = Set(written.files.map(\.lastPathComponent))
      #expect(
        names.isSuperset(of: [
          "check.html", "marks.vl.json", "networks.vl.json", "series.vl.json",
          "completeness.vl.json", "findings.csv", "findings.json", "flags.csv", "years.csv",
        ]), "\(names)")
      func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      }
      let page = try text("check.html")
      let alert = try #require(page.firstMatch(of: /role="alert">(.*?)<\/p>/)?.1)
      #expect(alert.contains("2015") && alert.contains("PM2.5"))
      // The kind of notice is told in the page's language.
      let notice =
        switch language {
        case .english: "&lt;b&gt;.csv:3: &lt;i&gt; is missing (2 times)"
        case .japanese: "&lt;b&gt;.csv:3：空白の欄を欠測とした（2 件）"
        case .chinese: "&lt;b&gt;.csv:3：空白单元按缺测处理（2 次）"
        }
      #expect(page.contains(notice))
      #expect(!page.contains("⟨"))
      if language != .english {
        let found = EnglishWords.sentences(page)
        #expect(found.isEmpty, "\(found)")
      }
      if language == .chinese {
        let loose = EnglishWords.looseSigns(page)
        #expect(loose.isEmpty, "\(loose)")
      }
      #expect(page.contains("lang=\"\(language.tag)\""))
      let findings = try #require(
        try JSONSerialization.jsonObject(with: Data(text("findings.json").utf8))
          as? [[String: Any]])
      #expect(try text("tables/findings.csv").split(separator: "\n").count == findings.count + 1)
      #expect(try text("tables/years.csv").split(separator: "\n").count == 7)
    }
  }

  @Test("Terminal, page and JSON have the same run and the same counts", .tags(.analytical))
  func sameNumbers() throws {
    let report = try Self.report()
    let finding = try #require(report.told.first { $0.rule == .constantRun })
    #expect(finding.facts["longest"] == 14)
    for language in Language.allCases {
      let terminal = TerminalRenderer(language: language, width: 10_000).text(report.document)
      let page = try HTMLRenderer(
        language: language, stamp: HTMLRenderer.Stamp(tool: "AirAccord")
      ).page(report.document)
      let sentence = Catalogue.builtIn.text(finding.message, language)
      #expect(sentence.contains("42 µg/m³") && sentence.contains("14"), "\(sentence)")
      #expect(terminal.contains(sentence))
      let shown = sentence.prefix(1).uppercased() + sentence.dropFirst()
      #expect(page.contains(shown), "\(shown)")
    }
    let json = try StableJSON.encode(finding)
    #expect(try StableJSON.decode(QualityFinding.self, from: json) == finding)
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(object["sentence"] as? String == finding.sentence)
  }

  @Test("A mark is drawn where it stands, a gap as missing", .tags(.analytical))
  func drawn() throws {
    let report = try Self.report()
    let charts = report.document.charts
    let series = try #require(charts.first { $0.name == "series" })
    // The series with a finding comes first; two weeks in stretches of two days are seven or eight.
    let marked = series.panels[0].layers[0].points
    #expect(marked.contains { $0.x == .date("2015-04-11") }, "\(marked.prefix(3))")
    let completeness = try #require(charts.first { $0.name == "completeness" })
    #expect(completeness.panels[0].layers[0].points.count == 6 * 12)
    #expect(completeness.panels[0].layers[0].points.allSatisfy { $0.shade == 100 })
  }

  @Test("Two monitors side by side are told in three languages", .tags(.analytical))
  func monitors() throws {
    let report = try Self.report()
    let day = try #require(CivilDate("2015-01-01"))
    let pair = ["A", "B"].enumerated().map { place, name in
      MonitoringSeries(
        station: Station(network: "n", identifier: name), pollutant: .pm25,
        unit: .microgramsPerCubicMetre,
        axis: TimeAxis(
          start: Instant(day, utcOffset: 28_800), step: 86_400, count: 60, utcOffset: 28_800),
        values: (0..<60).map { Double(20 + $0 % 30) * (place == 0 ? 1 : 1.1) })
    }
    let comparison = try #require(
      MonitorComparison(reference: pair[0], candidate: pair[1], limit: 75))
    let document = MonitorReport(comparison, hourShifts: []).document
    for language in Language.allCases {
      let text = TerminalRenderer(language: language).text(document)
      #expect(text.contains("1.100") && text.contains("75 µg/m³"), "\(text)")
      if language != .english { #expect(EnglishWords.sentences(text).isEmpty, "\(text)") }
    }
    #expect(document.data?.rows.count == 1)
    #expect(report.document.tables.isEmpty)
  }
}
