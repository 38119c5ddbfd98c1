import Documents
import AirQuality
import Cooperation
import Estimation
import Foundation
import Simulation
import TestSupport
import Testing
import VOC

@testable import Evidence

@Suite("The pages of organic compounds")
struct VOCPageTests {
  /// A short record with a clear change, so that the page is quick to make.
  static func impact() throws -> (VOCImpact, SpeciatedRecord) {
    var speciation = SimulatedSpeciation()
    speciation.days = 160
    speciation.daysBefore = 80
    let drawn = try speciation.generate()
    var options = RecordOptions()
    // Mostly below detection in a short winter record.
    options.leavingOut = ["alpha-pinene", "isoprene"]
    let record = try SpeciatedRecord(drawn.series, options: options)
    var settings = MeasureImpact()
    settings.assessment.air = .kelvin298
    settings.estimators = [EstimatorChoice(method: "before-after")]
    settings.composition.rotations = 99
    let impact = try settings.evaluate(
      record, measure: Measure(name: "solvent limits", start: drawn.start),
      before: #require(
        DatePeriod(drawn.axis.date(at: 0), through: drawn.axis.date(at: 79))),
      after: #require(DatePeriod(drawn.start, through: drawn.axis.date(at: 159))))
    return (impact, record)
  }

  @Test(
    "The impact page names compounds in its language and says what it cannot tell",
    .tags(.analytical), arguments: zip(Language.allCases, ["toluene", "トルエン", "甲苯"]))
  func impactPage(language: Language, toluene: String) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("voc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let (impact, record) = try Self.impact()
    let written = try VOCPage(
      impact, record: record, title: "A <b> place", language: language,
      renderer: FigureRenderer(python: nil)
    ).write(to: folder)
    #expect(
      written.files.map(\.lastPathComponent) == [
        "attribution.csv", "changes.csv", "attribution.vl.json", "changes.vl.json",
        "mixture.vl.json", "ozone-families.vl.json", "profile.vl.json", "impact.json", "voc.html",
      ])
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    let page = try text("voc.html")
    #expect(page.contains(toluene))
    #expect(page.contains("A &lt;b&gt; place"))
    #expect(page.contains("lang=\"\(language.tag)\""))
    #expect(page.contains(VOCTerms.uncontrolled.text(language)))
    #expect(page.contains("recalled"))
    if language != .english {
      let found = EnglishWords.sentences(page, without: ["solvent limits", "A &lt;b&gt; place"])
      #expect(found.isEmpty, "\(found)")
      if language == .chinese {
        let loose = EnglishWords.looseSigns(page, without: ["solvent limits", "A &lt;b&gt; place"])
        #expect(loose.isEmpty, "\(loose)")
      }
    }
    let rows = try text("attribution.csv").split(separator: "\n")
    #expect(rows.count == impact.attribution.shares.count + 1)
    #expect(try text("changes.csv").split(separator: "\n").count == impact.rows.count + 1)
  }
}
