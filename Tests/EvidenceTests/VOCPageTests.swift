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

  @Test("The tornado names what is uncertain in the page’s language", .tags(.analytical))
  func tornado() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("voc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = SharedData.checkout.appendingPathComponent("Datasets/studies/coating-works.yaml")
    let file = try InventoryFile(
      yaml: String(contentsOf: path, encoding: .utf8), file: "coating-works.yaml")
    var analysis = InventoryAnalysis()
    analysis.draws = 200
    let tally = try analysis.tally(file.inventory, measures: file.measures)
    _ = try InventoryPage(tally, language: .chinese, renderer: FigureRenderer(python: nil))
      .write(to: folder)
    let figure = try String(
      contentsOf: folder.appendingPathComponent("figures/tornado.vl.json"), encoding: .utf8)
    #expect(figure.contains("Works/coating line, 排放因子"))
    #expect(figure.contains("Works/tank farm, 泄漏率：valve-light-liquid"))
    #expect(!figure.contains(", factor"))
  }

  @Test("The inventory page marks efficiencies that no source backs", .tags(.analytical))
  func inventoryPage() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("voc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = SharedData.checkout.appendingPathComponent("Datasets/studies/coating-works.yaml")
    let file = try InventoryFile(
      yaml: String(contentsOf: path, encoding: .utf8), file: "coating-works.yaml")
    var analysis = InventoryAnalysis()
    analysis.draws = 200
    let tally = try analysis.tally(file.inventory, measures: file.measures)
    let written = try InventoryPage(tally, renderer: FigureRenderer(python: nil))
      .write(to: folder)
    #expect(
      written.files.map(\.lastPathComponent) == [
        "abatement.vl.json", "tornado.vl.json", "inventory.html", "inventory.json",
      ])
    let page = try String(
      contentsOf: folder.appendingPathComponent("inventory.html"), encoding: .utf8)
    #expect(page.contains("Efficiencies from memory, not from a stored source: enclosure"))
    #expect(!page.contains("stored source: half of the paint"))
  }
}
