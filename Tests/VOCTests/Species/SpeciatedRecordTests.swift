import AirQuality
import NumericKernels
import TestSupport
import Testing

@testable import VOC

@Suite("Records of compounds")
struct SpeciatedRecordTests {
  @Test("Totals, weather and unknown columns stand apart from compounds", .tags(.analytical))
  func sorting() throws {
    let series = madeSeries([
      ("Benzene", [1, 2]), ("TNMOC", [50, 60]), ("temperature", [20, 21]), ("nox", [10, 12]),
      ("factor_solvent", [3, 4]), ("Mystery", [1, 1]),
    ])
    var options = RecordOptions()
    #expect(
      throws: VOCError.unknownCompounds(
        [UnmatchedName(name: "mystery", nearest: [])], place: "made/place")
    ) { try SpeciatedRecord(series, options: options) }
    options.leavesOutUnknown = true
    let record = try SpeciatedRecord(series, options: options)
    #expect(record.compounds.map(\.name) == ["benzene"])
    #expect(record.totals.map(\.pollutant.identifier) == ["tnmoc"])
    #expect(
      record.others.map(\.pollutant.identifier) == ["temperature", "nox", "factor_solvent"])
    #expect(record.unmatched.map(\.name) == ["mystery"])
    #expect(
      record.columnSummaries.map(\.kind.rawValue) == [
        "compound", "total", "other", "other", "other", "unknown",
      ])
  }

  @Test("ppbC, ppb and µg/m³ of toluene and back", .tags(.analytical))
  func units() throws {
    let record = try SpeciatedRecord(
      madeSeries([("toluene", [7])], unit: .partsPerBillionCarbon))
    let ratio = try record.converted(to: ConcentrationScale(unit: .partsPerBillion))
    #expect(abs(ratio.values[0, 0] - 1) < 1e-12)
    let mass = try ratio.converted(
      to: ConcentrationScale(unit: .microgramsPerCubicMetre, air: .kelvin298))
    // 92.141 g/mol in 24.465 litres.
    #expect(abs(mass.values[0, 0] - 92.141 / AirState.kelvin298.litresPerMole) < 1e-12)
    #expect(abs(mass.values[0, 0] - 3.766) < 1e-3)
    let back = try mass.converted(to: ConcentrationScale(unit: .partsPerBillionCarbon))
    #expect(abs(back.values[0, 0] - 7) < 1e-12)
    #expect(
      throws: VOCError.airStateMissing(from: "ppb", to: "µg/m³")
    ) { try ratio.converted(to: ConcentrationScale(unit: .microgramsPerCubicMetre)) }
  }

  @Test("A unit that is none is named", .tags(.analytical))
  func missingUnit() {
    #expect(throws: VOCError.unitMissing(found: "1", series: "made/place")) {
      try SpeciatedRecord(madeSeries([("toluene", [7])], unit: .dimensionless))
    }
  }

  @Test("Two columns of one compound are refused", .tags(.analytical))
  func repeated() {
    #expect(
      throws: VOCError.repeatedCompound(
        "toluene", headers: ["toluene", "methylbenzene"], place: "made/place")
    ) { try SpeciatedRecord(madeSeries([("toluene", [7]), ("methylbenzene", [7])])) }
  }

  @Test(
    "An uncertainty of zero or below is refused with its place", .tags(.analytical),
    arguments: [0.0, -0.1])
  func uncertainties(value: Double) {
    #expect(
      throws: VOCError.uncertaintyNotPositive(
        "toluene", value: value, at: "made/place, 2015-01-02")
    ) {
      try SpeciatedRecord(
        madeSeries([("toluene", [7, 8]), ("toluene_uncertainty", [0.5, value])]))
    }
  }

  @Test("Values below detection count as nothing until a rule is chosen", .tags(.analytical))
  func censoring() throws {
    let series = madeSeries([
      ("benzene", [nil, 4, 2, 1]), ("benzene_below_detection", [1, 0, 0, 0]),
    ])
    var options = RecordOptions()
    options.limits = ["benzene": 1.5]
    let record = try SpeciatedRecord(series, options: options)
    // The last value lies under the limit, whatever its number.
    #expect(record.censoredCounts.map(\.count) == [2])
    #expect(throws: VOCError.censoredWithoutRule(compounds: ["benzene"], values: 2)) {
      try record.filled(nil)
    }
    #expect(throws: VOCError.ruleForMeansOnly("likelihood")) { try record.filled(.likelihood) }
    #expect(try record.filled(.zero).column(0) == [0, 4, 2, 0])
    #expect(try record.filled(.half).column(0) == [0.75, 4, 2, 0.75])
    #expect(try record.filled(.limit).column(0) == [1.5, 4, 2, 1.5])
    options.limits = [:]
    let unlimited = try SpeciatedRecord(series, options: options)
    #expect(throws: VOCError.limitMissing(["benzene"], rule: "half")) {
      try unlimited.filled(.half)
    }
    #expect(try unlimited.filled(.zero).column(0) == [0, 4, 2, 1])
    #expect(throws: VOCError.limitNotPositive("benzene", value: 0)) {
      options.limits = ["benzene": 0]
      _ = try SpeciatedRecord(series, options: options)
    }
  }

  @Test("A compound that was never detected is refused under every rule", .tags(.analytical))
  func undetected() throws {
    let record = try SpeciatedRecord(
      madeSeries([
        ("benzene", [1, 2]), ("styrene", [nil, nil]), ("styrene_below_detection", [1, 1]),
      ]))
    for rule in CensoringRule.allCases {
      #expect(throws: VOCError.allBelowDetection(["styrene"])) {
        try record.means(over: 0..<2, rule: rule)
      }
    }
  }

  @Test("A table of limits with commas in names, and what is wrong with one", .tags(.analytical))
  func limits() throws {
    let limits = try DetectionLimits.read(
      "compound,limit\nbenzene,0.05\n\"m,p-xylene\",0.1\n1,2,4-trimethylbenzene,0.2\n",
      file: "mdl.csv")
    #expect(limits == ["benzene": 0.05, "m,p-xylene": 0.1, "1,2,4-trimethylbenzene": 0.2])
    #expect(throws: VOCError.self) {
      try DetectionLimits.read("benzene,0.05\ntoluene\n", file: "mdl.csv")
    }
  }
}
