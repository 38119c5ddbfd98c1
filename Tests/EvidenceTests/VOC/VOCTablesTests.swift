import AirQuality
import Documents
import Foundation
import Simulation
import TestSupport
import Testing
import VOC

@testable import Evidence

@Suite("The documents of compounds, their reactivity and their ratios")
struct VOCTablesTests {
  private func record() throws -> SpeciatedRecord {
    var speciation = SimulatedSpeciation()
    speciation.days = 84
    speciation.daysBefore = 40
    var options = RecordOptions()
    options.leavingOut = ["alpha-pinene", "isoprene"]
    return try SpeciatedRecord(speciation.generate().series, options: options)
  }

  private func expectNoEnglish(_ document: Document) {
    for language in [Language.japanese, .chinese] {
      let text = TerminalRenderer(language: language, width: 1_000).text(document)
      let found = EnglishWords.sentences(text)
      #expect(found.isEmpty, "\(found)")
      #expect(language != .chinese || EnglishWords.looseSigns(text).isEmpty)
    }
  }

  @Test("Reactivity by family is as it was looked at, in three languages", .tags(.golden))
  func reactivity() throws {
    var assessment = ReactivityAssessment()
    assessment.air = .kelvin298
    assessment.draws = 200
    let result = try assessment.assess(record(), from: nil, until: nil)
    let document = result.document(.families)
    try DocumentSnapshot.check(document, named: "reactivity")
    expectNoEnglish(document)
    let table = try #require(document.tables.first)
    #expect(table.csv.hasPrefix("quantity,of,value,lower,upper,share,unit\nmass,total,"))
    let total = try #require(result[.ozoneFormation]?.total)
    #expect(
      table.csv.contains(
        "ozone-formation,total,\(total.value),\(total.lower),\(total.upper),1.0,µg O3/m³"))
    let terminal = TerminalRenderer().text(document)
    for number in [total.value, total.lower, total.upper] {
      #expect(terminal.contains(ShownNumbers.byInterval(number, total.lower, total.upper)))
    }
    expectNoEnglish(result.document(.sources))
  }

  @Test("Ratios say what they cannot tell in the reader’s language", .tags(.golden))
  func ratios() throws {
    var analysis = RatioAnalysis()
    analysis.air = .kelvin298
    analysis.replicates = 99
    let record = try record()
    let report = try analysis.analyse(record)
    var age = PhotochemicalAge()
    age.emissionQuantile = 0.99
    age.hydroxyl = 2e6
    age.firstHour = 0
    age.lastHour = 23
    age.fast = "toluene"
    age.slow = "benzene"
    let clock = try age.read(record, rule: nil)
    let document = report.document(age: age, clock: clock)
    try DocumentSnapshot.check(document, named: "ratios")
    expectNoEnglish(document)
    for language in Language.allCases {
      let text = TerminalRenderer(language: language, width: 1_000).text(document)
      #expect(
        text.contains(Catalogue.builtIn.text("ratios.cannot-tell.toluene-benzene", language)))
    }
    #expect(!report.ratios.isEmpty)
    for row in report.ratios {
      let csv = try #require(document.tables.first?.csv)
      let name =
        row.ratio.identifier.contains(",") ? "\"m,p-xylene/ethylbenzene\"" : row.ratio.identifier
      #expect(csv.contains("\nratio,\(name),\(row.geometricMean),"))
    }
  }

  @Test("The catalogue has the ratios’ own words in English", .tags(.property))
  func words() {
    func text(_ id: String) -> String { Catalogue.builtIn.text(Message(id), .english) }
    for ratio in DiagnosticRatio.all {
      let slug = ratio.identifier.replacing("/", with: "-").replacing(",", with: "")
      #expect(text("ratios.tells.\(slug)") == ratio.tells)
      #expect(text("ratios.cannot-tell.\(slug)") == ratio.cannotTell)
      for (place, range) in ratio.ranges.enumerated() {
        #expect(text("ratios.reads-as.\(slug).\(place)") == range.goesWith)
      }
    }
    for indicator in [
      RegimeIndicator.carbonOverNitrogen, .peroxideOverAcid, .formaldehydeOverDioxide,
    ] {
      let slug = indicator.identifier.replacing("/", with: "-")
      #expect(text("ratios.caution.\(slug)") == indicator.caution)
    }
  }

  @Test("Known measures and compounds have names in three languages", .tags(.property))
  func lists() {
    expectNoEnglish(ControlCatalogue.embedded.document)
    for control in ControlCatalogue.embedded.controls {
      #expect(Catalogue.builtIn.has("control.\(control.identifier)"), "\(control.identifier)")
      #expect(Catalogue.builtIn.has("action.\(control.action.rawValue)"))
    }
    let table = Table.compounds(CompoundCatalogue.embedded.compounds)
    #expect(
      table.csv.hasPrefix("species,cas,g/mol,C,family,ja,zh,constant,value,basis,agreeing,source\n")
    )
    #expect(table.csv.contains("\ntoluene,108-88-3,92.141,7,aromatic,トルエン,甲苯,mir,4.0"))
    let text = TerminalRenderer(language: .japanese).text(table)
    #expect(EnglishWords.sentences(text).isEmpty, "\(EnglishWords.sentences(text))")
  }
}
