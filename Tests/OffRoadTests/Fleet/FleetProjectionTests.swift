import Documents
import Foundation
import TestSupport
import Testing

@testable import OffRoad

@Suite("Fleets in later years")
struct FleetProjectionTests {
  private func fleet(_ year: Int, count: Double = 100) throws -> ClassFleet {
    let machine = Machine(
      type: try #require(MachineType.position(named: "excavator")),
      stage: try #require(EngineStage.position(of: "china-ii")), power: 100, modelYear: year,
      count: count, hours: 933.4, loadFactor: 0.5)
    return try ClassFleet([machine], year: 2020)
  }

  @Test("Half of the machines are gone at one median life and all at two", .tags(.analytical))
  func curve() throws {
    let curve = ScrappageCurve.nonroad
    #expect(curve.surviving(lives: 0) == 1)
    #expect(abs(curve.surviving(lives: 1) - 0.5) < 1e-12)
    #expect(abs(curve.surviving(lives: 0.784) - 0.8) < 1e-12)
    // NONROAD’s curve is steps of half a per cent (`fndscrp`), not straight between them.
    #expect(abs(curve.surviving(lives: 0.78) - 0.805) < 1e-12)
    #expect(curve.surviving(lives: 2) < 1e-12)
    #expect(curve.surviving(lives: 5) == 0)
    // The file’s closed form x = 1 + (2p − 1)³ holds to one step.
    for share in [0.05, 0.305, 0.62, 0.915] {
      let age = 1 + pow(2 * share - 1, 3)
      #expect(abs(curve.surviving(lives: age) - (1 - share)) < 5.1e-3)
    }
  }

  @Test("A cohort thins out by the curve and is replaced by new machines", .tags(.analytical))
  func ageing() throws {
    // A tenth of a median life a year: from 0.5 to 1 lives in five years.
    let start = try fleet(2015)
    let later = try FleetProjection(
      newStage: try #require(EngineStage.position(of: "china-iv"))
    ).project(start, to: 2025)
    #expect(abs(later.machines - 100) < 1e-9)
    let old = later.cells.filter { $0.key.modelYear == 2015 }.reduce(0) { $0 + $1.machines }
    let kept =
      ScrappageCurve.nonroad.surviving(lives: 1) / ScrappageCurve.nonroad.surviving(lives: 0.5)
    #expect(abs(old - 100 * kept) < 1e-9)
    let new = later.cells.filter { $0.key.modelYear > 2020 }
    #expect(
      new.allSatisfy { EngineStage.all[Int($0.key.stage)].identifier == "china-iv" })
    // The survivors are one median life old.
    let survivor = try #require(later.cells.first { $0.key.modelYear == 2015 })
    #expect(abs(survivor.agedWork / survivor.work - 1) < 1e-9)
  }

  @Test("Classes do not double with every projected year", .tags(.property))
  func classesStayFew() throws {
    // One class of 2020 leaves at most one class a model year, whatever the year.
    let start = try fleet(2015)
    var projection = FleetProjection(newStage: 4)
    projection.growth = 0.02
    let later = try projection.project(start, to: 2060)
    #expect(later.cells.count <= 46)
    #expect(abs(later.machines / (100 * pow(1.02, 40)) - 1) < 1e-9)
    #expect(Set(later.cells.map(\.key)).count == later.cells.count)
    // Going in two steps is the same as going in one.
    let half = try projection.project(start, to: 2040)
    let again = try projection.project(half, to: 2060)
    for (left, right) in zip(again.cells, later.cells) {
      #expect(left.key == right.key)
      #expect(abs(left.work - right.work) <= 1e-9 * right.work)
    }
  }

  @Test("Growth multiplies the fleet year by year", .tags(.analytical))
  func growth() throws {
    var projection = FleetProjection(newStage: 4)
    projection.growth = 0.1
    #expect(abs(try projection.project(fleet(2015), to: 2022).machines - 121) < 1e-9)
    projection.growth = -0.05
    let shrunk = try projection.project(fleet(2019), to: 2021)
    #expect(abs(shrunk.machines - 95) < 1e-9)
  }

  @Test("The same year is the same fleet and an earlier one is refused", .tags(.analytical))
  func sameYear() throws {
    let start = try fleet(2015)
    let same = try FleetProjection(newStage: 4).project(start, to: 2020)
    #expect(same.cells == start.cells)
    #expect(throws: OffRoadError.self) { try FleetProjection(newStage: 4).project(start, to: 2019) }
  }

  @Test("A simulated register can be read and is the same for the same seed", .tags(.property))
  func simulated() throws {
    var simulated = SimulatedRegister()
    simulated.machines = 300
    func text(_ register: SimulatedRegister) -> String {
      var text = ""
      register.write { text += $0 }
      return text
    }
    let first = text(simulated)
    #expect(first == text(simulated))
    let register = try FleetRegister(text: first, file: "r.csv", dataYear: 2024)
    #expect(register.count == 300)
    let fleet = try ClassFleet(register.machines, year: 2024)
    #expect(abs(fleet.machines - 300) < 1e-9)
    #expect(fleet.defaults.contains { $0.quantity == "assumed.annual-hours" })
    simulated.seed = 2
    #expect(text(simulated) != first)
  }
}
