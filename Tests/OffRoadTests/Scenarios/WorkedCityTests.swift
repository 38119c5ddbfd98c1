import AirQuality
import Foundation
import TestSupport
import Testing

@testable import OffRoad

/// The city of `Datasets/off-road-city`, from its register's text to what filters save.
@Suite("A worked city")
struct WorkedCityTests {
  @Test(
    "Filters on 30 % of excavators save what a sum over the machines by hand gives",
    .tags(.analytical))
  func filters() throws {
    var simulated = SimulatedRegister()
    // The whole city in a release build; in a debug build a tenth keeps the suite quick.
    simulated.machines = SimulationRuns.isFull ? 20_000 : 2_000
    var text = ""
    simulated.write { text += $0 }
    let register = try FleetRegister(text: text, file: "city.csv", dataYear: 2024)
    #expect(register.machines.count == simulated.machines)
    let fleet = try ClassFleet(register.machines, year: 2024)
    let measure = ControlMeasure(
      name: "filters on 30 % of excavators", action: .retrofit(.particulateFilter),
      target: {
        var target = ControlMeasure.Target()
        target.types = ["excavator"]
        return target
      }(), share: BoundedNumber(0.3), start: try #require(CivilDate("2024-01-01")))
    var analysis = ScenarioAnalysis(MachineInventory(sulphurPartsPerMillion: 10))
    analysis.uncertainty.draws = 2_000
    let outcome = try analysis.compare(
      [Scenario(name: "filters", measures: [measure])], [fleet]
    ).outcomes[0]

    // By hand, straight from the text: kWh × g fuel a kWh × g PM2.5 a kg fuel (EMEP Tier 2).
    let factors = ["china-0": 0.0, "china-i": 0, "china-ii": 0, "china-iii": 0, "china-iv": 0]
    var perStage = factors
    for row in ReferenceTable(named: "off-road/emission_factors.csv").rows
    where row["pollutant"] == "PM2.5" && (row["method"] ?? "").contains("Tier 2")
      && (row["category"] ?? "").hasPrefix("Industry")
    {
      let stage = [
        "1991-Stage I": "china-0", "Stage I": "china-i", "Stage II": "china-ii",
        "Stage IIIA": "china-iii", "Stage IIIB": "china-iv",
      ][row["stage"] ?? ""]
      if let stage { perStage[stage] = row.number("ef") }
    }
    var byHand = 0.0
    var machines = 0.0
    let lines = text.split(separator: "\n").dropFirst()
    for line in lines {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells[2] == "excavator", cells[7].isEmpty else { continue }
      let power = try #require(Double(cells[4]))
      // Engines of stage IV from 37 kW have a filter from the works; smaller ones are as stage III.
      if cells[3] == "china-iv", power >= 37, power <= 560 { continue }
      let stage = cells[3] == "china-iv" ? "china-iii" : cells[3]
      let hours = Double(cells[8]) ?? 1_092
      let load = Double(cells[9]) ?? 0.59
      // EPA's 0.412 or 0.371 lb/hp-hr of excavators; 100 hp are 74.57 kW.
      let consumption = (power <= 74.57 ? 0.412 : 0.371) * 453.6 / 0.7457
      let factor = try #require(perStage[stage])
      byHand += power * hours * load * consumption / 1_000 * factor * 1e-6
      machines += 1
    }
    let abatement = try #require(outcome.abatement[.pm25])
    #expect(abs(abatement.central / (0.3 * 0.9 * byHand) - 1) < 1e-9)
    #expect(abs(outcome.reach[0].machines - 0.3 * machines) < 1e-6)
    // The interval holds the fleet's and the filter's uncertainty, so it is wider than ± 30 %.
    #expect(abatement.lower < 0.85 * abatement.central)
    #expect(abatement.upper > 1.15 * abatement.central)
  }
}
