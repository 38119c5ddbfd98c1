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
    #expect(predicted.count == 28)
  }

  @Test(
    "Methylheptanes have the rate constants that Xin et al. (2024) measured", .tags(.golden))
  func methylheptanes() throws {
    // doi:10.5194/acp-24-11409-2024, abstract: 3-methylheptane (7.71 ± 0.35) × 10⁻¹²; 2-methylheptane
    // 1.37 × 10⁻¹¹ exp(−209/T), at 298 K 6.79 × 10⁻¹².
    let catalogue = CompoundCatalogue.embedded
    let three = try #require(
      try catalogue.compound(named: "3-methylheptane").constants[.hydroxyl])
    #expect(three.value == 7.71e-12 && three.basis == .measured)
    let two = try #require(try catalogue.compound(named: "2-methylheptane").constants[.hydroxyl])
    #expect(abs(two.value - 6.79e-12) < 0.005e-12 && two.basis == .measured)
  }

  @Test(
    "Names that Chinese files have",
    arguments: [
      ("醋酸", "acetic acid"), ("甲基溴", "bromomethane"), ("甲基乙炔", "propyne"),
      ("醋酸乙酯", "ethyl acetate"), ("醋酸丁酯", "n-butyl acetate"), ("异辛烷", "2,2,4-trimethylpentane"),
      ("正丙醛", "propionaldehyde"), ("间,对-二甲苯", "m,p-xylene"), ("全氯乙烯", "tetrachloroethylene"),
    ])
  func chineseNames(_ name: String, _ compound: String) throws {
    #expect(try CompoundCatalogue.embedded.compound(named: name).name == compound)
  }

  @Test("Total nitrate is an ion and no total; total VOC is one")
  func totalIons() {
    guard case .unknown = CompoundCatalogue.embedded.match("Total Nitrate") else {
      Issue.record("Total Nitrate")
      return
    }
    #expect(CompoundCatalogue.embedded.match("Total VOC") == .total)
  }

  @Test(
    "m,p-Xylene has the fractional aerosol coefficient of its isomers' mean", .tags(.analytical))
  func aerosolOfXylene() throws {
    // 4.7 and 1.6 (Grosjean 1992): every chromatograph reports the two together.
    let coefficient = try CompoundCatalogue.embedded.compound(named: "m,p-xylene")
      .constants[.aerosolCoefficient]
    #expect(coefficient?.value == 3.15 && coefficient?.basis == .recalled)
  }
}
