import Documents
import AirQuality
import Foundation
import Ingest
import TestSupport
import Testing

@testable import Evidence

@Suite("The page of check")
struct QualityPageTests {
  static func report() throws -> QualityReport {
    // Five stations whose days are drawn without memory or neighbours.
    let day = try #require(CivilDate("2015-01-01"))
    let series = (0..<6).map { station in
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
    return QualityCheck.run(series)
  }

  @Test(
    "Every kind of notice has Japanese and Chinese words", arguments: IngestNotice.Kind.allCases)
  func notices(_ kind: IngestNotice.Kind) {
    let repair = QualityRepair(
      file: "a.csv", notice: IngestNotice(kind: kind, message: "m", count: 1))
    for language in [Language.japanese, .chinese] {
      let text = repair.text(language)
      #expect(text.hasPrefix("a.csv：") && text.count > 9, "\(text)")
      #expect(EnglishWords.sentences(text).isEmpty, "\(text)")
    }
  }

  @Test(
    "It says in red which year was not measured, and exports every finding", .tags(.analytical),
    arguments: Language.allCases)
  func page(language: Language) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("check-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try Self.report()
    let written = try QualityPage(
      report,
      repairs: [
        QualityRepair(
          file: "<b>.csv",
          notice: IngestNotice(kind: .blankCell, message: "<i> is missing", line: 3, count: 2))
      ], language: language,
      renderer: FigureRenderer(python: nil)
    ).write(to: folder)
    #expect(
      written.files.map(\.lastPathComponent) == [
        "check.html", "marks.vl.json", "networks.vl.json", "findings.csv", "findings.json",
        "flags.csv", "years.csv",
      ])
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    let page = try text("check.html")
    #expect(page.contains("class=\"red-line\""))
    #expect(page.contains("2015"))
    // Texts of files stay texts, and the kind of notice is told in the page's language.
    let notice =
      switch language {
      case .english: "&lt;b&gt;.csv:3: &lt;i&gt; is missing (2 times)"
      case .japanese: "&lt;b&gt;.csv:3：空白の欄を欠測とした（2 件）"
      case .chinese: "&lt;b&gt;.csv:3：空白单元按缺测处理（2 次）"
      }
    #expect(page.contains(notice))
    if language != .english {
      let found = EnglishWords.sentences(page)
      #expect(found.isEmpty, "\(found)")
      if language == .chinese {
        let loose = EnglishWords.looseSigns(page)
        #expect(loose.isEmpty, "\(loose)")
      }
    }
    #expect(page.contains("lang=\"\(language.tag)\""))
    let rows = try text("findings.csv").split(separator: "\n")
    #expect(rows.count == report.findings.count + 1)
    #expect(try text("flags.csv").split(separator: "\n").count == report.flags.count + 1)
    #expect(try text("years.csv").split(separator: "\n").count == 7)
  }
}
