import AirQuality
import Cooperation
import Documents
import Estimation
import Foundation
import Simulation
import TestSupport
import Testing
import VOC

@testable import Evidence

@Suite("The document of an impact on organic compounds")
struct ImpactDocumentTests {
  /// A short record with a clear change, so that the page is quick to make.
  static let made = Result {
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
    settings.relativeTo = "acetylene"
    let impact = try settings.evaluate(
      record, measure: Measure(name: "solvent limits", start: drawn.start),
      before: #require(DatePeriod(drawn.axis.date(at: 0), through: drawn.axis.date(at: 79))),
      after: #require(DatePeriod(drawn.start, through: drawn.axis.date(at: 159))))
    return (impact, record)
  }

  private func made() throws -> (impact: VOCImpact, document: Document) {
    let (impact, record) = try Self.made.get()
    return (impact, impact.document(title: "A <b> place", record: record))
  }

  private func page(_ document: Document, _ language: Language) throws -> String {
    try HTMLRenderer(language: language, stamp: HTMLRenderer.Stamp(tool: "t")).page(document)
  }

  @Test("Terminal and page are as they were looked at, in three languages", .tags(.golden))
  func snapshots() throws { try DocumentSnapshot.check(made().document, named: "impact") }

  @Test(
    "The page names compounds in its language and says what it cannot tell", .tags(.analytical),
    arguments: zip(Language.allCases, ["toluene", "トルエン", "甲苯"]))
  func languages(language: Language, toluene: String) throws {
    let document = try made().document
    let page = try page(document, language)
    #expect(page.contains(toluene))
    #expect(page.contains("A &lt;b&gt; place"))
    #expect(page.contains("lang=\"\(language.tag)\""))
    #expect(page.contains(Catalogue.builtIn.text("impact.uncontrolled", language)))
    #expect(page.contains("recalled"))
    guard language != .english else { return }
    let figures = try document.charts.map {
      String(
        decoding: try StableJSON.encode(
          VegaLite($0, language: language).specification, pretty: false), as: UTF8.self)
    }
    let terminal = TerminalRenderer(language: language, width: 1_000).text(document)
    for text in [page, terminal] {
      let found = EnglishWords.sentences(text, without: ["A &lt;b&gt; place", "A <b> place"])
      #expect(found.isEmpty, "\(found)")
      if language == .chinese {
        let loose = EnglishWords.looseSigns(text, without: ["A <b> place"])
        #expect(loose.isEmpty, "\(loose)")
      }
    }
    #expect(
      figures.contains { $0.contains(toluene) } && !figures.contains { $0.contains("toluene") })
  }

  @Test("The folder holds page, result, tables and figures, each once", .tags(.analytical))
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("voc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let (impact, document) = try made()
    let written = try DocumentFolder(renderer: FigureRenderer(python: nil)).write(
      document, page: "voc.html",
      files: [("impact.json", try StableJSON.encode(impact))]
        + impact.tables.map { ("\($0.name).csv", Data($0.table.csv.utf8)) }, to: folder)
    #expect(
      Set(written.files.map(\.lastPathComponent)) == [
        "attribution.csv", "changes.csv", "attribution.vl.json", "changes.vl.json",
        "relative-changes.vl.json", "mixture.vl.json", "ozone-families.vl.json", "profile.vl.json",
        "impact.json", "voc.html", "document.json", "balances.csv", "constants.csv", "impact.csv",
        "relative-changes.csv",
      ])
    func lines(_ name: String) throws -> [String] {
      try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        .split(separator: "\n").map(String.init)
    }
    let shares = try lines("attribution.csv")
    #expect(
      shares.first == "compound,family,change_ug_o3_m3,lower,upper,amount_part,mixture_part")
    #expect(shares.count == impact.attribution.shares.count + 1)
    let changes = try lines("changes.csv")
    #expect(
      changes.first
        == "kind,name,quantity,relative_to,method,percent,lower,upper,estimate,unit,p,p_holm")
    #expect(changes.count == impact.rows.count + 1)
    let total = try #require(impact.row(.total, "total", .ozoneFormation)?.effects.first?.relative)
    #expect(
      changes.contains {
        $0.hasPrefix("total,total,ozone-formation,,before-after,\(total.percent),")
      })
  }

  @Test("Page, terminal and JSON of one run show the same numbers", .tags(.property))
  func sameNumbers() throws {
    let (impact, document) = try made()
    let page = try page(document, .english)
    let terminal = TerminalRenderer(width: 1_000).text(document)
    let json = String(decoding: try StableJSON.encode(impact), as: UTF8.self)
    var count = 0
    func look(_ value: Double, _ lower: Double, _ upper: Double) {
      for number in [value, lower, upper] {
        let shown = ShownNumbers.byInterval(number, lower, upper)
        #expect(page.contains(shown), "\(shown)")
        #expect(terminal.contains(shown), "\(shown)")
        #expect(json.contains("\(number)"), "\(number)")
        count += 1
      }
    }
    for change in impact.rows.flatMap(\.effects).compactMap(\.relative) {
      let interval = try #require(change.interval)
      look(change.percent, interval.lower, interval.upper)
    }
    for share in impact.attribution.shares {
      let interval = try #require(share.interval)
      look(share.change, interval.lower, interval.upper)
    }
    for balance in impact.composition.balances {
      look(balance.change, balance.interval.lower, balance.interval.upper)
    }
    #expect(count > 100)
  }

  @Test("Changes over an untouched compound stand apart, with what they assume", .tags(.analytical))
  func relative() throws {
    let terminal = TerminalRenderer(width: 1_000).text(try made().document)
    let parts = terminal.split(separator: "Relative to acetylene\n")
    try #require(parts.count == 2)
    #expect(!parts[0].contains("toluene / acetylene"))
    #expect(parts[1].contains("toluene / acetylene"))
    #expect(parts[1].contains("Ratios to acetylene assume that the measure did not touch it"))
  }
}
