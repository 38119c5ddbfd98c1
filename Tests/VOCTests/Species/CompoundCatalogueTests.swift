import Documents
import AirQuality
import TestSupport
import Testing

@testable import VOC

@Suite("The catalogue of compounds")
struct CompoundCatalogueTests {
  static let catalogue = CompoundCatalogue.embedded

  @Test(
    "Carter’s 2010 anchors", .tags(.analytical),
    arguments: zip(
      [
        "ethylene", "propylene", "toluene", "benzene", "m-xylene", "p-xylene", "o-xylene",
        "isoprene", "formaldehyde", "ethane", "propane", "n-butane", "1,2,4-trimethylbenzene",
        "1,3,5-trimethylbenzene", "1,2,3-trimethylbenzene",
      ],
      [
        9.00, 11.66, 4.00, 0.72, 9.75, 5.84, 7.64, 10.61, 9.46, 0.28, 0.49, 1.15, 8.87, 11.76,
        11.97,
      ]))
  func anchors(name: String, reactivity: Double) throws {
    let compound = try Self.catalogue.compound(named: name)
    #expect(compound.constants[.ozone]?.value == reactivity)
    #expect(compound.constants[.ozone]?.basis == .tabulated)
  }

  @Test(
    "One compound under its names in three languages, CAS number and AQS code",
    .tags(.analytical),
    arguments: [
      "Toluene", "toluene", "TOLUENE ", "トルエン", "甲苯", "methylbenzene", "108-88-3", "45202",
    ])
  func names(name: String) throws {
    #expect(try Self.catalogue.compound(named: name).name == "toluene")
  }

  @Test(
    "Spellings of m,p-xylene", .tags(.analytical),
    arguments: ["m,p-xylene", "M_P Xylene", "m/p-Xylene", "間/對-二甲苯", "m&p-xylene", "mp-xylene"])
  func isomers(name: String) throws {
    #expect(try Self.catalogue.compound(named: name).name == "m,p-xylene")
  }

  @Test("Every name, alias and CAS number leads back to its own compound", .tags(.property))
  func unique() throws {
    for compound in Self.catalogue.compounds {
      let names =
        [compound.name] + compound.aliases
        + [compound.cas, compound.japaneseName, compound.chineseName].compactMap(\.self)
      for name in names {
        #expect(try Self.catalogue.compound(named: name) == compound, "\(name)")
      }
    }
    #expect(Self.catalogue.compounds.count == 187)
    #expect(Self.catalogue.compounds.count(where: \.isPAMS) == 57)
  }

  @Test(
    "Totals are no compounds", .tags(.analytical),
    arguments: ["TNMOC", "NMHC", "Total alkanes", "Unidentified", "非甲烷总烃", "BTEX", "总烷烃"])
  func totals(name: String) {
    #expect(Self.catalogue.match(name) == .total)
    #expect(throws: VOCError.totalAsSpecies([name], place: "")) {
      try Self.catalogue.compound(named: name)
    }
  }

  @Test("A misspelt name is offered what is near and not taken", .tags(.analytical))
  func nearest() {
    let unknown = UnmatchedName(name: "Tolune", nearest: ["toluene"])
    #expect(Self.catalogue.match("Tolune") == .unknown(unknown))
    let error = VOCError.unknownCompounds([unknown], place: "made/place")
    #expect(
      error.explanation == "made/place: no compound is called “Tolune” (near: toluene); write the "
        + "usual name or the CAS number, or say that unknown columns are left out")
  }

  @Test("Every constant states its source, and recalled ones are marked", .tags(.property))
  func provenance() {
    for row in ProvenanceRow.rows(of: Self.catalogue.compounds) {
      #expect(!row.constant.source.isEmpty)
      #expect(
        (row.constant.basis == .recalled) == row.constant.source.contains("unverified-recall"))
    }
    let predicted = Self.catalogue.compounds.filter {
      $0.constants[.hydroxyl]?.basis == .predicted
    }
    #expect(predicted.count == 30)
  }
}
