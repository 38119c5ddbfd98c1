import Documents
import Foundation
import TestSupport
import Testing

@testable import OffRoad

/// What a stage means at a power, held against EPA's model and the texts of the laws.
@Suite("Stages at a power")
struct StageAndPowerTests {
  private func stage(_ identifier: String) throws -> EngineStage {
    EngineStage.all[try #require(EngineStage.position(of: identifier))]
  }

  private func tonnes(
    _ stage: String, kilowatts: Double, _ method: EmissionMethod, _ pollutant: ExhaustPollutant
  ) throws -> Double {
    var inventory = MachineInventory(sulphurPartsPerMillion: 10)
    inventory.method = method
    let machine = Machine(
      type: try #require(MachineType.position(named: "excavator")),
      stage: try #require(EngineStage.position(of: stage)), power: kilowatts, modelYear: 2020,
      hours: 1_000, loadFactor: 0.5)
    return try inventory.tally(ClassFleet([machine], year: 2024)).tonnes(pollutant)
  }

  @Test("Tier 4 of 16 to 25 hp has no filter: 5.98 g/kWh of NOx and not 0.376", .tags(.golden))
  func smallTierFour() throws {
    let rows = try GoldenRows("nonroad_cases.csv").rows.filter {
      try $0.text("technology") == "T4B"
    }
    #expect(!rows.isEmpty)
    for row in rows {
      let power = try row.number("power_hp") * 0.7457
      let machine = Machine(
        type: try #require(MachineType.position(named: row.text("machinery"))),
        stage: try #require(EngineStage.position(of: "us-tier-4")), power: power,
        modelYear: try row.integer("model_year"), hours: try row.number("hours"),
        loadFactor: try row.number("load_factor"))
      var inventory = MachineInventory(sulphurPartsPerMillion: try row.number("sulphur_ppm"))
      inventory.method = .nonroad
      let tally = try inventory.tally(ClassFleet([machine], year: row.integer("year")))
      let work = try power * row.number("hours") * row.number("load_factor") * 1e-6
      #expect(try abs(tally.tonnes(.nox) / work / row.number("nox") - 1) < 1e-3)
      #expect(try abs(tally.tonnes(.pm10) / work / row.number("pm10") - 1) < 1e-3)
      #expect(tally.tonnes(.nox) / work > 5)
    }
  }

  @Test(
    "No stage has a filter where its law asks for none",
    .tags(.analytical),
    arguments: [
      // GB 20891-2014 with XG1-2020: below 37 kW the limits of stage III, PM 0.6.
      ("china-iv", 25.0, false), ("china-iv", 45, true), ("china-iv", 600, false),
      // Regulation (EU) 2016/1628, annex II: PM 0.40 below 19 kW, 0.015 from 19 to 560 kW.
      ("eu-v", 10, false), ("eu-v", 25, true), ("eu-v", 45, true), ("eu-v", 200, true),
      // 97/68/EC: stage IV begins at 56 kW and stage IIIB at 37 kW.
      ("eu-iv", 30, false), ("eu-iv", 45, true), ("eu-iiib", 30, false),
      // 40 CFR 1039.101: PM 0.40 below 19 kW.
      ("us-tier-4", 10, false), ("us-tier-4", 30, true), ("us-tier-4-interim", 30, false),
      // The Japanese act begins at 19 kW and ends below 560 kW.
      ("japan-2014", 10, false), ("japan-2014", 30, true), ("japan-2014", 560, false),
    ])
  func filters(_ identifier: String, _ power: Double, _ filtered: Bool) throws {
    let own = try stage(identifier)
    #expect(own.alreadyHas(.particulateFilter, power: power) == filtered)
    // 0.1 g/kWh lies between every limit that a filter meets and every one that it is not needed for.
    let limit = EmissionLimit.limits(of: own, power: power).first { $0.pollutant == "PM" }
    if let limit { #expect((limit.limit < 0.1) == filtered) }
    let particles = try tonnes(identifier, kilowatts: power, .nonroad, .pm10)
    #expect((particles / (power * 500) * 1e6 < 0.1) == filtered)
  }

  @Test("NOx is controlled only where a limit of 0.4 g/kWh asks for it", .tags(.analytical))
  func control() throws {
    for (identifier, power, limit) in [
      ("eu-v", 45.0, 4.7), ("eu-v", 100, 0.4), ("japan-2014", 45, 4.0), ("japan-2014", 100, 0.4),
      ("us-tier-4", 45, 4.7), ("us-tier-4", 100, 0.4), ("china-iv", 100, 3.3),
    ] {
      let rate = try tonnes(identifier, kilowatts: power, .nonroad, .nox) / (power * 500) * 1e6
      #expect((rate < 1) == (limit < 1), "\(identifier) \(power): \(rate)")
      let emep = try tonnes(identifier, kilowatts: power, .emepTier2, .nox) / (power * 500) * 1e6
      #expect((emep < 2) == (limit < 1), "\(identifier) \(power) EMEP: \(emep)")
    }
  }

  @Test(
    "China IV below 37 kW emits the particles of stage III by the default method",
    .tags(.analytical))
  func chinaFour() throws {
    // EMEP/EEA, table 3-2: 0.95 g of PM10 a kg of fuel in stage IIIA, ten times stage IIIB's 0.098;
    // EPA's 0.412 lb/hp-hr of excavators up to 100 hp.
    let fuel = 25.0 * 500 * 0.412 * 453.6 / 0.7457
    let found = try tonnes("china-iv", kilowatts: 25, .emepTier2, .pm10)
    #expect(abs(found / (fuel / 1_000 * 0.95 * 1e-6) - 1) < 1e-9)
    let large = try tonnes("china-iv", kilowatts: 45, .emepTier2, .pm10)
    #expect(abs(large / (fuel * 45 / 25 / 1_000 * 0.098 * 1e-6) - 1) < 1e-9)
  }

  @Test("Above 750 hp Tier 4 is interim until model year 2014", .tags(.golden))
  func largeTierFour() throws {
    let rows = try GoldenRows("nonroad_cases.csv").rows.filter {
      try $0.text("stage") == "us-tier-4" && $0.number("power_hp") > 750
    }
    #expect(try Set(rows.map { try $0.text("technology") }) == ["T4", "T4N"])
    for row in rows {
      let power = try row.number("power_hp") * 0.7457
      let position = try #require(EngineStage.position(of: "us-tier-4"))
      let year = try row.integer("model_year")
      let stage = EngineStage.all[
        EngineStage.resolved(position, power: power, modelYear: year)]
      #expect(try stage.technology(power: power).technology.rawValue == row.text("technology"))
      #expect((stage.identifier == "us-tier-4-interim") == (year < 2015))
    }
    // It is told, not done in silence.
    let machine = Machine(
      type: 0, stage: try #require(EngineStage.position(of: "us-tier-4")), power: 700,
      modelYear: 2013)
    let fleet = try ClassFleet([machine], year: 2020)
    #expect(fleet.defaults.contains { $0.quantity == "assumed.interim-stage" })
  }

  @Test("An engine of exactly 25 hp belongs to the band that ends there", .tags(.golden))
  func bandEdges() throws {
    let rows = try GoldenRows("nonroad_factors.csv").rows.filter {
      try $0.text("machinery") == "excavator" && $0.text("technology") == "T1"
    }
    // 11 hp is EPA's exception: `NonroadFactors.row`.
    for end in [16.0, 25, 50, 75, 100, 175, 300, 600, 750] {
      let register = try FleetRegister(
        text: "machinery,stage,power_hp,model_year,hours,load_factor\n"
          + "excavator,us-tier-1,\(end),2005,1000,0.5\n",
        file: "f.csv", dataYear: 2005)
      var inventory = MachineInventory(sulphurPartsPerMillion: 3_300)
      inventory.method = .nonroad
      let tally = try inventory.tally(ClassFleet(register.machines, year: 2005))
      let own = try #require(rows.first { try $0.number("hp_max") == end })
      // g/hp-hr × hp-hr × what the first year of age adds, 0.024 of NOx a median life.
      let life = MedianLife.hours(power: end * 0.7457)
      let wanted = try own.number("nox") * end * 500 * (1 + 0.024 * min(1, 500 / life)) * 1e-6
      #expect(abs(tally.tonnes(.nox) / wanted - 1) < 1e-9, "\(end) hp")
    }
  }

  @Test("The US law rounds to the whole kilowatt", .tags(.analytical))
  func lawRounds() throws {
    // 40 CFR 1039.140(a): 25 hp are 18.64 kW, which is 19 kW; 50 hp 37, 75 hp 56, 100 hp 75 kW.
    let tier = try stage("us-tier-4")
    func limit(_ horsepower: Double) -> Double? {
      EmissionLimit.limits(of: tier, power: horsepower * 0.7457)
        .first { $0.pollutant == "PM" }?.limit
    }
    #expect(limit(24) == 0.4)
    #expect(limit(25) == 0.03)
    #expect(limit(74) == 0.03)
    #expect(limit(75) == 0.02)
    #expect(EmissionLimit.place(560.4, of: .us) < 560)
    #expect(EmissionLimit.place(560.5, of: .us) == 561)
    #expect(EmissionLimit.place(18.64, of: .eu) == 18.64)
    #expect(EmissionLimit.place(560, of: .japan) == 560)
  }

  @Test("Median life follows the power: 2,500, 4,667 and 7,000 hours", .tags(.golden))
  func medianLife() throws {
    for row in try GoldenRows("nonroad_cases.csv").rows {
      let power = try row.number("power_hp") * 0.7457
      #expect(try MedianLife.hours(power: power) == row.number("median_life_h"))
    }
    #expect(MedianLife.hours(power: 50 * 0.7457) == 2_500)
    #expect(MedianLife.hours(power: (50 * 0.7457).nextUp) == 4_667)
    #expect(MedianLife.hours(power: 300 * 0.7457) == 4_667)
    #expect(MedianLife.hours(power: (300 * 0.7457).nextUp) == 7_000)
  }

  @Test("A year more of age is what the two conventions differ by", .tags(.golden))
  func ages() throws {
    let row = try #require(
      GoldenRows("nonroad_cases.csv").rows.first {
        try $0.text("machinery") == "crane" && $0.text("technology") == "T2"
      })
    var machine = SingleMachine(
      type: "crane", technology: .tier2, power: try row.number("power_hp") * 0.7457,
      year: try row.integer("year"), modelYear: try row.integer("model_year"),
      hours: try row.number("hours"), load: try row.number("load_factor"),
      sulphur: try row.number("sulphur_ppm"))
    let end = try #require(machine.rates().grams[.nox])
    #expect(try abs(end / row.number("nox") - 1) < 1e-3)
    machine.age = .middleOfYear
    let middle = try #require(machine.rates().grams[.nox])
    // EPA's A of NOx, T2: 0.009 a median life.
    let step = try row.number("hours") * row.number("load_factor") / row.number("median_life_h")
    let years = Double(machine.year - machine.modelYear)
    #expect(
      abs(end / middle - (1 + 0.009 * step * (years + 1)) / (1 + 0.009 * step * years)) < 1e-9)
  }

  @Test("A factor that is missing stops the program", .tags(.analytical))
  func missingFactor() async {
    #expect(
      NonroadFactors.embedded.row(MachineType.all[0], .tier4NOx, power: 10_000) == nil)
    await #expect(processExitsWith: .failure) {
      _ = NonroadFactors.embedded.needed(MachineType.all[0], .tier4NOx, power: 10_000)
    }
  }
}
