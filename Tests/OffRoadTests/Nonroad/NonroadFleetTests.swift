import Foundation
import TestSupport
import Testing

@testable import OffRoad

/// The diesel machines of the United States as EPA's own run counts them.
@Suite("The fleet of NONROAD")
struct NonroadFleetTests {
  private struct Class: Hashable {
    let type: Int
    /// hp, two decimals as `US.POP` has them.
    let horsepower: Int
    let technology: NonroadTechnology
  }

  private static func horsepower(_ power: Double) -> Int { Int((power / 0.7457 * 100).rounded()) }

  @Test(
    "Every class of the inventory of 2015 agrees to 0.1 % and the totals to 0.01 %",
    .tags(.golden))
  func inventory() throws {
    let register = try NonroadFleet().unitedStates(year: 2015)
    var classes: [Class: [Machine]] = [:]
    for machine in register.machines {
      let power = try #require(machine.power)
      let stage = EngineStage.all[machine.stage]
      let key = Class(
        type: machine.type, horsepower: Self.horsepower(power),
        technology: stage.technology(power: power).technology)
      classes[key, default: []].append(machine)
    }
    let rows = try GoldenRows("nonroad_inventory_2015.csv").rows
    #expect(rows.count == 1597)
    #expect(classes.count == rows.count)
    var totals: [String: (own: Double, wanted: Double)] = [:]
    var inventory = MachineInventory(sulphurPartsPerMillion: 15)
    inventory.method = .nonroad
    inventory.includesCrankcase = false
    var withCrankcase = inventory
    withCrankcase.includesCrankcase = true
    for row in rows {
      let key = Class(
        type: try #require(MachineType.position(named: row.text("machinery"))),
        horsepower: try Self.horsepower(row.number("hp_average") * 0.7457),
        technology: try #require(NonroadTechnology(rawValue: row.text("technology"))))
      let machines = try #require(classes[key], "\(row.cells)")
      let fleet = try ClassFleet(machines, year: 2015)
      let tally = try inventory.tally(fleet)
      let crankcase = try withCrankcase.tally(fleet).tonnes(.hc) - tally.tonnes(.hc)
      let hours = machines.reduce(0) { $0 + $1.count * MachineType.all[$1.type].annualHours }
      for (name, own) in [
        ("machines", tally.machines), ("machine_hours", hours),
        ("thc", tally.tonnes(.hc) * 1e6), ("crankcase", crankcase * 1e6),
        ("co", tally.tonnes(.co) * 1e6), ("nox", tally.tonnes(.nox) * 1e6),
        ("pm10", tally.tonnes(.pm10) * 1e6), ("so2", tally.tonnes(.so2) * 1e6),
        ("co2", tally.tonnes(.co2) * 1e6),
        // A US gallon of 7.044 lb of 453.6 g.
        ("fuel_us_gallon", tally.fuel * 1e6 / (7.044 * 453.6)),
      ] {
        let wanted = try row.number(name)
        #expect(
          abs(own - wanted) <= 1e-3 * wanted + 1e-9 * tally.machines,
          "\(row.cells["machinery"] ?? "") \(key.horsepower) \(key.technology) \(name): \(own), \(wanted)"
        )
        totals[name, default: (0, 0)].own += own
        totals[name, default: (0, 0)].wanted += wanted
      }
    }
    for (name, sums) in totals {
      #expect(abs(sums.own / sums.wanted - 1) < 1e-4, "\(name)")
    }
  }

