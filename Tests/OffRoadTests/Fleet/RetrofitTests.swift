import AirQuality
import Foundation
import TestSupport
import Testing

@testable import OffRoad

@Suite("Retrofits on engines that have them")
struct RetrofitTests {
  private func refusal(_ row: String) -> String? {
    do {
      _ = try FleetRegister(
        text: "machinery,stage,power_kw,fuel,retrofit\n\(row)\n", file: "f.csv", dataYear: 2024)
      return nil
    } catch { return error.explanation }
  }

  @Test("A filter on an engine that came with one is refused with the stage", .tags(.analytical))
  func secondFilter() {
    #expect(
      refusal("excavator,china-iv,120,diesel,dpf")
        == "f.csv:2, column retrofit: “dpf” is on an engine of china-iv that left the works with "
        + "it; leave it empty: the stage’s factor has it already")
    #expect(refusal("excavator,eu-v,200,diesel,scr") != nil)
    // Below 37 kW China IV asks for no filter, and stage IIIB for no control of NOx.
    #expect(refusal("excavator,china-iv,25,diesel,dpf") == nil)
    #expect(refusal("excavator,eu-iiib,120,diesel,scr") == nil)
    #expect(refusal("excavator,china-iii,120,diesel,dpf") == nil)
  }

  @Test("An electric machine has no exhaust to fit anything to", .tags(.analytical))
  func electric() {
    #expect(
      refusal("forklift,,50,electric,dpf")
        == "f.csv:2, column retrofit: “dpf” is on an electric machine; leave it empty: there is "
        + "no exhaust")
  }

  @Test("A fleet from values is refused alike", .tags(.analytical))
  func values() throws {
    let machine = Machine(
      type: 0, stage: try #require(EngineStage.position(of: "us-tier-4")), power: 100,
      retrofit: .particulateFilter)
    #expect(
      throws: OffRoadError.setting(
        "retrofit",
        problem:
          "is dpf on a machine (excavator) of us-tier-4, whose engine left the works with it",
        remedy: "leave it empty: the stage’s factor has it already")
    ) { try ClassFleet([machine], year: 2024) }
  }

  @Test("A filter measure passes engines by that have one", .tags(.analytical))
  func measure() throws {
    let measure = ControlMeasure(
      name: "filters", action: .retrofit(.particulateFilter), share: BoundedNumber(1),
      start: try #require(CivilDate("2024-01-01")))
    func machine(_ stage: String, _ power: Double) throws -> Machine {
      Machine(
        type: 0, stage: try #require(EngineStage.position(of: stage)), power: power,
        modelYear: 2020, count: 10)
    }
    let fleet = try ClassFleet(
      [
        machine("china-iv", 100), machine("china-iv", 25), machine("china-iii", 100),
      ], year: 2024)
    var analysis = ScenarioAnalysis(MachineInventory(sulphurPartsPerMillion: 10))
    analysis.uncertainty.draws = 100
    let outcome = try analysis.compare(
      [Scenario(name: "filters", measures: [measure])], [fleet]
    ).outcomes[0]
    #expect(outcome.reach[0].machines == 20)
  }
}
