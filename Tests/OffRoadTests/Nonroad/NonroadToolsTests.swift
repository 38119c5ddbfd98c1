import Documents
import Foundation
import TestSupport
import Testing

@testable import OffRoad

@Suite("Seasons, rates and methods")
struct NonroadToolsTests {
  @Test("Months and days follow EPA’s SEASON.DAT", .tags(.golden))
  func activity() throws {
    let profile = try ActivityProfile(region: "us")
    let excavator = MachineType.all[try #require(MachineType.position(named: "excavator"))]
    let tractor = MachineType.all[
      try #require(MachineType.position(named: "agricultural_tractor"))]
    // SEASON.DAT, US: construction 0.0941 in July and 0.0699 in January, farms 0.1488 and 0.0210;
    // a weekday has 0.1666667 of a week’s work and a weekend day 0.0833334. Months sum to 0.9999.
    for (type, month, wanted) in [
      (excavator, 7, 0.0941), (excavator, 1, 0.0699), (tractor, 7, 0.1488), (tractor, 1, 0.0210),
    ] {
      let share = try profile.share(of: .init(months: [month]), type: type)
      #expect(abs(share / wanted - 1) < 1e-3, "\(type.identifier) \(month)")
      // EPA's typical day: month × 7 × day over the days of the month.
      let weekday = try profile.share(of: .init(months: [month], day: .weekday), type: type)
      #expect(abs(weekday / (wanted * 7 * 0.166_666_7 / 31) - 1) < 1e-3)
      let weekend = try profile.share(of: .init(months: [month], day: .weekend), type: type)
      #expect(abs(weekend / (wanted * 7 * 0.083_333_4 / 31) - 1) < 1e-3)
    }
    let all = try profile.share(of: .init(months: Array(1...12)), type: excavator)
    #expect(abs(all - 1) < 1e-12)
    #expect(throws: OffRoadError.self) { try ActivityProfile(region: "Mars") }
    #expect(throws: OffRoadError.self) { try profile.share(of: .init(months: [13]), type: tractor) }
  }

  @Test("Twelve months emit what the year does, and a month its share", .tags(.property))
  func months() throws {
    let machines = [
      Machine(
        type: try #require(MachineType.position(named: "excavator")),
        stage: try #require(EngineStage.position(of: "china-iii")), power: 100, modelYear: 2016)
    ]
    let fleet = try ClassFleet(machines, year: 2024)
    var inventory = MachineInventory(sulphurPartsPerMillion: 10)
    inventory.method = .nonroad
    let profile = try ActivityProfile()
    let year = try inventory.tally(fleet)
    var sum = 0.0
    for month in 1...12 {
      let part = try inventory.tally(fleet.during(.init(months: [month]), profile))
      #expect(part.period?.months == [month])
      #expect(part.machines == year.machines)
      sum += part.tonnes(.pm10)
    }
    #expect(abs(sum / year.tonnes(.pm10) - 1) < 1e-12)
    #expect(year.period == nil)
  }

  @Test("The rates of 2015 are those of EPA’s machines", .tags(.golden))
  func rates() throws {
    var table = RateTable(
      {
        var inventory = MachineInventory(sulphurPartsPerMillion: 15)
        inventory.includesCrankcase = false
        return inventory
      }(), year: 2015)
    table.firstModelYear = 1960
    let rows = Dictionary(grouping: try table.rows()) {
      "\($0.type) \($0.modelYear) \($0.technology.rawValue)"
    }
    var found = 0
    for golden in try GoldenRows("nonroad_cases.csv").rows
    where try golden.integer("year") == 2015 {
      let power = try golden.number("power_hp")
      let key =
        "\(try golden.text("machinery")) \(try golden.text("model_year")) "
        + "\(try golden.text("technology"))"
      let row = try #require(
        rows[key]?.first { $0.horsepowerAbove < power && power <= $0.horsepowerTo })
      found += 1
      for (pollutant, name) in [
        (ExhaustPollutant.nox, "nox"), (.pm10, "pm10"), (.hc, "hc_exhaust"), (.co, "co"),
        (.so2, "so2"), (.co2, "co2"),
      ] {
        let wanted = try golden.number(name)
        let own = try #require(row.perKilowattHour[pollutant])
        #expect(abs(own / wanted - 1) < 1e-3, "\(row.type) \(power) \(name)")
        let horse = try #require(row.perHorsepowerHour(pollutant))
        #expect(abs(horse / (wanted * 0.7457) - 1) < 1e-3)
        let hour = try #require(row.perHour(pollutant))
        #expect(
          try abs(hour / (wanted * power * 0.7457 * golden.number("load_factor")) - 1) < 1e-3)
      }
    }
    #expect(found == 117)
  }

  @Test("Methods that differ by more than a factor of two say so with reasons", .tags(.analytical))
  func methods() throws {
    let machine = Machine(
      type: try #require(MachineType.position(named: "excavator")),
      stage: try #require(EngineStage.position(of: "eu-v")), power: 100, modelYear: 2020,
      hours: 1_000, loadFactor: 0.5)
    let fleet = try ClassFleet([machine], year: 2024)
    let inventory = MachineInventory(sulphurPartsPerMillion: 10)
    let comparison = try MethodComparison(inventory, fleet)
    for count in comparison.counts {
      var own = inventory
      own.method = count.method
      let tally = try own.tally(fleet)
      for (pollutant, tonnes) in count.tonnes {
        #expect(abs(tonnes / tally.tonnes(pollutant) - 1) < 1e-12)
      }
    }
    let spread = try #require(comparison.spreads.first { $0.pollutant == .nox })
    // EMEP/EEA: 32.629 g of NOx a kg of fuel for all stages (table 3-1), 0.4 g/kWh in stage V.
    #expect(spread.highest == .emepTier1)
    #expect(spread.isWide)
    let warnings = comparison.warnings(of: .emepTier2).map {
      Catalogue.builtIn.text($0, .english)
    }
    #expect(
      warnings.contains {
        $0.hasPrefix("NOx: EMEP/EEA Tier 1 counts ")
          && $0.contains("EMEP/EEA Tier 1 has one factor for all stages and powers")
      })
    let carbon = try #require(comparison.spreads.first { $0.pollutant == .co2 })
    #expect(!carbon.isWide)
    #expect(!warnings.contains { $0.hasPrefix("CO2") })
    // EMEP/EEA Tier 2 has 7.663 g of NOx a kg of fuel in stage V, less than a quarter of Tier 1's.
    let warning = try #require(warnings.first { $0.hasPrefix("NOx") })
    #expect(warning.contains("EMEP/EEA Tier 1 counts 4.26 times"), "\(warning)")
  }

  @Test("Counts by type become a fleet with all machines and the law’s stages", .tags(.property))
  func population() throws {
    let type = try #require(MachineType.position(named: "excavator"))
    var fleet = NonroadFleet()
    fleet.regulation = .china
    fleet.growth = .rate(0)
    let register = try fleet.machines(
      [.init(type: type, machines: 1_000)], countYear: 2020, year: 2024)
    #expect(abs(register.count - 1_000) < 1e-9)
    #expect(
      register.machines.allSatisfy {
        EngineStage.all[$0.stage].regulation == .china && ($0.modelYear ?? 0) <= 2024
      })
    #expect(register.defaults.contains { $0.quantity == "assumed.powers" })
    // 10 % a year over four years.
    fleet.growth = .rate(0.1)
    let grown = try fleet.machines(
      [.init(type: type, machines: 1_000)], countYear: 2020, year: 2024)
    #expect(abs(grown.count / 1_464.1 - 1) < 1e-9)
    fleet.growth = .rate(-1)
    #expect(throws: OffRoadError.self) {
      try fleet.machines([.init(type: type, machines: 1)], countYear: 2020, year: 2024)
    }
  }
}
