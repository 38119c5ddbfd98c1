import AirQuality
import Documents
import Foundation
import TestSupport
import Testing

@testable import OffRoad

@Suite("Scenarios")
struct ScenarioAnalysisTests {
  private func machine(
    _ type: String, _ stage: String, count: Double = 10, idling: Double? = nil
  ) throws -> Machine {
    Machine(
      type: try #require(MachineType.position(named: type)),
      stage: try #require(EngineStage.position(of: stage)), power: 100, modelYear: 2012,
      count: count, hours: 800, loadFactor: 0.5, idlingShare: idling)
  }

  private func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  /// Nothing of the fleet is drawn, so that intervals are those of the measures.
  private func analysis(_ method: EmissionMethod = .emepTier2) -> ScenarioAnalysis {
    var inventory = MachineInventory(sulphurPartsPerMillion: 350)
    inventory.method = method
    var analysis = ScenarioAnalysis(inventory)
    analysis.uncertainty.distributions = [:]
    analysis.uncertainty.draws = 5_000
    return analysis
  }

  private func tonnes(
    _ machines: [Machine], _ pollutant: ExhaustPollutant, _ method: EmissionMethod = .emepTier2,
    sulphur: Double = 350
  ) throws -> Double {
    var inventory = MachineInventory(sulphurPartsPerMillion: sulphur)
    inventory.method = method
    return try inventory.tally(ClassFleet(machines, year: 2024)).tonnes(pollutant)
  }

  private func excavators() -> ControlMeasure.Target {
    var target = ControlMeasure.Target()
    target.types = ["excavator"]
    return target
  }

