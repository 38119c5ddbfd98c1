import AirQuality
import Documents
import TestSupport
import Testing

@testable import VOC

@Suite("Compounds and lumps that a user states")
struct OwnSpeciesTests {
  private static let file = """
    species:
      - name: dimethyl carbonate
        other_names: [碳酸二甲酯]
        molar_mass: 90.08
        carbon_atoms: 3
        family: ester
        mir: 1.7
        source: data sheet
    lumps:
      - name: BT
        other_names: [苯和甲苯]
        parts: { benzene: 1, toluene: 1 }
        weights: molecules
        source: analysis of 2024
      - name: paint aromatics
        parts: { m-xylene: 3, p-xylene: 1 }
        weights: mass
        source: analysis of 2024
    """

  private static func own(_ yaml: String = Self.file) throws(VOCError) -> OwnSpecies {
    try OwnSpecies(yaml: yaml, file: "own.yaml")
  }

  private static func record(
    _ names: [String], unit: MeasurementUnit = .partsPerBillionCarbon,
    isomers: IsomerOverlap.Choice = .refuse
  ) throws -> SpeciatedRecord {
    var options = RecordOptions()
    options.own = try own()
    options.isomers = isomers
    return try SpeciatedRecord(
      madeSeries(names.map { ($0, [13.0, 13, 13]) }, unit: unit), options: options)
  }

  // Carter (2010): benzene 0.72, toluene 4.00, m-xylene 9.75, p-xylene 5.84 g O3/g.
  @Test("A lump weighs what its parts weigh, by molecules and by mass", .tags(.analytical))
  func byHand() throws {
    var assessment = ReactivityAssessment()
    assessment.air = .kelvin298
    let lump = try assessment.assess(Self.record(["苯和甲苯", "ethane"], isomers: .refuse))
    let found = try #require(
      lump[.ozoneFormation]?.compounds.first { $0.name == "BT" })
    // 13 ppbC of molecules of 6.5 carbon atoms are 2 ppb: one of benzene and one of toluene.
    let expected = (78.114 * 0.72 + 92.141 * 4.00) / AirState.kelvin298.litresPerMole
    #expect(abs(found.value / expected - 1) < 1e-4, "\(found.value) \(expected)")
    let own = try Self.own()
    guard case .compound(let paint) = own.match("Paint Aromatics") else {
      Issue.record("no lump")
      return
    }
    #expect(abs((paint.constants[.ozone]?.value ?? 0) - (9.75 * 3 + 5.84) / 4) < 1e-9)
    #expect(paint.family == .aromatic && paint.isMixture)
    #expect(abs(paint.carbonAtoms - 8) < 1e-12)
    #expect(paint.constants[.ozone]?.source == "analysis of 2024")
  }

  @Test("An own compound is read under any of its names and weighs by its own constant")
  func compound() throws {
    let record = try Self.record(["碳酸二甲酯"], unit: .microgramsPerCubicMetre)
    #expect(record.compounds.map(\.name) == ["dimethyl carbonate"])
    #expect(record.column(of: "Dimethyl carbonate") == 0)
    let reactivity = try ReactivityAssessment().assess(record)
    #expect(abs((reactivity[.ozoneFormation]?.total.value ?? 0) - 13 * 1.7) < 1e-9)
    // No rate constant is stated, so that none is made up.
    #expect(reactivity[.hydroxylReactivity] == nil)
    let row = try #require(reactivity.constants.first)
    #expect(row.constant.basis == .stated && row.constant.source == "data sheet")
  }

  @Test("A lump beside its parts is refused, or one of the two is taken", .tags(.analytical))
  func neverTwice() throws {
    let names = ["BT", "toluene", "ethane"]
    let error = #expect(throws: VOCError.self) { try Self.record(names) }
    #expect(error?.what.contains("“BT” holds toluene, which") == true, "\(error?.what ?? "")")
    #expect(try Self.record(names, isomers: .parts).compounds.map(\.name) == ["toluene", "ethane"])
    #expect(try Self.record(names, isomers: .lump).compounds.map(\.name) == ["BT", "ethane"])
    // m,p-Xylene of the catalogue holds both parts of the lump.
    #expect(throws: VOCError.self) { try Self.record(["paint aromatics", "m,p-xylene"]) }
    #expect(try Self.record(["paint aromatics", "o-xylene"]).compounds.count == 2)
  }

  @Test("A mean of figures from memory is from memory")
  func basis() throws {
    let own = try Self.own(
      """
      lumps:
        - name: xylenes of ours
          parts: { m-xylene: 1, p-xylene: 1 }
          weights: mass
          source: s
      """)
    // The fractional aerosol coefficients of the xylenes are recalled, their reactivities are not.
    let constants = try #require(own.compounds.first).constants
    #expect(constants[.aerosolCoefficient]?.basis == .recalled)
    #expect(constants[.ozone]?.basis == .stated)
  }

  @Test(
    "What cannot be is refused with its line and what to write",
    arguments: [
      (
        "species:\n  - { name: toluene, molar_mass: 92, carbon_atoms: 7, source: s }",
        "name” “toluene” is a name of toluene already"
      ),
      (
        "species:\n  - { name: X, carbon_atoms: 7, source: s }",
        "molar_mass” is missing or not above zero"
      ),
      ("species:\n  - { name: X, molar_mass: 92, carbon_atoms: 7 }", "source” is missing"),
      (
        "lumps:\n  - { name: L, parts: { benzene: 1, tolune: 1 }, weights: mass, source: s }",
        "is no compound of the catalogue"
      ),
      (
        "lumps:\n  - { name: L, parts: { benzene: 1, toluene: 1 }, source: s }",
        "weights” does not say what the shares are shares of"
      ),
      (
        "lumps:\n  - { name: L, parts: { benzene: 1, toluene: 0 }, weights: mass, source: s }",
        "has no weight above zero"
      ),
      (
        "lumps:\n  - { name: L, parts: { benzene: 1 }, weights: mass, source: s }",
        "names fewer than two compounds"
      ),
      (
        "lumps:\n  - { name: L, parts: { benzene: 1, 苯: 1 }, weights: mass, source: s }",
        "stands twice, or is a lump itself"
      ),
      ("species: []", "states no compound and no lump"),
    ])
  func refused(_ yaml: String, _ words: String) {
    let error = #expect(throws: VOCError.self) { try Self.own(yaml) }
    #expect(error?.explanation.contains(words) == true, "\(error?.explanation ?? "")")
  }
}
