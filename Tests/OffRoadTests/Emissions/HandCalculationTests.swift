import Documents
import Foundation
import TestSupport
import Testing

@testable import OffRoad

/// Ten excavators of 100 kW, US Tier 2, model year 2015, in 2020: 933.4 h a year at load 0.5 are
/// 0.6 of the median life of 4,667 h in the six years that NONROAD counts, and 466,700 kWh a year.
/// The expected figures were worked out from the factors of EPA’s files, as `Golden` has them, with
/// a desk calculator (Python 3.11).
@Suite("Emissions worked out by hand")
struct HandCalculationTests {
  private func fleet(_ stage: String) throws -> ClassFleet {
    let machine = Machine(
      type: try #require(MachineType.position(named: "excavator")),
      stage: try #require(EngineStage.position(of: stage)), power: 100, modelYear: 2015, count: 10,
      hours: 933.4, loadFactor: 0.5)
    return try ClassFleet([machine], year: 2020)
  }

  private func tally(
    _ method: EmissionMethod, _ stage: String, sulphur: Double = 10
  ) throws -> EmissionTally {
    var inventory = MachineInventory(sulphurPartsPerMillion: sulphur)
    inventory.method = method
    return try inventory.tally(fleet(stage))
  }

  private func expect(
    _ found: Double, _ wanted: Double, _ comment: Comment,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(abs(found / wanted - 1) < 1e-9, comment, sourceLocation: sourceLocation)
  }

  @Test("NONROAD at 0.6 of the median life with 10 ppm of sulphur", .tags(.analytical))
  func nonroad() throws {
    let tally = try tally(.nonroad, "us-tier-2")
    // 3.88 / 0.7457 × (1 + 0.009 × 0.6) g/kWh × 466,700 kWh.
    expect(tally.tonnes(.nox), 2.44142992946225, "NOx")
    // 0.35 / 0.7457 × (1 + 0.034 × 0.6) × 1.02, the last for the crankcase.
    expect(tally.tonnes(.hc), 0.22798817588842693, "HC")
    expect(tally.tonnes(.co), 0.8828296722542577, "CO")
    // (0.22 × (1 + 0.473 × 0.6) − 0.371 × 453.6 × 7 × 0.02247 × 0.01 × (0.035 − 0.001)) / 0.7457.
    expect(tally.tonnes(.pm10), 0.1711314621736834, "PM10")
    expect(tally.tonnes(.pm25), 0.1659975183084729, "PM2.5")
    expect(tally.tonnes(.co2), 335.2653308027089, "CO2")
    expect(tally.tonnes(.so2), 0.002054645123628419, "SO2")
  }

  @Test(
    "The sulphur adjustment is nothing at certification sulphur and 0.0994 g/kWh for Tier 1",
    .tags(.analytical))
  func sulphurAdjustment() throws {
    let excavator = try #require(MachineType.position(named: "excavator"))
    func subtraction(_ stage: String, _ sulphur: Double) throws -> Double {
      let lookup = FactorLookup(
        .nonroad, sulphurPartsPerMillion: sulphur, onlyBacked: false, includesCrankcase: true)
      let factors = lookup.factors(
        type: MachineType.all[excavator],
        stage: EngineStage.all[try #require(EngineStage.position(of: stage))], power: 100)
      return try #require(factors.terms[.pm10]).subtraction
    }
    #expect(try abs(subtraction("us-tier-2", 350)) < 1e-15)
    // 0.371 × 453.6 / 0.7457 × 7 × 0.02247 × 0.01 × (0.33 − 0.05).
    expect(try subtraction("us-tier-1", 500), 0.09938983192597561, "500 ppm")
  }

  @Test("Deterioration stops at one median life", .tags(.analytical))
  func deteriorationCap() throws {
    let terms = FactorTerms(zeroHour: 2, deterioration: 0.5, backing: .user)
    #expect(terms.value(age: 0.5) == 2.25)
    #expect(terms.value(age: 1) == 2.5)
    #expect(terms.value(age: 3) == 2.5)
  }

  @Test("EMEP Tier 1, 2 and 3", .tags(.analytical))
  func emep() throws {
    let first = try tally(.emepTier1, "eu-ii")
    // 466,700 kWh × 225.6747 g fuel × 32.63 g NOx a kg.
    expect(first.tonnes(.nox), 3.4366688548177553, "Tier 1 NOx")
    let second = try tally(.emepTier2, "eu-ii")
    expect(second.tonnes(.nox), 2.3276243239801535, "Tier 2 NOx")
    expect(second.tonnes(.pm25), 0.10890332809934292, "Tier 2 PM2.5")
    expect(second.tonnes(.so2), 0.002106447352018239, "Tier 2 SO2")
    let third = try tally(.emepTier3, "eu-iiia")
    // 3.24 g/kWh; black carbon is Tier 2’s 0.758 / 0.95 of PM2.5; CO2 3.16 times the fuel.
    expect(third.tonnes(.nox), 1.512108, "Tier 3 NOx")
    expect(third.tonnes(.pm10), 0.09334, "Tier 3 PM10")
    expect(third.tonnes(.bc), 0.0744754947368421, "Tier 3 BC")
    expect(third.tonnes(.co2), 376.06686, "Tier 3 CO2")
    expect(third.tonnes(.so2), 0.00238017, "Tier 3 SO2")
  }

  @Test("A particulate filter takes 90 % of PM and black carbon and no NOx", .tags(.analytical))
  func retrofit() throws {
    var machine = Machine(
      type: try #require(MachineType.position(named: "excavator")),
      stage: try #require(EngineStage.position(of: "eu-ii")), power: 100, modelYear: 2015)
    let inventory = MachineInventory(sulphurPartsPerMillion: 10)
    let without = try inventory.tally(ClassFleet([machine], year: 2020))
    machine.retrofit = .particulateFilter
    let with = try inventory.tally(ClassFleet([machine], year: 2020))
    expect(with.tonnes(.pm25), without.tonnes(.pm25) * 0.1, "PM2.5")
    expect(with.tonnes(.bc), without.tonnes(.bc) * 0.1, "BC")
    #expect(with.tonnes(.nox) == without.tonnes(.nox))
    #expect(
      with.defaults.contains {
        $0.quantity
          == Message("assumed.reduction", ["pollutant": .text("PM2.5"), "device": .text("DPF")])
      })
  }

  @Test("Electric machines emit what the grid emits", .tags(.analytical))
  func electric() throws {
    let machine = Machine(
      type: try #require(MachineType.position(named: "forklift")), stage: 0, power: 50,
      fuel: .electric, count: 2, hours: 1_000, loadFactor: 0.5)
    var inventory = MachineInventory(sulphurPartsPerMillion: 10)
    inventory.grid = [.co2: 600]
    let tally = try inventory.tally(ClassFleet([machine], year: 2020))
    // 50,000 kWh × 1.25 × 600 g.
    expect(tally.tonnes(.co2), 37.5, "CO2")
    #expect(tally.tonnes(.nox) == 0)
    #expect(tally.rows[0].stage == "electric")
  }
}