  @Test(
    "Filters on 30 % of excavators take 0.3 × 0.9 of their PM2.5, with the filter’s interval",
    .tags(.analytical))
  func filters() throws {
    let fleet = try [machine("excavator", "eu-ii"), machine("crane", "eu-ii")]
    let measure = ControlMeasure(
      name: "filters", action: .retrofit(.particulateFilter), target: excavators(),
      share: BoundedNumber(0.3), start: try date("2024-01-01"))
    let comparison = try analysis().compare(
      [Scenario(name: "filters", measures: [measure])], [ClassFleet(fleet, year: 2024)])
    let outcome = comparison.outcomes[0]
    let own = try tonnes([fleet[0]], .pm25)
    let abatement = try #require(outcome.abatement[.pm25])
    #expect(abs(abatement.central / (0.3 * 0.9 * own) - 1) < 1e-9)
    // Triangle of 85, 90 and 99 %: its quantiles at 2.5 and 97.5 %.
    let low = 0.85 + (0.025 * 0.14 * 0.05).squareRoot()
    let high = 0.99 - (0.025 * 0.14 * 0.09).squareRoot()
    #expect(abs(abatement.lower / (0.3 * low * own) - 1) < 1e-3)
    #expect(abs(abatement.upper / (0.3 * high * own) - 1) < 1e-3)
    #expect(outcome.abatement[.nox]?.central == 0)
    #expect(abs(outcome.reach[0].machines - 3) < 1e-12)
    #expect(
      comparison.defaults.contains {
        $0.quantity
          == Message("assumed.reduction", ["pollutant": .text("PM2.5"), "device": .text("DPF")])
      })
  }

  @Test("Measures are combined in one order, however they are listed", .tags(.analytical))
  func order() throws {
    let old = try machine("excavator", "eu-i", idling: 0.4)
    let start = try date("2020-01-01")
    let replacement = ControlMeasure(
      name: "replace",
      action: .replacement(stage: try #require(EngineStage.position(of: "eu-iiia"))),
      share: BoundedNumber(0.5), start: start)
    var old1 = ControlMeasure.Target()
    old1.stages = ["eu-i"]
    let filter = ControlMeasure(
      name: "filter", action: .retrofit(.particulateFilter), target: old1,
      share: BoundedNumber(0.4), start: start)
    let idling = ControlMeasure(
      name: "idle", action: .idlingLimit(cut: BoundedNumber(0.5)), share: BoundedNumber(1),
      start: start)
    let fleet = try ClassFleet([old], year: 2024)
    let one = try analysis().compare(
      [Scenario(name: "a", measures: [filter, idling, replacement])], [fleet])
    let other = try analysis().compare(
      [Scenario(name: "a", measures: [replacement, filter, idling])], [fleet])
    #expect(one.outcomes == other.outcomes)
    // Half stays old and 40 % of that is filtered; half is new; idling fuel is 0.4 × 0.5 of all
    // and half of it goes.
    var new = old
    new.stage = try #require(EngineStage.position(of: "eu-iiia"))
    let stays = try tonnes([old], .pm25) * 0.5 * (1 - 0.4 * 0.9)
    let comes = try tonnes([new], .pm25) * 0.5
    let emission = try #require(one.outcomes[0].emissions[.pm25])
    #expect(abs(emission.central / ((stays + comes) * 0.9) - 1) < 1e-9)
  }

  @Test("Clean fuel saves NONROAD’s sulphate and all but its own SO2", .tags(.analytical))
  func fuel() throws {
    let old = try machine("excavator", "us-tier-1")
    let measure = ControlMeasure(
      name: "10 ppm", action: .lowSulphurFuel(partsPerMillion: 10), share: BoundedNumber(1),
      start: try date("2020-01-01"))
    let outcome = try analysis(.nonroad).compare(
      [Scenario(name: "fuel", measures: [measure])], [ClassFleet([old], year: 2024)]
    ).outcomes[0]
    for pollutant in [ExhaustPollutant.pm10, .so2, .nox] {
      let wanted = try tonnes([old], pollutant, .nonroad, sulphur: 10)
      #expect(abs((outcome.emissions[pollutant]?.central ?? 0) / wanted - 1) < 1e-9)
    }
  }

  @Test("A zone replaces what is below its stage, exempt machines stay", .tags(.analytical))
  func zone() throws {
    var exempt = try machine("excavator", "eu-i")
    exempt.isExempt = true
    let fleet = try [
      machine("excavator", "eu-i"), machine("crane", "china-i"), machine("crane", "eu-iv"), exempt,
    ]
    let zone = ControlMeasure(
      name: "zone",
      action: .lowEmissionZone(
        minimumStage: try #require(EngineStage.position(of: "eu-iiib"))),
      share: BoundedNumber(0.8), start: try date("2020-01-01"))
    let outcome = try analysis().compare(
      [Scenario(name: "zone", measures: [zone])], [ClassFleet(fleet, year: 2024)]
    ).outcomes[0]
    var wanted = try tonnes([fleet[2], fleet[3]], .nox)
    for index in 0..<2 {
      var new = fleet[index]
      new.stage = try #require(EngineStage.position(of: "eu-iiib"))
      wanted += try 0.2 * tonnes([fleet[index]], .nox) + 0.8 * tonnes([new], .nox)
    }
    #expect(abs((outcome.emissions[.nox]?.central ?? 0) / wanted - 1) < 1e-9)
    #expect(abs(outcome.reach[0].machines - 16) < 1e-9)
  }

  @Test("Electrification leaves the grid’s emissions", .tags(.analytical))
  func electric() throws {
    let fleet = try [machine("forklift", "eu-ii")]
    let measure = ControlMeasure(
      name: "electric", action: .electrification(grid: [.co2: 500]), share: BoundedNumber(0.25),
      start: try date("2020-01-01"), rebound: 0.1)
    let outcome = try analysis().compare(
      [Scenario(name: "electric", measures: [measure])], [ClassFleet(fleet, year: 2024)]
    ).outcomes[0]
    let before = try tonnes(fleet, .nox)
    #expect(abs((outcome.emissions[.nox]?.central ?? 0) / (0.75 * before) - 1) < 1e-9)
    // 10 × 100 kW × 800 h × 0.5 = 400,000 kWh.
    let grid = 400_000 * 0.25 * 1.1 * 1.25 * 500e-6
    let carbon = try 0.75 * tonnes(fleet, .co2) + grid
    #expect(abs((outcome.emissions[.co2]?.central ?? 0) / carbon - 1) < 1e-9)
  }

  @Test("Inspection takes from what age added and nothing else", .tags(.analytical))
  func inspection() throws {
    let fleet = try [machine("excavator", "us-tier-2")]
    let measure = ControlMeasure(
      name: "inspect", action: .inspection(cut: BoundedNumber(0.5)), share: BoundedNumber(0.6),
      start: try date("2020-01-01"))
    let outcome = try analysis(.nonroad).compare(
      [Scenario(name: "inspect", measures: [measure])], [ClassFleet(fleet, year: 2024)]
    ).outcomes[0]
    // Age: 12 years × 800 h × 0.5 over 4,667 h is beyond one median life: 0.473 × 1; EPA’s factor
    // of an excavator of 100 to 175 hp is 0.22 g/hp-hr.
    let work = 400_000.0
    let aged = 0.22 / 0.7457 * 0.473 * work * 1e-6
    #expect(abs((outcome.abatement[.pm10]?.central ?? 0) / (0.3 * aged) - 1) < 1e-9)
  }

  @Test("Progress is the mean of a ramp over the year", .tags(.analytical))
  func progress() throws {
    var measure = ControlMeasure(
      name: "m", action: .retrofit(.particulateFilter), share: BoundedNumber(1),
      start: try date("2022-07-02"))
    // 2 July is day 183 of 365: 182 days have gone.
    #expect(abs(measure.progress(in: 2022) - (1 - 182.0 / 365)) < 1e-12)
    #expect(measure.progress(in: 2021) == 0)
    #expect(measure.progress(in: 2023) == 1)
    measure.start = try date("2022-01-01")
    measure.phaseInYears = 2
    #expect(abs(measure.progress(in: 2022) - 0.25) < 1e-12)
    #expect(abs(measure.progress(in: 2023) - 0.75) < 1e-12)
    #expect(abs(measure.progress(in: 2024) - 1) < 1e-12)
  }

  @Test(
    "Cost is the annuity of the capital plus the running cost, a tonne’s its quotient",
    .tags(.analytical))
  func cost() throws {
    let fleet = try [machine("excavator", "eu-ii")]
    var cost = ControlMeasure.Cost()
    cost.capital = BoundedNumber(8_000)
    cost.operating = BoundedNumber(low: 400, central: 500, high: 600)
    cost.years = 8
    cost.discountRate = 0.05
    let measure = ControlMeasure(
      name: "filters", action: .retrofit(.particulateFilter), target: excavators(),
      share: BoundedNumber(0.3), start: try date("2020-01-01"), cost: cost)
    let outcome = try analysis().compare(
      [Scenario(name: "filters", measures: [measure])], [ClassFleet(fleet, year: 2024)]
    ).outcomes[0]
    let annuity = 0.05 / (1 - pow(1.05, -8))
    let wanted = 3 * (8_000 * annuity + 500)
    #expect(abs((outcome.cost?.central ?? 0) / wanted - 1) < 1e-9)
    let abated = try 0.27 * tonnes(fleet, .pm25)
    let perTonne = try #require(outcome.costPerTonne[.pm25])
    #expect(abs(perTonne.central / (wanted / abated) - 1) < 1e-9)
    #expect(perTonne.lower < perTonne.central && perTonne.central < perTonne.upper)
    #expect(outcome.costPerTonne[.nox] == nil)
  }

  @Test("Measures that cannot be are refused with what to do", .tags(.analytical))
  func refused() throws {
    let fleet = try ClassFleet([machine("excavator", "eu-ii")], year: 2024)
    let start = try date("2020-01-01")
    let tooMuch = ControlMeasure(
      name: "filters", action: .retrofit(.particulateFilter), share: BoundedNumber(30),
      start: start)
    #expect(
      throws: OffRoadError.setting(
        "filters", problem: Message("error.off-road.has-share", ["central": .text("30.0")]),
        remedy: "error.off-road.give-share-of-per-cent")
    ) { try analysis().compare([Scenario(name: "s", measures: [tooMuch])], [fleet]) }
    let dirty = ControlMeasure(
      name: "fuel", action: .lowSulphurFuel(partsPerMillion: 500), share: BoundedNumber(1),
      start: start)
    #expect(throws: OffRoadError.self) {
      try analysis().compare([Scenario(name: "s", measures: [dirty])], [fleet])
    }
  }
}
