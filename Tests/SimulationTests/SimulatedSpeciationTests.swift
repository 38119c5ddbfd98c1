import Documents
import AirQuality
import Simulation
import TestSupport
import Testing

@Suite("Simulated organic compounds")
struct SimulatedSpeciationTests {
  @Test("Each source’s profile is a whole", .tags(.analytical))
  func profiles() {
    for (source, profile) in SimulatedSpeciation.profiles {
      #expect(abs(profile.values.reduce(0, +) - 1) < 1e-12, "\(source)")
    }
  }

  @Test("The measure takes its share off the solvent source alone", .tags(.analytical))
  func effect() throws {
    var settings = SimulatedSpeciation()
    settings.days = 60
    settings.daysBefore = 30
    let with = try settings.generate()
    settings.solventEffect = 0
    let without = try settings.generate()
    for (index, source) in SimulatedSpeciation.Source.allCases.enumerated() {
      for day in 0..<60 {
        let expected = source == .solvent && day >= 30 ? 0.7 : 1
        let ratio = with.contributions[index][day] / without.contributions[index][day]
        #expect(abs(ratio - expected) < 1e-12)
      }
    }
    // Only solvents have it, only traffic has it.
    #expect(abs((with.trueChange["n-butyl acetate"] ?? 0) + 0.3) < 1e-12)
    #expect(abs(with.trueChange["acetylene"] ?? 1) < 1e-12)
    #expect(without.trueChange.values.allSatisfy { abs($0) < 1e-12 })
  }

  @Test("The same seed gives the same record, another seed another", .tags(.property))
  func seeded() throws {
    var settings = SimulatedSpeciation()
    settings.days = 20
    settings.daysBefore = 10
    let first = try settings.generate()
    #expect(try settings.generate().series == first.series)
    settings.seed = 2
    #expect(try settings.generate().series != first.series)
  }

  @Test("Settings that cannot be are named", .tags(.analytical))
  func refusals() {
    var settings = SimulatedSpeciation()
    settings.daysBefore = settings.days
    #expect(
      throws: SimulationError.settingOutOfRange(
        setting: "daysBefore", value: "731",
        allowed: Message("error.simulation.from-1-below", ["days": .count(731)]))
    ) { try settings.generate() }
  }
}