  @Test("PM10 and SO2 follow the fuel’s sulphur as EPA’s runs do", .tags(.golden))
  func sulphur() throws {
    let register = try NonroadFleet().unitedStates(year: 2015)
    var classes: [String: [Machine]] = [:]
    let bins = try GoldenRows("nonroad_inventory_2015.csv").rows
    var ends: [String: String] = [:]
    for row in bins {
      let power = try Self.horsepower(row.number("hp_average") * 0.7457)
      ends["\(try row.text("machinery")) \(power)"] = try row.text("hp_bin_max")
    }
    for machine in register.machines {
      let power = try #require(machine.power)
      let type = MachineType.all[machine.type].identifier
      let end = try #require(ends["\(type) \(Self.horsepower(power))"])
      let technology = EngineStage.all[machine.stage].technology(power: power).technology.rawValue
      classes["\(type) \(end) \(technology)", default: []].append(machine)
    }
    let rows = try GoldenRows("nonroad_inventory_2015_sulphur.csv").rows
    #expect(rows.count == 3 * 1597)
    // All rows in a release build, every seventh in a debug build.
    for row in rows.enumerated().filter({ SimulationRuns.isFull || $0.offset % 7 == 0 })
      .map(\.element)
    {
      let key =
        "\(try row.text("machinery")) \(try row.text("hp_bin_max")) \(try row.text("technology"))"
      var inventory = MachineInventory(
        sulphurPartsPerMillion: try row.number("sulphur_wt_percent") * 10_000)
      inventory.method = .nonroad
      let tally = try inventory.tally(ClassFleet(try #require(classes[key]), year: 2015))
      for (name, own) in [("pm10", tally.tonnes(.pm10)), ("so2", tally.tonnes(.so2))] {
        let wanted = try row.number(name)
        #expect(abs(own * 1e6 - wanted) <= 1e-3 * wanted, "\(key) \(name)")
      }
    }
  }

  @Test("Machines of every age are as many as in EPA’s runs of 2005, 2015 and 2025", .tags(.golden))
  func ages() throws {
    var fleets: [Int: [String: Double]] = [:]
    for year in [2005, 2015, 2025] {
      var found: [String: Double] = [:]
      for machine in try NonroadFleet().unitedStates(year: year).machines {
        let power = try #require(machine.power)
        let built = try #require(machine.modelYear)
        let type = MachineType.all[machine.type].identifier
        found["\(type) \(Self.horsepower(power)) \(year - built)", default: 0] += machine.count
      }
      fleets[year] = found
    }
    var powers: [String: Int] = [:]
    for row in try GoldenRows("nonroad_inventory_2015.csv").rows {
      powers["\(try row.text("machinery")) \(try row.text("hp_bin_max"))"] = try Self.horsepower(
        row.number("hp_average") * 0.7457)
    }
    for row in try GoldenRows("nonroad_age_distribution.csv").rows {
      let type = try row.text("machinery")
      let power = try #require(powers["\(type) \(try row.text("hp_bin_max"))"])
      let key = "\(type) \(power) \(try row.text("age"))"
      let own = try #require(fleets[row.integer("year")]?[key], "\(key)")
      #expect(try abs(own / row.number("machines") - 1) < 1e-4, "\(key)")
    }
  }

  @Test("A fleet that is projected year by year keeps NONROAD’s ages", .tags(.golden))
  func projection() throws {
    // Combines work 150 h a year at 0.59: 53 years of median life, of which NONROAD keeps 25.
    let type = try #require(MachineType.position(named: "combine_harvester"))
    let rows = try GoldenRows("nonroad_age_distribution.csv").rows.filter {
      try $0.text("machinery") == "combine_harvester" && $0.text("hp_bin_max") == "175"
    }
    func machines(_ year: Int, age: Int) throws -> Double {
      let own = try rows.filter { try $0.integer("year") == year && $0.integer("age") == age }
      return try #require(own.first).number("machines")
    }
    let start = try ClassFleet(
      [
        Machine(
          type: type, stage: try #require(EngineStage.position(of: "us-tier-1")), power: 110,
          modelYear: 2000, count: machines(2015, age: 15))
      ], year: 2015)
    let later = try FleetProjection(
      newStage: try #require(EngineStage.position(of: "us-tier-4"))
    ).project(start, to: 2025)
    let left = later.cells.filter { $0.key.modelYear == 2000 }.reduce(0) { $0 + $1.machines }
    // Without the cap 95 % would be left.
    #expect(try abs(left / machines(2025, age: 25) - 1) < 1e-4)
    #expect(left / start.machines < 0.65)
  }
}
