import AirQuality
import TestSupport
import Testing

@testable import OffRoad

@Suite("Abatement curves")
struct AbatementCurveTests {
  private func measure(
    _ name: String, _ device: Machine.Retrofit, capital: Double
  ) throws -> ControlMeasure {
    var cost = ControlMeasure.Cost()
    cost.capital = BoundedNumber(capital)
    cost.years = 1
    cost.discountRate = 0
    return ControlMeasure(
      name: name, action: .retrofit(device), share: BoundedNumber(0.5),
      start: try #require(CivilDate("2020-01-01")), cost: cost)
  }

  @Test("Steps are in the order of cost and add up to all measures together", .tags(.analytical))
  func steps() throws {
    let machine = Machine(
      type: try #require(MachineType.position(named: "excavator")),
      stage: try #require(EngineStage.position(of: "eu-ii")), power: 100, modelYear: 2012,
      count: 100, hours: 800, loadFactor: 0.5)
    let fleet = try ClassFleet([machine], year: 2024)
    var analysis = ScenarioAnalysis(MachineInventory(sulphurPartsPerMillion: 10))
    analysis.uncertainty.draws = 500
    analysis.uncertainty.distributions = [:]
    let measures = try [
      measure("filters", .particulateFilter, capital: 5_000),
      measure("catalysts", .oxidationCatalyst, capital: 200),
      measure("reduction", .selectiveReduction, capital: 4_000),
    ]
    let curve = try analysis.abatementCurve(measures, for: .pm25, fleet)
    // Catalyst: 50 × 200 over 0.5 × 0.25; filter: 50 × 5,000 over 0.5 × 0.9. SCR leaves PM alone.
    #expect(curve.steps.map(\.measure) == ["catalysts", "filters", "reduction"])
    let total = try analysis.inventory.tally(fleet).tonnes(.pm25)
    #expect(abs(curve.steps[0].added.central / (0.125 * total) - 1) < 1e-9)
    #expect(abs(curve.steps[1].added.central / (0.45 * 0.875 * total) - 1) < 1e-9)
    #expect(abs(curve.steps[1].alone.central / (0.45 * total) - 1) < 1e-9)
    #expect(curve.steps[2].costPerTonne == nil)
    let price = try #require(curve.steps[1].costPerTonne)
    #expect(abs(price.central / (250_000 / (0.45 * 0.875 * total)) - 1) < 1e-9)
    #expect(price.lower < price.central && price.central < price.upper)
    let together = try analysis.compare(
      [Scenario(name: "all", measures: measures)], [fleet]
    ).outcomes[0]
    let sum = curve.steps.reduce(0) { $0 + $1.added.central }
    #expect(abs(sum / (together.abatement[.pm25]?.central ?? 0) - 1) < 1e-9)
  }

  @Test("A measure without a cost is refused", .tags(.analytical))
  func cost() throws {
    let fleet = try ClassFleet([Machine(type: 0, stage: 5)], year: 2024)
    let free = ControlMeasure(
      name: "free", action: .retrofit(.oxidationCatalyst), share: BoundedNumber(1),
      start: try #require(CivilDate("2020-01-01")))
    let analysis = ScenarioAnalysis(MachineInventory(sulphurPartsPerMillion: 10))
    #expect(throws: OffRoadError.self) {
      try analysis.abatementCurve([free], for: .pm25, fleet)
    }
  }
}
