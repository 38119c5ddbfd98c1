import AirQuality
import NumericKernels
import TestSupport
import Testing

@testable import VOC

@Suite("Reactivity")
struct ReactivityTests {
  static func assessment(draws: Int = 400) -> ReactivityAssessment {
    var assessment = ReactivityAssessment()
    assessment.air = .kelvin298
    assessment.draws = draws
    return assessment
  }

  @Test(
    "Ozone formation by hand: 10 µg/m³ each of ethylene, toluene and ethane", .tags(.analytical))
  func byHand() throws {
    let composition = try Composition(
      name: "made", masses: ["ethylene": 10, "toluene": 10, "ethane": 10])
    let result = try Self.assessment().assess(composition)
    let ozone = try #require(result[.ozoneFormation])
    // 10 × (9.00 + 4.00 + 0.28).
    #expect(abs(ozone.total.value - 132.8) < 1e-9)
    #expect(ozone.compounds.map(\.name) == ["ethylene", "toluene", "ethane"])
    #expect(abs(ozone.compounds[0].share - 90 / 132.8) < 1e-12)
    #expect(ozone.families.map(\.name) == ["alkene", "aromatic", "alkane"])
    #expect(ozone.total.lower < 132.8 && 132.8 < ozone.total.upper)
  }

  @Test("OH reactivity of 1 ppb of isoprene is 2.46 per second at 298 K", .tags(.analytical))
  func hydroxyl() throws {
    let record = try SpeciatedRecord(madeSeries([("isoprene", [1])]))
    let result = try Self.assessment().assess(record)
    // 1e-10 cm³/s × 1e-9 × 2.4613e19 molecules/cm³.
    let expected = 1e-10 * 1e-9 * AirState.kelvin298.moleculesPerCubicCentimetre
    let found = try #require(result[.hydroxylReactivity]).total.value
    #expect(abs(found / expected - 1) < 1e-6)
    #expect(abs(found - 2.46) < 0.005)
  }

  @Test("Colder air has more molecules, and a stated activation moves the rate", .tags(.analytical))
  func temperature() throws {
    let record = try SpeciatedRecord(madeSeries([("isoprene", [1])]))
    var assessment = Self.assessment()
    assessment.air = AirState(kelvin: 278, kilopascals: 101.325)
    let cold = try #require(try assessment.assess(record)[.hydroxylReactivity]).total.value
    assessment.activationTemperatures = ["isoprene": -390]
    let faster = try #require(try assessment.assess(record)[.hydroxylReactivity]).total.value
    // exp(390 · (1/278 − 1/298)).
    #expect(abs(faster / cold - 1.09876) < 1e-4)
    assessment.air = .kelvin298
    assessment.activationTemperatures = [:]
    let warm = try #require(try assessment.assess(record)[.hydroxylReactivity]).total.value
    #expect(abs(cold / warm - 298.15 / 278) < 1e-9)
  }

  @Test("SOAP and FAC of toluene", .tags(.analytical))
  func aerosol() throws {
    let result = try Self.assessment().assess(Composition(name: "made", masses: ["toluene": 20]))
    #expect(abs(try #require(result[.aerosolPotential]).total.value - 20) < 1e-12)
    #expect(abs(try #require(result[.aerosolFormation]).total.value - 20 * 0.054) < 1e-12)
  }

  @Test("A compound without the constant is listed and in no sum", .tags(.analytical))
  func unknownConstant() throws {
    let result = try Self.assessment().assess(
      Composition(name: "made", masses: ["toluene": 30, "CFC-11": 10]))
    let ozone = try #require(result[.ozoneFormation])
    #expect(ozone.withoutConstant == ["trichlorofluoromethane"])
    #expect(abs(ozone.massShareWithoutConstant - 0.25) < 1e-12)
    #expect(abs(ozone.total.value - 120) < 1e-12)
  }

  @Test("The interval of one compound is that of its constant", .tags(.analytical))
  func interval() throws {
    let result = try Self.assessment(draws: 20_000).assess(
      Composition(name: "made", masses: ["toluene": 10]))
    let ozone = try #require(result[.ozoneFormation]).total
    // exp(±1.95996 · 0.15); the Monte Carlo error of a tail quantile is about 1 %.
    #expect(abs(ozone.lower / (40 / 1.3418) - 1) < 0.015)
    #expect(abs(ozone.upper / (40 * 1.3418) - 1) < 0.015)
  }

  @Test("Draws do not depend on anything but the seed", .tags(.property))
  func seeded() throws {
    let composition = try Composition(name: "made", masses: ["toluene": 10, "ethylene": 3])
    #expect(try Self.assessment().assess(composition) == Self.assessment().assess(composition))
  }

  @Test("Twice the concentration is twice everything", .tags(.property))
  func scaling() throws {
    let once = try Self.assessment().assess(
      Composition(name: "a", masses: ["toluene": 10, "isoprene": 2]))
    let twice = try Self.assessment().assess(
      Composition(name: "a", masses: ["toluene": 20, "isoprene": 4]))
    for (first, second) in zip(once.quantities, twice.quantities) {
      #expect(abs(second.total.value - 2 * first.total.value) < 1e-12 * second.total.value)
      #expect(abs(second.total.upper - 2 * first.total.upper) < 1e-9 * second.total.upper)
    }
  }
}

@Suite("Photochemical age")
struct PhotochemicalAgeTests {
  @Test("Air that reacted at known exposure is brought back", .tags(.analytical))
  func recovers() throws {
    // Exposure 2e11 molecules s/cm³; emitted 3 : 1 and 5 ppb of toluene.
    let exposure = 2e11
    func decayed(_ name: String, _ emitted: Double) throws -> Double {
      let rate = try #require(
        try CompoundCatalogue.embedded.compound(named: name).constants[.hydroxyl]
      ).value
      return emitted * Logarithm.power(2.718281828459045, -rate * exposure)
    }
    let names = [("m,p-xylene", 3.0), ("ethylbenzene", 1.0), ("toluene", 5.0), ("isoprene", 1.0)]
    let record = try SpeciatedRecord(
      madeSeries(
        try names.map { name, emitted in
          let value = try decayed(name, emitted)
          return (name, Array(repeating: value, count: 24))
        }, step: 3_600))
    var clock = PhotochemicalAge()
    #expect(throws: VOCError.self) { try clock.read(record, rule: nil) }
    clock.emissionRatio = 3
    clock.hydroxyl = 2e6
    let reading = try clock.read(record, rule: nil)
    #expect(abs(reading.medianExposure / exposure - 1) < 1e-9)
    #expect(abs(try #require(reading.medianHours) - 2e11 / 2e6 / 3_600) < 1e-6)
    #expect(reading.steps == 13)
    let toluene = try #require(reading.compounds.first { $0.compound == "toluene" })
    #expect(abs(try #require(toluene.initial) - 5) < 1e-9)
    let isoprene = try #require(reading.compounds.first { $0.compound == "isoprene" })
    #expect(isoprene.initial == nil && isoprene.note != nil)
  }
}
